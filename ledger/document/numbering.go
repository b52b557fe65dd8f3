package document

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Numbering says which document numbers begin again, and when: what an office has
// declared. The zero Numbering is that of a ledger in which a number stands once for ever.
// It is never changed: Note and Without return another.
type Numbering struct {
	of map[office][]event.NumberingDeclared // in the order of their days
}

// office is whose numbers of which type begin again together.
type office struct {
	region fund.Region
	facts  string // wire name
}

func officeOf(e event.NumberingDeclared) office { return office{e.Region, e.Facts} }

// Period is what a document number counts with: a year, a month, or the day from which
// numbers do not begin again; "" for nothing.
type Period string

// Empty reports whether nothing is declared.
func (n Numbering) Empty() bool { return len(n.of) == 0 }

// Period returns the period of a fact's document.
func (n Numbering) Period(e event.Event) Period {
	if len(n.of) == 0 {
		return ""
	}
	return n.PeriodOn(event.Wire(e), event.RegionOf(e), e.Common().OccurredOn)
}

// PeriodOn returns the period of documents of a type and region that are dated on a day.
func (n Numbering) PeriodOn(wire string, region fund.Region, on fund.Date) Period {
	declared, some := n.InForce(office{region, wire}, on)
	if !some {
		return ""
	}
	switch declared.Begins {
	case event.EachYear:
		return Period(on.String()[:len("2026")])
	case event.EachMonth:
		return Period(on.String()[:len("2026-01")])
	case event.NotAgain:
		return Period(declared.From().String())
	}
	panic("document: a beginning without a period")
}

// InForce returns the declaration that applies to an office on a day, and whether there is
// one.
func (n Numbering) InForce(of office, on fund.Date) (last event.NumberingDeclared, some bool) {
	for _, e := range n.of[of] {
		if e.From() <= on {
			last, some = e, true
		}
	}
	return last, some
}

// Coarser reports whether with a declaration fewer numbers would be told apart than
// without it, so that two facts that stand could become one.
func (n Numbering) Coarser(e event.NumberingDeclared) bool {
	before, some := n.InForce(officeOf(e), e.From())
	return some && fineness(e.Begins) < fineness(before.Begins)
}

func fineness(b event.Beginning) int {
	return slices.Index([]event.Beginning{event.NotAgain, event.EachYear, event.EachMonth}, b)
}

// Declares returns a declaration for the office of e from the same day, and whether there
// is one.
func (n Numbering) Declares(e event.NumberingDeclared) (event.NumberingDeclared, bool) {
	at, found := n.place(e)
	if !found {
		return event.NumberingDeclared{}, false
	}
	return n.of[officeOf(e)][at], true
}

func (n Numbering) place(e event.NumberingDeclared) (at int, found bool) {
	return slices.BinarySearchFunc(n.of[officeOf(e)], e.From(), func(other event.NumberingDeclared, from fund.Date) int {
		return cmp.Compare(other.From(), from)
	})
}

// After returns the numbering after a recorded event: a declaration, or the reversal of one.
func (n Numbering) After(e event.Event) Numbering {
	switch e := e.(type) {
	case event.NumberingDeclared:
		return n.Note(e)
	case event.FactReversed:
		if declared, ok := e.Reversed().(event.NumberingDeclared); ok {
			return n.Without(declared)
		}
	default:
	}
	return n
}

// Note returns the numbering after a recorded declaration.
func (n Numbering) Note(e event.NumberingDeclared) Numbering {
	at, found := n.place(e)
	if found { // recorded past the rules
		return n
	}
	return n.with(officeOf(e), slices.Insert(slices.Clone(n.of[officeOf(e)]), at, e))
}

// Without returns the numbering after a declaration was reversed.
func (n Numbering) Without(e event.NumberingDeclared) Numbering {
	at, found := n.place(e)
	if !found || n.of[officeOf(e)][at] != e {
		return n
	}
	return n.with(officeOf(e), slices.Delete(slices.Clone(n.of[officeOf(e)]), at, at+1))
}

func (n Numbering) with(of office, declared []event.NumberingDeclared) Numbering {
	all := make(map[office][]event.NumberingDeclared, len(n.of)+1)
	for other, its := range n.of {
		all[other] = its
	}
	if all[of] = declared; len(declared) == 0 {
		delete(all, of)
	}
	return Numbering{all}
}

// Digest tells numberings apart that may give a fact another period; it is "" if nothing
// is declared.
func (n Numbering) Digest() string {
	if n.Empty() {
		return ""
	}
	var lines []string
	for of, declared := range n.of {
		for _, e := range declared {
			lines = append(lines, fmt.Sprintf("%s %s %s %s\n", of.region, of.facts, e.From(), e.Begins))
		}
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}

// KeyOf returns the key of an event with the period of its document.
func (n Numbering) KeyOf(e event.Event) Key {
	key := KeyOf(e)
	key.Period = n.Period(e)
	return key
}

// Mark returns the mark of an event of which plain is the one without a period.
func (n Numbering) Mark(e event.Event, plain Mark) Mark {
	if n.Period(e) == "" {
		return plain
	}
	return Mark{n.KeyOf(e).Place(), plain.digest}
}

// MarkOf returns the mark of an event.
func (n Numbering) MarkOf(e event.Event) Mark { return n.Mark(e, MarkOf(e)) }

// Number returns the number of an event of which plain is the one without a period. A
// reversal is found by what it is of, whatever its own document.
func (n Numbering) Number(e event.Event, plain Number) Number {
	if _, isReversal := e.(event.FactReversed); isReversal {
		return plain
	}
	period := n.Period(e)
	if period == "" {
		return plain
	}
	return (hash(0) ^ hash(plain)).text(string(period)).number()
}

// NumberOf returns the number of an event.
func (n Numbering) NumberOf(e event.Event) Number { return n.Number(e, NumberOf(e)) }

// IdentityOf is IdentityOf with the period of the document.
func (n Numbering) IdentityOf(e event.Event) (id Identity, ok bool) {
	id, ok = IdentityOf(e)
	id.Period = n.Period(e)
	return id, ok
}
