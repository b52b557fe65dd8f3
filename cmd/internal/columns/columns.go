// Package columns writes a whole log as one table, for spreadsheets and for
// programs that read tables: CSV and Parquet, one row an event.
//
// The columns are the envelope (position, id, stream, revision, recorded_at,
// actor, correlation, causation, type, version), then reversed_by and reverses, and then every field that any type
// of event has, in the order of their names; a field that a type does not have is
// empty, and so is booked_on where it is the day of occurred_on. reversed_by is the
// position of the event that reverses this one, reverses that of the event which this
// one reverses; a sum of amounts is right over the rows where both are empty. In
// Parquet columns are typed: amounts DECIMAL(18,2) of yuan, dates DATE
// (Asia/Shanghai), numbers INT64, recorded_at TIMESTAMP in microseconds (UTC), all
// else UTF-8. In CSV they are written as in the events, recorded_at in UTC; a text
// that a spreadsheet would take for a formula begins with an apostrophe, and what
// cannot be seen is written as a JSON escape.
//
// Its columns come of the declarations of the events (event.Types), which say the name and
// the form of every field. Those of package tables, by which reports are made, declare
// something else: words in a language, what a reader sees in a cell, totals and units; nothing
// there says of what type a value is.
//
// The table serves reading. What proves something, and what can be imported
// again, is the history (package history).
package columns

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// Format is a kind of table.
type Format string

// The formats.
const (
	CSV     Format = "csv"
	Parquet Format = "parquet"
)

// column is one field with the form of its values.
type column struct {
	name string
	form event.Form
}

// envelope are the columns of the log itself, which stand before those of events.
func envelope() []column {
	return []column{
		{"position", event.FormWhole}, {"id", event.FormText}, {"stream", event.FormText}, {"revision", event.FormWhole},
		{"recorded_at", event.FormText}, {"actor", event.FormText}, {"correlation", event.FormText}, {"causation", event.FormText},
		{"type", event.FormText}, {"version", event.FormWhole}, {"reversed_by", event.FormWhole}, {"reverses", event.FormWhole},
	}
}

// all returns every column.
func all() []column {
	fields := map[string]event.Form{}
	for _, typ := range event.Types() {
		for _, f := range typ.Fields {
			fields[f.Name] = f.Form
		}
	}
	columns := envelope()
	first := len(columns)
	for name, form := range fields {
		columns = append(columns, column{name, form})
	}
	slices.SortFunc(columns[first:], func(a, b column) int { return strings.Compare(a.name, b.name) })
	return columns
}

// writer writes the rows of a table. A value is "" where the event has none.
type writer interface {
	row(entry ledger.Entry, values []string) error
	end() error
}

// Write writes the log of a store as a table and returns how many rows it has.
// progress, if not nil, is called now and then with the number of events.
// Errors: those of reading the store, and of w.
func Write(ctx context.Context, w io.Writer, s store.Store, format Format, progress func(events uint64)) (rows int64, err error) {
	columns := all()
	var out writer
	switch format {
	case CSV:
		out, err = newCSV(w, columns)
	case Parquet:
		out = newParquet(w, columns)
	default:
		return 0, fmt.Errorf("there is no format %q", string(format))
	}
	if err != nil {
		return 0, err
	}
	at := map[string]int{}
	for i, c := range columns {
		at[c.name] = i
	}
	reversals, err := ledger.FindReversals(ctx, s, time.Time{})
	if err != nil {
		return 0, err
	}
	values := make([]string, len(columns))
	for booked, err := range replay.Entries(ctx, s, nil) {
		if err != nil {
			return rows, err
		}
		r, entry := booked.Recorded, booked.Entry
		clear(values)
		copy(values, []string{
			fmt.Sprint(r.Position), r.ID().String(), r.Stream, fmt.Sprint(r.Revision), r.RecordedAt.Format(store.TimeFormat),
			r.Actor, r.Correlation, r.Causation, r.Type, fmt.Sprint(r.Version),
		})
		switch by, of, isReversed, reverses := reversals.Mark(r, entry.Event); {
		case isReversed:
			values[at["reversed_by"]] = fmt.Sprint(by)
		case reverses:
			values[at["reverses"]] = fmt.Sprint(of)
		}
		for name, value := range event.Values(entry.Event) {
			values[at[name]] = value
		}
		if err := out.row(entry, values); err != nil {
			return rows, fmt.Errorf("write the table: %w", err)
		}
		if rows++; progress != nil && rows%(1<<14) == 0 {
			progress(uint64(rows))
		}
	}
	if err := out.end(); err != nil {
		return rows, fmt.Errorf("write the table: %w", err)
	}
	return rows, nil
}
