package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
)

// bookedLine is one line of a booking with the fact that caused it.
type bookedLine struct {
	posting.Line
	position   store.Position
	recordedAt time.Time
	fact       event.Fact
	wire       string
}

// bookedLines is a view of the lines that are asked for, in the order of the log.
type bookedLines struct {
	wants func(ledger.Entry, posting.Line) bool
	lines []bookedLine
}

// Name returns the name of the view.
func (b *bookedLines) Name() string { return "lines" }

// Apply takes the lines of an entry that are asked for.
func (b *bookedLines) Apply(entry ledger.Entry) error {
	for _, l := range posting.Of(entry.Event) {
		if b.wants(entry, l) {
			b.lines = append(b.lines, bookedLine{l, entry.Position, entry.RecordedAt, entry.Event.Common(), event.Wire(entry.Event)})
		}
	}
	return nil
}

// AppendState appends nothing: the view answers one question and is never kept.
func (b *bookedLines) AppendState(dst []byte) []byte { return dst }

// byDate returns the lines in the order in which they stand in the books: by the
// date on which they entered them, then as recorded.
func (b *bookedLines) byDate() []bookedLine {
	lines := slices.Clone(b.lines)
	slices.SortStableFunc(lines, func(a, c bookedLine) int { return cmp.Compare(a.fact.Booked(), c.fact.Booked()) })
	return lines
}

// occurredOn is the business date of a fact; for people only where it is not the day
// on which it entered the books, which stands in a column of its own.
func occurredOn(f event.Fact, form report.Format) report.Cell {
	if form == report.Plain && f.OccurredOn == f.Booked() {
		return report.Blank(lang.Text{})
	}
	return report.Date(f.OccurredOn)
}

// wireCell is a type of facts where what is listed can be asked for by it: its wire name,
// for people in Chinese its title.
func wireCell(wire string) report.Cell {
	t, _ := event.TypeOf(wire)
	return report.Code(wire, lang.Text{ZH: t.Title.ZH, EN: wire})
}

// typeCell is a type of facts: its title for people, its wire name for machines.
func typeCell(wire string, form report.Format) report.Cell {
	if form != report.Plain {
		return report.Text(wire)
	}
	t, _ := event.TypeOf(wire)
	return report.Words(t.Title)
}

// accountCells are the code and full name of an account.
func accountCells(id fund.ID, c account.Code) []report.Cell {
	return []report.Cell{report.Text(string(c)), report.Words(account.FullName(id.Kind(), c))}
}

// withoutBlank takes the columns out of a table for people in which every row is
// blank; for machines the columns are always the same.
func withoutBlank(t report.Table, form report.Format) report.Table {
	if form != report.Plain || len(t.Rows) == 0 {
		return t
	}
	for i := len(t.Columns) - 1; i >= 0; i-- {
		if slices.ContainsFunc(t.Rows, func(row []report.Cell) bool { return row[i] != report.Cell{} }) {
			continue
		}
		t.Columns = slices.Delete(t.Columns, i, i+1)
		for r := range t.Rows {
			t.Rows[r] = slices.Delete(t.Rows[r], i, i+1)
		}
		if t.Total != nil {
			t.Total = slices.Delete(t.Total, i, i+1)
		}
	}
	return t
}
