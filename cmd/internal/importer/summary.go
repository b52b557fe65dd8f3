package importer

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
)

// Summary is what a clerk ticks off against the paper.
type Summary struct {
	File     string
	Sheets   rows.Sheets // of a workbook
	Rows     int         // rows that hold something
	Recorded int         // facts that are new
	Already  int         // facts that stood in the ledger before
	Repeated int         // rows that say again what a row before them says
	Repeats  []int       // the lines of the first of those
	Rejected int         // rows with faults
	Totals   int         // rows that sum up others, which agree with them and are no facts
	Skipped  []Skipped   // rows that make no fact, by the reason that the profile gives
	Unknown  int         // facts without a person because the table of persons does not have the identity number
	Notes    []lang.Text // what is to be told of a workbook: sheets that were left out, rows that are hidden
	Late     int         // recorded facts of a closed period: they entered the books later
	Written  int64       // facts appended to the ledger: Recorded, or 0 if nothing was written
	Types    []TypeTotal

	Warned   int      // recorded facts with a warning, or recoveries without the year of their payments
	Warnings []Warned // the first of those

	Moves books.Moves // what the recorded facts do to money accounts

	latest int // in Types: that of the last row
}

// PlaceOf returns where a row of the file stands, in words.
func (s *Summary) PlaceOf(line int) lang.Text { return rows.PlaceOf(s.Sheets.Place(line), line) }

// Warned is a row of which something is to be said, although it was recorded.
type Warned struct {
	Line    int
	Warning event.Warning // "": it does not say the year of the payments that came back
}

// mostWarnings is how many rows with warnings are told.
const mostWarnings = 20

// warn notes what is unusual about a row that is recorded.
func (s *Summary) warn(line int, recorded event.Event) {
	switch recorded.(type) {
	case event.ReimbursementPaid, event.Relief, event.Premium: // most facts are, and have none
		return
	default:
	}
	w := event.WarningOf(recorded)
	if w == "" && !event.Undated(recorded) {
		return
	}
	s.Warned++
	if len(s.Warnings) < mostWarnings {
		s.Warnings = append(s.Warnings, Warned{line, w})
	}
}

// TypeTotal is the good rows of one type.
type TypeTotal struct {
	Type     string // wire name
	Rows     int    // of which Already stood there before, and Repeated say what one before them says
	Already  int
	Repeated int
	Amount   money.Sum // of those that are recorded
	HasMoney bool
}

// mostRepeats is how many lines of repeated rows are told.
const mostRepeats = 100

// add counts a good row; repeated says that one before it says the same.
func (s *Summary) add(row *item, decision *aggregates.Decision, repeated bool) {
	t := s.of(row.fact.Type())
	t.Rows++
	t.HasMoney = t.HasMoney || row.hasMoney
	if repeated {
		t.Repeated++
		s.Repeated++
		if len(s.Repeats) < mostRepeats {
			s.Repeats = append(s.Repeats, row.row.Line)
		}
		return
	}
	s.count(&row.fact, decision)
	for _, e := range decision.Events {
		s.warn(row.row.Line, e)
		file := s.File
		sheet, line := s.Sheets.Of(row.row.Line)
		if sheet != "" {
			file += " " + sheet
		}
		s.Moves.Add(e, file, line)
	}
	if len(decision.Events) == 0 {
		t.Already++
		return
	}
	if row.hasMoney {
		t.Amount = t.Amount.Add(row.amount)
	}
}

// count counts a fact that was decided on.
func (s *Summary) count(fact *aggregates.Prepared, decision *aggregates.Decision) {
	if len(decision.Events) == 0 {
		s.Already++
		return
	}
	s.Recorded++
	if decision.AsPrepared() {
		return
	}
	given := fact.Fact().Common().BookedOn
	for _, e := range decision.Events {
		if e.Common().BookedOn != given {
			s.Late++
		}
	}
}

// of returns the total of a type.
func (s *Summary) of(wire string) *TypeTotal {
	if s.latest < len(s.Types) && s.Types[s.latest].Type == wire {
		return &s.Types[s.latest]
	}
	at, found := slices.BinarySearchFunc(s.Types, wire, func(t TypeTotal, w string) int { return cmp.Compare(t.Type, w) })
	if !found {
		s.Types = slices.Insert(s.Types, at, TypeTotal{Type: wire})
	}
	s.latest = at
	return &s.Types[at]
}
