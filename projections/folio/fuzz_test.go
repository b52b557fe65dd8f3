package folio

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
)

// gathered is what a log of some events has.
func (w *world) gathered(f *testing.F, events []event.Event) *gathered {
	g := gatherer{stretch: new(stretch), sizes: tiny}
	for i, e := range events {
		r := stored(e, i)
		if err := g.add(&r); err != nil {
			f.Fatal(err)
		}
	}
	g.flush()
	of := newGathered(0)
	if err := of.join(g.stretch, &w.closings, tiny); err != nil {
		f.Fatal(err)
	}
	return of
}

// Whatever bytes a sheet has, it is read or refused, and never more of it than there is.
func FuzzSheet(f *testing.F) {
	w := newWorld(3)
	for range 40 {
		e := w.next()
		w.recorded = append(w.recorded, e)
	}
	g := w.gathered(f, w.recorded)
	v, body := g.volume(tiny)
	for _, of := range v.sheets {
		f.Add(body[of.offset : of.offset+int64(of.length)])
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var d day
		for ok := true; ok && len(text) > 0; {
			size := len(text)
			if d, text, ok = cutDay(text, d.on); ok && len(text) >= size {
				t.Fatal("nothing was read")
			}
			block := uint64(0)
			for marks := d.marks; ok && len(marks) > 0; {
				m, rest, right := cutMark(marks, block, tiny)
				if right && len(rest) >= len(marks) || uint64(len(m.at)) > tiny.few {
					t.Fatalf("%+v", m)
				}
				if marks, block = rest, m.block; !right {
					break
				}
			}
		}
	})
}

// Whatever bytes the list of a volume has, it is read or refused.
func FuzzList(f *testing.F) {
	w := newWorld(4)
	var events []event.Event
	for range 40 {
		events = append(events, w.next())
	}
	g := w.gathered(f, events)
	v, body := g.volume(tiny)
	body = v.addTerms(body, &g.terms)
	f.Add(v.list(tiny), int64(len(body)))
	f.Fuzz(func(t *testing.T, list []byte, room int64) {
		read := &volume{first: 0, end: 40}
		if err := read.read(list, tiny, room); err != nil {
			return
		}
		for _, of := range read.sheets {
			if of.offset < 0 || of.length < 0 || of.offset+int64(of.length) > room {
				t.Fatalf("%+v", of)
			}
		}
	})
}
