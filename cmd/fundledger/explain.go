package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/figures"
)

func (p *program) explainCommand() *cobra.Command {
	var a axes
	var page paging
	var lines bool
	var from, to, sideFlag, month, year string
	var net, gross []string
	cmd := &cobra.Command{
		Use:   "explain FUND/CODE[+CODE...] | FUND/01|02/LINE[/COLUMN] | KEY",
		Short: p.say("一个数由哪些事项、哪些凭证构成，逐笔加总到分", "the facts and documents behind a figure, adding up to it exactly"),
		Long: p.say("列出构成一个数的全部分录：序号、记账日、凭证号、类型、科目、借方、贷方、计入数和累计。\n末行等于账簿或报表上的数，不等则报错。\n"+
			"科目：含其下级，多个用 + 相连；不给 --from 为余额，给出则为发生额。\n"+
			"报表：01 或 balance-sheet 为资产负债表，02 或 income 为收支表，期间用 --month 或 --year。\n"+
			"行和栏的名称见 statement --format csv；栏不给则为期末数、本月数或本年数。报表用了 --net、--gross，这里也照用。\n"+
			"KEY：任一报表 explain 列的标识加 / 和栏，如 recoveries/total/outstanding。合计先列组成部分；--lines 列全部。",
			"List every booking behind a figure: position, day of booking, document, type, account, debit, credit, what it adds\n"+
				"to the figure, and the running sum. The last row equals the figure in the books or on the statement; if it did\n"+
				"not, that is an error.\n"+
				"An account counts with those below it; join several with +. Without --from it is a balance, with it a turnover.\n"+
				"A statement is 01 (balance-sheet) or 02 (income), of --month or --year. Its lines and columns are named by\n"+
				"statement --format csv; without a column it is the end of the period, this month or this year. If the statement\n"+
				"was made with --net or --gross, give them here too.\n"+
				"A KEY is what stands in the column explain of any report, with / and a column, such as recoveries/total/outstanding.\n"+
				"A total opens into its parts first; --lines lists what is behind it."),
		Example: "  fundledger explain 441300.390/5001 --from 2025-01-01 --to 2025-12-31\n" +
			"  fundledger explain 441300.390/1003 --to 2025-06-30 --known-at 2025-07-31\n" +
			"  fundledger explain 441300.310/4101+4201 --side credit --from 2025-01-01 --format csv\n" +
			"  fundledger explain 441300.390/01/net_assets --month 2025-06\n" +
			"  fundledger explain 441300.390/02/5001/year_to_date --month 2025-06\n" +
			"  fundledger explain recoveries:by=institution/total/outstanding",
		Args: p.arguments("FIGURE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.paging = page
			if err := a.parse(p); err != nil {
				return err
			}
			lines = lines || page != paging{}
			if is, err := p.drillDown(cmd, args[0], &a, lines); is || err != nil {
				return err
			}
			days, err := parsePeriod(from, "--to", to)
			if err != nil {
				return err
			}
			whole, err := parseMonthOrYear(month, year)
			if err != nil {
				return err
			}
			f, err := parseFigure(args[0], figures.Side(sideFlag), days, whole)
			if err != nil {
				return err
			}
			if f.Settings, err = countings(span{id: f.Fund}, net, gross); err != nil {
				return err
			}
			if len(f.Settings) > 0 && f.Form != figures.Income {
				return fault.Input("--net 和 --gross 用于收支表（02）", "--net and --gross go with the statement of income and expense (02)")
			}
			at, err := page.parse()
			if err != nil {
				return err
			}
			a.names = []string{}
			return p.With(func(s store.Store) error {
				if !lines && f.Form != "" {
					if done, err := p.parts(cmd, s, f, &a); done || err != nil {
						return err
					}
				}
				return p.explain(cmd.Context(), s, f, &a, at)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	page.flags(p, cmd)
	cmd.Flags().BoolVar(&lines, "lines", false, p.say("合计不列组成部分，直接列全部事项或分录", "all facts or bookings behind a total, not its parts"))
	flags := cmd.Flags()
	flags.StringVar(&from, "from", "", p.say("起始日期，默认自开账起", "first day; default the beginning of the books"))
	flags.StringVar(&to, "to", "", p.say("截止日期，默认全部", "last day; default all"))
	flags.StringVar(&sideFlag, "side", string(figures.OwnSide), p.say("方向：balance 余额（借贷相抵）、debit 借方、credit 贷方", "balance (one side less the other), debit or credit"))
	flags.StringVar(&month, "month", "", p.say("报表的月份，如 2025-06", "month of the statement, such as 2025-06"))
	flags.StringVar(&year, "year", "", p.say("报表的年度，如 2025", "year of the statement, such as 2025"))
	flags.StringSliceVar(&net, "net", nil, p.say("收支表填净额的科目，如 4101,4201", "accounts that the income statement counts net, such as 4101,4201"))
	flags.StringSliceVar(&gross, "gross", nil, p.say("收支表填发生额的科目，如 5101", "accounts that the income statement counts gross, such as 5101"))
	return cmd
}
