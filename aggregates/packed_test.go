package aggregates

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// An arena holds what was put in last, or nothing of a name, and never more than its
// bound but for one form.
func TestArena(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	a := arena{bound: 20_000}
	want := map[name]string{}
	var order []name // of puts
	lost, held := 0, 0
	for range 20_000 {
		key := name{random.Uint64N(300), 1}
		got, some := a.take(key)
		switch form, had := want[key]; {
		case some && (!had || form != string(got)):
			t.Fatalf("%v: %q, want %q", key, got, form)
		case some:
			held++
		case had:
			lost++
		}
		if again, twice := a.take(key); twice {
			t.Fatalf("%v: taken twice: %q", key, again)
		}
		delete(want, key)
		form := strings.Repeat(string(rune('a'+random.IntN(26))), random.IntN(300))
		a.put(key, len(form)+random.IntN(50), func(dst []byte) []byte { return append(dst, form...) })
		want[key] = form
		order = append(order, key)
		if a.used > a.bound+entryBytes+300 {
			t.Fatalf("%d bytes are used of %d", a.used, a.bound)
		}
	}
	if held < 1000 || lost < 1000 {
		t.Errorf("%d were there, %d were not: nothing much to see", held, lost)
	}
	// Who is gone was put in before those who are there.
	last := map[name]int{}
	for i, key := range order {
		last[key] = i
	}
	oldest := len(order)
	for key := range a.at {
		oldest = min(oldest, last[key])
	}
	for key, at := range last {
		if _, some := a.at[key]; !some && at > oldest {
			t.Errorf("%v was given up before what was put in longer ago", key)
		}
	}
}
