package printed

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/annual"
)

// key reads a key such as income.310.2025.
func key(t *testing.T, text string) annual.Key {
	t.Helper()
	parts := strings.Split(text, ".")
	span, ok := annual.ParseSpan(parts[2])
	if !ok {
		t.Fatal(text)
	}
	metric, detail, _ := strings.Cut(parts[0], "/")
	return annual.Key{Metric: annual.Metric(metric), Detail: detail, Scheme: parts[1], Span: span}
}

// reportOf is a report with indicators that follow from each other.
func reportOf(t *testing.T) *annual.Report {
	t.Helper()
	r := &annual.Report{}
	add := func(name string, unit annual.Unit, num, den int64, terms ...string) {
		k := key(t, name)
		i := annual.Indicator{Key: k, Name: lang.Text{ZH: "甲" + name, EN: "the " + name}, Unit: unit, Num: wide.Of(num), Den: wide.Of(den)}
		for n, term := range terms {
			role := annual.Plus
			switch {
			case unit == annual.Percent || unit == annual.Months || unit == annual.YuanEach:
				role = []annual.Role{annual.Numerator, annual.Denominator}[n]
			case n == 1 && string(k.Metric) == "surplus":
				role = annual.Minus
			}
			if opens, is := strings.CutPrefix(term, "opens "); is {
				i.Terms = append(i.Terms, annual.Term{Opens: opens, Role: role})
			} else {
				i.Terms = append(i.Terms, annual.Term{Of: key(t, term), Role: role})
			}
		}
		r.All = append(r.All, i)
	}
	add("income.310.2024", annual.Yuan, 1_000_000_000_00, 1)
	add("income.310.2025", annual.Yuan, 1_234_567_890_12, 1, "income_premiums.310.2025", "income_other.310.2025")
	add("income_premiums.310.2025", annual.Yuan, 1_000_000_001_11, 1)
	add("income_other.310.2025", annual.Yuan, 234_567_889_01, 1)
	add("expense.310.2025", annual.Yuan, 900_000_000_00, 1)
	add("surplus.310.2025", annual.Yuan, 334_567_890_12, 1, "income.310.2025", "expense.310.2025")
	add("balance.310.2024", annual.Yuan, 500_000_000_50, 1, "opens explain/1")
	add("balance.310.2025", annual.Yuan, 834_567_890_62, 1, "opens explain/2")
	add("income_growth.310.2025", annual.Percent, 23456789012, 1_000_000_000, "income.310.2025", "income.310.2024")
	add("months.310.2025", annual.Months, 834_567_890_62*12, 900_000_000_00, "balance.310.2025", "expense.310.2025")
	add("insured.310.2025", annual.Persons, 4_966_712, 1)
	add("income_per_head.310.2025", annual.YuanEach, 1_234_567_890_12, 4_966_712, "income.310.2025", "insured.310.2025")
	add("unknown.310.2025", annual.Yuan, 0, 1)
	r.All[len(r.All)-1].Missing = lang.Text{ZH: "无", EN: "none"}
	return r
}

// documentOf prints it.
func documentOf(l lang.Lang) paper.Document {
	say := func(zh, en string) string { return lang.Text{ZH: zh, EN: en}.In(l) }
	cells := func(name, unit, key, text string, exact ...string) paper.Row {
		row := paper.Row{Cells: []paper.Cell{{Text: name}, {Text: unit}, {Text: text, Figure: key + ".310.2025"}, {}}}
		if len(exact) > 0 {
			row.Cells[3] = paper.Cell{Text: exact[0], Figure: key + ".310.2025"}
		}
		return row
	}
	wan := say("万元", "10,000 yuan")
	return paper.Document{Lang: l, Blocks: []paper.Block{
		paper.Heading{Level: 1, Text: say("一、收支", "1. Money")},
		paper.Paragraph{Runs: []paper.Run{
			{Text: say("收入", "Income ")}, {Text: say("12.35亿元", "1,235 million yuan"), Figure: "income.310.2025"},
			{Text: say("增长23.46%", "up 23.46%"), Figure: "income_growth.310.2025"}, {Text: say("11.13个月", "11.13 months"), Figure: "months.310.2025"},
			{Text: say("496.67万人", "4,966.7 thousand persons"), Figure: "insured.310.2025"}, {Text: say("248.57元", "248.57 yuan"), Figure: "income_per_head.310.2025"},
		}},
		paper.Table{
			Caption: say("表 1", "Table 1"),
			Columns: []paper.Column{{Title: say("项目", "item")}, {Title: say("单位", "unit")}, {Title: "2025"}, {Title: say("2025年（元）", "2025 (yuan)")}, {Title: say("增长（%）", "growth (%)")}},
			Rows: []paper.Row{
				cells("a", wan, "income", "123,456.79", "1,234,567,890.12"), cells("b", wan, "income_premiums", "100,000.00", "1,000,000,001.11"),
				cells("c", wan, "income_other", "23,456.79", "234,567,889.01"), cells("d", wan, "expense", "90,000.00", "900,000,000.00"),
				cells("e", wan, "surplus", "33,456.79", "334,567,890.12"), cells("f", wan, "balance", "83,456.79", "834,567,890.62"),
				cells("g", say("人", "persons"), "insured", "4,966,712"), cells("h", say("元", "yuan"), "income_per_head", "248.57"),
				{Cells: []paper.Cell{{Text: "i"}, {Text: "%"}, {}, {}, {Text: "23.46", Figure: "income_growth.310.2025"}}},
				{Cells: []paper.Cell{{Text: "k"}, {Text: say("月", "months")}, {Text: "11.13", Figure: "months.310.2025"}}},
				{Cells: []paper.Cell{{Text: "l"}, {Text: wan}, {Text: "—", Figure: "unknown.310.2025"}}},
			},
		},
		paper.Table{
			Caption: say("表 2", "Table 2"), Unit: say("单位：元", "unit: yuan"), Columns: []paper.Column{{Title: say("项目", "item")}, {Title: "2024"}},
			Rows: []paper.Row{
				{Cells: []paper.Cell{{Text: "a"}, {Text: "1,000,000,000.00", Figure: "income.310.2024"}}},
				{Cells: []paper.Cell{{Text: "f"}, {Text: "500,000,000.50", Figure: "balance.310.2024"}}},
			},
		},
		paper.Chart{Caption: say("图 1", "Figure 1"), Unit: say("亿元", "100 million yuan"), Labels: []string{"2024", "2025"}, Series: []paper.Series{{Name: "x", Points: []paper.Point{
			{Known: true, Size: 1000, Text: "10.00", Figure: "income.310.2024"}, {Known: true, Size: 1235, Text: "12.35", Figure: "income.310.2025"},
		}}}},
	}}
}

// What is printed of a report ties, in both languages.
func TestOfReport(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		p := OfReport(documentOf(l), reportOf(t))
		if why := p.Refusal(); !why.IsZero() {
			t.Errorf("%s: %s", l, why.In(l))
		}
		kinds := map[Kind]int{}
		for _, r := range Judge(p.Figures, p.Relations) {
			if kinds[r.Kind]++; r.State != Tied {
				t.Errorf("%s: %s is %s", l, r.Told(p.Figures, l), r.State)
			}
		}
		single := true
		for _, k := range []Kind{Parts, Surplus, Roll, Growth, Months, Quotient} {
			single = single && kinds[k] == 1
		}
		if !single || kinds[Same] != 2*len(p.Figures)-36 {
			t.Errorf("%s: %d figures, %v", l, len(p.Figures), kinds)
		}
	}
}

// Whatever single figure is printed otherwise, by one unit of its last digit or more, is found, also one
// that stands in a chart or is drawn.
func TestMisprintsInReport(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 7))
	r := reportOf(t)
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		for n := range len(OfDocument(documentOf(l)).Figures) {
			d := documentOf(l)
			was, is := misprint(&d, n, random)
			if why := OfReport(d, r).Refusal(); why.IsZero() {
				t.Errorf("%s: %s instead of %s is not found", l, is, was)
			}
		}
	}
}

// misprint changes one figure of a document.
func misprint(d *paper.Document, n int, random *rand.Rand) (was, is string) {
	change := func(text *string) {
		n--
		if n != -1 {
			return
		}
		was = *text
		at := strings.IndexAny(was, "0123456789")
		f, _ := readFigure(was[at:], Unit{})
		digits := f.Value.Shift(-f.Unit.Power).Add(f.Last.Shift(-f.Unit.Power).Mul(decimal.NewFromInt(1 + random.Int64N(9))))
		rest := strings.TrimLeft(was[at:], "0123456789.,")
		*text = was[:at] + digits.StringFixed(-f.Last.Shift(-f.Unit.Power).Exponent()) + rest
		is = *text
	}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case paper.Paragraph:
			for i := range b.Runs {
				if b.Runs[i].Figure != "" {
					change(&b.Runs[i].Text)
				}
			}
		case paper.Table:
			for _, row := range b.Rows {
				for i := range row.Cells {
					if row.Cells[i].Figure != "" && row.Cells[i].Text != "—" {
						change(&row.Cells[i].Text)
					}
				}
			}
		case paper.Chart:
			for _, s := range b.Series {
				for i := range s.Points {
					change(&s.Points[i].Text)
					if n--; n == -1 {
						was, is = "the size", "another"
						s.Points[i].Size++
					}
				}
			}
		default:
		}
	}
	return was, is
}

// What cannot be the figure of its key refuses the report, too.
func TestUnreadable(t *testing.T) {
	r := reportOf(t)
	for text, key := range map[string]string{
		"十二亿": "income.310.2025", "12.35": "income.310.2025", "12.35万人": "income.310.2025", "1.00万元": "nothing.310.2025", "2.00万元": "unknown.310.2025",
	} {
		d := paper.Document{Lang: lang.ZH, Blocks: []paper.Block{
			paper.Heading{Text: "一"}, paper.Paragraph{Runs: []paper.Run{{Text: text, Figure: key}}},
		}}
		if p := OfReport(d, r); len(p.Unread) != 1 || !strings.Contains(p.Refusal().ZH, "一 第 1 段的 "+key+" 印作 \""+text) {
			t.Errorf("%s: %q", text, p.Refusal().ZH)
		}
	}
	for text, value := range map[string]string{"增长23.46%": "23.46", "下降0.50%": "-0.5", "持平": "0", "up 3.00%": "3", "down 3.00%": "-3", "unchanged": "0"} {
		d := paper.Document{Blocks: []paper.Block{paper.Paragraph{Runs: []paper.Run{{Text: text, Figure: "g"}}}}}
		if p := OfDocument(d); len(p.Figures) != 1 || p.Figures[0].Value.String() != value || p.Figures[0].Last.String() != "0.01" {
			t.Errorf("%s: %+v", text, p)
		}
	}
}

// A statement of the report ties by the words of its lines, and one that does not refuses it.
func TestForms(t *testing.T) {
	for total, refused := range map[string]bool{"12.00": false, "12.50": true} {
		d := paper.Document{Lang: lang.ZH, Blocks: []paper.Block{paper.Table{
			Caption: "表 9 收支表", Unit: "单位：元", Columns: []paper.Column{{Title: "项目"}, {Title: "本年数"}},
			Rows: []paper.Row{
				{Cells: []paper.Cell{{Text: "一、收入"}, {Text: total}}},
				{Level: 1, Cells: []paper.Cell{{Text: "保险费收入"}, {Text: "10.00"}}},
				{Level: 1, Cells: []paper.Cell{{Text: "利息收入"}, {Text: "2.00"}}},
				{Level: 1, Cells: []paper.Cell{{Text: "其他收入"}, {Text: "未公布"}}},
			},
		}}}
		why := OfReport(d, &annual.Report{}).Refusal()
		if why.IsZero() == refused || refused && !strings.Contains(why.ZH, "“一、收入 本年数”（表 9 收支表）印作 12.50元") {
			t.Errorf("%s: %q", total, why.ZH)
		}
	}
}
