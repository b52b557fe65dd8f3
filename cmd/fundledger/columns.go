package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// withoutEmpty returns the table for people without those of the named columns
// that have nothing in them: only blanks, or amounts of zero. Other formats have
// every column always.
func withoutEmpty(t report.Table, form report.Format, keys ...string) report.Table {
	if form != report.Plain || len(t.Rows) == 0 {
		return t
	}
	empty := func(c report.Cell) bool {
		return c == report.Amount(money.Sum{}) || c == report.Blank(lang.Text{})
	}
	for i := len(t.Columns) - 1; i >= 0; i-- {
		if !slices.Contains(keys, t.Columns[i].Key) || slices.ContainsFunc(t.Rows, func(row []report.Cell) bool { return !empty(row[i]) }) {
			continue
		}
		t.Columns = slices.Delete(slices.Clone(t.Columns), i, i+1)
		for j := range t.Rows {
			t.Rows[j] = slices.Delete(slices.Clone(t.Rows[j]), i, i+1)
		}
		if t.Total != nil {
			t.Total = slices.Delete(slices.Clone(t.Total), i, i+1)
		}
	}
	return t
}

// day is the day as of which lateness is counted: that of the report, or today.
func (p *program) day(a *axes) fund.Date {
	if a.date != 0 {
		return a.date
	}
	return fund.DateIn(p.Now())
}

// dayFact says to which day a report counts days.
func dayFact(day fund.Date) report.Fact {
	return report.Fact{Key: "days_to", Title: lang.Text{ZH: "天数计至", EN: "days counted to"}, Value: report.Date(day)}
}

// age is how many days something has been open on a day; blank if nothing is.
func age(since, day fund.Date) report.Cell {
	if since == 0 {
		return report.Blank(lang.Text{})
	}
	return report.Count(int64(max(0, day-since)))
}

// textOrBlank is a cell of text; blank if there is none.
func textOrBlank[T ~string](s T) report.Cell {
	if s == "" {
		return report.Blank(lang.Text{})
	}
	return report.Text(string(s))
}

// listed is a closed list of codes in a sentence.
func listed(codes []string) lang.Text {
	return lang.Text{ZH: strings.Join(codes, "、"), EN: strings.Join(codes, ", ")}
}

// regionFlag adds the flag that keeps the rows of some areas only.
func (p *program) regionFlag(cmd *cobra.Command, region *string) {
	cmd.Flags().StringVar(region, "region", "", p.say("只列该统筹区（行政区划代码或其开头）", "only this pooling area (its division code, or how it begins)"))
}

// totalRow is the row of sums: a sum for each column that has one.
func totalRow(columns []report.Column, sums map[string]report.Cell) []report.Cell {
	row := []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"})}
	for _, c := range columns[1:] {
		cell, ok := sums[c.Key]
		if !ok {
			cell = report.Blank(lang.Text{})
		}
		row = append(row, cell)
	}
	return row
}
