package books

import (
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// slow keeps totals per day and adds them up: what a tree must agree with.
type slow map[fund.Date]Totals

func (s slow) add(day fund.Date, t Totals) { s[day] = s[day].Plus(t) }

func (s slow) until(day fund.Date) (sum Totals) {
	for d, t := range s {
		if day == 0 || d <= day {
			sum.Debit = sum.Debit.Plus(t.Debit)
			sum.Credit = sum.Credit.Plus(t.Credit)
		}
	}
	return sum
}

// agree compares a tree with the slow model on days at and around every day used.
func agree(t *testing.T, tr *tree, model slow) {
	t.Helper()
	days := []fund.Date{0, -100_000, 100_000}
	for d := range model {
		days = append(days, d-1, d, d+1)
	}
	for _, d := range days {
		if got, want := tr.until(d), model.until(d); got != want {
			t.Fatalf("until %d (%s): %+v, want %+v", d, d, got, want)
		}
	}
}

func TestTreeAgainstSlowModel(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 2))
		var tr tree
		model := slow{}
		agree(t, &tr, model)
		today := fund.NewDate(2020, 1, 1) + fund.Date(r.IntN(2000))
		for range 150 {
			var day fund.Date
			switch today += fund.Date(r.IntN(5)); r.IntN(10) {
			case 0: // back-dated by years
				day = today - fund.Date(r.IntN(4000))
			case 1, 2: // by days
				day = today - fund.Date(r.IntN(60))
			case 3: // ahead
				day = today + fund.Date(r.IntN(1000))
			default:
				day = today
			}
			sum := Totals{Debit: money.Fen(r.Int64N(1000)).Sum(), Credit: money.Fen(r.Int64N(1000)).Sum()}
			tr.add(day, sum)
			model.add(day, sum)
			if r.IntN(10) == 0 {
				agree(t, &tr, model)
			}
		}
		agree(t, &tr, model)
	}
}

// The days on both sides of 1970, where 0 is no date.
func TestTreeBefore1970(t *testing.T) {
	var tr tree
	model := slow{}
	for i, d := range []fund.Date{
		fund.NewDate(1970, 1, 1), fund.NewDate(1969, 12, 31), fund.NewDate(1970, 1, 2),
		fund.NewDate(1949, 10, 1), fund.NewDate(1969, 12, 30), fund.NewDate(2025, 6, 30), fund.NewDate(1950, 1, 1),
	} {
		if d == 0 {
			t.Fatal("a date is no date")
		}
		sum := Totals{Debit: money.Fen(i + 1).Sum(), Credit: money.Fen(100 * (i + 1)).Sum()}
		tr.add(d, sum)
		model.add(d, sum)
		agree(t, &tr, model)
	}
	if got := tr.until(fund.NewDate(1969, 12, 31)); got != (Totals{Debit: money.Fen(2 + 4 + 5 + 7).Sum(), Credit: money.Fen(1800).Sum()}) {
		t.Errorf("until 1969-12-31: %+v", got)
	}
}

// Making room at either end keeps every sum: each day added earlier than all
// others, then each later than all others, each far enough to rebuild.
func TestTreeRebuilds(t *testing.T) {
	for _, step := range []fund.Date{-1, 1, -364, -365, -366, -367, 2, 3, 1023, 5000, -5000} {
		var tr tree
		model := slow{}
		day := fund.NewDate(2000, 1, 1)
		for i := range 20 {
			sum := Totals{Debit: money.Fen(i + 1).Sum()}
			tr.add(day, sum)
			model.add(day, sum)
			agree(t, &tr, model)
			day += step
		}
	}
}
