package oracle

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// live returns the facts that count: those that were not reversed.
func (n *naive) live() []event.Event {
	gone := map[event.Event]bool{}
	for _, f := range n.gone {
		if f != nil {
			gone[f] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(n.facts), func(f event.Event) bool {
		_, isReversal := f.(event.FactReversed)
		return isReversal || gone[f]
	})
}

// about returns what a reversal reverses, and any other fact itself.
func about(e event.Event) event.Event {
	if r, ok := e.(event.FactReversed); ok {
		return r.Reversed()
	}
	return e
}

// plainly returns a fact as it was said, without what the ledger writes into it:
// the day of entry, a warning, and what a difference is booked for.
func plainly(e event.Event) event.Event { return with(e, 0, "") }

// same reports whether two facts say the same: one may write out the money account that
// the other leaves out, if that is the one on which it would be booked.
func same(a, b event.Event) bool {
	if a == b {
		return true
	}
	via := func(e event.Event) event.Event { return set(e, "Via", "") }
	if reflect.TypeOf(a) != reflect.TypeOf(b) || via(a) != via(b) {
		return false
	}
	booked := func(e event.Event) string {
		if payer(e).Kind() == fund.All { // which has no books: as another would book it
			e = set(e, "Fund", "441300.390")
		}
		var out []string
		for _, l := range legs(e, e.Common().OccurredOn.Year()) {
			out = append(out, fmt.Sprint(l.fund, l.account, l.debit, l.amount.String()))
		}
		return strings.Join(out, "; ")
	}
	return booked(a) == booked(b)
}

// set returns a fact with another text in a field, where its type has it.
func set(e event.Event, name, text string) event.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	if f := v.FieldByName(name); f.IsValid() {
		f.SetString(text)
	}
	changed, _ := v.Interface().(event.Event)
	return changed
}

// with returns a fact with a day of entry and a warning, where its type has them.
func with(e event.Event, booked fund.Date, warning event.Warning) event.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	v.FieldByName("BookedOn").SetInt(int64(booked))
	v.FieldByName("BookedFor").SetInt(0)
	if by := v.FieldByName("ByType"); by.IsValid() {
		by.SetString("")
		v.FieldByName("ByVersion").SetInt(0)
		v.FieldByName("ByData").SetString("")
	}
	if w := v.FieldByName("Warning"); w.IsValid() {
		w.SetString(string(warning))
	}
	out, _ := v.Interface().(event.Event)
	return out
}

// line returns what else tells the facts of one document apart: one decision
// orders money back from several institutions, parts and years, and one slip
// pays several charges.
func line(e event.Event) string {
	var by []string
	switch e.(type) {
	case event.NumberingDeclared:
		by = []string{"Region", "Facts"}
	case event.BudgetApproved, event.BudgetAdjusted:
		by = []string{"Year", "Line"}
	case event.StatisticReported: // a bulletin states many figures, of several years
		by = []string{"Topic", "Metric", "Since", "OccurredOn"}
	case event.LossTraced:
		by = []string{"Of", "PaidOn"}
	case event.LossDetermined, event.ClawbackOrdered:
		by = []string{"Institution", "Part", "PaidYear", "Article"}
	case event.ClawbackReceived, event.ClawbackSetOff:
		by = []string{"Institution", "Part", "PaidYear", "Care"}
	case event.ClawbackAnnulled, event.ClawbackRefunded:
		by = []string{"Institution", "Part", "PaidYear", "Of", "Article"}
	case event.FineImposed:
		by = []string{"Institution", "Article", "Finding"}
	case event.FinePaid, event.FineWaived, event.FineRefunded:
		by = []string{"Institution", "Of", "Article"}
	case event.FindingRecorded:
		by = []string{"Institution", "Finding"}
	case event.SurchargeImposed:
		by = []string{"Institution", "Of"}
	case event.GainConfiscated:
		by = []string{"Institution", "Article"}
	case event.PenaltyCharged:
		by = []string{"Institution"}
	case event.SettlementSuspended:
		by = []string{"Person"}
	case event.CaseTransferred:
		by = []string{"Authority"}
	case event.InstitutionSuspended, event.InstitutionResumed:
		by = []string{"Department"}
	}
	out := string(chargeOf(e)) + "\n"
	for _, name := range by {
		out += fmt.Sprintf("%v\n", reflect.ValueOf(e).FieldByName(name))
	}
	return out
}

// caseOf returns the case that a fact belongs to or follows from; "" if none.
func caseOf(e event.Event) (fund.Region, string) {
	number := field[string](about(e), "Case")
	if id := payer(e); id != "" {
		return fund.Region(id[:6]), number
	}
	return field[fund.Region](about(e), "Region"), number
}
