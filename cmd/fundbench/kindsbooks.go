package main

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statements"
)

// bookKinds are the questions that are answered from balances: of all funds, of a month.
func bookKinds() []kind {
	return []kind{balanceKind(), incomeKind(), balanceSheetKind(), trialKind()}
}

// balanceKind asks for the balance of every fund as of a day.
func balanceKind() kind {
	return kind{
		name: "balance of all funds as of a day", target: ofReports, past: true,
		draw:  func(d *draw) query { return query{AsOf: d.day().String()} },
		args:  func(q query) []string { return []string{"balance", "--as-of", q.AsOf} },
		views: func(v *views) []replay.View { return []replay.View{&v.balances} },
		table: func(v *views, q query) (report.Table, error) {
			rows, err := v.balances.AsOf(dayOf(q.AsOf))
			return tables.Balance(rows), err
		},
		sql: balanceSQL,
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "fund"), zeroIfNone(r, "income"), zeroIfNone(r, "expense"), zeroIfNone(r, "balance")))
			}
			return out
		},
	}
}

// incomeKind asks for the statement of income and expense of a month.
func incomeKind() kind {
	return kind{
		name: "statement of income of a month", target: ofReports, past: true, draw: someMonth, views: fromBooks,
		args: func(q query) []string { return []string{"statement", "income", "--fund", q.Fund, "--month", q.Period} },
		table: func(v *views, q query) (report.Table, error) {
			s, err := statements.Income(fund.ID(q.Fund), event.Period(q.Period), nil, v.at(q))
			return tables.Statement("income", s), err
		},
		sql: incomeSQL, read: linesRead("month", "year_to_date"),
	}
}

// balanceSheetKind asks for the balance sheet of a month.
func balanceSheetKind() kind {
	return kind{
		name: "balance sheet of a month", target: ofReports, past: true, draw: someMonth, views: fromBooks,
		args: func(q query) []string {
			return []string{"statement", "balance-sheet", "--fund", q.Fund, "--month", q.Period}
		},
		table: func(v *views, q query) (report.Table, error) {
			s, err := statements.BalanceSheet(fund.ID(q.Fund), event.Period(q.Period), v.at(q))
			return tables.Statement("balance_sheet", s), err
		},
		sql: balanceSheetSQL, read: linesRead("opening", "closing"),
	}
}

// trialKind asks for the trial balance of a month.
func trialKind() kind {
	return kind{
		name: "trial balance of a month", target: ofReports, past: true, draw: someMonth, views: fromBooks,
		args: func(q query) []string { return []string{"trial", "--fund", q.Fund, "--month", q.Period} },
		table: func(v *views, q query) (report.Table, error) {
			p := event.Period(q.Period)
			return tables.Trial(statements.Trial(fund.ID(q.Fund), p.First(), p.Last(), true, v.at(q))), nil
		},
		sql: trialSQL,
		read: func(s sheet) (out reply) {
			for _, r := range s.rows {
				out = append(out, row(cell(r, "account"), fenOf(r, "opening_debit"), fenOf(r, "opening_credit"), fenOf(r, "turnover_debit"),
					fenOf(r, "turnover_credit"), fenOf(r, "closing_debit"), fenOf(r, "closing_credit")))
			}
			return out
		},
	}
}

// someMonth draws a fund and a month.
func someMonth(d *draw) query { return query{Fund: d.fund(), Period: d.month()} }

func fromBooks(v *views) []replay.View { return []replay.View{&v.books} }

// at returns the books of the fund of a question.
func (v *views) at(q query) statements.Books {
	return func(on fund.Date) books.Book { return v.books.AsOf(fund.ID(q.Fund), on) }
}

// linesRead reads two columns of a statement. A line without figures, or with none but zero,
// is left out: some stand on the form only where there is something.
func linesRead(one, two string) func(sheet) reply {
	return func(s sheet) (out reply) {
		for _, r := range s.rows {
			if a, b := zeroIfNone(r, one), zeroIfNone(r, two); a != "0" || b != "0" {
				out = append(out, row(cell(r, "line"), a, b))
			}
		}
		return out
	}
}

// balanceSQL asks for income, expense and balance of every fund. The opening stands on 3001.
func balanceSQL(q query) string {
	net := func(elements string) string {
		return "coalesce(sum(credit - debit) FILTER (WHERE left(code, 1) IN (" + elements + ")), 0)"
	}
	return "SELECT fund, " + net("'4'") + ", -" + net("'5'") + ", " + net("'3', '4', '5'") +
		" FROM accounts a LEFT JOIN " + q.sums() + " d ON d.account = a.id AND booked_on <= " + quoted(q.AsOf) + " GROUP BY fund ORDER BY fund"
}

// incomeSQL asks for the statement of income; its lines and their legs are those of the form.
func incomeSQL(q query) string {
	p := event.Period(q.Period)
	year := fund.NewDate(p.First().Year(), 1, 1)
	some := func(on fund.Date) books.Book { // so that lines off the form are there, too
		b := books.Book{Fund: fund.ID(q.Fund)}
		for _, a := range account.Chart(b.Fund.Kind()) {
			if a.Code.Unclassified() {
				b.Accounts = append(b.Accounts, books.Line{Account: a.Code, Totals: books.Totals{Debit: money.Fen(1).Sum()}})
			}
		}
		return b
	}
	s, err := statements.Income(fund.ID(q.Fund), p, nil, some)
	if err != nil {
		panic(err) // of an empty book there is always one
	}
	return formSQL(q, s, [2][2]fund.Date{{p.First(), p.Last()}, {year, p.Last()}})
}

// balanceSheetSQL asks for the balance sheet.
func balanceSheetSQL(q query) string {
	p := event.Period(q.Period)
	s, err := statements.BalanceSheet(fund.ID(q.Fund), p, emptyBooks(q.Fund))
	if err != nil {
		panic(err)
	}
	return formSQL(q, s, [2][2]fund.Date{{0, fund.NewDate(p.First().Year(), 1, 1) - 1}, {0, p.Last()}})
}

// emptyBooks are the books of a fund in which nothing was booked.
func emptyBooks(id string) statements.Books {
	return func(fund.Date) books.Book { return books.Book{Fund: fund.ID(id)} }
}

// formSQL asks for the lines of a form in two columns of days.
func formSQL(q query, s statements.Statement, columns [2][2]fund.Date) string {
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
	for i, c := range columns {
		from := "'-infinity'"
		if c[0] != 0 {
			from = quoted(c[0].String())
		}
		sums = append(sums, fmt.Sprintf("coalesce(sum(debit - credit) FILTER (WHERE booked_on BETWEEN %s AND %s), 0) AS flow%d, "+
			"coalesce(sum(debit - credit) FILTER (WHERE booked_on <= %[2]s), 0) AS stock%[3]d", from, quoted(c[1].String()), i))
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
func carried(id string) (pairs []string) {
	s, err := statements.BalanceSheet(fund.ID(id), "2025-01", emptyBooks(id))
	if err != nil {
		panic(err)
	}
	for _, l := range s.Lines {
		isPart := fund.ID(id).Kind().Has(fund.Parts) && len(l.Key) > len(account.Balance)
		if whole := !fund.ID(id).Kind().Has(fund.Parts); !strings.HasPrefix(l.Key, string(account.Balance)) || !isPart && !whole {
			continue
		}
		for _, leg := range l.Legs {
			if leg.Account.Element() != account.NetAsset {
				pairs = append(pairs, "("+quoted(l.Key)+","+quoted(string(leg.Account))+")")
			}
		}
	}
	return pairs
}

// trialSQL asks for the trial balance. What opens on 3001 has in it the income and expense of
// earlier years, which open with nothing; those that await a split are never closed.
func trialSQL(q query) string {
	p := event.Period(q.Period)
	first, last, year := quoted(p.First().String()), quoted(p.Last().String()), quoted(fund.NewDate(p.First().Year(), 1, 1).String())
	flow := "(left(code, 1) IN ('4', '5') AND left(code, 4) NOT IN ('4601', '4602'))"
	sum := func(of, when string) string { return "coalesce(sum(" + of + ") FILTER (WHERE " + when + "), 0)" }
	within := "booked_on BETWEEN " + first + " AND " + last
	return "WITH per AS (SELECT code, " + sum("debit - credit", "booked_on < "+first+" AND (NOT "+flow+" OR booked_on >= "+year+")") + " AS o, " +
		sum("debit", within) + " AS td, " + sum("credit", within) + " AS tc, " + sum("debit - credit", "booked_on < "+year) + " AS y" +
		" FROM accounts a JOIN " + q.sums() + " d ON d.account = a.id WHERE fund = " + quoted(q.Fund) + " GROUP BY code)," +
		" carry(target, code) AS (VALUES " + strings.Join(carried(q.Fund), ",") + ")," +
		" every AS (SELECT code, o, td, tc FROM per UNION ALL" +
		" SELECT target, sum(y), 0, 0 FROM carry JOIN per ON starts_with(per.code, carry.code) GROUP BY target)," +
		" one AS (SELECT code, sum(o) AS o, sum(td) AS td, sum(tc) AS tc FROM every GROUP BY code)" +
		" SELECT code, greatest(o, 0), greatest(-o, 0), td, tc, greatest(o + td - tc, 0), greatest(tc - td - o, 0) FROM one" +
		" WHERE o <> 0 OR td <> 0 OR tc <> 0 ORDER BY code"
}
