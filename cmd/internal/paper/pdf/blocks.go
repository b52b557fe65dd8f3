package pdf

import (
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/chart"
	"github.com/fundledger/fundledger/cmd/internal/paper/lines"
	"github.com/fundledger/fundledger/ledger/lang"
)

// The looks of text.
var (
	titleLook = style{size: 2000, bold: true, ink: black}
	firstLook = style{size: 1500, bold: true, ink: black}
	nextLook  = style{size: 1150, bold: true, ink: black}
	textLook  = style{size: 1050, ink: black}
	smallLook = style{size: 850, ink: grey}
	nameLook  = style{size: 950, ink: grey}
	valueLook = style{size: 950, ink: black}
	boldLook  = style{size: 1000, bold: true, ink: black}
)

// leading is how far apart the lines of a text are.
func (t style) leading() int { return t.size * 165 / 100 }

// base is where the base line of the first line of a text is below its top.
func (t style) base() int { return t.size * 122 / 100 }

var footWords = lang.Text{ZH: "页眉或页脚", EN: "the head or foot of pages"}

func digits(n int) string { return strconv.Itoa(n) }

// cover draws the title and what is said below it.
func (l *layout) cover() {
	l.letters.where = lang.Text{ZH: "标题", EN: "the title"}
	for i, line := range l.balanced(l.Title, titleLook, width(false)) {
		above := 0
		if i == 0 {
			above = 3600
		}
		l.add(box{height: above + 2900, keep: true, draw: func(p *pen, y int) {
			p.text((short-l.letters.width(line, titleLook))/2, y+above+2200, line, titleLook)
		}})
	}
	l.letters.where = lang.Text{ZH: "封面", EN: "the cover"}
	names, values := 0, 0
	for _, row := range l.Cover {
		names, values = max(names, l.letters.width(row[0], nameLook)), max(values, l.letters.width(row[1], valueLook))
	}
	values = min(max(values, 12000), width(false)-names-6000)
	left := (short - names - values - 2000) / 2
	rule := func(p *pen, y int) { p.line(left-2000, y, left+names+2000+values+2000, y, 60, 0, pale) }
	if len(l.Cover) > 0 {
		l.add(box{before: 900, height: 700, keep: true, draw: rule})
	}
	for _, row := range l.Cover {
		all := l.lines(row[1], valueLook, values)
		l.add(box{height: valueLook.leading()*len(all) + 150, keep: true, draw: func(p *pen, y int) {
			p.text(left, y+valueLook.base(), row[0], nameLook)
			for i, line := range all {
				p.text(left+names+2000, y+valueLook.base()+i*valueLook.leading(), line, valueLook)
			}
			if row[1] == "" {
				p.line(left+names+2000, y+valueLook.base()+200, left+names+2000+values, y+valueLook.base()+200, 50, 0, grey)
			}
		}})
	}
	if len(l.Cover) > 0 {
		l.add(box{before: 500, height: 1000, draw: rule})
	}
	l.flush()
}

// block lays out a part of the document.
func (l *layout) block(b paper.Block, at int) {
	switch b := b.(type) {
	case paper.Heading:
		l.heading(b)
	case paper.Paragraph:
		l.paragraph(b, at)
	case paper.Table:
		l.table(b)
	case paper.Chart:
		l.chart(b)
	case paper.Proof:
		l.proof(b)
	case paper.PageBreak:
		l.flush()
		l.add(box{breaks: true})
	}
}

// heading lays out a heading, which stands on the page of what follows.
func (l *layout) heading(h paper.Heading) {
	l.letters.where = lang.F("标题“%s”", `the heading "%s"`, h.Text)
	t, before := firstLook, 2600
	if h.Level == 2 {
		t, before = nextLook, 1600
	}
	all := l.balanced(h.Text, t, width(false))
	for i, line := range all {
		b := box{height: t.size * 145 / 100, keep: true, draw: func(p *pen, y int) { p.text(side, y+t.base(), line, t) }}
		if i == 0 {
			b.before, b.ids, b.mark = before, []string{h.ID}, &mark{level: h.Level, title: h.Text}
		}
		if last := i == len(all)-1; last && h.Level == 1 {
			b.height += 900
			b.draw = func(p *pen, y int) {
				p.text(side, y+t.base(), line, t)
				at := y + t.size*145/100 + 200
				p.line(side, at, side+width(l.page().wide), at, 140, 0, blue)
			}
		} else if last {
			b.height += 300
		}
		l.add(b)
	}
}

// paragraph lays out text; two of its lines at least stand together.
func (l *layout) paragraph(b paper.Paragraph, at int) {
	l.letters.where = lang.F("第 %d 段", "block %d", at+1)
	t, indent, s := textLook, 0, ""
	if b.Small {
		t = smallLook
	} else if l.Lang == lang.ZH {
		indent = 2 * t.size
	}
	var ends []int
	for _, r := range b.Runs {
		s += r.Text
		ends = append(ends, len(s))
	}
	all := lines.Pack(s, func(from, to int) int { return l.letters.measure(s[from:to], t) }, func(line int) int {
		if line == 0 {
			return (width(false) - indent) * 1000
		}
		return width(false) * 1000
	})
	for i, span := range all {
		x := side
		if i == 0 {
			x += indent
		}
		line := box{height: t.leading(), keep: i == 0 && len(all) > 1 || i == len(all)-2, draw: func(p *pen, y int) {
			l.runs(p, b.Runs, ends, span, x, y, t)
		}}
		if i == 0 {
			line.before = t.size * 2 / 5
		}
		l.add(line)
	}
}

// runs draws a line of text, in which some pieces are links.
func (l *layout) runs(p *pen, runs []paper.Run, ends []int, span lines.Span, x, y int, t style) {
	from := 0
	for i, r := range runs {
		a, b := max(from, span.From), min(ends[i], span.To)
		if a < b {
			look := t
			if r.Link != "" {
				look.ink = blue
			}
			to := p.text(x, y+t.base(), r.Text[a-from:b-from], look)
			l.link(x, y, to, y+t.leading(), r.Link)
			x = to
		}
		from = ends[i]
	}
}

// inks are the colours of charts.
var inks = map[chart.Ink]ink{
	chart.First: blue, chart.Second: ochre, chart.Hatch: hatch, chart.Axis: grey, chart.Grid: pale, chart.Strong: black, chart.Pale: grey,
}

// chart lays out a chart and what it is called below it.
func (l *layout) chart(c paper.Chart) {
	l.letters.where = lang.F("图“%s”", `the chart "%s"`, c.Caption)
	picture := chart.Of(c, l.Lang)
	l.letters.width(picture.Text(), valueLook) // is there a font for all of it?
	left := (short - 10*picture.Width) / 2
	l.add(box{before: 1200, height: 10 * picture.Height, keep: true, ids: []string{c.ID}, draw: func(p *pen, y int) {
		l.picture(p, picture, left, y)
	}})
	all := l.balanced(c.Caption, boldLook, width(false))
	for i, line := range all {
		b := box{height: boldLook.leading(), keep: i < len(all)-1, draw: func(p *pen, y int) {
			p.text((short-l.letters.width(line, boldLook))/2, y+boldLook.base(), line, boldLook)
		}}
		if i == len(all)-1 {
			b.height += 600
		}
		l.add(b)
	}
}

// picture draws a chart.
func (l *layout) picture(p *pen, c chart.Picture, left, above int) {
	for _, it := range c.Items {
		var over *link
		for _, s := range it.Shapes {
			x, y, x2, y2 := left+10*s.X, above+10*s.Y, left+10*s.X2, above+10*s.Y2
			switch s.Kind {
			case chart.Box:
				if s.Ink == chart.Hatch {
					p.box(x, y, x2, y2, hatch)
					p.box(x+60, y+60, max(x2-60, x+60), max(y2-60, y+60), white)
				} else {
					p.box(x, y, x2, y2, inks[s.Ink])
				}
				over = &link{x, y, x2, y2, it.Link}
			case chart.Line:
				wide, dash := 60, 0
				if s.Ink == chart.First || s.Ink == chart.Second {
					wide = 160
				}
				if s.Dashed {
					dash = 600
				}
				p.line(x, y, x2, y2, wide, dash, inks[s.Ink])
			case chart.Dot:
				p.dot(x, y, 10*s.Size, inks[s.Ink])
				over = &link{x - 10*s.Size, y - 10*s.Size, x + 10*s.Size, y + 10*s.Size, it.Link}
			case chart.Word:
				t := style{size: 10 * s.Size, ink: inks[s.Ink]}
				switch s.Align {
				case chart.Begins:
				case chart.Middle:
					x -= l.letters.width(s.Text, t) / 2
				case chart.Ends:
					x -= l.letters.width(s.Text, t)
				}
				p.text(x, y, s.Text, t)
			}
		}
		if over != nil {
			l.link(over.x, over.y, over.x2, over.y2, over.to)
		}
	}
}
