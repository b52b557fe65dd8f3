package oracle

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// naive is the second ledger: the facts it took as they were said, in the order
// of taking, when each entered the books, and what is unusual about it.
type naive struct {
	facts  []event.Event
	booked []fund.Date
	warned []event.Warning
	today  fund.Date
	gone   []event.Event // what each of the facts reversed; nil: nothing

	repairs map[int]repair    // reversals that book a difference
	inBooks map[int]fund.Date // right facts of those: as of when they stand in the books
}

// The verdicts that are not the name of a rule.
const (
	taken   = "recorded"
	again   = "already recorded"
	invalid = "bad input"
)

// clone returns a copy that goes its own way.
func (n *naive) clone() *naive {
	return n.first(len(n.facts))
}

// first returns what it was when it had taken the first i facts.
func (n *naive) first(i int) *naive {
	return &naive{facts: slices.Clip(n.facts[:i]), booked: slices.Clip(n.booked[:i]), warned: slices.Clip(n.warned[:i]),
		gone:    slices.Clip(n.gone[:i]),
		repairs: maps.Clone(n.repairs), inBooks: maps.Clone(n.inBooks)}
}

// decide takes a fact, or returns why not.
func (n *naive) decide(e event.Event, today fund.Date) string {
	n.today = today
	e = plainly(e) // a warning that is given is not kept
	verdict := n.verdict(e, today)
	if verdict == taken {
		n.take(e)
	}
	return verdict
}

func (n *naive) take(e event.Event) {
	on, warning := n.entry(e), n.warning(e)
	var gone event.Event
	if r, isReversal := e.(event.FactReversed); isReversal {
		gone = plainly(about(r))
	}
	n.facts, n.booked, n.gone = append(n.facts, e), append(n.booked, on), append(n.gone, gone)
	n.warned = append(n.warned, warning)
}

func (n *naive) verdict(e event.Event, today fund.Date) string {
	if r, ok := e.(event.FactReversed); ok && (r.OfType == "fact.reversed" || about(r).Common().OccurredOn > r.OccurredOn) {
		return invalid
	}
	if field[money.Fen](e, "Amount") > 1e16 { // 100 万亿元: the unit was not yuan
		return invalid
	}
	if e.Common().OccurredOn > today {
		return "date-in-future"
	}
	document := n.document(e)
	if document == again {
		return again
	}
	if outer := n.grounds(e); outer != "" {
		return outer
	}
	if document != "" {
		return document
	}
	if asked := asked(e); asked != "" {
		return asked
	}
	return n.own(e, true)
}

// document says whether the fact's document stated it before: the same (again,
// also if it was reversed), or something else that still counts.
func (n *naive) document(e event.Event) string {
	counts := map[event.Event]bool{}
	for _, f := range n.live() {
		counts[f] = true
	}
	other := ""
	for _, f := range n.facts {
		if f.Common().Document != e.Common().Document || reflect.TypeOf(f) != reflect.TypeOf(e) || place(f) != place(e) ||
			payer(f) != payer(e) || line(f) != line(e) || n.seriesOf(f) != n.seriesOf(e) {
			continue
		}
		if same(f, e) {
			return again
		}
		if _, isReversal := f.(event.FactReversed); isReversal || counts[f] {
			other = "document-twice"
		}
	}
	return other
}

// isTotal says whether a fact is no single one.
func isTotal(e event.Event) bool {
	f := e.Common()
	return f.Count != 1 || f.Since != 0 && institutionOf(e) == "" && field[fund.Person](e, "Person") == ""
}

// asked says what a fact leaves out that its fund needs: care where it is expense of the
// fund or less of it, the year of what comes back.
func asked(e event.Event) string {
	if k := payer(e).Kind(); k == fund.All || k == fund.MedicalAid {
		return ""
	}
	f, care, paid := e.Common(), field[fund.Care](e, "Care"), field[int64](e, "PaidYear")
	year, nobody := int64(f.OccurredOn.Year()), institutionOf(e) == "" && field[fund.Person](e, "Person") == ""
	needs := false
	switch e := e.(type) {
	case event.ReimbursementPaid:
		needs = !(nobody && (f.Count != 1 || f.Since != 0))
	case event.PrepaymentSetOff:
		needs = true
	case event.ClawbackReceived, event.ClawbackSetOff:
		if paid == 0 && f.Count == 1 && f.Since == 0 {
			return "year-missing"
		}
		settled, isSetOff := e.(event.ClawbackSetOff)
		needs = paid == year
		if isSetOff && settled.SettledCare == "" {
			return "care-missing"
		}
	case event.ClawbackRefunded:
		needs = e.ReceivedYear != year || paid == year
	}
	if needs && care == "" {
		return "care-missing"
	}
	return ""
}

// place says what a document number must be unique in.
func place(e event.Event) string {
	month := func(d fund.Date) string { return d.String()[:7] }
	year := func(d fund.Date) string { return d.String()[:4] }
	who := func(name string, otherwise fund.ID) string {
		if name == "" {
			return string(otherwise)
		}
		return name
	}
	switch e := about(e).(type) {
	case event.PenaltyReceived:
		if e.Case != "" {
			return "case " + string(e.Fund[:6]) + e.Case
		}
		return "receipt " + string(e.Fund) + year(e.OccurredOn)
	case event.Book:
		return "book " + string(payer(e))
	case event.BudgetApproved:
		return fmt.Sprint("budget ", e.Fund, e.Year)
	case event.BudgetAdjusted:
		return fmt.Sprint("budget ", e.Fund, e.Year)
	case event.ReportIssued:
		return fmt.Sprint("issue ", e.Region, e.Span, e.Language)
	case event.Flow:
		return "receipt " + string(payer(e)) + year(e.Common().OccurredOn)
	case event.OpenItem:
		return "item " + string(payer(e)) + field[string](e, "Item")
	case event.PeriodClosed:
		return "period " + string(e.Fund)
	case event.LimitSet:
		return "limit " + string(e.Region)
	case event.PremiumReceived:
		return "premium " + string(e.Fund) + month(e.OccurredOn)
	case event.ParticipationAssisted:
		return "premium " + string(e.Fund) + month(e.OccurredOn)
	case event.PremiumRefunded:
		return "premium " + string(e.Fund) + month(e.PaidOn)
	case event.Reimbursement: // what takes from a payment stands where that does
		return "claims " + who(string(institutionOf(e)), payer(e)) + month(cmp.Or(field[fund.Date](e, "PaidOn"), e.Common().OccurredOn))
	case event.ReliefPaid:
		return "relief " + who(string(e.Person), e.Fund) + year(e.OccurredOn)
	case event.ReliefReversed:
		return "relief " + who(string(e.Person), e.Fund) + year(e.PaidOn)
	case event.Enforcement:
		region, number := caseOf(e)
		return "case " + string(region) + number
	case event.Institution:
		return "agreement " + who(string(institutionOf(e)), fund.ID(field[fund.Region](e, "Region")))
	case event.PersonsInsured:
		return "report " + string(e.Fund[:6]) + year(e.OccurredOn)
	case event.StatisticReported:
		return "report " + string(e.Region) + year(e.OccurredOn)
	case event.RecoveryReported:
		return "report " + string(e.Region) + year(e.OccurredOn)
	case event.ClockAcknowledged:
		return "clock"
	case event.NumberingDeclared:
		return "numbering"
	}
	panic("oracle: a type without a place")
}

// payer returns the fund that a document number is told apart by, "" if none.
func payer(e event.Event) fund.ID { return field[fund.ID](about(e), "Fund") }

// amountOf returns the amount of a fact, zero if it has none.
func amountOf(e event.Event) *big.Int { return big.NewInt(int64(field[money.Fen](e, "Amount"))) }

// field returns a field of a fact by its name, the zero value if it has none.
func field[T any](e event.Event, name string) T {
	var zero T
	v := reflect.ValueOf(e).FieldByName(name)
	if !v.IsValid() {
		return zero
	}
	t, _ := v.Interface().(T)
	return t
}

// own says what the rules of the fact's own place say.
func (n *naive) own(e event.Event, capped bool) string {
	switch e := e.(type) {
	case event.FundEstablished:
		if n.established(e.Fund) {
			return "book-established"
		}
	case event.FundOpened:
		if !n.established(e.Fund) {
			return "fund-unknown"
		}
		for _, f := range n.live() {
			switch f, ok := f.(event.FundOpened); {
			case !ok || f.Fund != e.Fund:
			case f.Part == e.Part:
				return "book-opened"
			case f.OccurredOn != e.OccurredOn:
				return "book-opened-on"
			}
		}
		for _, f := range n.live() {
			if capped && entersBefore(f, e.Fund, e.OccurredOn) {
				return "opening-after-facts"
			}
		}
	case event.AccountOpened:
		for _, f := range n.live() {
			if f, ok := f.(event.FundOpened); ok && f.Fund == e.Fund && f.OccurredOn == e.OccurredOn {
				return taken
			}
		}
		return "account-without-opening"
	case event.OpenItem:
		if b, ok := e.(event.BondRedeemed); ok && b.Fund.Kind() == fund.Employee && b.Part == "" && b.Amount != b.Cost {
			return "bond-part"
		}
		return n.item(e)
	case event.PremiumSplit, event.InterestSplit, event.SplitCorrected:
		if capped {
			return n.split(e)
		}
	case event.PeriodClosed:
		return n.close(e)
	case event.FactReversed:
		return n.reverse(e)
	case event.BudgetApproved:
		if n.approved(e.Fund, e.Year, e.Line, lastDay) {
			return "budget-approved"
		}
	case event.BudgetAdjusted:
		if !n.approved(e.Fund, e.Year, e.Line, e.OccurredOn) {
			return "budget-not-approved"
		}
	case event.ReportIssued:
		return n.issue(e)
	case event.LimitSet:
		for _, f := range n.live() {
			if f, ok := f.(event.LimitSet); ok && f.Region == e.Region && f.OccurredOn == e.OccurredOn {
				return "limit-twice"
			}
		}
	case event.NumberingDeclared:
		if capped {
			return n.declare(e)
		}
	case event.PremiumRefunded, event.ReimbursementReversed, event.ReliefReversed, event.LossTraced:
		return n.takeBack(e)
	case event.ReliefPaid:
		if e.Eligible != 0 && e.Basic+e.Critical+e.Amount > e.Eligible {
			return "relief-before-insurance"
		}
		if capped && n.overCap(e, e.OccurredOn, amountOf(e)) {
			return "relief-over-cap"
		}
	case event.PenaltyReceived:
		if e.Case != "" {
			return n.enforce(e)
		}
	case event.Enforcement:
		return n.enforce(e)
	case event.Institution:
		return n.change(e)
	default:
	}
	return taken
}

// aidOf returns the aid fund that a fact names, or "".
func aidOf(e event.Event) fund.ID { return field[fund.ID](e, "AidFund") }

// undone is what a reversal or refund says of its original.
type undone struct {
	kind   string // type of the original
	fund   fund.ID
	who    string
	of     string
	paidOn fund.Date
	amount money.Fen
}

func undoes(e event.Event) (undone, bool) {
	switch e := e.(type) {
	case event.PremiumRefunded:
		if e.AidFund != "" {
			return undone{"event.ParticipationAssisted", e.Fund, "", e.Of, e.PaidOn, e.Amount}, true
		}
		return undone{"event.PremiumReceived", e.Fund, "", e.Of, e.PaidOn, e.Amount}, true
	case event.ReimbursementReversed:
		return undone{"event.ReimbursementPaid", e.Fund, string(e.Institution), e.Of, e.PaidOn, e.Amount}, true
	case event.LossTraced: // of one payment no more is lost or taken back than was paid
		return undone{"event.ReimbursementPaid", e.Fund, string(e.Institution), e.Of, e.PaidOn, e.Amount}, true
	case event.ReliefReversed:
		return undone{"event.ReliefPaid", e.Fund, string(e.Person), e.Of, e.PaidOn, e.Amount}, true
	}
	return undone{}, false
}

// seriesUndone returns the numbers that the original is among.
func (n *naive) seriesUndone(u undone) string {
	wires := map[string]string{"event.ParticipationAssisted": "participation.assisted", "event.PremiumReceived": "premium.received", "event.ReimbursementPaid": "reimbursement.paid", "event.ReliefPaid": "relief.paid"}
	return n.series(wires[u.kind], u.fund.Region(), u.paidOn)
}

// takeBack lets money come back once, from an original that stands in its own
// place and on its own day, and never more than is left of it.
func (n *naive) takeBack(e event.Event) string {
	u, _ := undoes(e)
	series := n.seriesUndone(u)
	left := new(big.Int)
	dated := fund.Date(0)
	elsewhere := false // the original stands on other accounts
	aided := false     // an aid fund had paid it
	for _, f := range n.live() {
		if f.Common().Document == u.of && reflect.TypeOf(f).String() == u.kind && payer(f) == u.fund && place(f) == place(e) &&
			n.seriesOf(f) == series {
			left.Add(left, amountOf(f))
			dated = f.Common().OccurredOn
			part, care := field[fund.Part](f, "Part"), field[fund.Care](f, "Care")
			_, isPremium := f.(event.PremiumReceived)
			waits := isPremium && part == ""
			elsewhere = !waits && (part != field[fund.Part](e, "Part") || care != field[fund.Care](e, "Care"))
			if _, isAid := f.(event.ParticipationAssisted); isAid {
				elsewhere = aidOf(f) != aidOf(e)
			}
		}
		if _, isAid := f.(event.ParticipationAssisted); isAid && u.kind == "event.PremiumReceived" && f.Common().Document == u.of && payer(f) == u.fund &&
			place(f) == place(e) && n.seriesOf(f) == n.series("participation.assisted", u.fund.Region(), u.paidOn) {
			aided = true
		}
		if other, ok := undoes(f); ok && other.kind == u.kind && other.of == u.of && other.fund == u.fund &&
			place(f) == place(e) && n.seriesUndone(other) == series {
			left.Sub(left, amountOf(f))
		}
	}
	_, isTrace := e.(event.LossTraced)
	switch {
	case dated == 0 && !isTrace && u.paidOn <= max(n.opened(u.fund), n.opened(aidOf(e))): // it is in the opening balance
		return taken
	case dated == 0 && aided:
		return "original-aided"
	case dated == 0:
		return "original-unknown"
	case dated != u.paidOn:
		return "original-date"
	case elsewhere:
		return "original-account"
	case amountOf(e).Cmp(left) > 0:
		return "original-exceeded"
	}
	return taken
}

// overCap reports whether a person has more than a cap, with an amount besides on a
// day: on that day, or on a later one of the year with a payment. It counts what the same
// fund paid them from the beginning of the year to that day, less what came back by then,
// against the cap that is in force on it.
func (n *naive) overCap(e event.Relief, on fund.Date, besides *big.Int) bool {
	person := field[fund.Person](e, "Person")
	if person == "" {
		return false
	}
	limit := func(day fund.Date) *big.Int {
		var limit *big.Int
		var since fund.Date
		for _, f := range n.live() {
			if f, ok := f.(event.LimitSet); ok && string(f.Region) == string(payer(e)[:6]) && f.OccurredOn <= day && f.OccurredOn > since {
				limit, since = big.NewInt(int64(f.Amount)), f.OccurredOn
			}
		}
		return limit
	}
	got, paid := map[fund.Date]int64{on: besides.Int64()}, map[fund.Date]bool{on: true}
	for i, f := range n.facts {
		if _, isRelief := f.(event.Relief); !isRelief || field[fund.Person](f, "Person") != person || payer(f) != payer(e) || place(f) != place(e) {
			continue
		}
		back := fund.Date(0) // reversed on that day
		for j, gone := range n.gone {
			if gone == f {
				back = n.facts[j].Common().OccurredOn
			}
		}
		if back == f.Common().OccurredOn {
			continue // it never counted at the close of a day
		}
		amount := amountOf(f).Int64()
		switch f.(type) {
		case event.ReliefPaid:
			paid[f.Common().OccurredOn] = true
		case event.ReliefReversed:
			if n.unpaid(i) {
				continue
			}
			amount = -amount
		}
		got[f.Common().OccurredOn] += amount
		if back != 0 {
			got[back] -= amount
		}
	}
	for day := range got {
		if day.Year() != on.Year() || day < on || !paid[day] {
			continue
		}
		sum := int64(0)
		for other, amount := range got {
			if other.Year() == on.Year() && other <= day {
				sum += amount
			}
		}
		if most := limit(day); most != nil && big.NewInt(sum).Cmp(most) > 0 {
			return true
		}
	}
	return false
}

// unpaid reports whether what came back by a fact was paid before the ledger began: it
// takes no amount from anything that stood here.
func (n *naive) unpaid(i int) bool {
	u, _ := undoes(n.facts[i])
	series := n.seriesUndone(u)
	counts := n.live()
	for _, f := range n.first(i).live() {
		if slices.Contains(counts, f) && f.Common().Document == u.of && reflect.TypeOf(f).String() == u.kind &&
			payer(f) == u.fund && place(f) == place(n.facts[i]) && n.seriesOf(f) == series {
			return false
		}
	}
	return true
}
