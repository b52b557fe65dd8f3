package main

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// weighed is an account of which a listing has the lines, with everything below it, and what
// its debits and credits count in the sum.
type weighed struct {
	code          string // "": every account of the fund
	from, to      string // days; "": without an end
	debit, credit int
}

// ownSide counts an account on its own side.
func ownSide(code, from, to string) weighed {
	if account.Code(code).Element().IsDebit() {
		return weighed{code, from, to, 1, -1}
	}
	return weighed{code, from, to, -1, 1}
}

// legs are what a figure of a question is made of.
func (q query) legs() (all []weighed) {
	if q.Form == "" {
		w := ownSide(q.Code, q.From, q.To)
		switch figures.Side(q.Side) {
		case figures.Debit:
			w.debit, w.credit = 1, 0
		case figures.Credit:
			w.debit, w.credit = 0, 1
		case figures.OwnSide:
		}
		return []weighed{w}
	}
	s := q.form()
	line, _ := s.Line(q.Line)
	for _, c := range s.Columns {
		if c.Key != q.Column {
			continue
		}
		for _, leg := range line.Legs {
			from := c.From
			if leg.Counting == statements.Closing {
				from = 0
			}
			w := ownSide(string(leg.Account), from.String(), c.To.String())
			if leg.Minus {
				w.debit, w.credit = -w.debit, -w.credit
			}
			all = append(all, w)
		}
	}
	return all
}

// openingSQL is what an account opened with, on its own side: what the year has so far of
// income and expense, and on 3001 the surplus of earlier years.
func openingSQL(q query) string {
	day := dayOf(q.From)
	first, year := dated(day), dated(fund.NewDate(day.Year(), 1, 1))
	w := ownSide(q.Code, "", "")
	conditions := []string{"starts_with(code, " + quoted(q.Code) + ") AND booked_on < " + first + " AND (NOT " + isFlow +
		" OR booked_on >= " + year + ")"}
	for _, c := range carried(q.Fund) {
		if c[0].Within(account.Code(q.Code)) {
			conditions = append(conditions, "starts_with(code, "+quoted(string(c[1]))+") AND booked_on < "+year)
		}
	}
	return fmt.Sprintf("coalesce((SELECT sum(%d * (debit - credit)) FROM accounts a JOIN %s d ON d.account = a.id WHERE fund = %s AND (%s)), 0)",
		w.debit, q.sums(), quoted(q.Fund), "("+strings.Join(conditions, ") OR (")+")")
}

// pageSQL asks for a page of lines, each with its debit, credit, what it adds and the running
// sum, which begins with an opening; then a row of what all lines come to: of td, tc and s.
// The lines of one fact stay together, though the page be longer.
func pageSQL(q query, legs []weighed, opening, columns, total string) string {
	var values []string
	for _, w := range legs {
		values = append(values, fmt.Sprintf("(%s,%s,%s,%d,%d)", quoted(w.code), dated(dayOf(w.from)), until(w.to), w.debit, w.credit))
	}
	known, order, behind, base := "", "booked_on, position, line", "", "0"
	if cut := q.cut(); cut != "" {
		known = " AND position < " + cut
	}
	switch {
	case q.Last:
		order = "booked_on DESC, position DESC, line DESC"
		base = "(SELECT s FROM whole) - (SELECT coalesce(sum(adds), 0) FROM page)"
	case q.After != "":
		day, position, _ := strings.Cut(q.After, "@")
		on := dated(dayOf(day))
		behind = " AND (booked_on, position) > (" + on + ", " + position + ")"
		base = "coalesce((SELECT sum(d * debit + c * credit) FROM leaf JOIN " + q.sums() +
			" x ON x.account = leaf.id AND booked_on BETWEEN f AND t AND booked_on < " + on + "), 0)" +
			" + coalesce((SELECT sum(d * debit + c * credit) FROM leaf JOIN lines x ON x.account = leaf.id AND booked_on BETWEEN f AND t" +
			" AND booked_on = " + on + " AND position <= " + position + known + "), 0)"
	}
	return "WITH leg(code, f, t, d, c) AS (VALUES " + strings.Join(values, ",") + ")," +
		" leaf AS MATERIALIZED (SELECT a.id, a.code, f, t, d, c FROM leg JOIN accounts a ON fund = " + quoted(q.Fund) +
		" AND starts_with(a.code, leg.code))," +
		" whole AS (SELECT coalesce(sum(debit), 0) AS td, coalesce(sum(credit), 0) AS tc, coalesce(sum(d * debit + c * credit), 0) AS s" +
		" FROM leaf JOIN " + q.sums() + " x ON x.account = leaf.id AND booked_on BETWEEN f AND t)," +
		" found AS (SELECT *, row_number() OVER (ORDER BY " + order + ") AS rn FROM (SELECT code, x.*, d * debit + c * credit AS adds" +
		" FROM leaf CROSS JOIN LATERAL (SELECT position, line, booked_on, debit, credit FROM lines WHERE account = leaf.id" +
		" AND booked_on BETWEEN f AND t" + behind + known + " AND d * debit + c * credit <> 0 ORDER BY " + order + " LIMIT 70) x" +
		" ORDER BY " + order + " LIMIT 70) y)," +
		fmt.Sprintf(" page AS (SELECT * FROM found WHERE rn <= %d OR position = (SELECT position FROM found WHERE rn = %[1]d)),", pageSize) +
		" running AS (SELECT *, " + opening + " + " + base + " + sum(adds) OVER (ORDER BY booked_on, position, line) AS sum," +
		" row_number() OVER (ORDER BY booked_on, position, line) AS n FROM page)" +
		" SELECT line FROM (SELECT n, concat_ws('|', position, code, " + columns + ") AS line FROM running" +
		" UNION ALL SELECT 1000, concat_ws('|', 'total', " + strings.ReplaceAll(total, "opening", opening) + ") FROM whole) z ORDER BY n"
}

// until is a last day in SQL; "" is behind all others.
func until(day string) string {
	if day == "" {
		return "date 'infinity'"
	}
	return "date " + quoted(day)
}
