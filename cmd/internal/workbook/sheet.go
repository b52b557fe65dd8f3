package workbook

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// name makes a text the name of a sheet that no other has.
func (b *book) name(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]`, r):
			return ' '
		case r == '\'': // it ends a name in a formula
			return '’'
		}
		return r
	}, report.Visible(s))
	s = strings.Join(strings.Fields(s), " ")
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = fmt.Sprintf(" (%d)", n)
		}
		try := cut(s, excelize.MaxSheetNameLength-len(tail)) + tail
		if key := strings.ToLower(try); !b.names[key] {
			b.names[key] = true
			return try
		}
	}
}

// cut returns at most n UTF-16 units of a text, which is how programs count them.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > n {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// sheet is a sheet that is being written.
type sheet struct {
	*excelize.StreamWriter
	book *book
	name string
	row  int // the last that was written
}

// sheet begins a sheet with columns of some widths, which stays in sight down to a row when it
// is scrolled.
func (b *book) sheet(name string, frozen int, widths ...int) (*sheet, error) {
	if _, err := b.file.NewSheet(name); err != nil {
		return nil, err
	}
	fit := true
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil { // before the stream begins
		return nil, err
	}
	stream, err := b.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	s := &sheet{StreamWriter: stream, book: b, name: name}
	for i, w := range widths {
		if err := s.SetColWidth(i+1, i+1, float64(w)); err != nil {
			return nil, err
		}
	}
	if frozen > 0 {
		corner := excelize.Selection{SQRef: fmt.Sprintf("A%d", frozen+1), ActiveCell: fmt.Sprintf("A%d", frozen+1), Pane: "bottomLeft"}
		err = s.SetPanes(&excelize.Panes{Freeze: true, YSplit: frozen, TopLeftCell: fmt.Sprintf("A%d", frozen+1), ActivePane: "bottomLeft",
			Selection: []excelize.Selection{corner}})
	}
	return s, err
}

// add writes the next row.
func (s *sheet) add(height float64, cells ...any) error {
	s.row++
	return s.SetRow(fmt.Sprintf("A%d", s.row), cells, excelize.RowOpts{Height: height})
}

// end ends a sheet: it is protected against slips, and prints on A4 as wide as the page, with
// the rows down to titles on every page.
func (s *sheet) end(titles int, landscape bool) error {
	f, b := s.book.file, s.book
	orientation, size, wide, tall := "portrait", 9, 1, 0 // 9: A4
	if landscape {
		orientation = "landscape"
	}
	err := f.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall})
	if err != nil {
		return err
	}
	inch := 0.6
	if err := f.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &inch, Right: &inch, Top: &inch, Bottom: &inch}); err != nil {
		return err
	}
	foot := "&L&8" + field(s.name) + "&R&8" + b.say("第 &P 页，共 &N 页", "page &P of &N")
	if b.head.Root != "" {
		foot += "&C&8" + b.say("根", "root") + " " + field(b.head.Root)
	}
	if err := f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: foot}); err != nil {
		return err
	}
	err = f.ProtectSheet(s.name, &excelize.SheetProtectionOptions{AutoFilter: true, FormatCells: true, FormatColumns: true, FormatRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true, Sort: true, EditObjects: true, EditScenarios: true})
	if err != nil {
		return err
	}
	if titles > 0 {
		err := f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", s.name, titles), Scope: s.name})
		if err != nil {
			return err
		}
	}
	if b.looks.err != nil {
		return b.looks.err
	}
	return s.Flush()
}

// field is a text at the foot of a page, where & begins a code.
func field(s string) string { return strings.ReplaceAll(s, "&", "&&") }

// cell is a text that looks in some way.
func (b *book) cell(s string, l look) excelize.Cell {
	l.format = texts
	return excelize.Cell{StyleID: b.looks.of(l), Value: report.Visible(s)}
}

// in is cell for a text in both languages.
func (b *book) in(t lang.Text, l look) excelize.Cell { return b.cell(t.In(b.style.Lang), l) }
