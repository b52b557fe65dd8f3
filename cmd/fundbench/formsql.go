package main

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// form returns the statement of a question without its figures: lines, what each is made of,
// and the days of the columns. PostgreSQL is told them, as a table of forms would.
func (q query) form() statements.Statement {
	id := fund.ID(q.Fund)
	s, err := statements.BalanceSheet(id, event.Period(q.Period), func(fund.Date) books.Book { return books.Book{Fund: id} })
	if q.Form == figures.Income {
		s, err = statements.Income(id, event.Period(q.Period), nil, func(fund.Date) books.Book { // lines off the form are there, too
			b := books.Book{Fund: id}
			for _, a := range account.Chart(id.Kind()) {
				if a.Code.Unclassified() {
					b.Accounts = append(b.Accounts, books.Line{Account: a.Code, Totals: books.Totals{Debit: money.Fen(1).Sum()}})
				}
			}
			return b
		})
	}
	if err != nil {
		panic(fmt.Sprintf("the form %s of %s, %s: %v", q.Form, q.Fund, q.Period, err)) // such books can be shown
	}
	return s
}

// dated is a day in SQL; no day is before all others.
func dated(day fund.Date) string {
	if day == 0 {
		return "date '-infinity'"
	}
	return "date " + quoted(day.String())
}

// formSQL asks for the lines of a statement in both of its columns.
func formSQL(q query) string {
	s := q.form()
	var legs []string
	for n, l := range s.Lines {
		for _, leg := range l.Legs {
			weight := 1 // of debits less credits
			if leg.Account.Element().IsDebit() == leg.Minus {
				weight = -1
			}
			legs = append(legs, fmt.Sprintf("(%d,%s,%s,%t,%d)", n, quoted(l.Key), quoted(string(leg.Account)),
				leg.Counting == statements.Closing, weight))
		}
	}
	var sums, shown []string
	for i, c := range s.Columns {
		sums = append(sums, fmt.Sprintf("coalesce(sum(debit - credit) FILTER (WHERE booked_on BETWEEN %s AND %s), 0) AS flow%d, "+
			"coalesce(sum(debit - credit) FILTER (WHERE booked_on <= %[2]s), 0) AS stock%[3]d", dated(c.From), dated(c.To), i))
		shown = append(shown, fmt.Sprintf("coalesce(sum(weight * CASE WHEN closing THEN stock%d ELSE flow%[1]d END), 0)", i))
	}
	return "WITH leg(n, line, code, closing, weight) AS (VALUES " + strings.Join(legs, ",") + "), per AS (SELECT code, " +
		strings.Join(sums, ", ") +
		" FROM accounts a JOIN " + q.sums() + " d ON d.account = a.id WHERE fund = " + quoted(q.Fund) + " GROUP BY code)" +
		" SELECT line, " + strings.Join(shown, ", ") + " FROM leg LEFT JOIN per ON starts_with(per.code, leg.code) GROUP BY n, line" +
		" HAVING " + shown[0] + " <> 0 OR " + shown[1] + " <> 0 ORDER BY n"
}

// carried are the accounts of income and expense whose balances of earlier years stand on an
// account 3001 or below, in pairs: to which account, of which.
func carried(id string) (pairs [][2]account.Code) {
	parts := fund.ID(id).Kind().Has(fund.Parts)
	for _, l := range (query{Fund: id, Form: figures.BalanceSheet, Period: "2025-01"}).form().Lines {
		isPart := len(l.Key) > len(account.Balance)
		if !strings.HasPrefix(l.Key, string(account.Balance)) || parts != isPart {
			continue
		}
		for _, leg := range l.Legs {
			if leg.Account.Element() != account.NetAsset {
				pairs = append(pairs, [2]account.Code{account.Code(l.Key), leg.Account})
			}
		}
	}
	return pairs
}

// isFlow says in SQL that an account begins each year with nothing. What awaits a split is never closed.
const isFlow = "(left(code, 1) IN ('4', '5') AND left(code, 4) NOT IN ('4601', '4602'))"

// trialSQL asks for the trial balance. What opens on 3001 has in it the income and expense of
// earlier years, which open with nothing.
func trialSQL(q query) string {
	p := event.Period(q.Period)
	first, last, year := dated(p.First()), dated(p.Last()), dated(fund.NewDate(p.First().Year(), 1, 1))
	sum := func(of, when string) string { return "coalesce(sum(" + of + ") FILTER (WHERE " + when + "), 0)" }
	within := "booked_on BETWEEN " + first + " AND " + last
	var pairs []string
	for _, c := range carried(q.Fund) {
		pairs = append(pairs, "("+quoted(string(c[0]))+","+quoted(string(c[1]))+")")
	}
	return "WITH per AS (SELECT code, " +
		sum("debit - credit", "booked_on < "+first+" AND (NOT "+isFlow+" OR booked_on >= "+year+")") + " AS o, " +
		sum("debit", within) + " AS td, " + sum("credit", within) + " AS tc, " + sum("debit - credit", "booked_on < "+year) + " AS y" +
		" FROM accounts a JOIN " + q.sums() + " d ON d.account = a.id WHERE fund = " + quoted(q.Fund) + " GROUP BY code)," +
		" carry(target, code) AS (VALUES " + strings.Join(pairs, ",") + ")," +
		" every AS (SELECT code, o, td, tc FROM per UNION ALL" +
		" SELECT target, sum(y), 0, 0 FROM carry JOIN per ON starts_with(per.code, carry.code) GROUP BY target)," +
		" one AS (SELECT code, sum(o) AS o, sum(td) AS td, sum(tc) AS tc FROM every GROUP BY code)" +
		" SELECT code, greatest(o, 0), greatest(-o, 0), td, tc, greatest(o + td - tc, 0), greatest(tc - td - o, 0) FROM one" +
		" WHERE o <> 0 OR td <> 0 OR tc <> 0 ORDER BY code"
}
