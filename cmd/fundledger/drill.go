package main

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/terms"
)

// drill is a figure of a report that explain was asked for by its key. While a program has one, a
// report prints what makes up the figure in place of itself.
type drill struct {
	of          string // the report
	row, column string
	lines       bool // the facts or bookings, not the parts
	paging
}

// drillDown runs the report that a key names, as explain was asked. It reports false for a key
// that begins with no report. Errors: bad input, those of the report.
func (p *program) drillDown(explain *cobra.Command, key string, a *axes, lines bool) (bool, error) {
	head, rest, _ := strings.Cut(key, "/")
	name, options, _ := strings.Cut(head, ":")
	if fund.ID(head).Valid() {
		return false, nil
	}
	cmd, left, err := explain.Root().Find(strings.Split(name, "."))
	if err != nil || len(left) > 0 || cmd != explain && cmd.Flags().Lookup("keys") == nil {
		return false, nil
	}
	args, err := argsOf(options)
	if err != nil {
		return true, err
	}
	for _, flag := range []string{"format", "out", "unit", "known-at", "fresh"} {
		if f := explain.Flags().Lookup(flag); f.Changed && cmd.Flags().Lookup(flag) != nil {
			args = append(args, "--"+flag+"="+f.Value.String())
		}
	}
	if err := cmd.ParseFlags(args); err != nil {
		return true, fault.Input("%q 不是数的标识：%s", "%q is no key of a figure: %s", key, fault.Of(err, ofUsage))
	}
	cmd.SetContext(explain.Context())
	if cmd == explain {
		return true, cmd.RunE(cmd, []string{rest})
	}
	at := strings.LastIndex(rest, "/")
	if at < 0 {
		return true, fault.Input("%q 缺少栏；写成 报表/行/栏", "%q has no column; write REPORT/ROW/COLUMN", key)
	}
	p.drill = &drill{of: name, row: rest[:at], column: rest[at+1:], lines: lines, paging: a.paging}
	defer func() { p.drill = nil }()
	return true, cmd.RunE(cmd, cmd.Flags().Args())
}

// open prints what makes up the figure of a list that is asked for: its parts, or the facts that it
// comes of. Errors: bad input for what the list does not have; *figures.SumError.
func (p *program) open(ctx context.Context, s store.Store, a *axes, l tables.List, facts []report.Fact,
	show func() (tables.List, error), views ...replay.View) error {
	d := p.drill
	o, ok := l.Open(d.row, d.column)
	switch {
	case !ok:
		return fault.Input("%s 没有 %q 栏", "%s has no column %q", l.Table.Key, d.column)
	case o.Cell == report.Cell{}:
		return p.noRow(l.Table.Key)
	case o.Document != "":
		return p.printDocument(ctx, s, o.Document, office.FactQuery{Axes: a.Axes}, a)
	case !o.Apart.IsZero():
		return fault.Input("%s 不由事项加总：%s", "no facts add up to %s: %s", o.Name, o.Apart)
	case len(o.Parts) > 0 && !d.lines:
		return p.print(ctx, s, a, tables.Listing{Table: tables.Parts(facts, o).Whole()})
	}
	page, err := d.page()
	if err != nil {
		return err
	}
	q := office.OriginQuery{Axes: a.Axes, Fund: o.Fund(), Figure: o.Figure(show), Views: views}
	if o.Case != "" {
		q.About = append(q.About, terms.New(terms.Case, o.Case))
	} else if o.Person != "" {
		q.About = append(q.About, terms.New(terms.Person, o.Person))
	}
	return p.Origins(ctx, s, q, func(of iter.Seq2[figures.Origin, error]) error {
		t, err := tables.Origins(facts, o, figures.Checked(o.Name.EN, o.Number, of), page)
		if err != nil {
			return err
		}
		return p.print(ctx, s, a, t)
	})
}
