package split_test

import (
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/split"
)

const employee = fund.ID("441300.310")

func on(year int, month time.Month, day int) event.Fact {
	return event.Fact{OccurredOn: fund.NewDate(year, month, day), Document: "D", Count: 1}
}

func premium(f event.Fact, p fund.Part, amount money.Fen) event.Event {
	return event.PremiumReceived{Fact: f, Fund: employee, Part: p, Amount: amount}
}

func premiumSplit(f event.Fact, amount money.Fen) event.Event {
	return event.PremiumSplit{Fact: f, Fund: employee, Part: fund.Pool, Amount: amount}
}

func toPersonal(f event.Fact, amount money.Fen) event.Event {
	return event.SplitCorrected{Fact: f, Fund: employee, Part: fund.Personal, Amount: amount}
}

// sums is what facts add up to.
func sums(facts ...event.Event) split.Sums {
	var s split.Sums
	for _, f := range facts {
		s = s.After(f)
	}
	return s
}

// What is split or moved between the parts is there on the day of it and on every later
// one; what a part was given in a year may be moved from the next year on.
//
// Source: 财会〔2017〕28号 3001, 4601, 4602.
func TestCheck(t *testing.T) {
	waits := sums(premium(on(2024, 3, 1), "", 100))
	given := sums(premium(on(2024, 3, 1), fund.Pool, 100))
	opened := sums(event.FundOpened{Fact: on(2023, 12, 31), Fund: employee, Part: fund.Pool, Amount: 100})
	for _, test := range []struct {
		name string
		sums split.Sums
		fact event.Event
		ok   bool
	}{
		{"all that waits", waits, premiumSplit(on(2024, 3, 1), 100), true},
		{"a fen more", waits, premiumSplit(on(2024, 3, 1), 101), false},
		{"the day before it came", waits, premiumSplit(on(2024, 2, 29), 1), false},
		{"what another split on a later day needs", sums(premium(on(2024, 3, 1), "", 100), premiumSplit(on(2024, 5, 1), 60)), premiumSplit(on(2024, 4, 1), 41), false},
		{"what no other needs", sums(premium(on(2024, 3, 1), "", 100), premiumSplit(on(2024, 5, 1), 60)), premiumSplit(on(2024, 4, 1), 40), true},
		{"interest is not premiums", waits, event.InterestSplit{Fact: on(2024, 3, 1), Fund: employee, Part: fund.Pool, Amount: 1}, false},
		{"corrected in the year itself", given, toPersonal(on(2024, 12, 31), 1), false},
		{"corrected in the next year", given, toPersonal(on(2025, 1, 1), 100), true},
		{"corrected by a fen more", given, toPersonal(on(2025, 1, 1), 101), false},
		{"from the part that has nothing", given, event.SplitCorrected{Fact: on(2025, 1, 1), Fund: employee, Part: fund.Pool, Amount: 1}, false},
		{"from what was split in the year before", sums(premium(on(2024, 3, 1), "", 100), premiumSplit(on(2024, 4, 1), 100)), toPersonal(on(2025, 1, 1), 100), true},
		{"from the opening balance, on its day", opened, toPersonal(on(2023, 12, 31), 100), true},
		{"there and back", opened.After(toPersonal(on(2024, 2, 1), 70)),
			event.SplitCorrected{Fact: on(2024, 2, 1), Fund: employee, Part: fund.Pool, Amount: 70}, true},
		{"a fund without parts has no split", split.Sums{}, event.PremiumReceived{Fact: on(2024, 3, 1), Fund: "441300.390", Amount: 100}, true},
	} {
		if err := test.sums.Check(test.fact); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// A reversal takes back what its fact gave: from the day of the reversal, and only where
// it is booked in the year of its fact. In a later year it is 4501 or 5401 that change,
// but for what moved between the parts.
//
// Source: 财会〔2017〕28号 4501, 5401.
func TestReversals(t *testing.T) {
	came := premium(on(2024, 3, 1), "", 100)
	moved := toPersonal(on(2025, 1, 1), 100)
	given := premium(on(2024, 3, 1), fund.Pool, 100)
	before := sums(given).After(moved)
	for _, test := range []struct {
		name  string
		sums  split.Sums
		fact  event.Event
		by    event.Fact
		gives bool // takes from a sum
		ok    bool
	}{
		{"nothing rests on it", sums(came), came, on(2024, 5, 1), true, true},
		{"its split rests on it", sums(came, premiumSplit(on(2024, 4, 1), 1)), came, on(2024, 5, 1), true, false},
		{"a year later", sums(came, premiumSplit(on(2024, 4, 1), 1)), came, on(2025, 1, 1), false, true},
		{"a split is given back", sums(came, premiumSplit(on(2024, 4, 1), 100)), premiumSplit(on(2024, 4, 1), 100), on(2024, 5, 1), true, true},
		{"a split that was moved on", before.After(premiumSplit(on(2024, 4, 1), 5)), given, on(2024, 12, 31), true, false},
		{"a correction is undone in any year", before, moved, on(2026, 1, 1), true, true},
	} {
		if err := test.sums.CheckReversal(test.fact, test.by); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
		if split.GivesBack(test.fact, test.by) != test.gives {
			t.Errorf("%s: takes from a sum: %v", test.name, !test.gives)
		}
	}
	reversed := sums().Reversed(came, on(2024, 5, 1))
	if reversed.Check(premiumSplit(on(2024, 5, 1), 1)) == nil || reversed.Check(premiumSplit(on(2024, 4, 30), 1)) == nil {
		t.Error("what was taken back later may be split on a day before")
	}
	if sums().Reversed(came, on(2025, 5, 1)).Check(premiumSplit(on(2025, 5, 1), 100)) != nil {
		t.Error("what was reversed in a later year still awaits its split")
	}
}

// Both sums in one are the sum of all their facts; nothing is nothing.
func TestPlus(t *testing.T) {
	a, b := sums(premium(on(2024, 3, 1), "", 60)), sums(premium(on(2024, 4, 1), "", 40))
	if both := a.Plus(b); both.Check(premiumSplit(on(2024, 4, 1), 100)) != nil || both.Check(premiumSplit(on(2024, 3, 1), 61)) == nil {
		t.Error("100 came, 60 of it by the first of March")
	}
	if a.Check(premiumSplit(on(2024, 4, 1), 61)) == nil {
		t.Error("a sum changed when another was made of it")
	}
	none := split.Sums{}
	if !none.Empty() || a.Empty() || none.Plus(none).Empty() != true || none.Plus(a).Empty() || a.Plus(none).Empty() {
		t.Error("which sums are empty")
	}
	if split.Takes(premium(on(2024, 3, 1), "", 1)) || !split.Takes(premiumSplit(on(2024, 3, 1), 1)) {
		t.Error("which facts take from a sum")
	}
}
