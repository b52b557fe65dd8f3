package oracle

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// pot is where money of a fund with parts waits for its split, or what a part was given
// in years before.
type pot struct {
	fund fund.ID
	name string // premiums, interest, pool, personal
}

// puts says what a fact puts into pots, or takes: those of parts from the next year on.
func puts(e event.Event) map[pot]int64 {
	id, amount, part := payer(e), amountOf(e).Int64(), string(field[fund.Part](e, "Part"))
	in := map[pot]int64{}
	if id == "" || id.Kind() != fund.Employee {
		return in
	}
	switch e.(type) {
	case event.PremiumReceived, event.ParticipationAssisted:
		if part == "" {
			part = "premiums"
		}
		in[pot{id, part}] += amount
	case event.InterestReceived:
		if part == "" {
			part = "interest"
		}
		in[pot{id, part}] += amount
	case event.FundOpened:
		in[pot{id, part}] += amount
	case event.PremiumSplit:
		in[pot{id, "premiums"}] -= amount
		in[pot{id, part}] += amount
	case event.InterestSplit:
		in[pot{id, "interest"}] -= amount
		in[pot{id, part}] += amount
	case event.SplitCorrected:
		in[pot{id, map[string]string{"pool": "personal", "personal": "pool"}[part]}] -= amount
		in[pot{id, part}] += amount
	}
	return in
}

// whenPut returns the day on which a fact puts something into a pot.
func whenPut(e event.Event, p pot) fund.Date {
	on := e.Common().OccurredOn
	switch e.(type) {
	case event.FundOpened, event.SplitCorrected:
		return on
	}
	if p.name == "premiums" || p.name == "interest" {
		return on
	}
	return fund.NewDate(on.Year()+1, 1, 1)
}

// in returns what is in a pot at the close of a day. A fact that is reversed in a later
// year than it was booked in stays in it, for that is booked elsewhere; but balances of
// parts are moved back at any time.
func (n *naive) in(p pot, day fund.Date) int64 {
	var sum int64
	for i, f := range n.facts {
		amount := puts(f)[p]
		if _, isReversal := f.(event.FactReversed); isReversal || amount == 0 || whenPut(f, p) > day {
			continue
		}
		sum += amount
		for j, gone := range n.gone {
			if gone != f || n.facts[j].Common().OccurredOn > day {
				continue
			}
			moved := false
			switch f.(type) {
			case event.FundOpened, event.SplitCorrected:
				moved = true
			}
			if moved || n.booked[i].Year() == n.booked[j].Year() {
				sum -= amount
			}
		}
	}
	return sum
}

// overdrawn reports whether taking an amount from a pot leaves less than nothing in it
// on that day or a later one.
func (n *naive) overdrawn(p pot, from fund.Date, amount int64) bool {
	for day := from; day <= fund.NewDate(2026, 1, 2); day++ {
		if n.in(p, day) < amount {
			return true
		}
	}
	return false
}

// split keeps splits within what awaits them.
func (n *naive) split(e event.Event) string {
	for p, amount := range puts(e) {
		if amount < 0 && n.overdrawn(p, whenPut(e, p), -amount) {
			return "split-exceeded"
		}
	}
	return taken
}

// unsplit keeps what was split from being reversed.
func (n *naive) unsplit(r event.FactReversed, booked fund.Date) string {
	f := r.Reversed()
	moved := false
	switch f.(type) {
	case event.FundOpened, event.SplitCorrected:
		moved = true
	}
	for p, amount := range puts(f) {
		sameYear := f.Common().Booked().Year() == booked.Year()
		if amount > 0 && (moved || sameYear) && n.overdrawn(p, max(whenPut(f, p), r.OccurredOn), amount) {
			return "split-exceeded"
		}
	}
	return taken
}

// opened returns the day of a fund's opening, or no date.
func (n *naive) opened(id fund.ID) fund.Date {
	for _, f := range n.live() {
		if f, ok := f.(event.FundOpened); ok && f.Fund == id {
			return f.OccurredOn
		}
	}
	return 0
}

// entersBefore reports whether a fact moved money of a fund, and did so before books that
// were opened on a day: what is open then is opened with them. Totals are not asked.
func entersBefore(e event.Event, id fund.ID, opening fund.Date) bool {
	on := e.Common().OccurredOn
	aid := aidOf(e)
	if opening == 0 || id == "" || payer(e) != id && aid != id || id.Kind() == fund.All || payer(e).Kind() == fund.All ||
		e.Common().Since != 0 {
		return false
	}
	switch e.(type) {
	case event.FactReversed:
		return false
	case event.PrepaymentPaid, event.SuspenseReceived, event.BondBought, event.LoanReceived:
		return on < opening
	case event.Premium, event.Flow, event.Relief, event.OpenItem, event.ReimbursementPaid, event.ReimbursementReversed,
		event.ClawbackReceived, event.ClawbackSetOff, event.ClawbackRefunded:
		return on <= opening
	}
	return false
}
