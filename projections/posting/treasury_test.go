package posting_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/projtest"
)

// comesBack are the types of a case that move money of a fund: contract penalties
// are its income.
var comesBack = []string{"clawback.received", "clawback.set_off", "clawback.refunded", "penalty.received"}

// treasurys reports whether a type is about money of the treasury, by its name.
func treasurys(wire string) bool {
	return slices.ContainsFunc([]string{"fine.", "surcharge.", "gain."}, func(p string) bool { return strings.HasPrefix(wire, p) })
}

// Of all facts of cases, filled in whatever way, only money that came back from a
// subject, or went back to it, and contract penalties touch a fund; what belongs to the treasury does
// not even name one.
//
// Source: 国务院令第735号 art. 45; 行政处罚法 art. 67, 74.
func TestOnlyReturnedMoneyTouchesAFund(t *testing.T) {
	posts := map[string]bool{}
	for _, typ := range event.Types() {
		_, ofCase := typ.Example.(event.Enforcement)
		if treasurys(typ.Wire) && (!ofCase || event.FundOf(typ.Example) != "") {
			t.Errorf("%s is of the treasury and names the fund %q", typ.Wire, event.FundOf(typ.Example))
		}
		if !ofCase {
			continue
		}
		for _, e := range filledIn(typ) {
			lines := posting.Of(e)
			if len(lines) > 0 {
				posts[typ.Wire] = true
			}
			if len(lines) > 0 && !slices.Contains(comesBack, typ.Wire) {
				t.Errorf("%+v books %s", e, printed(lines))
			}
			if wrong := balanced(lines); wrong != "" {
				t.Errorf("%+v: %s", e, wrong)
			}
			for _, year := range []int{2025, 2026, 2030} {
				r := reversal(e, day(year)+364)
				if back := posting.Of(r); (len(back) > 0) != (len(lines) > 0) || balanced(back) != "" {
					t.Errorf("%+v, reversed in %d, books %s", e, year, printed(back))
				}
			}
			if _, same := e.(event.ClawbackSetOff); same {
				for _, l := range lines {
					if l.Account.Element() == account.Asset {
						t.Errorf("a set-off moves money: %s", printed(lines))
					}
				}
			}
		}
	}
	if got := slices.Sorted(maps.Keys(posts)); !slices.Equal(got, slices.Sorted(slices.Values(comesBack))) {
		t.Errorf("%v move money of a fund, want %v", got, comesBack)
	}
}

// filledIn returns the facts of a type that its example gives with every word of
// a closed list, other funds, years and money accounts in the fields it has.
func filledIn(typ event.Type) []event.Event {
	cells := map[string]string{}
	for name, text := range event.Values(typ.Example) {
		cells[name] = text
	}
	funds := []map[string]string{
		{"fund": "441300.390", "part": ""}, {"fund": "441300.310", "part": "pool"}, {"fund": "441300.310", "part": "personal"},
		{"fund": "441300.310", "part": ""}, {"fund": "441300.610", "part": ""}, {"fund": "441300.all", "part": ""},
	}
	out := []event.Event{typ.Example}
	for _, id := range funds {
		for _, field := range typ.Fields {
			values := []string{cells[field.Name]}
			for _, w := range event.Words(field.Name) {
				values = append(values, w.Code)
			}
			switch field.Name {
			case "paid_year", "received_year":
				values = append(values, "2023", "2024", "2025", "")
			case "care", "settled_care":
				values = append(values, "inpatient", "outpatient", "pharmacy", "")
			case "via":
				values = append(values, "1001", "1002", "1003", "1004", "1005")
			case "count":
				values = append(values, "0", "1", "88")
			}
			for _, value := range values {
				given := maps.Clone(cells)
				maps.Copy(given, id)
				if field.Name != "fund" && field.Name != "part" {
					given[field.Name] = value
				}
				e, problems := event.Parse(typ.Wire, func(name string) string {
					if !slices.ContainsFunc(typ.Fields, func(f event.Field) bool { return f.Name == name }) {
						return ""
					}
					return given[name]
				})
				if len(problems) == 0 {
					out = append(out, e)
				}
			}
		}
	}
	return out
}

// No sequence of facts of cases makes what belongs to the treasury appear in a
// fund: leaving those facts out leaves the same balances.
func TestTheTreasuryIsNowhereInTheBalances(t *testing.T) {
	histories := [][]event.Event{nil}
	for _, entry := range projtest.History() {
		histories[0] = append(histories[0], entry.Event)
	}
	for seed := range uint64(6) {
		world := eventtest.NewWorld(seed)
		var told []event.Event
		for range 600 {
			e := world.Next()
			world.Recorded(e)
			told = append(told, e)
		}
		histories = append(histories, told)
	}
	for i, told := range histories {
		all, without := new(balances.View), new(balances.View)
		left := 0
		for _, e := range told {
			if err := all.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
			if treasurys(about(e)) {
				left++
				continue
			}
			if err := without.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
		}
		if left == 0 || string(all.AppendState(nil)) != string(without.AppendState(nil)) {
			t.Errorf("history %d: %d facts of the treasury are in the balances, or there are none", i, left)
		}
	}
}

// about returns the type of a fact, or of the fact that it reverses.
func about(e event.Event) string {
	if r, ok := e.(event.FactReversed); ok {
		return event.Wire(r.Reversed())
	}
	return event.Wire(e)
}
