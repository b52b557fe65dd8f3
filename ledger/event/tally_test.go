package event_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
)

// summed is what a Tally keeps of a reimbursement.
func summed(e event.ReimbursementPaid) event.ReimbursementPaid {
	e.Document, e.Note, e.Person, e.Institution, e.Department, e.CareOn = "", "", "", "", "", 0
	return e
}

type counted struct {
	event.ReimbursementPaid
	events int
}

func sumsOf(t *tally.Tally) []counted {
	var out []counted
	t.Each(func(e event.Event, n int) bool {
		paid, ok := e.(event.ReimbursementPaid)
		if !ok {
			panic("not a reimbursement")
		}
		out = append(out, counted{paid, n})
		return true
	})
	return out
}

// takesOnlyEvents fails where an empty Tally takes bytes that Decode refuses or
// reads otherwise, and returns whether it took them.
func takesOnlyEvents(t *testing.T, book *tally.Tally, wire string, version int, data []byte) bool {
	t.Helper()
	book.Reset()
	taken := book.Add(wire, version, data)
	sameForm(t, taken, wire, version, data)
	if !taken {
		if sums := sumsOf(book); len(sums) > 0 {
			t.Fatalf("refused but summed: %q: %+v", data, sums)
		}
		return false
	}
	e, err := event.Decode(wire, version, data)
	if err != nil {
		t.Fatalf("took what Decode refuses: %q: %v", data, err)
	}
	paid := e.(event.ReimbursementPaid)
	if sums := sumsOf(book); paid.Count == 0 || len(sums) != 1 || sums[0] != (counted{summed(paid), 1}) {
		t.Fatalf("%q\nis summed as %+v", data, sums)
	}
	return true
}

// A Tally takes nothing that Decode refuses, and reads it alike.
func TestTallyTakesOnlyEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var book tally.Tally
	taken, refused := 0, 0
	for range 60_000 {
		data := event.Unchecked(event.SomeReimbursement(random))
		if random.IntN(4) > 0 {
			data = event.Spoil(random, data)
		}
		if takesOnlyEvents(t, &book, "reimbursement.paid", 1, data) {
			taken++
		} else {
			refused++
		}
	}
	if taken < 10_000 || refused < 10_000 {
		t.Errorf("took %d, refused %d", taken, refused)
	}
	for _, typ := range event.Types() {
		_, version, data, err := event.Encode(typ.Example)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			if typ.Wire != "relief.paid" && takesOnlyEvents(t, &book, typ.Wire, version, data) != (typ.Wire == "reimbursement.paid") {
				t.Fatalf("%s: %q", typ.Wire, data)
			}
			takesOnlyEvents(t, &book, "reimbursement.paid", 1, event.Spoil(random, data))
		}
		if book.Add("reimbursement.paid", 2, data) || book.Add("reimbursement.paid", 0, data) {
			t.Fatal("took another version")
		}
	}
}

// What a Tally leaves to Decode are rare forms, not the common ones.
func TestTallyTakesCommonForms(t *testing.T) {
	fact := event.Fact{Document: "2025-0001", OccurredOn: fund.NewDate(2025, 7, 31), Count: 1}
	full := event.ReimbursementPaid{Fact: fact, Fund: "441300.310", Part: fund.Pool, Care: fund.OutpatientPooled, Amount: 506_87,
		CareOn: fact.OccurredOn - 3, Department: "心内科", Institution: "P44130200026", Person: "0123456789abcdef0123456789abcdef", Via: account.Treasury}
	full.TotalCost, full.Eligible, full.Place, full.Settlement = 506_87, 500_00, event.OutOfProvince, event.ByHand
	full.Note, full.BookedOn, full.Since = "第3页：门诊", fact.OccurredOn+40, fact.OccurredOn-30
	whole := event.ReimbursementPaid{Fact: fact, Fund: "441300.all", Amount: scan.MaxAmount}
	whole.Count, whole.Document = 1<<53-1, "H13110200026202111291809520478"
	var book tally.Tally
	for _, e := range []event.ReimbursementPaid{full, whole, {Fact: fact, Fund: "441300.390", Amount: 1}} {
		_, _, data, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if !takesOnlyEvents(t, &book, "reimbursement.paid", 1, data) {
			t.Errorf("left to Decode: %s", data)
		}
	}
}

// The sums are those of the decoded events, in the order of their first ones.
func TestTallySums(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var book tally.Tally
	for range 3 {
		var want []counted
		at := map[event.ReimbursementPaid]int{}
		taken := 0
		for range 30_000 {
			e := event.SomeReimbursement(random)
			if !book.Add("reimbursement.paid", 1, event.Unchecked(e)) {
				continue
			}
			taken++
			k := summed(e)
			k.Count, k.Amount = 0, 0
			k.TotalCost, k.Eligible = min(k.TotalCost, 1), min(k.Eligible, 1) // whether it is known
			i, found := at[k]
			if !found {
				first := k
				first.TotalCost, first.Eligible = 0, 0
				i, at[k], want = len(want), len(want), append(want, counted{first, 0})
			}
			want[i].Count += e.Count
			want[i].Amount += e.Amount
			want[i].TotalCost += e.TotalCost
			want[i].Eligible += e.Eligible
			want[i].events++
		}
		if got := sumsOf(&book); !slices.Equal(got, want) {
			t.Fatalf("%d events: %d sums, want %d, or others", taken, len(got), len(want))
		}
		if len(want) < 1000 || taken < 2*len(want) {
			t.Errorf("%d sums of %d events prove little", len(want), taken)
		}
		book.Reset()
		if got := sumsOf(&book); len(got) > 0 {
			t.Fatalf("%d sums after Reset", len(got))
		}
	}
}

// A sum that would overflow is left as it was.
func TestTallyDoesNotOverflow(t *testing.T) {
	e := event.ReimbursementPaid{Fact: event.ExampleFact(1<<52 + 1), Fund: "441300.390", Amount: scan.MaxAmount}
	_, _, data, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	var book tally.Tally
	if !book.Add("reimbursement.paid", 1, data) || book.Add("reimbursement.paid", 1, data) {
		t.Error("a count beyond 2^53-1")
	}
	e.Count = 1
	if _, _, data, err = event.Encode(e); err != nil {
		t.Fatal(err)
	}
	book.Reset()
	taken := 0
	for book.Add("reimbursement.paid", 1, data) {
		taken++
	}
	e.Amount, e.TotalCost = 1, scan.MaxAmount
	if _, _, data, err = event.Encode(e); err != nil {
		t.Fatal(err)
	}
	var costs tally.Tally
	times := 0
	for costs.Add("reimbursement.paid", 1, data) {
		times++
	}
	if sums := sumsOf(&costs); times != 922 || sums[0].TotalCost != 922*scan.MaxAmount || sums[0].Amount != 922 {
		t.Errorf("%d costs taken: %+v", times, sums)
	}
	if sums := sumsOf(&book); taken != 922 || sums[0].Amount != 922*scan.MaxAmount || sums[0].events != 922 {
		t.Errorf("%d taken: %+v", taken, sums)
	}
}

func FuzzTally(f *testing.F) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 50 {
		f.Add(event.Unchecked(event.SomeReimbursement(random)))
	}
	for _, typ := range event.Types() {
		f.Add(event.Unchecked(typ.Example))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		takesOnlyEvents(t, new(tally.Tally), "reimbursement.paid", 1, data)
	})
}

// What is summed costs nothing.
func TestTallyAllocations(t *testing.T) {
	var book tally.Tally
	for _, wire := range []string{"reimbursement.paid", "relief.paid"} {
		typ, _ := event.TypeOf(wire)
		data := event.Unchecked(typ.Example)
		if got := testing.AllocsPerRun(100, func() { book.Add(wire, 1, data) }); got > 0 {
			t.Errorf("%s: %v allocations", wire, got)
		}
	}
}

func BenchmarkTally(b *testing.B) {
	lines := event.CityLines(b, 4096)
	var book tally.Tally
	b.ReportAllocs()
	b.SetBytes(int64(len(lines[0])))
	i := 0
	for b.Loop() {
		if i == len(lines) {
			book.Reset()
			i = 0
		}
		if !book.Add("reimbursement.paid", 1, lines[i]) {
			b.Fatalf("left to Decode: %s", lines[i])
		}
		i++
	}
}
