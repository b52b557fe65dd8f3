package importer

import (
	"context"
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// A file may name a fine before the finding that it is for: of one decision, both are
// rows of it, and nobody says in which order. Such a fine waits for its finding, and with
// it what rests on it: rows of its case that are refused meanwhile. What still waits at
// the end of the file is refused then.

// waiting is rows that wait for another row, by the stream of their case, in the order of
// the file.
type waiting struct {
	rows map[string][]item
	some int
	over bool // the file has ended: nothing waits any more
}

// mostWaiting bounds how many rows wait.
const mostWaiting = 10_000

// waits takes a refused row if it may be accepted later in the file.
func (w *waiting) waits(row *item, r *refusal.Error) bool {
	if w.over || w.some >= mostWaiting {
		return false
	}
	stream := aggregates.StreamOf(row.fact.Fact())
	if r.Rule != "finding-unknown" && len(w.rows[stream]) == 0 {
		return false
	}
	if w.rows == nil {
		w.rows = map[string][]item{}
	}
	later := *row
	later.again = true
	w.rows[stream] = append(w.rows[stream], later)
	w.some++
	return true
}

// found decides again on the rows that wait for a finding that was decided on.
func (i *run) found(ctx context.Context, fact event.Event) error {
	if _, ok := fact.(event.FindingRecorded); !ok || i.later.some == 0 {
		return nil
	}
	stream := aggregates.StreamOf(fact)
	return i.takeWaiting(ctx, i.later.take(stream))
}

// take returns the rows that wait in a stream, which wait no more.
func (w *waiting) take(stream string) []item {
	list := w.rows[stream]
	w.some -= len(list)
	delete(w.rows, stream)
	return list
}

// rest decides on what still waits at the end of the file, in its order.
func (i *run) rest(ctx context.Context) error {
	i.later.over = true
	var all []item
	for stream := range i.later.rows {
		all = append(all, i.later.take(stream)...)
	}
	slices.SortFunc(all, func(a, b item) int { return a.row.Line - b.row.Line })
	return i.takeWaiting(ctx, all)
}

func (i *run) takeWaiting(ctx context.Context, list []item) error {
	for at := range list {
		if err := i.take(ctx, &list[at]); err != nil {
			return err
		}
	}
	return nil
}
