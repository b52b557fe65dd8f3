package event

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
)

// summed is what a Tally keeps of a reimbursement.
func summed(e ReimbursementPaid) ReimbursementPaid {
	e.Document, e.Note, e.Person, e.Institution, e.Department, e.CareOn = "", "", "", "", "", 0
	return e
}

type counted struct {
	ReimbursementPaid
	events int
}

func sumsOf(t *Tally) []counted {
	var out []counted
	t.Each(func(e Event, n int) bool {
		paid, ok := e.(ReimbursementPaid)
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
func takesOnlyEvents(t *testing.T, tally *Tally, wire string, version int, data []byte) bool {
	t.Helper()
	tally.Reset()
	if !tally.Add(wire, version, data) {
		if sums := sumsOf(tally); len(sums) > 0 {
			t.Fatalf("refused but summed: %q: %+v", data, sums)
		}
		return false
	}
	e, err := Decode(wire, version, data)
	if err != nil {
		t.Fatalf("took what Decode refuses: %q: %v", data, err)
	}
	paid := e.(ReimbursementPaid)
	if sums := sumsOf(tally); paid.Count == 0 || len(sums) != 1 || sums[0] != (counted{summed(paid), 1}) {
		t.Fatalf("%q\nis summed as %+v", data, sums)
	}
	return true
}

// A Tally takes nothing that Decode refuses, and reads it alike.
func TestTallyTakesOnlyEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var tally Tally
	taken, refused := 0, 0
	for range 60_000 {
		data := unchecked(someReimbursement(random))
		if random.IntN(4) > 0 {
			data = spoil(random, data)
		}
		if takesOnlyEvents(t, &tally, "reimbursement.paid", 1, data) {
			taken++
		} else {
			refused++
		}
	}
	if taken < 10_000 || refused < 10_000 {
		t.Errorf("took %d, refused %d", taken, refused)
	}
	for _, d := range registry {
		_, version, data, err := Encode(d.example)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			if d != reliefPaid && takesOnlyEvents(t, &tally, d.wire, version, data) != (d == reimbursementPaid) {
				t.Fatalf("%s: %q", d.wire, data)
			}
			takesOnlyEvents(t, &tally, "reimbursement.paid", 1, spoil(random, data))
		}
		if tally.Add("reimbursement.paid", 2, data) || tally.Add("reimbursement.paid", 0, data) {
			t.Fatal("took another version")
		}
	}
}

// What a Tally leaves to Decode are rare forms, not the common ones.
func TestTallyTakesCommonForms(t *testing.T) {
	fact := Fact{Document: "2025-0001", OccurredOn: fund.NewDate(2025, 7, 31), Count: 1}
	full := ReimbursementPaid{Fact: fact, Fund: "441300.310", Part: fund.Pool, Care: fund.OutpatientPooled, Amount: 506_87,
		CareOn: fact.OccurredOn - 3, Department: "心内科", Institution: "P44130200026", Person: "0123456789abcdef0123456789abcdef", Via: account.Treasury}
	full.Note, full.BookedOn, full.Since = "第3页：门诊", fact.OccurredOn+40, fact.OccurredOn-30
	whole := ReimbursementPaid{Fact: fact, Fund: "441300.all", Amount: maxAmount}
	whole.Count, whole.Document = 1<<53-1, "H13110200026202111291809520478"
	var tally Tally
	for _, e := range []ReimbursementPaid{full, whole, {Fact: fact, Fund: "441300.390", Amount: 1}} {
		_, _, data, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if !takesOnlyEvents(t, &tally, "reimbursement.paid", 1, data) {
			t.Errorf("left to Decode: %s", data)
		}
	}
}

// The sums are those of the decoded events, in the order of their first ones.
func TestTallySums(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var tally Tally
	for range 3 {
		var want []counted
		at := map[ReimbursementPaid]int{}
		taken := 0
		for range 30_000 {
			e := someReimbursement(random)
			if !tally.Add("reimbursement.paid", 1, unchecked(e)) {
				continue
			}
			taken++
			k := summed(e)
			k.Count, k.Amount = 0, 0
			i, found := at[k]
			if !found {
				i, at[k], want = len(want), len(want), append(want, counted{k, 0})
			}
			want[i].Count += e.Count
			want[i].Amount += e.Amount
			want[i].events++
		}
		if got := sumsOf(&tally); !slices.Equal(got, want) {
			t.Fatalf("%d events: %d sums, want %d, or others", taken, len(got), len(want))
		}
		if len(want) < 1000 || taken < 2*len(want) {
			t.Errorf("%d sums of %d events prove little", len(want), taken)
		}
		tally.Reset()
		if got := sumsOf(&tally); len(got) > 0 {
			t.Fatalf("%d sums after Reset", len(got))
		}
	}
}

// A sum that would overflow is left as it was.
func TestTallyDoesNotOverflow(t *testing.T) {
	e := ReimbursementPaid{Fact: exampleFact(1<<52 + 1), Fund: "441300.390", Amount: maxAmount}
	_, _, data, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	var tally Tally
	if !tally.Add("reimbursement.paid", 1, data) || tally.Add("reimbursement.paid", 1, data) {
		t.Error("a count beyond 2^53-1")
	}
	e.Count = 1
	if _, _, data, err = Encode(e); err != nil {
		t.Fatal(err)
	}
	tally.Reset()
	taken := 0
	for tally.Add("reimbursement.paid", 1, data) {
		taken++
	}
	if sums := sumsOf(&tally); taken != 922 || sums[0].Amount != 922*maxAmount || sums[0].events != 922 {
		t.Errorf("%d taken: %+v", taken, sums)
	}
}

func FuzzTally(f *testing.F) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 50 {
		f.Add(unchecked(someReimbursement(random)))
	}
	for _, d := range registry {
		f.Add(unchecked(d.example))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		takesOnlyEvents(t, new(Tally), "reimbursement.paid", 1, data)
	})
}

func BenchmarkTally(b *testing.B) {
	lines := cityLines(b, 4096)
	var tally Tally
	b.ReportAllocs()
	b.SetBytes(int64(len(lines[0])))
	i := 0
	for b.Loop() {
		if i == len(lines) {
			tally.Reset()
			i = 0
		}
		if !tally.Add("reimbursement.paid", 1, lines[i]) {
			b.Fatalf("left to Decode: %s", lines[i])
		}
		i++
	}
}
