package oracle

import (
	"context"
	"errors"
	"math/big"
	"reflect"
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// repair is a reversal of a fact of a closed period that is right in another way, of a
// closed period too: it books the difference.
type repair struct {
	right            event.Event
	entry            fund.Date // of right
	wrongIn, rightIn fund.Date // as of when both stand in the books
}

// entries is what the i-th fact books.
func (n *naive) entries(i int) []leg {
	f, year := n.facts[i], n.booked[i].Year()
	by, isRepair := n.repairs[i]
	switch {
	case n.inBooks[i] != 0:
		return nil
	case !isRepair:
		return entries(f, entered(f), year)
	}
	back := laterYear(takenBack(legs(about(f), by.wrongIn.Year())), by.wrongIn.Year(), year)
	right := laterYear(legs(by.right, by.rightIn.Year()), by.rightIn.Year(), year)
	return differ(back, right, by.wrongIn.Year() != year, by.rightIn.Year() != year)
}

// differ adds both up: on each account one side is left, and of earlier years either
// other income or other expense.
func differ(back, right []leg, backEarlier, rightEarlier bool) []leg {
	type place struct {
		fund    fund.ID
		account string
		earlier bool
	}
	sums := map[place]*big.Int{}
	add := func(legs []leg, earlier bool) {
		for _, l := range legs {
			at := place{l.fund, l.account, earlier && l.account[0] >= '4'}
			if at.earlier {
				at.account = "4501" + l.account[4:]
			}
			if sums[at] == nil {
				sums[at] = new(big.Int)
			}
			if l.debit {
				sums[at].Add(sums[at], l.amount)
			} else {
				sums[at].Sub(sums[at], l.amount)
			}
		}
	}
	add(back, backEarlier)
	add(right, rightEarlier)
	var out []leg
	for at, sum := range sums {
		debit := sum.Sign() > 0
		if at.earlier && debit {
			at.account = "5401" + at.account[4:]
		}
		if sum.Sign() != 0 {
			out = append(out, leg{at.fund, at.account, debit, new(big.Int).Abs(sum)})
		}
	}
	return out
}

// correct takes the reversal of a fact and the fact as it is right, or returns why not:
// both or none.
func (n *naive) correct(r event.FactReversed, right event.Event, today fund.Date) string {
	before := n.clone()
	wrong := slices.IndexFunc(n.facts, func(f event.Event) bool { return f == plainly(about(r)) })
	first := n.decide(r, today)
	if first != taken && first != again {
		return first
	}
	second := n.decide(right, today)
	switch {
	case second != taken && second != again:
		*n = *before
		return second
	case first == taken && second == again:
		*n = *before
		return "correction-again"
	case first == again:
		return second
	}
	at, year := len(n.facts)-1, n.booked[len(n.facts)-2].Year()
	closed := func(e event.Event) bool { return n.entry(e) != e.Common().OccurredOn }
	if !closed(about(r)) || !closed(right) || event.FundsOf(about(r)) != event.FundsOf(right) || payer(right) == "" {
		return taken
	}
	by := repair{right: right, entry: n.booked[at], wrongIn: n.booked[wrong]}
	if n.inBooks[wrong] != 0 {
		by.wrongIn = n.inBooks[wrong]
	}
	by.rightIn = by.wrongIn
	if by.wrongIn.Year() == year || right.Common().OccurredOn.Year() == year {
		by.rightIn = n.booked[at-1]
	}
	if n.repairs == nil {
		n.repairs, n.inBooks = map[int]repair{}, map[int]fund.Date{}
	}
	n.repairs[at-1], n.inBooks[at] = by, by.rightIn
	return taken
}

// correctOne corrects a fact that was taken: mostly one of a closed period.
func (p *pair) correctOne() {
	p.t.Helper()
	i := p.fixes.IntN(len(p.naive.facts))
	if p.fixes.IntN(8) > 0 {
		var late []int
		for k, f := range p.naive.facts {
			if _, isReversal := f.(event.FactReversed); !isReversal && p.naive.entry(f) != f.Common().OccurredOn {
				late = append(late, k)
			}
		}
		if len(late) == 0 {
			return
		}
		i = late[p.fixes.IntN(len(late))]
	}
	wrong := p.naive.facts[i]
	switch wrong.(type) {
	case event.FactReversed, event.PeriodClosed, event.FundOpened:
		return
	default:
	}
	right := p.otherwise(wrong)
	if len(event.Check(right)) > 0 {
		return
	}
	on := wrong.Common().OccurredOn
	if p.fixes.IntN(6) == 0 {
		on = min(eventtest.Today(), on+fund.Date(p.fixes.IntN(90)))
	}
	p.correct(p.reversal(i, "GZ", on), right)
}

// otherwise returns a fact with another amount, day, account, part or kind of care.
func (p *pair) otherwise(e event.Event) event.Event {
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	set := func(name string, value any) {
		if f := v.FieldByName(name); f.IsValid() {
			f.Set(reflect.ValueOf(value).Convert(f.Type()))
		}
	}
	for range 1 + p.fixes.IntN(2) {
		switch p.fixes.IntN(7) {
		case 0, 1:
			set("Amount", max(1, field[money.Fen](e, "Amount")-money.Fen(p.fixes.IntN(100_00))))
		case 2:
			set("Amount", field[money.Fen](e, "Amount")+money.Fen(p.fixes.IntN(100_00)))
		case 3:
			set("OccurredOn", min(eventtest.Today(), e.Common().OccurredOn+fund.Date(p.fixes.IntN(120)-60)))
		case 4:
			set("Via", []account.Code{"", account.SpecialAccount, account.ExpenseAccount, account.Cash}[p.fixes.IntN(4)])
		case 5:
			set("Part", []fund.Part{fund.Pool, fund.Personal}[p.fixes.IntN(2)])
		case 6:
			set("Care", []fund.Care{fund.Inpatient, fund.Outpatient, fund.OtherCare}[p.fixes.IntN(3)])
		}
	}
	out, _ := v.Interface().(event.Event)
	return out
}

// correct says a correction to both and compares what they answer.
func (p *pair) correct(r event.FactReversed, right event.Event) {
	p.t.Helper()
	want := p.naive.correct(r, right, eventtest.Today())
	env := aggregates.Envelope{At: clock(p.steps), Actor: "tester"}
	var receipts []store.Receipt
	err, asked := error(&store.UnknownOutcomeError{}), 0
	for unknown := (*store.UnknownOutcomeError)(nil); errors.As(err, &unknown); asked++ {
		receipts, err = aggregates.RecordCorrection(context.Background(), p.log, nil, env, r, right)
	}
	p.steps++
	got := taken
	refused := (*refusal.Error)(nil)
	switch {
	case errors.As(err, &refused):
		got = refused.Rule
	case err != nil:
		p.t.Fatalf("step %d: correct %+v by %+v: %v", p.steps, about(r), right, err)
	case receipts[1].Duplicate && asked == 1: // else it stands since the first time
		got = again
	default:
		p.world.Recorded(r)
		p.world.Recorded(right)
	}
	if got != want {
		p.t.Fatalf("step %d: correct %+v\nby %+v\nthe ledger says: %s (%v)\nthe naive ledger says: %s", p.steps, about(r), right, got, err, want)
	}
	p.said["correct: "+got]++
	if n := &p.naive; got == taken && len(n.facts) > 1 {
		if by, ok := n.repairs[len(n.facts)-2]; ok {
			p.said["difference"]++
			if by.wrongIn.Year() != n.booked[len(n.facts)-2].Year() {
				p.said["difference of an earlier year"]++
			}
		}
	}
}
