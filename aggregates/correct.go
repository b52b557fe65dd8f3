package aggregates

import (
	"context"
	"math"
	"slices"

	"github.com/fundledger/fundledger/aggregates/enforcement"
	"github.com/fundledger/fundledger/aggregates/numbering"
	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/split"
	"github.com/fundledger/fundledger/ledger/store"
)

// reverse decides on a reversal. A fact can be reversed once, and only if
// everything that was recorded after it would still have been accepted without
// it. Refusals: reversal-unknown, reversal-twice, reversal-needed, reversal-kind,
// numbering-in-force.
func (d *Desk) reverse(ctx context.Context, f *file, r event.FactReversed) (Decision, error) {
	fact, stream := r.Reversed(), f.stream
	id := store.EventID(stream, r.OfType, int(r.OfVersion), []byte(r.OfData))
	around, found := f.trail.around(fact), -1
	for _, i := range around {
		if f.trail.events[i] == fact {
			found = i
		}
	}
	name := fact.Common().Document
	switch {
	case found < 0 || id.String() != r.Of:
		return Decision{}, &refusal.Error{
			Rule: "reversal-unknown", Field: "of_id",
			Why:    lang.F("账上没有这条事项（%s）", "the ledger holds no such fact (%s)", name),
			Remedy: lang.F("用 fundledger events 查出要冲销的事项", "look the fact up with fundledger events"),
		}
	case f.trail.ids[r.Of]:
		return Decision{}, &refusal.Error{
			Rule: "reversal-twice", Field: "of_id",
			Why:    lang.F("%s 已经冲销过", "%s is reversed already", name),
			Remedy: lang.F("只能冲销一次；冲销有误的，用新凭证号重新登记原事项", "a fact is reversed once; if that was wrong, record the fact again under a new document"),
		}
	}
	switch fact.(type) {
	case event.FundEstablished, event.InstitutionDesignated, event.PeriodClosed, event.ClockAcknowledged:
		title, _ := event.TypeOf(event.Wire(fact))
		return Decision{}, &refusal.Error{
			Rule: "reversal-kind", Field: "of_type",
			Why:    lang.F("“%s”不能冲销，其他事项以它为前提", "a fact of the kind “%s” cannot be reversed; other facts rest on it", title.Title),
			Remedy: lang.F("机构用 institution.terminated；已结账的期间不再打开，更正记入未结账期间", "for an institution record institution.terminated; a closed period stays closed, corrections enter the open one"),
		}
	default:
	}
	if e, ok := fact.(event.NumberingDeclared); ok {
		if err := numbering.Reversible(e, d.today); err != nil {
			return Decision{}, err
		}
	}
	numbers, err := d.numbersOf(ctx, stream)
	if err != nil {
		return Decision{}, err
	}
	if err := d.standsWithout(ctx, f, around, found, r.Common(), numbers); err != nil {
		return Decision{}, err
	}
	if err := d.traced(ctx, fact); err != nil {
		return Decision{}, err
	}
	if err := d.splitWithout(ctx, fact, r.Common()); err != nil {
		return Decision{}, err
	}
	r, err = d.corrected(ctx, r)
	if err = d.object(err); err != nil {
		return Decision{}, err
	}
	if err := d.withinCap(ctx, f, fact, r, numbers); err != nil {
		return Decision{}, err
	}
	decision := Decision{Stream: stream, Expected: f.last, Events: []event.Event{r}, Reads: d.reads(f, stream)}
	if d.retraced != nil {
		d.retraced.written = r
	}
	f.facts = f.facts.NoteMarked(numbers.MarkOf(r)).ReverseMarked(numbers.MarkOf(fact))
	for _, i := range around {
		if f.trail.events[i] == fact { // twice, where an older program took it twice
			f.undo(fact, r.Common())
		}
	}
	f.trail.add(r)
	f.behind = true
	d.grow(f)
	if d.retraced == nil {
		d.stands(r, false)
	}
	d.renumber(r)
	return decision, nil
}

// withinCap refuses to reverse a reversal of relief if the person's room was used
// since. Refusal: relief-over-cap.
func (d *Desk) withinCap(ctx context.Context, f *file, fact event.Event, by event.FactReversed, n document.Numbering) error {
	e, ok := fact.(event.ReliefReversed)
	if !ok || e.Person == "" {
		return nil
	}
	caps, err := d.reliefCaps(ctx, e)
	if err != nil {
		return err
	}
	after, err := fold(f.stream, append(slices.Clone(f.trail.events), by), n)
	if err != nil {
		return err
	}
	return relief.Within(stateOf[relief.State](after), e, by.OccurredOn, caps)
}

// splitWithout refuses to reverse what was split. Refusal: split-exceeded.
func (d *Desk) splitWithout(ctx context.Context, fact event.Event, by event.Fact) error {
	if !split.GivesBack(fact, by) {
		return nil
	}
	sums, err := d.splits(ctx, event.FundOf(fact))
	if err != nil {
		return err
	}
	return sums.CheckReversal(fact, by)
}

// traced refuses to reverse what was traced to a payment once the case has money:
// another case could take the same payment back again. Refusal: trace-recovered.
func (d *Desk) traced(ctx context.Context, fact event.Event) error {
	e, ok := fact.(event.LossTraced)
	if !ok {
		return nil
	}
	f, err := d.consult(ctx, enforcement.Stream(event.CaseOf(e)))
	if err != nil {
		return err
	}
	if !stateOf[enforcement.State](f).Came(e.Fund, e.Institution) {
		return nil
	}
	return &refusal.Error{
		Rule: "trace-recovered", Field: "of_id",
		Why:    lang.F("案件 %s 已收到 %s 退回的钱", "case %s has received money from %s", e.Case, e.Institution),
		Remedy: lang.F("先撤销并退还（clawback.annulled、clawback.refunded），或冲销到账，再冲销逐笔认定", "annul and refund it first (clawback.annulled, clawback.refunded), or reverse the receipts, then the trace"),
	}
}

// standsWithout refuses a reversal that a later fact of the stream depends on: one that
// would not be accepted without it. What would not be accepted with it either, because
// earlier programs did not ask so much, does not depend on it. around is where the events
// stand that may depend on it, with those that these may depend on.
func (d *Desk) standsWithout(ctx context.Context, f *file, around []int, without int, by event.Fact, n document.Numbering) error {
	state, whole := newAggregate(f.stream, n), newAggregate(f.stream, n)
	for _, i := range around {
		e := f.trail.events[i]
		if _, isReversal := e.(event.FactReversed); isReversal {
			continue
		}
		if by, isReversed := f.trail.reversed[e]; isReversed {
			whole.revoke(e, by)
			state.revoke(e, by)
			continue
		}
		if i == without {
			state.revoke(e, by)
			if err := whole.evolve(e, document.KeyOf(e).Place()); err != nil {
				return err
			}
			continue
		}
		if i > without {
			opened, err := d.opened(ctx, e)
			if err != nil {
				return err
			}
			around := surroundings{opened: opened, length: math.MaxInt64, hasFund: true} // of a report that stands nothing but its edition is asked
			_, without := state.decide(e, around)
			_, with := whole.decide(e, around)
			if without != nil && with == nil {
				return &refusal.Error{
					Rule: "reversal-needed", Field: "of_id",
					Why:    lang.F("%s 以它为前提", "%s depends on it", e.Common().Document),
					Remedy: lang.F("先冲销后来的事项", "reverse the later facts first"),
				}
			}
		}
		for _, a := range []aggregate{state, whole} {
			if err := a.evolve(e, document.KeyOf(e).Place()); err != nil {
				return err
			}
		}
	}
	return nil
}
