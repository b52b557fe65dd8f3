package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/replay"
)

func (p *program) explainCommand() *cobra.Command {
	var a axes
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
			f, err := parseFigure(args[0], countedSide(sideFlag), days, whole)
			if err != nil {
				return err
			}
			if f.settings, err = countings(span{id: f.fund}, net, gross); err != nil {
				return err
			}
			if len(f.settings) > 0 && f.form != incomeForm {
				return fault.Input("--net 和 --gross 用于收支表（02）", "--net and --gross go with the statement of income and expense (02)")
			}
			return p.With(func(s store.Store) error {
				t, err := p.explanation(cmd.Context(), s, f, &a)
				if err != nil {
					return err
				}
				return t.Write(p.out, a.form, a.style)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	flags := cmd.Flags()
	flags.StringVar(&from, "from", "", p.say("起始日期，默认自开账起", "first day; default the beginning of the books"))
	flags.StringVar(&to, "to", "", p.say("截止日期，默认全部", "last day; default all"))
	flags.StringVar(&sideFlag, "side", string(ownSide), p.say("方向：balance 余额（借贷相抵）、debit 借方、credit 贷方", "balance (one side less the other), debit or credit"))
	flags.StringVar(&month, "month", "", p.say("报表的月份，如 2025-06", "month of the statement, such as 2025-06"))
	flags.StringVar(&year, "year", "", p.say("报表的年度，如 2025", "year of the statement, such as 2025"))
	flags.StringSliceVar(&net, "net", nil, p.say("收支表填净额的科目，如 4101,4201", "accounts that the income statement counts net, such as 4101,4201"))
	flags.StringSliceVar(&gross, "gross", nil, p.say("收支表填发生额的科目，如 5101", "accounts that the income statement counts gross, such as 5101"))
	return cmd
}

// explanation returns the table of the lines behind a figure. It reads the log
// twice, first for the figure, then for the lines that make it up. Errors: those of
// inBooks; bad input for an unknown fund; an error if the lines did not add up.
func (p *program) explanation(ctx context.Context, s store.Store, f figure, a *axes) (report.Table, error) {
	var v books.View
	bar := p.progress(p.say("重放", "replay"), -1)
	defer bar.Done()
	read, err := replay.Run(ctx, s, a.known, bar.Set, &v)
	if err != nil {
		return report.Table{}, err
	}
	if !hasFund(&v, f.fund) {
		return report.Table{}, noFund(f.fund, a.known)
	}
	c, err := f.inBooks(&v)
	if err != nil {
		return report.Table{}, err
	}
	end := store.Position(read.Entries) // the log may have grown since
	found := bookedLines{wants: func(entry ledger.Entry, l posting.Line) bool {
		_, any := c.adds(l, entry.Event.Common().Booked())
		return any && l.Fund == f.fund && entry.Position < end
	}}
	if _, err := replay.Run(ctx, s, a.known, bar.Set, &found); err != nil {
		return report.Table{}, err
	}
	t := report.Table{
		Key: "explain", Title: lang.F("%s 的构成", "What makes up %s", c.name),
		Facts: append(append([]report.Fact{
			{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}, Value: report.Text(string(f.fund))},
			{Key: "name", Title: lang.Text{ZH: "名称", EN: "name"}, Value: report.Text(v.FundName(f.fund))},
		}, c.days.facts()...), a.facts()[1],
			report.Fact{Key: "figure", Title: lang.Text{ZH: "账上的数", EN: "figure in the books"}, Value: report.Amount(c.amount)}),
		Columns: []report.Column{
			{Key: "position", Title: lang.Text{ZH: "序号", EN: "position"}},
			{Key: "booked_on", Title: lang.Text{ZH: "记账日", EN: "booked on"}},
			{Key: "occurred_on", Title: lang.Text{ZH: "业务日期", EN: "occurred on"}},
			{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
			{Key: "type", Title: lang.Text{ZH: "类型", EN: "type"}},
			{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}},
			{Key: "account_name", Title: lang.Text{ZH: "科目名称", EN: "account name"}},
			{Key: "debit", Title: lang.Text{ZH: "借方", EN: "debit"}},
			{Key: "credit", Title: lang.Text{ZH: "贷方", EN: "credit"}},
			{Key: "amount", Title: lang.Text{ZH: "计入", EN: "adds"}},
			{Key: "sum", Title: lang.Text{ZH: "累计", EN: "running sum"}},
		},
	}
	if err := addUp(&t, c, found.byDate(), a.form); err != nil {
		return t, fmt.Errorf("explain %s: %w", c.name.EN, err)
	}
	if c.unknown != 0 && len(t.Rows) == 0 {
		t.Facts[len(t.Facts)-1].Value, t.Total = report.Cell{}, nil
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "这个数", EN: "The figure"}, c.unknown))
	}
	return withoutBlank(t, a.form), nil
}

// addUp adds the lines that the cell is made of, and their total. Error:
// they do not add up to the cell.
func addUp(t *report.Table, c cell, lines []bookedLine, form report.Format) error {
	var totals books.Totals
	var sum money.Sum
	for _, l := range lines {
		amount, _ := c.adds(l.Line, l.fact.Booked())
		totals, sum = totals.Plus(books.TotalsOf(l.Line)), sum.Plus(amount)
		row := append([]report.Cell{report.Count(int64(l.position)), report.Date(l.fact.Booked()), occurredOn(l.fact, form), report.Text(l.fact.Document), typeCell(l.wire, form)},
			accountCells(l.Fund, l.Account)...)
		t.Rows = append(t.Rows, append(row, oneSide(l.Debit), oneSide(l.Credit), report.Amount(amount), report.Amount(sum)))
	}
	if sum != c.amount {
		return fmt.Errorf("the bookings add up to %s, not to the figure %s: this is a fault of the program", sum, c.amount)
	}
	none := report.Blank(lang.Text{})
	t.Total = []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"}), none, none, none, none, none, none,
		report.Amount(totals.Debit), report.Amount(totals.Credit), report.Amount(sum), report.Amount(sum)}
	return nil
}

// oneSide is an amount, or blank on the side that the line is not on.
func oneSide(f money.Fen) report.Cell {
	if f == 0 {
		return report.Blank(lang.Text{})
	}
	return report.Amount(f)
}

// hasFund reports whether a fund was established, or has entries.
func hasFund(v *books.View, id fund.ID) bool {
	return slices.Contains(v.Funds(), id) || len(v.AsOf(id, 0).Accounts) > 0
}
