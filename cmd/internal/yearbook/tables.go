package yearbook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/annual"
)

func number(n int) string { return strconv.Itoa(n) }

// chapter adds a chapter: its sentences, what a person wrote of it, its table and its charts.
// One of which nothing is known is left out; what it lacks is listed.
func (b *book) chapter(c chapter) {
	if c.scheme != annual.Over && !slices.Contains(b.Figures.Schemes, fund.Kind(c.scheme)) {
		return
	}
	b.section(c.id, c.title)
	from := len(b.doc.Blocks)
	speaker := b.speaker(c.scheme)
	for _, sentences := range c.paragraph {
		if runs := speaker.paragraph(sentences); len(runs) > 0 {
			b.add(paper.Paragraph{Runs: runs})
		}
	}
	b.free(c, speaker)
	b.table(c)
	for _, chart := range c.charts {
		b.chart(chart, c.scheme)
	}
	if len(b.doc.Blocks) == from || !b.saysFigures(from) {
		b.doc.Blocks = b.doc.Blocks[:from-1]
		b.number--
	}
}

// saysFigures reports whether a table, a chart or a paragraph with more than fixed words stands among
// the blocks from one on.
func (b *book) saysFigures(from int) bool {
	return slices.ContainsFunc(b.doc.Blocks[from:], func(block paper.Block) bool {
		p, is := block.(paper.Paragraph)
		return !is || slices.ContainsFunc(p.Runs, func(r paper.Run) bool { return r.Figure != "" })
	})
}

// rows are the lines of a chapter's table, those with details one by one; a line of which nothing
// is known in any of the spans is left out.
func (b *book) rows(c chapter, spans []annual.Span) (rows []line) {
	for _, l := range c.table {
		details := []string{l.detail}
		if l.detail == "*" {
			details = b.Figures.Details(l.metric, c.scheme, b.Figures.Span)
		}
		for _, d := range details {
			l.detail = d
			known, some := false, false
			for _, s := range spans {
				i := b.Figures.Find(l.metric, d, c.scheme, s)
				known, some = known || i.Known(), some || i.Known() && i.Num.Sign() != 0
			}
			switch {
			case some || known && !l.some:
				rows = append(rows, l)
			case !known:
				b.lack(b.Figures.Find(l.metric, d, c.scheme, b.Figures.Span))
			}
		}
	}
	return rows
}

// table adds the table of a chapter: of a year, or a part of one, beside the year before, with
// growth; of several years, year by year, in 万元, and among the appendices exactly in yuan.
func (b *book) table(c chapter) {
	if len(c.table) == 0 {
		return
	}
	if years := b.Figures.Span.EachYear(); years != nil {
		spans := append(years, b.Figures.Span)
		rows := b.rows(c, spans)
		spans = b.told(c, rows, spans)
		b.ofYears(c, rows, spans, false)
		var amounts []line
		for _, l := range rows {
			if b.one(c, l, spans).Unit == annual.Yuan {
				amounts = append(amounts, l)
			}
		}
		b.exact = append(b.exact, func() { b.ofYears(c, amounts, spans, true) }) // wide, so among the appendices
		return
	}
	spans := []annual.Span{b.Figures.Span}
	if before, ok := b.Figures.Span.Before(); ok {
		spans = append(spans, before)
	}
	b.besideBefore(c, b.rows(c, spans), spans)
}

// told are the spans of which the rows say something; what is said of none is listed as missing.
func (b *book) told(c chapter, rows []line, spans []annual.Span) []annual.Span {
	return slices.DeleteFunc(spans, func(s annual.Span) bool {
		some := s == b.Figures.Span
		for _, l := range rows {
			i := b.Figures.Find(l.metric, l.detail, c.scheme, s)
			some = some || i.Known() && (i.Num.Sign() != 0 || i.Unit != annual.Yuan && i.Unit != annual.Facts)
		}
		if !some {
			for _, l := range rows {
				b.lack(b.Figures.Find(l.metric, l.detail, c.scheme, s))
			}
		}
		return !some
	})
}

// one returns the figure of a line in the first span in which it is known.
func (b *book) one(c chapter, l line, spans []annual.Span) annual.Indicator {
	for _, s := range spans {
		if i := b.Figures.Find(l.metric, l.detail, c.scheme, s); i.Known() {
			return i
		}
	}
	return b.Figures.Find(l.metric, l.detail, c.scheme, spans[0])
}

// shortly returns the name of a figure, of one below that which it is a part of the part alone.
func (b *book) shortly(i annual.Indicator, below bool) string {
	name := i.Name.In(b.lang)
	if i.Detail != "" && below {
		_, part, ok := strings.Cut(name, b.text("：", ": "))
		if ok {
			return part
		}
	}
	return name
}

// caption numbers a table.
func (b *book) caption(title lang.Text) (id, caption string) {
	b.tables++
	return "table-" + number(b.tables), lang.F("表 %s %s", "Table %s. %s", number(b.tables), title).In(b.lang)
}

// remarks are what stands below a table: what a dash is, if there is one, and which figures are not
// of everything.
func (b *book) remarks(complete bool, figures []annual.Indicator) (notes []string) {
	if !complete {
		notes = append(notes, b.text("“—”为不知道，不是零；原因见“缺数”。", "A dash is not known, which is not zero; see the list of what is missing."))
	}
	of := map[string][]string{}
	var order []string
	for _, i := range figures {
		why := i.Partial.In(b.lang)
		if name := i.Name.In(b.lang); why != "" && i.Known() && !slices.Contains(of[why], name) {
			if of[why] == nil {
				order = append(order, why)
			}
			of[why] = append(of[why], name)
		}
	}
	for _, why := range order {
		notes = append(notes, strings.Join(of[why], b.text("、", ", "))+b.text("：", ": ")+why)
	}
	return notes
}

// cell returns a figure as a cell of a table. Exact amounts are in yuan.
func (b *book) cell(i annual.Indicator, inYuan bool) (cell paper.Cell, known bool) {
	if !i.Known() {
		b.lack(i)
		return paper.Cell{Text: "—"}, false
	}
	b.cite(i)
	cell = paper.Cell{Text: tabled(i), Figure: i.Key.String(), Link: link(i.Key)}
	whole := i.Den.Big().IsInt64() && i.Den.Big().Int64() == 1
	switch {
	case i.Unit == annual.Yuan && inYuan:
		cell.Text = exact(i)
		cell.Value = report.Amount(money.Sum(i.Num))
	case i.Unit == annual.Yuan, i.Unit == annual.YuanEach, i.Unit == annual.Months, i.Unit == annual.Percent:
		cell.Value = report.Number(plain(cell.Text))
	case whole:
		cell.Value = report.Counted(i.Num)
	}
	return cell, true
}

// plain is a number without its commas.
func plain(text string) string {
	var b []rune
	for _, r := range text {
		if r != ',' {
			b = append(b, r)
		}
	}
	return string(b)
}

// besideBefore is the table of a span beside the one before.
func (b *book) besideBefore(c chapter, rows []line, spans []annual.Span) {
	if len(rows) == 0 {
		return
	}
	t := paper.Table{Columns: []paper.Column{
		{Key: "item", Title: b.text("项目", "item")}, {Key: "unit", Title: b.text("单位", "unit")},
	}}
	t.ID, t.Caption = b.caption(c.title)
	for n, s := range spans {
		name := SpanName(s).In(b.lang)
		t.Columns = append(t.Columns,
			paper.Column{Key: "figure" + number(n), Title: name, Numbers: true},
			paper.Column{Key: "yuan" + number(n), Title: name + b.text("（元）", " (yuan)"), Numbers: true})
	}
	t.Columns = append(t.Columns, paper.Column{Key: "growth", Title: b.text("增长（%）", "growth (%)"), Numbers: true})
	complete := true
	var printed []annual.Indicator
	for _, l := range rows {
		first := b.one(c, l, spans)
		row := paper.Row{Level: l.level, Strong: l.strong, Cells: []paper.Cell{
			{Text: b.shortly(first, l.level > 0)}, {Text: unitOf(first.Unit).In(b.lang)},
		}}
		for _, s := range spans {
			i := b.Figures.Find(l.metric, l.detail, c.scheme, s)
			cell, known := b.cell(i, false)
			row.Cells, printed = append(row.Cells, cell), append(printed, i)
			complete = complete && known
			yuan := paper.Cell{}
			if i.Unit == annual.Yuan && known {
				yuan, _ = b.cell(i, true)
			}
			row.Cells = append(row.Cells, yuan)
		}
		growth := paper.Cell{}
		if i := b.Figures.At(first.In(spans[0]).Growth()); i.Known() {
			growth, _ = b.cell(i, false)
		}
		t.Rows = append(t.Rows, withCells(row, growth))
	}
	t.Notes = b.remarks(complete, printed)
	b.add(t)
}

func withCells(r paper.Row, cells ...paper.Cell) paper.Row {
	r.Cells = append(r.Cells, cells...)
	return r
}

// ofYears is the table of several years.
func (b *book) ofYears(c chapter, rows []line, spans []annual.Span, inYuan bool) {
	if len(rows) == 0 {
		return
	}
	t := paper.Table{Columns: []paper.Column{{Key: "item", Title: b.text("项目", "item")}}, Wide: true}
	title := c.title
	if inYuan {
		title = lang.F("%s（精确到分）", "%s (to the fen)", c.title)
		t.Unit = b.text("单位：元", "unit: yuan")
	} else {
		t.Columns = append(t.Columns, paper.Column{Key: "unit", Title: b.text("单位", "unit")})
	}
	t.ID, t.Caption = b.caption(title)
	for n, s := range spans {
		t.Columns = append(t.Columns, paper.Column{Key: "figure" + number(n), Title: SpanName(s).In(b.lang), Numbers: true})
	}
	complete := true
	var printed []annual.Indicator
	for _, l := range rows {
		first := b.one(c, l, spans)
		row := paper.Row{Level: l.level, Strong: l.strong, Cells: []paper.Cell{{Text: b.shortly(first, l.level > 0)}}}
		if !inYuan {
			row.Cells = append(row.Cells, paper.Cell{Text: unitOf(first.Unit).In(b.lang)})
		}
		for _, s := range spans {
			i := b.Figures.Find(l.metric, l.detail, c.scheme, s)
			cell, known := b.cell(i, inYuan)
			row.Cells, printed = append(row.Cells, cell), append(printed, i)
			complete = complete && known
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = b.remarks(complete, printed)
	b.add(t)
}

// attach adds a statement or a register as it is.
func (b *book) attach(t report.Table) paper.Table {
	p := paper.Of(t, report.Style{Lang: b.lang, Unit: money.Yuan})
	p.ID, p.Caption = b.caption(t.Title)
	return p
}

// form adds a statutory form, whose lines are as deep as their names are indented; those of the
// first depth are totals and headings, if some are deeper.
func (b *book) form(t report.Table) {
	p := b.attach(t)
	if !slices.ContainsFunc(p.Rows, func(r paper.Row) bool { return strings.HasPrefix(r.Cells[0].Text, " ") }) {
		b.add(p)
		return
	}
	for i := range p.Rows {
		row := &p.Rows[i]
		name := strings.TrimLeft(row.Cells[0].Text, " ")
		row.Level = (len(row.Cells[0].Text) - len(name)) / 2
		row.Strong = row.Level == 0
		row.Cells[0].Text = name
	}
	b.add(p)
}
