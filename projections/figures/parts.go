package figures

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// Part is what the figure of a line of a statement is the sum of: another line, or an account that
// has no line of its own.
type Part struct {
	Name   lang.Text
	Amount money.Sum
	Minus  bool   // it is taken off
	Line   string // its key; "": an account
	Leg    Leg    // of an account; never taken off itself
}

// Parts returns what a cell of a statement is the sum of, other lines first, the longest; none of a
// line of one account. Errors: as In.
func (f Figure) Parts(v *books.View) (parts []Part, err error) {
	s, line, column, err := f.find(v)
	if err != nil || len(line.Legs) < 2 {
		return nil, err
	}
	rest := slices.Clone(line.Legs)
	lines := slices.DeleteFunc(slices.Clone(s.Lines), func(l statements.Line) bool {
		return l.IsHeading() || len(l.Legs) >= len(line.Legs)
	})
	slices.SortStableFunc(lines, func(a, b statements.Line) int { return len(b.Legs) - len(a.Legs) })
	add := func(p Part) { // what is nil tells nothing
		if !p.Amount.IsZero() {
			parts = append(parts, p)
		}
	}
	for _, l := range lines {
		for _, minus := range []bool{false, true} {
			if left, ok := without(rest, l.Legs, minus); ok {
				rest = left
				add(Part{Name: l.Name, Amount: l.Amounts[column], Minus: minus, Line: l.Key})
				break
			}
		}
	}
	order := func(p Part) int {
		return slices.IndexFunc(s.Lines, func(l statements.Line) bool { return l.Key == p.Line })
	}
	slices.SortStableFunc(parts, func(a, b Part) int { return order(a) - order(b) })
	for _, l := range rest {
		leg := legOf(l, s.Columns[column])
		book := v.AsOf(f.Fund, leg.Days.To)
		if day, ok := leg.Days.Before(); ok {
			book = book.Less(v.AsOf(f.Fund, day))
		}
		leg.Minus = false
		add(Part{Name: account.FullName(f.Fund.Kind(), l.Account), Amount: leg.of(l.Account, book.Sum(l.Account)), Minus: l.Minus, Leg: leg})
	}
	return parts, nil
}

// without returns legs without those of a line, or of one that is taken off, and whether all of
// these are among them.
func without(legs, of []statements.Leg, minus bool) ([]statements.Leg, bool) {
	left := slices.Clone(legs)
	for _, l := range of {
		l.Minus = l.Minus != minus
		i := slices.Index(left, l)
		if i < 0 {
			return nil, false
		}
		left = slices.Delete(left, i, i+1)
	}
	return left, true
}
