package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// pace is how far one step of the history goes.
type pace string

const (
	byEvent    pace = "event"    // one fact, in the order of the log
	byDay      pace = "day"      // what was recorded on one day
	byBookDate pace = "bookdate" // what entered the books on one date, whenever it was recorded
)

// stepper is a view that walks the history and shows the watched balances after
// each step. It keeps the running balances; by book date, also those of each date.
type stepper struct {
	pace     pace
	fund     fund.ID // "": every fund
	watch    []account.Code
	from     store.Position // steps before are taken unseen
	fromDate fund.Date      // likewise, of the day of the step
	show     func(step) error

	met    bool                       // the fund was met
	totals map[books.Key]books.Totals // of the watched accounts
	now    step                       // the step that is being taken
	dates  map[fund.Date]*step        // by book date: those to be taken at the end
}

// step is one step of the history.
type step struct {
	number  int       // 1, 2, 3, …
	day     fund.Date // the day of the step: recorded, or in the books
	entries int
	last    ledger.Entry // the fact; of several, the last

	changes map[books.Key]books.Totals // what the watched accounts got
	after   map[books.Key]books.Totals // how they stand; only those that got something
}

// errEnough ends a walk before the end of the history; it is no failure.
var errEnough = errors.New("enough steps")

// Name returns the name of the view.
func (w *stepper) Name() string { return "step" }

// AppendState appends nothing: the view is shown as it goes and never kept.
func (w *stepper) AppendState(dst []byte) []byte { return dst }

// Apply folds one entry in and shows the step that it ends. Errors: those of show.
func (w *stepper) Apply(entry ledger.Entry) error {
	changes := map[books.Key]books.Totals{}
	w.met = w.met || event.FundOf(entry.Event) == w.fund
	for _, l := range posting.Of(entry.Event) {
		w.met = w.met || l.Fund == w.fund
		for _, code := range w.watch {
			k := books.Key{Fund: l.Fund, Account: code}
			if !l.Account.Within(code) || w.fund != "" && l.Fund != w.fund {
				continue
			}
			changes[k] = changes[k].Plus(books.TotalsOf(l))
		}
	}
	switch w.pace {
	case byBookDate:
		w.put(entry, changes)
		return nil
	case byDay:
		if day := fund.DateIn(entry.RecordedAt); day != w.now.day {
			if err := w.take(); err != nil {
				return err
			}
			w.now.day = day
		}
		w.now.add(entry, changes)
		return nil
	case byEvent:
	}
	w.now.day = fund.DateIn(entry.RecordedAt)
	w.now.add(entry, changes)
	return w.take()
}

// put adds an entry to the date on which it enters the books.
func (w *stepper) put(entry ledger.Entry, changes map[books.Key]books.Totals) {
	day := entry.Event.Common().Booked()
	if w.dates == nil {
		w.dates = map[fund.Date]*step{}
	}
	if w.dates[day] == nil {
		w.dates[day] = &step{day: day}
	}
	w.dates[day].add(entry, changes)
}

// add adds what an entry changed to a step.
func (s *step) add(entry ledger.Entry, changes map[books.Key]books.Totals) {
	s.entries++
	s.last = entry
	if s.changes == nil {
		s.changes = changes
		return
	}
	for k, t := range changes {
		s.changes[k] = s.changes[k].Plus(t)
	}
}

// finish takes the steps that were not over when the log ended.
func (w *stepper) finish() error {
	if w.pace != byBookDate {
		return w.take()
	}
	for _, day := range slices.Sorted(maps.Keys(w.dates)) {
		number := w.now.number
		w.now = *w.dates[day]
		w.now.number = number
		if err := w.take(); err != nil {
			return err
		}
	}
	return nil
}

// take ends a step: it adds its changes to the balances and shows it.
func (w *stepper) take() error {
	s := w.now
	if s.entries == 0 {
		return nil
	}
	if w.totals == nil {
		w.totals = map[books.Key]books.Totals{}
	}
	s.after = map[books.Key]books.Totals{}
	for k, t := range s.changes {
		w.totals[k] = w.totals[k].Plus(t)
		s.after[k] = w.totals[k]
	}
	s.number++
	w.now = step{number: s.number}
	if s.day < w.fromDate || w.pace != byBookDate && s.last.Position < w.from {
		return nil
	}
	return w.show(s)
}

// watched returns the watched accounts that the step changed, by fund and as they
// were asked for.
func (w *stepper) watched(s step) []books.Key {
	return slices.SortedFunc(maps.Keys(s.changes), func(a, b books.Key) int {
		return cmp.Or(strings.Compare(string(a.Fund), string(b.Fund)), slices.Index(w.watch, a.Account)-slices.Index(w.watch, b.Account))
	})
}

// stepColumns are the columns of steps for machines: one row for each watched
// account that a step changed, or one row without an account.
func stepColumns() []report.Column {
	return []report.Column{
		{Key: "step"}, {Key: "day"}, {Key: "facts"}, {Key: "position"}, {Key: "recorded_at"}, {Key: "booked_on"}, {Key: "occurred_on"},
		{Key: "type"}, {Key: "document"}, {Key: "fund"}, {Key: "account"}, {Key: "account_name"}, {Key: "change"}, {Key: "balance"},
	}
}

// rows are a step for machines. Position, times, dates, type and document are
// those of its fact; blank if it has several.
func (w *stepper) rows(s step) [][]report.Cell {
	none := report.Blank(lang.Text{})
	head := []report.Cell{report.Count(int64(s.number)), report.Date(s.day), report.Count(int64(s.entries)), none, none, none, none, none, none}
	if s.entries == 1 {
		fact := s.last.Event.Common()
		head = append(head[:3], report.Count(int64(s.last.Position)), report.Text(localTime(s.last.RecordedAt)), report.Date(fact.Booked()), report.Date(fact.OccurredOn),
			report.Text(event.Wire(s.last.Event)), report.Text(fact.Document))
	}
	var rows [][]report.Cell
	for _, k := range w.watched(s) {
		row := append(slices.Clone(head), report.Text(string(k.Fund)), report.Text(string(k.Account)), report.Words(watchedName(k)),
			report.Amount(s.changes[k].Balance(k.Account)), report.Amount(s.after[k].Balance(k.Account)))
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		rows = append(rows, append(head, none, none, none, none, none))
	}
	return rows
}

// text is a step for people.
func (w *stepper) text(p *program, s step, unit money.Unit) string {
	var b strings.Builder
	switch {
	case w.pace == byEvent:
		fact := s.last.Event.Common()
		wire := event.Wire(s.last.Event)
		t, _ := event.TypeOf(wire)
		b.WriteString(p.say("第 %d 步  序号 %d  %s  %s  凭证 %q  入账于 %s", "step %d  position %d  %s  %s  document %q  recorded %s",
			s.number, s.last.Position, fact.Booked(), t.Title, fact.Document, localTime(s.last.RecordedAt)))
		if fact.OccurredOn != fact.Booked() {
			b.WriteString(p.say("  业务日期 %s", "  occurred on %s", fact.OccurredOn))
		}
	case w.pace == byDay:
		b.WriteString(p.say("第 %d 步  入账时间在 %s  事项 %d 条", "step %d  recorded on %s  facts: %d", s.number, s.day, s.entries))
	default:
		b.WriteString(p.say("第 %d 步  记账日 %s  事项 %d 条", "step %d  in the books on %s  facts: %d", s.number, s.day, s.entries))
	}
	b.WriteByte('\n')
	for _, k := range w.watched(s) {
		change := s.changes[k].Balance(k.Account)
		sign := ""
		if change.Sign() >= 0 {
			sign = "+"
		}
		fmt.Fprintf(&b, "  %20s  %20s  %s %s %s\n", sign+change.In(unit), s.after[k].Balance(k.Account).In(unit), k.Fund, k.Account, watchedName(k).In(p.lang))
	}
	return b.String()
}

// watchedName is the name of a watched account, or of an element.
func watchedName(k books.Key) lang.Text {
	if len(k.Account) == 1 {
		return k.Account.Element().Name()
	}
	return account.FullName(k.Fund.Kind(), k.Account)
}

// startOf returns from when steps are shown. Error: bad input.
func startOf(position int64, date string) (store.Position, fund.Date, error) {
	if position < 0 {
		return 0, 0, fault.Input("--from-position：%d 小于零", "--from-position: %d is below zero", position)
	}
	day, err := parseDay("--from-date", date)
	return store.Position(position), day, err
}

// knownUntil is the header line of a walk.
func knownUntil(p *program, known time.Time) string {
	if known.IsZero() {
		return p.say("逐步重放（至现在）", "replay step by step (known now)")
	}
	return p.say("逐步重放（至 %s）", "replay step by step (known at %s)", localTime(known))
}
