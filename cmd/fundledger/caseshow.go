package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
)

func (p *program) caseShowCommand() *cobra.Command {
	var a axes
	var region string
	cmd := &cobra.Command{
		Use:   "show NUMBER",
		Short: p.say("一个案件的时间线和现状", "one case as a timeline, and where it stands"),
		Long: p.say("按业务日期列示案件的每一步：事项、内容、金额、记账、登记后的未退数和未缴数、凭证号。",
			"Every step of a case in the order of its dates: what happened, about what, the amount, how it was booked,\nwhat was outstanding and unpaid after it, and its document."),
		Example: "  fundledger case show 2025-17\n  fundledger case show 2025-17 --region 441300 --as-of 2025-06-30 --format json",
		Args:    p.arguments("NUMBER", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var v cases.View
			var names agreements.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				key, err := forms.FindCase(&v, args[0], region)
				if err != nil {
					return report.Table{}, err
				}
				return tables.KeyedFacts(tables.Case(&v, &names, key, a.AsOf), a.keys), nil
			}, &v, &names)
		},
	}
	a.flags(p, cmd)
	a.keysFlag(p, cmd)
	cmd.Flags().StringVar(&region, "region", "", p.say("统筹区；编号在几个统筹区重复时要填", "pooling area; needed where several have a case of that number"))
	return cmd
}
