package esdbtest

import "time"

// found says what a stream is to its readers.
type found int

const (
	there found = iota
	never       // it never was, or it is deleted softly
	gone        // it has a tombstone
)

// forward returns up to most events of a stream from a number on, the number
// to go on with, and whether the end is reached.
func (h *history) forward(stream string, from int64, most, end int) (page []*record, next int64, done bool, what found) {
	m, last := h.metadataOf(stream, end), h.last(stream, end)
	if what = h.standing(m, last); what != there {
		return nil, from, true, what
	}
	of := h.upTo(stream, end)
	for next = max(from, m.first(last)); next <= last && len(page) < most; next++ {
		if r := h.records[of[next]]; !r.removed && !h.expired(r, m) {
			page = append(page, r)
		}
	}
	return page, next, next > last, there
}

// backward does the same towards the beginning.
func (h *history) backward(stream string, from int64, most, end int) (page []*record, next int64, done bool, what found) {
	m, last := h.metadataOf(stream, end), h.last(stream, end)
	if what = h.standing(m, last); what != there {
		return nil, from, true, what
	}
	of, first := h.upTo(stream, end), m.first(last)
	for next = min(from, last); next >= first && len(page) < most; next-- {
		if r := h.records[of[next]]; !r.removed && !h.expired(r, m) {
			page = append(page, r)
		}
	}
	return page, next, next < first, there
}

func (h *history) standing(m meta, last int64) found {
	switch {
	case last == deleted:
		return gone
	case last < 0 || m.softDeleted():
		return never
	}
	return there
}

// expired says whether "$maxAge" hides an event. The log's newest event tells
// the time: asking the clock would move it.
func (h *history) expired(r *record, m meta) bool {
	return m.maxAge != nil && r.Created.Before(h.records[len(h.records)-1].Created.Add(-*m.maxAge))
}

// ticks is a time as the server writes it: hundreds of nanoseconds since 1970.
func ticks(t time.Time) int64 { return t.UnixNano() / 100 }
