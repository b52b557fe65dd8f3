package clock

import (
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

func at(hours float64) time.Time {
	return time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC).Add(time.Duration(hours * float64(time.Hour)))
}

// course returns the course of times, hours after one moment, none of which goes back.
func course(t *testing.T, hours ...float64) *Course {
	t.Helper()
	var c Course
	for i, h := range hours {
		if !c.Next(store.Position(i), at(h)) {
			t.Fatalf("%v goes back", h)
		}
	}
	return &c
}

func TestNext(t *testing.T) {
	c := course(t, 0, 5, 4, 4.5)
	if c.Next(4, at(3.999)) {
		t.Error("more than an hour back was taken")
	}
	if !c.Next(4, at(4)) || c.Latest() != at(5) {
		t.Errorf("an hour back: the latest is %v", c.Latest())
	}
}

func TestWrong(t *testing.T) {
	const year = 24 * 365
	for name, test := range map[string]struct {
		times []float64
		now   float64
		from  store.Position
		ok    bool
	}{
		"none":                          {nil, 0, 0, false},
		"right":                         {[]float64{0, 5, 30}, 31, 0, false},
		"an hour ahead":                 {[]float64{0, 5, 30}, 29, 0, false},
		"one, ten years ahead":          {[]float64{0, 5, 10 * year}, 6, 2, true},
		"several":                       {[]float64{0, 5, 10 * year, 10*year + 3, 10*year + 3.5}, 6, 2, true},
		"two jumps":                     {[]float64{0, 5, 2 * year, 10 * year}, 6, 2, true},
		"the first of the log":          {[]float64{10 * year}, 6, 0, true},
		"drifting away hour by hour":    {[]float64{0, 0.9, 1.8, 2.7}, 1, 0, true},
		"a jump to less than a drift":   {[]float64{0, 5, 6.5, 7.4}, 6, 2, true},
		"everything, by a clock behind": {[]float64{0, 5, 30}, -5, 0, true},
	} {
		c := course(t, test.times...)
		from, ok := c.Wrong(at(test.now))
		if from != test.from || ok != test.ok {
			t.Errorf("%s: %d, %t, want %d, %t", name, from, ok, test.from, test.ok)
		}
		if ok && !c.Acknowledge(from, at(test.now)) {
			t.Errorf("%s: it is not taken", name)
		}
	}
}

// An acknowledgement says what is so, and after it times go on from its own.
func TestAcknowledge(t *testing.T) {
	const year = 24 * 365
	c := course(t, 0, 5, 10*year, 10*year+1)
	for name, test := range map[string]struct {
		from store.Position
		now  float64
	}{
		"a position that is right":         {1, 6},
		"a later one":                      {3, 6},
		"before what was right":            {2, 3},
		"when nothing is ahead":            {2, 10 * year},
		"a position that is not there yet": {9, 6},
	} {
		if c.Acknowledge(test.from, at(test.now)) || c.Latest() != at(10*year+1) {
			t.Errorf("%s: taken", name)
		}
	}
	if !c.Acknowledge(2, at(6)) || !c.Next(5, at(6)) || !c.Next(6, at(20)) || c.Next(7, at(18)) || c.Latest() != at(20) {
		t.Errorf("after it the latest is %v", c.Latest())
	}
	if from, ok := c.Wrong(at(7)); !ok || from != 6 {
		t.Errorf("again: %d, %t", from, ok)
	}
}
