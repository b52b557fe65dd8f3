package importer

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// Account is a money account of a fund (1001–1005).
type Account struct {
	Fund fund.ID
	Code account.Code
}

// Moves is what the rows of a file did to money accounts, by account and day of booking.
type Moves map[Account]map[fund.Date]Move

// Move is what rows did to one account on one day.
type Move struct {
	Net      money.Sum // that came in, less what went out
	Line     int       // of the last row that took from it; 0: none did
	Document string    // of that row
}

// add takes a recorded fact in.
func (m Moves) add(line int, e event.Event) {
	on := e.Common().Booked()
	for _, l := range posting.Of(e) {
		if l.Account >= account.Prepayments || l.Fund.Kind() == fund.All {
			continue
		}
		days := m[Account{l.Fund, l.Account}]
		if days == nil {
			days = map[fund.Date]Move{}
			m[Account{l.Fund, l.Account}] = days
		}
		move := days[on]
		move.Net = move.Net.Add(l.Net())
		if l.Credit > 0 {
			move.Line, move.Document = line, e.Common().Document
		}
		days[on] = move
	}
}

// Until returns what the rows did to an account up to a day, together: Net of all of
// them, and the row that took from it last, by day and then in the order of the file.
func (m Moves) Until(a Account, day fund.Date) (all Move, on fund.Date) {
	for d, move := range m[a] {
		if d > day {
			continue
		}
		all.Net = all.Net.Plus(move.Net)
		if move.Line > 0 && d >= on {
			all.Line, all.Document, on = move.Line, move.Document, d
		}
	}
	return all, on
}
