package judge

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/clock"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// # What can be kept
//
// Most of what rules ask stands in streams, which are read again when a fact asks for them. So
// a judge goes on behind a part of the log by what no stream says: which events of a stream it
// has seen, what entered the books of each fund on each day, what is closed, what it has found
// so far. That is some hundred kilobytes for the years of a city, and a megabyte or two with
// all its cases.

// Kept is what State returned at a position.
type Kept struct {
	At    store.Position
	State []byte
}

// compared compares a state that was kept if the judge has come to where.
func (j *Judge) compared() error {
	if j.compare == nil || j.compare.At != j.next {
		return nil
	}
	if err := j.countSettlements(); err != nil {
		return err
	}
	state, ok := j.state()
	j.verdict.Forged = !ok || !bytes.Equal(state, j.compare.State)
	return nil
}

// State returns, after Verdict, what Resume needs to go on behind what was judged; false where
// nothing is to be kept: what depends on the day on which it is judged, and where a store does
// not say where the events of a stream stand. Equal logs give equal bytes.
func (j *Judge) State() (Kept, bool) {
	state, ok := j.state()
	return Kept{j.next, state}, ok
}

func (j *Judge) state() ([]byte, bool) {
	if len(j.early) > 0 || j.last > fund.DateIn(j.now) || j.unplaced || !j.verdict.Register.Whole() {
		return nil, false
	}
	var w snapshot.Writer
	writeDesk(&w, j.desk.Remembers())
	w.Len(len(j.seen))
	for _, stream := range slices.Sorted(maps.Keys(j.seen)) {
		w.Text(stream)
		w.Int(int64(j.seen[stream]))
	}
	w.Date(j.first)
	w.Date(j.last)
	w.Text(string(j.fold.AppendSnapshot(nil)))
	j.writeClosings(&w)
	j.view.Write(&w)
	w.Int(j.course.Latest().UnixMicro())
	w.Len(len(j.course.Jumps()))
	for _, jump := range j.course.Jumps() {
		w.Int(int64(jump.At))
		w.Int(jump.Before.UnixMicro())
	}
	j.writeSettled(&w)
	w.Int(int64(j.verdict.Breaches))
	j.verdict.Register.Write(&w)
	return w.Bytes, true
}

// Resume makes a judge that has seen nothing what the one was that returned this state. After an
// error it must not be used. Error: for what State has not returned.
func (j *Judge) Resume(from Kept) error {
	r := snapshot.NewReader(from.State)
	j.next = from.At
	j.desk.Remember(readDesk(r))
	for range r.Len() {
		stream := r.Text()
		j.seen[stream] = store.Revision(r.Int())
	}
	j.first, j.last = r.Date(), r.Date()
	if err := j.fold.Restore([]byte(r.Text())); err != nil {
		return err
	}
	j.readClosings(r)
	j.view.Read(r)
	latest := time.UnixMicro(r.Int()).UTC()
	jumps := make([]clock.Jump, r.Len())
	for i := range jumps {
		jumps[i] = clock.Jump{At: store.Position(r.Int()), Before: time.UnixMicro(r.Int()).UTC()}
	}
	j.course = clock.CourseOf(latest, jumps)
	j.readSettled(r)
	j.verdict.Breaches = int(r.Int())
	j.verdict.Register.Read(r)
	return r.Err()
}

func writeDesk(w *snapshot.Writer, d aggregates.Remembered) {
	w.Int(int64(d.Length))
	w.Len(len(d.Entered))
	for _, e := range d.Entered {
		w.Text(string(e.Fund))
		w.Date(e.Day)
		w.Int(int64(e.Facts))
		if e.One == nil {
			w.Int(0)
			continue
		}
		w.Int(1)
		w.Event(e.One)
	}
	w.Len(len(d.Awaited))
	for _, of := range slices.SortedFunc(maps.Keys(d.Awaited), func(a, b event.Digest) int { return bytes.Compare(a[:], b[:]) }) {
		w.Text(string(of[:]))
		w.Date(d.Awaited[of])
	}
}

func readDesk(r *snapshot.Reader) (d aggregates.Remembered) {
	d.Length = store.Position(r.Int())
	for range r.Len() {
		e := aggregates.Entered{Fund: fund.ID(r.Text()), Day: r.Date(), Facts: int(r.Int())}
		if r.Int() == 1 {
			e.One = r.Event()
		}
		d.Entered = append(d.Entered, e)
	}
	d.Awaited = map[event.Digest]fund.Date{}
	for range r.Len() {
		of, on := r.Text(), r.Date()
		if len(of) != len(event.Digest{}) {
			r.Refuse()
			break
		}
		d.Awaited[event.Digest([]byte(of))] = on
	}
	return d
}

// writeClosings writes the closings, and which of them close nothing.
func (j *Judge) writeClosings(w *snapshot.Writer) {
	w.Len(len(j.verdict.Closings))
	for _, c := range j.verdict.Closings {
		w.Text(string(c.Fund))
		w.Int(int64(c.Position))
		w.Text(string(c.Period))
		w.Int(int64(c.Verdict))
	}
	w.Len(len(j.overtaken))
	for _, e := range j.overtaken {
		w.Int(int64(e.Position))
		w.Text(e.Stream)
		w.Int(int64(e.Revision))
		w.Event(e.Event)
	}
}

func (j *Judge) readClosings(r *snapshot.Reader) {
	for range r.Len() {
		j.verdict.Closings = append(j.verdict.Closings, Closing{Fund: fund.ID(r.Text()), Closing: closings.Closing{
			Position: store.Position(r.Int()), Period: event.Period(r.Text()), Verdict: closings.Verdict(r.Int())}})
	}
	for range r.Len() {
		j.overtake(ledger.Entry{Position: store.Position(r.Int()), Stream: r.Text(), Revision: store.Revision(r.Int()), Event: r.Event()})
	}
}

// writeSettled writes how many payments there are that money was kept from.
func (j *Judge) writeSettled(w *snapshot.Writer) {
	w.Len(len(j.settled))
	asked := map[settlement]bool{}
	for _, kept := range j.view.Withheld() {
		if of := settlementOf(kept); !asked[of] { // in the order of the log
			asked[of] = true
			w.Int(int64(j.settled[of]))
		}
	}
}

// readSettled reads what writeSettled wrote, after the view.
func (j *Judge) readSettled(r *snapshot.Reader) {
	n := r.Len()
	j.settled = map[settlement]int{}
	for _, kept := range j.view.Withheld() {
		of := settlementOf(kept)
		if _, known := j.settled[of]; !known {
			j.settled[of] = int(r.Int())
		}
	}
	if len(j.settled) != n {
		r.Refuse()
	}
}
