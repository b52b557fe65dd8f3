package figures

import (
	"cmp"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/wide"
)

// Fold is views that are shown facts, and a figure that they then have. Figures of facts that have
// nothing to do with each other add up: those of two cases, or two payments.
type Fold interface {
	Clear() // they have seen nothing
	Apply(entry ledger.Entry) error
	Figure() (wide.Int, error) // zero, if they have none
}

// Origin is a fact with what it adds to a figure, and what that comes to so far.
type Origin struct {
	ledger.Entry
	Adds, Sum wide.Int
}

// Origins yields the facts that change a figure, in the order of the log, each with what it adds:
// what the figure is after it, less what it was before. So they add up to it, whatever the rules of
// the report. The facts of a case are shown to the views one after the other, and all others alone,
// after what establishes and opens funds. all yields the log, and is read
// twice if facts count alone; of, if it is given, says which can. Errors: those of both, after which it yields nothing more.
func Origins(all iter.Seq2[ledger.Entry, error], f Fold, of fund.ID, alone bool) iter.Seq2[Origin, error] {
	return func(yield func(Origin, error) bool) {
		o := origins{fold: f, of: of, adds: map[store.Position]wide.Int{}}
		if err := o.read(all); err != nil {
			yield(Origin{}, err)
			return
		}
		if !alone {
			all = o.kept()
		}
		var sum wide.Int
		for entry, err := range all {
			var adds wide.Int
			switch {
			case err != nil:
			case groupOf(entry.Event) != "":
				adds = o.adds[entry.Position]
			case alone:
				adds, err = o.ofOne(entry)
			}
			if err != nil {
				yield(Origin{}, err)
				return
			}
			if adds == (wide.Int{}) {
				continue
			}
			if sum = sum.Plus(adds); !yield(Origin{entry, adds, sum}, nil) {
				return
			}
		}
	}
}

// origins is what is known of a figure after the first reading of the log.
type origins struct {
	fold   Fold
	of     fund.ID
	first  []ledger.Entry              // what establishes and opens funds
	begin  wide.Int                    // the figure of these alone
	adds   map[store.Position]wide.Int // of them, and of facts of cases
	adding []ledger.Entry              // those that add something
}

// kept yields the facts that add something, in the order of the log.
func (o *origins) kept() iter.Seq2[ledger.Entry, error] {
	slices.SortFunc(o.adding, func(a, b ledger.Entry) int { return cmp.Compare(a.Position, b.Position) })
	return func(yield func(ledger.Entry, error) bool) {
		for _, e := range o.adding {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// read reads the log and finds what the facts add that do not stand alone.
func (o *origins) read(all iter.Seq2[ledger.Entry, error]) error {
	groups := map[string][]ledger.Entry{}
	for entry, err := range all {
		if err != nil {
			return err
		}
		switch group := groupOf(entry.Event); group {
		case "":
		case opens:
			o.first = append(o.first, entry)
		default:
			groups[group] = append(groups[group], entry)
		}
	}
	o.fold.Clear()
	var err error
	if o.begin, err = o.follow(o.first, wide.Int{}); err != nil {
		return err
	}
	for _, group := range groups {
		o.fold.Clear()
		for _, e := range o.first {
			if err := o.fold.Apply(e); err != nil {
				return err
			}
		}
		if _, err := o.follow(group, o.begin); err != nil {
			return err
		}
	}
	return nil
}

// follow shows the views facts one by one, and notes what each adds.
func (o *origins) follow(facts []ledger.Entry, before wide.Int) (wide.Int, error) {
	for _, e := range facts {
		if err := o.fold.Apply(e); err != nil {
			return before, err
		}
		after, err := o.fold.Figure()
		if err != nil {
			return before, err
		}
		if after != before {
			o.adds[e.Position] = after.Minus(before)
			o.adding = append(o.adding, e)
		}
		before = after
	}
	return before, nil
}

// ofOne returns what a fact adds that counts alone.
func (o *origins) ofOne(e ledger.Entry) (wide.Int, error) {
	funds := event.FundsOf(e.Event)
	if o.of != "" && !slices.Contains(funds[:], o.of) {
		return wide.Int{}, nil
	}
	o.fold.Clear()
	for _, first := range o.first {
		if !slices.Contains(funds[:], event.FundOf(first.Event)) {
			continue
		}
		if err := o.fold.Apply(first); err != nil {
			return wide.Int{}, err
		}
	}
	before, err := o.fold.Figure()
	if err == nil {
		err = o.fold.Apply(e)
	}
	if err != nil {
		return wide.Int{}, err
	}
	after, err := o.fold.Figure()
	return after.Minus(before), err
}

// opens is the group of what establishes and opens funds.
const opens = "opens"

// groupOf is the group of facts that count together; "": a fact counts alone. A reversal is of the
// group of what it is of.
func groupOf(e event.Event) string {
	if r, ok := e.(event.FactReversed); ok {
		e = r.Reversed()
	}
	if region, number := event.CaseOf(e); number != "" {
		return "case " + string(region) + " " + number
	}
	f := e.Common()
	switch e := e.(type) {
	case event.FundEstablished, event.FundOpened:
		return opens
	case event.PersonsInsured: // the latest of a period counts
		return "persons " + string(e.Fund) + " " + f.First().String()[:len("2025")] + " " + f.OccurredOn.String()[:len("2025")]
	case event.LimitSet:
		return "limit " + string(e.Region) + " " + f.Document
	case event.Enforcement: // decisions are counted by document
		return "paper " + f.Document
	default:
		return ""
	}
}

// OriginPage says which of the facts are wanted; the zero OriginPage is all of them.
type OriginPage struct {
	Limit, Last int            // so many, or the last so many; 0: not asked for
	After       store.Position // those behind it, if Behind
	Before      store.Position // the last of those in front of it, if Ends
	Behind      bool
	Ends        bool
}

// Cut returns the facts of a page, and whether others come behind them. It reads no further than
// it must. Errors: those of the facts.
func (p OriginPage) Cut(all iter.Seq2[Origin, error]) (some []Origin, more bool, err error) {
	if p.Ends {
		p.Last, p.Limit = p.Limit, 0
	}
	for origin, err := range all {
		switch {
		case err != nil:
			return nil, false, err
		case p.Ends && origin.Position >= p.Before:
			return some, true, nil
		case p.Behind && origin.Position <= p.After:
		case p.Limit > 0 && len(some) == p.Limit:
			return some, true, nil
		case p.Last > 0 && len(some) == p.Last:
			some = append(some[1:], origin)
		default:
			some = append(some, origin)
		}
	}
	return some, false, nil
}

// Checked yields facts, and at the end *SumError if they do not add up to a figure.
func Checked(of string, figure wide.Int, all iter.Seq2[Origin, error]) iter.Seq2[Origin, error] {
	return func(yield func(Origin, error) bool) {
		var sum wide.Int
		for origin, err := range all {
			if err == nil {
				sum = origin.Sum
			}
			if !yield(origin, err) || err != nil {
				return
			}
		}
		if sum != figure {
			yield(Origin{}, &SumError{Of: of, Sum: money.Sum(sum), Figure: money.Sum(figure)})
		}
	}
}
