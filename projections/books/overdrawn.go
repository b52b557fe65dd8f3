package books

import (
	"cmp"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Overdraft is days on end on which a money account is below zero, as it is booked.
type Overdraft struct {
	Fund    fund.ID
	Account account.Code
	Since   fund.Date
	Until   fund.Date // the last day; zero: it lasts
	Least   money.Sum // what the account holds at the lowest
}

// Overdrawn returns when money accounts of a fund (1001–1005) are below zero, of what
// lasts to a day (no date: of all) or longer, in the order of accounts and days.
func (v *View) Overdrawn(id fund.ID, from fund.Date) []Overdraft {
	var all []Overdraft
	for at, k := range v.keys {
		if k.Fund != id || k.Account >= account.Prepayments {
			continue
		}
		all = append(all, overdrafts(k, func(yield func(fund.Date, money.Sum) bool) {
			for day, t := range v.trees[at].each {
				if !yield(day, t.Balance(k.Account)) {
					return
				}
			}
		})...)
	}
	return ordered(slices.DeleteFunc(all, func(o Overdraft) bool { return from != 0 && o.Until != 0 && o.Until < from }))
}

// overdrafts returns when a money account is below zero, of what its days change it by.
func overdrafts(k Key, days iter.Seq2[fund.Date, money.Sum]) []Overdraft {
	var all []Overdraft
	var holds money.Sum
	open := false // the last of all goes on
	for day, more := range days {
		switch holds = holds.Plus(more); {
		case holds.Sign() < 0 && open:
			all[len(all)-1].Least = money.Least(all[len(all)-1].Least, holds)
		case holds.Sign() < 0:
			all, open = append(all, Overdraft{Fund: k.Fund, Account: k.Account, Since: day, Least: holds}), true
		case open:
			all[len(all)-1].Until, open = day.DayBefore(), false
		}
	}
	return all
}

func ordered(all []Overdraft) []Overdraft {
	slices.SortFunc(all, func(a, b Overdraft) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Since, b.Since))
	})
	return all
}
