package oracle

import (
	"math"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
)

// frame is what an article says in numbers, read from 国务院令第735号 and the laws
// beside it once more.
type frame struct {
	low, high   int64 // the fine in multiples of its base
	least, most int64 // the fine in fen
	department  [2]int
	online      [2]int // months
	who         string // subjects that it is about; "": anybody
}

var frames = map[law.Article]frame{
	"42": {}, "44": {},
	"13": {who: "hospital pharmacy"}, "36": {who: "agency"},
	"37":     {low: 2, high: 5, who: "agency"},
	"38":     {low: 1, high: 2, department: [2]int{6, 12}, who: "hospital pharmacy"},
	"39":     {least: 1_000_000, most: 5_000_000, who: "hospital pharmacy"},
	"40":     {low: 2, high: 5, department: [2]int{6, 12}, who: "hospital pharmacy"},
	"41":     {online: [2]int{3, 12}, who: "insured_person"},
	"41-2":   {low: 2, high: 5, online: [2]int{3, 12}, who: "insured_person"},
	"sil-87": {low: 2, high: 5, who: "hospital pharmacy agency company"},
	"sil-88": {low: 2, high: 5, who: "insured_person"},
	"sa-68":  {low: 1, high: 3},
}

// warning returns what is unusual about a decision.
func (n *naive) warning(e event.Event) event.Warning {
	switch e := e.(type) {
	case event.ClawbackOrdered:
		return n.beyondLoss(e)
	case event.FindingRecorded:
		if !law.Under(e.Violation, e.Article) { // the list itself is checked where it stands
			return event.ViolationElsewhere
		}
	case event.FineImposed:
		return n.unusual(e)
	case event.SurchargeImposed:
		all, _ := papers(n.inCase(e))
		room := int64(0)
		for _, fine := range charges(all, event.Fine, e.Of, e.Institution, "") {
			room += fine.accrued(e.OccurredOn)
		}
		for _, before := range charges(all, event.Surcharge, "", e.Institution, "") {
			if before.fine == e.Of {
				room -= before.due()
			}
		}
		if amountOf(e).Int64() > max(0, room) {
			return event.SurchargeBeyondLimit
		}
	case event.PeriodClosed:
		for _, text := range strings.Split(string(e.Balances), "; ") {
			if strings.HasPrefix(text, "1002 ") || strings.HasPrefix(text, "1005 ") {
				return event.MoneyInTransit
			}
		}
	case event.SettlementSuspended:
		if !lasts(e.OccurredOn, e.Until, frames[e.Article].online) {
			return event.SuspensionOutsideFrame
		}
	case event.InstitutionSuspended:
		if e.Institution != "" && e.Scope == event.Department && e.Article != "" && e.Until != 0 &&
			!lasts(e.OccurredOn, e.Until, frames[e.Article].department) {
			return event.SuspensionOutsideFrame
		}
	}
	return ""
}

// beyondLoss compares what is ordered back to a fund in a case, this order too, with
// what was determined as lost, if anything was.
func (n *naive) beyondLoss(e event.ClawbackOrdered) event.Warning {
	lost, due, determined := new(big.Int), amountOf(e), false
	for _, f := range n.inCase(e) {
		if payer(f) != e.Fund {
			continue
		}
		switch f.(type) {
		case event.LossDetermined:
			determined = true
			lost.Add(lost, amountOf(f))
		case event.ClawbackOrdered:
			due.Add(due, amountOf(f))
		case event.ClawbackAnnulled:
			due.Sub(due, amountOf(f))
		}
	}
	if determined && due.Cmp(lost) > 0 {
		return event.OrderBeyondLoss
	}
	return ""
}

func (n *naive) unusual(e event.FineImposed) event.Warning {
	facts := n.inCase(e)
	all, _ := papers(facts)
	for _, p := range all { // of the same, and not wholly waived since
		if before, ok := p.fact.(event.FineImposed); ok && e.Finding != "" && before.Finding == e.Finding &&
			before.Institution == e.Institution && p.due() > 0 {
			return event.FinedTwice
		}
	}
	_, _, opened := standingOf(facts)
	fined := or(e.Subject, or(coded(e), string(opened)))
	amount, base := int64(e.Amount), int64(e.Base)
	multiple, hasMultiple := new(big.Rat).SetString(e.Multiple)
	if says, known := frames[e.Article]; known {
		switch {
		case says.who != "" && fined != "" && !slices.Contains(strings.Fields(says.who), fined):
			return event.ArticleSubject
		case says.high == 0 && says.most == 0:
			return event.FineWithoutFrame
		case says.high != 0 && base != 0 && !says.holds(amount, base),
			says.high != 0 && base == 0 && hasMultiple && (multiple.Cmp(big.NewRat(says.low, 1)) < 0 || multiple.Cmp(big.NewRat(says.high, 1)) > 0),
			says.most != 0 && (amount < says.least || amount > says.most):
			return event.FineOutsideFrame
		}
	}
	if hasMultiple && base != 0 {
		room := new(big.Rat).Mul(multiple, big.NewRat(digit(base), 1))
		room.Add(room, big.NewRat(digit(amount), 1))
		if _, decimals, rounded := strings.Cut(e.Multiple, "."); rounded {
			room.Add(room, big.NewRat(base, int64(math.Pow10(len(decimals)))))
		}
		off := multiple.Mul(multiple, big.NewRat(base, 1))
		off.Sub(off, big.NewRat(amount, 1))
		if off.Abs(off).Cmp(big.NewRat(100, 1)) >= 0 && off.Cmp(room) > 0 { // a yuan, or one in what is printed
			return event.MultipleDiffers
		}
	}
	return ""
}

// holds tries every amount and base that may have been rounded to what was printed.
func (f frame) holds(amount, base int64) bool {
	a, b := digit(amount), digit(base)
	if a == 0 {
		b = 0
	}
	return amount+a >= f.low*(base-b) && amount-a <= f.high*(base+b)
}

// digit returns one in the last digit of an amount that was printed in 万元.
func digit(fen int64) int64 {
	for _, d := range []int64{1_000_000, 100_000, 10_000} {
		if fen%d == 0 && fen >= 25*d {
			return d
		}
	}
	return 0
}

// accrued returns what may be added to a fine by a day, counted day by day: 3 %
// of what is unpaid when the day begins, and no more than the fine. What was
// annulled was never due.
func (p *paper) accrued(on fund.Date) int64 {
	e, isFine := p.fact.(event.FineImposed)
	if !isFine {
		return 0
	}
	due := e.Due
	switch {
	case due == 0 && isTotal(e): // many fines, each due on its own
		return 0
	case due == 0:
		due = e.OccurredOn + 15
	}
	fine, hundredths := max(0, p.amount-p.never), int64(0)
	for day := due + 1; day <= on; day++ {
		unpaid := fine
		for _, f := range p.fell {
			if f.on < day {
				unpaid -= f.amount
			}
		}
		hundredths += 3 * max(0, unpaid)
	}
	return min(fine, (hundredths+50)/100)
}

// lasts reports whether a measure lasts between so many and so many months; its
// last day may be written as the same day of the month as the first, or the day
// before.
func lasts(from, to fund.Date, months [2]int) bool {
	return months[1] != 0 && to >= after(from, months[0])-1 && to <= after(from, months[1])
}

// after returns the same day some months later, or the last of that month.
func after(on fund.Date, months int) fund.Date {
	t, err := time.Parse(time.DateOnly, on.String())
	if err != nil {
		panic("oracle: a date that is none: " + err.Error())
	}
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	day := first.AddDate(0, 0, t.Day()-1)
	if day.Month() != first.Month() {
		day = first.AddDate(0, 1, -1)
	}
	return fund.NewDate(day.Year(), day.Month(), day.Day())
}
