package main

import (
	"fmt"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// printSummary prints what a clerk ticks off against the paper.
func (p *program) printSummary(sum importer.Summary, o importer.Options) error {
	if err := tables.Imported(sum, p.lang).Write(p.out, report.Plain, report.Style{Lang: p.lang, Unit: money.Yuan}); err != nil {
		return err
	}
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, outcome(sum, o).In(p.lang))
	p.printNotes(p.out, sum)
	p.printSkipped(sum, o)
	p.printWarnings(sum)
	if sum.Repeated > 0 {
		fmt.Fprintln(p.out, p.say("%s与本文件前面的行完全相同，只记一次：%s；确为另一笔的，用其自己的凭证号", "%s said before in this file, and recorded once: %s; if one is another fact, give it a number of its own",
			lang.Count(sum.Repeated, "行", "row"), repeats(sum).In(p.lang)))
	}
	return nil
}

// printWarnings prints what is unusual about rows that were recorded.
func (p *program) printWarnings(sum importer.Summary) {
	for _, w := range sum.Warnings {
		what := office.UndatedTotal()
		if w.Warning != "" {
			what = event.NameOf("warning", w.Warning)
		}
		place := lang.F("第 %d 行", "line %d", w.Line)
		if sum.Sheets != nil {
			place = sum.PlaceOf(w.Line)
		}
		fmt.Fprintln(p.out, p.say("提示：%s：%s", "warning: %s: %s", place, what))
	}
	if more := sum.Warned - len(sum.Warnings); more > 0 {
		fmt.Fprintln(p.out, p.say("提示：另有 %s；见 fundledger events --format csv 的 warning 列", "warning: %s; see the column warning of fundledger events --format csv", lang.Count(more, "行", "more row")))
	}
}

// repeats lists the places of repeated rows.
func repeats(sum importer.Summary) lang.Text {
	zh, en := "第 ", "line "
	if sum.Sheets != nil {
		zh, en = "", ""
	}
	for i, line := range sum.Repeats {
		if i > 0 {
			zh, en = zh+", ", en+", "
		}
		place := sum.Sheets.Place(line)
		if place == "" {
			place = strconv.Itoa(line)
		}
		zh, en = zh+place, en+place
	}
	if sum.Repeated > len(sum.Repeats) {
		zh, en = zh+", …", en+", …"
	}
	if sum.Sheets == nil {
		zh += " 行"
	}
	return lang.Text{ZH: zh, EN: en}
}

// outcome says in words what an import did.
func outcome(sum importer.Summary, o importer.Options) lang.Text {
	recorded, rejected := lang.Count(sum.Recorded, "条", "fact"), lang.Count(sum.Rejected, "行", "row")
	before := lang.Number(sum.Already, "条此前已入账", "was recorded before", "were recorded before")
	switch {
	case o.DryRun && sum.Rejected > 0:
		return lang.F("只检查：可记入 %s（%d 条已入账），有错误 %s；未写入", "checked only: %s to record (%d recorded before), %s with faults; nothing was written", recorded, sum.Already, rejected)
	case o.DryRun:
		return lang.F("检查无误，可记入 %s（%d 条已入账）；未写入", "no faults: %s to record (%d recorded before); nothing was written", recorded, sum.Already)
	case sum.Recorded == 0 && sum.Rejected == 0 && sum.Repeated == 0 && sum.Already == 1:
		return lang.Text{ZH: "这 1 条此前已入账，账本没有变化", EN: "the 1 fact was recorded before; the ledger did not change"}
	case sum.Recorded == 0 && sum.Rejected == 0 && sum.Repeated == 0 && sum.Already == 0:
		return lang.Text{ZH: "没有可记的事项，账本没有变化", EN: "there is no fact to record; the ledger did not change"}
	case sum.Recorded == 0 && sum.Rejected == 0 && sum.Repeated == 0:
		return lang.F("全部 %d 条此前都已入账，账本没有变化", "all %d facts were recorded before; the ledger did not change", sum.Already)
	case sum.Rejected > 0 && !o.Partial:
		return lang.F("记入 %s；%s；拒绝 %s，因为其间账本有变", "recorded %s; %s; refused %s, because the ledger changed meanwhile", recorded, before, rejected)
	case sum.Rejected > 0 && sum.Sheets != nil:
		return lang.F("记入 %s；%s\n退回 %s：在标有问题的工作簿中改正后导入它，已记的不会重复", "recorded %s; %s\nrejected %s: mend them in the workbook with its faults in it and import that; nothing is doubled", recorded, before, rejected)
	case sum.Rejected > 0:
		return lang.F("记入 %s；%s\n退回 %s：%s；改正后导入该文件", "recorded %s; %s\nrejected %s: %s; mend that file and import it", recorded, before, rejected, o.Rejects)
	}
	done := lang.F("记入 %s；%s", "recorded %s; %s", recorded, before)
	if sum.Late > 0 {
		done = lang.F("%s\n其中 %s", "%s\n%s", done, lang.Number(sum.Late, "条所属期间已结账，记入其后未结账的日子", "of them belongs to a closed period and is booked on the first open day", "of them belong to a closed period and are booked on the first open day"))
	}
	return done
}
