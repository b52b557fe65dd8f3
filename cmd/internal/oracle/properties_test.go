package oracle

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/projtest"
)

// properties walks through the log and checks, after every entry and for every
// fund, what holds in any books; here and there as of earlier days, too.
func (p *pair) properties() {
	p.t.Helper()
	growing := new(books.View)
	cash := map[books.Key]money.Fen{}
	for entry, err := range ledger.All(context.Background(), p.log, 0) {
		if err != nil {
			p.t.Fatal(err)
		}
		if err := growing.Apply(entry); err != nil {
			p.t.Fatal(err)
		}
		for _, l := range posting.Of(entry.Event) {
			if isMoney(l.Account) {
				cash[books.Key{Fund: l.Fund, Account: l.Account}] += l.Debit - l.Credit
			}
		}
		thorough := p.random.IntN(60) == 0
		for _, id := range growing.Funds() {
			p.holds(growing.AsOf(id, 0))
			for _, l := range growing.AsOf(id, 0).Accounts {
				if isMoney(l.Account) && l.Balance(l.Account) != cash[books.Key{Fund: id, Account: l.Account}].Sum() {
					p.t.Fatalf("position %d: %s of %s holds %s, its cash legs sum to %s", entry.Position, l.Account, id, l.Balance(l.Account), cash[books.Key{Fund: id, Account: l.Account}])
				}
			}
			if !thorough {
				continue
			}
			for _, on := range []fund.Date{0, eventtest.Today(), fund.NewDate(2024, 12, 31), fund.NewDate(2024, 11, 4)} {
				p.holds(growing.AsOf(id, on))
			}
			rollsForward(p.t, growing, id)
		}
	}
}

func isMoney(c account.Code) bool { return c < "1100" }

// holds checks one book: debits = credits; assets = liabilities + net assets +
// income − expense.
func (p *pair) holds(b books.Book) {
	p.t.Helper()
	if sum := b.Sum(""); sum.Debit != sum.Credit {
		p.t.Fatalf("%s: debits %s, credits %s", b.Fund, sum.Debit, sum.Credit)
	}
	left := b.Element(account.Asset)
	right := b.Element(account.Liability).Plus(b.Element(account.NetAsset)).Plus(b.Element(account.Income)).Minus(b.Element(account.Expense))
	if left != right {
		p.t.Fatalf("%s: assets %s, liabilities and net assets %s", b.Fund, left, right)
	}
}

// rollsForward checks that 3001 at the end of each month is 3001 at the end of
// the month before, with the month's surplus and what was booked on 3001 itself;
// and so counted from the assets and liabilities.
func rollsForward(t *testing.T, v *books.View, id fund.ID) {
	t.Helper()
	balance := func(b books.Book) money.Sum {
		return b.Element(account.NetAsset).Plus(b.Element(account.Income)).Minus(b.Element(account.Expense))
	}
	before := v.AsOf(id, fund.NewDate(2023, 1, 31))
	for first := fund.NewDate(2023, 2, 1); first < eventtest.Today()+62; first = first.NextMonth() {
		end := v.AsOf(id, first.NextMonth()-1)
		month := end.Less(before)
		surplus := month.Element(account.Income).Minus(month.Element(account.Expense))
		if want := balance(before).Plus(surplus).Plus(month.Balance(account.Balance)); balance(end) != want {
			t.Fatalf("%s at the end of %s: 3001 is %s, rolled forward %s", id, first.Month(), balance(end), want)
		}
		if net := end.Element(account.Asset).Minus(end.Element(account.Liability)); net != balance(end) {
			t.Fatalf("%s at the end of %s: net assets %s by accounts, %s by what is held", id, first.Month(), balance(end), net)
		}
		before = end
	}
	if last, now := printed(before), printed(v.AsOf(id, 0)); last != now {
		t.Fatalf("%s as of the last month\n%s\nplain\n%s", id, last, now)
	}
}

// printed is a book without the accounts that nothing was booked on by its date.
func printed(b books.Book) string {
	out := sums{}
	for _, l := range b.Accounts {
		out.addFen(string(l.Account)+" Dr", l.Debit)
		out.addFen(string(l.Account)+" Cr", l.Credit)
	}
	return out.String()
}

// older are the rules that came after programs had recorded what they refuse; the views
// show such ledgers as ever.
var older = []string{"before-opening", "care-missing", "year-missing", "finding-unknown"}

// The history that the views' golden files are made of is one that the ledger
// would take, or an older program has taken, in this order, with the same days of entry
// and sealed balances.
func TestTheHistoryOfTheViewsIsAccepted(t *testing.T) {
	var log memory.Store
	var v books.View
	history := projtest.History()
	for i, entry := range history {
		said := plainly(entry.Event)
		env := aggregates.Envelope{At: time.Date(2026, 1, 15, 2, i, 0, 0, time.UTC), Actor: "clerk"}
		if entry.Event.Common().BookedFor != 0 { // recorded with its reversal
			continue
		}
		var receipts []store.Receipt
		var err error
		if r, ok := entry.Event.(event.FactReversed); ok && r.ByType != "" {
			plain, _ := said.(event.FactReversed)
			receipts, err = aggregates.RecordCorrection(context.Background(), &log, nil, env, plain, plainly(history[i+1].Event))
		} else {
			receipts, err = aggregates.RecordAll(context.Background(), &log, env, said)
		}
		receipt := append(receipts, store.Receipt{})[0]
		if refused := (*refusal.Error)(nil); errors.As(err, &refused) && slices.Contains(older, refused.Rule) {
			receipt, err = recordUnasked(&log, entry, env)
		}
		if err != nil || receipt.Duplicate || receipt.First != store.Position(i) {
			t.Fatalf("entry %d: %s %+v: %+v, %v", i, event.Wire(said), said, receipt, err)
		}
		for recorded, err := range ledger.All(context.Background(), &log, receipt.First) {
			if want := history[recorded.Position].Event; err != nil || recorded.Event != want {
				t.Errorf("entry %d is %+v, recorded as %+v (%v)", recorded.Position, want, recorded.Event, err)
			}
		}
		if closing, ok := entry.Event.(event.PeriodClosed); ok {
			p := pair{t: t}
			if now := p.sealOf(&v, closing.Fund, closing.Period); now != closing.Balances {
				t.Errorf("sealed %s, books %s", closing.Balances, now)
			}
		}
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
}

// recordUnasked appends a fact as an older program did.
func recordUnasked(log *memory.Store, entry ledger.Entry, env aggregates.Envelope) (store.Receipt, error) {
	last := store.NoStream
	for before, err := range ledger.Stream(context.Background(), log, aggregates.StreamOf(entry.Event)) {
		if err != nil {
			return store.Receipt{}, err
		}
		last = before.Revision
	}
	a, err := aggregates.Decision{Stream: aggregates.StreamOf(entry.Event), Expected: last, Events: []event.Event{entry.Event}}.Append(env)
	if err != nil {
		return store.Receipt{}, err
	}
	receipts, err := log.Append(context.Background(), a)
	if err != nil {
		return store.Receipt{}, err
	}
	return receipts[0], nil
}
