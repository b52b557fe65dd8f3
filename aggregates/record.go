package aggregates

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/fundledger/fundledger/ledger"
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
}

// NewCommandID returns an id for a command: a ULID, so that ids sort by time.
func NewCommandID(at time.Time, entropy ulid.MonotonicReader) (string, error) {
	id, err := ulid.New(ulid.Timestamp(at), entropy)
	if err != nil {
		return "", fmt.Errorf("mint a command id: %w", err)
	}
	return id.String(), nil
}

// attempts bounds how often Record decides again after a conflict.
const attempts = 5

// Record records one fact and returns where it stands, or that it stood there
// already (Receipt.Duplicate, without a position if nothing was appended).
// Errors: those of Desk.Decide, and of store.Store.Append; a conflict only after
// several attempts. It may be retried after any error: after
// *store.UnknownOutcomeError the fact may stand or not, and recording it again
// finds out, for it is recorded once at most.
func Record(ctx context.Context, s store.Store, fact event.Event, env Envelope) (store.Receipt, error) {
	read := func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		return ledger.Stream(ctx, s, stream)
	}
	desk := NewDesk(read, fund.DateIn(env.At))
	var conflict *store.ConflictError
	for range attempts {
		decision, err := desk.Decide(ctx, fact)
		if err != nil {
			return store.Receipt{}, err
		}
		if len(decision.Events) == 0 {
			return store.Receipt{Last: decision.Expected, Duplicate: true}, nil
		}
		a, err := decision.Append(env)
		if err != nil {
			return store.Receipt{}, err
		}
		receipts, err := s.Append(ctx, a)
		if err == nil {
			return receipts[0], nil
		}
		if !errors.As(err, &conflict) {
			return store.Receipt{}, err
		}
		desk = NewDesk(read, fund.DateIn(env.At))
	}
	return store.Receipt{}, conflict
}

// Append returns the decision as an append to a store. Error: *event.InvalidError.
func (d Decision) Append(env Envelope) (store.Append, error) {
	a := store.Append{
		Stream: d.Stream, Expected: d.Expected,
		RecordedAt: env.At.UTC().Truncate(time.Microsecond),
		Actor:      env.Actor, Correlation: env.Correlation, Causation: env.Causation,
		Events: make([]store.Event, 0, len(d.Events)),
	}
	for _, e := range d.Events {
		wire, version, data, err := event.Encode(e)
		if err != nil {
			return store.Append{}, err
		}
		a.Events = append(a.Events, store.Event{Type: wire, Version: version, Data: data})
	}
	return a, nil
}
