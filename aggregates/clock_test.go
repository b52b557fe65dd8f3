package aggregates

import (
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// A clock may be an hour behind the last event, and a day ahead of it or of the ledger's
// files, whichever is the later; further ahead only if its user says that it is right.
func TestHowFarAClockMayBeOff(t *testing.T) {
	for name, test := range map[string]struct {
		last, files time.Duration // from the clock on; no files: not known
		sure        bool
		rule        string
	}{
		"right":                          {last: -time.Minute, files: -time.Minute},
		"an hour behind":                 {last: store.Drift},
		"more than an hour behind":       {last: store.Drift + 1, rule: "clock-behind"},
		"a day ahead of the last event":  {last: -ahead, files: -ahead - 1},
		"a day ahead of the files":       {last: -ahead - 1, files: -ahead},
		"more than a day ahead of both":  {last: -ahead - 1, files: -ahead - 1, rule: "clock-ahead"},
		"which is right":                 {last: -ahead - 1, files: -ahead - 1, sure: true},
		"ahead, the files are not known": {last: -ahead - 1},
		"the files are of tomorrow":      {last: -ahead - 1, files: ahead},
		"a minute behind":                {last: time.Minute, files: -ahead - 1},
	} {
		env := envelope
		env.Sure = test.sure
		if test.files != 0 {
			env.Files = env.At.Add(test.files)
		}
		last := env.At.Add(test.last)
		got, err := env.After(last)
		if rule := refusedBy(err); rule != test.rule || rule == "" && err != nil {
			t.Errorf("%s: %v, want %q", name, err, test.rule)
			continue
		}
		if want := max(test.last, 0); err == nil && !got.At.Equal(envelope.At.Add(want)) {
			t.Errorf("%s: recorded at %v, want %v later than %v", name, got.At, want, envelope.At)
		}
	}
}
