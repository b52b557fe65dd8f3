package main

import (
	"fmt"
	"io"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// mark writes the clerk's own workbook with its faults in it.
func (p *program) mark(file string, faults []rows.Fault) {
	to, err := office.Mark(file, faults, p.lang)
	if err != nil { // they were told in any case
		fmt.Fprintln(p.err, p.say("没有写出标有问题的工作簿：%v", "no workbook with the faults in it was written: %v", err))
		return
	}
	fmt.Fprintln(p.err, p.say("标有问题的工作簿：%s；在其中改正后导入它", "the workbook with its faults in it: %s; mend it there and import it", to))
}

// faultsMarked is how many faults are written into a workbook.
const faultsMarked = 20_000

// printNotes prints what is to be told of the sheets of a workbook, and that totals agree.
func (p *program) printNotes(w io.Writer, sum importer.Summary) {
	for _, note := range sum.Notes {
		fmt.Fprintln(w, p.say("提示：%s", "note: %s", note))
	}
	if sum.Totals > 0 {
		fmt.Fprintln(w, p.say("%s，与各行之和相符，不是事项", "%s; each agrees with the rows, and is no fact", lang.Count(sum.Totals, "行合计", "row of totals")))
	}
}

// printSkipped prints which rows of a file that is not ours made no fact, and why, and what was dropped.
func (p *program) printSkipped(sum importer.Summary, o importer.Options) {
	for _, k := range sum.Skipped {
		text := lang.F("略过 %s：%s", "skipped %s: %s", lang.Count(k.Rows, "行", "row"), k.Why)
		if k.HasMoney {
			text = lang.F("%s；合计 %s 元", "%s; in all %s yuan", text, k.Amount.In(money.Yuan))
		}
		fmt.Fprintln(p.out, text.In(p.lang))
	}
	if o.Foreign == nil {
		return
	}
	for _, note := range tables.Dropped(o.Foreign.Profile, sum.Unknown) {
		fmt.Fprintln(p.out, note.In(p.lang))
	}
}
