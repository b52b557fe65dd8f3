// Package chart draws charts: it says where each rectangle, line and word of one stands, in
// whole tenths of a point, so that every machine draws the same, on a page of a browser and on
// paper. What is not known is said to be missing and has no bar; bars begin at zero.
package chart

import (
	"cmp"
	"math"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/lines"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Picture is a chart as it is drawn, in tenths of a point from its upper left corner.
type Picture struct {
	Width, Height int
	Items         []Item // in the order in which they are drawn, and read
}

// Item is what is drawn for one figure, or for none: the frame.
type Item struct {
	Name   string // whose figure it is, and the figure; "" for the frame
	Figure string // its key
	Link   string
	Shapes []Shape
}

// Shape is a rectangle, a line, a dot or a text.
type Shape struct {
	Kind   Kind
	Ink    Ink
	X, Y   int // the corner of a rectangle, the begin of a line, the middle of a dot; of a text see Align, and its base line
	X2, Y2 int // the other corner, the end
	Text   string
	Size   int // of a text; of a dot, how far it reaches
	Align  Align
	Dashed bool
}

// Kind is what a shape is.
type Kind uint8

// The kinds of shapes.
const (
	Box Kind = iota
	Line
	Dot
	Word
)

// Ink is the colour of a shape.
type Ink uint8

// The inks: of the first and the second series, of what stands for no cash, of the axis and the
// lines behind the bars, of words and of remarks.
const (
	First Ink = iota
	Second
	Hatch
	Axis
	Grid
	Strong
	Pale
)

// Align is where a text stands beside its X.
type Align uint8

// Where texts stand.
const (
	Begins Align = iota
	Middle
	Ends
)

// Wide is how wide a chart is: as the text of a page that stands.
const Wide = 4800

// The sizes of words.
const (
	wordSize   = 85
	figureSize = 75
	lineHeight = 110
)

// Of returns the picture of a chart in a language. The document has been checked.
func Of(c paper.Chart, l lang.Lang) Picture {
	d := &drawing{Chart: c, lang: l, y: 40}
	d.Width = Wide
	d.legend()
	switch c.Kind {
	case paper.Parts:
		d.parts()
	case paper.Lines:
		d.lines()
	case paper.Bars:
		d.bars()
	}
	return d.Picture
}

// drawing is a chart that is being drawn.
type drawing struct {
	paper.Chart
	Picture
	lang lang.Lang
	y    int // down to which it is drawn
}

// missing is what stands for a figure that is not known.
func (d *drawing) missing() string { return lang.Text{ZH: "缺数", EN: "missing"}.In(d.lang) }

// text is what stands for a point.
func (d *drawing) text(p paper.Point) string {
	if !p.Known {
		return d.missing()
	}
	return p.Text
}

// ink is the colour of a series.
func (d *drawing) ink(series int) Ink {
	switch {
	case d.Series[series].NoCash:
		return Hatch
	case series == 1:
		return Second
	}
	return First
}

// item begins what is drawn for a point.
func (d *drawing) item(series, at int) Item {
	s := d.Series[series]
	p := s.Points[at]
	name := d.Labels[at] + " "
	if s.Name != "" {
		name += s.Name + " "
	}
	name += d.text(p)
	if p.Known && d.Unit != "" {
		name += " " + d.Unit
	}
	return Item{Name: name, Figure: p.Figure, Link: p.Link}
}

// add adds shapes to the frame's.
func (i *Item) add(s ...Shape) { i.Shapes = append(i.Shapes, s...) }

// legend draws the unit and the names of the series.
func (d *drawing) legend() {
	var it Item
	x, base := 0, d.y+75
	if d.Unit != "" {
		it.add(word(x, base, d.Unit, wordSize, Pale, Begins))
		x += Width(d.Unit, wordSize) + 160
	}
	for i, s := range d.Series {
		if s.Name == "" {
			continue
		}
		if room := Width(s.Name, wordSize) + 130; x > 0 && x+room > Wide {
			x, base = 0, base+lineHeight+20
		}
		it.add(Shape{Kind: Box, Ink: d.ink(i), X: x, Y: base - 72, X2: x + 80, Y2: base + 8})
		if d.ink(i) == Hatch {
			it.add(hatched(x, base-72, x+80, base+8)...)
		}
		it.add(word(x+110, base, s.Name, wordSize, Strong, Begins))
		x += 110 + Width(s.Name, wordSize) + 160
	}
	if len(it.Shapes) > 0 {
		d.Items = append(d.Items, it)
		d.y = base + 60
	}
}

// word is a text.
func word(x, y int, s string, size int, ink Ink, a Align) Shape {
	return Shape{Kind: Word, Ink: ink, X: x, Y: y, Text: s, Size: size, Align: a}
}

// scale is an axis: from and to are its ends, in hundredths, step is between its lines.
type scale struct{ from, to, step int64 }

// bound keeps sizes where sums of two of them do not overflow.
func bound(n int64) int64 { return max(min(n, math.MaxInt64/16), -math.MaxInt64/16) }

// scaleOf returns an axis on which all known points of a chart stand. It has zero on it, but for
// lines that are so near to each other that nothing would be seen.
func (d *drawing) scaleOf() scale {
	low, high, known := int64(0), int64(0), false
	for _, s := range d.Series {
		for _, p := range s.Points {
			if !p.Known {
				continue
			}
			size := bound(p.Size)
			if !known {
				low, high, known = size, size, true
			}
			low, high = min(low, size), max(high, size)
		}
	}
	if d.Kind != paper.Lines || low <= 0 || high-low >= high/3 || high == low {
		low, high = min(low, 0), max(high, 0)
	}
	if low == high {
		high = low + 100
	}
	step := stepOf(high - low)
	from := low / step * step
	if low < from {
		from -= step
	}
	to := high / step * step
	if to < high {
		to += step
	}
	return scale{from, to, step}
}

// stepOf returns a step of 1, 2 or 5 and zeros, of which a length has at most five.
func stepOf(length int64) int64 {
	for ten := int64(1); ; ten *= 10 {
		for _, n := range []int64{1, 2, 5} {
			if ten > math.MaxInt64/100 || length/(n*ten) < 5 || length == 5*n*ten {
				return n * ten
			}
		}
	}
}

// on returns how far along an axis of some length a size stands.
func (s scale) on(size int64, length int) int {
	part, whole := bound(size)-s.from, s.to-s.from
	for whole > math.MaxInt64/100_000 {
		part, whole = part/10, whole/10
	}
	return int((part*int64(length) + whole/2) / cmp.Or(whole, 1))
}

// Width returns how wide a text of some size is, a little more rather than less: it stands for
// every font.
func Width(s string, size int) (n int) {
	for _, r := range s {
		n += widthOf(r)
	}
	return n * size / 100
}

// widthOf returns how wide a character is, in hundredths of its size.
func widthOf(r rune) int {
	switch {
	case r >= 0x2e80, r == '—', r == '…', r == '‰':
		return 100
	case r == ' ', r == '.', r == ',', r == 'i', r == 'l', r == 'I', r == '-', r == '(', r == ')':
		return 34
	case r == 'm', r == 'w', r == 'M', r == 'W', r == '%':
		return 92
	case r >= 'A' && r <= 'Z':
		return 68
	}
	return 58
}

// broken returns the lines of a text.
func broken(s string, size, room int) []string {
	return lines.Of(s, func(s string) int { return Width(s, size) }, room)
}
