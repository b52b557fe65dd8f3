package yearbook

import (
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/annual"
)

// explanations says at the beginning what the report rests on.
func (b *book) explanations() {
	b.add(paper.Heading{Level: 1, ID: "basis", Text: b.text("编制说明", "What this report rests on")})
	for _, t := range b.Basis {
		b.add(paper.Paragraph{Runs: []paper.Run{{Text: t.In(b.lang)}}})
	}
	for _, t := range []lang.Text{
		{ZH: "收支按收付实现制、依记账日计，与会社保02表一致；人次、案件等按业务日期计。合计各基金的数为统计口径，不是任何基金的账。",
			EN: "Income and expense are on the cash basis, by day of booking, as in the statutory statement; person-times, cases and the like go by business date. Sums over funds are statistics, and stand in no fund's books."},
		{ZH: "追回为到账的现金；支付前避免损失没有资金流动；罚款属国库，不是基金收入。三者从不相加，公布口径的“挽回”另行注明。",
			EN: "What was recovered is cash; what was prevented before payment moved no money; fines belong to the treasury and are no income of a fund. They are never added up; what bulletins call saved is marked as such."},
		{ZH: "因四舍五入，分项之和与合计可能略有差异；本报告以元计算到分，文字以亿元、万元列示，表内另列精确到分的数。",
			EN: "Parts may differ a little from totals by rounding; everything is counted to the fen, and the text has larger units; tables have both."},
		{ZH: "没有事项可据以计算的数不填零，列在“缺数”。每个数都链接到附注：公式、口径、来源和打开它的命令。",
			EN: "A figure for which there are no facts is not set to zero; it stands in the list of what is missing. Each figure leads to its note: formula, basis, source, and the command that opens it."},
	} {
		b.add(paper.Paragraph{Runs: []paper.Run{{Text: t.In(b.lang)}}})
	}
}

// forms adds the statutory statements.
func (b *book) forms() {
	if len(b.Forms)+len(b.Refused) == 0 {
		return
	}
	b.section("statements", lang.Text{ZH: "资产负债与收支报表", EN: "Statutory statements"})
	for _, why := range b.Refused {
		b.add(paper.Paragraph{Runs: []paper.Run{{Text: why.In(b.lang)}}})
	}
	for _, t := range b.Forms {
		b.form(t)
	}
}

// lists adds the appendices.
func (b *book) lists() {
	if len(b.exact)+len(b.Lists) == 0 {
		return
	}
	b.add(paper.PageBreak{}, paper.Heading{Level: 1, ID: "appendix", Text: b.text("附表", "Appendices")})
	for _, add := range b.exact {
		add()
	}
	for _, t := range b.Lists {
		b.add(b.attach(t))
	}
}

// missingFigures lists what is not known, and why; a figure that several spans lack for the same
// reason stands there once.
func (b *book) missingFigures() {
	t := paper.Table{ID: "missing-figures", Caption: b.text("没有的数", "Figures that there are not"), Columns: []paper.Column{
		{Key: "name", Title: b.text("指标", "indicator")}, {Key: "fund", Title: b.text("基金", "fund")},
		{Key: "days", Title: b.text("期间", "days")}, {Key: "why", Title: b.text("原因", "why")},
	}}
	type same struct {
		of  annual.Key
		why lang.Text
	}
	rows := map[same]int{}
	for _, i := range b.missing {
		if i.Name.IsZero() {
			continue // the region has nothing that could have it
		}
		of := same{i.Key, i.Missing}
		of.of.Span = annual.Span{}
		at, ok := rows[of]
		if !ok {
			at = len(t.Rows)
			rows[of] = at
			t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{{Text: i.Name.In(b.lang)}, {Text: schemeName(i.Scheme).In(b.lang)},
				{Text: i.Span.String()}, {Text: i.Missing.In(b.lang)}}})
			continue
		}
		t.Rows[at].Cells[2].Text += b.text("、", ", ") + i.Span.String()
	}
	if len(t.Rows) == 0 {
		return
	}
	b.add(paper.Heading{Level: 1, ID: "missing", Text: b.text("缺数", "What is missing")},
		paper.Paragraph{Runs: []paper.Run{{Text: b.text("下列数没有事项可据以计算。不知道不是零。", "There are no facts for these figures. What is not known is not zero.")}}}, t)
}

// notes explains every figure that is printed: what it is exactly, and the numbered definition that
// it goes by.
func (b *book) notes() {
	b.add(paper.PageBreak{}, paper.Heading{Level: 1, ID: "notes", Text: b.text("附注", "Notes on each figure")},
		paper.Paragraph{Runs: []paper.Run{{Text: lang.F("打开任何一个数：fundledger explain report.figures:region=%s:%s/标识/value",
			"To open any figure: fundledger explain report.figures:region=%s:%s/FIGURE/value", string(b.Figures.Region), b.Figures.Span.Option()).In(b.lang)}}, Small: true})
	figures := paper.Table{ID: "notes-figures", Caption: b.text("各数的精确值", "Each figure exactly"), Columns: []paper.Column{
		{Key: "figure", Title: b.text("标识", "figure")}, {Key: "name", Title: b.text("指标", "indicator")},
		{Key: "value", Title: b.text("数", "value"), Numbers: true}, {Key: "unit", Title: b.text("单位", "unit")}, {Key: "note", Title: b.text("注", "note"), Numbers: true},
	}}
	definitions := paper.Table{ID: "notes-definitions", Caption: b.text("公式、口径和来源", "Formulas, bases and sources"), Columns: []paper.Column{
		{Key: "note", Title: b.text("注", "note"), Numbers: true}, {Key: "formula", Title: b.text("公式", "formula")},
		{Key: "basis", Title: b.text("口径", "basis")}, {Key: "source", Title: b.text("来源", "source")},
	}}
	type definition struct{ formula, basis, source string }
	numbers := map[definition]int{}
	for _, i := range b.cited {
		d := definition{i.Formula.In(b.lang), b.covers(i), i.Source}
		n, ok := numbers[d]
		if !ok {
			n = len(numbers) + 1
			numbers[d] = n
			definitions.Rows = append(definitions.Rows, paper.Row{ID: "note-" + number(n), Cells: []paper.Cell{
				{Text: number(n)}, {Text: d.formula}, {Text: d.basis}, {Text: d.source}}})
		}
		value, unit := tabled(i), unitOf(i.Unit)
		if i.Unit == annual.Yuan {
			value, unit = exact(i), lang.Text{ZH: "元", EN: "yuan"}
		}
		figures.Rows = append(figures.Rows, paper.Row{ID: anchor(i.Key), Cells: []paper.Cell{
			{Text: i.Key.String()}, {Text: i.Name.In(b.lang)}, {Text: value, Figure: i.Key.String()}, {Text: unit.In(b.lang)},
			{Text: number(n), Link: "#note-" + number(n)},
		}})
	}
	b.add(figures, definitions)
}

// covers says what a figure counts, and what it does not cover.
func (b *book) covers(i annual.Indicator) string {
	if i.Partial.IsZero() {
		return i.Basis.In(b.lang)
	}
	return lang.F("%s；%s", "%s; %s", i.Basis, i.Partial).In(b.lang)
}

// Changes is what a report is compared with: the edition before.
type Changes struct {
	Edition int
	Figures *annual.Report
}

// changes lists the figures that differ from the edition before.
func (b *book) changes() {
	if b.Changes == nil {
		return
	}
	title := b.text("与上一版的差异", "What changed since the edition before")
	b.add(paper.Heading{Level: 1, ID: "changes", Text: title})
	t := paper.Table{ID: "changes-table", Caption: title, Columns: []paper.Column{
		{Key: "figure", Title: b.text("标识", "figure")}, {Key: "name", Title: b.text("指标", "indicator")},
		{Key: "before", Title: lang.F("第%s版", "edition %s", strconv.Itoa(b.Changes.Edition)).In(b.lang), Numbers: true},
		{Key: "now", Title: b.text("本版", "this edition"), Numbers: true},
	}}
	value := func(i annual.Indicator) string {
		if !i.Known() {
			return "—"
		}
		if i.Unit == annual.Yuan {
			return exact(i) + b.text("元", " yuan")
		}
		return said(i, "", b.lang)
	}
	for _, i := range append(b.cited[:len(b.cited):len(b.cited)], b.missing...) {
		old := b.Changes.Figures.Find(i.Metric, i.Detail, i.Scheme, i.Span)
		if was, is := value(old), value(i); was != is {
			t.Rows = append(t.Rows, paper.Row{Cells: []paper.Cell{{Text: i.Key.String()}, {Text: i.Name.In(b.lang)}, {Text: was}, {Text: is}}})
		}
	}
	if len(t.Rows) == 0 {
		b.add(paper.Paragraph{Runs: []paper.Run{{Text: b.text("没有数不同。", "No figure differs.")}}})
		return
	}
	b.add(t)
}

// proof adds the page of proof.
func (b *book) proof() {
	p := b.Proof
	rows := [][2]string{
		b.pair("账本", "ledger", b.ledger()),
		b.pair("事项", "facts", money.Group(strconv.FormatInt(p.Events, 10))),
		b.pair("根哈希", "root", p.Root),
		b.pair("截至登记时间", "as known at", p.Position),
		b.pair("报告模板版本", "version of the template", strconv.Itoa(Template)),
	}
	if p.Checkpoint != "" {
		rows = append(rows, b.pair("检查点", "checkpoint", p.Checkpoint), b.pair("签发", "signed by", strings.Join(p.Signers, ", ")))
	} else {
		rows = append(rows, b.pair("检查点", "checkpoint", b.text("没有", "none")))
	}
	rows = append(rows, b.pair("重新制作", "to make it again", p.Again), b.pair("核对", "to verify", "fundledger verify"))
	b.add(paper.PageBreak{}, paper.Proof{Title: b.text("证明", "Proof"), Rows: rows})
}
