package fines_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/fines"
	"github.com/fundledger/fundledger/projections/projtest"
)

const (
	yuan     = money.Fen(100)
	region   = fund.Region("441300")
	hospital = fund.Institution("H44130200026")
)

var decided = fund.NewDate(2025, 5, 1)

// due is the last day to pay a fine that was decided on decided.
var due = decided + law.DaysToPay

func fact(document string, on fund.Date) event.Fact {
	return event.Fact{Document: document, OccurredOn: on, Count: 1}
}

func fine(document string, amount money.Fen) event.FineImposed {
	return event.FineImposed{Fact: fact(document, decided), Case: "17", Region: region, Institution: hospital,
		Article: law.InstitutionLoss, Amount: amount}
}

func paid(on fund.Date, of string, amount money.Fen) event.FinePaid {
	return event.FinePaid{Fact: fact("F", on), Case: "17", Region: region, Institution: hospital, Amount: amount, Of: of}
}

func waived(on fund.Date, of string, reason event.Reason, amount money.Fen) event.FineWaived {
	return event.FineWaived{Fact: fact("C", on), Case: "17", Region: region, Institution: hospital, Amount: amount, Of: of, Reason: reason}
}

func view(t *testing.T, facts ...event.Event) *cases.View {
	t.Helper()
	v := new(cases.View)
	for _, e := range facts {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// Days late, surcharge, and what is unpaid, on every day that matters.
//
// Source: 行政处罚法 art. 67, 72: 15 days, then 3 % a day, no more than the fine.
func TestLate(t *testing.T) {
	inTime := view(t, fine("JD", 30_000*yuan), paid(due, "JD", 30_000*yuan))
	never := view(t, fine("JD", 30_000*yuan))
	late := view(t, fine("JD", 30_000*yuan), paid(due+40, "JD", 30_000*yuan))
	half := view(t, fine("JD", 30_000*yuan), paid(due+10, "JD", 20_000*yuan))
	annulled := view(t, fine("JD", 30_000*yuan), waived(due+60, "JD", event.Review, 29_000*yuan))
	forgiven := view(t, fine("JD", 30_000*yuan), waived(due+10, "JD", event.Waived, 29_000*yuan))
	other := fine("JD", 30_000*yuan)
	other.Due = decided + 30
	later := view(t, other)
	for _, want := range []struct {
		name            string
		v               *cases.View
		day             fund.Date
		overdue         int
		accrued, unpaid money.Fen
	}{
		{"on the day of the decision", never, decided, 0, 0, 30_000 * yuan},
		{"on the last day to pay", never, due, 0, 0, 30_000 * yuan},
		{"a day late", never, due + 1, 1, 900 * yuan, 30_000 * yuan},
		{"33 days late", never, due + 33, 33, 29_700 * yuan, 30_000 * yuan},
		{"34 days late: the cap", never, due + 34, 34, 30_000 * yuan, 30_000 * yuan},
		{"a year late", never, due + 365, 365, 30_000 * yuan, 30_000 * yuan},
		{"paid in time", inTime, due + 50, 0, 0, 0},
		{"40 days late, the day before it is paid", late, due + 39, 39, 30_000 * yuan, 30_000 * yuan},
		{"paid 40 days late", late, due + 40, 0, 30_000 * yuan, 0},
		{"half paid 10 days late, 9 days", half, due + 9, 9, 9 * 900 * yuan, 30_000 * yuan},
		{"half paid 10 days late, 10 days", half, due + 10, 10, 10 * 900 * yuan, 10_000 * yuan},
		{"half paid 10 days late, 12 days", half, due + 12, 12, 10*900*yuan + 2*300*yuan, 10_000 * yuan},
		{"annulled in part, the day before", annulled, due + 59, 59, 30_000 * yuan, 30_000 * yuan},
		{"annulled in part: the rest was due from the beginning", annulled, due + 60, 60, 1_000 * yuan, 1_000 * yuan},
		{"waived in part 10 days late", forgiven, due + 20, 20, 10*900*yuan + 10*30*yuan, 1_000 * yuan},
		{"a later day in the decision", later, decided + 31, 1, 900 * yuan, 30_000 * yuan},
	} {
		rows := fines.Register(want.v, want.day, want.day)
		if len(rows) != 1 {
			t.Fatalf("%s: %+v", want.name, rows)
		}
		if r := rows[0]; r.Overdue != want.overdue || r.Accrued != want.accrued || r.Unpaid != want.unpaid.Sum() {
			t.Errorf("%s: %d days late, accrued %s, unpaid %s; want %d, %s, %s", want.name, r.Overdue, r.Accrued, r.Unpaid, want.overdue, want.accrued, want.unpaid)
		}
	}
	// As of all dates, lateness is counted to the day given.
	if r := fines.Register(never, 0, due+3)[0]; r.Overdue != 3 || r.Accrued != 2_700*yuan {
		t.Errorf("as of all dates: %+v", r)
	}
}

// What was waived or annulled is not due; what was paid before that is refunded.
func TestWaivedAndRefunded(t *testing.T) {
	annulled := []event.Event{
		fine("JD", 1_000*yuan), paid(due, "JD", 1_000*yuan), waived(due+10, "JD", event.Litigation, 400*yuan),
	}
	refund := event.FineRefunded{Fact: fact("T", due+20), Case: "17", Region: region, Institution: hospital, Amount: 400 * yuan, Of: "JD"}
	for _, want := range []struct {
		name                             string
		facts                            []event.Event
		waived, paid, refunded, unpaid   money.Fen
		remaining, toRefund, stillUnpaid money.Fen
	}{
		{"waived in part", []event.Event{fine("JD", 1_000*yuan), waived(due, "JD", event.Waived, 300*yuan)}, 300 * yuan, 0, 0, 700 * yuan,
			700 * yuan, 0, 700 * yuan},
		{"waived, the rest paid", []event.Event{fine("JD", 1_000*yuan), waived(due, "JD", event.Waived, 300*yuan), paid(due, "JD", 700*yuan)},
			300 * yuan, 700 * yuan, 0, 0, 700 * yuan, 0, 0},
		{"annulled after it was paid", annulled, 400 * yuan, 1_000 * yuan, 0, 0, 600 * yuan, 400 * yuan, 0},
		{"and refunded", append(annulled, refund), 400 * yuan, 1_000 * yuan, 400 * yuan, 0, 600 * yuan, 0, 0},
	} {
		rows := fines.Register(view(t, want.facts...), 0, due+30)
		if len(rows) != 1 {
			t.Fatalf("%s: %+v", want.name, rows)
		}
		r := rows[0]
		if r.Waived != want.waived.Sum() || r.Paid != want.paid.Sum() || r.Refunded != want.refunded.Sum() || r.Unpaid != want.unpaid.Sum() ||
			r.Remaining() != want.remaining.Sum() || r.Excess() != want.toRefund.Sum() || r.Open() != want.stillUnpaid.Sum() {
			t.Errorf("%s: %+v", want.name, r)
		}
	}
}

// Every decision of every case has a row, with the subject that the decision or
// else the opening names; a fact that was reversed has none from then on.
func TestRegister(t *testing.T) {
	wrong := fine("JD-9", 5*yuan)
	wrong.Case = "18"
	v := view(t,
		event.CaseOpened{Fact: fact("LA", decided-60), Case: "17", Region: region, Channel: event.Inspection, Subject: event.Hospital,
			Institution: hospital},
		fine("JD-1", 30_000*yuan),
		event.SurchargeImposed{Fact: fact("JC-1", due+40), Case: "17", Region: region, Institution: hospital, Amount: 9_000 * yuan, Of: "JD-1"},
		event.GainConfiscated{Fact: fact("MS-1", decided), Case: "16", Region: region, Subject: event.Agency,
			Article: law.IllegalIncome, Amount: 3_000 * yuan},
		wrong, projtest.Reversal(event.Fact{Document: "CX", OccurredOn: decided + 2}, "stream-1", wrong),
	)
	type line struct {
		number  string
		kind    event.Charge
		subject event.Subject
		due     fund.Date
		accrued money.Fen
	}
	check := func(on, day fund.Date, want ...line) {
		t.Helper()
		rows := fines.Register(v, on, day)
		if len(rows) != len(want) {
			t.Fatalf("as of %s: %+v", on, rows)
		}
		for i, r := range rows {
			if got := (line{r.Case.Number, r.Kind, r.Subject, r.Due, r.Accrued}); got != want[i] {
				t.Errorf("as of %s: %+v, want %+v", on, got, want[i])
			}
		}
	}
	confiscated := line{"16", event.Confiscation, event.Agency, 0, 0}
	check(decided-1, decided-1)
	check(decided, decided, confiscated, line{"17", event.Fine, event.Hospital, due, 0}, line{"18", event.Fine, "", due, 0})
	check(decided+2, decided+2, confiscated, line{"17", event.Fine, event.Hospital, due, 0})
	check(0, due+1, confiscated, line{"17", event.Fine, event.Hospital, due, 900 * yuan}, line{"17", event.Surcharge, event.Hospital, 0, 0})
}
