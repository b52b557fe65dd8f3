package plaintext

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// commodity is the currency of every amount.
const commodity = "CNY"

// journal is what is known of a journal while it is written.
type journal struct {
	Options
	titles   map[string]lang.Text // of the event types, by wire name
	funds    map[fund.ID]string   // names
	accounts map[books.Key]*declared
	first    fund.Date // of the earliest and the latest booking
	last     fund.Date
	entries  int // read, with those that book nothing
}

// declared is an account that is used.
type declared struct {
	name string    // with all its components
	text lang.Text // what it is called in the chart
	sum  books.Totals
}

func newJournal(o Options) *journal {
	j := &journal{Options: o, titles: map[string]lang.Text{}, funds: map[fund.ID]string{}, accounts: map[books.Key]*declared{}}
	for _, t := range event.Types() {
		j.titles[t.Wire] = t.Title
	}
	return j
}

// declare takes note of the accounts, fund and date of an entry.
func (j *journal) declare(entry ledger.Entry) {
	j.entries++
	if e, ok := entry.Event.(event.FundEstablished); ok {
		j.funds[e.Fund] = e.Name
	}
	on := entry.Event.Common().Booked()
	for _, l := range posting.Of(entry.Event) {
		k := keyOf(l)
		if _, known := j.funds[l.Fund]; !known {
			j.funds[l.Fund] = ""
		}
		if j.Fund != "" && l.Fund != j.Fund {
			continue
		}
		if j.accounts[k] == nil {
			j.accounts[k] = &declared{name: Account(l.Fund, l.Account), text: account.FullName(l.Fund.Kind(), l.Account)}
		}
		if j.first == 0 || on < j.first {
			j.first = on
		}
		j.last = max(j.last, on)
	}
}

func (j *journal) knows(id fund.ID) bool {
	_, ok := j.funds[id]
	return ok
}

// add adds bookings to the sums that are asserted at the end.
func (j *journal) add(lines []posting.Line) {
	for _, l := range lines {
		d := j.accounts[keyOf(l)]
		d.sum = d.sum.Plus(books.TotalsOf(l))
	}
}

// keyOf is the account of a booking.
func keyOf(l posting.Line) books.Key { return books.Key{Fund: l.Fund, Account: l.Account} }

// name returns the name of a declared account.
func (j *journal) name(l posting.Line) string {
	return j.accounts[keyOf(l)].name
}

// inOrder returns the declared accounts by fund and code.
func (j *journal) inOrder() []books.Key {
	return slices.SortedFunc(maps.Keys(j.accounts), func(a, b books.Key) int {
		if c := strings.Compare(string(a.Fund), string(b.Fund)); c != 0 {
			return c
		}
		return strings.Compare(string(a.Account), string(b.Account))
	})
}

// below returns debits less credits of an account with those below it.
func (j *journal) below(k books.Key) money.Sum {
	var sum money.Sum
	for other, d := range j.accounts {
		if other.Fund == k.Fund && other.Account.Within(k.Account) {
			sum = sum.Plus(d.sum.Debit).Minus(d.sum.Credit)
		}
	}
	return sum
}

// booksOf returns the funds of the journal, in the order of their codes.
func (j *journal) booksOf() []fund.ID {
	if j.Fund != "" {
		return []fund.ID{j.Fund}
	}
	return slices.Sorted(maps.Keys(j.funds))
}

// Account returns the name of an account in a journal: the element, the fund, and
// a component for each level of the chart of the fund's kind.
func Account(id fund.ID, c account.Code) string {
	name := element(c) + ":" + component(string(id))
	for _, a := range account.Chart(id.Kind()) {
		if c.Within(a.Code) {
			name += ":" + component(string(a.Code)+"-"+a.Name.ZH)
		}
	}
	if _, ok := account.Find(id.Kind(), c); !ok {
		name += ":" + component(string(c))
	}
	return name
}

// element is the word by which both programs know the kind of an account.
func element(c account.Code) string {
	switch c.Element() {
	case account.Asset:
		return "Assets"
	case account.Liability:
		return "Liabilities"
	case account.NetAsset:
		return "Equity"
	case account.Income:
		return "Income"
	case account.Expense:
		return "Expenses"
	}
	panic("plaintext: an element without a word")
}

// component replaces what may not stand in a component with hyphens.
func component(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, s)
}

// net is what a booking adds to its account as both programs see it: debits positive.
func net(l posting.Line) money.Fen { return l.Debit - l.Credit }
