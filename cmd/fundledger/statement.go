package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) statementCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "statement",
		Short: p.say("法定报表：资产负债表、收支表", "the statutory statements: balance sheet, income and expense"),
		Long: p.say("一个基金的法定报表（财会〔2017〕28号）：balance-sheet 资产负债表（会社保01表），income 收支表（会社保02表）。",
			"The statutory statements of a fund (财会〔2017〕28号): balance-sheet is 资产负债表 (会社保01表),\nincome is 收支表 (会社保02表)."),
		Example: "  fundledger statement balance-sheet --fund 441300.390 --month 2025-06\n  fundledger statement income --fund 441300.390 --year 2025",
	}
	cmd.AddCommand(p.balanceSheetCommand(), p.incomeCommand())
	return cmd
}

func (p *program) balanceSheetCommand() *cobra.Command {
	var s span
	cmd := &cobra.Command{
		Use:   "balance-sheet",
		Short: p.say("资产负债表（会社保01表）", "balance sheet (会社保01表)"),
		Long: p.say("资产负债表（会社保01表），月度或年度：年初余额、期末余额。一般基金结余含截至期末的收支。不平的报表不出，并指明差额。",
			"The balance sheet (会社保01表) of a month or a year: beginning of the year and end of the period. The fund\nbalance includes income and expense up to the end. One that does not balance is refused with the difference."),
		Example: "  fundledger statement balance-sheet --fund 441300.390 --month 2025-06\n  fundledger statement balance-sheet --fund 441300.310 --year 2025 --known-at 2026-01-31 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			return p.printBooks(cmd.Context(), &s, nil, func(at statements.Books) (report.Table, error) {
				st, err := statements.BalanceSheet(s.id, s.period, at)
				return s.statementTable("balance_sheet", st), refused(err)
			})
		},
	}
	s.periodFlags(p, cmd)
	return cmd
}

func (p *program) incomeCommand() *cobra.Command {
	var s span
	var net, gross []string
	var byForm bool
	cmd := &cobra.Command{
		Use:   "income",
		Short: p.say("收支表（会社保02表）", "income and expense (会社保02表)"),
		Long: p.say("收支表（会社保02表）：月度列本月数、本年累计数，年度列本年数、上年数。各项默认填净额\n（冲销的收支不再列示）；--by-form 按制度的填列说明逐字填列，--net、--gross 按科目改变；与净额不同之处列在注里。",
			"Income and expense (会社保02表): a month with the year to date, or a year with the year before. Each line\ncounts net, so that what was reversed is not shown; --by-form fills them as the instructions say to the letter, --net\nand --gross change single accounts. Where a figure is not the net one, a note says so."),
		Example: "  fundledger statement income --fund 441300.390 --month 2025-06\n  fundledger statement income --fund 441300.310 --year 2025 --gross 5101\n  fundledger statement income --fund 441300.390 --year 2025 --by-form --net 5101",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			settings, err := countings(s, net, gross)
			if err != nil {
				return err
			}
			if byForm {
				toTheLetter(s, settings)
			}
			return p.printBooks(cmd.Context(), &s, nil, func(at statements.Books) (report.Table, error) {
				st, err := statements.Income(s.id, s.period, settings, at)
				return s.statementTable("income", st), refused(err)
			})
		},
	}
	s.periodFlags(p, cmd)
	cmd.Flags().StringSliceVar(&net, "net", nil, p.say("填净额的科目，如 4101,4201", "accounts to count net, such as 4101,4201"))
	cmd.Flags().StringSliceVar(&gross, "gross", nil, p.say("填发生额的科目，如 5101", "accounts to count gross, such as 5101"))
	cmd.Flags().BoolVar(&byForm, "by-form", false, p.say("按制度的填列说明逐字填列", "fill every line as the instructions say to the letter"))
	return cmd
}

// toTheLetter adds to the settings what the instructions of the form say of every
// account that they do not name.
func toTheLetter(s span, settings statements.Settings) {
	for _, a := range account.Chart(s.id.Kind()) {
		if e := a.Code.Element(); a.Code != a.Code.Top() || e != account.Income && e != account.Expense {
			continue
		}
		if _, named := settings[a.Code]; !named {
			settings[a.Code] = statements.ByForm(a.Code)
		}
	}
}

// countings reads --net and --gross. Error: bad input.
func countings(s span, net, gross []string) (statements.Settings, error) {
	settings := statements.Settings{}
	for _, list := range []struct {
		flag  string
		codes []string
		how   statements.Counting
	}{{"--net", net, statements.Net}, {"--gross", gross, statements.Gross}} {
		for _, text := range list.codes {
			a, ok := account.Find(s.id.Kind(), account.Code(text))
			if !ok || len(text) != 4 || a.Code.Element() != account.Income && a.Code.Element() != account.Expense {
				return nil, fault.Input("%s：%q 不是收支表的科目；写四位科目编号，如 4101", "%s: %q is no account of the statement; write its four digits, such as 4101", list.flag, text)
			}
			if _, twice := settings[a.Code]; twice {
				return nil, fault.Input("科目 %s 列了两次；只用 --net 或 --gross 之一", "account %s is named twice; use either --net or --gross", text)
			}
			settings[a.Code] = list.how
		}
	}
	return settings, nil
}

// refused turns what statements refuse into a refusal of a rule.
func refused(err error) error {
	var (
		unbalanced *statements.UnbalancedError
		unsplit    *statements.UnsplitError
		unlisted   *statements.UnlistedError
	)
	switch {
	case errors.As(err, &unbalanced):
		return &refusal.Error{Rule: "statement-unbalanced", Why: unbalanced.Text(), Source: "财会〔2017〕28号"}
	case errors.As(err, &unsplit):
		return &refusal.Error{Rule: "statement-unsplit", Why: unsplit.Text(), Source: "财会〔2017〕28号 4601, 4602"}
	case errors.As(err, &unlisted):
		return &refusal.Error{Rule: "statement-unlisted", Why: unlisted.Text(), Source: "财会〔2017〕28号"}
	}
	return err
}

// statementTable shows a statement: for people as the form, for machines with the
// key of every line and the accounts that it is made of.
func (s *span) statementTable(key string, st statements.Statement) report.Table {
	t := report.Table{
		Key: key, Title: st.Title, Notes: st.Notes, Basis: statementBasis,
		Facts: []report.Fact{{Key: "form", Title: lang.Text{ZH: "表号", EN: "form"}, Value: report.Text(st.Form)}},
	}
	people := s.form == report.Plain
	if !people {
		t.Columns = append(t.Columns, report.Column{Key: "line"}, report.Column{Key: "level"}, report.Column{Key: "accounts"})
	}
	t.Columns = append(t.Columns, report.Column{Key: "item", Title: lang.Text{ZH: "项目", EN: "item"}})
	for _, c := range st.Columns {
		t.Columns = append(t.Columns, report.Column{Key: c.Key, Title: c.Title})
	}
	for _, l := range st.Lines {
		var cells []report.Cell
		name := l.Name
		if people {
			indent := strings.Repeat("  ", l.Level)
			name = lang.Text{ZH: indent + name.ZH, EN: indent + name.EN}
		} else {
			cells = append(cells, report.Text(l.Key), report.Count(int64(l.Level)), report.Text(legs(l)))
		}
		cells = append(cells, report.Words(name))
		for i := range st.Columns {
			if l.IsHeading() || st.Columns[i].Unknown {
				cells = append(cells, report.Blank(lang.Text{}))
			} else {
				cells = append(cells, report.Amount(l.Amounts[i]))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// legs writes what a line is made of, such as "4001 net; less 5001 net".
func legs(l statements.Line) string {
	texts := make([]string, len(l.Legs))
	for i, leg := range l.Legs {
		texts[i] = string(leg.Account) + " " + leg.Counting.String()
		if leg.Minus {
			texts[i] = "less " + texts[i]
		}
	}
	return strings.Join(texts, "; ")
}
