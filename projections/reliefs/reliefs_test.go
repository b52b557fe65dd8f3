package reliefs_test

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/reliefs"
	"github.com/fundledger/fundledger/projections/replay"
)

const (
	aid      = fund.ID("430522.610")
	resident = fund.ID("430522.390")
	region   = fund.Region("430522")
	anna     = fund.Person("0123456789abcdef0123456789abcdef")
	bert     = fund.Person("fedcba9876543210fedcba9876543210")
	yuan     = money.Fen(100)
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(reliefs.View) }, projtest.History(), "../../testdata/projections/reliefs.txt")
}

func fact(on fund.Date) event.Fact { return event.Fact{Document: "JZ", OccurredOn: on, Count: 1} }

func limit(on fund.Date, amount money.Fen) event.Event {
	return event.LimitSet{Fact: event.Fact{Document: "XZ", OccurredOn: on}, Region: region, Limit: event.ReliefAnnualCap, Amount: amount}
}

func paid(on fund.Date, p fund.Person, amount money.Fen) event.Event {
	return event.ReliefPaid{Fact: fact(on), Fund: aid, Person: p, Amount: amount}
}

func returned(on, paidOn fund.Date, p fund.Person, amount money.Fen) event.Event {
	return event.ReliefReversed{Fact: fact(on), Fund: aid, Person: p, Amount: amount, Of: "JZ", PaidOn: paidOn}
}

func reversed(on fund.Date, e event.Event) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX", OccurredOn: on}, "stream-1", e)
}

func view(t *testing.T, facts ...event.Event) *reliefs.View {
	t.Helper()
	v := new(reliefs.View)
	for _, e := range facts {
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// The cap, what was used of it and the room left, per person and year.
func TestRoom(t *testing.T) {
	wrong := paid(fund.NewDate(2025, 9, 1), anna, 50*yuan)
	badCap := limit(fund.NewDate(2025, 10, 1), 5*yuan)
	v := view(t,
		limit(fund.NewDate(2025, 1, 1), 1_000*yuan),
		paid(fund.NewDate(2024, 12, 31), anna, 70*yuan), // before there was a cap
		paid(fund.NewDate(2025, 3, 1), anna, 600*yuan),
		paid(fund.NewDate(2025, 4, 1), anna, 400*yuan),
		paid(fund.NewDate(2025, 4, 1), bert, 30*yuan),
		returned(fund.NewDate(2025, 6, 1), fund.NewDate(2025, 3, 1), anna, 150*yuan),
		limit(fund.NewDate(2025, 7, 1), 1_200*yuan), // the cap is changed in the year
		wrong, reversed(fund.NewDate(2025, 9, 20), wrong),
		badCap, reversed(fund.NewDate(2025, 11, 1), badCap),
		returned(fund.NewDate(2026, 2, 1), fund.NewDate(2025, 4, 1), anna, 100*yuan), // gives back room of 2025
		paid(fund.NewDate(2026, 3, 1), anna, 1_200*yuan),
	)
	type row struct {
		paid, reversed, limit, room money.Fen
		times                       int64
		hasCap                      bool
	}
	none := row{}
	for _, want := range []struct {
		on     fund.Date
		person fund.Person
		year   int
		row
	}{
		{fund.NewDate(2024, 12, 31), anna, 2024, row{70 * yuan, 0, 0, 0, 1, false}},
		{fund.NewDate(2025, 1, 1), anna, 2025, none},
		{fund.NewDate(2025, 3, 1), anna, 2025, row{600 * yuan, 0, 1_000 * yuan, 400 * yuan, 1, true}},
		{fund.NewDate(2025, 4, 1), anna, 2025, row{1_000 * yuan, 0, 1_000 * yuan, 0, 2, true}},
		{fund.NewDate(2025, 4, 1), bert, 2025, row{30 * yuan, 0, 1_000 * yuan, 970 * yuan, 1, true}},
		{fund.NewDate(2025, 6, 1), anna, 2025, row{1_000 * yuan, 150 * yuan, 1_000 * yuan, 150 * yuan, 2, true}},
		{fund.NewDate(2025, 6, 30), anna, 2025, row{1_000 * yuan, 150 * yuan, 1_000 * yuan, 150 * yuan, 2, true}},
		{fund.NewDate(2025, 7, 1), anna, 2025, row{1_000 * yuan, 150 * yuan, 1_200 * yuan, 350 * yuan, 2, true}},
		{fund.NewDate(2025, 9, 1), anna, 2025, row{1_050 * yuan, 150 * yuan, 1_200 * yuan, 300 * yuan, 3, true}},
		{fund.NewDate(2025, 9, 20), anna, 2025, row{1_000 * yuan, 150 * yuan, 1_200 * yuan, 350 * yuan, 2, true}},
		{fund.NewDate(2025, 10, 1), anna, 2025, row{1_000 * yuan, 150 * yuan, 5 * yuan, 0, 2, true}}, // the wrong cap stands
		{fund.NewDate(2025, 11, 1), anna, 2025, row{1_000 * yuan, 150 * yuan, 1_200 * yuan, 350 * yuan, 2, true}},
		{fund.NewDate(2025, 12, 31), anna, 2025, row{1_000 * yuan, 150 * yuan, 1_200 * yuan, 350 * yuan, 2, true}},
		{fund.NewDate(2026, 2, 1), anna, 2025, row{1_000 * yuan, 250 * yuan, 1_200 * yuan, 450 * yuan, 2, true}},
		{fund.NewDate(2026, 2, 1), anna, 2026, none},
		{0, anna, 2026, row{1_200 * yuan, 0, 1_200 * yuan, 0, 1, true}},
		{0, anna, 2025, row{1_000 * yuan, 250 * yuan, 1_200 * yuan, 450 * yuan, 2, true}},
		{0, anna, 2024, row{70 * yuan, 0, 0, 0, 1, false}},
		{0, bert, 2025, row{30 * yuan, 0, 1_200 * yuan, 1_170 * yuan, 1, true}},
	} {
		rows := v.Persons(want.on)
		got := none
		for _, r := range rows {
			if r.Person == want.person && r.Year == want.year {
				paid, _ := r.Paid.Fen()
				reversed, _ := r.Reversed.Fen()
				room, _ := r.Room().Fen()
				times, _ := r.Times.Int64()
				got = row{paid, reversed, r.Cap, room, times, r.HasCap}
			}
		}
		if got != want.row {
			t.Errorf("%s %s in %d as of %s: %+v\nwant %+v", want.person[:4], aid, want.year, want.on, got, want.row)
		}
	}
}

// The rows of a person are those that all rows have of the person, also of a view that is
// restored, or that got payments as sums.
func TestPerson(t *testing.T) {
	const seed = 7 // of chance
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	v := new(reliefs.View)
	for range 300 {
		p := []fund.Person{anna, bert, ""}[random.IntN(3)]
		on := fund.NewDate(2022+random.IntN(4), 1+time.Month(random.IntN(12)), 1)
		e := paid(on, p, money.Fen(random.Int64N(1000)+1))
		switch n := random.IntN(4); {
		case n == 0:
			e = returned(on, on-fund.Date(random.IntN(500)), p, 5)
		case n == 1 && p != "":
			e = reversed(on, e)
		}
		if err := v.Apply(ledger.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	later := []tally.PersonRelief{{Fund: aid, OccurredOn: fund.NewDate(2031, 3, 1), Amount: 7}}
	if _, err := hex.Decode(later[0].Person[:], []byte(anna)); err != nil {
		t.Fatal(err)
	}
	if err := v.ApplyReliefs(later); err != nil {
		t.Fatal(err)
	}
	restored := new(reliefs.View)
	if err := restored.Restore(v.AppendSnapshot(nil)); err != nil {
		t.Fatal(err)
	}
	for _, on := range []fund.Date{0, fund.NewDate(2021, 1, 1), fund.NewDate(2023, 6, 1), fund.NewDate(2031, 3, 1)} {
		for _, p := range []fund.Person{anna, bert, fund.Person(strings.Repeat("a", 32)), "nobody"} {
			want := slices.DeleteFunc(v.Persons(on), func(r reliefs.Row) bool { return r.Person != p })
			if got := v.Person(p, on); !slices.Equal(got, want) || p == anna && on == 0 && len(got) < 5 {
				t.Errorf("%s as of %s: %+v, want %+v", p, on, got, want)
			}
			if got := restored.Person(p, on); !slices.Equal(got, want) {
				t.Errorf("restored: %s as of %s: %+v, want %+v", p, on, got, want)
			}
		}
	}
}

// Sums per fund and year: persons and totals together, assisted participation
// apart, a total over several years in a period of its own.
func TestFunds(t *testing.T) {
	total := func(since, on fund.Date, count int64) event.Fact {
		return event.Fact{Document: "GB", Since: since, OccurredOn: on, Count: count}
	}
	v := view(t,
		paid(fund.NewDate(2025, 3, 1), anna, 600*yuan), paid(fund.NewDate(2025, 4, 1), bert, 30*yuan),
		returned(fund.NewDate(2026, 2, 1), fund.NewDate(2025, 3, 1), anna, 100*yuan),
		event.ReliefPaid{Fact: total(fund.NewDate(2025, 1, 1), fund.NewDate(2025, 12, 31), 47_000), Fund: aid, Amount: 9_000 * yuan},
		event.ReliefPaid{Fact: total(fund.NewDate(2021, 1, 1), fund.NewDate(2025, 12, 31), 0), Fund: aid, Amount: 50_000 * yuan},
		event.ParticipationAssisted{Fact: total(0, fund.NewDate(2025, 2, 1), 10), AidFund: aid, Fund: resident, Amount: 3_800 * yuan},
		event.PremiumRefunded{Fact: fact(fund.NewDate(2026, 2, 1)), AidFund: aid, Fund: resident, Amount: 380 * yuan,
			PaidOn: fund.NewDate(2025, 2, 1)},
		event.PremiumRefunded{Fact: fact(fund.NewDate(2026, 2, 1)), Fund: resident, Amount: 7 * yuan,
			PaidOn: fund.NewDate(2025, 2, 1)}, // is no aid
	)
	direct, assisted := v.Funds(0)
	if len(direct) != 2 || len(assisted) != 1 {
		t.Fatalf("%+v, %+v", direct, assisted)
	}
	if r := direct[0]; r.First != 2021 || r.Year != 2025 || r.Paid != (50_000*yuan).Sum() || r.Times != wide.Of(0) || r.Vague != 1 {
		t.Errorf("over several years: %+v", r)
	}
	if r := direct[1]; r.First != 2025 || r.Paid != (9_630*yuan).Sum() || r.Reversed != (100*yuan).Sum() ||
		r.Net() != (9_530*yuan).Sum() || r.Times != wide.Of(47_002) || r.Vague != 0 {
		t.Errorf("of one year: %+v", r)
	}
	if r := assisted[0]; r.Fund != aid || r.Year != 2025 || r.Paid != (3_800*yuan).Sum() || r.Reversed != (380*yuan).Sum() ||
		r.Times != wide.Of(10) {
		t.Errorf("assisted: %+v", r)
	}
	rows := v.Persons(0)
	if len(rows) != 4 {
		t.Fatalf("%+v", rows)
	}
	for _, r := range rows {
		if r.Person == "" && r.HasCap {
			t.Errorf("a total has a cap: %+v", r)
		}
	}
}

// A sum wider than an amount is exact.
func TestSumsAreWide(t *testing.T) {
	v := view(t, paid(1, anna, math.MaxInt64), paid(1, anna, math.MaxInt64), paid(1, bert, 3))
	if direct, _ := v.Funds(0); len(direct) != 1 || direct[0].Paid.String() != "184467440737095516.17" {
		t.Errorf("%+v", direct)
	}
}
