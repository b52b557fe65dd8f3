package aggregates

import (
	"context"
	"slices"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
)

// trail is the events of a stream beside its state, from the first time that one of them is
// reversed: a reversal asks what depends on a fact, and the state after it is folded from all
// that is left. With a trail the stream is read once for all of its reversals, and its state
// is folded when it is next asked for. A hundred thousand payments that were imported by
// mistake are so reversed in the time that it takes to look at each of them. So are a hundred
// thousand looked at that an old program took in two writings.
type trail struct {
	events   []event.Event
	reversed map[event.Event]event.Fact // facts, and by what
	ids      map[string]bool            // of facts that were reversed
	stated   map[document.Place][]event.Event
	sorted   int // events that are in stated

	// In a stream of payments, of each event the one before that is about the same payment, and
	// the last of them: -1, and nothing, if there is none.
	before []int32
	last   map[document.Place]int32 // nil: every fact may depend on every other
}

// newTrail returns the trail of a stream with these events.
func newTrail(stream string, events []event.Event) *trail {
	t := &trail{reversed: map[event.Event]event.Fact{}, ids: map[string]bool{}}
	if newBrief(stream) != nil {
		t.last = make(map[document.Place]int32, len(events))
	}
	t.events, t.before = make([]event.Event, 0, len(events)+1), make([]int32, 0, len(events)+1)
	for _, e := range events {
		t.add(e)
	}
	return t
}

// add takes the next event of the stream.
func (t *trail) add(e event.Event) {
	before := int32(-1)
	if r, ok := e.(event.FactReversed); ok {
		t.reversed[r.Reversed()], t.ids[r.Of] = r.Common(), true
	} else if t.last != nil {
		of := payment(e)
		if at, ok := t.last[of]; ok {
			before = at
		}
		t.last[of] = int32(len(t.events))
	}
	t.events, t.before = append(t.events, e), append(t.before, before)
}

// around returns where the events stand that a fact may depend on, and that may depend on it,
// with itself, in their order.
func (t *trail) around(fact event.Event) []int {
	var at []int
	if t.last == nil {
		for i := range t.events {
			at = append(at, i)
		}
		return at
	}
	i, ok := t.last[payment(fact)]
	for ; ok && i >= 0; i = t.before[i] {
		at = append(at, int(i))
	}
	slices.Reverse(at)
	return at
}

// stating returns the events that stand at a place, under a numbering.
func (t *trail) stating(at document.Place, n document.Numbering) []event.Event {
	if t.stated == nil {
		t.stated = make(map[document.Place][]event.Event, len(t.events))
	}
	for ; t.sorted < len(t.events); t.sorted++ {
		e := t.events[t.sorted]
		its := n.KeyOf(e).Place()
		t.stated[its] = append(t.stated[its], e)
	}
	return t.stated[at]
}

// payment stands for the number of the payment that a fact is, or that it takes back from. In
// a stream of payments no fact depends on what is about another number.
func payment(e event.Event) document.Place {
	number := e.Common().Document
	switch e := e.(type) {
	case event.PremiumRefunded:
		number = e.Of
	case event.ReimbursementReversed:
		number = e.Of
	case event.LossTraced:
		number = e.Of
	case event.ReliefReversed:
		number = e.Of
	default:
	}
	return document.Key{Document: number}.Place()
}

// blind reports whether a fact is decided on without the state of its stream.
func blind(fact event.Event) bool {
	switch fact.(type) {
	case event.Premium, event.Reimbursement:
		return alone(fact)
	default: // relief is decided on by the days of the year
		return false
	}
}

// catchUp folds the state of a file from its trail if reversals have left it behind.
func (d *Desk) catchUp(ctx context.Context, f *file) error {
	if !f.behind {
		return nil
	}
	numbers, err := d.numbersOf(ctx, f.stream)
	if err != nil {
		return err
	}
	after, err := fold(f.stream, f.trail.events, numbers)
	if err != nil {
		return err
	}
	f.aggregate, f.behind = after.aggregate, false
	return nil
}
