package document

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
)

var day = fund.NewDate(2025, 7, 31)

func order(document string, id fund.ID, amount money.Fen) event.Event {
	return event.ClawbackOrdered{
		Fact: event.Fact{Document: document, OccurredOn: day, Count: 1},
		Case: "17", Fund: id, Subject: event.Hospital, Channel: event.Inspection, Amount: amount,
	}
}

func fine(document string, amount money.Fen) event.Event {
	return event.FineImposed{
		Fact: event.Fact{Document: document, OccurredOn: day, Count: 1},
		Case: "17", Region: "441300", Subject: event.Hospital, Amount: amount,
	}
}

func TestAdmit(t *testing.T) {
	register := Register{}.Note(order("D-1", "441300.390", 100)).Note(fine("D-1", 300))
	for _, test := range []struct {
		name  string
		fact  event.Event
		again bool
		rule  string
	}{
		{"the same", order("D-1", "441300.390", 100), true, ""},
		{"other content", order("D-1", "441300.390", 101), false, "document-twice"},
		{"other document", order("D-2", "441300.390", 100), false, ""},
		{"other fund", order("D-1", "441300.310", 100), false, ""},
		{"other type, the same", fine("D-1", 300), true, ""},
		{"other type, other content", fine("D-1", 301), false, "document-twice"},
		{"document by another spelling", order("d-1", "441300.390", 100), false, ""},
	} {
		again, err := register.Admit(test.fact)
		refused := (*refusal.Error)(nil)
		name := ""
		if errors.As(err, &refused) {
			name = refused.Rule
		} else if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if again != test.again || name != test.rule {
			t.Errorf("%s: again %v, refused by %q; want %v, %q", test.name, again, name, test.again, test.rule)
		}
	}
	if register.Len() != 2 || (Register{}).Len() != 0 {
		t.Errorf("%d facts", register.Len())
	}
}

func TestAdmitSaysWhatTheRemedyIs(t *testing.T) {
	_, err := Register{}.Note(fine("D-1", 300)).Admit(fine("D-1", 1))
	refused := (*refusal.Error)(nil)
	if !errors.As(err, &refused) || refused.Field != "document" || !strings.Contains(refused.Remedy.EN, "D-1/2") ||
		!strings.Contains(refused.Remedy.ZH, "D-1/2") {
		t.Errorf("%+v", refused)
	}
}

func TestKeyOf(t *testing.T) {
	for _, typ := range event.Types() {
		key := KeyOf(typ.Example)
		about := typ.Example
		if r, ok := about.(event.FactReversed); ok {
			about = r.Reversed() // of whose fund it is
		}
		hasFund := false
		for name, text := range event.Values(about) {
			if name == "fund" {
				hasFund = true
				if string(key.Fund) != text {
					t.Errorf("%s: key of fund %q, want %q", typ.Wire, key.Fund, text)
				}
			}
		}
		if key.Type != typ.Wire || key.Document == "" || hasFund != (key.Fund != "") {
			t.Errorf("%s: %+v", typ.Wire, key)
		}
	}
}

func TestOriginals(t *testing.T) {
	paid := event.ReimbursementPaid{Fact: event.Fact{Document: "R-1", OccurredOn: day, Count: 1}, Fund: "441300.390", Amount: 100}
	key := KeyOf(paid)
	other := key
	other.Fund = "441300.310"
	o := Originals{}.Add(key.Place(), paid.OccurredOn, "inpatient", paid.Amount)
	for _, step := range []struct {
		name    string
		key     Key
		on      fund.Date
		account string
		amount  money.Fen
		rule    string // "": allowed, and taken
	}{
		{"unknown", other, day, "inpatient", 1, "original-unknown"},
		{"wrong day", key, day + 1, "inpatient", 1, "original-date"},
		{"another account", key, day, "outpatient", 1, "original-account"},
		{"too much", key, day, "inpatient", 101, "original-exceeded"},
		{"a part", key, day, "inpatient", 40, ""},
		{"more than is left", key, day, "inpatient", 61, "original-exceeded"},
		{"the rest", key, day, "inpatient", 60, ""},
		{"nothing is left", key, day, "inpatient", 1, "original-exceeded"},
	} {
		err := o.Check(step.key, step.on, step.account, step.amount)
		refused := (*refusal.Error)(nil)
		errors.As(err, &refused)
		switch {
		case step.rule == "" && err != nil, step.rule != "" && (refused == nil || refused.Rule != step.rule):
			t.Fatalf("%s: %v, want %q", step.name, err, step.rule)
		case err == nil:
			o = o.Take(step.key, step.amount)
		}
	}
}

// What was recorded past the rules leaves nothing, and stops nobody who reads it.
func TestTakingWhatIsNotThere(t *testing.T) {
	paid := event.ReimbursementPaid{Fact: event.Fact{Document: "R-1", OccurredOn: day, Count: 1}, Fund: "441300.390", Amount: 100}
	key := KeyOf(paid)
	if err := (Originals{}).Take(key, 1).Check(key, day, "", 1); err == nil {
		t.Error("something is left of nothing")
	}
	o := Originals{}.Add(key.Place(), paid.OccurredOn, "", paid.Amount).Take(key, 101)
	refused := (*refusal.Error)(nil)
	if err := o.Check(key, day, "", 1); !errors.As(err, &refused) || refused.Rule != "original-exceeded" {
		t.Errorf("more than all was taken, and this is left: %v", err)
	}
}

// Two facts are the same exactly if a register says so.
func FuzzAdmit(f *testing.F) {
	f.Add("D-1", "D-1", int64(1), int64(1))
	f.Add("D-1", "D-1", int64(1), int64(2))
	f.Add("D-1", "D-2", int64(1), int64(1))
	f.Fuzz(func(t *testing.T, first, second string, a, b int64) {
		x, y := fine(first, money.Fen(a)), fine(second, money.Fen(b))
		if len(event.Check(x)) > 0 || len(event.Check(y)) > 0 {
			return
		}
		again, err := Register{}.Note(x).Admit(y)
		if again != (x == y) || (err != nil) != (first == second && a != b) {
			t.Fatalf("%+v then %+v: again %v, %v", x, y, again, err)
		}
	})
}

// A reversed fact counts no more but is known for ever; its number is free for
// what corrects it. The day of entry is no content.
func TestReverse(t *testing.T) {
	wrong, right := fine("D-1", 300), fine("D-1", 30)
	late, _ := wrong.(event.FineImposed)
	late.BookedOn = day + 1
	for _, step := range []struct {
		name     string
		register Register
		fact     event.Event
		again    bool
		refused  bool
	}{
		{"before", Register{}.Note(wrong), wrong, true, false},
		{"with another day of entry", Register{}.Note(wrong), late, true, false},
		{"reversed, the same", Register{}.Note(wrong).Reverse(wrong), wrong, true, false},
		{"reversed, corrected", Register{}.Note(wrong).Reverse(wrong), right, false, false},
		{"corrected, the wrong one", Register{}.Note(wrong).Reverse(wrong).Note(right), wrong, true, false},
		{"corrected, the right one", Register{}.Note(wrong).Reverse(wrong).Note(right), right, true, false},
		{"corrected, a third", Register{}.Note(wrong).Reverse(wrong).Note(right), fine("D-1", 3), false, true},
		{"both reversed, a third", Register{}.Note(wrong).Reverse(wrong).Note(right).Reverse(right), fine("D-1", 3), false, false},
		{"both reversed, the first", Register{}.Note(wrong).Reverse(wrong).Note(right).Reverse(right), wrong, true, false},
	} {
		again, err := step.register.Admit(step.fact)
		if again != step.again || (err != nil) != step.refused {
			t.Errorf("%s: again %v, %v", step.name, again, err)
		}
	}
}

// One decision states several lines: of several institutions, parts, years and
// articles, each once; and a fine by finding and article.
func TestLines(t *testing.T) {
	orders := func(amount money.Fen, change func(*event.ClawbackOrdered)) event.Event {
		e := event.ClawbackOrdered{
			Fact: event.Fact{Document: "D-1", OccurredOn: day, Count: 1}, Case: "17", Fund: "441300.310", Institution: "H44130200026",
			Part: "pool", PaidYear: 2024, Article: "38", Channel: event.Inspection, Amount: amount,
		}
		change(&e)
		return e
	}
	fines := func(amount money.Fen, change func(*event.FineImposed)) event.Event {
		e := event.FineImposed{Fact: event.Fact{Document: "D-1", OccurredOn: day, Count: 1}, Case: "17", Region: "441300", Article: "38",
			Finding: "1", Amount: amount}
		change(&e)
		return e
	}
	same, sameFine := func(*event.ClawbackOrdered) {}, func(*event.FineImposed) {}
	register := Register{}.Note(orders(100, same)).Note(fines(100, sameFine))
	for name, line := range map[string]func(money.Fen) event.Event{
		"another institution": func(a money.Fen) event.Event {
			return orders(a, func(e *event.ClawbackOrdered) { e.Institution = "P44130200007" })
		},
		"another part": func(a money.Fen) event.Event {
			return orders(a, func(e *event.ClawbackOrdered) { e.Part = "personal" })
		},
		"another year":     func(a money.Fen) event.Event { return orders(a, func(e *event.ClawbackOrdered) { e.PaidYear = 2023 }) },
		"another article":  func(a money.Fen) event.Event { return orders(a, func(e *event.ClawbackOrdered) { e.Article = "40" }) },
		"fined by article": func(a money.Fen) event.Event { return fines(a, func(e *event.FineImposed) { e.Article = "40" }) },
		"fined by finding": func(a money.Fen) event.Event { return fines(a, func(e *event.FineImposed) { e.Finding = "2" }) },
	} {
		if again, err := register.Admit(line(7)); again || err != nil {
			t.Errorf("%s: again %v, %v", name, again, err)
		}
		register = register.Note(line(7))
		if again, err := register.Admit(line(7)); !again || err != nil {
			t.Errorf("%s, said again: again %v, %v", name, again, err)
		}
		if _, err := register.Admit(line(8)); err == nil {
			t.Errorf("%s, other content: taken", name)
		}
	}
	if again, err := register.Admit(orders(101, same)); again || err == nil {
		t.Error("the first line, other content: taken")
	}
	warned := fines(100, func(e *event.FineImposed) { e.Warning = event.FineOutsideFrame })
	if again, err := register.Admit(warned); !again || err != nil {
		t.Errorf("a warning makes it another fact: %v, %v", again, err)
	}
}

// What is known to be clear stands in no register; another document may be in its way.
func TestKnown(t *testing.T) {
	var r Register
	var known Known
	if !known.Clear(Mark{}) {
		t.Error("something stands where nothing is known")
	}
	next := MarkOf(order("D-2", "441300.390", 100))
	neighbour := next
	neighbour.Place[15] ^= 1 // of another document whose place begins as that of D-2
	for i := range 1000 {
		m := MarkOf(order(fmt.Sprint("X-", i), "441300.390", 100))
		if !known.Clear(m) {
			t.Fatalf("X-%d stands before it was noted", i)
		}
		known.Note(m)
		r = r.NoteMarked(m)
	}
	known.Note(next)
	known.Note(neighbour)
	r = r.NoteMarked(next).NoteMarked(neighbour)
	of := r.Known()
	for name, k := range map[string]*Known{"noted": &known, "of a register": &of} {
		if k.facts != 1002 || r.Len() != 1002 || k.taken != 1001 {
			t.Errorf("%s: %d known at %d places, %d in the register", name, k.facts, k.taken, r.Len())
		}
		for i := range 2000 {
			if k.Clear(MarkOf(order(fmt.Sprint("X-", i), "441300.390", 101))) != (i >= 1000) {
				t.Fatalf("%s: X-%d", name, i)
			}
		}
		if k.Clear(next) || k.Clear(neighbour) || !k.Clear(MarkOf(order("D-3", "441300.390", 100))) {
			t.Errorf("%s: a neighbour", name)
		}
	}
}
