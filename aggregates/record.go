package aggregates

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// Envelope is who records something, when, and what belongs together.
type Envelope struct {
	At          time.Time // from the program's one clock
	Actor       string
	Correlation string // see NewCommandID
	Causation   string
	Patience    Patience // with other programs that record at the same time
	Void        Void     // which closings close nothing; nil: every one counts

	Files time.Time // the latest time of the ledger's files; zero: not known
	Sure  bool      // whoever records says that the clock is right
}

// NewCommandID returns an id for a command: a ULID, so that ids sort by time.
func NewCommandID(at time.Time, entropy ulid.MonotonicReader) (string, error) {
	id, err := ulid.New(ulid.Timestamp(at), entropy)
	if err != nil {
		return "", fmt.Errorf("mint a command id: %w", err)
	}
	return id.String(), nil
}

// Record records one fact and returns where it stands, or that it stood there
// already (Receipt.Duplicate, without a position if nothing was appended).
// If another program was faster, in the fact's stream or in one that the decision rests
// on, it is decided again on what stands now: until it is accepted, refused by a rule, or
// the envelope's patience is at an end. Errors: those of Desk.Decide, Envelope.Following
// and store.Store.Append; a conflict, and that the store is busy, only then. It may be retried after any error: after
// *store.UnknownOutcomeError the fact may stand or not, and recording it again
// finds out, for it is recorded once at most.
func Record(ctx context.Context, s store.Store, fact event.Event, env Envelope) (store.Receipt, error) {
	receipts, err := RecordAll(ctx, s, env, fact)
	if err != nil {
		return store.Receipt{}, err
	}
	return receipts[0], nil
}

// RecordAll records several facts in order and returns where each stands, as
// Record does, if they may be written today (event.CheckToday). If one is refused none is recorded, whatever others record meanwhile; over
// a store without transactions, unless that happens in the moment of appending. A failure of the store may
// leave the first of them recorded; recording all again completes them.
func RecordAll(ctx context.Context, s store.Store, env Envelope, facts ...event.Event) ([]store.Receipt, error) {
	return RecordOnce(ctx, s, nil, env, facts...)
}

// aloneTries is for how many attempts a fact is appended only if nothing at all was since the
// index was asked. Where others record all the time that would never be so.
const aloneTries = 3

// RecordOnce is RecordAll of facts whose documents stand in no other stream, as the
// index of the log knows. Of what is recorded at the same moment it finds out, unless that
// goes on; then it may stand twice, and index.Index.Doubles tells.
func RecordOnce(ctx context.Context, s store.Store, index Index, env Envelope, facts ...event.Event) ([]store.Receipt, error) {
	return record(ctx, s, index, env, false, facts)
}

// RecordCorrection is RecordOnce of the reversal of a fact and of that fact as it is
// right. In closed periods only the difference enters the books.
func RecordCorrection(ctx context.Context, s store.Store, index Index, env Envelope, r event.FactReversed,
	right event.Event) ([]store.Receipt, error) {
	return record(ctx, s, index, env, true, []event.Event{r, right})
}

// record records facts; corrects says that the first is wrong as the second says.
func record(ctx context.Context, s store.Store, index Index, env Envelope, corrects bool, facts []event.Event) ([]store.Receipt, error) {
	for _, fact := range facts {
		if problems := event.CheckToday(fact); len(problems) > 0 {
			return nil, &event.InvalidError{Wire: event.Wire(fact), Problems: problems}
		}
	}
	tries := env.Patience.Tries()
	for n := 0; ; n++ {
		receipts, err := attempt(ctx, s, index, n < aloneTries, env, corrects, facts)
		if err == nil {
			return receipts, nil
		}
		if err := tries.Again(ctx, err); err != nil {
			return nil, err
		}
	}
}

// attempt is record, once; alone says to append only if nothing was since the index
// was asked.
func attempt(ctx context.Context, s store.Store, index Index, alone bool, env Envelope, corrects bool,
	facts []event.Event) ([]store.Receipt, error) {
	env, err := env.Following(ctx, s)
	if err != nil {
		return nil, err
	}
	var decided []Decision // that wait to be appended
	desk := NewDesk(func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		return Followed(ledger.Stream(ctx, s, stream), stream, decided)
	}, fund.DateIn(env.At))
	desk.Over(func(ctx context.Context) iter.Seq2[ledger.Entry, error] {
		return AllFollowed(ledger.All(ctx, s, 0), decided)
	})
	desk.Ends(func(ctx context.Context) (store.Position, error) {
		last, some, err := s.Last(ctx)
		if err != nil || !some {
			return store.Position(len(decided)), err
		}
		return last.Position + 1 + store.Position(len(decided)), nil
	})
	desk.Voids(env.Void)
	if index != nil {
		if err := index.Follow(ctx); err != nil {
			return nil, err
		}
		desk.Elsewhere(Elsewhere{Number: index.Number, Find: func(ctx context.Context, n document.Number) iter.Seq2[Standing, error] {
			return Found(ctx, index, n, decided)
		}})
	}
	receipts := make([]store.Receipt, len(facts))
	var appends []store.Append
	var places []int // of appends in receipts
	for i, fact := range facts {
		if corrects && i == 0 {
			desk.Corrects(facts[1])
		}
		decision, err := desk.Decide(ctx, fact)
		if err != nil {
			return nil, err
		}
		if len(decision.Events) == 0 {
			if corrects && len(appends) > 0 {
				return nil, stoodBefore(fact)
			}
			receipts[i] = store.Receipt{Last: decision.Expected, Duplicate: true}
			continue
		}
		a, err := decision.Append(env)
		if err != nil {
			return nil, err
		}
		appends, places, decided = append(appends, a), append(places, i), append(decided, decision)
	}
	if len(appends) == 0 {
		return receipts, nil
	}
	tie(appends)
	if index != nil && alone && appends[0].Length == 0 {
		appends[0].Length = index.End()
	}
	written, err := s.Append(ctx, appends...)
	if err != nil {
		return nil, err
	}
	for i, r := range written {
		receipts[places[i]] = r
	}
	return receipts, nil
}

// tie has the first of several appends rest on what all of them do, so that a store with
// transactions performs all or none: no correction is left half done.
func tie(appends []store.Append) {
	first := &appends[0]
	reads := slices.Clone(first.Reads)
	own := map[string]bool{first.Stream: true} // streams that are at their revisions because of the appends before
	before := store.Position(len(first.Events))
	for _, a := range appends[1:] {
		if a.Length > before {
			first.Length = a.Length - before
		}
		before += store.Position(len(a.Events))
		for _, r := range append(slices.Clone(a.Reads), store.Read{Stream: a.Stream, At: a.Expected}) {
			if !own[r.Stream] && !slices.Contains(reads, r) {
				reads = append(reads, r)
			}
		}
		own[a.Stream] = true
	}
	first.Reads = reads
}

// Found yields the entries that have a number in an index, then those of decisions that
// wait to be appended.
func Found(ctx context.Context, ix Index, number document.Number, waiting []Decision) iter.Seq2[Standing, error] {
	return func(yield func(Standing, error) bool) {
		for entry, err := range ix.Find(ctx, number) {
			if !yield(Standing{Entry: entry}, err) || err != nil {
				return
			}
		}
		for _, d := range waiting {
			for _, e := range d.Events {
				if ix.Number(e, document.NumberOf(e)) == number &&
					!yield(Standing{Entry: ledger.Entry{Position: store.Unplaced, Stream: d.Stream, Event: e}}, nil) {
					return
				}
			}
		}
	}
}

// Followed yields the entries of a stream, then those of decisions on it that
// wait to be appended.
func Followed(recorded iter.Seq2[ledger.Entry, error], stream string, waiting []Decision) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for entry, err := range recorded {
			if !yield(entry, err) || err != nil {
				return
			}
		}
		for _, d := range waiting {
			if d.Stream != stream {
				continue
			}
			for i, e := range d.Events {
				if !yield(ledger.Entry{Stream: stream, Revision: d.Expected + 1 + store.Revision(i), Event: e}, nil) {
					return
				}
			}
		}
	}
}

// AllFollowed yields the entries of a log, then those of decisions that wait to be appended.
func AllFollowed(recorded iter.Seq2[ledger.Entry, error], waiting []Decision) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for entry, err := range recorded {
			if !yield(entry, err) || err != nil {
				return
			}
		}
		for _, d := range waiting {
			for i, e := range d.Events {
				if !yield(ledger.Entry{Stream: d.Stream, Revision: d.Expected + 1 + store.Revision(i), Event: e}, nil) {
					return
				}
			}
		}
	}
}

// AsPrepared reports whether the decision is the fact itself, as it was prepared.
func (d Decision) AsPrepared() bool { return d.encoded.Type != "" }

// Append returns the decision as an append to a store, which asks that all it rests on
// is as it was. Error: *event.InvalidError.
func (d Decision) Append(env Envelope) (store.Append, error) {
	events, err := d.AppendEvents(make([]store.Event, 0, len(d.Events)))
	if err != nil {
		return store.Append{}, err
	}
	a := env.Append(d.Stream, d.Expected)
	a.Events, a.Reads, a.Length = events, d.Reads, d.Length
	return a, nil
}

// AppendEvents appends the events of the decision, encoded, to dst. Error:
// *event.InvalidError.
func (d Decision) AppendEvents(dst []store.Event) ([]store.Event, error) {
	if d.AsPrepared() {
		return append(dst, d.encoded), nil
	}
	for _, e := range d.Events {
		wire, version, data, err := event.Encode(e)
		if err != nil {
			return dst, err
		}
		dst = append(dst, store.Event{Type: wire, Version: version, Data: data})
	}
	return dst, nil
}

// Append returns an append without events yet to a stream at a revision.
func (e Envelope) Append(stream string, expected store.Revision) store.Append {
	return store.Append{
		Stream: stream, Expected: expected,
		RecordedAt: e.At.UTC().Truncate(time.Microsecond),
		Actor:      e.Actor, Correlation: e.Correlation, Causation: e.Causation,
	}
}
