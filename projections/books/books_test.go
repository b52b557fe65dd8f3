package books_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

const (
	resident = fund.ID("441300.390")
	employee = fund.ID("441300.310")
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(books.View) }, projtest.History(), "../../testdata/projections/books-latest.txt")
}

// generate returns n entries of two funds in the order of recording: one day after
// another, as many a day as asked, and the given share back-dated by up to a year.
func generate(n, perDay, backDatedPercent int) []ledger.Entry {
	r := rand.New(rand.NewPCG(7, uint64(backDatedPercent)))
	first := fund.NewDate(2023, 1, 1)
	out := make([]ledger.Entry, n)
	for i := range out {
		day := first + fund.Date(i/perDay)
		if r.IntN(100) < backDatedPercent {
			day -= fund.Date(1 + r.IntN(365))
		}
		f := event.Fact{Document: "D", OccurredOn: day, Count: 1}
		amount := money.Fen(1 + r.Int64N(100_000))
		var e event.Event
		switch r.IntN(5) {
		case 0:
			e = event.PremiumReceived{Fact: f, Fund: resident, Amount: amount}
		case 1:
			e = event.MoneyMoved{Fact: f, Fund: resident, From: account.SpecialAccount, To: account.ExpenseAccount, Amount: amount}
		case 2:
			e = event.ReimbursementPaid{Fact: f, Fund: employee, Amount: amount, Part: fund.Pool, Care: fund.Inpatient}
		default:
			e = event.ReimbursementPaid{Fact: f, Fund: resident, Amount: amount, Care: fund.Outpatient}
		}
		out[i] = ledger.Entry{Position: store.Position(i), Event: e}
	}
	return out
}

func fold(t testing.TB, entries []ledger.Entry) *books.View {
	t.Helper()
	v := new(books.View)
	for _, entry := range entries {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// As of the last day is everything; of every day debits equal credits, and the
// money accounts hold what was put into them.
func TestAsOf(t *testing.T) {
	entries := generate(600, 2, 20)
	v := fold(t, entries)
	for day := fund.NewDate(2021, 12, 1); day < fund.NewDate(2024, 2, 1); day += 7 {
		var in, out money.Fen
		for _, entry := range entries {
			if entry.Event.Common().OccurredOn > day {
				continue
			}
			switch e := entry.Event.(type) {
			case event.PremiumReceived:
				in += e.Amount
			case event.ReimbursementPaid:
				if e.Fund == resident {
					out += e.Amount
				}
			default:
			}
		}
		b := v.AsOf(resident, day)
		var sum books.Totals
		for _, l := range b.Accounts {
			sum.Debit = sum.Debit.Plus(l.Debit)
			sum.Credit = sum.Credit.Plus(l.Credit)
		}
		if sum.Debit != sum.Credit {
			t.Fatalf("%s: %+v", day, sum)
		}
		if got := b.Balance("10"); got != (in - out).Sum() {
			t.Fatalf("%s: money %s, want %s", day, got, in-out)
		}
		if b.Element(account.Income) != in.Sum() || b.Element(account.Expense) != out.Sum() || b.Element(account.Asset) != (in-out).Sum() {
			t.Fatalf("%s: income %s, expense %s", day, b.Element(account.Income), b.Element(account.Expense))
		}
	}
	if !slices.Equal(v.AsOf(resident, fund.NewDate(2023, 12, 31)).Accounts, v.AsOf(resident, 0).Accounts) {
		t.Error("as of the last day is not everything")
	}
}

func TestLess(t *testing.T) {
	v := fold(t, generate(600, 2, 20))
	day := fund.NewDate(2023, 3, 31)
	earlier, later := v.AsOf(resident, day), v.AsOf(resident, 0)
	for _, l := range later.Less(earlier).Accounts {
		if got, want := l.Totals, later.Sum(l.Account).Minus(earlier.Sum(l.Account)); got != want {
			t.Errorf("%s: %+v, want %+v", l.Account, got, want)
		}
	}
}

func TestSumsAreWide(t *testing.T) {
	premium := ledger.Entry{Event: event.PremiumReceived{Fact: event.Fact{Document: "D", OccurredOn: fund.NewDate(2025, 1, 1),
		Count: 1}, Fund: resident, Amount: math.MaxInt64}}
	v := fold(t, []ledger.Entry{premium, premium, premium})
	for _, b := range []books.Book{v.AsOf(resident, 0), v.AsOf(resident, fund.NewDate(2025, 1, 1))} {
		if got := b.Balance(account.Premiums).String(); got != "276701161105643274.21" {
			t.Errorf("%s", got)
		}
	}
}

// A million events, a thousand a day, with and without late ones: as of under 1 ms, not
// slower for back-dating.
func benchmark(b *testing.B, ask func(*books.View)) {
	for _, percent := range []int{0, 5} {
		v := fold(b, generate(1_000_000, 1000, percent))
		b.Run(fmt.Sprintf("backdated=%d%%", percent), func(b *testing.B) {
			for b.Loop() {
				ask(v)
			}
		})
	}
}

func BenchmarkAsOf(b *testing.B) {
	benchmark(b, func(v *books.View) { v.AsOf(resident, fund.NewDate(2024, 6, 30)) })
}

func BenchmarkApply(b *testing.B) {
	for _, percent := range []int{0, 5} {
		entries := generate(100_000, 100, percent)
		b.Run(fmt.Sprintf("backdated=%d%%", percent), func(b *testing.B) {
			for b.Loop() {
				fold(b, entries)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(entries)), "ns/event")
		})
	}
}
