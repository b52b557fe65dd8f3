package figures_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
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
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/lines"
)

// finder finds what a query asks for in a history.
func finder(t *testing.T, q lines.Query, history ...ledger.Entry) *folio.Plain {
	t.Helper()
	var s memory.Store
	for i, e := range history {
		wire, version, data, err := event.Encode(e.Event)
		if err != nil {
			t.Fatal(err)
		}
		one := store.Append{Stream: fmt.Sprint("s-", i), Expected: store.NoStream, Actor: "a", RecordedAt: time.Date(2025, 1, 1, 0, 0, i, 0, time.UTC)}
		one.Events = []store.Event{{Type: wire, Version: version, Data: data}}
		if _, err := s.Append(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	from, err := folio.Read(t.Context(), &s, new(closings.Fold), q, store.Position(len(history)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return from
}

// listed returns a page of a listing of a history, with its lines as texts.
func listed(t *testing.T, l figures.Listing, p figures.Page, history ...ledger.Entry) (figures.Listed, []string) {
	t.Helper()
	out, err := l.Read(t.Context(), finder(t, l.Query(), history...), p)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line, err := range out.Lines {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprint(line.Document, " ", line.Adds, " ", line.Sum))
	}
	return out, rows
}

// many is a history of payments on few days.
func many(n int) (all []ledger.Entry) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		f := event.Fact{Document: fmt.Sprint("D-", i), OccurredOn: fund.NewDate(2025, 3, 1) + fund.Date(random.IntN(9)), Count: 1}
		amount := money.Fen(1 + random.IntN(10_000))
		var e event.Event = event.PremiumReceived{Fact: f, Fund: residents, Amount: amount}
		if i%3 == 0 {
			e = event.ReimbursementPaid{Fact: f, Fund: residents, Care: fund.Outpatient, Amount: amount}
		}
		all = append(all, ledger.Entry{Position: store.Position(i), Event: e})
	}
	return all
}

// Pages that follow one another are the listing, each with the running sum of the whole, and
// the last page ends with it; whatever size they have.
func TestPages(t *testing.T) {
	history := many(60)
	for name, l := range map[string]figures.Listing{
		"journal": {Fund: residents, Days: figures.Days{From: fund.NewDate(2025, 3, 2), To: fund.NewDate(2025, 3, 7)}},
		"figure": {Fund: residents, Legs: []figures.Leg{{Account: account.SpecialAccount, Side: figures.OwnSide},
			{Account: account.Benefits, Side: figures.Debit, Minus: true}}},
	} {
		whole, rows := listed(t, l, figures.Page{}, history...)
		if len(rows) < 20 || whole.Whole.Lines != uint64(len(rows)) || whole.Next != (lines.Place{}) {
			t.Fatalf("%s: %d rows, %+v", name, len(rows), whole)
		}
		for limit := 1; limit < 30; limit += 3 {
			var got []string
			for p := (figures.Page{Limit: limit}); ; {
				page, more := listed(t, l, p, history...)
				if page.Before.Lines != uint64(len(got)) || page.Whole != whole.Whole || len(more) > limit+1 {
					t.Fatalf("%s by %d: %d lines behind %d, %+v", name, limit, len(more), len(got), page.Before)
				}
				got = append(got, more...)
				if p.After = page.Next; page.Next == (lines.Place{}) {
					break
				}
			}
			if !slices.Equal(got, rows) {
				t.Fatalf("%s by %d:\n%s\nwant\n%s", name, limit, strings.Join(got, "\n"), strings.Join(rows, "\n"))
			}
			last, end := listed(t, l, figures.Page{Last: limit}, history...)
			n := len(end)
			if n < min(limit, len(rows)) || n > limit+1 || !slices.Equal(end, rows[len(rows)-n:]) || last.Before.Lines != uint64(len(rows)-n) {
				t.Fatalf("%s, the last %d:\n%s", name, limit, strings.Join(end, "\n"))
			}
			left := slices.Clone(rows)
			for p := (figures.Page{Limit: limit, Before: lines.Place{Day: fund.NewDate(2026, 1, 1)}}); len(left) > 0; {
				page, front := listed(t, l, p, history...)
				n := len(left) - len(front)
				if n < 0 || len(front) < min(limit, len(left)) || len(front) > limit+1 || !slices.Equal(front, left[n:]) ||
					page.Before.Lines != uint64(n) || page.Whole != whole.Whole || (page.Next == lines.Place{}) != (len(left) == len(rows)) {
					t.Fatalf("%s by %d in front of %s, %+v:\n%s", name, limit, p.Before, page, strings.Join(front, "\n"))
				}
				_, behind := listed(t, l, figures.Page{After: page.Next}, history...)
				if page.Next != (lines.Place{}) && !slices.Equal(behind, rows[len(left):]) {
					t.Fatalf("%s by %d: behind %s comes\n%s", name, limit, page.Next, strings.Join(behind, "\n"))
				}
				left, p.Before = left[:n], placeOf(t, l, history, n)
			}
			page, none := listed(t, l, figures.Page{Limit: limit, Before: placeOf(t, l, history, 0)}, history...)
			if len(none) > 0 || page.Whole != whole.Whole {
				t.Fatalf("%s, in front of all: %q", name, none)
			}
		}
	}
}

// placeOf is where a line of a listing stands, which was read whole.
func placeOf(t *testing.T, l figures.Listing, history []ledger.Entry, n int) (at lines.Place) {
	t.Helper()
	out, err := l.Read(t.Context(), finder(t, l.Query(), history...), figures.Page{})
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for line := range out.Lines {
		if i == n {
			at = lines.Place{Day: line.Booked(), Position: line.Position}
		}
		i++
	}
	return at
}

// The lines of one event stay on one page.
func TestPageOfWholeEvents(t *testing.T) {
	l := figures.Listing{Fund: residents}
	_, rows := listed(t, l, figures.Page{Limit: 1}, history()...)
	if len(rows) != 2 {
		t.Errorf("%q", rows)
	}
	if _, rows = listed(t, l, figures.Page{Last: 1}, history()...); len(rows) != 2 {
		t.Errorf("%q", rows)
	}
}

// A journal has the lines of its days by day of booking, then in the order of the log; what
// came late stands on the day on which it is booked.
func TestJournal(t *testing.T) {
	late := event.PremiumReceived{Fund: residents, Amount: 3_00,
		Fact: event.Fact{Document: "late", OccurredOn: fund.NewDate(2025, 1, 5), BookedOn: fund.NewDate(2025, 2, 1), Count: 1}}
	on := func(document string, month time.Month, day int, id fund.ID) ledger.Entry {
		return ledger.Entry{Event: event.PremiumReceived{Fund: id, Amount: 1_00,
			Fact: event.Fact{Document: document, OccurredOn: fund.NewDate(2025, month, day), Count: 1}}}
	}
	february := figures.Days{From: fund.NewDate(2025, 2, 1), To: fund.NewDate(2025, 2, 28)}
	l, rows := listed(t, figures.Listing{Fund: residents, Days: february}, figures.Page{},
		on("second", 2, 2, residents), on("first", 2, 1, residents), ledger.Entry{Event: late}, on("other", 2, 1, "441300.310"),
		on("march", 3, 1, residents), on("january", 1, 31, residents))
	if want := "first first late late second second"; strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(rows, " "), "0.00", "")), " ") != want {
		t.Errorf("%q", rows)
	}
	if l.Whole.Totals != (books.Totals{Debit: money.Fen(5_00).Sum(), Credit: money.Fen(5_00).Sum()}) {
		t.Errorf("%+v", l.Whole)
	}
}

// lying finds all but the last event.
type lying struct{ *folio.Plain }

func (l lying) Entries(ctx context.Context, q lines.Query, from lines.Place) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for e, err := range l.Plain.Entries(ctx, q, from) {
			if e.Position < 8 && !yield(e, err) {
				return
			}
		}
	}
}

// Lines that do not come to their total are an error at the end of the last page.
func TestListingAddsUp(t *testing.T) {
	l := figures.Listing{Fund: residents, Legs: []figures.Leg{{Account: account.Premiums, Side: figures.OwnSide}}}
	for _, p := range []figures.Page{{}, {Limit: 100}, {Last: 3}} {
		out, err := l.Read(t.Context(), lying{finder(t, l.Query(), many(10)...)}, p)
		if err != nil {
			t.Fatal(err)
		}
		wrong := (*figures.SumError)(nil)
		for _, met := range out.Lines {
			err = met
		}
		if !errors.As(err, &wrong) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}
