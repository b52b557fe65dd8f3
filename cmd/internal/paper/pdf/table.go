package pdf

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Cells have this room at their sides, above and below.
const (
	besideCell = 450
	aboveCell  = 260
)

// grid is a table that is being laid out.
type grid struct {
	*layout
	paper.Table
	look   style
	widths []int // of the columns
}

// table lays out a table: its headings are drawn again on each page, no row is cut unless it is
// higher than a page, and no page begins or ends with one row alone.
func (l *layout) table(t paper.Table) {
	l.letters.where = lang.F("表“%s”", `the table "%s"`, t.Caption)
	t.Wide = t.Across()
	g := &grid{layout: l, Table: t}
	g.choose()
	l.caption(t)
	titles := paper.Row{Strong: true}
	var words []string
	for _, c := range t.Columns {
		titles.Cells = append(titles.Cells, paper.Cell{Text: c.Title})
		words = append(words, c.Title)
	}
	heads := g.boxes(titles, 100, 50, black)
	for i := range heads {
		heads[i].keep = true
		l.add(heads[i])
	}
	var again *box
	if heads[0].height <= room(t.Wide)/3 { // higher ones are not repeated
		again = &heads[0]
		again.says = strings.Join(words, "")
	}
	for i, row := range t.Rows {
		l.letters.row = i + 1
		below, i2 := 30, pale
		if i == len(t.Rows)-1 {
			below, i2 = 100, black
		}
		for n, b := range g.boxes(row, 0, below, i2) {
			b.keep = i == 0 && len(t.Rows) > 1 || i == len(t.Rows)-2 || i == len(t.Rows)-1 && len(t.Notes) > 0
			b.head = again
			if n == 0 {
				b.ids = []string{row.ID}
			}
			l.add(b)
		}
	}
	l.letters.row = 0
	l.letters.where = lang.F("表“%s”的注", `the notes of the table "%s"`, t.Caption)
	for i, note := range t.Notes {
		for n, line := range l.lines(note, smallLook, width(t.Wide)) {
			b := box{height: smallLook.leading(), wide: t.Wide, draw: func(p *pen, y int) { p.text(side, y+smallLook.base(), line, smallLook) }}
			if i == 0 && n == 0 {
				b.before = 400
			}
			l.add(b)
		}
	}
	l.flush()
	l.y += 600
}

// caption lays out what a table is called, and its unit at the right.
func (l *layout) caption(t paper.Table) {
	unit := l.letters.width(t.Unit, smallLook)
	beside := unit > 0 && l.letters.width(t.Caption, boldLook)+unit+2000 <= width(t.Wide)
	all := l.lines(t.Caption, boldLook, width(t.Wide))
	for i, line := range all {
		b := box{height: boldLook.leading(), keep: true, wide: t.Wide, draw: func(p *pen, y int) {
			p.text(side, y+boldLook.base(), line, boldLook)
			if beside {
				p.text(side+width(t.Wide)-unit, y+boldLook.base(), t.Unit, smallLook)
			}
		}}
		if i == 0 {
			b.before, b.ids = 1400, []string{t.ID}
		}
		l.add(b)
	}
	if !beside && unit > 0 {
		for _, line := range l.lines(t.Unit, smallLook, width(t.Wide)) {
			l.add(box{height: smallLook.leading(), keep: true, wide: t.Wide, draw: func(p *pen, y int) {
				p.text(side+width(t.Wide)-l.letters.width(line, smallLook), y+smallLook.base(), line, smallLook)
			}})
		}
	}
}

// choose chooses how wide the columns are: as their texts, if there is room, else the widest are
// narrower. Letters become smaller where numbers would be broken.
func (g *grid) choose() {
	for _, size := range []int{900, 850, 800} { // nothing is broken, with letters a little smaller
		g.look = style{size: size, ink: black}
		if g.fit(true) {
			return
		}
	}
	for _, size := range []int{900, 800, 700, 600} {
		g.look = style{size: size, ink: black}
		if g.fit(false) {
			return
		}
	}
}

// fit sets the widths of the columns, and reports whether no number and no short text is broken;
// whole: no title either, nor any text.
func (g *grid) fit(whole bool) bool {
	room, total := width(g.Wide), 0
	g.widths = make([]int, len(g.Columns))
	firm := make([]bool, len(g.Columns)) // they are not made narrower
	for i, c := range g.Columns {
		g.widths[i] = g.natural(i, whole) + 2*besideCell
		firm[i] = c.Numbers || g.widths[i] <= 12*g.look.size+2*besideCell
		total += g.widths[i]
	}
	if total <= room {
		for i := range g.widths {
			g.widths[i] += (room - total) * g.widths[i] / total
		}
		return true
	}
	if whole {
		return false
	}
	left := room
	var soft []int
	for i, w := range g.widths {
		if firm[i] {
			left -= w
		} else {
			soft = append(soft, w)
		}
	}
	if left < g.least(firm) { // everything is narrower
		for i := range g.widths {
			g.widths[i] = g.widths[i] * room / total
		}
		return false
	}
	most := capped(soft, left)
	for i := range g.widths {
		if !firm[i] {
			g.widths[i] = min(g.widths[i], most)
		}
	}
	return true
}

// capped returns how wide columns may be at most, so that together they take some room: the
// narrower ones stay as they are.
func capped(widths []int, room int) int {
	slices.Sort(widths)
	for i, w := range widths {
		if share := room / (len(widths) - i); w > share {
			return share
		}
		room -= w
	}
	return room
}

// least is what the columns need whose texts are broken.
func (g *grid) least(firm []bool) (n int) {
	for _, f := range firm {
		if !f {
			n += 10*g.look.size + 2*besideCell
		}
	}
	return n
}

// natural is how wide the widest text of a column is; a title that is wider than all below it is
// broken into two lines, unless it stays whole.
func (g *grid) natural(i int, whole bool) (n int) {
	thick := g.look
	thick.bold = true
	for r, row := range g.Rows {
		g.letters.row = r + 1
		look := g.look
		look.bold = row.Strong
		w := g.letters.width(row.Cells[i].Text, look)
		if i == 0 {
			w += g.indent(row)
		}
		n = max(n, w)
	}
	g.letters.row = 0
	title := g.letters.width(g.Columns[i].Title, thick)
	if whole {
		return max(n, title)
	}
	return max(n, min(title, max(title/2+g.look.size, 5*g.look.size)))
}

// indent is how far the first cell of a row is indented.
func (g *grid) indent(row paper.Row) int { return min(row.Level, 6) * g.look.size }

// boxes lays out a row: one box, unless it is higher than a page. There is a line above it, if it
// has a width, and one below it.
func (g *grid) boxes(row paper.Row, above, below int, under ink) []box {
	cells, most := make([][]string, len(row.Cells)), 1
	looks := make([]style, len(row.Cells))
	for i, c := range row.Cells {
		looks[i] = g.look
		looks[i].bold = row.Strong
		if g.Columns[i].Numbers && !row.Strong && c.Text != "" && !strings.ContainsAny(c.Text, "0123456789—") {
			looks[i].ink = grey
		}
		space := g.widths[i] - 2*besideCell
		if i == 0 {
			space -= g.indent(row)
		}
		cells[i] = g.lines(c.Text, looks[i], max(space, g.look.size))
		most = max(most, len(cells[i]))
	}
	fits := (room(g.Wide)*2/3 - 2*aboveCell) / g.leading() // below headings that are repeated
	var out []box
	for from := 0; from < most; from += fits {
		to := min(from+fits, most)
		out = append(out, box{height: (to-from)*g.leading() + 2*aboveCell, wide: g.Wide, draw: func(p *pen, y int) {
			g.draw(p, y, row, cells, looks, from, to)
			bottom := y + (to-from)*g.leading() + 2*aboveCell
			if above > 0 && from == 0 {
				p.line(side, y, side+width(g.Wide), y, above, 0, under)
			}
			if to == most {
				p.line(side, bottom, side+width(g.Wide), bottom, below, 0, under)
			}
		}})
	}
	return out
}

// leading is how far apart the lines of a cell are.
func (g *grid) leading() int { return g.look.size * 145 / 100 }

// draw draws some lines of the cells of a row.
func (g *grid) draw(p *pen, y int, row paper.Row, cells [][]string, looks []style, from, to int) {
	x := side
	for i, all := range cells {
		for n := from; n < min(to, len(all)); n++ {
			look, line := looks[i], all[n]
			base := y + aboveCell + (n-from)*g.leading() + look.size*112/100
			at := x + besideCell
			switch {
			case g.Columns[i].Numbers:
				at = x + g.widths[i] - besideCell - g.letters.width(line, look)
			case i == 0:
				at += g.indent(row)
			}
			end := p.text(at, base, line, look)
			g.link(at, base-look.size, end, base+look.size/4, row.Cells[i].Link)
		}
		x += g.widths[i]
	}
}
