// Package budgets is the view of the budgets of funds: per fund, year and line what was
// approved, and what it is after its adjustments, as of any date.
//
// It also keeps what executes the lines that no account tells: who paid a premium, and what
// a subsidy is for, by the day on which they entered the books. Facts that say neither are
// in the account of the line above and in none of its parts.
package budgets

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/daily"
)

// Key is a line of the budget of a fund and year.
type Key struct {
	Fund fund.ID
	Year int64
	Line budget.Line
}

// Figure is an amount with what states it.
type Figure struct {
	Amount   money.Fen
	On       fund.Date
	Document string
	Cause    string // of an adjustment
	Position store.Position
}

// Row is the budget of a line.
type Row struct {
	Key
	Approved    Figure
	Adjustments []Figure // in the order of their days, as they were recorded; each is the whole new amount
}

// Current returns what the budget of the line is now: as adjusted last, or as approved.
func (r Row) Current() Figure {
	if n := len(r.Adjustments); n > 0 {
		return r.Adjustments[n-1]
	}
	return r.Approved
}

// line is what is known of a line.
type line struct{ approved, adjusted []Figure }

// part is a line of a fund that no account tells.
type part struct {
	fund fund.ID
	line budget.Line
}

// View is the fold. The zero View has seen nothing.
type View struct {
	lines map[Key]*line
	parts daily.Sums[part]
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "budgets.v2" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. Error: daily.ErrTooMany.
func (v *View) Apply(entry ledger.Entry) error {
	if r, ok := entry.Event.(event.FactReversed); ok {
		v.forget(r.Reversed())
		return v.paid(r.Reversed(), r, -1)
	}
	switch e := entry.Event.(type) {
	case event.BudgetApproved:
		l := v.line(Key{e.Fund, e.Year, e.Line})
		l.approved = added(l.approved, Figure{e.Amount, e.OccurredOn, e.Document, "", entry.Position})
	case event.BudgetAdjusted:
		l := v.line(Key{e.Fund, e.Year, e.Line})
		l.adjusted = added(l.adjusted, Figure{e.Amount, e.OccurredOn, e.Document, e.Cause, entry.Position})
	default:
		return v.paid(entry.Event, entry.Event, 1)
	}
	return nil
}

func (v *View) line(k Key) *line {
	if v.lines == nil {
		v.lines = map[Key]*line{}
	}
	if v.lines[k] == nil {
		v.lines[k] = new(line)
	}
	return v.lines[k]
}

// added puts a figure behind those of its day and before.
func added(to []Figure, f Figure) []Figure {
	at, _ := slices.BinarySearchFunc(to, f.On+1, func(g Figure, day fund.Date) int { return cmp.Compare(g.On, day) })
	return slices.Insert(to, at, f)
}

// forget takes a fact out that was reversed.
func (v *View) forget(fact event.Event) {
	without := func(k Key, of func(*line) *[]Figure) {
		list := of(v.line(k))
		f := fact.Common()
		if i := slices.IndexFunc(*list, func(g Figure) bool { return g.On == f.OccurredOn && g.Document == f.Document }); i >= 0 {
			*list = slices.Delete(*list, i, i+1)
		}
	}
	switch e := fact.(type) {
	case event.BudgetApproved:
		without(Key{e.Fund, e.Year, e.Line}, func(l *line) *[]Figure { return &l.approved })
	case event.BudgetAdjusted:
		without(Key{e.Fund, e.Year, e.Line}, func(l *line) *[]Figure { return &l.adjusted })
	default:
	}
}

// PartOf returns the line, told by no account, that a fact executes, with its fund and amount;
// ok is false for all others.
func PartOf(fact event.Event) (id fund.ID, l budget.Line, amount money.Fen, ok bool) {
	switch e := fact.(type) {
	case event.ParticipationAssisted:
		return e.Fund, budget.Assisted, e.Amount, true
	case event.PremiumRefunded:
		return e.Fund, budget.Assisted, -e.Amount, e.AidFund != "" && e.PaidOn.Year() == e.Booked().Year()
	case event.PremiumReceived:
		switch e.Payer {
		case event.PaidByCollective:
			return e.Fund, budget.Collective, e.Amount, true
		case event.PaidByTreasury:
			return e.Fund, budget.TreasuryPaid, e.Amount, true
		case event.PaidByPerson, event.PaidByUnit:
		}
	case event.SubsidyReceived:
		switch e.Purpose {
		case event.StandardSubsidy:
			return e.Fund, budget.Standard, e.Amount, true
		case event.VaccineSubsidy:
			return e.Fund, budget.Vaccine, e.Amount, true
		default:
		}
	default:
	}
	return "", "", 0, false
}

// paid counts what executes a part on the day on which it, or its reversal, is booked. What
// is of an earlier year than its reversal is not taken off: that is other expense.
func (v *View) paid(fact, by event.Event, sign int64) error {
	id, l, amount, ok := PartOf(fact)
	on := by.Common().Booked()
	switch {
	case !ok, fact.Common().BookedFor != 0:
		return nil
	case sign < 0 && fact.Common().InBooks().Year() != on.Year():
		return nil
	}
	sum := daily.Of(amount, 1)
	if sign < 0 {
		sum = sum.Neg()
	}
	return v.parts.Add(part{id, l}, on, sum)
}

// AsOf returns the rows of the budget of a fund and year of everything dated up to and
// including a date (0 means all), in the order of the form; those of no approval are left out.
func (v *View) AsOf(id fund.ID, year int64, on fund.Date) []Row {
	var rows []Row
	for _, r := range budget.Rows(id.Kind()) {
		l := v.lines[Key{id, year, r.Line}]
		if l == nil {
			continue
		}
		approved := upTo(l.approved, on)
		if len(approved) == 0 {
			continue
		}
		rows = append(rows, Row{Key: Key{id, year, r.Line}, Approved: approved[0], Adjustments: slices.Clone(upTo(l.adjusted, on))})
	}
	return rows
}

func upTo(of []Figure, on fund.Date) []Figure {
	if on == 0 {
		return of
	}
	at, _ := slices.BinarySearchFunc(of, on+1, func(g Figure, day fund.Date) int { return cmp.Compare(g.On, day) })
	return of[:at]
}

// Years returns the years of which a fund has a budget, in order.
func (v *View) Years(id fund.ID) []int64 {
	years := map[int64]bool{}
	for k, l := range v.lines {
		if k.Fund == id && len(l.approved) > 0 {
			years[k.Year] = true
		}
	}
	return slices.Sorted(maps.Keys(years))
}

// Executed returns what facts of the days from a first to a last say of a line that no
// account tells; ok is false if none says anything: it is not known, which is not zero.
func (v *View) Executed(id fund.ID, l budget.Line, from, to fund.Date) (amount money.Sum, ok bool) {
	until, some := v.parts.Of(part{id, l}, to)
	before, _ := v.parts.Of(part{id, l}, from.DayBefore())
	return until.Amount.Minus(before.Amount), some && until != before
}

func compare(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Line, b.Line))
}

func compareParts(a, b part) int {
	return cmp.Or(cmp.Compare(a.fund, b.fund), cmp.Compare(a.line, b.line))
}

// keys returns the lines that have anything, in order.
func (v *View) keys() []Key {
	var keys []Key
	for k, l := range v.lines {
		if len(l.approved)+len(l.adjusted) > 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, compare)
	return keys
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, k := range v.keys() {
		for _, f := range v.lines[k].approved {
			dst = fmt.Appendf(dst, "%s %d %s approved %s %s %q\n", k.Fund, k.Year, k.Line, f.On, f.Amount, f.Document)
		}
		for _, f := range v.lines[k].adjusted {
			dst = fmt.Appendf(dst, "%s %d %s adjusted %s %s %q %q\n", k.Fund, k.Year, k.Line, f.On, f.Amount, f.Document, f.Cause)
		}
	}
	return v.parts.AppendState(dst, compareParts)
}
