// Package workbook writes tables as a workbook of a spreadsheet program (.xlsx): a cover, a
// sheet for every table, notes, and a sheet that checks the others.
//
//   - Amounts are numbers, exact to the fen, in yuan; another unit is a column beside them.
//     Counts and decimals are numbers, dates are dates. An amount of more than 15 digits, which
//     a number of a spreadsheet cannot hold to the fen, is text, and the notes tell of it.
//   - Everything else is text and stays text: document numbers are not rounded, and nothing
//     becomes a formula.
//   - A blank is empty or has its reason as text; it is never zero.
//   - A total is a formula with its value, if it is the sum of the rows above it to the fen; if
//     not, it is a number, and the checks say so. So is a subtotal, where levels are known.
//   - A chart is the program's own, drawn from the cells of its table, and can be changed.
//   - Sheets are protected against slips, without a password.
//
// The same tables give the same bytes. Rows are not kept: what a long list needs of memory does
// not grow with it. While it is written, parts of it stand in files of os.TempDir that nobody
// else may read; they are removed, also after a failure.
package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"sort"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Head is what a workbook says of the ledger that its tables are of.
type Head struct {
	Title lang.Text     // of the whole; then the cover has it, and a list of the tables in place of theirs
	Facts []report.Fact // on the cover, below those of the tables
	Root  string        // at the foot of every page; "": there is none
	Time  time.Time     // when the file says that it was made: the clock is not asked; zero: it says nothing
}

// Table is a table whose rows come one by one, behind those that it has.
type Table struct {
	report.Table
	Lines iter.Seq2[[]report.Cell, error] // nil: there are no others
	// Levels says of each of Rows how deep it stands: a figure that is, to the fen, the sum of the
	// rows below it that stand one deeper is a formula. nil: nothing is known of that.
	Levels []int
	Strong []bool // which of Rows are totals or headings within the table; nil: none
	Chart  *Chart // beside the rows; nil: none
}

// MaxRows is how many rows a sheet holds.
const MaxRows = excelize.TotalRows

// Write writes tables as one workbook, in the language of the style; in a unit other than yuan
// amounts have a second column in it. Nothing is written to w before all rows have come.
// Errors: that of a table or a row that is not well formed, bad input for a text that no cell
// holds, those of the rows, of
// os.TempDir and of w.
func Write(w io.Writer, s report.Style, head Head, tables ...Table) error {
	return write(w, s, head, MaxRows, tables)
}

// write is Write with sheets of so many rows.
func write(w io.Writer, s report.Style, head Head, rows int, tables []Table) (err error) {
	if _, ok := report.UnitName(s.Unit); !ok {
		_, err := report.ParseUnit(string(s.Unit))
		return err
	}
	b := &book{file: excelize.NewFile(), style: s, head: head, rows: rows, names: map[string]bool{}}
	defer func() { err = errors.Join(err, b.file.Close()) }()
	if err := b.begin(); err != nil {
		return err
	}
	for _, t := range tables {
		if err := b.table(t); err != nil {
			return fmt.Errorf("report %q: %w", t.Key, err)
		}
	}
	for _, sheet := range []func([]Table) error{b.cover, b.notes, b.checks} {
		if err := sheet(tables); err != nil {
			return err
		}
	}
	return b.save(w)
}

// book is a workbook that is being made.
type book struct {
	file  *excelize.File
	style report.Style
	head  Head
	rows  int             // that a sheet holds
	looks looks           // of cells
	names map[string]bool // of sheets, in use
	cov   string          // the name of the cover, which is the first sheet and written last

	made []*made // of every table
}

// say returns a text in the reader's language.
func (b *book) say(zh, en string, args ...any) string {
	return lang.F(zh, en, args...).In(b.style.Lang)
}

// begin makes the looks and the cover's place.
func (b *book) begin() error {
	if err := b.file.SetDefaultFont(b.say("宋体", "Arial")); err != nil {
		return err
	}
	b.looks = looks{file: b.file, known: map[look]int{}}
	b.cov = b.name(b.say("封面", "cover"))
	return b.file.SetSheetName("Sheet1", b.cov)
}

// save writes the file.
func (b *book) save(w io.Writer) (err error) {
	if !b.head.Time.IsZero() {
		at := b.head.Time.UTC().Format(time.RFC3339)
		if err := b.file.SetDocProps(&excelize.DocProperties{Creator: "fundledger", Created: at, Modified: at}); err != nil {
			return err
		}
	}
	// The library takes what kinds of pictures there are out of a map.
	kinds := b.file.ContentTypes.Defaults
	sort.Slice(kinds, func(i, j int) bool { return kinds[i].Extension < kinds[j].Extension })
	parts, err := newSpool()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, parts.remove()) }()
	// What the library would write to is not used: the parts go into the spool.
	if err := b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts }).Write(new(bytes.Buffer)); err != nil {
		return err
	}
	return parts.writeTo(w)
}
