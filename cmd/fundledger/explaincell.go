package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
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
	key := reportOf(cmd, a) + "/" + string(f.Fund) + "/" + f.Form
	c, parts, err := p.inStatement(&v, f, a, key)
	if err != nil || len(parts) == 0 || c.Unknown != 0 {
		return false, err
	}
	return true, p.printParts(cmd.Context(), s, a, f.Fund, &v, tables.Opened{Name: c.Name, Cell: report.Amount(c.Amount), Parts: parts})
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

// inStatement returns a figure of a statement, and what it is the sum of: lines, of which a key
// names the statement, or accounts.
func (p *program) inStatement(v *books.View, f figures.Figure, a *axes, key string) (c figures.Cell, parts []tables.Part, err error) {
	if c, err = f.In(v); err != nil {
		return c, nil, unlike(err)
	}
	list, err := f.Parts(v)
	for _, part := range list {
		parts = append(parts, partOf(part, f, a, key+"/"+part.Line+"/"+f.Column))
	}
	return c, parts, err
}

// page is the page of facts that is asked for. Error: bad input.
func (d *drill) page() (page figures.OriginPage, err error) {
	page = figures.OriginPage{Limit: int(d.limit), Last: int(d.last), Behind: d.after != "", Ends: d.before != ""}
	if page.Ends && (page.Behind || page.Last > 0) {
		return page, errBefore
	}
	for _, of := range []struct {
		flag, text string
		at         *store.Position
	}{{"--after", d.after, &page.After}, {"--before", d.before, &page.Before}} {
		if of.text == "" {
			continue
		}
		at, err := strconv.ParseUint(of.text, 10, 62)
		if err != nil {
			return page, fault.Input("%s：%q 不是序号；用上一页给出的", "%s: %q is no position; use what the page before gives", of.flag, of.text)
		}
		*of.at = store.Position(at)
	}
	return page, nil
}
