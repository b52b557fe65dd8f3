package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// openFact prints the voucher of the fact whose row is opened. Error: bad input where there is none.
func (p *program) openFact(ctx context.Context, s store.Store, a *axes) error {
	at, err := strconv.ParseUint(p.drill.row, 10, 62)
	if err != nil {
		return p.noRow("events")
	}
	var all []tables.Voucher
	q := office.FactQuery{Axes: a.Axes, From: store.Position(at), To: store.Position(at) + 1, Ends: true, Limit: 1}
	err = p.Facts(ctx, s, q, func(f office.Fact) error {
		all = append(all, tables.VoucherOf(f.Recorded, eventOf(f)))
		return nil
	})
	if err == nil && len(all) == 0 {
		err = p.noRow("events")
	}
	if err != nil {
		return err
	}
	number := all[0].Entry.Event.Common().Document
	return p.writeVouchers(ctx, s, tables.DocumentPage{Number: number, Known: a.KnownAt, Vouchers: all}, a)
}

// openDifference prints what makes up a balance of one of two times, or that a difference is that of
// both. Errors: those of explain.
func (p *program) openDifference(cmd *cobra.Command, s store.Store, d *figures.Difference, a *axes) error {
	id, code, _ := strings.Cut(p.drill.row, "/")
	f := figures.Figure{Fund: fund.ID(id), Side: figures.OwnSide, Days: d.Days}
	if err := parseCodes(&f, code); err != nil || !f.Fund.Valid() {
		return p.noRow("diff")
	}
	page, err := p.drill.parse()
	if err != nil {
		return err
	}
	earlier := *a
	earlier.KnownAt = d.Earlier
	switch p.drill.column {
	case "a":
		return p.explain(cmd.Context(), s, f, &earlier, page)
	case "b":
		return p.explain(cmd.Context(), s, f, a, page)
	case "difference":
	default:
		return fault.Input("%s 没有 %q 栏", "%s has no column %q", "diff", p.drill.column)
	}
	o := tables.Opened{Name: lang.F("%s 差额", "%s difference", p.drill.row)}
	var v books.View
	var sum money.Sum
	for _, of := range []struct {
		column string
		at     *axes
	}{{"b", a}, {"a", &earlier}} {
		v = books.View{}
		if _, err := p.rebuild(cmd.Context(), s, of.at, &v); err != nil {
			return err
		}
		c, err := f.In(&v)
		if err != nil {
			return unlike(err)
		}
		minus := of.column == "a"
		if minus {
			sum = sum.Minus(c.Amount)
		} else {
			sum = c.Amount
		}
		name := lang.F("%s %s", "%s %s", tables.LocalTime(of.at.KnownAt), c.Name)
		o.Parts = append(o.Parts, tables.Part{Name: name, Cell: report.Amount(c.Amount), Minus: minus,
			Key: reportOf(cmd, a) + "/" + p.drill.row + "/" + of.column})
	}
	o.Cell = report.Amount(sum)
	return p.printParts(cmd.Context(), s, a, f.Fund, &v, o)
}

// noRow refuses a row that a report does not have.
func (p *program) noRow(of string) error {
	return fault.Input("%s 没有 %q 行，或该行没有这个数", "%s has no row %q with that figure", of, p.drill.row)
}

// ofJournal opens the totals of a journal.
func (p *program) ofJournal(s *span) ofBooks {
	return func(v *books.View, row, column string) (figures.Cell, []tables.Part, error) {
		if row != tables.TotalRow || column != "debit" && column != "credit" {
			return figures.Cell{}, nil, p.noRow("journal")
		}
		c, err := figures.InTrial(statements.Trial(s.id, s.first, s.last, true, s.books(v)), "", "turnover_"+column)
		return c, nil, missing(err)
	}
}

// ofAccount opens what stands above and below the lines of an account.
func (p *program) ofAccount(s *span, of figures.Leg) ofBooks {
	return func(v *books.View, row, column string) (figures.Cell, []tables.Part, error) {
		c, err := figures.InAccount(s.id, of.Account, of.Days, s.books(v), row, column)
		return c, nil, missing(err)
	}
}
