package pdf

import (
	"bytes"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/lines"
)

// The measures of a page.
const (
	short, long = 59528, 84189 // A4
	side        = 5664         // the room at the left and the right
	top         = 6200
	bottom      = 7000
)

// page is a page that is being made.
type page struct {
	wide     bool // it is laid across
	body     bytes.Buffer
	packed   []byte       // the body, when it is full
	frame    bytes.Buffer // head and foot, when all pages are made
	repeated string       // the text of the headings of a table that goes on on it
	links    []link
}

// size returns how wide and high a page is.
func (p *page) size() (wide, high int) {
	if p.wide {
		return long, short
	}
	return short, long
}

// link is a part of a page that leads somewhere.
type link struct {
	x, y, x2, y2 int
	to           string
}

// place is a place in the document.
type place struct{ page, y int }

// mark is a bookmark.
type mark struct {
	level int
	title string
	place
}

// box is a part of a page that is not cut.
type box struct {
	before, height int  // before: the room above it, unless it begins a page
	keep           bool // it stands on the page of the next
	wide           bool // it stands on a page that is laid across
	breaks         bool // it begins a page
	ids            []string
	mark           *mark
	head           *box // what is drawn again above it if it begins a page
	says           string
	draw           func(p *pen, y int)
}

// layout is a document that is being laid out.
type layout struct {
	paper.Document
	letters *letters
	packer
	pages  []*page
	y      int   // down to which the page is full
	held   []box // those that stand on one page with the next
	places map[string]place
	marks  []mark
}

// page returns the page that is being filled.
func (l *layout) page() *page { return l.pages[len(l.pages)-1] }

// pen returns what draws on it.
func (l *layout) pen() *pen {
	_, high := l.page().size()
	return &pen{letters: l.letters, height: high, out: &l.page().body}
}

// width is how wide the text of a page is.
func width(wide bool) int {
	if wide {
		return long - 2*side
	}
	return short - 2*side
}

// room is how high a page's part for text is.
func room(wide bool) int {
	if wide {
		return short - top - bottom
	}
	return long - top - bottom
}

// begin begins a page.
func (l *layout) begin(wide bool) {
	if len(l.pages) > 0 {
		l.page().packed = l.pack(l.page().body.Bytes())
		l.page().body = bytes.Buffer{}
	}
	l.pages = append(l.pages, &page{wide: wide})
	l.y = top
}

// add adds a box behind the others.
func (l *layout) add(b box) {
	l.held = append(l.held, b)
	if !b.keep {
		l.flush()
	}
}

// flush places the boxes that stand on one page.
func (l *layout) flush() {
	group := l.held
	l.held = nil
	if len(group) == 0 {
		return
	}
	wide, high, breaks := group[len(group)-1].wide, -group[0].before, false
	for _, b := range group {
		high += b.before + b.height
		breaks = breaks || b.breaks
	}
	whole := high <= room(wide) // else it is cut between its boxes
	if group[0].head != nil {
		whole = high+group[0].head.height <= room(wide)
	}
	if wide != l.page().wide || breaks && l.y > top {
		l.turn(wide, group[0])
	} else if l.y > top && whole && l.y+group[0].before+high > top+room(wide) {
		l.turn(wide, group[0])
	}
	for _, b := range group {
		if !whole && l.y > top && l.y+b.before+b.height > top+room(wide) {
			l.turn(wide, b)
		}
		l.put(b)
	}
}

// turn begins a page for a box; one that is empty is used.
func (l *layout) turn(wide bool, b box) {
	if l.y == top && len(l.held) == 0 && l.page().body.Len() == 0 {
		l.page().wide = wide
	} else {
		l.begin(wide)
	}
	if b.head != nil {
		l.page().repeated = b.head.says
		l.put(*b.head)
	}
}

// put draws a box.
func (l *layout) put(b box) {
	if l.y > top && l.page().body.Len() > 0 {
		l.y += b.before
	}
	at := place{len(l.pages) - 1, l.y}
	for _, id := range b.ids {
		if id != "" {
			l.places[id] = at
		}
	}
	if b.mark != nil {
		b.mark.place = at
		l.marks = append(l.marks, *b.mark)
	}
	if b.draw != nil {
		l.letters.drawing = true
		b.draw(l.pen(), l.y)
		l.letters.drawing = false
	}
	l.y += b.height
}

// link notes a link on the page that is being filled.
func (l *layout) link(x, y, x2, y2 int, to string) {
	if to != "" {
		l.page().links = append(l.page().links, link{x, y, x2, y2, to})
	}
}

// lines breaks a text in one style.
func (l *layout) lines(s string, t style, room int) []string {
	return lines.Of(s, func(s string) int { return l.letters.measure(s, t) }, room*1000)
}

// balanced is lines for a title: none of its lines is much shorter than the others.
func (l *layout) balanced(s string, t style, room int) []string {
	all := l.lines(s, t, room)
	for len(all) > 1 {
		room -= t.size
		narrower := l.lines(s, t, room)
		if len(narrower) > len(all) || room < 10*t.size {
			break
		}
		all = narrower
	}
	return all
}

// The looks of heads and feet.
var (
	headLook = style{size: 800, ink: grey}
	footLook = style{size: 650, ink: grey}
)

// finish draws heads and feet, when it is known how many pages there are.
func (l *layout) finish() {
	l.page().packed = l.pack(l.page().body.Bytes())
	l.letters.where = footWords
	for i, p := range l.pages {
		wide, high := p.size()
		pen := &pen{letters: l.letters, height: high, out: &p.frame}
		pen.text(side, 4000, l.cut(l.Bureau, headLook, width(p.wide)*2/5), headLook)
		title := l.cut(l.Title, headLook, width(p.wide)/2)
		pen.text(wide-side-l.letters.width(title, headLook), 4000, title, headLook)
		number := strings.NewReplacer("#", digits(i+1), "*", digits(len(l.pages))).Replace(l.say("第 # / * 页", "page # of *"))
		pen.text(wide-side-l.letters.width(number, headLook), high-bottom+2800, number, headLook)
		for n, line := range l.lines(l.Foot, footLook, width(p.wide)*4/5) {
			if n < 4 {
				pen.text(side, high-bottom+2800+n*950, line, footLook)
			}
		}
	}
}

// cut returns a text that is cut where there is no more room.
func (l *layout) cut(s string, t style, room int) string {
	if all := l.lines(s, t, room); len(all) > 1 {
		return all[0] + "…"
	}
	return s
}
