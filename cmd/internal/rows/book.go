package rows

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/sheets"
	"github.com/fundledger/fundledger/ledger/lang"
)

// bookRows reads the rows of a workbook, one sheet after another.
type bookRows struct {
	file  string
	use   Names
	book  *sheets.Book
	sheet int // the next one
	from  *sheets.Reader
	head  *Head // nil: no sheet is open
	first []sheets.Row
	done  int64 // bytes of sheets before this one
	some  bool  // a sheet with headings was found

	notes   []lang.Text
	hidden  []int // rows of this sheet
	pending []Fault
}

// openBook makes the rows of a workbook those of the reader, or says why they cannot be.
func (r *Reader) openBook(file io.ReadSeeker, size int64) {
	at, ok := file.(io.ReaderAt)
	if !ok {
		panic("rows: a workbook is read from a file")
	}
	r.src.format = bookFormat
	book, err := sheets.Open(at, size)
	if err != nil {
		r.pending = []Fault{fileFault(r.src.file, bookWords(err))}
		return
	}
	r.book = &bookRows{file: r.src.file, use: r.src.use, book: book}
	r.rows = r.book
	if book.Macros {
		r.book.note(lang.F("工作簿里有宏：没有运行，只读单元格的值", "the workbook has macros: they were not run, the values of cells were read"))
	}
	if book.External {
		r.book.note(lang.F("工作簿里有指向别的文件的公式：用的是保存在本文件里的值", "formulas refer to other files: the values stored in this file were taken"))
	}
}

// Notes returns what is to be told of a file beside its faults, once its rows were read: sheets that
// were left out, rows that are hidden.
func (r *Reader) Notes() []lang.Text {
	if r.book == nil {
		return nil
	}
	return r.book.notes
}

func (b *bookRows) note(t lang.Text) { b.notes = append(b.notes, t) }

// read returns how many of size bytes were read, as far as that can be said.
func (b *bookRows) read(size int64) int64 {
	var all int64
	for _, s := range b.book.Sheets {
		all += s.Size
	}
	done := b.done
	if b.from != nil {
		done += b.from.Read()
	}
	return min(size, int64(float64(size)*float64(done)/float64(max(all, 1))))
}

func (b *bookRows) close() {
	if b.from != nil {
		_ = b.from.Close() // read only
		b.from = nil
	}
}

// next returns the next row that says something. Errors: io.EOF at the end; that of the file.
func (b *bookRows) next() (Row, []Fault, error) {
	for {
		if len(b.pending) > 0 {
			faults := b.pending
			b.pending = nil
			return Row{}, faults, nil
		}
		if b.head == nil {
			if b.sheet == len(b.book.Sheets) {
				return b.end()
			}
			if err := b.open(); err != nil {
				return b.broken(err)
			}
			continue
		}
		var row sheets.Row
		var err error
		if len(b.first) > 0 {
			row, b.first = b.first[0], b.first[1:]
		} else {
			row, err = b.from.Next()
		}
		if errors.Is(err, io.EOF) {
			b.leave()
			continue
		}
		if err != nil {
			return b.broken(err)
		}
		out, faults, says := b.row(row)
		if says || len(faults) > 0 {
			return out, faults, nil
		}
	}
}

// end ends a workbook that was read.
func (b *bookRows) end() (Row, []Fault, error) {
	if b.some {
		return Row{}, nil, io.EOF
	}
	b.some = true
	return Row{}, []Fault{fileFault(b.file, noHeadings)}, nil
}

// broken ends a workbook that cannot be read on.
func (b *bookRows) broken(err error) (Row, []Fault, error) {
	for _, known := range []error{sheets.ErrBroken, sheets.ErrTooLarge} {
		if errors.Is(err, known) {
			b.leave()
			b.sheet, b.some = len(b.book.Sheets), true
			f := fileFault(b.file, bookWords(err))
			f.Found = Shorten(err.Error())
			return Row{}, []Fault{f}, nil
		}
	}
	return Row{}, nil, fmt.Errorf("rows: %s: %w", b.file, err)
}

// open opens the next sheet, and looks for its headings. Without them, or hidden, it is left out.
func (b *bookRows) open() error {
	s := b.book.Sheets[b.sheet]
	b.sheet++
	from, err := b.book.Open(s)
	if err != nil {
		return err
	}
	b.from = from
	var above []string
	for range mostTitles + 1 {
		row, err := from.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		head := &Head{Sheet: s.Name, Above: above, Line: lineOf(b.sheet-1, row.Number), file: b.file, format: bookFormat, faultAt: -1, use: b.use}
		cells := textsOf(row)
		if head.isHeading(cells) && s.Hidden {
			b.note(lang.F("工作表“%s”是隐藏的，没有读", "sheet “%s” is hidden and was not read", s.Name))
			b.leave()
			return nil
		}
		if head.isHeading(cells) {
			b.head, b.some = head, true
			b.columns(row)
			return nil
		}
		above = append(above, cells...)
	}
	if len(above) > 0 && !s.Hidden { // hidden, it holds choices of a template, or the like
		b.note(lang.F("工作表“%s”前 %d 行里没有认得的表头，没有读", "sheet “%s” has no known headings in its first %d rows and was not read", s.Name, mostTitles))
	}
	b.leave()
	return nil
}

// textsOf returns what stands in the cells of a row.
func textsOf(row sheets.Row) []string {
	out := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = c.Text
	}
	return out
}

// columns takes the names of the columns from the row of headings.
func (b *bookRows) columns(row sheets.Row) {
	h := b.head
	h.index = map[string]int{}
	line := h.Line
	seen := map[string]int{}
	for _, c := range row.Cells {
		title := strings.Trim(c.Text, blanks)
		if title == "" {
			continue
		}
		name, _ := h.name(title)
		place := len(h.names)
		h.names, h.titles, h.columns = append(h.names, name), append(h.titles, title), append(h.columns, c.Column)
		first, twice := seen[name]
		switch {
		case twice:
			b.tell(h, place, line, title, sameName(h.columns[first], c.Column))
		case name == FaultColumn:
			h.faultAt = place
		default:
			h.index[name] = place
		}
		seen[name] = place
	}
}

// tell tells a fault of the headings.
func (b *bookRows) tell(h *Head, place, line int, found string, w words) {
	b.pending = append(b.pending, Fault{
		File: b.file, Line: line, Place: h.placeOf(place, line), Found: Shorten(found), Why: w.why, Remedy: w.remedy, Whole: true,
	})
}

// leave ends a sheet: what is told of it is known now.
func (b *bookRows) leave() {
	if b.from == nil {
		return
	}
	if b.head != nil {
		b.merged()
	}
	if len(b.hidden) > 0 {
		b.note(lang.F("工作表“%s”有 %s是隐藏的，照样读了：第 %s 行", "sheet “%s” has %s, read too: %s", b.head.Sheet, lang.Count(len(b.hidden), "行", "hidden row"), listed(b.hidden)))
	}
	b.done += b.book.Sheets[b.sheet-1].Size
	b.close()
	b.head, b.first, b.hidden = nil, nil, nil
}

// mostListed is how many rows are listed.
const mostListed = 20

func listed(rows []int) string {
	text := strings.Trim(strings.ReplaceAll(fmt.Sprint(rows[:min(len(rows), mostListed)]), " ", ", "), "[]")
	if len(rows) > mostListed {
		text += ", …"
	}
	return text
}

// merged tells cells among the rows that were made one: which of the rows their value is of, nobody
// knows.
func (b *bookRows) merged() {
	head := rowOf(b.head.Line)
	for _, m := range b.from.Merged {
		if m.LastRow <= head || m.FirstRow <= head && m.LastRow == head {
			continue
		}
		at := slices.IndexFunc(b.head.columns, func(c int) bool { return m.FirstColumn <= c && c <= m.LastColumn })
		if at < 0 {
			continue
		}
		line := lineOf(b.sheet-1, m.FirstRow)
		b.tell(b.head, at, line, "", isMerged(m))
		b.pending[len(b.pending)-1].Whole = false
	}
}

// row returns a row of a sheet with what is wrong with its cells, if it says anything.
func (b *bookRows) row(row sheets.Row) (out Row, faults []Fault, says bool) {
	h := b.head
	line := lineOf(b.sheet-1, row.Number)
	cells := textsOf(row)
	if b.titlesAmong(cells) >= leastKnown && h.use != nil && h.isHeading(cells) {
		if !slices.Equal(said(cells), h.titles) { // else each printed page has them
			b.tell(h, -1, line, strings.Join(cells, " "), twoHeadings)
		}
		return Row{}, nil, false
	}
	out = Row{Line: line, src: h, cells: make([]cell, len(h.names))}
	for i, name := range h.names {
		out.cells[i] = cell{name: name, line: line}
	}
	for _, c := range row.Cells {
		place, under := slices.BinarySearch(h.columns, c.Column)
		if !under {
			if strings.Trim(c.Text, blanks) != "" {
				faults = append(faults, Fault{File: b.file, Line: line, Place: h.Sheet + "!" + sheets.Letters(c.Column) + fmt.Sprint(row.Number),
					Found: Shorten(c.Text), Why: noHeading.why, Remedy: noHeading.remedy})
			}
			continue
		}
		out.cells[place].value = c.Text
		if place == h.faultAt {
			continue
		}
		if w, wrong := cellWords(c); wrong {
			faults = append(faults, out.cellFault(place, w))
		} else if w, bad := badCharacters(c.Text, false, UTF8); bad {
			faults = append(faults, out.cellFault(place, w))
		}
	}
	if row.Hidden {
		b.hidden = append(b.hidden, row.Number)
	}
	return out, faults, !out.isEmpty()
}

// said returns the texts of cells in which something stands.
func said(cells []string) (texts []string) {
	for _, text := range cells {
		if text = strings.Trim(text, blanks); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// titlesAmong returns how many of the cells of a row are headings of its sheet.
func (b *bookRows) titlesAmong(cells []string) (n int) {
	for _, text := range cells {
		if text != "" && slices.Contains(b.head.titles, strings.Trim(text, blanks)) {
			n++
		}
	}
	return n
}

// cellWords says what is wrong with what a cell is, if anything.
func cellWords(c sheets.Cell) (w words, wrong bool) {
	switch {
	case c.Kind == sheets.Failed:
		return isFailed, true
	case c.Kind == sheets.Unknown:
		return isUnknown, true
	case c.Long:
		return isRounded, true
	}
	return words{}, false
}

// bookWords says what is wrong with a file that cannot be read as a workbook.
func bookWords(err error) words {
	for _, known := range []struct {
		err error
		words
	}{
		{sheets.ErrOld, isOldBook}, {sheets.ErrPassword, hasPassword}, {sheets.ErrNoBook, noBook}, {sheets.ErrNoZip, noZip},
		{sheets.ErrOpenSheet, isOpenSheet},
		{sheets.ErrPath, leadsOut}, {sheets.ErrTooLarge, bookTooLarge},
	} {
		if errors.Is(err, known.err) {
			return known.words
		}
	}
	return bookBroken
}
