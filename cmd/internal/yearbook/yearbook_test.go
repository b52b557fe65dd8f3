package yearbook

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/annual"
)

// figure returns an invented indicator of 2025 or of another span.
func figure(metric, scheme, span string, unit annual.Unit, num, den int64) annual.Indicator {
	s, ok := annual.ParseSpan(span)
	if !ok {
		panic(span)
	}
	m, detail, _ := strings.Cut(metric, "/")
	return annual.Indicator{
		Key:  annual.Key{Metric: annual.Metric(m), Detail: detail, Scheme: scheme, Span: s},
		Name: lang.Text{ZH: metric, EN: metric}, Unit: unit, Num: wide.Of(num), Den: wide.Of(den),
	}
}

func text(runs []paper.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Amounts go by size, or are in 万元 where it is asked for; halves are rounded away from zero.
func TestSaid(t *testing.T) {
	for _, c := range []struct {
		unit     annual.Unit
		num, den int64
		form     form
		zh, en   string
	}{
		{annual.Yuan, 1_400_800_000_000, 1, "", "140.08亿元", "14,008 million yuan"},
		{annual.Yuan, 51_693_650_000, 1, "", "5.17亿元", "517 million yuan"},
		{annual.Yuan, 51_693_650_000, 1, inWan, "51,693.65万元", "516,936.5 thousand yuan"},
		{annual.Yuan, 9_999_999_999, 1, "", "10,000.00万元", "100,000.0 thousand yuan"},
		{annual.Yuan, 9_790_620_000, 1, "", "9,790.62万元", "97,906.2 thousand yuan"},
		{annual.Yuan, 999_999, 1, "", "9,999.99元", "9,999.99 yuan"},
		{annual.Yuan, 999_999, 1, inWan, "1.00万元", "10.0 thousand yuan"},
		{annual.Yuan, -3_050_000_000, 1, "", "-3,050.00万元", "-30,500.0 thousand yuan"},
		{annual.Yuan, 0, 1, inWan, "0.00万元", "0.0 thousand yuan"},
		{annual.YuanEach, 29_824, 60, "", "4.97元", "4.97 yuan"},
		{annual.Persons, 4_966_700, 1, "", "496.67万人", "4,966.7 thousand persons"},
		{annual.Persons, 9_999, 1, "", "9,999人", "9,999 persons"},
		{annual.PersonTimes, 58_840_000, 1, "", "5,884.00万人次", "58,840.0 thousand person-times"},
		{annual.Cases, 12_345, 1, "", "12,345件", "12,345 cases"},
		{annual.Cases, 1, 1, "", "1件", "1 case"},
		{annual.Months, 32_470_8 * 12, 35_356_77, "", "1.10个月", "1.10 months"},
		{annual.Percent, 1338, 100, asGrowth, "增长13.38%", "up 13.38%"},
		{annual.Percent, -1669, 100, asGrowth, "下降16.69%", "down 16.69%"},
		{annual.Percent, 1, 250, asGrowth, "持平", "unchanged"},
		{annual.Percent, 1, 200, asGrowth, "增长0.01%", "up 0.01%"},
		{annual.Percent, 10391, 100, "", "103.91%", "103.91%"},
	} {
		i := figure("x", "390", "2025", c.unit, c.num, c.den)
		if got := said(i, c.form, lang.ZH); got != c.zh {
			t.Errorf("%d/%d %s %s: %s, want %s", c.num, c.den, c.unit, c.form, got, c.zh)
		}
		if got := said(i, c.form, lang.EN); got != c.en {
			t.Errorf("%d/%d %s %s: %s, want %s", c.num, c.den, c.unit, c.form, got, c.en)
		}
	}
}

// A clause without its figure is left out, a sentence without one of its own is, too.
func TestSpeak(t *testing.T) {
	r := &annual.Report{Span: annual.Years(2025, 2025), All: []annual.Indicator{
		figure("income", "390", "2025", annual.Yuan, 5_000_000_00, 1),
		figure("a", "390", "2025", annual.Cases, 3, 1),
		figure("b", "390", "2025", annual.Cases, 4, 1),
	}}
	for _, c := range []struct{ sentence, want, missing string }{
		{"收入{income}[，比上年{x:growth}]；完。", "收入500.00万元；完。", "x.390.2025"},
		{"收入{income}，支出{y}。", "", "y.390.2025"},
		{"有：[甲{a}；][乙{x}；][丙{b}；]。", "有：甲3件；丙4件。", "x.390.2025"},
		{"有：[甲{a}；][乙{x}；]。", "有：甲3件。", "x.390.2025"},
		{"有：[甲{x}；][乙{y}；]。", "", "x.390.2025 y.390.2025"},
		{"共{a@310}。", "", "a.310.2025"},
		{"没有数的话。", "没有数的话。", ""},
		{"{span}，[甲{x}；]。", "", "x.390.2025"},
		{"有[a{a}; ][b{x}; ].", "有a3件.", "x.390.2025"},
	} {
		var missing []string
		p := speaker{
			lang: lang.ZH, report: r, scheme: "390", words: map[string]string{"span": "2025年度"},
			links: link, cited: func(annual.Indicator) {},
			missing: func(i annual.Indicator) { missing = append(missing, i.Key.String()) },
		}
		if got := text(p.speak(sentence{c.sentence, c.sentence})); got != c.want {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
		if got := strings.Join(missing, " "); got != c.missing {
			t.Errorf("%s lacks %s, want %s", c.sentence, got, c.missing)
		}
	}
}

func TestFree(t *testing.T) {
	free, err := ReadFree("words.md", "\uFEFF## 基金监管\r\n下一步继续\r\n加强检查，收入{{f:income.390.2025}}。\r\n\r\n第二段。\n<!-- 草稿 -->\n## funds\none\ntwo\n")
	if err != nil || len(free.Chapters) != 2 || len(free.Chapters[0].Paragraphs) != 2 || free.Chapters[0].Paragraphs[0].Text != "下一步继续加强检查，收入{{f:income.390.2025}}。" ||
		free.Chapters[1].Paragraphs[0].Text != "one two" || free.Chapters[1].Line != 7 {
		t.Fatalf("%+v %v", free, err)
	}
	for text, lines := range map[string][]int{"只有一段": {1}, "# 题目\n\n## funds\n### x\n": {1, 4}} {
		_, err := ReadFree("words.md", text)
		faults, ok := err.(*FreeError)
		if !ok || len(faults.Faults) != len(lines) || faults.Faults[0].Line != lines[0] {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Figures that were typed go stale; years, dates and articles do not.
func TestLiteral(t *testing.T) {
	for _, bad := range []string{"收入12.3亿元", "占 5 %", "共３２件", "12个月", "5 million", "下降2个百分点", "1,234.50元", "100 cases"} {
		if literal.FindString(bad) == "" {
			t.Errorf("%q was taken", bad)
		}
	}
	for _, good := range []string{"2025年12月31日", "第38条", "医保发〔2025〕18号", "“十四五”期间", "3项制度", "DRG 2.0", "article 38"} {
		if got := literal.FindString(good); got != "" {
			t.Errorf("%q: %q was refused", good, got)
		}
	}
}
