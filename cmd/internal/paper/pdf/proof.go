package pdf

import (
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/lang"
)

// proof lays out the page of proof: names and values in a frame.
func (l *layout) proof(b paper.Proof) {
	l.letters.where = lang.F("“%s”", `"%s"`, b.Title)
	const within = 1600
	names, total := 0, 0
	for _, row := range b.Rows {
		names = max(names, l.letters.width(row[0], nameLook))
	}
	names = min(names, width(false)/3)
	frame := func(p *pen, y, y2 int, above, below bool) {
		right := side + width(false)
		p.line(side, y, side, y2, 60, 0, grey)
		p.line(right, y, right, y2, 60, 0, grey)
		if above {
			p.line(side, y, right, y, 60, 0, grey)
		}
		if below {
			p.line(side, y2, right, y2, 60, 0, grey)
		}
	}
	title := firstLook
	title.size = 1200
	boxes := []box{{before: 2200, height: 3200, mark: &mark{level: 1, title: b.Title}, draw: func(p *pen, y int) {
		p.text(side+within, y+2200, b.Title, title)
		frame(p, y, y+3200, true, len(b.Rows) == 0)
	}}}
	for i, row := range b.Rows {
		last := i == len(b.Rows)-1
		first, second := l.lines(row[0], nameLook, names), l.lines(row[1], valueLook, width(false)-names-2*within-1500)
		high := max(len(first), len(second))*valueLook.leading() + 200
		if last {
			high += 1000
		}
		boxes = append(boxes, box{height: high, draw: func(p *pen, y int) {
			for n, line := range first {
				p.text(side+within, y+valueLook.base()+n*valueLook.leading(), line, nameLook)
			}
			for n, line := range second {
				p.text(side+within+names+1500, y+valueLook.base()+n*valueLook.leading(), line, valueLook)
			}
			frame(p, y, y+high, false, last)
		}})
	}
	for _, b := range boxes {
		total += b.height
	}
	for i, b := range boxes {
		b.keep = i < len(boxes)-1 && (total <= room(false) || i == 0)
		l.add(b)
	}
}
