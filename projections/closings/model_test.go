package closings_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/statements"
)

// model is the slow, obvious answer: for every closing the books of everything in
// front of it are made anew.
type model struct {
	recorded, booked []event.Event
	verdicts         map[fund.ID][]closings.Verdict
	closed           map[fund.ID]fund.Date
}

func (m *model) take(e event.Event) event.Event {
	booked := e
	if c, ok := e.(event.PeriodClosed); ok {
		m.judge(c)
	} else {
		booked = m.book(e)
	}
	m.recorded, m.booked = append(m.recorded, e), append(m.booked, booked)
	return booked
}

// book returns an event as it is booked.
func (m *model) book(e event.Event) event.Event {
	about := e
	if r, ok := e.(event.FactReversed); ok {
		about = r.Reversed()
		if at := slices.Index(m.recorded, about); at >= 0 && m.booked[at] != m.recorded[at] {
			e = r.OfBookedOn(m.booked[at].Common().BookedOn)
		}
	}
	closed := m.closed[event.FundOf(about)]
	switch about := about.(type) {
	case event.ParticipationAssisted:
		closed = max(closed, m.closed[about.AidFund])
	case event.PremiumRefunded:
		closed = max(closed, m.closed[about.AidFund])
	default:
	}
	if on := e.Common().Booked(); closed != 0 && on <= closed {
		e = event.BookOn(e, closed+1)
	}
	return e
}

// judge decides on a closing by the books of everything in front of it.
func (m *model) judge(c event.PeriodClosed) {
	var v books.View
	var facts int64
	for i, e := range m.booked {
		if err := v.Apply(ledger.Entry{Position: store.Position(i), Event: e}); err != nil {
			panic(err)
		}
		of := func(l posting.Line) bool { return l.Fund == c.Fund }
		if e.Common().Booked() <= c.Period.Last() && slices.ContainsFunc(posting.Of(e), of) {
			facts++
		}
	}
	before := fund.NewDate(c.Period.Last().Year()-1, time.December, 31)
	if c.Period.IsYear() {
		before = c.Period.Last()
	}
	book := statements.Carried(v.AsOf(c.Fund, c.Period.Last()), v.AsOf(c.Fund, before))
	var list []event.Balance
	for _, l := range book.Accounts {
		list = append(list, event.Balance{Account: l.Account, Amount: l.Balance(l.Account)})
	}
	verdict := closings.Wrong
	switch {
	case event.SealBalances(list) == c.Balances && (c.Seen == 0 || c.Seen == facts):
		verdict = closings.Counts
		m.closed[c.Fund] = max(m.closed[c.Fund], c.Period.Last())
	case c.Seen == 0 || c.Seen < facts:
		verdict = closings.Overtaken
	}
	m.verdicts[c.Fund] = append(m.verdicts[c.Fund], verdict)
}

// Of any history the fold says what the slow model says, also after it was kept and
// restored.
func TestModel(t *testing.T) {
	seen := map[closings.Verdict]int{}
	moved := 0
	for seed := range uint64(60) {
		m := model{verdicts: map[fund.ID][]closings.Verdict{}, closed: map[fund.ID]fund.Date{}}
		fold := new(closings.Fold)
		random := rand.New(rand.NewPCG(seed, 15))
		for i := range 120 {
			e := next(random, i, &m, fold)
			want := m.take(e)
			got := fold.Apply(ledger.Entry{Position: store.Position(i), Event: e}).Event
			if got != want {
				t.Fatalf("seed %d, %d: %+v is booked as\n%+v, want\n%+v", seed, i, e, got, want)
			}
			if got != e {
				moved++
			}
			if random.IntN(10) == 0 {
				restored := new(closings.Fold)
				if err := restored.Restore(fold.AppendSnapshot(nil)); err != nil {
					t.Fatal(err)
				}
				fold = restored
			}
		}
		for i, e := range m.recorded { // long after
			if got := fold.Booked(ledger.Entry{Position: store.Position(i), Event: e}).Event; got != m.booked[i] {
				t.Fatalf("seed %d, %d: %+v was booked as\n%+v, want\n%+v", seed, i, e, got, m.booked[i])
			}
		}
		for id, want := range m.verdicts {
			var got []closings.Verdict
			for _, c := range fold.Of(id) {
				got = append(got, c.Verdict)
				seen[c.Verdict]++
			}
			if !slices.Equal(got, want) || fold.Closed(id) != m.closed[id] {
				t.Fatalf("seed %d: %s: %v, closed to %s; want %v, %s", seed, id, got, fold.Closed(id), want, m.closed[id])
			}
		}
	}
	if seen[closings.Counts] < 100 || seen[closings.Overtaken] < 100 || seen[closings.Wrong] < 50 || moved < 100 {
		t.Errorf("the histories are poor: %v, %d moved", seen, moved)
	}
}

// next returns a fact, a reversal of one, or a closing: as it is right, as it was when
// some facts were not there yet, or wrong.
func next(random *rand.Rand, i int, m *model, fold *closings.Fold) event.Event {
	ids := []fund.ID{"441300.390", "441300.310", "441300.610"}
	f := event.Fact{Document: fmt.Sprint("D-", i), OccurredOn: fund.NewDate(2024, 11, 1) + fund.Date(random.IntN(150)), Count: 1}
	if random.IntN(8) == 0 {
		f.BookedOn = f.OccurredOn + fund.Date(random.IntN(60))
	}
	amount := money.Fen(1 + random.IntN(1000))
	switch random.IntN(9) {
	case 0, 1:
		return closed(random, f, ids[random.IntN(2)], fold)
	case 2:
		if at := random.IntN(len(m.recorded) + 1); at < len(m.recorded) {
			fact := m.recorded[at]
			wire, version, data, err := event.Encode(fact)
			if _, isClosing := fact.(event.Closing); err == nil && !isClosing && wire != "fact.reversed" {
				f.OccurredOn, f.BookedOn, f.Count = fact.Common().OccurredOn+fund.Date(random.IntN(60)), 0, 0
				return event.FactReversed{Fact: f, Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: wire, OfVersion: int64(version), OfData: string(data)}
			}
		}
	case 3:
		return event.ParticipationAssisted{Fact: f, AidFund: ids[2], Fund: ids[random.IntN(2)], Amount: amount}
	case 4:
		return event.PremiumRefunded{Fact: f, Fund: ids[0], AidFund: []fund.ID{"", ids[2]}[random.IntN(2)], Of: "D-1",
			PaidOn: f.OccurredOn - 40, Amount: amount}
	case 5:
		return event.ReimbursementPaid{Fact: f, Fund: ids[1], Part: fund.Pool, Care: fund.Inpatient, Amount: amount}
	case 6:
		return event.ClaimDenied{Fact: f, Fund: ids[0], Channel: event.SmartAudit, Amount: amount}
	default:
	}
	return event.PremiumReceived{Fact: f, Fund: ids[random.IntN(2)], Amount: amount}
}

func closed(random *rand.Rand, f event.Fact, id fund.ID, fold *closings.Fold) event.Event {
	period := []event.Period{"2024-11", "2024-12", "2024", "2025-01", "2025-02"}[random.IntN(5)]
	made := fold.Seal(id, period)
	f.OccurredOn, f.BookedOn, f.Count = period.Last(), 0, 0
	e := event.PeriodClosed{Fact: f, Fund: id, Period: period, Balances: made.Balances, Seen: made.Seen}
	switch random.IntN(6) {
	case 0:
		e.Seen = 0
	case 1:
		e.Seen = 0
		e.Balances = "1003 1.00; 3001 1.00"
	case 2:
		e.Balances = "1003 1.00; 3001 1.00"
	case 3:
		e.Seen = max(0, e.Seen-1)
	case 4:
		e.Seen++
	}
	return e
}
