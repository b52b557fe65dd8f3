package main

import (
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/spf13/cobra"
)

// axes are the two time axes of a report, and how it is printed.
type axes struct {
	asOf, knownAt, format, unit string
	out                         string // the file that is written; "": standard output
	today                       bool   // without --as-of the report is as of today
	office.Axes
	paging          // of a list
	keys   bool     // its rows are shown with their keys
	names  []string // what the arguments name, if they are not to be printed

	form   report.Format
	ledger office.Standing // what the ledger was when a workbook was asked for
	style  report.Style
}

// flags adds the flags of a report of amounts as of a business date.
func (a *axes) flags(p *program, cmd *cobra.Command) {
	a.knownFlags(p, cmd)
	cmd.Flags().StringVar(&a.asOf, "as-of", "", p.say("截至的业务日期（北京时间），默认全部", "business date up to which facts count (Asia/Shanghai); default all"))
	a.unitFlag(p, cmd)
}

// unitFlag adds the flag of a report of amounts.
func (a *axes) unitFlag(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&a.unit, "unit", string(money.Yuan), p.say("表格的金额单位：yuan 元、wan 万元、yi 亿元", "unit of amounts in tables: yuan, wan (10,000), yi (100,000,000)"))
}

// knownFlags adds the flags of any report of the log.
func (a *axes) knownFlags(p *program, cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.knownAt, "known-at", "", p.say("当时已入账的：时间或日期（该日终），默认现在", "only what was recorded by then: a time, or a date for its end; default now"))
	a.freshFlag(p, cmd)
	a.formatFlag(p, cmd)
}

// freshFlag adds the flag of any report that may begin at a snapshot.
func (a *axes) freshFlag(p *program, cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.Fresh, "fresh", false, p.say("不用快照，从第一条事项起重放", "replay from the first fact, without snapshots"))
}

// formatFlag adds the flag of any report.
func (a *axes) formatFlag(p *program, cmd *cobra.Command) {
	a.unit = string(money.Yuan)
	f := cmd.Flags()
	f.StringVar(&a.format, "format", "", p.say("输出格式：table（默认）、json、csv 或 xlsx 工作簿", "output format: table (the default), json, csv or xlsx, a workbook"))
	f.StringVar(&a.out, "out", "", p.say("写入该新文件，格式按其扩展名 .xlsx、.csv、.json 或 .txt", "write to this new file, in the format of its ending: .xlsx, .csv, .json or .txt"))
}

// parse reads the flags. Error: bad input.
func (a *axes) parse(p *program) error {
	var err error
	if a.AsOf, err = parseDay("--as-of", a.asOf); err != nil {
		return err
	}
	if a.asOf == "" && a.today {
		a.AsOf = fund.DateIn(p.Now())
	}
	if a.knownAt != "" {
		if a.KnownAt, err = parseInstant(a.knownAt); err != nil {
			return err
		}
	}
	if a.form, err = formOfFile(a.format, a.out); err != nil {
		return err
	}
	if p.asked = nil; a.form == report.XLSX {
		p.asked = a
	}
	if err := a.check(); err != nil {
		return err
	}
	a.style.Lang = p.lang
	a.style.Unit, err = report.ParseUnit(a.unit)
	return err
}

// facts are the header facts of a report: what it is as of, and known at.
func (a *axes) facts() []report.Fact {
	return []report.Fact{tables.AsOf(a.AsOf), tables.KnownAt(a.KnownAt)}
}
