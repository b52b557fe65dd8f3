package main

import (
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
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
		views: func(v *office.Views) []replay.View { return []replay.View{&v.Balances} },
		table: func(v *office.Views, q query) (report.Table, error) {
			rows, err := v.Balances.AsOf(dayOf(q.AsOf))
			return tables.Balance(rows).Whole(), err
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
		name: "statement of income of a month", target: ofReports, past: true, draw: formOf(figures.Income), views: fromBooks,
		args: func(q query) []string { return []string{"statement", "income", "--fund", q.Fund, "--month", q.Period} },
		table: func(v *office.Views, q query) (report.Table, error) {
			s, err := statements.Income(fund.ID(q.Fund), event.Period(q.Period), nil, q.booksIn(v))
			return tables.Statement("income", s).Whole(), err
		},
		sql: formSQL, read: formRead("month", "year_to_date"),
	}
}

// balanceSheetKind asks for the balance sheet of a month.
func balanceSheetKind() kind {
	return kind{
		name: "balance sheet of a month", target: ofReports, past: true, draw: formOf(figures.BalanceSheet), views: fromBooks,
		args: func(q query) []string {
			return []string{"statement", "balance-sheet", "--fund", q.Fund, "--month", q.Period}
		},
		table: func(v *office.Views, q query) (report.Table, error) {
			s, err := statements.BalanceSheet(fund.ID(q.Fund), event.Period(q.Period), q.booksIn(v))
			return tables.Statement("balance_sheet", s).Whole(), err
		},
		sql: formSQL, read: formRead("opening", "closing"),
	}
}

// trialKind asks for the trial balance of a month.
func trialKind() kind {
	return kind{
		name: "trial balance of a month", target: ofReports, past: true, draw: someMonth, views: fromBooks,
		args: func(q query) []string { return []string{"trial", "--fund", q.Fund, "--month", q.Period} },
		table: func(v *office.Views, q query) (report.Table, error) {
			p := event.Period(q.Period)
			return tables.Trial(statements.Trial(fund.ID(q.Fund), p.First(), p.Last(), true, q.booksIn(v))).Whole(), nil
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

// formOf draws a fund and a month of a form.
func formOf(form string) func(*draw) query {
	return func(d *draw) query {
		q := someMonth(d)
		q.Form = form
		return q
	}
}

func fromBooks(v *office.Views) []replay.View { return []replay.View{&v.Books} }

// booksIn returns the books of the fund of a question.
func (q query) booksIn(v *office.Views) statements.Books {
	return func(on fund.Date) books.Book { return v.Books.AsOf(fund.ID(q.Fund), on) }
}

// formRead reads two columns of a statement. A line without figures, or with none but zero,
// is left out: some stand on the form only where there is something.
func formRead(one, two string) func(sheet) reply {
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
