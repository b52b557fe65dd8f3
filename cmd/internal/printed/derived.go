package printed

import (
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
)

// yearBefore returns which of the columns is of the year before that of one: of the same role, else of what
// was carried out. -1: there is none, or nobody can say which.
func yearBefore(titles []title, of int) int {
	h := titles[of]
	for _, same := range []func(title) bool{
		func(o title) bool { return o.role == h.role && o.words == h.words },
		func(o title) bool { return o.role == h.role },
		func(o title) bool { return o.role == actual },
	} {
		found := -1
		for i, o := range titles {
			if o.year != h.year-1 || o.year == 0 || o.role > budget || !same(o) {
				continue
			}
			if found >= 0 {
				found = -2
				break
			}
			found = i
		}
		if found >= 0 {
			return found
		}
	}
	return -1
}

// yearAfter returns the year that is so many after another.
func yearAfter(year string, n int) string {
	y, err := strconv.Atoi(year)
	if err != nil {
		return ""
	}
	return strconv.Itoa(y + n)
}

// derived adds the relations of a column of rates or changes: each of its figures follows from others of its
// line. What it follows from must be clear from the headings; else it stays untied.
func (p *Printed) derived(s *side, column int, all []bond) {
	at := slices.Index(s.columns, column)
	h := s.titles[column]
	titles := make([]title, len(s.columns))
	for i, c := range s.columns {
		titles[i] = s.titles[c]
	}
	now, base := -1, -1
	switch h.role {
	case sharing:
		now = nearest(titles, at, func(o title) bool { return o.role <= budget })
	case growing, changing:
		now = latest(titles, at, h.year)
		if now >= 0 && titles[now].year != 0 {
			base = yearBefore(titles, now)
		}
	case executing, deviating:
		now = nearest(titles, at, func(o title) bool { return o.role == actual && (h.year == 0 || o.year == h.year || o.year == 0) })
		base = nearest(titles, at, func(o title) bool { return o.role == budget && (now < 0 || o.year == titles[now].year || o.year == 0) })
	}
	if now < 0 || base < 0 && h.role != sharing {
		return
	}
	for i, l := range s.lines {
		total, has := l.figures[column]
		over, hasOver := l.figures[s.columns[now]]
		if !has || !hasOver {
			continue
		}
		under, hasUnder := 0, false
		if h.role == sharing {
			if whole := wholeOf(s.lines, all, i); whole >= 0 {
				under, hasUnder = s.lines[whole].figures[s.columns[now]]
			}
		} else {
			under, hasUnder = l.figures[s.columns[base]]
		}
		if hasUnder {
			p.rate(h.role, total, over, under)
		}
	}
}

// rate adds the relation of one figure of a column of rates.
func (p *Printed) rate(role role, total, over, under int) {
	r := Relation{Total: total, Factor: 100, Terms: []Term{{Figure: over}, {Figure: under, Under: true}}}
	if p.Figures[over].Unit.Base != p.Figures[under].Unit.Base {
		return
	}
	switch role {
	case growing:
		r.Kind, r.Offset = Growth, 100
	case deviating:
		r.Kind, r.Offset = Deviation, 100
	case sharing:
		r.Kind = Share
	case executing:
		r.Kind = Execution
	case changing:
		r = Relation{Kind: Change, Total: total, Terms: []Term{{Figure: over}, {Figure: under, Minus: true}}}
	}
	p.relate(r)
}

// nearest returns the nearest column to the left of one, else to its right; -1: there is none.
func nearest(titles []title, at int, fits func(title) bool) int {
	for i := at - 1; i >= 0; i-- {
		if fits(titles[i]) {
			return i
		}
	}
	for i := at + 1; i < len(titles); i++ {
		if fits(titles[i]) {
			return i
		}
	}
	return -1
}

// latest returns the column of the latest year to the left of one, the nearest of several; of a year if one
// is named. -1: there is none.
func latest(titles []title, at, year int) int {
	found := -1
	for i, o := range titles {
		if i == at || o.role > budget || o.year == 0 || i > at && found >= 0 && found < at {
			continue
		}
		if year > lastYear+1 && o.year != year {
			continue
		}
		if found < 0 || o.year >= titles[found].year {
			found = i
		}
	}
	return found
}

// wholeOf returns the line of which a line is a part: the last total that sums it up, by itself or with
// the line that it is of; of a total that is in no other it is itself. -1: there is none.
func wholeOf(lines []line, all []bond, at int) int {
	whole := -1
	for range len(lines) {
		i := slices.IndexFunc(all, func(b bond) bool {
			return slices.Contains(b.terms, at) &&
				!slices.ContainsFunc(b.terms, func(t int) bool { return lines[t].code == begin || lines[t].code == end })
		})
		if i < 0 {
			break
		}
		whole = all[i].total
		at = whole
	}
	if whole < 0 && at < len(lines) && lines[at].sums != clerk.Nothing {
		return at
	}
	return whole
}
