// Package summary is a stretch of the log with its payments summed: all that a view needs which
// keeps nothing of single payments but sums (see replay.Summing). Of a city thirty thousand
// positions make a thousand lines, so that a view comes from one place in the log to another
// without the log being read.
//
// # Form
//
// A summary is varints and texts (see snapshot.Writer), one item behind the other: an event, with
// its envelope, as it was recorded; the sums of the payments since the closing before; a closing,
// which stands behind the sums of what is in front of it, for payments behind it may be booked
// otherwise. Of equal stretches it is equal, however they were read.
package summary

import (
	"bytes"
	"errors"
	"math"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Times are when the events of a stretch were recorded: the first, the last, and the latest, for
// a clock may go back.
type Times struct{ First, Last, Latest time.Time }

// See takes note of the times of what stands behind.
func (t *Times) See(behind Times) {
	if t.First.IsZero() {
		t.First = behind.First
	}
	t.Last = behind.Last
	if behind.Latest.After(t.Latest) {
		t.Latest = behind.Latest
	}
}

// Segment is the events from behind one closing up to the next. It is open whether payments are
// folded in first, or after others.
type Segment struct {
	Entries []ledger.Entry
	Sums    []Sum
	Closing ledger.Entry // at the end; without an event: there is none
}

// Sum is a payment that stands for some, as a tally.Tally has it.
type Sum struct {
	Event  event.Event
	Events int
}

// Each yields the sums, as tally.Tally.Each does.
func (s *Segment) Each(yield func(e event.Event, events int) bool) {
	for _, one := range s.Sums {
		if !yield(one.Event, one.Events) {
			return
		}
	}
}

// The items of a summary.
const (
	isEvent = iota + 1
	isSums
	isClosing
)

// Builder makes the summary of a stretch. The zero Builder is not ready; see Begin.
type Builder struct {
	items snapshot.Writer
	sums  map[key]*amounts
	full  bool // a sum that no payment can have
	at    store.Position
	when  int64 // microseconds
	enc   *zstd.Encoder
}

// Begin begins the summary of a stretch that begins at a position, and keeps memory.
func (b *Builder) Begin(at store.Position) {
	b.items.Bytes, b.full, b.at, b.when = b.items.Bytes[:0], false, at, 0
	if b.sums == nil {
		b.sums = map[key]*amounts{}
	}
	clear(b.sums)
}

// Add adds the next event, as it was recorded: e is what it says.
func (b *Builder) Add(r *store.Recorded, e event.Event) {
	if k, a, ok := summed(e); ok {
		b.add(k, a, 1)
		return
	}
	tag := int64(isEvent)
	if _, closes := e.(event.Closing); closes {
		b.putSums()
		tag = isClosing
	}
	w := &b.items
	w.Int(tag)
	w.Int(int64(r.Position - b.at))
	w.Int(r.RecordedAt.UnixMicro() - b.when)
	b.at, b.when = r.Position, r.RecordedAt.UnixMicro()
	w.Int(int64(r.Revision))
	w.Int(int64(r.Version))
	for _, text := range []string{r.Stream, r.Actor, r.Correlation, r.Causation, r.Type} {
		w.Text(text)
	}
	w.Text(string(r.Data))
}

// AddSum adds the sum of some of the next payments; see tally.Tally.Each.
func (b *Builder) AddSum(e event.Event, events uint64) {
	if k, a, ok := keyOf(e); ok {
		b.add(k, a, int64(min(events, math.MaxInt64)))
	}
}

// Append appends the summary, compressed, to dst. It appends nothing if there can be none, for a
// sum is larger than that of payments can be: then the log is for whoever asks.
func (b *Builder) Append(dst []byte) ([]byte, error) {
	b.putSums()
	if b.full {
		return dst, nil
	}
	if b.enc == nil {
		var err error
		if b.enc, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
			zstd.WithWindowSize(window), zstd.WithSingleSegment(true)); err != nil {
			return dst, err
		}
	}
	return b.enc.EncodeAll(b.items.Bytes, dst), nil
}

const window = 1 << 20

// most bounds the memory that bytes which nobody wrote can make Read take.
const most = 1 << 28

var errForm = errors.New("not the form of a summary")

// Plain returns a summary as it is before it is compressed: of equal stretches equal bytes. Error:
// for what was never written.
func Plain(packed []byte) ([]byte, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(most))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	return dec.DecodeAll(packed, nil)
}

// Read returns the segments of a summary that begins at a position. Errors: for what was never
// written; those of ledger.Read.
func Read(packed []byte, at store.Position) (all []Segment, err error) {
	plain, err := Plain(packed)
	if err != nil {
		return nil, err
	}
	r := reader{Reader: snapshot.NewReader(plain), at: at}
	var now Segment
	for r.More() {
		switch tag := r.Int(); tag {
		case isEvent, isClosing:
			entry, err := r.entry()
			if err != nil {
				return nil, err
			}
			if tag == isEvent {
				now.Entries = append(now.Entries, entry)
				continue
			}
			now.Closing = entry
			all, now = append(all, now), Segment{}
		case isSums:
			now.Sums = r.sums()
		default:
			return nil, errForm
		}
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return append(all, now), nil
}

// reader reads the items of a summary.
type reader struct {
	*snapshot.Reader
	at   store.Position
	when int64
}

// entry reads an event.
func (r *reader) entry() (ledger.Entry, error) {
	r.at += store.Position(r.Int())
	r.when += r.Int()
	e := store.Recorded{Position: r.at, RecordedAt: time.UnixMicro(r.when).UTC(), Revision: store.Revision(r.Int()), Version: int(r.Int())}
	for _, text := range []*string{&e.Stream, &e.Actor, &e.Correlation, &e.Causation, &e.Type} {
		*text = r.Text()
	}
	e.Data = bytes.Clone([]byte(r.Text()))
	if !r.Whole() {
		return ledger.Entry{}, errForm
	}
	return ledger.Read(e)
}
