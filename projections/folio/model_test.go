package folio

import (
	"context"
	"errors"
	"fmt"
	"github.com/fundledger/fundledger/projections/lines"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/terms"
)

// world is a log, and the slow, obvious answer to what is asked of it.
type world struct {
	random   *rand.Rand
	store    store.Store
	begins   []int // where appends begin
	closings closings.Fold
	recorded []event.Event
	booked   []ledger.Entry
}

var tiny = sizes{block: 8, piece: 32, volume: 128, few: 2}

func newWorld(seed uint64) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 17)), store: &memory.Store{}}
	if seed%2 == 0 {
		w.store = ranged{w.store, w}
	}
	return w
}

// ranged is a store that is read in parts.
type ranged struct {
	store.Store
	of *world
}

// Range does what store.Ranger says.
func (r ranged) Range(ctx context.Context, from, to store.Position) iter.Seq2[store.Recorded, error] {
	return func(yield func(store.Recorded, error) bool) {
		for i, first := range r.of.begins {
			if store.Position(first) < from || store.Position(first) >= to {
				continue
			}
			end := len(r.of.recorded)
			if i+1 < len(r.of.begins) {
				end = r.of.begins[i+1]
			}
			for e, err := range r.All(ctx, store.Position(first)) {
				if err == nil && int(e.Position) >= end {
					break
				}
				if !yield(e, err) {
					return
				}
			}
		}
	}
}

const residents, employees, aid fund.ID = "441300.390", "441300.310", "441300.610"

// grow records n events: in appends of some, of several funds, mostly payments of few days.
func (w *world) grow(t *testing.T, n int) {
	t.Helper()
	for n > 0 {
		some := min(n, 1+w.random.IntN(12))
		n -= some
		var events []store.Event
		first := len(w.recorded)
		w.begins = append(w.begins, first)
		for range some {
			e := w.next()
			wire, version, data, err := event.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			events = append(events, store.Event{Type: wire, Version: version, Data: data})
			at := store.Position(len(w.recorded))
			w.recorded = append(w.recorded, e)
			w.booked = append(w.booked, w.closings.Apply(ledger.Entry{Position: at, Event: e}))
		}
		_, err := w.store.Append(context.Background(), store.Append{Stream: fmt.Sprint("s-", first), Expected: store.NoStream, Events: events,
			RecordedAt: time.Date(2025, 1, 1, 0, 0, first, 0, time.UTC), Actor: "a", Correlation: "c", Causation: "d"})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) next() event.Event {
	i := len(w.recorded)
	around := fund.NewDate(2025, 1, 1) + fund.Date(i/40)
	f := event.Fact{Document: fmt.Sprint("D-", i), OccurredOn: around + fund.Date(w.random.IntN(6)), Count: 1}
	if w.random.IntN(9) == 0 {
		f.OccurredOn -= fund.Date(w.random.IntN(60))
	}
	amount := money.Fen(1 + w.random.IntN(100_000))
	switch w.random.IntN(16) {
	case 0:
		return event.PremiumReceived{Fact: f, Fund: residents, Amount: amount}
	case 1:
		return event.ParticipationAssisted{Fact: f, AidFund: aid, Fund: residents, Amount: amount}
	case 2:
		return event.ReliefPaid{Fact: f, Fund: aid, Person: "0123456789abcdef0123456789abcdef", Amount: amount}
	case 3:
		if e, ok := w.reversal(f); ok {
			return e
		}
	case 4:
		if w.random.IntN(4) == 0 {
			return w.closing(f)
		}
	case 5:
		f.BookedOn = f.OccurredOn + fund.Date(w.random.IntN(20))
	default:
	}
	if w.random.IntN(3) == 0 {
		return event.ReimbursementPaid{Fact: f, Fund: employees, Part: fund.Pool, Care: fund.Inpatient, Amount: amount}
	}
	return event.ReimbursementPaid{Fact: f, Fund: residents, Care: fund.Outpatient, Amount: amount}
}

func (w *world) reversal(f event.Fact) (event.Event, bool) {
	if len(w.recorded) == 0 {
		return nil, false
	}
	fact := w.recorded[w.random.IntN(len(w.recorded))]
	wire, version, data, err := event.Encode(fact)
	if _, isClosing := fact.(event.Closing); err != nil || isClosing || wire == "fact.reversed" {
		return nil, false
	}
	f.OccurredOn, f.BookedOn, f.Count = fact.Common().OccurredOn+fund.Date(w.random.IntN(60)), 0, 0
	return event.FactReversed{Fact: f, Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: wire, OfVersion: int64(version), OfData: string(data)}, true
}

// closing is one that counts, or one that was overtaken.
func (w *world) closing(f event.Fact) event.Event {
	id := []fund.ID{residents, employees}[w.random.IntN(2)]
	period := []event.Period{"2024-11", "2024-12", "2025-01"}[w.random.IntN(3)]
	seal := w.closings.Seal(id, period)
	if w.random.IntN(3) == 0 {
		seal.Seen++
	}
	f.OccurredOn, f.Count = period.Last(), 0
	return event.PeriodClosed{Fact: f, Fund: id, Period: period, Balances: seal.Balances, Seen: seal.Seen}
}

// stored is an event as it is stored.
func stored(e event.Event, at int) store.Recorded {
	wire, version, data, err := event.Encode(e)
	if err != nil {
		panic(err)
	}
	return store.Recorded{Position: store.Position(at), Stream: "s", Type: wire, Version: version, Data: data}
}

// line is a line of the books.
type line struct {
	lines.Place
	posting.Line
}

// lines are those that a query asks for, in the order of the books.
func (w *world) lines(q lines.Query) (all []line) {
	known := w.booked
	if q.Until != 0 {
		known = known[:q.Until]
	}
	for _, e := range known {
		on := e.Event.Common().Booked()
		for _, l := range posting.Of(e.Event) {
			for _, of := range q.Lines {
				side := of.Debit && l.Debit > 0 || of.Credit && l.Credit > 0
				if l.Fund == q.Fund && l.Account.Within(of.Account) && on >= of.From && (of.To == 0 || on <= of.To) && side {
					all = append(all, line{lines.Place{Day: on, Position: e.Position}, l})
					break
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b line) int { return a.Compare(b.Place) })
	return all
}

// totals are those of the lines in front of a place.
func (w *world) totals(q lines.Query, before *lines.Place) map[lines.Total]bool {
	of := map[[2]string]*lines.Total{}
	for i, l := range q.Lines {
		one := q
		one.Lines = []lines.Want{l}
		for _, line := range w.lines(one) {
			if before != nil && line.Compare(*before) >= 0 {
				continue
			}
			k := [2]string{fmt.Sprint(i), string(line.Account)}
			if of[k] == nil {
				of[k] = &lines.Total{Want: i, Account: line.Account}
			}
			of[k].Totals = of[k].Totals.Plus(books.TotalsOf(line.Line))
			of[k].Count++
		}
	}
	set := map[lines.Total]bool{}
	for _, t := range of {
		set[*t] = true
	}
	return set
}

// query is any query.
func (w *world) query() lines.Query {
	q := lines.Query{Fund: []fund.ID{residents, employees, aid}[w.random.IntN(3)]}
	if w.random.IntN(2) == 0 {
		q.Until = store.Position(1 + w.random.IntN(len(w.booked)))
	}
	codes := []account.Code{"", "1003", "1005", "4001", "5001", "500102", "5", "1", "9999"}
	for range 1 + w.random.IntN(3) {
		l := lines.Want{Account: codes[w.random.IntN(len(codes))]}
		if l.Account == "5" || l.Account == "1" {
			l.Account = codes[w.random.IntN(5)]
		}
		if w.random.IntN(2) == 0 {
			l.From = w.day()
		}
		if w.random.IntN(2) == 0 {
			l.To = max(l.From, w.day())
		}
		l.Debit = w.random.IntN(4) > 0
		l.Credit = !l.Debit || w.random.IntN(4) > 0
		q.Lines = append(q.Lines, l)
	}
	return q
}

func (w *world) day() fund.Date { return fund.NewDate(2024, 12, 1) + fund.Date(w.random.IntN(60)) }

// ask compares what a shelf says with the slow answer. Error: that of the shelf.
func (w *world) ask(t *testing.T, q lines.Query, s lines.Finder) error {
	t.Helper()
	ctx := context.Background()
	want := w.lines(q)
	from := lines.Place{Day: w.day()}
	if len(want) > 0 && w.random.IntN(4) > 0 {
		from = want[w.random.IntN(len(want))].Place
	}
	var got []lines.Place
	for e, err := range s.Entries(ctx, q, from) {
		if err != nil {
			return fmt.Errorf("%+v from %+v: %w", q, from, err)
		}
		if e != w.booked[e.Position] && fmt.Sprint(e.Event) != fmt.Sprint(w.booked[e.Position].Event) {
			t.Fatalf("%+v: %+v, want %+v", q, e, w.booked[e.Position])
		}
		got = append(got, lines.PlaceOf(e))
	}
	var places []lines.Place
	for _, l := range want {
		if l.Compare(from) >= 0 {
			places = append(places, l.Place)
		}
	}
	if places = slices.Compact(places); !slices.Equal(got, places) {
		t.Fatalf("%+v from %+v:\n%v, want\n%v", q, from, got, places)
	}
	for _, before := range []*lines.Place{nil, &from} {
		totals, err := s.Totals(ctx, q, before)
		if err != nil {
			return fmt.Errorf("%+v: %w", q, err)
		}
		have := map[lines.Total]bool{}
		for _, total := range totals {
			if total.Totals != (books.Totals{}) {
				have[total] = true
			}
		}
		if sums := w.totals(q, before); !maps.Equal(have, sums) {
			t.Fatalf("%+v before %+v:\n%+v, want\n%+v", q, before, have, sums)
		}
	}
	if err := w.askRecorded(t, q, s, want); err != nil {
		return err
	}
	n := 1 + w.random.IntN(20)
	at, err := s.LastPlace(ctx, q, uint64(n))
	if err != nil {
		return fmt.Errorf("%+v: %w", q, err)
	}
	behind := 0
	for _, l := range want {
		if l.Compare(at) >= 0 {
			behind++
		}
	}
	if behind < min(n, len(want)) || behind > n+4*int(tiny.block) {
		t.Fatalf("%+v: the last %d begin at %+v: %d of %d", q, n, at, behind, len(want))
	}
	return nil
}

// askRecorded compares what is found in the order of the log.
func (w *world) askRecorded(t *testing.T, q lines.Query, s lines.Finder, all []line) error {
	t.Helper()
	since := store.Position(w.random.IntN(len(w.booked)))
	var got, want []store.Position
	for e, err := range s.Recorded(context.Background(), q, since) {
		if err != nil {
			return fmt.Errorf("%+v since %d: %w", q, since, err)
		}
		got = append(got, e.Position)
	}
	for _, l := range all {
		if l.Position >= since {
			want = append(want, l.Position)
		}
	}
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Fatalf("%+v since %d: %v, want %v", q, since, got, want)
	}
	return nil
}

// askTerms looks whether facts with some terms are found.
func (w *world) askTerms(t *testing.T, s *Shelf) {
	t.Helper()
	of := func(e ledger.Entry) ledger.Entry {
		e.Event, e.Correlation = w.recorded[e.Position], "c"
		return e
	}
	for _, term := range terms.Of(nil, of(w.booked[w.random.IntN(len(w.booked))])) {
		stretches, err := s.Stretches(term)
		damage := (*DamagedError)(nil)
		if errors.As(err, &damage) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range w.booked {
			within := func(s Stretch) bool { return s.From <= e.Position && e.Position < s.To }
			if term.In(of(e)) && !slices.ContainsFunc(stretches, within) {
				t.Fatalf("%+v stands at %d, not only in %v", term, e.Position, stretches)
			}
		}
	}
}

func keyed(bool) (viewkey.Key, error) { return viewkey.Key{7}, nil }

// Of any log a shelf says what a full reading says, while the log grows, when it was opened
// anew, and when its files were cut, flipped or taken away.
func TestModel(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(seed)
			w.grow(t, 50+w.random.IntN(500))
			folder := Folder{Path: t.TempDir() + "/folio", Key: keyed}
			open := func() *Shelf {
				s, err := folder.open(ctx, w.store, &w.closings, store.Position(len(w.booked)), tiny, nil)
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			s := open()
			for range 30 {
				q := w.query()
				err := w.ask(t, q, s)
				for damage := (*DamagedError)(nil); errors.As(err, &damage); err = w.ask(t, q, s) {
					if err := errors.Join(s.Close(), folder.Forget(damage)); err != nil {
						t.Fatal(err)
					}
					s = open()
				}
				if err != nil {
					t.Fatal(err)
				}
				w.askTerms(t, s)
				plain, err := Read(ctx, w.store, &w.closings, q, store.Position(len(w.booked)), nil)
				if err := errors.Join(err, w.ask(t, q, plain)); err != nil {
					t.Fatal(err)
				}
				switch w.random.IntN(6) {
				case 0:
					w.grow(t, 1+w.random.IntN(60))
					if err := s.Follow(ctx, store.Position(len(w.booked)), nil); err != nil {
						t.Fatal(err)
					}
				case 1:
					w.harm(t, folder)
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					s = open()
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
