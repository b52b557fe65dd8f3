package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/lines"
	"github.com/fundledger/fundledger/projections/statements"
)

// pageKinds are the questions for a page of lines of the books.
func pageKinds() []kind {
	return []kind{accountKind(), journalKind(), explainAccountKind(), explainCellKind()}
}

// someDays draws a fund's account and a period, and which page: the first, the last, or one
// behind a place where there is a fact.
func someDays(d *draw) query {
	k := d.account()
	from, to := d.days()
	return d.page(query{Fund: string(k.fund), Code: string(k.code), From: from.String(), To: to.String()}, from, to)
}

// account draws an account with lines: every other time that of a random fact, for most facts
// are of few accounts; and every third time its four digits, with everything below them.
func (d *draw) account() accountKey {
	k := of(d, d.keys)
	if s := d.fact(); d.chance.IntN(2) == 0 && len(s.lines) > 0 {
		k = of(d, s.lines)
	}
	if d.chance.IntN(3) == 0 {
		k.code = k.code.Top()
	}
	return k
}

// days draws a period of the books: a day, a month, a year or all of them.
func (d *draw) days() (from, to fund.Date) {
	day := d.day()
	switch d.chance.IntN(4) {
	case 0:
		return day, day
	case 1:
		return dayOf(day.String()[:len("2025-06")] + "-01"), day.NextMonth() - 1
	case 2:
		return fund.NewDate(day.Year(), 1, 1), fund.NewDate(day.Year(), 12, 31)
	}
	return d.dates[0], d.dates[1]
}

// page draws which page of a listing of some days is asked for.
func (d *draw) page(q query, from, to fund.Date) query {
	switch d.chance.IntN(3) {
	case 0:
		q.Last = true
	case 1:
		for range 100 {
			if s := d.fact(); from <= s.booked && s.booked <= to {
				q.After = s.booked.String() + "@" + strconv.FormatUint(uint64(s.position), 10)
				break
			}
		}
	}
	return q
}

// days are the flags of a period, and paging those of a page.
func (q query) daysAndPage() (flags []string) {
	if q.From != "" {
		flags = append(flags, "--from", q.From, "--to", q.To)
	}
	if q.Last {
		return append(flags, "--last", strconv.Itoa(pageSize))
	}
	flags = append(flags, "--limit", strconv.Itoa(pageSize))
	if q.After != "" {
		flags = append(flags, "--after", q.After)
	}
	return flags
}

// wanted is the page of a question.
func (q query) wanted() figures.Page {
	if q.Last {
		return figures.Page{Last: pageSize}
	}
	after, _ := lines.ParsePlace(q.After)
	return figures.Page{Limit: pageSize, After: after}
}

func (q query) days() figures.Days { return figures.Days{From: dayOf(q.From), To: dayOf(q.To)} }

// list answers with a page of a listing.
func (c *counter) list(ctx context.Context, q query, of func(*books.View) (figures.Listing, error),
	show func(*books.View, figures.Listed) tables.Listing) (out written, err error) {
	err = c.live.List(ctx, c.store, office.Axes{KnownAt: q.KnownAt}, q.wanted(), of, func(v *books.View, l figures.Listed) error {
		out = show(v, l)
		return nil
	})
	return out, err
}

// accountKind asks for a page of the ledger of an account, with the balance after each line.
func accountKind() kind {
	return kind{
		name: "page of 50 of an account", target: ofPages, past: true, draw: someDays,
		args: func(q query) []string {
			return append([]string{"account", q.Code, "--fund", q.Fund}, q.daysAndPage()...)
		},
		page: func(ctx context.Context, c *counter, q query) (written, error) {
			id, code, days := fund.ID(q.Fund), account.Code(q.Code), q.days()
			return c.list(ctx, q, func(*books.View) (figures.Listing, error) {
				return figures.Listing{Fund: id, Legs: []figures.Leg{{Account: code, Side: figures.OwnSide, Days: days}}}, nil
			}, func(v *books.View, l figures.Listed) tables.Listing {
				at := func(on fund.Date) books.Book { return v.AsOf(id, on) }
				return tables.Account(id, code, days, statements.OpeningOf(days.From, at), l, q.wanted())
			})
		},
		sql: func(q query) string {
			return pageSQL(q, []weighed{ownSide(q.Code, q.From, q.To)}, openingSQL(q), "debit, credit, sum", "td, tc, opening + s")
		},
		read: linesRead("balance"),
	}
}

// journalKind asks for a page of the journal of a fund.
func journalKind() kind {
	return kind{
		name: "page of 50 of the journal", target: ofPages, past: true, draw: func(d *draw) query {
			q := someDays(d)
			q.Code = ""
			return q
		},
		args: func(q query) []string { return append([]string{"journal", "--fund", q.Fund}, q.daysAndPage()...) },
		page: func(ctx context.Context, c *counter, q query) (written, error) {
			return c.list(ctx, q, func(*books.View) (figures.Listing, error) {
				return figures.Listing{Fund: fund.ID(q.Fund), Days: q.days()}, nil
			}, func(_ *books.View, l figures.Listed) tables.Listing {
				return tables.Journal(fund.ID(q.Fund), l, q.wanted())
			})
		},
		sql: func(q query) string {
			every := weighed{from: q.From, to: q.To, debit: 1, credit: 1}
			return pageSQL(q, []weighed{every}, "0", "debit, credit", "td, tc")
		},
		read: linesRead(),
	}
}

// explainAccountKind asks for a page of what makes up the balance or turnover of an account.
func explainAccountKind() kind {
	return explainKind("page of 50 of what makes up an account's figure", func(d *draw) query {
		q := someDays(d)
		q.Side = of(d, []string{string(figures.OwnSide), string(figures.OwnSide), string(figures.Debit), string(figures.Credit)})
		if d.chance.IntN(4) == 0 && q.After == "" {
			q.From, q.To = "", ""
		}
		return q
	})
}

// explainCellKind asks for a page of what makes up a cell of a statement of a month.
func explainCellKind() kind {
	return explainKind("page of 50 of what makes up a statement's cell", func(d *draw) query {
		q := someMonth(d)
		q.Form = of(d, []string{figures.BalanceSheet, figures.Income})
		s := q.form()
		some := slices.DeleteFunc(slices.Clone(s.Lines), func(l statements.Line) bool { return l.IsHeading() || l.OffForm })
		c := of(d, s.Columns)
		q.Line, q.Column = of(d, some).Key, c.Key
		return d.page(q, c.From, c.To)
	})
}

// explainKind asks for a page of what makes up a figure that is drawn.
func explainKind(name string, drawn func(*draw) query) kind {
	return kind{
		name: name, target: ofPages, past: true, draw: drawn,
		args: func(q query) []string {
			if q.Form != "" {
				return append([]string{"explain", strings.Join([]string{q.Fund, q.Form, q.Line, q.Column}, "/"), "--month", q.Period}, q.daysAndPage()...)
			}
			return append([]string{"explain", q.Fund + "/" + q.Code, "--side", q.Side}, q.daysAndPage()...)
		},
		page: func(ctx context.Context, c *counter, q query) (written, error) {
			f := figures.Figure{Fund: fund.ID(q.Fund), Form: q.Form, Line: q.Line, Column: q.Column, Period: event.Period(q.Period)}
			if q.Form == "" {
				f.Codes, f.Side, f.Days = []account.Code{account.Code(q.Code)}, figures.Side(q.Side), q.days()
			}
			var cell figures.Cell
			return c.list(ctx, q, func(v *books.View) (l figures.Listing, err error) {
				cell, err = f.In(v)
				return figures.Listing{Fund: f.Fund, Legs: cell.Legs}, err
			}, func(v *books.View, l figures.Listed) tables.Listing {
				return tables.Explain(f.Fund, v.FundName(f.Fund), q.KnownAt, cell, l, q.wanted())
			})
		},
		sql: func(q query) string { return pageSQL(q, q.legs(), "0", "debit, credit, adds, sum", "s") },
		read: func(s sheet) reply {
			all := linesRead("amount", "sum")(s)
			return append(all[:len(all)-1], row("total", zeroIfNone(s.total, "sum")))
		},
	}
}

// linesRead reads the lines of a page, with their debits and credits and some more amounts,
// and the total of all lines. What is brought forward has no position, and is no line.
func linesRead(amounts ...string) func(sheet) reply {
	return func(s sheet) (out reply) {
		for _, r := range s.rows {
			if cell(r, "position") == "" {
				continue
			}
			columns := []string{cell(r, "position"), cell(r, "account"), zeroIfNone(r, "debit"), zeroIfNone(r, "credit")}
			for _, a := range amounts {
				columns = append(columns, fenOf(r, a))
			}
			out = append(out, row(columns...))
		}
		total := []string{"total", zeroIfNone(s.total, "debit"), zeroIfNone(s.total, "credit")}
		for _, a := range amounts {
			total = append(total, fenOf(s.total, a))
		}
		return append(out, row(total...))
	}
}
