package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/printed"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
)

func (p *program) reportCheckCommand() *cobra.Command {
	var a axes
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: p.say("核对公布的表里印出的数字；不动账本", "tie the figures that are printed in published tables; no ledger is touched"),
		Long: p.say("读公布的表（CSV 或工作簿），只凭印出的数字相互核对：分项与小计、合计、总计，两边总计，结余滚存，本年年初与上年年末，\n占比、增长、完成预算、可支付月数，同一数字印在两处。末位差一个单位以内算相符。一次给出几年的表，上年数与上年的表核对。\n认得预算决算的两边表、一般的项目表、逐行写名称和数值的表，和 document,scope,unit,check,term,sign,printed 各列的表。\n无从核对的数字和读不成数的单元格也列出。有一处不符，退出码为 1。",
			"Read published tables (CSV or a workbook) and tie the figures from what is printed alone: parts with 小计, 合计 and\n总计, both sides of a table, balances that roll forward, the beginning of a year with the end of the last, shares,\ngrowth, budget execution, months of expense, one figure in two places. One unit of the last digit is allowed. Of\ntables of several years given at once, last year's figures are tied to last year's table. It knows the two-sided\nform of budgets and final accounts, tables with lines, rows of names and values, and the columns\ndocument,scope,unit,check,term,sign,printed. Figures in no relation and cells that are no number are listed, too.\nIf anything does not tie, the exit code is 1."),
		Example: "  fundledger report check 2024.csv\n  fundledger report check 2023.xlsx 2024.xlsx --format csv",
		Args:    p.arguments("FILE", 1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			grids, err := p.grids(args)
			if err != nil {
				return err
			}
			found := printed.OfGrids(grids)
			if len(found.Figures) == 0 {
				return fault.Input("%s 里没有认得的表：表头要有 项目、指标 之类的列，旁边是各列数字", "there is no table that is known in %s: its headings should have a column such as 项目, 指标 or item, and figures beside it", strings.Join(args, ", "))
			}
			results := printed.Judge(found.Figures, found.Relations)
			shown := tables.Listing{Table: tables.Tied(args, found, results)}
			for _, g := range grids {
				shown.Notes = append(shown.Notes, g.Notes...)
			}
			if err := p.print(cmd.Context(), nil, &a, shown); err != nil {
				return err
			}
			return doNotTie(printed.Faults(found.Figures, results))
		},
	}
	a.formatFlag(p, cmd)
	return cmd
}

// grids reads the cells of files. Errors: every fault of every file; those of reading.
func (p *program) grids(paths []string) (all []rows.Grid, err error) {
	var wrong lang.Text
	for _, path := range paths {
		grids, faults, err := rows.Grids(path)
		if err != nil {
			return nil, fault.About(path, err)
		}
		for _, f := range faults {
			wrong = lang.F("%s\n%s", "%s\n%s", wrong, lang.Text{ZH: f.In(lang.ZH), EN: f.In(lang.EN)})
		}
		all = append(all, grids...)
	}
	if !wrong.IsZero() {
		return nil, fault.New(fault.BadInput, lang.Text{ZH: strings.TrimPrefix(wrong.ZH, "\n"), EN: strings.TrimPrefix(wrong.EN, "\n")}, nil)
	}
	return all, nil
}

// doNotTie is the refusal of what does not tie: every fault, each on a line. nil: all ties.
func doNotTie(faults []printed.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	told := lang.Number(len(faults), "处不符；核对原表，改正印错的数字：", "relation does not tie; look it up and correct the misprint:", "relations do not tie; look them up and correct the misprints:")
	for _, f := range faults {
		told = lang.F("%s\n  %s", "%s\n  %s", told, lang.Text{ZH: f.In(lang.ZH), EN: f.In(lang.EN)})
	}
	return fault.New(fault.Refused, told, fmt.Errorf("%d relations do not tie", len(faults)))
}
