package office

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/terms"
)

// Fact is a recorded fact as it is booked, and what reversals say of it.
type Fact struct {
	replay.Booked
	ReversedBy, Reverses   store.Position
	IsReversed, IsReversal bool
}

// FactQuery says which facts to list. What is zero is not asked for.
type FactQuery struct {
	Axes   // those known then; AsOf does not count
	Type   string
	Fund   fund.ID
	Region string // or how it begins
	Stream string
	Terms  []terms.Term   // they have all of these
	From   store.Position // they stand there or behind
	Limit  int            // the first so many
	Last   int            // the last so many
}

// About asks for facts with a term; the empty text for nothing.
func (q *FactQuery) About(kind terms.Kind, text string) {
	if text != "" {
		q.Terms = append(q.Terms, terms.New(kind, text))
	}
}

// wants reports whether a fact is asked for.
func (q *FactQuery) wants(b replay.Booked) bool {
	funds := event.FundsOf(b.Event)
	hasNot := func(t terms.Term) bool { return !t.May(&b.Recorded) || !t.In(b.Entry) }
	return q.knows(b.Entry) && b.Entry.Position >= q.From &&
		(q.Type == "" || b.Recorded.Type == q.Type) &&
		(q.Fund == "" || slices.Contains(funds[:], q.Fund)) &&
		strings.HasPrefix(string(event.RegionOf(b.Event)), q.Region) &&
		(q.Stream == "" || b.Entry.Stream == q.Stream) && !slices.ContainsFunc(q.Terms, hasNot)
}

// knows reports whether a fact was recorded then.
func (q *FactQuery) knows(e ledger.Entry) bool {
	return q.KnownAt.IsZero() || !e.RecordedAt.After(q.KnownAt)
}

// Facts yields the facts that are asked for, in the order of the log. If the last are asked
// for, the log is read from its end. Errors: those of reading the log.
func (o *Office) Facts(ctx context.Context, s store.Store, q FactQuery) (iter.Seq2[Fact, error], error) {
	if q.Last == 0 {
		return readFacts(ctx, s, &q)
	}
	reversals := ledger.NewReversals()
	running, err := o.Start(ctx, s, Axes{})
	if err != nil {
		return nil, err
	}
	found, err := running.Latest(ctx, q.Last, func(b replay.Booked) bool {
		if q.knows(b.Entry) {
			reversals.Note(b.Entry)
		}
		return q.wants(b)
	})
	for i := 0; err == nil && i < len(found); i++ {
		err = reversals.Meet(ctx, s, found[i].Entry)
	}
	return func(yield func(Fact, error) bool) {
		for i := 0; i < len(found) && yield(factOf(found[i], reversals), nil); i++ {
		}
	}, err
}

// readFacts reads the log from its beginning.
func readFacts(ctx context.Context, s store.Store, q *FactQuery) (iter.Seq2[Fact, error], error) {
	reversals, err := ledger.FindReversals(ctx, s, q.KnownAt)
	return func(yield func(Fact, error) bool) {
		listed := 0
		for b, err := range replay.Entries(ctx, s) {
			if err != nil {
				yield(Fact{}, err)
				return
			}
			if !q.knows(b.Entry) {
				continue
			}
			fact := factOf(b, reversals) // also of another: it may be reversed by one that is asked for
			if !q.wants(b) {
				continue
			}
			if listed++; !yield(fact, nil) || listed == q.Limit {
				return
			}
		}
	}, err
}

// factOf returns what reversals say of a fact, once they are shown each.
func factOf(b replay.Booked, reversals ledger.Reversals) Fact {
	f := Fact{Booked: b}
	f.ReversedBy, f.Reverses, f.IsReversed, f.IsReversal = reversals.Mark(b.Recorded, b.Event)
	return f
}
