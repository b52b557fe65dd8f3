package oracle

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// sums is a report as names and figures, to be compared line by line.
type sums map[string]*big.Int

func (s sums) add(name string, n *big.Int) {
	if s[name] == nil {
		s[name] = new(big.Int)
	}
	s[name].Add(s[name], n)
}

func (s sums) plus(name string, n int64) { s.add(name, big.NewInt(n)) }

func (s sums) addFen(name string, n interface{ Sum() money.Sum }) {
	s.add(name, wide.Int(n.Sum()).Big())
}

// String returns the figures that are not zero, one a line.
func (s sums) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if s[name].Sign() != 0 {
			fmt.Fprintf(&b, "%s = %s\n", name, s[name])
		}
	}
	return b.String()
}

// without returns the figures that are not the same in another report.
func (s sums) without(other sums) sums {
	out := sums{}
	for name, n := range s {
		if o := other[name]; n.Sign() != 0 && (o == nil || o.Cmp(n) != 0) {
			out[name] = n
		}
	}
	return out
}

// balances returns what every fund took in, paid out and holds, by the business
// dates of its facts. A reversal takes back what its fact counted, from its own
// date on.
func (n *naive) balances(on fund.Date) sums {
	out, openedOn := sums{}, map[string]fund.Date{}
	dated := func(f event.Event) bool { return on == 0 || f.Common().OccurredOn <= on }
	for _, f := range n.live() {
		switch f := f.(type) {
		case event.FundOpened:
			if dated(f) {
				id := string(f.Fund)
				openedOn[id] = f.OccurredOn
				out[id+" opened"] = big.NewInt(int64(f.OccurredOn))
				out.add(id+" opening", amountOf(f))
				out.add(id+" balance", amountOf(f))
			}
		case event.FundEstablished:
			out.add(string(f.Fund)+" books", big.NewInt(1))
		}
	}
	for _, f := range n.facts {
		year, of := f.Common().OccurredOn.Year(), about(f).Common().OccurredOn.Year() // by business date nothing is closed
		for _, l := range entries(f, of, year) {
			_, adjusts := about(f).(event.BalanceAdjusted)
			adjusts = adjusts && l.account[0] == '3'
			if !dated(f) || l.account[0] < '4' && !adjusts {
				continue
			}
			id, side, amount, signed := string(l.fund), " income", new(big.Int).Set(l.amount), new(big.Int).Set(l.amount)
			if l.debit {
				signed.Neg(signed)
			}
			if income := l.account[0] == '4' || adjusts; income == l.debit {
				amount.Neg(amount)
			}
			if l.account[0] == '5' {
				side = " expense"
			}
			if adjusts {
				side = " adjusted"
			} else {
				out.add(id+" "+l.account, amount)
			}
			out.add(id+side, amount)
			covers, opened := about(f).Common(), openedOn[id]
			since := covers.Since
			if since == 0 {
				since = covers.OccurredOn
			}
			switch {
			case opened == 0 || covers.OccurredOn <= opened:
			case since > opened:
				out.add(id+side+" since", amount)
				out.add(id+" balance", signed)
			default:
				out.add(id+" straddling", signed)
			}
		}
	}
	return out
}

// books returns what stands on every account, by the days of entry.
func (n *naive) books(on fund.Date) sums {
	out := sums{}
	for i := range n.facts {
		if on != 0 && n.booked[i] > on {
			continue
		}
		for _, l := range n.entries(i) {
			side := " Cr"
			if l.debit {
				side = " Dr"
			}
			out.add(string(l.fund)+" "+l.account+side, l.amount)
		}
	}
	return out
}
