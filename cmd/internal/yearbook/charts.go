package yearbook

import (
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// chart is a chart of a chapter.
type chart struct {
	kind    paper.ChartKind
	caption lang.Text
	metrics []string // METRIC or METRIC/DETAIL; METRIC/*: every detail
	noCash  bool
}

// yearly shows two metrics over the years that are known.
func yearly(a, b string, caption lang.Text) chart {
	return chart{kind: paper.Bars, caption: caption, metrics: []string{a, b}}
}

// parts shows what a total is made of in the span.
func parts(caption lang.Text, metrics ...string) chart {
	return chart{kind: paper.Parts, caption: caption, metrics: metrics}
}

// funnel shows what became of what was ordered back, in cash.
func funnel() chart {
	return parts(lang.Text{ZH: "责令退回与到账", EN: "Ordered back, and what came of it"}, "ordered", "recovered", "set_off", "outstanding")
}

// prevented shows what moved no cash.
func prevented() chart {
	c := parts(lang.Text{ZH: "支付前避免损失（无资金流动）", EN: "Prevented before payment (no cash)"}, "prevented/*")
	c.noCash = true
	return c
}

// chart adds a chart; one of which nothing is known is left out.
func (b *book) chart(c chart, scheme string) {
	var drawn paper.Chart
	var figures []annual.Indicator // those of the chart, series by series
	if c.kind == paper.Bars {
		drawn, figures = b.years(c, scheme)
	} else {
		drawn, figures = b.shares(c, scheme)
	}
	unit, known := b.scale(figures), 0
	for _, i := range figures {
		if i.Known() {
			known++
		}
	}
	if known < 2 { // one figure is no picture
		return
	}
	b.charts++
	drawn.ID, drawn.Kind = "chart-"+number(b.charts), c.kind
	drawn.Caption = lang.F("图 %s %s", "Figure %s. %s", number(b.charts), c.caption).In(b.lang)
	drawn.Unit = unit.name.In(b.lang)
	next := 0
	for s := range drawn.Series {
		drawn.Series[s].NoCash = c.noCash
		for range drawn.Labels {
			drawn.Series[s].Points = append(drawn.Series[s].Points, b.point(figures[next], unit))
			next++
		}
	}
	b.add(drawn)
}

// years are two series over the years of the report, the latest five of which something is known.
func (b *book) years(c chart, scheme string) (drawn paper.Chart, figures []annual.Indicator) {
	var spans []annual.Span
	last := b.Figures.Span.To.Year()
	for year := last - 4; year <= last; year++ {
		s := annual.Years(year, year)
		for _, m := range c.metrics {
			if b.Figures.Find(annual.Metric(m), "", scheme, s).Known() {
				spans = append(spans, s)
				break
			}
		}
	}
	for _, s := range spans {
		drawn.Labels = append(drawn.Labels, lang.F("%s年", "%s", s.String()).In(b.lang))
	}
	for _, m := range c.metrics {
		name := ""
		for _, s := range spans {
			i := b.Figures.Find(annual.Metric(m), "", scheme, s)
			if i.Known() {
				name = i.Name.In(b.lang)
			}
			figures = append(figures, i)
		}
		drawn.Series = append(drawn.Series, paper.Series{Name: name})
	}
	return drawn, figures
}

// shares are the parts of a total, those that are known and not nil.
func (b *book) shares(c chart, scheme string) (drawn paper.Chart, figures []annual.Indicator) {
	for _, m := range c.metrics {
		metric, detail, _ := strings.Cut(m, "/")
		details := []string{detail}
		if detail == "*" {
			details = b.Figures.Details(annual.Metric(metric), scheme, b.Figures.Span)
		}
		for _, d := range details {
			i := b.Figures.Find(annual.Metric(metric), d, scheme, b.Figures.Span)
			if i.Known() && i.Num.Sign() != 0 {
				drawn.Labels, figures = append(drawn.Labels, b.shortly(i, true)), append(figures, i)
			}
		}
	}
	drawn.Series = []paper.Series{{Name: c.caption.In(b.lang)}}
	return drawn, figures
}

// scale is the unit of a chart.
type scale struct {
	name  lang.Text
	shift int
}

// scale returns the unit in which the largest figure is easily read.
func (b *book) scale(figures []annual.Indicator) scale {
	for _, i := range figures {
		if i.Known() && i.Unit == annual.Yuan && reaches(i, 10) {
			return scale{lang.Text{ZH: "亿元", EN: "100 million yuan"}, -10}
		}
	}
	return scale{lang.Text{ZH: "万元", EN: "10,000 yuan"}, -6}
}

// point returns a figure of a chart.
func (b *book) point(i annual.Indicator, u scale) paper.Point {
	if !i.Known() {
		return paper.Point{}
	}
	b.cite(i)
	text := decimal(i, u.shift, 2)
	size := int64(0)
	for _, r := range text {
		if r >= '0' && r <= '9' {
			size = 10*size + int64(r-'0')
		}
	}
	if text[0] == '-' {
		size = -size
	}
	return paper.Point{Known: true, Size: size, Text: text, Figure: i.Key.String(), Link: link(i.Key)}
}
