package relief_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Days come back from their binary form as they were, whose funds are named once each, and
// what follows is left.
func TestDaysComeBack(t *testing.T) {
	paid := func(id fund.ID, on fund.Date) event.Relief {
		return event.ReliefPaid{Fact: event.Fact{OccurredOn: on, Count: 1}, Fund: id, Amount: 123_45}
	}
	var two relief.Days
	for _, on := range []fund.Date{fund.NewDate(2025, 3, 1), fund.NewDate(2025, 2, 1), fund.NewDate(2025, 12, 31)} {
		two = relief.EvolveDays(relief.EvolveDays(two, paid("441300.610", on)), paid("430522.610", on+3))
	}
	for name, days := range map[string]relief.Days{
		"none": {}, "a name of one byte": relief.EvolveDays(nil, paid("a", 20_000)), "a long name": relief.EvolveDays(nil, paid(fund.ID(strings.Repeat("a", 60)), 1)), "two funds": two,
	} {
		form := days.AppendTo([]byte("before"))
		if room := days.Room(); len(form)-len("before") > room {
			t.Errorf("%s: %d bytes, room for %d", name, len(form), room)
		}
		for _, id := range []string{"441300.610", "430522.610"} {
			if n := strings.Count(string(form), id); n > 1 {
				t.Errorf("%s: %s is named %d times", name, id, n)
			}
		}
		got, rest := relief.ReadDays(append(form[len("before"):], "rest"...))
		if !slices.Equal(got, days) || string(rest) != "rest" {
			t.Errorf("%s: %v and %q, want %v", name, got, rest, days)
		}
	}
}
