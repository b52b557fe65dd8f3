package storetest

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/fundledger/fundledger/ledger/store"
)

// model is what a store must hold: every event in total order.
type model struct {
	log []store.Recorded
}

// last returns the revision to expect of a stream.
func (m *model) last(stream string) store.Revision {
	last := store.NoStream
	for _, r := range m.log {
		if r.Stream == stream {
			last = r.Revision
		}
	}
	return last
}

// add adds appends, which the caller knows to be free of conflict, and returns
// their receipts.
func (m *model) add(appends ...store.Append) []store.Receipt {
	var receipts []store.Receipt
	for _, a := range appends {
		first := store.Position(len(m.log))
		for i, e := range a.Events {
			m.log = append(m.log, store.Recorded{
				Position: first + store.Position(i), Stream: a.Stream, Revision: a.Expected + 1 + store.Revision(i),
				RecordedAt: a.RecordedAt, Actor: a.Actor, Correlation: a.Correlation, Causation: a.Causation,
				Type: e.Type, Version: e.Version, Data: bytes.Clone(e.Data),
			})
		}
		receipts = append(receipts, store.Receipt{First: first, Last: a.Expected + store.Revision(len(a.Events))})
	}
	return receipts
}

// stream returns the events of a stream.
func (m *model) stream(name string) []store.Recorded {
	var held []store.Recorded
	for _, r := range m.log {
		if r.Stream == name {
			held = append(held, r)
		}
	}
	return held
}

// streams returns the events of each stream.
func (m *model) streams() map[string][]store.Recorded {
	held := make(map[string][]store.Recorded)
	for _, r := range m.log {
		held[r.Stream] = append(held[r.Stream], r)
	}
	return held
}

// compare returns an error if s does not hold exactly the model's events, read
// all together and stream by stream. It wraps the error that s gave, if any.
func (m *model) compare(s store.Store) error {
	ctx := context.Background()
	if err := equal(s.All(ctx, 0), m.log); err != nil {
		return fmt.Errorf("all: %w", err)
	}
	for name, held := range m.streams() {
		if err := equalStream(s.Stream(ctx, name, 0), held); err != nil {
			return fmt.Errorf("stream %s: %w", name, err)
		}
	}
	return nil
}

// equal returns an error if got does not yield exactly want. It wraps the error
// that got yielded, if any. Events that come before an error must be right too.
func equal(got iter.Seq2[store.Recorded, error], want []store.Recorded) error {
	n := 0
	var failed error
	for r, err := range got {
		switch {
		case failed != nil:
			return fmt.Errorf("something was yielded after an error: %v", failed)
		case err != nil:
			failed = err
			continue
		case n == len(want):
			return fmt.Errorf("more than %d events: %s", n, r.AppendLine(nil))
		}
		w := want[n]
		same := r.Position == w.Position && r.Stream == w.Stream && r.Revision == w.Revision &&
			r.RecordedAt.Equal(w.RecordedAt) && r.RecordedAt.Location() == w.RecordedAt.Location() &&
			r.Actor == w.Actor && r.Correlation == w.Correlation && r.Causation == w.Causation &&
			r.Type == w.Type && r.Version == w.Version && bytes.Equal(r.Data, w.Data)
		if !same {
			return fmt.Errorf("event %d:\ngot  %d %.500s\nwant %d %.500s", n, r.Position, r.AppendLine(nil), w.Position, w.AppendLine(nil))
		}
		n++
	}
	if failed == nil && n < len(want) {
		return fmt.Errorf("%d events, want %d", n, len(want))
	}
	return failed
}

// equalStream is equal for the events of one stream, of which a store need not know
// the positions.
func equalStream(got iter.Seq2[store.Recorded, error], want []store.Recorded) error {
	return equal(func(yield func(store.Recorded, error) bool) {
		n := 0
		for r, err := range got {
			if r.Position == store.Unplaced && n < len(want) {
				r.Position = want[n].Position
			}
			n++
			if !yield(r, err) {
				return
			}
		}
	}, want)
}
