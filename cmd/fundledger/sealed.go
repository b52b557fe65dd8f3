package main

import (
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// sealedTable shows the balances that a closing seals, debit or credit as the books have
// them, and which of the money is on its way.
func sealedTable(fact event.PeriodClosed) report.Table {
	t := report.Table{
		Key:   "sealed",
		Title: lang.F("封存余额（%s）", "sealed balances (%s)", fact.Period.Last()),
		Columns: []report.Column{
			{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}},
			{Key: "name", Title: lang.Text{ZH: "科目名称", EN: "name"}},
			{Key: "debit", Title: lang.Text{ZH: "借方", EN: "debit"}},
			{Key: "credit", Title: lang.Text{ZH: "贷方", EN: "credit"}},
			{Key: "remark", Title: lang.Text{ZH: "说明", EN: "remark"}},
		},
	}
	list, _ := fact.Balances.List()
	for _, b := range list {
		debit, credit, remark := report.Blank(lang.Text{}), report.Blank(lang.Text{}), lang.Text{}
		if b.Account.Element().IsDebit() == (b.Amount.Sign() >= 0) {
			debit = report.Amount(absolute(b.Amount))
		} else {
			credit = report.Amount(absolute(b.Amount))
		}
		if top := b.Account.Top(); (top == account.IncomeAccount || top == account.Treasury) && b.Amount.Sign() > 0 {
			remark = lang.Text{ZH: "在途，未划入财政专户", EN: "in transit, not swept to 1003 yet"}
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(string(b.Account)), report.Words(account.FullName(fact.Fund.Kind(), b.Account)), debit, credit, report.Words(remark)})
	}
	return t
}

// absolute is an amount without its sign.
func absolute(s money.Sum) money.Sum {
	if s.Sign() < 0 {
		return s.Neg()
	}
	return s
}
