package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) journalCommand() *cobra.Command {
	var s span
	var page paging
	cmd := &cobra.Command{
		Use:   "journal",
		Short: p.say("日记账：期间内的全部分录", "general journal: every booking of a period"),
		Long: p.say("日记账：期间内的全部分录，按记账日、再按入账次序。所属期间已结账的事项，记账日与业务日期不同，两者都列。",
			"The general journal: every booking of a period, by day of booking, then in the order of recording. A fact whose\nperiod was closed already is booked on another day than its own; both days are shown."),
		Example: "  fundledger journal --fund 441300.390 --month 2025-06\n  fundledger journal --fund 441300.390 --from 2025-06-01 --to 2025-06-30 --out journal.xlsx",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			at, err := page.parse()
			if err != nil {
				return err
			}
			return p.printListing(cmd, &s, at, nil, p.ofJournal(&s), func(_ statements.Books, l figures.Listed) tables.Listing {
				return tables.Journal(s.id, l, at)
			})
		},
	}
	s.dayFlags(p, cmd)
	page.flags(p, cmd)
	s.keysFlag(p, cmd)
	return cmd
}
