package closings

import (
	"maps"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// Seal is what a closing has to say of a period for it to count.
type Seal struct {
	Balances event.Balances
	Seen     int64 // see event.PeriodClosed
}

// Seal returns what a closing of a period of a fund has to say now: the balances as
// the statements have them, with income and expense of closed years in 3001, and
// those of this year too once it is closed.
func (f *Fold) Seal(id fund.ID, p event.Period) Seal {
	carried := fund.NewDate(p.Last().Year(), time.January, 1) - 1
	if p.IsYear() {
		carried = p.Last()
	}
	now, seen := f.book(id, p.Last())
	before, _ := f.book(id, carried)
	book := statements.Carried(now, before)
	var list []event.Balance
	for _, l := range book.Accounts {
		list = append(list, event.Balance{Account: l.Account, Amount: l.Balance(l.Account)})
	}
	return Seal{Balances: event.SealBalances(list), Seen: seen}
}

// book returns what stood on the accounts of a fund at the end of a month, and of
// how many facts.
func (f *Fold) book(id fund.ID, end fund.Date) (_ books.Book, facts int64) {
	sums := map[account.Code]money.Sum{}
	if b := f.funds[id]; b != nil {
		for last, t := range b.months {
			if last > end {
				continue
			}
			facts += t.facts
			for code, s := range t.sums {
				sums[code] = sums[code].Plus(*s)
			}
		}
	}
	out := books.Book{Fund: id}
	for _, code := range slices.Sorted(maps.Keys(sums)) {
		amount := sums[code]
		l := books.Line{Account: code}
		if code.Element().IsDebit() {
			l.Debit = amount
		} else {
			l.Credit = amount
		}
		out.Accounts = append(out.Accounts, l)
	}
	return out, facts
}
