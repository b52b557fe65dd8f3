package tamper

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/closings"
)

var size = flag.Int64("events", 4000, "how many events the ledger has that is tampered with; 100,000 in .ci/run")

// kept returns the size of the checkpoint that an auditor kept.
func kept() int64 { return *size / 10 * 6 }

// TestTampering makes every forgery on a ledger of 4,000 events (of 100,000 in .ci/run).
func TestTampering(t *testing.T) {
	original, older := t.TempDir(), t.TempDir()
	newLedger(t, original, int(*size), func(s *sqlite.Store, month int) {
		if month == 5 {
			if err := s.Backup(context.Background(), older); err != nil {
				t.Fatal(err)
			}
		}
	})
	held, err := root(original, kept())
	if err != nil {
		t.Fatal(err)
	}
	if r, err := verified(original); err != nil || r.Head.Size != *size || r.Roots[kept()] != held.Root {
		t.Fatalf("the original: %+v, %v", r, err)
	}
	for _, test := range survey(t, original).forgeries(older) {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := copyLedger(t, original)
			forge(t, dir, test.do)
			r, err := verified(dir)
			says, at := nothing, nowhere
			if err != nil {
				says = err.Error()
			}
			var fault *verify.Fault
			if errors.As(err, &fault) {
				says, at = fault.Why.EN, fault.Position
			}
			says = strings.ReplaceAll(says, dir+"/", "")
			if !strings.HasPrefix(says, test.says) || (says == nothing) != (test.says == nothing) || at != test.at {
				t.Errorf("verify says of event %d: %q,\nwant of %d: %q", at, says, test.at, test.says)
			}
			now, broken := root(dir, kept())
			if old := broken != nil || now != held; old != test.old {
				t.Errorf("the old checkpoint shows it: %t, want %t (%v)", old, test.old, broken)
			}
			if err == nil && (r.Roots[kept()] != held.Root) != test.old {
				t.Error("verify --checkpoint does not say what the checkpoint alone does")
			}
			if says == nothing && test.why == "" {
				t.Error("the table does not say why verify finds nothing")
			}
		})
	}
}

// verified opens a ledger and verifies it as the program does.
func verified(dir string) (r verify.Result, err error) {
	s, err := sqlite.Open(dir)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return everyWay(s, options)
}

// everyWay verifies a ledger that is read in parts, as one, and without folding anything. If
// these do not say the same, but for what folding finds, that is an error of another kind.
func everyWay(s *sqlite.Store, options func() verify.Options) (verify.Result, error) {
	ctx := context.Background()
	r, err := verify.Log(ctx, s, options())
	_, asOne := verify.Log(ctx, struct {
		store.Store
		verify.Keeper
		verify.Checker
	}{s, s, s}, options())
	form := options()
	form.Fold = nil
	_, formed := verify.Log(ctx, s, form)
	folded := err != nil && strings.Contains(err.Error(), wrongClosing)
	if fmt.Sprint(err) != fmt.Sprint(asOne) || !folded && fmt.Sprint(err) != fmt.Sprint(formed) {
		panic(fmt.Sprintf("in parts: %v\nas one: %v\nits form: %v", err, asOne, formed))
	}
	return r, err
}

const wrongClosing = "a wrong closing"

func options() verify.Options {
	var sealed closings.Fold
	fold := func(entry ledger.Entry) error {
		sealed.Apply(entry)
		e, ok := entry.Event.(event.PeriodClosed)
		if of := sealed.Of(e.Fund); ok && of[len(of)-1].Verdict == closings.Wrong {
			return &verify.Fault{Position: int64(entry.Position), Last: int64(entry.Position), Where: entry.Stream, Why: lang.F("结账有误", wrongClosing)}
		}
		return nil
	}
	return verify.Options{StreamOf: aggregates.StreamOf, Fold: fold, Sizes: []int64{kept()}}
}
