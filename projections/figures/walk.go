package figures

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// Pace is how far one step of a history goes.
type Pace string

// The paces.
const (
	ByEvent    Pace = "event"    // one fact, in the order of the log
	ByDay      Pace = "day"      // what was recorded on one day
	ByBookDate Pace = "bookdate" // what entered the books on one date, whenever it was recorded
)

// once is a view that answers one question and is never kept.
type once struct{}

// Name returns the name of the view.
func (once) Name() string { return "figures" }

// AppendState appends nothing.
func (once) AppendState(dst []byte) []byte { return dst }

// Walk is a view that walks the history and shows the watched balances after each step.
// It keeps the running balances; by book date, also those of each date.
type Walk struct {
	once
	Pace     Pace
	Fund     fund.ID // "": every fund
	Watch    []account.Code
	From     store.Position // steps before are taken unseen
	FromDate fund.Date      // likewise, of the day of the step
	Show     func(Step) error

	met    bool                       // the fund was met
	totals map[books.Key]books.Totals // of the watched accounts
	now    Step                       // the step that is being taken
	dates  map[fund.Date]*Step        // by book date: those to be taken at the end
}

// Step is one step of the history.
type Step struct {
	Number  int       // 1, 2, 3, …
	Day     fund.Date // the day of the step: recorded, or in the books
	Entries int
	Last    ledger.Entry // the fact; of several, the last
	Changed []Movement   // of the watched accounts, by fund and as they were asked for

	changes map[books.Key]books.Totals
}

// Movement is what a watched account got in a step, and how it stands after it.
type Movement struct {
	books.Key
	Change, After books.Totals
}

// Met reports whether anything was of the fund that is walked.
func (w *Walk) Met() bool { return w.Fund == "" || w.met }

// Apply folds one entry in and shows the step that it ends. Errors: those of Show.
func (w *Walk) Apply(entry ledger.Entry) error {
	changes := map[books.Key]books.Totals{}
	w.met = w.met || event.FundOf(entry.Event) == w.Fund
	for _, l := range posting.Of(entry.Event) {
		w.met = w.met || l.Fund == w.Fund
		for _, code := range w.Watch {
			k := books.Key{Fund: l.Fund, Account: code}
			if !l.Account.Within(code) || w.Fund != "" && l.Fund != w.Fund {
				continue
			}
			changes[k] = changes[k].Plus(books.TotalsOf(l))
		}
	}
	switch w.Pace {
	case ByBookDate:
		day := entry.Event.Common().Booked()
		if w.dates == nil {
			w.dates = map[fund.Date]*Step{}
		}
		if w.dates[day] == nil {
			w.dates[day] = &Step{Day: day}
		}
		w.dates[day].add(entry, changes)
		return nil
	case ByDay:
		if day := fund.DateIn(entry.RecordedAt); day != w.now.Day {
			if err := w.take(); err != nil {
				return err
			}
			w.now.Day = day
		}
		w.now.add(entry, changes)
		return nil
	case ByEvent:
	}
	w.now.Day = fund.DateIn(entry.RecordedAt)
	w.now.add(entry, changes)
	return w.take()
}

// add adds what an entry changed to a step.
func (s *Step) add(entry ledger.Entry, changes map[books.Key]books.Totals) {
	s.Entries++
	s.Last = entry
	if s.changes == nil {
		s.changes = changes
		return
	}
	for k, t := range changes {
		s.changes[k] = s.changes[k].Plus(t)
	}
}

// End takes the steps that were not over when the log ended. Errors: those of Show.
func (w *Walk) End() error {
	if w.Pace != ByBookDate {
		return w.take()
	}
	for _, day := range slices.Sorted(maps.Keys(w.dates)) {
		number := w.now.Number
		w.now = *w.dates[day]
		w.now.Number = number
		if err := w.take(); err != nil {
			return err
		}
	}
	return nil
}

// take ends a step: it adds its changes to the balances and shows it.
func (w *Walk) take() error {
	s := w.now
	if s.Entries == 0 {
		return nil
	}
	if w.totals == nil {
		w.totals = map[books.Key]books.Totals{}
	}
	for _, k := range slices.SortedFunc(maps.Keys(s.changes), func(a, b books.Key) int {
		return cmp.Or(strings.Compare(string(a.Fund), string(b.Fund)), slices.Index(w.Watch, a.Account)-slices.Index(w.Watch, b.Account))
	}) {
		w.totals[k] = w.totals[k].Plus(s.changes[k])
		s.Changed = append(s.Changed, Movement{k, s.changes[k], w.totals[k]})
	}
	s.Number++
	w.now = Step{Number: s.Number}
	if s.Day < w.FromDate || w.Pace != ByBookDate && s.Last.Position < w.From {
		return nil
	}
	return w.Show(s)
}
