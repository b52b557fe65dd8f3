package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/budgetform"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) budgetImportCommand() *cobra.Command {
	var s span
	var document, date, unit string
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: p.say("导入批复的两边预算表（CSV 或工作簿）", "import the two-sided form as it was approved (CSV or a workbook)"),
		Long: p.say("读批复的预算表：项目、其中、×、小计、合计、总计。金额默认万元，表上方写明单位的按其单位。小计、合计、滚存、两边总计都核对，\n问题一次列全。每个有数的项目记一条 budget.approved；全部记入，或一条不记。",
			"Read the form as it was approved: lines, parts (其中), ×, subtotals and totals. Amounts are in 万元 unless a line\nabove the table or --unit says otherwise. Totals, the balance that rolls forward and both sides are checked; all that\nis wrong is told at once. Each line with a figure is one budget.approved; all are recorded, or none."),
		Example: "  fundledger budget import 预算表.xlsx --fund 441300.390 --year 2025 --document 人常3号 --date 2025-02-20\n  fundledger budget import budget.csv --fund 441300.390 --year 2025 --document 人常3号 --unit yuan --dry-run",
		Args:    p.arguments("FILE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			facts, table, err := p.budgetFacts(args[0], &s, document, date, unit)
			if err != nil {
				return err
			}
			table.Notes = []lang.Text{lang.F("记入 %d 条。", "recorded %d facts.", len(facts))}
			if dryRun {
				table.Notes = []lang.Text{lang.F("只检查，未写入：%d 条。", "checked only, nothing was written: %d facts.", len(facts))}
			}
			return p.With(func(ledger store.Store) error {
				if !dryRun {
					if err := p.RecordTogether(cmd.Context(), ledger, by(), "budget import", facts...); err != nil {
						return err
					}
				}
				return p.print(cmd.Context(), ledger, &s.axes, tables.Listing{Table: table})
			})
		},
	}
	s.periodFlags(p, cmd)
	f := cmd.Flags()
	f.StringVar(&document, "document", "", p.say("批复文件的文号", "number of the document of approval"))
	f.StringVar(&date, "date", "", p.say("批复日期，默认今天", "day of the approval; default today"))
	f.StringVar(&unit, "unit", "wan", p.say("表中金额的单位：yuan 元、wan 万元、yi 亿元", "unit of the amounts in the form: yuan, wan (10,000), yi (100,000,000)"))
	f.BoolVar(&dryRun, "dry-run", false, p.say("只检查，不写入", "check only, write nothing"))
	return cmd
}

// budgetFacts reads a form: its facts, and a table of them. Errors: everything that is wrong with it.
func (p *program) budgetFacts(path string, s *span, document, date, unit string) (facts []event.Event, t report.Table, err error) {
	in, err := report.ParseUnit(unit)
	if err != nil {
		return nil, t, err
	}
	grids, err := p.grids([]string{path})
	if err != nil {
		return nil, t, err
	}
	year := s.last.Year()
	var form budgetform.Form
	var wrong []lang.Text
	for _, g := range grids { // of a workbook the first sheet with such headings
		if form, wrong = budgetform.Read(g, s.id.Kind(), year, in); form.Heading != "" {
			break
		}
	}
	if len(wrong) > 0 {
		return nil, t, formFaults(path, wrong)
	}
	var problems []event.Problem
	for _, r := range budget.Rows(s.id.Kind()) {
		amount, is := form.Lines[r.Line]
		if !is {
			continue
		}
		given := map[string]string{"fund": string(s.id), "year": strconv.Itoa(year), "line": string(r.Line), "amount": amount.String(),
			"document": document, "occurred_on": date}
		if date == "" {
			given["occurred_on"] = fund.DateIn(p.Now()).String()
		}
		fact, faults := event.Parse("budget.approved", func(field string) string { return given[field] })
		if problems = faults; len(problems) > 0 { // the same of every line
			break
		}
		facts = append(facts, fact)
	}
	if len(problems) > 0 {
		var told []lang.Text
		for _, f := range problems {
			told = append(told, lang.F("%s：%s；%s", "%s: %s; %s", f.Field, f.Why, f.Remedy))
		}
		return nil, t, formFaults(path, told)
	}
	return facts, tables.BudgetImported(form.Heading, facts), nil
}

// formFaults tells everything that is wrong with a form.
func formFaults(path string, wrong []lang.Text) error {
	var zh, en []string
	for _, w := range wrong {
		zh, en = append(zh, path+"："+w.ZH), append(en, path+": "+w.EN)
	}
	return fault.New(fault.BadInput, lang.Text{ZH: strings.Join(zh, "\n"), EN: strings.Join(en, "\n")}, nil)
}
