package event_test

import (
	"encoding/hex"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// someRelief is relief as it is paid, now and then in a form that no ledger holds.
func someRelief(random *rand.Rand) event.ReliefPaid {
	pick := func(some ...string) string { return some[random.IntN(len(some))] }
	day := fund.NewDate(2024, 1, 1) + fund.Date(random.IntN(700))
	e := event.ReliefPaid{
		Fact:   event.Fact{Document: pick("2024-1", "R", "救助-7"), OccurredOn: day, Count: 1},
		Fund:   fund.ID(pick("441300.610", "441300.610", "430522.610", "441300.390", "999999.610")),
		Person: fund.Person(pick("0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff", "")),
		Amount: money.Fen(1 + random.IntN(1_000_000)), Via: account.Code(pick("", "", "1003", "1004")),
	}
	switch random.IntN(12) {
	case 0:
		e.Note = "第3页"
	case 1:
		e.BookedOn = day + fund.Date(random.IntN(40)-5)
	case 2:
		e.Eligible, e.Basic = 100, 50
	case 3:
		e.Count = int64(random.IntN(3))
	case 4:
		e.Since = day - 3
	default:
	}
	return e
}

// A Tally takes no relief that Decode refuses, and reads it alike.
func TestTallyTakesOnlyRelief(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var book tally.Tally
	taken, refused := 0, 0
	for range 100_000 {
		data := event.Unchecked(someRelief(random))
		if random.IntN(4) > 0 {
			data = event.Spoil(random, data)
		}
		takesOnlyRelief(t, &book, data, &taken, &refused)
	}
	if taken < 5_000 || refused < 10_000 {
		t.Errorf("took %d, refused %d", taken, refused)
	}
	common := event.ReliefPaid{Fact: event.ExampleFact(1), Fund: "441300.610", Person: "0123456789abcdef0123456789abcdef", Amount: scan.MaxAmount, Via: "1003"}
	common.Note, common.BookedOn = "第3页", common.OccurredOn+40
	_, _, data, err := event.Encode(common)
	if err != nil {
		t.Fatal(err)
	}
	before := taken
	if takesOnlyRelief(t, &book, data, &taken, &refused); taken == before {
		t.Errorf("left to Decode: %s", data)
	}
}

func takesOnlyRelief(t *testing.T, book *tally.Tally, data []byte, taken, refused *int) {
	t.Helper()
	book.Reset()
	if !book.Add("relief.paid", 1, data) {
		if len(book.Reliefs()) > 0 {
			t.Fatalf("refused but kept: %q", data)
		}
		*refused++
		return
	}
	*taken++
	e, err := event.Decode("relief.paid", 1, data)
	if err != nil {
		t.Fatalf("took what Decode refuses: %q: %v", data, err)
	}
	paid, _ := e.(event.ReliefPaid)
	sums := 0
	book.Each(func(sum event.Event, n int) bool {
		want := paid
		want.Document, want.Note, want.Person = "", "", ""
		if sum != event.Event(want) || n != 1 {
			t.Fatalf("%q\nis summed as %+v", data, sum)
		}
		sums++
		return true
	})
	got := book.Reliefs()
	if sums != 1 || len(got) != 1 || got[0].Fund != paid.Fund || got[0].OccurredOn != paid.OccurredOn || got[0].Amount != paid.Amount ||
		hex.EncodeToString(got[0].Person[:]) != string(paid.Person) || paid.Count != 1 {
		t.Fatalf("%q\nis kept as %+v", data, got)
	}
}

// Relief and reimbursements are summed apart, and in the order of their first.
func TestTallySumsRelief(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	var book tally.Tally
	for range 2 {
		amounts := map[fund.Date]money.Fen{}
		n := 0
		for range 5_000 {
			e := someRelief(random)
			e.Fund, e.Via, e.BookedOn, e.Since = "441300.610", "", 0, 0
			if book.Add("relief.paid", 1, event.Unchecked(e)) {
				amounts[e.OccurredOn] += e.Amount
				n++
			}
			book.Add("reimbursement.paid", 1, event.Unchecked(event.ReimbursementPaid{Fact: e.Fact, Fund: "441300.390", Amount: 1}))
		}
		summed, days := 0, 0
		book.Each(func(e event.Event, events int) bool {
			if relief, ok := e.(event.ReliefPaid); ok {
				if relief.Amount != amounts[relief.OccurredOn] || relief.Count != int64(events) {
					t.Errorf("%s: %s of %d", relief.OccurredOn, relief.Amount, events)
				}
				summed += events
				days++
			}
			return true
		})
		if summed != n || days != len(amounts) || len(book.Reliefs()) != n || n < 2_000 {
			t.Errorf("%d payments on %d days are summed as %d on %d, and %d kept", n, len(amounts), summed, days, len(book.Reliefs()))
		}
		book.Reset()
		if len(book.Reliefs()) > 0 {
			t.Error("something is left after Reset")
		}
	}
}
