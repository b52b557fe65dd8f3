package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// ofBooks opens a figure of a report of the books: what it is made of, and what it is the sum of.
type ofBooks func(v *books.View, row, column string) (figures.Cell, []tables.Part, error)

// openBooks prints what makes up the figure that is asked for of a report of the books of a fund.
// Errors: those of open and of explainCell.
func (p *program) openBooks(cmd *cobra.Command, ledger store.Store, s *span, open ofBooks) error {
	d := p.drill
	if !d.lines {
		var v books.View
		if _, err := p.rebuild(cmd.Context(), ledger, &s.axes, &v); err != nil {
			return err
		}
		if err := s.sound(&v); err != nil {
			return err
		}
		c, parts, err := open(&v, d.row, d.column)
		if err != nil {
			return err
		}
		if len(parts) > 0 && c.Unknown == 0 {
			return p.printParts(cmd.Context(), ledger, &s.axes, s.id, &v, tables.Opened{Name: c.Name, Cell: report.Amount(c.Amount), Parts: parts})
		}
	}
	page, err := d.parse()
	if err != nil {
		return err
	}
	return p.explainCell(cmd.Context(), ledger, s.id, &s.axes, page, func(v *books.View) (figures.Cell, error) {
		if err := s.sound(v); err != nil {
			return figures.Cell{}, err
		}
		c, _, err := open(v, d.row, d.column)
		return c, err
	})
}

// ofStatement opens figures of a statement.
func (p *program) ofStatement(cmd *cobra.Command, s *span, form string, settings statements.Settings) ofBooks {
	return func(v *books.View, row, column string) (figures.Cell, []tables.Part, error) {
		f := figures.Figure{Fund: s.id, Form: form, Line: row, Column: column, Period: s.period, Settings: settings}
		return p.inStatement(v, f, &s.axes, reportOf(cmd, &s.axes))
	}
}

// ofTrial opens figures of a trial balance, whose total is the sum of its rows.
func (p *program) ofTrial(cmd *cobra.Command, s *span, detail bool) ofBooks {
	return func(v *books.View, row, column string) (c figures.Cell, parts []tables.Part, err error) {
		trial := statements.Trial(s.id, s.first, s.last, detail, s.books(v))
		if row != tables.TotalRow {
			c, err = figures.InTrial(trial, row, column)
			return c, nil, missing(err)
		}
		if c, err = figures.InTrial(trial, "", column); err != nil {
			return c, nil, missing(err)
		}
		o, _ := tables.Trial(trial).Keyed(reportOf(cmd, &s.axes), false).Open(row, column)
		return c, o.Parts, nil
	}
}

// missing tells which row or column a trial balance does not have.
func missing(err error) error {
	if e, ok := err.(*figures.MissingError); ok {
		known := strings.Join(e.Known, ", ")
		return fault.Input("%s 没有 %q；用 %s", "%s has no %q; use %s", e.Form, e.Line+e.Column, known)
	}
	return err
}

// partOf is a part of a line of a statement: another line with its key, or an account.
func partOf(part figures.Part, f figures.Figure, a *axes, key string) tables.Part {
	if part.Line == "" {
		days := part.Leg.Days
		options := []string{"side=" + string(part.Leg.Side), "to=" + days.To.String()}
		if days.From != 0 {
			options = append(options, "from="+days.From.String())
		}
		if a.knownAt != "" {
			options = append(options, "known-at="+escaped(a.knownAt))
		}
		key = "explain:" + strings.Join(options, ":") + "/" + string(f.Fund) + "/" + string(part.Leg.Account)
	}
	return tables.Part{Name: part.Name, Cell: report.Amount(part.Amount), Minus: part.Minus, Key: key}
}

// printParts prints what a figure of the books of a fund is the sum of.
func (p *program) printParts(ctx context.Context, ledger store.Store, a *axes, id fund.ID, v *books.View, o tables.Opened) error {
	facts := []report.Fact{tables.FundFact(id, v.FundName(id)), tables.KnownAt(a.KnownAt)}
	return p.print(ctx, ledger, a, tables.Listing{Table: tables.Parts(facts, o).Whole()})
}
