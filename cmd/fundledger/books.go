package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statements"
)

// printBooks replays the ledger into the books of the fund and prints the table that show
// makes of them, or what makes up a figure of it, which open opens. at answers from the books.
func (p *program) printBooks(cmd *cobra.Command, s *span, open ofBooks,
	show func(at statements.Books) (tables.List, error), others ...replay.View) error {
	return p.With(func(ledger store.Store) error {
		if p.drill != nil {
			return p.openBooks(cmd, ledger, s, open)
		}
		var v books.View
		if _, err := p.rebuild(cmd.Context(), ledger, &s.axes, append([]replay.View{&v}, others...)...); err != nil {
			return err
		}
		if err := s.sound(&v); err != nil {
			return err
		}
		l, err := show(s.books(&v))
		if err != nil {
			return err
		}
		t := l.Keyed(reportOf(cmd, &s.axes), s.keys).Whole()
		t.Facts = append(s.facts(&v), t.Facts...)
		return p.print(cmd.Context(), ledger, &s.axes, tables.Listing{Table: t})
	})
}
