package annual_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/posting"
)

// slow is indicators found by going through all facts for each of them.
type slow struct{ facts []event.Event }

// original is what an event says or takes back, and with which sign.
func original(e event.Event) (event.Event, int64) {
	if r, ok := e.(event.FactReversed); ok {
		return r.Reversed(), -1
	}
	return e, 1
}

// flows sums what bookings of a span put on accounts of a fund; some is false if there are none,
// whole is false if a fact that stands has days inside and outside the span.
func (s slow) flows(id fund.ID, span annual.Span, of func(account.Code) bool) (sum *big.Int, some, whole bool) {
	sum = new(big.Int)
	totals := map[string]int64{}
	for _, e := range s.facts {
		fact, sign := original(e)
		f := fact.Common()
		for _, l := range posting.Standing(fact) {
			inside := f.OccurredOn >= span.From && f.First() <= span.To
			outside := f.First() < span.From || f.OccurredOn > span.To
			if l.Fund == id && of(l.Account) && inside && outside && f.First().Month() != f.OccurredOn.Month() {
				totals[fmt.Sprint(l.Account, f.First(), f.OccurredOn)] += sign
			}
		}
		if on := e.Common().Booked(); on < span.From || on > span.To {
			continue
		}
		for _, l := range posting.Of(e) {
			if l.Fund == id && of(l.Account) {
				some = true
				sum.Add(sum, big.NewInt(int64(l.Net())))
			}
		}
	}
	whole = true
	for _, n := range totals {
		whole = whole && n == 0
	}
	return sum, some, whole
}

// paid sums single payments for care of a fund, of whole years, by what is counted of each.
func (s slow) paid(id fund.ID, span annual.Span, care fund.Care, of func(event.ReimbursementPaid) int64) *big.Int {
	sum := new(big.Int)
	for _, e := range s.facts {
		fact, sign := original(e)
		p, ok := fact.(event.ReimbursementPaid)
		if set, is := fact.(event.PrepaymentSetOff); is {
			p, ok = event.ReimbursementPaid{Fact: set.Fact, Fund: set.Fund, Care: set.Care, Amount: set.Amount}, true
		}
		if ok && p.Fund == id && p.Care == care && p.First() >= span.From && p.OccurredOn <= span.To {
			sum.Add(sum, big.NewInt(sign*of(p)))
		}
	}
	return sum
}

func top(codes ...account.Code) func(account.Code) bool {
	return func(c account.Code) bool {
		for _, code := range codes {
			if strings.HasPrefix(string(c), string(code)) {
				return true
			}
		}
		return false
	}
}

// Of random facts the indicators are what a computation by itself has, known or not.
func TestAgainstASlowComputation(t *testing.T) {
	known, unknown := 0, 0
	for seed := range uint64(6) {
		world := eventtest.NewWorld(seed)
		facts := []event.Event{}
		for range 400 {
			e := world.Next()
			if wire := event.Wire(e); wire == "period.closed" || wire == "fund.opened" && seed%2 == 0 {
				continue
			}
			world.Recorded(e)
			facts = append(facts, e)
		}
		v := of(t, facts...)
		s := slow{facts: facts}
		for _, text := range []string{"2024", "2025", "2024-2025", "2025Q1", "2025-02", "2025M01-02", "2025M01-05"} {
			span, _ := annual.ParseSpan(text)
			reports := map[fund.Region]*annual.Report{}
			for _, id := range v.books.Booked() {
				r := reports[id.Region()]
				if r == nil {
					r = v.report(t, id.Region(), text)
					reports[id.Region()] = r
					holds(t, r, v.books.FundName(fund.Of(id.Region(), fund.All)) == "" && !slices.Contains(v.books.Booked(), fund.Of(id.Region(), fund.All)))
				}
				if id.Kind() == fund.All {
					continue
				}
				for metric, of := range map[annual.Metric]func(account.Code) bool{
					"income": top("4"), "income_premiums": top("4001", "4601"), "income_subsidy": top("4101"), "income_interest": top("4201", "4602"),
					"income_transfers": top("4301"), "income_grants": top("4401", "4402"), "income_other": top("4501"), "expense": top("5"),
				} {
					i, ok := find(r, annual.Key{Metric: metric, Scheme: string(id.Kind()), Span: span}.String())
					want, some, whole := s.flows(id, span, of)
					switch {
					case !ok:
						if some {
							t.Errorf("seed %d: %s of %s is not in the report", seed, metric, id)
						}
					case i.Known():
						known++
						if i.Num.Big().Cmp(want) != 0 || !some || !whole {
							t.Errorf("seed %d: %s is %s, want %s (%v, %v)", seed, i.Key, i.Num, want, some, whole)
						}
					default:
						unknown++
						if some && whole {
							t.Errorf("seed %d: %s is not known (%s), want %s", seed, i.Key, i.Missing.EN, want)
						}
					}
				}
				if !span.IsYear() {
					continue
				}
				for _, care := range fund.Cares() {
					if care.Care == "" {
						continue
					}
					i, ok := find(r, annual.Key{Metric: "paid", Detail: string(care.Care), Scheme: string(id.Kind()), Span: span}.String())
					if ok && i.Known() {
						want := s.paid(id, span, care.Care, func(p event.ReimbursementPaid) int64 { return int64(p.Amount) })
						if i.Num.Big().Cmp(want) != 0 {
							t.Errorf("seed %d: %s is %s, want %s", seed, i.Key, i.Num, want)
						}
					}
					key := annual.Key{Metric: "total_cost", Detail: string(care.Care), Scheme: string(id.Kind()), Span: span}
					if i, ok = find(r, key.String()); ok && i.Known() {
						want := s.paid(id, span, care.Care, func(p event.ReimbursementPaid) int64 { return int64(p.TotalCost) })
						if i.Num.Big().Cmp(want) != 0 {
							t.Errorf("seed %d: %s is %s, want %s", seed, i.Key, i.Num, want)
						}
					}
				}
			}
		}
	}
	t.Logf("%d known, %d not", known, unknown)
	if known < 300 || unknown < 100 {
		t.Errorf("%d known and %d not: these worlds are not worth testing in", known, unknown)
	}
}
