package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// printList replays the ledger into some views and prints the page of the list that show makes
// of them, or what makes up a figure of it.
func (p *program) printList(cmd *cobra.Command, a *axes, show func() (tables.List, error), views ...replay.View) error {
	if err := a.parse(p); err != nil {
		return err
	}
	return p.With(func(s store.Store) error {
		if _, err := p.rebuild(cmd.Context(), s, a, views...); err != nil {
			return err
		}
		l, err := show()
		if err != nil {
			return err
		}
		return p.writeList(cmd, s, a, l, a.facts(), show, views...)
	})
}

// writeList prints the page of a list that is asked for below some facts, or what makes up a
// figure of it. Errors: bad input for a key that is none of the list's; those of open.
func (p *program) writeList(cmd *cobra.Command, s store.Store, a *axes, l tables.List, facts []report.Fact,
	show func() (tables.List, error), views ...replay.View) error {
	l = l.Keyed(reportOf(cmd, a), a.keys)
	if p.drill != nil {
		return p.open(cmd.Context(), s, a, l, facts, show, views...)
	}
	l.Facts = append(facts, l.Facts...)
	page, ok := l.Page(tables.ListPage{Limit: int(a.limit), Last: int(a.last), After: a.after, Before: a.before})
	if !ok {
		flag, key := "--after", a.after
		if a.before != "" {
			flag, key = "--before", a.before
		}
		return fault.Input("%s：%q 不是这张表中一行的标识；用上一页给出的", "%s: %q is no key of a row of this table; use what the page before gives", flag, key)
	}
	return p.print(cmd.Context(), s, a, page)
}
