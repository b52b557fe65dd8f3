package books

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// Moves is what facts did to money accounts (1001–1005), by the day on which it is booked.
// It knows what View knows of them in a small part of the time, and from which row of a
// file it came. The zero Moves is of no fact.
type Moves struct {
	keys []Key
	of   []moved // of each key
	last int     // in keys: that of the last fact
}

// moved is what happened to one account, day by day.
type moved struct {
	first fund.Date // the day of days[0]
	days  []dayMoved
}

type dayMoved struct {
	sum   money.Sum
	taken Row // the last that took money
}

// Row is a line of a file, and the document on it. The zero Row is none.
type Row struct {
	File     string
	Line     int
	Document string
}

// Add adds a fact, from a row of a file.
func (m *Moves) Add(fact event.Event, file string, line int) {
	if paid, ok := fact.(event.ReimbursementPaid); ok && paid.BookedFor == 0 { // most are: the other side is of no account here
		m.add(posting.PaidFrom(&paid), paid.Booked(), Row{file, line, paid.Document})
		return
	}
	lines, common := posting.Of(fact), fact.Common()
	for _, l := range lines {
		if l.Account < account.Prepayments {
			m.add(l, common.Booked(), Row{file, line, common.Document})
		}
	}
}

func (m *Moves) add(l posting.Line, on fund.Date, from Row) {
	day := m.at(Key{l.Fund, l.Account}, on)
	day.sum = day.sum.Add(l.Debit).Add(-l.Credit)
	if l.Credit > 0 {
		day.taken = from
	}
}

// Join adds what other facts did, which came later.
func (m *Moves) Join(later *Moves) {
	for i, k := range later.keys {
		for n, d := range later.of[i].days {
			if d != (dayMoved{}) {
				day := m.at(k, later.of[i].first+fund.Date(n))
				if day.sum = day.sum.Plus(d.sum); d.taken.Line > 0 {
					day.taken = d.taken
					day.taken.Document = strings.Clone(d.taken.Document) // of a row of the file, which is not kept
				}
			}
		}
	}
}

// at returns the day of an account, made if it is not there.
func (m *Moves) at(k Key, on fund.Date) *dayMoved {
	if m.last >= len(m.keys) || m.keys[m.last] != k {
		if m.last = slices.Index(m.keys, k); m.last < 0 {
			m.last = len(m.keys)
			m.keys, m.of = append(m.keys, k), append(m.of, moved{first: on})
		}
	}
	of := &m.of[m.last]
	if on < of.first {
		earlier := 365 + int(of.first-on)
		of.days, of.first = append(make([]dayMoved, earlier, earlier+len(of.days)), of.days...), of.first-fund.Date(earlier)
	}
	if more := int(on-of.first) + 1 - len(of.days); more > 0 {
		of.days = append(of.days, make([]dayMoved, more)...)
	}
	return &of.days[on-of.first]
}

// Overdrawn returns what View.Overdrawn returns from the beginning on, if nothing else is
// booked than what was added.
func (m *Moves) Overdrawn(id fund.ID) []Overdraft {
	var all []Overdraft
	for i, k := range m.keys {
		if k.Fund != id {
			continue
		}
		of := m.of[i]
		all = append(all, overdrafts(k, func(yield func(fund.Date, money.Sum) bool) {
			for n, d := range of.days {
				if !yield(of.first+fund.Date(n), d.sum) {
					return
				}
			}
		})...)
	}
	return ordered(all)
}

// Funds returns the funds whose money accounts were moved, in the order of codes.
func (m *Moves) Funds() []fund.ID {
	var all []fund.ID
	for _, k := range m.keys {
		all = append(all, k.Fund)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Until returns what an account got up to a day, less what was taken from it, and the row
// that took from it last: of the latest day, then of the latest file, then of its order.
// No row: none took anything.
func (m *Moves) Until(k Key, on fund.Date) (net money.Sum, last Row) {
	i := slices.Index(m.keys, k)
	if i < 0 {
		return net, last
	}
	for n, d := range m.of[i].days {
		if m.of[i].first+fund.Date(n) > on {
			break
		}
		if net = net.Plus(d.sum); d.taken.Line > 0 {
			last = d.taken
		}
	}
	return net, last
}
