package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/fines"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/statistics"
)

func (p *program) caseFinesCommand() *cobra.Command {
	var a axes
	var filter caseFilter
	var unpaid bool
	cmd := &cobra.Command{
		Use:   "fines [NUMBER]",
		Short: p.say("罚没登记：决定、已缴、逾期、可加处数；收款人国库", "register of fines: imposed, paid, overdue, surcharge; payee: the treasury"),
		Long: p.say("每份决定一行：罚款、加处罚款、没收违法所得。\n缴款期限为决定书所载，未载的为决定之日起 15 日；逾期每日可按未缴数的 3%% 加处，不超过罚款数额。",
			"One row a decision: fines, surcharges, confiscated gains. Due as the decision says, else 15 days after it; each\nday after that may add 3 %% of what is unpaid, no more than the fine."),
		Example: "  fundledger case fines\n  fundledger case fines 2025-17\n  fundledger case fines --unpaid --as-of 2025-12-31",
		Args:    p.arguments("NUMBER", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var v cases.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				number, err := p.numberOf(&v, args)
				return tables.Fines(slices.DeleteFunc(fines.Register(&v, a.AsOf, p.day(&a)), func(r fines.Row) bool {
					return !filter.wants(r.Case, r.Institution) || unpaid && r.Unpaid.IsZero() || number != "" && r.Case.Number != number
				}), p.day(&a)), err
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	filter.flags(p, cmd)
	cmd.Flags().BoolVar(&unpaid, "unpaid", false, p.say("只列未缴清的", "only what is not paid in full"))
	return cmd
}

func (p *program) casePenaltiesCommand() *cobra.Command {
	var a axes
	var region string
	var outstanding bool
	cmd := &cobra.Command{
		Use:   "penalties",
		Short: p.say("违约金登记：应收、已收、未收；是基金收入", "register of contract penalties: charged, received, outstanding; income of the fund"),
		Long: p.say("服务协议的违约金。与罚款不同，收到的违约金是基金的其他收入（4501）；收到时用 case receive-penalty 登记。",
			"Contract penalties under service agreements. Unlike a fine, a penalty received is other income of the fund (4501);\nrecord it with: case receive-penalty."),
		Example: "  fundledger case penalties\n  fundledger case penalties --outstanding --as-of 2025-12-31 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var v penalties.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				return tables.Penalties(slices.DeleteFunc(v.AsOf(a.AsOf), func(r penalties.Row) bool {
					return !strings.HasPrefix(string(r.Fund), region) || outstanding && r.Outstanding.IsZero()
				})), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	p.regionFlag(cmd, &region)
	cmd.Flags().BoolVar(&outstanding, "outstanding", false, p.say("只列未收清的", "only what was not received in full"))
	return cmd
}

func (p *program) caseStatisticsCommand() *cobra.Command {
	var a axes
	var q statisticsQuery
	cmd := &cobra.Command{
		Use:   "statistics",
		Short: p.say("监管统计，按公布口径：追回、拒付、罚没、协议、移送、曝光", "enforcement statistics as bureaux publish them"),
		Long: p.say("按年度和统筹区的监管统计：各渠道追回（现金与非现金分列）、认定损失、罚没、违约金、立案结案、移送、曝光、协议处理。",
			"Enforcement per year and area: recovered by channel (cash and non-cash apart), losses, fines, contract penalties,\ncases opened and closed, handed over and published, agreements suspended and ended."),
		Example: "  fundledger case statistics\n  fundledger case statistics --year 2025 --region 441300\n  fundledger case statistics --year 2021-2025 --total",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := q.parse(); err != nil {
				return err
			}
			var v statistics.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				t := q.table(v.AsOf(a.AsOf), statistics.Row.Enforcement)
				t.Key, t.Title = "enforcement", lang.Text{ZH: "监管统计", EN: "Enforcement statistics"}
				return t, nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	q.flags(p, cmd)
	return cmd
}
