package verify_test

import (
	"context"
	"errors"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// walker reads along, and keeps what it was shown.
type walker struct {
	seen  []ledger.Entry
	bytes []string
	fail  error // of Take
}

func (w *walker) Look() verify.Look { return &walker{} }

func (w *walker) Entry(e ledger.Entry, of *store.Recorded) {
	w.seen, w.bytes = append(w.seen, e), append(w.bytes, string(of.Data))
}

func (w *walker) Take(seen verify.Look) error {
	of, _ := seen.(*walker)
	w.seen, w.bytes = append(w.seen, of.seen...), append(w.bytes, of.bytes...)
	return w.fail
}

// Who reads along is shown every event once, in order, with its bytes, beside others, however
// the log is read; and nothing behind a fault.
func TestAlong(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 600, 9000} {
		k := newKeeping(t, n)
		for name, s := range map[string]store.Store{"in parts": ranging{k}, "as one": k, "without a tree": &k.fixed} {
			for broken := range 2 {
				var one, other walker
				want := n
				if broken > 0 && n > 1 {
					k.events[n/2].Data = append([]byte(" "), k.events[n/2].Data...)
					want = n / 2
				}
				_, err := verify.Log(context.Background(), s, verify.Options{Along: []verify.Along{&one, &other}})
				if broken > 0 && n > 1 {
					k.events[n/2].Data = k.events[n/2].Data[1:]
				}
				if (err == nil) != (want == n) || len(one.seen) > want || err == nil && len(one.seen) != want || len(one.seen) != len(other.seen) {
					t.Fatalf("%d events, %s: %d and %d were seen of %d: %v", n, name, len(one.seen), len(other.seen), want, err)
				}
				for i, e := range one.seen {
					entry, err := ledger.Read(k.events[i])
					if err != nil || e != entry || other.seen[i] != entry || one.bytes[i] != string(k.events[i].Data) {
						t.Fatalf("%d events, %s: %+v was seen in the place of %+v: %v", n, name, e, entry, err)
					}
				}
			}
		}
	}
}

// An error of who reads along is the outcome.
func TestAlongFails(t *testing.T) {
	k, full := newKeeping(t, 600), errors.New("full")
	for name, s := range map[string]store.Store{"in parts": ranging{k}, "as one": k} {
		w := walker{fail: full}
		if _, err := verify.Log(context.Background(), s, verify.Options{Along: []verify.Along{&w}}); !errors.Is(err, full) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
