package office

import (
	"context"
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
	To     store.Position // they stand in front of it, if Ends
	Ends   bool
	Limit  int // the first so many
	Last   int // the last so many
}

// About asks for facts with a term; the empty text for nothing.
func (q *FactQuery) About(kind terms.Kind, text string) {
	if text != "" {
		q.Terms = append(q.Terms, terms.New(kind, text))
	}
}

// may reports whether a fact may be asked for, as far as its stored bytes say.
func (q *FactQuery) may(r *store.Recorded) bool {
	hasNot := func(t terms.Term) bool { return !t.May(r) }
	return r.Position >= q.From && (!q.Ends || r.Position < q.To) &&
		(q.KnownAt.IsZero() || !r.RecordedAt.After(q.KnownAt)) && (q.Type == "" || r.Type == q.Type) &&
		(q.Stream == "" || r.Stream == q.Stream) && !slices.ContainsFunc(q.Terms, hasNot)
}

// wants reports whether a fact is asked for.
func (q *FactQuery) wants(b replay.Booked) bool {
	funds := event.FundsOf(b.Event)
	hasNot := func(t terms.Term) bool { return !t.In(b.Entry) }
	return q.may(&b.Recorded) && (q.Fund == "" || slices.Contains(funds[:], q.Fund)) &&
		strings.HasPrefix(string(event.RegionOf(b.Event)), q.Region) && !slices.ContainsFunc(q.Terms, hasNot)
}

// knows reports whether a fact was recorded then.
func (q *FactQuery) knows(e ledger.Entry) bool {
	return q.KnownAt.IsZero() || !e.RecordedAt.After(q.KnownAt)
}

// Facts calls do with the facts that are asked for, in the order of the log, and holds few of
// them. They are found in what is kept of the log, as what reversals say of them is; the last of
// all in the log. Errors: those of reading the log, that of do.
func (o *Office) Facts(ctx context.Context, s store.Store, q FactQuery, do func(Fact) error) error {
	return o.asked(q.Axes).facts(ctx, s, q, do)
}

func (h *held) facts(ctx context.Context, s store.Store, f FactQuery, do func(Fact) error) error {
	if h.fresh && f.isFound() && f.Last == 0 {
		return readFacts(ctx, s, &f, do)
	}
	return h.answer(ctx, s, needs{shelf: f.isFound()}, func(q *question) error {
		return q.facts(ctx, &f, func(fact Fact) error {
			q.told = true
			return do(fact)
		})
	})
}

// isFound reports whether the facts are found in what is kept of the log.
func (q *FactQuery) isFound() bool { return q.Last == 0 || len(q.Terms) > 0 || q.Ends }

func (q *question) facts(ctx context.Context, f *FactQuery, do func(Fact) error) (err error) {
	switch {
	case f.isFound() && q.shelf != nil:
		found := foundFacts{query: f, known: q.known, shelf: q.shelf}
		if found.stretches, err = found.where(); err != nil {
			return err
		}
		return found.read(ctx, do)
	case f.Last > 0:
		return latestFacts(ctx, q.store, q.known, f, do)
	}
	return readFacts(ctx, q.store, f, do)
}

// latestFacts reads the log from its end.
func latestFacts(ctx context.Context, s store.Store, known *replay.Running, q *FactQuery, do func(Fact) error) error {
	reversals := ledger.NewReversals()
	found, err := known.Latest(ctx, q.Last, func(b replay.Booked) bool {
		if q.knows(b.Entry) {
			reversals.Note(b.Entry)
		}
		return q.wants(b)
	})
	for i := 0; err == nil && i < len(found); i++ {
		err = reversals.Meet(ctx, s, found[i].Entry)
	}
	for i := 0; err == nil && i < len(found); i++ {
		err = do(factOf(found[i], reversals))
	}
	return err
}

// readFacts reads the log from its beginning, twice: what reverses a fact stands behind it.
func readFacts(ctx context.Context, s store.Store, q *FactQuery, do func(Fact) error) error {
	reversals, err := ledger.FindReversals(ctx, s, q.KnownAt)
	if err != nil {
		return err
	}
	listed := 0
	for b, err := range replay.Entries(ctx, s, nil) {
		if err != nil {
			return err
		}
		if !q.knows(b.Entry) {
			continue
		}
		fact := factOf(b, reversals) // also of another: it may be reversed by one that is asked for
		if !q.wants(b) {
			continue
		}
		if err := do(fact); err != nil {
			return err
		}
		if listed++; listed == q.Limit {
			return nil
		}
	}
	return nil
}

// factOf returns what reversals say of a fact, once they are shown each.
func factOf(b replay.Booked, reversals ledger.Reversals) Fact {
	f := Fact{Booked: b}
	f.ReversedBy, f.Reverses, f.IsReversed, f.IsReversal = reversals.Mark(b.Recorded, b.Event)
	return f
}
