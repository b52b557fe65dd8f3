package terms

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
)

// A fact has the terms that its fields say; a reversal those of what it reverses.
func TestTermsOf(t *testing.T) {
	day := fund.NewDate(2025, 3, 1)
	paid := event.ReimbursementPaid{
		Fact: event.Fact{Document: "第１号", OccurredOn: day, Count: 1}, Fund: "441300.390", Amount: 100, Care: fund.Inpatient,
		Institution: "H44130000001", Person: "0123456789abcdef0123456789abcdef",
	}
	back := event.ReimbursementReversed{Fact: event.Fact{Document: "C-2", OccurredOn: day, Count: 1}, Fund: paid.Fund, Amount: 1,
		Institution: paid.Institution, Of: paid.Document, PaidOn: day, Care: paid.Care}
	ordered := event.ClawbackOrdered{Fact: event.Fact{Document: "JD-1", OccurredOn: day, Count: 1}, Case: "2025-1", Fund: paid.Fund,
		Institution: paid.Institution, Subject: event.Hospital, Channel: event.Inspection, Amount: 5}
	wire, version, data, err := event.Encode(paid)
	if err != nil {
		t.Fatal(err)
	}
	reversal := event.FactReversed{Fact: event.Fact{Document: "CX-1", OccurredOn: day}, Of: "00000000-0000-0000-0000-000000000000",
		OfType: wire, OfVersion: int64(version), OfData: string(data)}
	for _, c := range []struct {
		event event.Event
		want  []Term
	}{
		{paid, []Term{{Document, "第1号"}, {Institution, "H44130000001"}, {Person, string(paid.Person)}}},
		{back, []Term{{Document, "C-2"}, {Institution, "H44130000001"}, {Reference, "第1号"}}},
		{ordered, []Term{{Case, "2025-1"}, {Document, "JD-1"}, {Institution, "H44130000001"}}},
		{reversal, []Term{{Document, "CX-1"}, {Reference, "第1号"}, {Institution, "H44130000001"}, {Person, string(paid.Person)}}},
	} {
		if got := Of(nil, ledger.Entry{Event: c.event}); !slices.Equal(got, c.want) {
			t.Errorf("%T has %v, want %v", c.event, got, c.want)
		}
		entry := ledger.Entry{Event: c.event, Correlation: "import-1"}
		for _, term := range append(c.want, Term{Batch, "import-1"}) {
			if !term.In(entry) {
				t.Errorf("%T has not %v", c.event, term)
			}
		}
		if New(Document, "import-1").In(entry) || New(Document, "C-1").In(entry) {
			t.Errorf("%T has what it does not say", c.event)
		}
	}
	if !New(Document, " 第1号").In(ledger.Entry{Event: paid}) && New(Document, "第１号") != New(Document, "第1号") {
		t.Error("two writings of one number are two terms")
	}
}

// The key of a term is what stands in files: it never changes. Kinds and texts have keys of
// their own, also where texts begin alike.
func TestTermKeys(t *testing.T) {
	for term, want := range map[Term]Key{
		{Institution, "H44130000001"}:                0x1bd1b0,
		{Person, "0123456789abcdef0123456789abcdef"}: 0x2dcfa3,
		{Document, ""}: 0x426b54,
	} {
		if got := term.Key(); got != want {
			t.Errorf("%v has the key %#x, want %#x", term, got, want)
		}
	}
	seen := map[Key]int{}
	for i := range 1 << 16 {
		seen[New(Document, fmt.Sprintf("H44130000001-2025-%d", i)).Key()]++
		seen[New(Reference, fmt.Sprintf("H44130000001-2025-%d", i)).Key()]++
	}
	if shared := 1<<17 - len(seen); shared > 2*(1<<(31-hashBits))+200 { // of 2^16 in 2^20 some 2^11 meet by chance, for each kind
		t.Errorf("%d of 2^17 keys are shared", shared)
	}
}

// someStored returns an event as a city has them, now and then with rare fields.
func someStored(random *rand.Rand) event.Event {
	seldom := func() bool { return random.IntN(5) == 0 }
	f := event.Fact{Document: fmt.Sprintf("H%d-%d", random.IntN(400), random.IntN(1e6)), Count: 1}
	f.OccurredOn = fund.NewDate(2025, 1, 1+random.IntN(28))
	person := fund.Person(fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64()))
	if seldom() {
		f.Document = []string{"第1号", "第１号", "ａ-1", `a"b`, `a\b`, "tab\tb", `x","document":"y`, "é", "é"}[random.IntN(9)]
	}
	if seldom() {
		f.Note = []string{"门诊", `"`, `,"person":"`, "\n"}[random.IntN(4)]
	}
	if seldom() {
		f.BookedOn = f.OccurredOn + 40
	}
	if seldom() {
		f.Since, f.Count = f.OccurredOn-3, 1+random.Int64N(3)
	}
	if random.IntN(3) == 0 {
		e := event.ReliefPaid{Fact: f, Fund: "430522.610", Person: person, Amount: 1 + money.Fen(random.IntN(1e5))}
		if seldom() {
			e.Eligible, e.Basic, e.Critical = 1e6, 1e5, 10
		}
		if seldom() {
			e.Via = account.ExpenseAccount
		}
		return e
	}
	e := event.ReimbursementPaid{Fact: f, Fund: "441300.390", Institution: "H44130200026", Person: person,
		Amount: 1 + money.Fen(random.IntN(1e5)), Care: fund.Inpatient}
	if seldom() {
		e.Person = ""
	}
	if seldom() {
		e.Institution = ""
	}
	if seldom() {
		e.Fund, e.Part, e.Via = "441300.310", fund.Pool, account.ExpenseAccount
	}
	if seldom() {
		e.Department, e.CareOn = "心内科", f.OccurredOn-2
	}
	return e
}

// sameKeys fails where the quick form takes an event and has other keys than Of; it
// returns whether it took it.
func sameKeys(t *testing.T, wire string, version int, data []byte) bool {
	t.Helper()
	var p tally.Payment
	ok := p.Read(wire, version, data)
	e, err := event.Decode(wire, version, data)
	if !ok || err != nil {
		return false
	}
	got := paymentKeys(nil, &p)
	var want []Key
	for _, term := range factTerms(nil, e) {
		want = append(want, term.Key())
	}
	for _, term := range append(factTerms(nil, e), Term{Document, "another"}, Term{Batch, "another"}) {
		if term.In(ledger.Entry{Event: e}) && !term.May(&store.Recorded{Type: wire, Version: version, Data: data}) {
			t.Fatalf("%s\nmay not have %v", data, term)
		}
	}
	if slices.Sort(want); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
		t.Fatalf("%s\nhas the keys %x, want %x", data, got, want)
	}
	return true
}

// The quick form has the same keys as the plain one, and takes nearly all that a city has.
func TestPaymentKeys(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const many = 20_000
	taken := 0
	for range many {
		wire, version, data, err := event.Encode(someStored(random))
		if err != nil {
			continue
		}
		if sameKeys(t, wire, version, data) {
			taken++
		}
		if sameKeys(t, wire, version+1, data) {
			t.Fatal("it took another version")
		}
		data[random.IntN(len(data))] ^= 1 << random.IntN(7)
		sameKeys(t, wire, version, data)
	}
	if taken < many*6/10 { // escapes, and what insurance had paid before, are rarer elsewhere
		t.Errorf("it took %d of %d", taken, many)
	}
	w := eventtest.NewWorld(3)
	for range many {
		wire, version, data, err := event.Encode(w.Next())
		if err != nil {
			t.Fatal(err)
		}
		sameKeys(t, wire, version, data)
	}
}

func FuzzPaymentKeys(f *testing.F) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		if wire, _, data, err := event.Encode(someStored(random)); err == nil {
			f.Add(wire == "relief.paid", data)
		}
	}
	f.Fuzz(func(t *testing.T, relief bool, data []byte) {
		wire := "reimbursement.paid"
		if relief {
			wire = "relief.paid"
		}
		sameKeys(t, wire, 1, data)
	})
}
