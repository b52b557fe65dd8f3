package oracle

import (
	"math/big"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// reverse says whether a fact may be reversed: it is one that was taken, for the
// first time, nothing else rests on its kind, and what its own place took later
// would have been taken without it.
func (n *naive) reverse(r event.FactReversed) string {
	fact, at := about(r), -1
	for i, f := range n.facts {
		if f == plainly(fact) && r.Of == id(n.stored(i)) {
			at = i
		}
	}
	if at < 0 {
		return "reversal-unknown"
	}
	for _, f := range n.facts {
		if f, ok := f.(event.FactReversed); ok && f.Of == r.Of {
			return "reversal-twice"
		}
	}
	switch fact := fact.(type) {
	case event.NumberingDeclared:
		if begun(fact) <= n.today {
			return "numbering-in-force"
		}
	case event.FundEstablished, event.InstitutionDesignated, event.PeriodClosed, event.ClockAcknowledged:
		return "reversal-kind"
	default:
	}
	// Without it, and all that was ever reversed until the day of its reversal.
	without := &naive{}
	for _, f := range append(slices.Clone(n.facts), r) {
		switch f.(type) {
		case event.FactReversed, event.NumberingDeclared:
			without.take(f)
		}
	}
	counts := map[event.Event]bool{}
	for _, f := range n.live() {
		counts[f] = true
	}
	for i, f := range n.facts {
		switch f.(type) {
		case event.FactReversed, event.NumberingDeclared:
			continue
		}
		if i > at && counts[f] && place(f) == place(r) && without.own(f, false) != taken {
			return "reversal-needed"
		}
		without.take(f)
	}
	if e, ok := fact.(event.LossTraced); ok && n.recovered(e) { // another case could take the payment back again
		return "trace-recovered"
	}
	if verdict := n.unsplit(r, n.entry(r)); verdict != taken {
		return verdict
	}
	if e, ok := fact.(event.ReliefReversed); ok { // the room that it gave back may be used
		without = n.clone()
		without.facts, without.gone = append(without.facts, r), append(without.gone, plainly(fact))
		without.booked, without.warned = append(without.booked, n.entry(r)), append(without.warned, "")
		if r.OccurredOn.Year() == e.PaidOn.Year() && without.overCap(e, r.OccurredOn, new(big.Int)) {
			return "relief-over-cap"
		}
	}
	return taken
}

// item keeps an open item one thing, and above nothing at the close of every day.
func (n *naive) item(e event.OpenItem) string {
	for _, f := range n.live() {
		if f, ok := f.(event.OpenItem); ok && place(f) == place(e) && thing(f) != thing(e) {
			return "item-kind"
		}
	}
	if opens(e) {
		return taken
	}
	for _, day := range n.days(e) {
		open := new(big.Int)
		for _, f := range n.dated(day) {
			f, ok := f.(event.OpenItem)
			switch {
			case !ok || place(f) != place(e) || thing(f) != thing(e):
			case opens(f):
				open.Add(open, amountOf(f))
			default:
				open.Sub(open, taking(f))
			}
		}
		if taking(e).Cmp(open) > 0 {
			return "item-exceeded"
		}
	}
	return taken
}

// days returns the day of a fact and every later one on which anything happened.
func (n *naive) days(e event.Event) []fund.Date {
	days := []fund.Date{e.Common().OccurredOn}
	for _, f := range n.facts {
		if on := f.Common().OccurredOn; on > days[0] {
			days = append(days, on)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// thing is what an item is: what the wire name begins with, and its purpose.
func thing(e event.Event) string {
	kind, _, _ := strings.Cut(event.Wire(e), ".")
	return kind + " " + string(field[event.Purpose](e, "Purpose"))
}

func opens(e event.Event) bool {
	switch e.(type) {
	case event.PrepaymentPaid, event.SuspenseReceived, event.BondBought, event.LoanReceived:
		return true
	default:
		return false
	}
}

// taking is what a fact takes from its item: of bonds their cost.
func taking(e event.Event) *big.Int {
	if e, ok := e.(event.BondRedeemed); ok {
		return big.NewInt(int64(e.Cost))
	}
	return amountOf(e)
}

// closed returns the first and last days of a fund's closed months, and its last
// closed year.
func (n *naive) closed(id fund.ID) (first, last fund.Date, year int) {
	for _, f := range n.facts {
		f, ok := f.(event.PeriodClosed)
		switch {
		case !ok || f.Fund != id:
		case len(f.Period) == 4:
			year = f.OccurredOn.Year()
		default:
			if first == 0 {
				first = f.Period.First()
			}
			last = f.OccurredOn
		}
	}
	return first, last, year
}

// entry returns the day on which a fact enters the books: its own, or the first
// day that no fund it touches has closed.
func (n *naive) entry(e event.Event) fund.Date {
	on := e.Common().OccurredOn
	if _, isClosing := e.(event.PeriodClosed); isClosing {
		return on
	}
	for _, id := range []fund.ID{payer(e), aidOf(about(e))} {
		if _, last, _ := n.closed(id); id != "" {
			on = max(on, last+1)
		}
	}
	return on
}

// close says whether a period is the next to be closed, and its books in order.
func (n *naive) close(e event.PeriodClosed) string {
	first, last, year := n.closed(e.Fund)
	isYear := len(e.Period) == 4
	switch {
	case isYear && first == 0:
		return "period-order"
	case isYear:
		next := year + 1
		if year == 0 {
			next = first.Year()
		}
		if e.OccurredOn.Year() != next || last < e.OccurredOn {
			return "period-order"
		}
	case first != 0 && e.Period.First() != last+1:
		return "period-order"
	}
	sum := new(big.Int)
	for _, text := range strings.Split(string(e.Balances), "; ") {
		code, amount, found := strings.Cut(text, " ")
		if !found {
			continue // nothing stands
		}
		fen, err := money.Parse(amount)
		if err != nil {
			return invalid
		}
		value := big.NewInt(int64(fen))
		if code[0] != '1' && code[0] != '5' {
			value.Neg(value)
		}
		sum.Add(sum, value)
		unclassified := strings.HasPrefix(code, "5001") && strings.HasSuffix(code, "99") && e.Fund[7:] != "all"
		waiting := strings.HasPrefix(code, "46") && e.OccurredOn.String()[5:] == "12-31"
		overdrawn := strings.HasPrefix(code, "10") && fen < 0
		if unclassified || waiting || overdrawn {
			return "period-not-in-order"
		}
	}
	if sum.Sign() != 0 {
		return "period-not-in-order"
	}
	return taken
}
