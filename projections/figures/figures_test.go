package figures_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/lines"
)

const residents fund.ID = "441300.390"

// history is a fund that takes 100.00 in March and 50.00 in May, the first recorded in
// April and the second in June.
func history() []ledger.Entry {
	fact := func(document string, month time.Month) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, month, 5), Count: 1}
	}
	events := []event.Event{
		event.FundEstablished{Fact: fact("F", 1), Fund: residents, Name: "居民"},
		event.PremiumReceived{Fact: fact("P-1", 3), Fund: residents, Amount: 100_00},
		event.PremiumReceived{Fact: fact("P-2", 5), Fund: residents, Amount: 50_00},
	}
	var entries []ledger.Entry
	for i, e := range events {
		at := time.Date(2025, time.Month(2+2*i), 7, 1, 0, 0, 0, time.UTC)
		entries = append(entries, ledger.Entry{Position: store.Position(i), RecordedAt: at, Event: e})
	}
	return entries
}

// folded folds the history into views.
func folded(t *testing.T, views ...interface{ Apply(ledger.Entry) error }) {
	t.Helper()
	for _, e := range history() {
		for _, v := range views {
			if err := v.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A figure of an account is what its lines add up to; those recorded later are left out.
func TestLines(t *testing.T) {
	for _, test := range []struct {
		side   figures.Side
		days   figures.Days
		amount money.Fen
		rows   string
	}{
		{figures.OwnSide, figures.Days{}, 150_00, "P-1 100.00 100.00; P-2 50.00 150.00"},
		{figures.Credit, figures.Days{From: fund.NewDate(2025, 4, 1)}, 50_00, "P-2 50.00 50.00"},
		{figures.Debit, figures.Days{}, 0, ""},
	} {
		f := figures.Figure{Fund: residents, Codes: []account.Code{account.Premiums}, Side: test.side, Days: test.days}
		var v books.View
		folded(t, &v)
		c, err := f.In(&v)
		if err != nil || c.Amount != test.amount.Sum() {
			t.Errorf("%v: %v, %v", test, c.Amount, err)
		}
		l, rows := listed(t, figures.Listing{Fund: f.Fund, Legs: c.Legs}, figures.Page{}, history()...)
		if got := strings.Join(rows, "; "); l.Whole.Sum != c.Amount || got != test.rows {
			t.Errorf("%v: %q, %v", test, got, l.Whole)
		}
	}
}

// A statement says which lines and columns it has if it is asked for another one.
func TestMissing(t *testing.T) {
	var v books.View
	folded(t, &v)
	f := figures.Figure{Fund: residents, Side: figures.OwnSide, Form: figures.Income, Line: "4001", Period: "2025-05"}
	c, err := f.In(&v)
	if err != nil || c.Amount != money.Fen(50_00).Sum() || len(c.Legs) != 1 || c.Days.From != fund.NewDate(2025, 5, 1) {
		t.Fatalf("%+v, %v", c, err)
	}
	missing := (*figures.MissingError)(nil)
	f.Line = "9999"
	if _, err := f.In(&v); !errors.As(err, &missing) || missing.Line != "9999" || missing.Column != "" || !slices.Contains(missing.Known, "4001") {
		t.Errorf("%v", err)
	}
	f.Line, f.Column = "4001", "next_year"
	if _, err := f.In(&v); !errors.As(err, &missing) || missing.Column != "next_year" || !slices.Contains(missing.Known, "year_to_date") {
		t.Errorf("%v", err)
	}
}

// What changed between two times is what was recorded in between, of the days. If something
// of it is missing that is told.
func TestDifference(t *testing.T) {
	read := func(known int, p figures.SpotPage) ([]figures.Change, figures.Spot, error) {
		d := figures.Difference{Fund: residents, Before: new(books.View), After: new(books.View), Since: store.Position(known), Until: 3}
		for _, e := range history()[:known] {
			if err := d.Before.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		folded(t, d.After)
		all := lines.Query{Fund: residents, Lines: []lines.Want{{Debit: true, Credit: true}}}
		changes, next, err := d.Read(t.Context(), finder(t, all, history()...), p)
		if facts, of := d.Recorded(); err == nil && (facts != int64(3-known) || of != int64(min(3-known, 2))*2) {
			t.Errorf("%d facts, %d lines behind %d", facts, of, known)
		}
		return changes, next, err
	}
	changes, next, err := read(2, figures.SpotPage{})
	if err != nil || len(changes) != 2 || next != (figures.Spot{}) {
		t.Fatalf("%+v, %v", changes, err)
	}
	income := changes[1]
	if income.Account != account.Premiums || !income.Known || income.Before != money.Fen(100_00).Sum() ||
		income.After != money.Fen(150_00).Sum() || income.Count != 1 || documents(t, income) != "P-2" {
		t.Errorf("%+v", income)
	}
	if changes, _, err = read(3, figures.SpotPage{}); err != nil || len(changes) != 0 {
		t.Errorf("nothing was recorded later: %+v, %v", changes, err)
	}
	var pages []string
	for after := (figures.Spot{}); ; after = next {
		if changes, next, err = read(0, figures.SpotPage{Limit: 1, After: after}); err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			pages = append(pages, string(c.Account)+" "+documents(t, c))
		}
		if spot, ok := figures.ParseSpot(next.String()); next == (figures.Spot{}) || !ok || spot != next {
			break
		}
	}
	if got, want := strings.Join(pages, "; "), "1003 P-1; 1003 P-2; 4001 P-1; 4001 P-2"; got != want {
		t.Errorf("page by page: %s, want %s", got, want)
	}
	pages = nil
	for before := (figures.Spot{Key: books.Key{Fund: residents, Account: "9999"}}); ; {
		if changes, next, err = read(0, figures.SpotPage{Limit: 1, Before: before}); err != nil {
			t.Fatal(err)
		}
		if len(changes) == 0 {
			break
		}
		c := changes[0]
		pages = append(pages, string(c.Account)+" "+documents(t, c))
		for line := range c.Lines {
			before = figures.Spot{Key: c.Key, Position: line.Position}
		}
		if len(changes) != 1 || next != before && (len(pages) > 1 || next != figures.Spot{}) {
			t.Errorf("%+v, behind it comes %s", changes, next)
		}
	}
	if got, want := strings.Join(pages, "; "), "4001 P-2; 4001 P-1; 1003 P-2; 1003 P-1"; got != want {
		t.Errorf("page by page backwards: %s, want %s", got, want)
	}
	wrong := (*figures.SumError)(nil)
	d := figures.Difference{Fund: residents, Before: new(books.View), After: new(books.View), Since: 2, Until: 3}
	folded(t, d.After)
	all := lines.Query{Fund: residents, Lines: []lines.Want{{Debit: true, Credit: true}}}
	if _, _, err := d.Read(t.Context(), finder(t, all, history()...), figures.SpotPage{}); !errors.As(err, &wrong) {
		t.Errorf("lines are missing: %v", err)
	}
}

// documents are those of the lines of a change.
func documents(t *testing.T, c figures.Change) string {
	t.Helper()
	var all []string
	for line, err := range c.Lines {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, line.Document)
	}
	return strings.Join(all, " ")
}

// A step has what it changed and how that stands; by the day of the books, too.
func TestWalk(t *testing.T) {
	for pace, want := range map[figures.Pace]string{
		figures.ByEvent:    "1 2025-02-07 ; 2 2025-04-07 100.00 100.00; 3 2025-06-07 50.00 150.00",
		figures.ByDay:      "1 2025-02-07 ; 2 2025-04-07 100.00 100.00; 3 2025-06-07 50.00 150.00",
		figures.ByBookDate: "1 2025-01-05 ; 2 2025-03-05 100.00 100.00; 3 2025-05-05 50.00 150.00",
	} {
		var steps []string
		w := figures.Walk{Pace: pace, Fund: residents, Watch: []account.Code{account.Premiums}, Show: func(s figures.Step) error {
			text := fmt.Sprint(s.Number, " ", s.Day, " ")
			for _, m := range s.Changed {
				text += fmt.Sprint(m.Change.Balance(m.Account), " ", m.After.Balance(m.Account))
			}
			steps = append(steps, text)
			return nil
		}}
		folded(t, &w)
		if err := w.End(); err != nil || !w.Met() {
			t.Fatal(err)
		}
		if got := strings.Join(steps, "; "); got != want {
			t.Errorf("by %s: %s, want %s", pace, got, want)
		}
	}
}

// Days before 1970 are days like others.
func TestDays(t *testing.T) {
	old, newYear := fund.NewDate(1969, 12, 31), fund.NewDate(1970, 1, 1)
	for _, test := range []struct {
		days figures.Days
		day  fund.Date
		want bool
	}{
		{figures.Days{}, old, true}, {figures.Days{To: old}, old, true}, {figures.Days{To: old}, newYear, false},
		{figures.Days{From: newYear}, old, false}, {figures.Days{From: newYear}, newYear, true},
		{figures.Days{From: old, To: newYear}, newYear + 1, false},
	} {
		if test.days.Has(test.day) != test.want {
			t.Errorf("%v has %s: %t", test.days, test.day, !test.want)
		}
	}
	if day, ok := (figures.Days{From: newYear}).Before(); !ok || day != old {
		t.Errorf("before 1970 is %s", day)
	}
}
