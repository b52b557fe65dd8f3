package replay

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
)

// part is the events of a range of positions. One goroutine reads it.
type part struct {
	from, to store.Position

	done     chan struct{} // gets a token when the rest is set
	first    store.Position
	read     uint64     // entries read that count, first from position first on
	segments []*tallied // at least one
	look     Look       // if somebody reads along
	firstAt  time.Time  // recording time of the first entry, the last, and the latest
	lastAt   time.Time
	latest   time.Time
	later    bool // an entry that was recorded later follows
	err      error
}

// segment is the entries of a part from behind one closing up to the next. Of them
// it is open whether payments are folded in one by one or summed, and after others.
type segment struct {
	first, end store.Position // of the closing, or behind the last entry
	entries    []ledger.Entry
	sums       sums
	reliefs    []tally.PersonRelief
	closing    ledger.Entry // at the end of the segment; without an event: there is none
}

// sums are payments, each for some that are alike: a *tally.Tally, or those of a summary.
type sums interface {
	Each(yield func(e event.Event, events int) bool)
}

// parts folds the log up to a position part by part.
func (f *folder) parts(ctx context.Context, end store.Position) error {
	ctx, stop := context.WithCancel(ctx)
	workers := max(1, runtime.GOMAXPROCS(0))
	ordered, free := f.cut(ctx, end, workers)
	defer func() { // the caller may close the store next
		stop()
		for p := range ordered {
			<-p.done
		}
	}()
	for p := range ordered {
		<-p.done
		if err := f.part(ctx, p); err != nil {
			return err
		}
		if p.later {
			f.result.Later = uint64(end - f.next)
			return nil
		}
		clear(p.segments[0].entries) // of folded entries nothing is kept
		select {
		case free <- p:
		default:
		}
	}
	if err := ctx.Err(); err != nil { // then parts may be missing
		return fmt.Errorf("replay: %w", err)
	}
	if f.next < end {
		return store.Gap(f.next, end)
	}
	return nil
}

// ahead is how many parts for each worker may wait to be folded. A part of single
// payments to persons takes several times as long to read as one of large imports:
// meanwhile the other workers go on.
const ahead = 3

// cut yields the parts of the log from f.next to end in order, while workers read
// them. Parts in free are used again.
func (f *folder) cut(ctx context.Context, end store.Position, workers int) (ordered <-chan *part, free chan *part) {
	sums := f.sums()
	work := make(chan *part)
	out := make(chan *part, ahead*workers)
	free = make(chan *part, workers)
	for range workers {
		go func() {
			for p := range work {
				f.load(ctx, p, sums)
				p.done <- struct{}{}
			}
		}()
	}
	from := f.next
	go func() {
		defer close(out)
		defer close(work)
		for from < end {
			var p *part
			select {
			case p = <-free:
				again := p.segments[0]
				*again = tallied{segment: segment{entries: again.entries[:0]}, tally: again.tally}
				again.tally.Reset()
				*p = part{done: p.done, segments: append(p.segments[:0], again)}
			default:
				p = &part{done: make(chan struct{}, 1), segments: []*tallied{{}}}
			}
			p.from, p.to = from, f.boundary(from, end)
			from = p.to
			select {
			case out <- p:
			case <-ctx.Done():
				return
			}
			work <- p // a worker takes it, for those before it end
		}
	}()
	return out, free
}

// sums reports whether reimbursements may be summed.
func (f *folder) sums() bool {
	for _, v := range f.views {
		if s, ok := v.(Summing); !ok || !s.Sums() {
			return false
		}
	}
	return true
}

// load reads a part.
func (f *folder) load(ctx context.Context, p *part, sums bool) {
	if f.Along != nil {
		p.look = f.Along.Look()
	}
	var paid tally.Payment
	var r store.Recorded // one for all events: whoever reads along is shown where it is
	var err error
	for r, err = range store.Between(ctx, f.Store, p.from, p.to) {
		if err != nil {
			p.err = err
			return
		}
		if p.read == 0 {
			p.first, p.firstAt, p.latest = r.Position, r.RecordedAt, r.RecordedAt
			p.segments[0].first = r.Position
		}
		if at := p.first + store.Position(p.read); r.Position != at {
			p.err = store.Gap(at, r.Position)
			return
		}
		if f.isLater(r.Position, r.RecordedAt) {
			p.later = true
			return
		}
		summed := sums && p.sum(&r, &paid)
		looked := p.look == nil || summed && p.look.Payment(&paid, &r)
		if !summed || !looked {
			entry, err := ledger.Read(r)
			if err != nil {
				p.err = err
				return
			}
			if !looked {
				p.look.Entry(entry, &r)
			}
			if !summed {
				p.add(entry)
			}
		}
		p.read++
		p.lastAt = r.RecordedAt
		if r.RecordedAt.After(p.latest) {
			p.latest = r.RecordedAt
		}
	}
}

// tallied is a segment that was read of the log.
type tallied struct {
	segment
	tally tally.Tally
}

// sum sums a payment of the usual form, and reports whether the event was one.
func (p *part) sum(r *store.Recorded, paid *tally.Payment) bool {
	return paid.Read(r.Type, r.Version, r.Data) && p.segments[len(p.segments)-1].tally.AddPayment(paid)
}

// add adds an entry that is folded in by itself.
func (p *part) add(e ledger.Entry) {
	in := p.segments[len(p.segments)-1]
	if _, isClosing := e.Event.(event.Closing); isClosing {
		in.closing = e
		p.segments = append(p.segments, &tallied{segment: segment{first: e.Position + 1}})
		return
	}
	in.entries = append(in.entries, e)
}

// part folds a part into the views.
func (f *folder) part(ctx context.Context, p *part) error {
	if (p.read > 0 || p.later) && p.first != f.next {
		return store.Gap(f.next, p.first)
	}
	for _, in := range p.segments {
		in.end, in.sums, in.reliefs = p.first+store.Position(p.read), &in.tally, in.tally.Reliefs()
		if in.closing.Event != nil {
			in.end = in.closing.Position
		}
		if err := f.segment(ctx, &in.segment); err != nil {
			return err
		}
	}
	f.seen(p.read, p.firstAt, p.lastAt, p.latest)
	if p.err != nil { // after what could be read
		return fmt.Errorf("replay: %w", p.err)
	}
	if err := f.take(ctx, p.look); err != nil {
		return err
	}
	if f.Progress != nil {
		f.Progress(uint64(f.next))
	}
	if !p.later {
		f.pass(ctx, p)
	}
	return f.compare()
}

// segment folds a segment into the views.
func (f *folder) segment(ctx context.Context, in *segment) error {
	if err := f.moved(ctx, in); err != nil {
		return err
	}
	for _, entry := range in.entries {
		if err := f.fold(entry); err != nil {
			return err
		}
	}
	if err := f.foldSums(in.sums, in.reliefs); err != nil {
		return err
	}
	if in.closing.Event == nil {
		return nil
	}
	return f.fold(in.closing)
}

// moved tells the closings which payments of a segment's sums are booked on another
// day than they say. There are none but where a closing was overtaken, so they are
// read again.
func (f *folder) moved(ctx context.Context, in *segment) error {
	some := false
	in.sums.Each(func(e event.Event, _ int) bool {
		some = f.closings.Moves(e)
		return !some
	})
	if !some {
		return nil
	}
	for r, err := range store.Between(ctx, f.Store, in.first, in.end) {
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if !tally.IsPayment(r.Type, r.Version) {
			continue
		}
		entry, err := ledger.Read(r)
		if err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		f.closings.Moved(entry.Event)
	}
	return nil
}
