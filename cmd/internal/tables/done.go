package tables

import (
	"sync"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/replay"
)

// Imported shows what a clerk ticks off against the paper, in a language: what an import made of
// the rows of each type.
func Imported(sum importer.Summary, l lang.Lang) report.Table {
	type total = importer.TypeTotal
	number := func(key, zh, en string, of func(total) int) column[total] {
		return col(key, zh, en, func(r total) report.Cell { return report.Count(int64(of(r))) })
	}
	shown := map[bool]report.Show{true: report.Always, false: report.Never}
	return fill(report.Table{Key: "import", Title: lang.F("导入 %s", "import of %s", sum.File)}, []column[total]{
		text("type", "", "type", func(r total) string { return r.Type }).show(shown[l != lang.ZH]), // in Chinese what it is called says it all
		col("title", "事项类型", "meaning", func(r total) report.Cell { return report.Words(event.TitleOf(r.Type)) }),
		number("rows", "行数", "rows", func(r total) int { return r.Rows }),
		number("already", "其中已入账", "of them recorded before", func(r total) int { return r.Already }),
		number("repeated", "与本文件前面的行重复", "of them said before in this file", func(r total) int { return r.Repeated }).show(shown[sum.Repeated > 0]),
		col("amount", "记入金额合计", "sum recorded", func(r total) report.Cell { return when(r.HasMoney, report.Amount(r.Amount)) }),
	}, sum.Types)
}

// Replayed shows the fingerprint of each view, and of which facts it was made.
func Replayed(known time.Time, r replay.Result, views []replay.View) report.Table {
	t := report.Table{Key: "replay", Title: lang.Text{ZH: "重放", EN: "Replay"}, Facts: []report.Fact{KnownAt(known),
		fact("events", "事项条数", "facts", report.Count(int64(r.Entries))),
		fact("later", "其后入账未计", "recorded later, left out", report.Count(int64(r.Later)))}}
	if r.Entries > 0 {
		t.Facts = append(t.Facts, fact("first", "最早入账", "first recorded", report.Text(LocalTime(r.First))),
			fact("last", "最近入账", "last recorded", report.Text(LocalTime(r.Last))))
	}
	type print struct{ view, digest string }
	prints := make([]print, len(views))
	var making sync.WaitGroup
	for i, v := range views {
		making.Go(func() { prints[i] = print{v.Name(), replay.Digest(v)} })
	}
	making.Wait()
	return fill(t, []column[print]{
		text("view", "视图", "view", func(p print) string { return p.view }),
		text("sha256", "状态指纹 SHA-256", "SHA-256 of its state", func(p print) string { return p.digest }),
	}, prints)
}

// Generated shows every published figure beside what generated facts add up to, at a scale,
// and returns the names of those that are off.
func Generated(plan *generate.Plan, tally *generate.Tally, scale string) (t report.Table, off []string) {
	type item = generate.Item
	got := tally.Totals()
	number := func(of generate.Totals) func(item) report.Cell {
		return func(i item) report.Cell {
			if i.IsAmount() {
				return report.Number(money.Fen(of[i]).String())
			}
			return report.Count(of[i])
		}
	}
	for _, i := range generate.Items() {
		if plan.Target[i] != got[i] {
			off = append(off, i.Name())
		}
	}
	return fill(report.Table{
		Key: "generated", Title: lang.Text{ZH: "公布数与生成数", EN: "Published figures and what was generated"},
		Facts: []report.Fact{fact("scale", "规模", "scale", report.Number(scale)), fact("facts", "事项条数", "facts", report.Count(tally.Facts))},
		Notes: note(true, "按规模四舍五入；有过的至少一笔。结余为期初加收入减支出，收入按公布的结余推定。", "In proportion, rounded half up; of what happened at all, at least one. The balance is opening, plus income, less expense; income was chosen for the published balance."),
	}, []column[item]{
		text("figure", "公布项", "figure", item.Name),
		text("unit", "单位", "unit", item.Unit),
		col("published", "公布数", "published", number(plan.Published)),
		col("expected", "按规模应为", "at this scale", number(plan.Target)),
		col("generated", "生成数", "generated", number(got)),
		col("equal", "相等", "equal", func(i item) report.Cell { return yesNo(plan.Target[i] == got[i]) }),
	}, generate.Items()), off
}
