package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

const (
	refunding = fund.ID("441300.390")
	refunded  = fund.Institution("H44130000001")
)

func onDay(document string, n int) event.Fact {
	return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, n), Count: 1}
}

// both says facts to both ledgers, which take all of them but perhaps the last.
func both(t *testing.T, want string, facts ...event.Event) {
	t.Helper()
	p := &pair{t: t, log: new(memory.Store), world: eventtest.NewWorld(1), random: rand.New(rand.NewPCG(1, 7)), said: map[string]int{}}
	books, place := onDay("B", 1), onDay("B", 1)
	books.Count, place.Count = 0, 0
	before := []event.Event{
		event.FundEstablished{Fact: books, Fund: refunding, Name: "惠州居民"},
		event.InstitutionDesignated{Fact: place, Institution: refunded, Region: "441300", Name: "某医院"},
	}
	for i, f := range slices.Concat(before, facts) {
		verdict := taken
		if i == len(before)+len(facts)-1 {
			verdict = want
		}
		if got := p.step(f); got != verdict {
			t.Fatalf("fact %d, %+v: %s, want %s", i, f, got, verdict)
		}
	}
	p.compare(&p.naive, -1)
}

// The treasury gives nothing back before it had it: not before the latest payment on
// the charges that are meant, whatever was annulled before.
func TestTreasuryRefundsAfterThePayment(t *testing.T) {
	fine := func(a law.Article) event.Event {
		return event.FineImposed{Fact: onDay("D", 2), Case: "17", Region: "441300", Institution: refunded, Article: a, Amount: 100}
	}
	paid := func(document string, n int, a law.Article) event.Event {
		return event.FinePaid{Fact: onDay(document, n), Case: "17", Region: "441300", Institution: refunded, Of: "D", Article: a, Amount: 100}
	}
	annulled := event.FineWaived{Fact: onDay("H", 5), Case: "17", Region: "441300", Institution: refunded, Of: "D", Article: "38",
		Amount: 100, Reason: event.Review}
	back := func(n int, a law.Article) event.Event {
		return event.FineRefunded{Fact: onDay("T", n), Case: "17", Region: "441300", Institution: refunded, Of: "D", Article: a, Amount: 100}
	}
	history := []event.Event{fine("38"), fine("40"), paid("F", 10, "38"), annulled, paid("F-2", 20, "40")}
	for _, test := range []struct {
		name string
		last event.Event
		want string
	}{
		{"on the day", back(10, "38"), taken},
		{"the day before", back(9, "38"), "case-dates"},
		{"of any article, before the other was paid", back(19, ""), "case-dates"},
		{"of any article, after both", back(20, ""), taken},
		{"of the article that stands", back(25, "40"), "refund-beyond-excess"},
		{"of an article that was not applied", back(25, "39"), "fine-not-imposed"},
	} {
		t.Run(test.name, func(t *testing.T) { both(t, test.want, slices.Concat(history, []event.Event{test.last})...) })
	}
}

// A fund gives back what it got as it was booked, once, whichever article a refund
// names, and not before it had it.
func TestFundRefundsItsBooking(t *testing.T) {
	order := func(a law.Article) event.Event {
		return event.ClawbackOrdered{Fact: onDay("D", 2), Case: "17", Fund: refunding, Institution: refunded,
			Channel: event.Inspection, Article: a, Amount: 100}
	}
	came := func(document string, n int, care fund.Care) event.Event {
		return event.ClawbackReceived{Fact: onDay(document, n), Case: "17", Fund: refunding, Institution: refunded,
			Channel: event.Inspection, PaidYear: 2025, Care: care, Amount: 100}
	}
	annulled := func(a law.Article, amount money.Fen) event.Event {
		return event.ClawbackAnnulled{Fact: onDay("B", 15), Case: "17", Fund: refunding, Institution: refunded, Of: "D", Article: a,
			Amount: amount, Reason: event.Litigation}
	}
	back := func(document string, n int, a law.Article, care fund.Care, year int64) event.Event {
		return event.ClawbackRefunded{Fact: onDay(document, n), Case: "17", Fund: refunding, Institution: refunded, PaidYear: 2025,
			Care: care, Of: "D", Article: a, ReceivedYear: year, Amount: 100}
	}
	history := []event.Event{order("38"), order("40"), came("J", 5, fund.Inpatient), came("J-2", 20, fund.Outpatient)}
	after := func(annulment event.Event, then ...event.Event) []event.Event {
		return slices.Concat(history, []event.Event{annulment}, then)
	}
	whole, first := annulled("", 200), annulled("38", 100)
	for _, test := range []struct {
		name  string
		facts []event.Event
		want  string
	}{
		{"as it came", after(whole, back("T", 21, "38", fund.Inpatient, 2025)), taken},
		{"of another care", after(whole, back("T", 21, "38", fund.OtherCare, 2025)), "refund-booking"},
		{"of the other order's care", after(whole, back("T", 21, "38", fund.Outpatient, 2025)), "refund-booking"},
		{"of another year of entry", after(whole, back("T", 21, "38", fund.Inpatient, 2026)), "refund-booking"},
		{"before the latest receipt", after(whole, back("T", 19, "", fund.Inpatient, 2025)), "case-dates"},
		{"before the latest receipt of the other article", after(whole, back("T", 19, "38", fund.Inpatient, 2025)), taken},
		{"before the annulment", after(whole, back("T", 14, "38", fund.Inpatient, 2025)), "case-dates"},
		{"of an article that was not applied", after(whole, back("T", 21, "39", fund.Inpatient, 2025)), "order-unknown"},
		{"one booking twice", after(whole, back("T", 21, "", fund.Outpatient, 2025), back("T-2", 21, "", fund.Outpatient, 2025)), "refund-booking"},
		{"one booking twice, the second of its article", after(whole, back("T", 21, "", fund.Outpatient, 2025), back("T-2", 21, "40", fund.Outpatient, 2025)), "refund-beyond-excess"},
		{"the booking of an order that stands", after(first, back("T", 21, "", fund.Outpatient, 2025)), "refund-booking"},
	} {
		t.Run(test.name, func(t *testing.T) { both(t, test.want, test.facts...) })
	}
}
