package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
)

// parts prints what a line of a statement is the sum of, and reports whether it is one. Errors: as
// explain.
func (p *program) parts(cmd *cobra.Command, s store.Store, f figures.Figure, a *axes) (bool, error) {
	var v books.View
	if _, err := p.rebuild(cmd.Context(), s, a, &v); err != nil || !figures.HasFund(&v, f.Fund) {
		return false, err
	}
	c, err := f.In(&v)
	if err != nil {
		return false, unlike(err)
	}
	parts, err := f.Parts(&v)
	if err != nil || len(parts) == 0 || c.Unknown != 0 {
		return false, err
	}
	key := reportOf(cmd, a)
	o := tables.Opened{Name: c.Name, Cell: report.Amount(c.Amount)}
	for _, part := range parts {
		o.Parts = append(o.Parts, partOf(part, f, a, key+"/"+strings.Join([]string{string(f.Fund), f.Form, part.Line, f.Column}, "/")))
	}
	return true, p.printParts(cmd.Context(), s, a, f.Fund, &v, o)
}

// explain prints the lines behind a figure: first what the books have, and of what it is
// made, then the lines. Errors: those of Figure.In; bad input for an unknown fund;
// *figures.SumError.
func (p *program) explain(ctx context.Context, s store.Store, f figures.Figure, a *axes, page figures.Page) error {
	return p.explainCell(ctx, s, f.Fund, a, page, func(v *books.View) (figures.Cell, error) {
		c, err := f.In(v)
		return c, unlike(err)
	})
}

// explainCell prints the lines behind a cell of a fund's books; errors as explain.
func (p *program) explainCell(ctx context.Context, s store.Store, id fund.ID, a *axes, page figures.Page,
	cell func(*books.View) (figures.Cell, error)) error {
	var c figures.Cell
	return p.List(ctx, s, a.Axes, page, func(v *books.View) (l figures.Listing, err error) {
		if !figures.HasFund(v, id) {
			return l, noFund(id, a.KnownAt)
		}
		c, err = cell(v)
		return c.Listing(id), err
	}, func(v *books.View, l figures.Listed) error {
		if l.Whole.Sum != c.Amount {
			return fmt.Errorf("explain %w", &figures.SumError{Of: c.Name.EN, Sum: l.Whole.Sum, Figure: c.Amount})
		}
		return p.print(ctx, s, a, tables.Explain(id, v.FundName(id), a.KnownAt, c, l, page))
	})
}
