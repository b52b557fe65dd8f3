package importer

import (
	"runtime"
	"slices"
	"sync"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

const (
	gathered = 64 << 10 // decided facts that wait to be sealed together: more of a stream become one append
	atOnce   = 4 << 10  // facts of one append
	together = 512      // facts of one task of sealing, or one append: few, so that all processors end at once
	tasks    = 16       // of sealing under way
)

// sealing makes decided facts into sealed appends: facts of one stream that are
// near one another into one append, sealed by several goroutines, handed on in
// the order in which their streams were first touched; but never before what they rest
// on, nor behind what rests on the stream as it was. So what an append names as read is
// so where it comes to stand.
type sealing struct {
	env    aggregates.Envelope
	sealer *sqlite.Sealer
	line   *inorder.Line[task, sealed]

	gathered, atOnce int

	pending map[string]int // stream → index of its last append
	last    string         // stream of the last fact, as an index into appends
	lastAt  int
	appends []gatheredFacts
	readBy  map[string]int     // stream → index of the last append that rests on it
	size    int                // facts in appends
	flights []flight           // flushed, and perhaps not handed on yet
	given   int                // tasks
	spare   chan []store.Event // memory of appends that were sealed
	written chan kept          // memory of what was kept of appends that were handed on

	mu    sync.Mutex
	moved sync.Cond // handed or err has changed
	done  int       // tasks that were handed on
	err   error     // the first of handing on; nothing is handed on after it
	ended sync.WaitGroup
}

// gatheredFacts is an append that grows until it is sealed.
type gatheredFacts struct {
	store.Append
	rested []store.Read // what its last fact rests on
	kept
}

// kept is what is kept of the facts of an append, to decide on them again.
type kept struct {
	notes   notes
	numbers []document.Number // until it is staged
}

// staged is a sealed append, with what is needed to decide on its facts again.
type staged struct {
	sqlite.Sealed
	kept
}

// task is some appends to seal.
type task struct {
	appends []gatheredFacts
	last    bool // of a flush
}

// sealed is the result of a task.
type sealed struct {
	appends []staged
	last    bool
	err     error
}

// flight is the streams of one flush.
type flight struct {
	streams map[string]int
	upTo    int // the number of its last task
}

// newSealing returns a sealing that hands appends on to hand, which runs in a
// goroutine of its own and is told which are the last of a flush.
func newSealing(hand func(appends []staged, last bool) error) (*sealing, error) {
	sealer, err := sqlite.NewSealer()
	if err != nil {
		return nil, err
	}
	s := &sealing{
		sealer: sealer, gathered: gathered, atOnce: atOnce, pending: map[string]int{}, readBy: map[string]int{},
		spare: make(chan []store.Event, spareAppends), written: make(chan kept, spareAppends),
	}
	s.moved.L = &s.mu
	s.line = inorder.NewLine(runtime.GOMAXPROCS(0), tasks, func() func(task) sealed {
		return func(t task) sealed {
			out := sealed{appends: make([]staged, len(t.appends)), last: t.last}
			for i, a := range t.appends {
				out.appends[i].kept = a.kept
				if out.appends[i].Sealed, out.err = sealer.Seal(a.Append); out.err != nil {
					return out
				}
				s.recycle(a.Events)
			}
			return out
		}
	})
	s.ended.Go(func() {
		for out, more := s.line.Take(); more; out, more = s.line.Take() {
			err := s.failed()
			if err == nil {
				err = out.err
			}
			if err == nil {
				err = hand(out.appends, out.last)
			}
			s.mu.Lock()
			s.done++
			s.err = err
			s.mu.Unlock()
			s.moved.Broadcast()
		}
	})
	return s, nil
}

// failed returns the error of handing on, if there was one.
func (s *sealing) failed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// add takes a decision, and a note on it if it may have to be made again. Error: that of
// handing on what came before.
func (s *sealing) add(d *aggregates.Decision, n *note) error {
	if len(d.Events) == 0 {
		return nil
	}
	at, known := s.lastAt, d.Stream == s.last && s.size > 0
	if !known {
		at, known = s.pending[d.Stream]
	}
	if !known || len(s.appends[at].Events)+len(d.Events) > s.atOnce || !s.joins(at, d) {
		at = len(s.appends)
		s.pending[d.Stream] = at
		s.appends = append(s.appends, gatheredFacts{Append: s.env.Append(d.Stream, d.Expected), rested: d.Reads, kept: s.roomToKeep()})
		s.appends[at].Events, s.appends[at].Reads = s.room(), d.Reads
		for _, r := range d.Reads {
			s.readBy[r.Stream] = at
		}
	}
	s.last, s.lastAt = d.Stream, at
	var err error
	if s.appends[at].Events, err = d.AppendEvents(s.appends[at].Events); err != nil {
		return err
	}
	if n != nil {
		s.appends[at].numbers = append(s.appends[at].numbers, n.number)
		if s.appends[at].notes, err = s.appends[at].notes.add(n, d); err != nil {
			return err
		}
	}
	s.size += len(d.Events)
	if s.size >= s.gathered {
		return s.flush()
	}
	return nil
}

// joins reports whether a decision can become part of an append that waits already, to
// its stream, and joins what it rests on to what that does. It cannot if it rests on a
// stream that is appended to behind that, or if something behind that rests on the
// decision's stream as it was.
func (s *sealing) joins(at int, d *aggregates.Decision) bool {
	if by, some := s.readBy[d.Stream]; some && by > at {
		return false
	}
	if same(d.Reads, s.appends[at].rested) {
		return true // nothing of it has moved since
	}
	reads := s.appends[at].Reads
	for _, r := range d.Reads {
		if to, waits := s.pending[r.Stream]; waits && to > at {
			return false
		}
		i := slices.IndexFunc(reads, func(other store.Read) bool { return other.Stream == r.Stream })
		switch {
		case i < 0:
			reads = append(reads[:len(reads):len(reads)], r)
		case reads[i].At != r.At:
			return false
		}
	}
	for _, r := range d.Reads {
		s.readBy[r.Stream] = max(s.readBy[r.Stream], at)
	}
	s.appends[at].Reads, s.appends[at].rested = reads, d.Reads
	return true
}

// same reports whether two decisions rest on the very same slice; see
// aggregates.Decision.
func same(a, b []store.Read) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// spareAppends is of how many appends the memory is kept for others: together some
// megabytes.
const spareAppends = 512

// room returns memory for the facts of an append; nil if there is none to spare.
func (s *sealing) room() []store.Event {
	select {
	case events := <-s.spare:
		return events
	default:
		return nil
	}
}

// roomToKeep returns memory for what is kept of an append.
func (s *sealing) roomToKeep() kept {
	select {
	case k := <-s.written:
		return k
	default:
		return kept{}
	}
}

// forget keeps the memory of what was kept of an append.
func (s *sealing) forget(k kept) {
	if cap(k.numbers) < 4 || cap(k.numbers) > together {
		return
	}
	select {
	case s.written <- kept{k.notes[:0], k.numbers[:0]}:
	default:
	}
}

// recycle keeps the memory of the facts of an append that was sealed.
func (s *sealing) recycle(events []store.Event) {
	if cap(events) < 4 || cap(events) > together {
		return // not worth it, or too much of it
	}
	clear(events)
	select {
	case s.spare <- events[:0]:
	default:
	}
}

// flush has everything that waits sealed and handed on.
func (s *sealing) flush() error {
	if s.size == 0 {
		return s.failed()
	}
	for first := 0; first < len(s.appends); {
		size, next := 0, first
		for next < len(s.appends) && (next == first || size+len(s.appends[next].Events) <= min(together, s.atOnce)) {
			size += len(s.appends[next].Events)
			next++
		}
		s.line.Give(task{s.appends[first:next:next], next == len(s.appends)})
		s.given++
		first = next
	}
	s.flights = append(s.flying(), flight{s.pending, s.given})
	s.pending, s.appends, s.size = map[string]int{}, nil, 0
	clear(s.readBy)
	return s.failed()
}

// flying returns the flights that have not landed.
func (s *sealing) flying() []flight {
	s.mu.Lock()
	defer s.mu.Unlock()
	landed := 0
	for landed < len(s.flights) && s.flights[landed].upTo <= s.done {
		landed++
	}
	s.flights = s.flights[landed:]
	return s.flights
}

// settle waits until everything that was added to a stream was handed on, so
// that it can be read where it went.
func (s *sealing) settle(stream string) error {
	_, waiting := s.pending[stream]
	for _, f := range s.flying() {
		if !waiting {
			_, waiting = f.streams[stream]
		}
	}
	if !waiting {
		return nil
	}
	return s.settleAll()
}

// settleAll waits until everything that was added was handed on.
func (s *sealing) settleAll() error {
	if err := s.flush(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.done < s.given {
		s.moved.Wait()
	}
	s.flights = nil
	return s.err
}

// close ends the sealing. What waits is dropped.
func (s *sealing) close() {
	s.line.End()
	s.line.Wait()
	s.ended.Wait()
	s.sealer.Close()
}
