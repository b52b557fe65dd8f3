package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) trialCommand() *cobra.Command {
	var s span
	var statutory bool
	cmd := &cobra.Command{
		Use:   "trial",
		Short: p.say("试算平衡表", "trial balance"),
		Long: p.say("试算平衡表：各科目的期初余额、本期发生额、期末余额，借贷各自合计。以前年度的收支已转入 3001；本期不结转。\n--as-of 为自该年年初至该日。",
			"The trial balance: opening balance, turnover and closing balance of every account, with their totals. Income and\nexpense of earlier years are in 3001; those of the period are not. --as-of means from the beginning of its year."),
		Example: "  fundledger trial --fund 441300.390 --month 2025-06\n  fundledger trial --fund 441300.310 --from 2025-01-01 --to 2025-06-30 --statutory\n  fundledger trial --fund 441300.390 --as-of 2025-06-30 --known-at 2025-07-31",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.asOf != "" {
				if s.from+s.to+s.month+s.year != "" {
					return fault.Input("--as-of 不能与其他期间选项并用", "--as-of goes with no other option of the period")
				}
				on, err := parseDay("--as-of", s.asOf)
				if err != nil {
					return err
				}
				s.from, s.to = fund.NewDate(on.Year(), 1, 1).String(), s.asOf
			}
			if err := s.parse(p); err != nil {
				return err
			}
			return p.printBooks(cmd, &s, p.ofTrial(cmd, &s, !statutory), func(at statements.Books) (tables.List, error) {
				return tables.Trial(statements.Trial(s.id, s.first, s.last, !statutory, at)), nil
			})
		},
	}
	s.dayFlags(p, cmd)
	s.keysFlag(p, cmd)
	f := cmd.Flags()
	f.StringVar(&s.asOf, "as-of", "", p.say("截止记账日，自该年年初起", "last day of booking, from the beginning of its year"))
	f.BoolVar(&statutory, "statutory", false, p.say("只列一级科目", "statutory accounts only, without sub-accounts"))
	return cmd
}
