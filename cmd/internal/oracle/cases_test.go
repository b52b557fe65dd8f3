package oracle

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/cases"
)

// caseVerdicts is what a ledger may answer to facts of cases.
var caseVerdicts = []string{
	taken, again, "document-twice", "institution-unknown", "reversal-needed",
	"case-opened", "case-closed", "case-not-closed", "case-open-items", "case-subject", "case-dates", "case-order",
	"clawback-not-ordered", "clawback-beyond-order", "order-unknown", "annulled-beyond-order", "refund-beyond-excess", "refund-booking",
	"case-unknown", "penalty-not-charged", "trace-recovered",
	"fine-not-imposed", "fine-beyond-imposed", "waived-beyond-due",
	"original-date", "original-account", "original-exceeded",
	string(event.FineOutsideFrame), string(event.FineWithoutFrame), string(event.FinedTwice), string(event.MultipleDiffers),
	string(event.SurchargeBeyondLimit), string(event.SuspensionOutsideFrame), string(event.OrderBeyondLoss), string(event.ArticleSubject),
}

// agreementVerdicts is what a ledger may answer to facts of agreements, and to
// payments under them.
var agreementVerdicts = []string{
	taken, again, "institution-unknown", "agreement-order", "agreement-status", "agreement-suspended", "agreement-terminated", "agreement-expired",
	"department-suspended", "payment-held", "hold-twice", "hold-unknown", "reversal-needed", string(event.SuspensionOutsideFrame),
}

// Few cases with many facts of each, and few agreements: decisions, registers
// and books are those of the naive ledger, and after every fact that is taken
// nothing came in beyond what was decided.
func TestCasesAgainstTheNaiveLedger(t *testing.T) {
	seeds := seedsOf(8)
	for name, about := range map[string]struct {
		world    func(seed uint64) *eventtest.World
		verdicts []string
		about    func(event.Event) bool
	}{
		"cases":      {eventtest.NewCases, caseVerdicts, func(e event.Event) bool { _, is := e.(event.Enforcement); return is }},
		"agreements": {eventtest.NewAgreements, agreementVerdicts, func(e event.Event) bool { _, is := e.(event.Institution); return is }},
	} {
		var mu sync.Mutex
		said := map[string]int{}
		t.Cleanup(func() { // after the parallel runs
			for _, verdict := range about.verdicts {
				if said[verdict] == 0 && every() {
					t.Errorf("no run of %s came to: %s", name, verdict)
				}
			}
			tookEvery(t, said, about.about)
		})
		for _, seed := range seeds {
			t.Run(fmt.Sprintf("%s/seed=%d", name, seed), func(t *testing.T) {
				t.Parallel()
				t.Logf("replay with: go test ./cmd/internal/oracle -run Cases/%s -seed %d -facts %d", name, seed, *factsFlag)
				p := &pair{t: t, log: new(memory.Store), world: about.world(seed), random: rand.New(rand.NewPCG(seed, 5)), said: map[string]int{}}
				p.lifeOfCases(*factsFlag)
				if name == "cases" {
					p.treasuryApart()
				}
				mu.Lock()
				defer mu.Unlock()
				for verdict, times := range p.said {
					said[verdict] += times
				}
				for _, warning := range p.naive.warned {
					said[string(warning)]++
				}
			})
		}
	}
}

// lifeOfCases says facts of a small world, and reverses some of them.
func (p *pair) lifeOfCases(facts int) {
	p.t.Helper()
	growing, next := new(cases.View), store.Position(0)
	middle, before := 0, &naive{}
	for i := range facts {
		if n := p.random.IntN(100); n < 7 && len(p.naive.facts) > 0 {
			p.reverseOne()
		} else if n < 10 {
			p.thereAndBack(p.world.Next())
		} else {
			p.step(p.world.Next())
		}
		for entry, err := range ledger.All(context.Background(), p.log, next) {
			if err == nil {
				err = growing.Apply(entry)
			}
			if err != nil {
				p.t.Fatal(err)
			}
			next = entry.Position + 1
			if region, number := event.CaseOf(entry.Event); number != "" {
				p.within(growing, cases.Key{Region: region, Number: number})
			}
		}
		switch {
		case i == facts/2:
			middle, before = p.steps-1, p.naive.clone()
		case i%150 == 0:
			p.compare(&p.naive, -1)
		}
	}
	p.compare(&p.naive, -1)
	p.compare(before, middle)
	p.kept()
	p.t.Logf("%d facts taken of %d said: %v", len(p.naive.facts), p.steps, p.said)
	if len(p.naive.facts) < facts/5 || p.said[taken] == p.steps {
		p.t.Errorf("this world is not worth testing in")
	}
}

// within checks what holds in every case at any time: by the decisions of its
// file, and by its bare facts.
func (p *pair) within(v *cases.View, key cases.Key) {
	p.t.Helper()
	d := v.Docket(key, 0)
	for _, o := range d.Orders() {
		if o.Received.Plus(o.SetOff).Cmp(o.Fact.Amount.Sum()) > 0 || o.Annulled.Cmp(o.Fact.Amount.Sum()) > 0 ||
			o.Refunded.Cmp(o.Annulled) > 0 || o.Refunded.Cmp(o.Received.Plus(o.SetOff)) > 0 {
			p.t.Fatalf("step %d: case %v: more came in, or went back, than was ordered or annulled: %+v", p.steps, key, o)
		}
		if o.Open().Sign() < 0 || o.Excess().Sign() < 0 || o.Open().Sign() > 0 && o.Excess().Sign() > 0 {
			p.t.Fatalf("step %d: case %v: outstanding %s, excess %s: %+v", p.steps, key, o.Open(), o.Excess(), o)
		}
	}
	for _, c := range d.Charges() {
		if c.Paid.Minus(c.Refunded).Cmp(c.Amount.Sum()) > 0 || c.Waived.Cmp(c.Amount.Sum()) > 0 || c.Refunded.Cmp(c.Waived) > 0 ||
			c.Refunded.Cmp(c.Paid) > 0 || c.Open().Sign() < 0 || c.Accrued(eventtest.Today()) > c.Amount {
			p.t.Fatalf("step %d: case %v: more was paid, or given back, than was decided: %+v", p.steps, key, c)
		}
	}
	p.bare(key, v.Standing(key, 0))
}

// bare checks the sums of the bare facts of one case, whatever decision each
// goes to. Money that may come without a decision is left out.
func (p *pair) bare(key cases.Key, facts []event.Event) {
	p.t.Helper()
	type line struct {
		fund        fund.ID
		institution fund.Institution
	}
	type way struct {
		line
		booked
	}
	ordered, came := map[line]int64{}, map[line]int64{}
	books := map[way]int64{} // by how it was booked
	imposed, paid := map[event.Charge]int64{}, map[event.Charge]int64{}
	annulled, refunded := int64(0), int64(0)
	for _, f := range facts {
		l, amount := line{payer(f), institutionOf(f)}, amountOf(f).Int64()
		switch f.(type) {
		case event.ClawbackReceived, event.ClawbackSetOff:
			books[way{l, bookedAs(f, int64(f.Common().Booked().Year()))}] += amount
		}
		switch f := f.(type) {
		case event.ClawbackOrdered:
			ordered[l] += amount
		case event.ClawbackReceived, event.ClawbackSetOff:
			if c := field[event.Channel](f, "Channel"); !c.Voluntary() && !isTotal(f) {
				came[l] += amount
			}
		case event.ClawbackAnnulled:
			annulled += amount
		case event.ClawbackRefunded:
			refunded += amount
			books[way{l, bookedAs(f, f.ReceivedYear)}] -= amount
		case event.FineImposed:
			imposed[event.Fine] += amount
		case event.SurchargeImposed:
			imposed[event.Surcharge] += amount
		case event.GainConfiscated:
			imposed[event.Confiscation] += amount
		case event.FinePaid:
			if !isTotal(f) {
				paid[chargeOf(f)] += amount
			}
		case event.FineRefunded:
			paid[chargeOf(f)] -= amount
		}
	}
	for l := range came {
		if came[l] > ordered[l] {
			p.t.Fatalf("step %d: case %v: %v: %d came in, %d was ordered back", p.steps, key, l, came[l], ordered[l])
		}
	}
	for how, left := range books {
		if left < 0 {
			p.t.Fatalf("step %d: case %v: %+v: %d more was refunded than came in so", p.steps, key, how, -left)
		}
	}
	for who, left := range owed(facts) {
		if left < 0 {
			p.t.Fatalf("step %d: case %v: %v: %d more contract penalties came in than were charged", p.steps, key, who, -left)
		}
	}
	if refunded > annulled {
		p.t.Fatalf("step %d: case %v: %d was refunded, %d annulled", p.steps, key, refunded, annulled)
	}
	for kind := range paid {
		if paid[kind] > imposed[kind] {
			p.t.Fatalf("step %d: case %v: %s: %d paid, %d imposed", p.steps, key, kind, paid[kind], imposed[kind])
		}
	}
}

// toTreasury reports whether a fact is of what is due to the treasury.
func toTreasury(e event.Event) bool {
	switch e.(type) {
	case event.FineImposed, event.FinePaid, event.FineWaived, event.FineRefunded, event.SurchargeImposed, event.GainConfiscated:
		return true
	default:
		return false
	}
}

// treasuryApart checks that a history without its fines, surcharges and
// confiscations could have been recorded just so, and leaves the same on every
// account of every fund; and that what stands on the accounts of benefits, other
// income and other expense is what moved money of a fund, and nothing else.
func (p *pair) treasuryApart() {
	p.t.Helper()
	var without memory.Store
	charged, net, credited := 0, int64(0), int64(0)
	plain := new(books.View) // what was booked, without what was taken back
	known := map[caseKey]bool{}
	for entry, err := range ledger.All(context.Background(), p.log, 0) {
		if err != nil {
			p.t.Fatal(err)
		}
		said, sign := about(entry.Event), int64(1)
		if said != entry.Event {
			sign = -1
		} else if err := plain.Apply(entry); err != nil {
			p.t.Fatal(err)
		}
		env := aggregates.Envelope{At: entry.RecordedAt, Actor: "tester"}
		if toTreasury(said) {
			charged++
			region, number := caseOf(said)
			if key := (caseKey{region, number}); !known[key] { // that there is such a case, is known without its fine, too
				known[key] = true
				note := event.CasePublished{Fact: event.Fact{Document: "note", OccurredOn: fund.NewDate(2024, 1, 1)}, Region: region, Case: number}
				if _, err := aggregates.Record(context.Background(), &without, note, env); err != nil {
					p.t.Fatal(err)
				}
			}
			continue
		}
		if receipt, err := aggregates.Record(context.Background(), &without, entry.Event, env); err != nil || receipt.Duplicate {
			p.t.Fatalf("%s %+v rests on a fine: %+v, %v", event.Wire(entry.Event), entry.Event, receipt, err)
		}
		amount := amountOf(said).Int64()
		switch said.(type) {
		case event.ClawbackReceived, event.PenaltyReceived, event.ReimbursementReversed:
			net += sign * amount
			credited += max(0, sign*amount)
		case event.ClawbackSetOff: // expense as much as recovered
			credited += max(0, sign*amount)
		case event.ReimbursementPaid, event.ClawbackRefunded:
			net -= sign * amount
		}
	}
	if charged < 10 {
		p.t.Errorf("only %d fines, surcharges and confiscations", charged)
	}
	other := pair{t: p.t, log: &without}
	whole := p.views(-1)
	p.same("books with and without fines", 0, bookSums(&whole.books, 0), bookSums(&other.views(-1).books, 0))

	var standing, credits money.Sum
	for _, id := range whole.books.Funds() {
		for _, l := range whole.books.AsOf(id, 0).Accounts {
			if c := l.Account[:4]; c == "4501" || c == "5001" || c == "5401" {
				standing = standing.Plus(l.Credit).Minus(l.Debit)
			}
		}
		for _, l := range plain.AsOf(id, 0).Accounts {
			if c := l.Account[:4]; c == "4501" || c == "5001" {
				credits = credits.Plus(l.Credit)
			}
		}
	}
	if standing != money.Fen(net).Sum() || credits != money.Fen(credited).Sum() {
		p.t.Fatalf("on 4501, 5001 and 5401 stand %d fen, %d are credited; money of funds is %d, of which came in %d", standing, credits, net, credited)
	}
}
