// Package fines is the register of what is due to the treasury: fines,
// surcharges on late fines and confiscated gains, each with what was paid,
// waived and refunded, and by when it was due. The payee is always the treasury
// (国库): nothing here is ever money of a fund.
//
// Source: 国务院令第735号 art. 45; 行政处罚法 art. 67 (15 days), 72 (3 % a day, no
// more than the fine), 74.
package fines

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
)

// Row is one decision.
type Row struct {
	Case cases.Key
	docket.Charge
	Subject event.Subject // as the decision says, else the case
	Unpaid  money.Sum
	Overdue int       // days since it was due, if something is unpaid; else 0
	Accrued money.Fen // surcharge that may be imposed on it by the day, whether it was or not
}

// Register returns every decision that counts as of a date (0 means all), in the
// order of cases, of dates and of documents. day is the day as of which lateness is
// counted: the date itself, or today.
func Register(v *cases.View, on, day fund.Date) []Row {
	var rows []Row
	for key, d := range v.All(on) {
		opened, _ := d.Opened()
		for _, c := range d.Charges() {
			r := Row{Case: key, Charge: *c, Subject: c.Subject, Unpaid: c.Open(), Accrued: c.Accrued(day)}
			if r.Subject == "" {
				r.Subject = opened.Subject
			}
			if !r.Unpaid.IsZero() && c.Due != 0 && day > c.Due {
				r.Overdue = int(day - c.Due)
			}
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Case.Region, b.Case.Region), cmp.Compare(a.Case.Number, b.Case.Number), cmp.Compare(a.On, b.On),
			cmp.Compare(a.Document, b.Document), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Institution, b.Institution),
			cmp.Compare(a.Article, b.Article), cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.For, b.For))
	})
	return rows
}
