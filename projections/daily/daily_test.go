package daily

import (
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// addition is one call of Add.
type addition struct {
	key string
	on  fund.Date
	sum Sum
}

// random returns additions to about as many keys as there are.
func random(seed uint64, n int) []addition {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]addition, n)
	for i := range out {
		out[i] = addition{
			key: strconv.Itoa(r.IntN(1 + n/4)), on: fund.Date(r.IntN(20) - 3),
			sum: Sum{Amount: money.Fen(r.Int64N(200) - 100).Sum(), Count: wide.Of(r.Int64N(5)), Vague: r.Int64N(4) / 3},
		}
	}
	return out
}

func add(t *testing.T, s *Sums[string], additions []addition) *Sums[string] {
	t.Helper()
	for _, a := range additions {
		if err := s.Add(a.key, a.on, a.sum); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func sums(t *testing.T, additions []addition) *Sums[string] {
	t.Helper()
	return add(t, new(Sums[string]), additions)
}

func form() Form[string] {
	return Form[string]{Compare: strings.Compare,
		Write: func(w *snapshot.Writer, before, key string) { w.TextAfter(before, key) },
		Read:  (*snapshot.Reader).TextAfter}
}

func stored(s *Sums[string]) []byte {
	var w snapshot.Writer
	s.AppendSnapshot(&w, form())
	return w.Bytes
}

// restored returns sums as they come back from a snapshot, packed or not.
func restored(t *testing.T, s *Sums[string], packed bool) *Sums[string] {
	t.Helper()
	again, r, seen := new(Sums[string]), snapshot.NewReader(append(stored(s), 7)), []string(nil)
	if packed {
		again.RestorePacked(r, form(), func(key string) { seen = append(seen, key) })
	} else {
		again.Restore(r, form())
	}
	if rest := r.Rest(); len(rest) != 1 || rest[0] != 7 || !r.Whole() {
		t.Fatalf("what stands behind: %v", rest)
	}
	if packed && len(seen) != again.kept.keys {
		t.Fatalf("%d keys of %d were seen", len(seen), again.kept.keys)
	}
	return again
}

// As of every day, the sums are those of a loop over what was added; also of those that
// were restored in between and went on.
func TestUntilAgainstALoop(t *testing.T) {
	for seed := range uint64(12) {
		additions := random(seed, 20+int(seed)*37)
		whole, half := sums(t, additions), sums(t, additions[:len(additions)/2])
		rest := additions[len(additions)/2:]
		for name, s := range map[string]*Sums[string]{
			"added": whole, "restored": restored(t, whole, false), "packed": restored(t, whole, true),
			"restored, then added": add(t, restored(t, half, false), rest), "packed, then added": add(t, restored(t, half, true), rest),
			"again and again": restored(t, add(t, restored(t, half, true), rest), true),
		} {
			if got, want := string(s.AppendState(nil, strings.Compare)), string(whole.AppendState(nil, strings.Compare)); got != want {
				t.Fatalf("seed %d, %s:\n%s\nwant:\n%s", seed, name, got, want)
			}
			if string(stored(s)) != string(stored(whole)) {
				t.Fatalf("seed %d, %s: another snapshot", seed, name)
			}
			for on := fund.Date(-4); on <= 18; on++ {
				against(t, s, additions, on)
			}
		}
	}
}

func against(t *testing.T, s *Sums[string], additions []addition, on fund.Date) {
	t.Helper()
	want := map[string]Sum{}
	for _, a := range additions {
		if on == 0 || a.on <= on {
			want[a.key] = want[a.key].Plus(a.sum)
		}
	}
	keys := slices.Sorted(maps.Keys(want))
	for key, sum := range s.Until(on, strings.Compare) {
		if len(keys) == 0 || key != keys[0] || sum != want[key] {
			t.Fatalf("as of %d, %s: %v, want %v of %v", on, key, sum, want[key], keys)
		}
		keys = keys[1:]
	}
	if len(keys) > 0 {
		t.Fatalf("as of %d: none of %v", on, keys)
	}
	for i := range 1 + len(additions)/4 {
		key := strconv.Itoa(i)
		got, some := s.Of(key, on)
		if sum, is := want[key]; got != sum || some != is {
			t.Fatalf("as of %d, %s: %v %v, want %v %v", on, key, got, some, sum, is)
		}
	}
}

// The state does not depend on the order in which sums were added.
func TestStateIsTheSameInAnyOrder(t *testing.T) {
	additions := random(7, 300)
	want := string(sums(t, additions).AppendState(nil, strings.Compare))
	slices.Reverse(additions)
	if got := string(sums(t, additions).AppendState(nil, strings.Compare)); got != want {
		t.Errorf("backwards:\n%s\nforwards:\n%s", got, want)
	}
	if got := string(sums(t, additions[1:]).AppendState(nil, strings.Compare)); got == want {
		t.Error("one addition less gives the same state")
	}
}

// What is out of order is refused: a key would not be found.
func TestOrder(t *testing.T) {
	for name, write := range map[string]func(w *snapshot.Writer){
		"keys":      func(w *snapshot.Writer) { w.Len(2); one(w, "b", 1); one(w, "a", 1) },
		"equal":     func(w *snapshot.Writer) { w.Len(2); one(w, "a", 1); one(w, "a", 1) },
		"days":      func(w *snapshot.Writer) { w.Len(1); one(w, "a", 2, 1) },
		"equal day": func(w *snapshot.Writer) { w.Len(1); one(w, "a", 2, 2) },
		"no day":    func(w *snapshot.Writer) { w.Len(1); one(w, "a") },
	} {
		var w snapshot.Writer
		write(&w)
		packed, plain := snapshot.NewReader(w.Bytes), snapshot.NewReader(w.Bytes)
		new(Sums[string]).RestorePacked(packed, form(), func(string) {})
		new(Sums[string]).Restore(plain, form())
		if packed.Err() == nil || plain.Err() == nil {
			t.Errorf("%s: %v, %v", name, packed.Err(), plain.Err())
		}
	}
}

func one(w *snapshot.Writer, key string, days ...fund.Date) {
	w.TextAfter("", key)
	var of []dated
	for _, on := range days {
		of = append(of, dated{on: on, amount: 5, count: 1})
	}
	writeDays(w, of)
}

// Sums wider than 64 bits are exact, printed and kept; a day of more events than a log
// can have is refused.
func TestSumsAreWide(t *testing.T) {
	s := new(Sums[string])
	full := Sum{Amount: money.Fen(math.MinInt64).Sum(), Count: wide.Of(math.MaxInt64), Vague: 1}
	for _, on := range []fund.Date{1, 1, 2} {
		if err := s.Add("a", on, full); err != nil {
			t.Fatal(err)
		}
	}
	const want = "a 1970-01-01 -184467440737095516.16 18446744073709551614 2\na 1970-01-02 -92233720368547758.08 9223372036854775807 1\n"
	if got := string(s.AppendState(nil, strings.Compare)); got != want {
		t.Errorf("%s", got)
	}
	if got := string(restored(t, s, false).AppendState(nil, strings.Compare)); got != want {
		t.Errorf("restored: %s", got)
	}
	if got, _ := s.Of("a", 0); got != full.Plus(full).Plus(full) || got.Plus(got.Neg()) != (Sum{}) {
		t.Errorf("%v", got)
	}
	if err := s.Add("a", 1, Sum{Vague: math.MaxInt32}); !errors.Is(err, ErrTooMany) {
		t.Errorf("%v", err)
	}
}

func TestEmpty(t *testing.T) {
	for _, s := range []*Sums[string]{{}, restored(t, new(Sums[string]), false), restored(t, new(Sums[string]), true)} {
		for key, sum := range s.Until(0, strings.Compare) {
			t.Errorf("%s: %v", key, sum)
		}
		if _, some := s.Of("a", 0); some || len(s.AppendState(nil, strings.Compare)) != 0 {
			t.Error("there is something")
		}
	}
}
