// Package books is the view of the funds' double-entry books: what stands on
// every account, as of any business date.
//
// An account has two growing totals, debits and credits. They are kept per business date
// in a tree of partial sums, so that an as-of question costs the logarithm of the days, for
// back-dated entries as for others. What was known at an earlier time says the view of the
// log up to then; see replay.Snapshots.
//
// The books are never closed here by moving income and expense to 3001: a year's
// surplus is a question (see package statements), so that no entry depends on
// when it is asked.
package books

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// Key is an account in the books of a fund.
type Key struct {
	Fund    fund.ID
	Account account.Code
}

// Totals are the two growing totals of an account.
type Totals struct{ Debit, Credit money.Sum }

// TotalsOf returns the totals of one line of a booking.
func TotalsOf(l posting.Line) Totals { return Totals{l.Debit.Sum(), l.Credit.Sum()} }

// Balance returns the balance on the account's own side: debits less credits of
// assets and expense, credits less debits of the others.
func (t Totals) Balance(c account.Code) money.Sum {
	if c.Element().IsDebit() {
		return t.Debit.Minus(t.Credit)
	}
	return t.Credit.Minus(t.Debit)
}

// Plus returns the totals of both.
func (t Totals) Plus(u Totals) Totals {
	return Totals{t.Debit.Plus(u.Debit), t.Credit.Plus(u.Credit)}
}

// Minus returns the totals less those of u, which they contain.
func (t Totals) Minus(u Totals) Totals {
	return Totals{t.Debit.Minus(u.Debit), t.Credit.Minus(u.Credit)}
}

// View is the fold. The zero View has seen nothing.
type View struct {
	names    map[fund.ID]string
	accounts map[Key]int // index in trees
	keys     []Key
	trees    []tree
	openings openings

	entry []posting.Line // of the last entry
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "books-latest.v1" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	if e, ok := entry.Event.(event.FundEstablished); ok {
		if v.names == nil {
			v.names = map[fund.ID]string{}
		}
		v.names[e.Fund] = e.Name
		return nil
	}
	v.entry = posting.AppendOf(v.entry[:0], entry.Event)
	v.openings.apply(entry.Event, v.entry, 1)
	v.book(entry.Event.Common().Booked(), v.entry)
	return nil
}

// book books the lines of an entry on a day.
func (v *View) book(on fund.Date, lines []posting.Line) {
	for _, l := range lines {
		v.trees[v.index(Key{l.Fund, l.Account})].add(on, TotalsOf(l))
	}
}

func (v *View) index(k Key) int {
	at, ok := v.accounts[k]
	if !ok {
		if v.accounts == nil {
			v.accounts = map[Key]int{}
		}
		at = len(v.keys)
		v.accounts[k] = at
		v.keys = append(v.keys, k)
		v.trees = append(v.trees, tree{})
	}
	return at
}

// Funds returns every established fund, in the order of codes.
func (v *View) Funds() []fund.ID { return slices.Sorted(maps.Keys(v.names)) }

// Booked returns every fund that was established or has entries, in the order of codes.
func (v *View) Booked() []fund.ID {
	all := v.Funds()
	for _, k := range v.keys {
		all = append(all, k.Fund)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// FundName returns the name of an established fund, or "".
func (v *View) FundName(id fund.ID) string { return v.names[id] }

// Book is what stood on the accounts of one fund, in the order of codes. What was before
// the books began is not zero but not known.
type Book struct {
	Fund     fund.ID
	Accounts []Line

	Opened fund.Date // at whose close the opening balance shows; no date: there is none
	First  fund.Date // of all that is booked; no date: nothing
}

// Unknown reports whether the ledger knows nothing of what a fund held at the close of a
// day, for its books began later.
func (b Book) Unknown(on fund.Date) bool { return on < cmp.Or(b.Opened, b.First) }

// UnknownFlow reports whether the ledger knows nothing of what a fund took in and spent
// up to a day, for its books began later.
func (b Book) UnknownFlow(to fund.Date) bool {
	return b.Opened != 0 && to <= b.Opened || b.Opened == 0 && to < b.First
}

// Line is what stood on one account.
type Line struct {
	Account account.Code
	Totals
}

// AsOf returns the book of a fund of everything dated up to and including a
// date; date 0 means all.
func (v *View) AsOf(id fund.ID, on fund.Date) Book {
	b := Book{Fund: id, Opened: v.openings.on[id]}
	for at, k := range v.keys {
		if k.Fund != id {
			continue
		}
		b.Accounts = append(b.Accounts, Line{k.Account, v.trees[at].until(on)})
		for day := range v.trees[at].each {
			if b.First == 0 || day < b.First {
				b.First = day
			}
			break
		}
	}
	return b.sorted()
}

func (b Book) sorted() Book {
	slices.SortFunc(b.Accounts, func(a, c Line) int {
		if a.Account < c.Account {
			return -1
		}
		return 1
	})
	return b
}

// Sum returns the totals of an account with everything below it.
func (b Book) Sum(c account.Code) Totals {
	var t Totals
	for _, l := range b.Accounts {
		if l.Account.Within(c) {
			t = t.Plus(l.Totals)
		}
	}
	return t
}

// Balance returns the balance of an account with everything below it, on the
// account's own side.
func (b Book) Balance(c account.Code) money.Sum { return b.Sum(c).Balance(c) }

// Standing returns the balance of one account, without those below it.
func (b Book) Standing(c account.Code) money.Sum {
	for _, l := range b.Accounts {
		if l.Account == c {
			return l.Balance(c)
		}
	}
	return money.Sum{}
}

// Element returns the sum of the balances of an element's accounts.
func (b Book) Element(e account.Element) money.Sum {
	var sum money.Sum
	for _, l := range b.Accounts {
		if l.Account.Element() == e {
			sum = sum.Plus(l.Balance(l.Account))
		}
	}
	return sum
}

// Less returns the book of what came after another: the turnover between two dates.
func (b Book) Less(earlier Book) Book {
	out := b
	out.Accounts = slices.Clone(b.Accounts)
	for i, l := range out.Accounts {
		for _, e := range earlier.Accounts {
			if e.Account == l.Account {
				out.Accounts[i].Totals = l.Minus(e.Totals)
			}
		}
	}
	return out
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, id := range v.Funds() {
		dst = fmt.Appendf(dst, "%s %q\n", id, v.names[id])
		for _, l := range v.AsOf(id, 0).Accounts {
			dst = fmt.Appendf(dst, "%s %s debit %s credit %s\n", id, l.Account, l.Debit, l.Credit)
		}
	}
	return dst
}
