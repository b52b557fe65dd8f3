package chart

import (
	"strings"
)

// How high the part with the bars is, and a row of a chart of parts.
const (
	plotHigh = 1500
	rowHigh  = 210
)

// plot is the part of a picture between its axes.
type plot struct {
	scale
	left, top, right, bottom int
	zero                     int // where the axis is
}

// y returns where a size stands.
func (p plot) y(size int64) int { return p.bottom - p.on(size, p.bottom-p.top) }

// plot draws the lines behind the figures, and what they stand for.
func (d *drawing) plot() plot {
	p := plot{scale: d.scaleOf(), top: d.y + 90, right: Wide}
	p.bottom = p.top + plotHigh
	for at := p.from; at <= p.to; at += p.step {
		p.left = max(p.left, Width(round(at), figureSize)+60)
	}
	var it Item
	for at := p.from; at <= p.to; at += p.step {
		y := p.y(at)
		it.add(Shape{Kind: Line, Ink: Grid, X: p.left, Y: y, X2: p.right, Y2: y})
		it.add(word(p.left-50, y+26, round(at), figureSize, Pale, Ends))
	}
	p.zero = p.y(max(p.from, 0))
	d.Items = append(d.Items, it)
	return p
}

// round returns a whole number of hundredths as text, in groups, without zeros behind its point.
func round(hundredths int64) string {
	sign, n := "", hundredths
	if n < 0 {
		sign, n = "-", -n
	}
	s := decimal(n / 100)
	if rest := n % 100; rest > 0 {
		s += "." + strings.TrimRight(string([]byte{byte('0' + rest/10), byte('0' + rest%10)}), "0")
	}
	return sign + s
}

// decimal returns a number in groups of three digits.
func decimal(n int64) string {
	if n < 1000 {
		return digits(n, 1)
	}
	return decimal(n/1000) + "," + digits(n%1000, 3)
}

// digits returns a number with at least so many digits.
func digits(n int64, least int) (s string) {
	for ; n > 0 || least > 0; n, least = n/10, least-1 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

// axis draws the axis and the labels below the plot, each in the middle of its part.
func (d *drawing) axis(p plot) {
	it := Item{Shapes: []Shape{{Kind: Line, Ink: Axis, X: p.left, Y: p.zero, X2: p.right, Y2: p.zero}}}
	deepest := 0
	for i, label := range d.Labels {
		from, to := d.part(p, i)
		for n, line := range broken(label, wordSize, to-from-20) {
			it.add(word((from+to)/2, p.bottom+120+n*lineHeight, line, wordSize, Strong, Middle))
			deepest = max(deepest, n)
		}
	}
	d.Items = append(d.Items, it)
	d.Height = p.bottom + 180 + deepest*lineHeight
}

// part is where the figures of a label stand.
func (d *drawing) part(p plot, i int) (from, to int) {
	wide, n := p.right-p.left, len(d.Labels)
	return p.left + wide*i/n, p.left + wide*(i+1)/n
}

// bars draws grouped bars.
func (d *drawing) bars() {
	p := d.plot()
	n := len(d.Series)
	wide := (p.right - p.left) / len(d.Labels)
	text := d.widest()
	bar := min(wide*84/100/n-10, max(420/n+60, text))
	fits := text <= bar+10
	for i := range d.Labels {
		from, to := d.part(p, i)
		x := (from+to)/2 - (bar*n+10*(n-1))/2
		for s := range d.Series {
			d.bar(p, s, i, x+s*(bar+10), bar, fits)
		}
	}
	d.axis(p)
}

// widest is how wide the widest figure of a chart is.
func (d *drawing) widest() (n int) {
	for _, s := range d.Series {
		for _, point := range s.Points {
			if point.Known {
				n = max(n, Width(point.Text, figureSize))
			}
		}
	}
	return n
}

// bar draws one bar, and its figure if there is room.
func (d *drawing) bar(p plot, series, at, x, wide int, fits bool) {
	it, point := d.item(series, at), d.Series[series].Points[at]
	if !point.Known {
		// Its characters stand one above another where they have no room side by side.
		lines := []string{d.missing()}
		if Width(d.missing(), figureSize) > wide*4/3 {
			lines = broken(d.missing(), figureSize, max(wide, figureSize*11/10))
		}
		for n, line := range lines {
			it.add(word(x+wide/2, p.zero-30-(len(lines)-1-n)*90, line, figureSize, Pale, Middle))
		}
		d.Items = append(d.Items, it)
		return
	}
	y, zero := p.y(point.Size), p.zero
	switch {
	case point.Size > 0 && zero-y < 5:
		y = zero - 5
	case point.Size < 0 && y-zero < 5:
		y = zero + 5
	}
	top, bottom := min(y, zero), max(y, zero)
	it.add(Shape{Kind: Box, Ink: d.ink(series), X: x, Y: top, X2: x + wide, Y2: bottom})
	if d.ink(series) == Hatch {
		it.add(hatched(x, top, x+wide, bottom)...)
	}
	if fits {
		base := top - 25
		if point.Size < 0 {
			base = bottom + 80
		}
		it.add(word(x+wide/2, base, point.Text, figureSize, Strong, Middle))
	}
	d.Items = append(d.Items, it)
}

// hatched are the lines over a rectangle, from its lower left to its upper right.
func hatched(x, y, x2, y2 int) (out []Shape) {
	const apart = 45
	for sum := apart; sum < x2-x+y2-y; sum += apart { // of the ways from the upper left corner
		fromX, fromY := x, y+sum
		if fromY > y2 {
			fromX, fromY = x+sum-(y2-y), y2
		}
		toX, toY := x+sum, y
		if toX > x2 {
			toX, toY = x2, y+sum-(x2-x)
		}
		out = append(out, Shape{Kind: Line, Ink: Hatch, X: fromX, Y: fromY, X2: toX, Y2: toY})
	}
	return out
}

// lines draws a line for each series; it is broken where a figure is missing.
func (d *drawing) lines() {
	p := d.plot()
	wide := (p.right - p.left) / len(d.Labels)
	fits := d.widest() <= wide && len(d.Series) == 1
	for s, series := range d.Series {
		for i, point := range series.Points {
			it := d.item(s, i)
			from, to := d.part(p, i)
			x := (from + to) / 2
			if !point.Known {
				it.add(word(x, p.bottom-30-s*90, d.missing(), figureSize, Pale, Middle))
				d.Items = append(d.Items, it)
				continue
			}
			y := p.y(point.Size)
			if i > 0 && series.Points[i-1].Known {
				before, behind := d.part(p, i-1)
				it.add(Shape{Kind: Line, Ink: d.ink(s), X: (before + behind) / 2, Y: p.y(series.Points[i-1].Size), X2: x, Y2: y, Dashed: s == 1})
			}
			it.add(Shape{Kind: Dot, Ink: d.ink(s), X: x, Y: y, Size: 40})
			if fits {
				it.add(word(x, y-50, point.Text, figureSize, Strong, Middle))
			}
			d.Items = append(d.Items, it)
		}
	}
	d.axis(p)
}

// parts draws bars that lie, one below another, each with its label at the left and its figure
// at its end.
func (d *drawing) parts() {
	p := plot{scale: d.scaleOf(), top: d.y + 20}
	labels, figures, minus := 0, 0, 0
	for i, label := range d.Labels {
		labels = max(labels, Width(label, wordSize))
		for _, s := range d.Series {
			text := Width(d.text(s.Points[i]), figureSize) + 60
			figures = max(figures, text)
			if s.Points[i].Known && s.Points[i].Size < 0 {
				minus = max(minus, text)
			}
		}
	}
	labels = min(labels, Wide*36/100)
	p.left, p.right = labels+80+minus, Wide-figures
	p.zero = p.left + p.on(0, p.right-p.left)
	y := p.top
	for i, label := range d.Labels {
		lines := broken(label, wordSize, labels)
		high := max(rowHigh+140*(len(d.Series)-1), len(lines)*lineHeight+60)
		var it Item
		for n, line := range lines {
			it.add(word(labels, y+high/2+30+(2*n-len(lines)+1)*lineHeight/2, line, wordSize, Strong, Ends))
		}
		d.Items = append(d.Items, it)
		thick := min(120, (high-70)/len(d.Series))
		first := y + high/2 - (thick*len(d.Series)+10*(len(d.Series)-1))/2
		for s := range d.Series {
			d.lying(p, s, i, first+s*(thick+10), thick)
		}
		y += high
	}
	d.Items = append(d.Items, Item{Shapes: []Shape{{Kind: Line, Ink: Axis, X: p.zero, Y: p.top, X2: p.zero, Y2: y}}})
	d.Height = y + 40
}

// lying draws one bar that lies.
func (d *drawing) lying(p plot, series, at, y, thick int) {
	it, point := d.item(series, at), d.Series[series].Points[at]
	base := y + thick/2 + 27
	if !point.Known {
		it.add(word(p.zero+40, base, d.missing(), figureSize, Pale, Begins))
		d.Items = append(d.Items, it)
		return
	}
	x := p.left + p.on(point.Size, p.right-p.left)
	switch {
	case point.Size > 0 && x-p.zero < 5:
		x = p.zero + 5
	case point.Size < 0 && p.zero-x < 5:
		x = p.zero - 5
	}
	left, right := min(x, p.zero), max(x, p.zero)
	it.add(Shape{Kind: Box, Ink: d.ink(series), X: left, Y: y, X2: right, Y2: y + thick})
	if d.ink(series) == Hatch {
		it.add(hatched(left, y, right, y+thick)...)
	}
	if point.Size < 0 {
		it.add(word(left-40, base, point.Text, figureSize, Strong, Ends))
	} else {
		it.add(word(right+40, base, point.Text, figureSize, Strong, Begins))
	}
	d.Items = append(d.Items, it)
}
