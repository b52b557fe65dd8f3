package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) accountCommand() *cobra.Command {
	var s span
	var page paging
	cmd := &cobra.Command{
		Use:   "account CODE",
		Short: p.say("明细账：一个科目逐笔及余额", "account ledger: one account line by line with its balance"),
		Long: p.say("明细账：一个科目（含其明细科目）的期初余额、逐笔发生额和每笔后的余额，按记账日、再按入账次序。\n收支科目的期初余额自年初起算；以前年度的收支已转入 3001。",
			"The ledger of an account and everything below it: its opening balance, every line, and the balance after each,\nby day of booking, then in the order of recording. Income and expense open with what the year has so far; those\nof earlier years are in 3001."),
		Example: "  fundledger account 1003 --fund 441300.390 --month 2025-06\n  fundledger account 5001 --fund 441300.390 --from 2025-01-01 --to 2025-06-30\n  fundledger account 300101 --fund 441300.310 --year 2025 --format json",
		Args:    p.arguments("CODE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			a, ok := account.Find(s.id.Kind(), account.Code(args[0]))
			if !ok {
				return fault.Input("%s 的账套没有科目 %q；用 trial 查看有发生额的科目", "the books of %s have no account %q; see those in use with trial", string(s.id), args[0])
			}
			at, err := page.parse()
			if err != nil {
				return err
			}
			days := figures.Days{From: s.first, To: s.last}
			legs := []figures.Leg{{Account: a.Code, Side: figures.OwnSide, Days: days}}
			return p.printListing(cmd, &s, at, legs, p.ofAccount(&s, legs[0]), func(of statements.Books, l figures.Listed) tables.Listing {
				return tables.Account(s.id, a.Code, days, statements.OpeningOf(s.first, of), l, at)
			})
		},
	}
	s.dayFlags(p, cmd)
	page.flags(p, cmd)
	s.keysFlag(p, cmd)
	return cmd
}
