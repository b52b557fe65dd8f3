// Package template writes workbooks to be filled in: a sheet for every type of facts, named by
// what the type is called, which the import reads without a change.
//
// A sheet has a title, a line that says how it is filled in, an example and the headings; facts are
// written below. The example stands above the headings, where the import looks for no facts, so
// that nobody has to delete it. Headings are the short titles of fields; one that must be filled in
// has another colour, one that has a closed list drops it down, and each has a note that says how
// it is written. Codes and document numbers are text, so that no program rounds them.
//
// The same types give the same bytes.
package template

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
)

// The rows of a sheet.
const (
	titleRow = iota + 1
	howRow
	exampleRow
	headRow
	firstRow
)

// Write writes a workbook with a sheet for each of some types, of which there is at least one, in
// a language. Errors: those of w.
func Write(w io.Writer, l lang.Lang, types []event.Type) (err error) {
	b := &book{file: excelize.NewFile(), lang: l, words: clerk.New(), lists: map[string]string{}}
	defer func() { err = errors.Join(err, b.file.Close()) }()
	if err := b.begin(); err != nil {
		return err
	}
	if len(types) > fewTypes {
		types = grouped(types)
		if err := b.contents(types); err != nil {
			return err
		}
	}
	for _, t := range types {
		name := SheetName(t, l)
		err := b.add(name)
		if err == nil {
			err = b.sheet(name, t)
		}
		if err != nil {
			return fmt.Errorf("template %s: %w", t.Wire, err)
		}
	}
	if err := b.hide(); err != nil {
		return err
	}
	return b.file.Write(w)
}

// SheetName is what the sheet of a type is called, by which the import knows the type: its title, or
// its wire name if the title is longer than the name of a sheet may be.
func SheetName(t event.Type, l lang.Lang) string {
	title := t.Title.In(l)
	fits := len([]rune(title)) <= excelize.MaxSheetNameLength && !strings.ContainsAny(title, `:\/?*[]'`)
	if of, ok := clerk.New().Wire(title); fits && ok && of == t.Wire {
		return title
	}
	return t.Wire
}

// Wire is the wire name of the type that has a name, in Chinese or English, or has it itself.
func Wire(name string) (wire string, known bool) { return clerk.New().Wire(name) }

// Fields are the fields of a type that are filled in, in the order in which people write them: what
// every fact has, then what else must be filled in, then the rest.
func Fields(t event.Type) []event.Field {
	fields := slices.DeleteFunc(slices.Clone(t.Fields), func(f event.Field) bool { return Computed(f.Name) })
	first := []string{"document", "occurred_on", "fund", "region", "case", "institution", "person", "name", "amount", "count"}
	rank := func(f event.Field) int {
		at := slices.Index(first, f.Name)
		if at < 0 {
			at = len(first)
		}
		if !f.Required && f.Name != "count" && f.Name != "person" {
			at += 100
		}
		if f.Name == "note" {
			at = 1000
		}
		return at
	}
	slices.SortStableFunc(fields, func(a, b event.Field) int { return rank(a) - rank(b) })
	return fields
}

// Computed reports whether the program fills in a field, so that people leave it out.
func Computed(field string) bool {
	return slices.Contains([]string{"booked_on", "booked_for", "warning", "by_data", "by_type", "by_version"}, field)
}

// book is a workbook that is being made.
type book struct {
	file  *excelize.File
	lang  lang.Lang
	words *clerk.Lexicon
	looks looks
	some  bool              // there is a sheet
	lists map[string]string // of choices: where they stand
	list  int               // columns of the sheet of choices
}

// say returns a text in the reader's language.
func (b *book) say(zh, en string, args ...any) string { return lang.F(zh, en, args...).In(b.lang) }

// begin makes the looks.
func (b *book) begin() error {
	if err := b.file.SetDefaultFont(b.say("宋体", "Arial")); err != nil {
		return err
	}
	return b.looks.make(b.file)
}

// add adds a sheet.
func (b *book) add(name string) error {
	if !b.some {
		b.some = true
		return b.file.SetSheetName("Sheet1", name)
	}
	_, err := b.file.NewSheet(name)
	return err
}

// sheet fills the sheet of a type.
func (b *book) sheet(name string, t event.Type) error {
	values := map[string]string{}
	for field, value := range event.Values(t.Example) {
		values[field] = value
	}
	fields := Fields(t)
	for i, f := range fields {
		if err := b.column(name, i+1, f, values[f.Name]); err != nil {
			return err
		}
	}
	last, err := excelize.ColumnNumberToName(len(fields))
	if err != nil {
		return err
	}
	how := b.say("橙色表头的必填。表头上面灰色的一行是示例，不会导入，不必删除；从表头下面一行起填写，每行一条。鼠标停在表头上看写法。影响：%s",
		"Orange headings must be filled in. The grey row above them is an example: it is not imported, and need not be deleted. Write below the headings, one fact a row. Point at a heading to see how it is written. Effect: %s", t.Effect)
	f, look := b.file, b.looks
	return errors.Join(
		f.SetCellStyle(name, "A1", last+"1", look.title), f.SetCellStr(name, "A1", t.Title.In(b.lang)),
		f.SetCellStyle(name, "A2", last+"2", look.how), f.SetCellStr(name, "A2", how),
		f.SetRowHeight(name, titleRow, 26), f.SetRowHeight(name, headRow, 24),
		b.paper(name, groups[groupOf(t)].colour),
		f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", firstRow), ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: fmt.Sprintf("A%d", firstRow), ActiveCell: fmt.Sprintf("A%d", firstRow), Pane: "bottomLeft"}}}),
	)
}
