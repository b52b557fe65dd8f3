package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// Lengths are in hundredths of a point; places are from the upper left corner of the page.

// ink is a colour, as PDF writes it.
type ink string

// The inks.
const (
	black ink = ".09 .133 .18"
	grey  ink = ".333 .384 .439"
	pale  ink = ".83 .85 .87"
	blue  ink = ".078 .314 .498"
	ochre ink = ".725 .467 .165"
	hatch ink = ".467 .514 .561"
	white ink = "1 1 1"
)

// style is how a text looks.
type style struct {
	size int
	bold bool
	ink  ink
}

// pen draws on a page.
type pen struct {
	letters *letters
	height  int // of the page
	out     *bytes.Buffer
}

// number writes a length.
func (p *pen) number(n int) {
	if n < 0 {
		p.out.WriteByte('-')
		n = -n
	}
	p.out.WriteString(strconv.Itoa(n / 100))
	if rest := n % 100; rest > 0 {
		p.out.WriteByte('.')
		p.out.WriteByte(byte('0' + rest/10))
		if rest%10 > 0 {
			p.out.WriteByte(byte('0' + rest%10))
		}
	}
	p.out.WriteByte(' ')
}

// numbers writes lengths, and what is done with them.
func (p *pen) numbers(do string, all ...int) {
	for _, n := range all {
		p.number(n)
	}
	p.out.WriteString(do)
	p.out.WriteByte('\n')
}

// text draws a text with its base line at y, and returns where it ends.
func (p *pen) text(x, y int, s string, t style) int {
	if s == "" {
		return x
	}
	fmt.Fprintf(p.out, "BT %s rg ", t.ink)
	p.numbers("Td", x, p.height-y)
	var face *used
	thick, open, total := false, false, 0
	closed := func() {
		if open {
			p.out.WriteString(">]TJ\n")
			open = false
		}
	}
	for _, r := range s {
		c := p.letters.char(r, t.bold)
		if c.face != face || c.thick != thick {
			closed()
			if c.face != face {
				for i, f := range p.letters.faces {
					if f == c.face {
						fmt.Fprintf(p.out, "/F%d ", i)
					}
				}
				p.numbers("Tf", t.size)
			}
			if c.thick != thick {
				p.thick(c.thick, t)
			}
			face, thick = c.face, c.thick
		}
		if !open {
			p.out.WriteString("[<")
			open = true
		}
		if c.back > 0 {
			fmt.Fprintf(p.out, ">%d<", c.back)
		}
		fmt.Fprintf(p.out, "%04X", c.glyph)
		if c.ahead > 0 {
			fmt.Fprintf(p.out, ">%d<", c.ahead)
		}
		total += c.advance
	}
	closed()
	if thick {
		p.thick(false, t)
	}
	p.out.WriteString("ET\n")
	return x + total*t.size/1000
}

// thick draws characters with a line around them, or without again.
func (p *pen) thick(on bool, t style) {
	if on {
		fmt.Fprintf(p.out, "%s RG 2 Tr ", t.ink)
		p.numbers("w", t.size/35)
		return
	}
	p.out.WriteString("0 Tr\n")
}

// box fills a rectangle.
func (p *pen) box(x, y, x2, y2 int, i ink) {
	fmt.Fprintf(p.out, "%s rg ", i)
	p.numbers("re f", x, p.height-y2, x2-x, y2-y)
}

// line draws a line of some width; a dash is the length of its parts, or 0.
func (p *pen) line(x, y, x2, y2, width, dash int, i ink) {
	fmt.Fprintf(p.out, "%s RG ", i)
	if dash > 0 {
		p.out.WriteByte('[')
		p.number(dash)
		p.number(dash * 2 / 3)
		p.out.WriteString("]0 d ")
	}
	p.numbers("w", width)
	p.numbers("m", x, p.height-y)
	p.numbers("l S", x2, p.height-y2)
	if dash > 0 {
		p.out.WriteString("[]0 d\n")
	}
}

// dot fills a circle.
func (p *pen) dot(x, y, r int, i ink) {
	fmt.Fprintf(p.out, "%s rg ", i)
	y = p.height - y
	k := r * 5523 / 10000 // four curves are a circle so
	p.numbers("m", x+r, y)
	p.numbers("c", x+r, y+k, x+k, y+r, x, y+r)
	p.numbers("c", x-k, y+r, x-r, y+k, x-r, y)
	p.numbers("c", x-r, y-k, x-k, y-r, x, y-r)
	p.numbers("c f", x+k, y-r, x+r, y-k, x+r, y)
}
