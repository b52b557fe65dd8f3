package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
)

func (p *program) explainCommand() *cobra.Command {
	var a axes
	var page paging
	var from, to, sideFlag, month, year string
	var net, gross []string
	cmd := &cobra.Command{
		Use:   "explain FUND/CODE[+CODE...] | FUND/01|02/LINE[/COLUMN]",
		Short: p.say("一个数由哪些事项、哪些凭证构成，逐笔加总到分", "the facts and documents behind a figure, adding up to it exactly"),
		Long: p.say("列出构成一个数的全部分录：序号、记账日、凭证号、类型、科目、借方、贷方、计入数和累计。\n末行等于账簿或报表上的数，不等则报错。\n"+
			"科目：含其下级，多个用 + 相连；不给 --from 为余额，给出则为发生额。\n"+
			"报表：01 或 balance-sheet 为资产负债表，02 或 income 为收支表，期间用 --month 或 --year。\n"+
			"行和栏的名称见 statement --format csv；栏不给则为期末数、本月数或本年数。报表用了 --net、--gross，这里也照用。",
			"List every booking behind a figure: position, day of booking, document, type, account, debit, credit, what it adds\n"+
				"to the figure, and the running sum. The last row equals the figure in the books or on the statement; if it did\n"+
				"not, that is an error.\n"+
				"An account counts with those below it; join several with +. Without --from it is a balance, with it a turnover.\n"+
				"A statement is 01 (balance-sheet) or 02 (income), of --month or --year. Its lines and columns are named by\n"+
				"statement --format csv; without a column it is the end of the period, this month or this year. If the statement\n"+
				"was made with --net or --gross, give them here too."),
		Example: "  fundledger explain 441300.390/5001 --from 2025-01-01 --to 2025-12-31\n" +
			"  fundledger explain 441300.390/1003 --to 2025-06-30 --known-at 2025-07-31\n" +
			"  fundledger explain 441300.310/4101+4201 --side credit --from 2025-01-01 --format csv\n" +
			"  fundledger explain 441300.390/01/net_assets --month 2025-06\n" +
			"  fundledger explain 441300.390/02/5001/year_to_date --month 2025-06",
		Args: p.arguments("FIGURE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.parse(p); err != nil {
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
			return p.With(func(s store.Store) error { return p.explain(cmd.Context(), s, f, &a, at) })
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	page.flags(p, cmd)
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

// explain prints the lines behind a figure: first what the books have, and of what it is
// made, then the lines. Errors: those of Figure.In; bad input for an unknown fund;
// *figures.SumError.
func (p *program) explain(ctx context.Context, s store.Store, f figures.Figure, a *axes, page figures.Page) error {
	var c figures.Cell
	return p.List(ctx, s, a.Axes, page, func(v *books.View) (l figures.Listing, err error) {
		if !figures.HasFund(v, f.Fund) {
			return l, noFund(f.Fund, a.KnownAt)
		}
		c, err = f.In(v)
		return figures.Listing{Fund: f.Fund, Legs: c.Legs}, unlike(err)
	}, func(v *books.View, l figures.Listed) error {
		if l.Whole.Sum != c.Amount {
			return fmt.Errorf("explain %w", &figures.SumError{Of: c.Name.EN, Sum: l.Whole.Sum, Figure: c.Amount})
		}
		return tables.Explain(f.Fund, v.FundName(f.Fund), a.KnownAt, c, l, page).Write(p.out, a.form, a.style)
	})
}
