// Package report describes a table once and writes it as a table for people,
// as JSON or as CSV.
//
// A Table is pure data in both languages; a Format and a Style choose how it
// looks. What the renderings promise:
//
//   - table: columns line up by display width (a Chinese character takes two
//     columns, whatever the locale); amounts are in the chosen unit, with
//     thousands separators; the unit is named if there is an amount.
//   - json: one object {"report", the facts, "rows", "total", "basis", "notes"}. Keys
//     are in the order of the columns and never depend on the language. Amounts
//     and decimals are strings, exact, amounts always in yuan; counts are numbers;
//     a blank is null. "total" is null without a foot row.
//   - csv: RFC 4180 with CRLF, UTF-8 with a byte order mark; a header of keys,
//     then the rows, nothing else. Amounts are exact, in yuan. A text that a
//     spreadsheet would take for a formula begins with an apostrophe.
//
// No rendering ever emits a raw control or invisible format character out of a
// text: table and csv show it as a JSON escape such as \u001b (csv keeps line
// feeds and tabs), json escapes it.
package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Column is a column of a table.
type Column struct {
	Key   string    // the stable name in JSON and CSV: ASCII letters, digits, '_', '-', '.'
	Title lang.Text // the heading for people
	Show  Show      // where it stands
}

// Show says where a column stands. JSON and CSV have every column always.
type Show uint8

// When people see a column.
const (
	Always Show = iota
	Filled      // if a row has something in it, not counting amounts of zero; or there are no rows
	Never       // it is for machines
)

// Fact is one statement about a whole table, such as the date it is as of. It
// stands under the title, and is a member of the JSON object.
type Fact struct {
	Key   string // the stable name in JSON, formed as a column's; not report, rows, total, basis or notes
	Title lang.Text
	Value Cell
}

// Table is a table to be written. It has at least one column; every row, and
// Total unless it is nil, has one cell for each column.
type Table struct {
	Key     string // the stable name of the report in JSON, formed as a column's
	Title   lang.Text
	Facts   []Fact
	Columns []Column
	Rows    [][]Cell
	Total   []Cell // the foot row, or nil; not in CSV
	// Basis says what the figures count and by which date (口径), where another report
	// has another value for one of them; it stands under the rows. Not in CSV.
	Basis lang.Text
	Notes []lang.Text
}

// Write writes the table to w. A table, format or style that is not well formed
// is an error before anything is written. Errors: those, and those of w, wrapped.
func (t Table) Write(w io.Writer, f Format, s Style) error {
	if err := t.Check(); err != nil {
		return fmt.Errorf("report %q: %w", t.Key, err)
	}
	if _, ok := UnitName(s.Unit); !ok {
		_, err := ParseUnit(string(s.Unit))
		return err
	}
	b := bufio.NewWriter(w) // keeps the first error of w until Flush
	switch f {
	case Plain:
		t.Seen().writePlain(b, s)
	case JSON:
		t.writeJSON(b, s.Lang)
	case CSV:
		t.writeCSV(b, s.Lang)
	case XLSX:
		return fmt.Errorf("report %q: a workbook is written by package workbook", t.Key)
	default:
		_, err := ParseFormat(string(f))
		return err
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("report %q: %w", t.Key, err)
	}
	return nil
}

// Check returns an error if t is not well formed.
func (t Table) Check() error {
	if !validKey(t.Key) {
		return fmt.Errorf("%q is not a key", t.Key)
	}
	if len(t.Columns) == 0 {
		return errors.New("no columns")
	}
	facts, columns := []string{"report", "rows", "total", "basis", "notes"}, []string{}
	for _, fact := range t.Facts {
		if !validKey(fact.Key) || slices.Contains(facts, fact.Key) {
			return fmt.Errorf("fact: %q is not a key, or not a new one", fact.Key)
		}
		if err := fact.Value.check(); err != nil {
			return fmt.Errorf("fact %s: %w", fact.Key, err)
		}
		facts = append(facts, fact.Key)
	}
	for _, c := range t.Columns {
		if !validKey(c.Key) || slices.Contains(columns, c.Key) {
			return fmt.Errorf("column: %q is not a key, or not a new one", c.Key)
		}
		columns = append(columns, c.Key)
	}
	for i, row := range t.Rows {
		if err := t.CheckRow(row); err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	if t.Total == nil {
		return nil
	}
	if err := t.CheckRow(t.Total); err != nil {
		return fmt.Errorf("total: %w", err)
	}
	return nil
}

// CheckRow returns an error if a row is none of the table's.
func (t Table) CheckRow(row []Cell) error {
	if len(row) != len(t.Columns) {
		return fmt.Errorf("%d cells for %d columns", len(row), len(t.Columns))
	}
	for i, c := range row {
		if err := c.check(); err != nil {
			return fmt.Errorf("%s: %w", t.Columns[i].Key, err)
		}
	}
	return nil
}

// validKey reports whether key is ASCII letters, digits, '_', '-' and '.',
// beginning with a letter or digit: safe unquoted in all three formats.
func validKey(key string) bool {
	for i, r := range key {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		case i > 0 && (r == '_' || r == '-' || r == '.'):
		default:
			return false
		}
	}
	return key != ""
}
