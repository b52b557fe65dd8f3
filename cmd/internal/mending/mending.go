// Package mending gives a clerk her own workbook back with what is wrong in it: a column 问题 beside
// each table, the cells that are meant coloured, nothing else touched. She mends it there and imports
// it again; the column is not read, and what is mended loses its colour the next time.
package mending

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/cmd/internal/sheets"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
)

// ErrTooLarge is returned for a workbook that is too large to be opened whole.
var ErrTooLarge = errors.New("mending: the workbook is too large to be written again")

const (
	mostBytes = 128 << 20 // of a workbook, unpacked: the library holds ten times that
	mostNames = 1000      // tries for a name
	mostText  = 32_000    // bytes of a cell: it holds 32,767 characters
	width     = 60
	colour    = "FFC7CE"
)

// Write writes the workbook at path with what is wrong in it beside it, told in language l, and
// returns where: NAME.faults.xlsx, or with a number if there is such a file. Errors: ErrTooLarge;
// those of the file system and of excelize.
func Write(path string, faults []rows.Fault, names rows.Names, l lang.Lang) (to string, err error) {
	heads, err := rows.Heads(path, names)
	if err != nil {
		return "", err
	}
	if err := small(path, mostBytes); err != nil {
		return "", err
	}
	f, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: 2 * mostBytes, UnzipXMLSizeLimit: mostBytes})
	if err != nil {
		return "", fmt.Errorf("mending: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	b := &book{File: f, lang: l, filled: map[int]int{}, plain: map[int]int{}}
	for _, head := range heads {
		if err := b.mark(head, faults); err != nil {
			return "", fmt.Errorf("mending: sheet %s: %w", head.Sheet, err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return "", fmt.Errorf("mending: %w", err)
	}
	return create(path, out.Bytes())
}

// small returns ErrTooLarge for a workbook that unpacks to too much.
func small(path string, most int64) error {
	file, err := disk.Follow(path)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // read only
	info, err := file.Stat()
	if err != nil {
		return err
	}
	book, err := sheets.Open(file, info.Size())
	if err != nil {
		return err
	}
	left := most
	for _, s := range book.Sheets {
		if left -= s.Size; left < 0 {
			return ErrTooLarge
		}
	}
	return nil
}

// earlier is how the name of a workbook ends that was written here.
var earlier = regexp.MustCompile(`\.faults(-[0-9]+)?$`)

// create writes a new file beside path, under the first name that is free.
func create(path string, data []byte) (to string, err error) {
	ext := filepath.Ext(path)
	base := earlier.ReplaceAllString(strings.TrimSuffix(path, ext), "")
	for n := 1; n <= mostNames; n++ {
		to = base + ".faults" + ext
		if n > 1 {
			to = base + ".faults-" + strconv.Itoa(n) + ext
		}
		if _, err = os.Lstat(to); err == nil {
			continue
		}
		if err = disk.Create(to, data, disk.Private); !errors.Is(err, fs.ErrExist) {
			return to, err
		}
	}
	return "", err
}

// book is a workbook that is being marked.
type book struct {
	*excelize.File
	lang   lang.Lang
	filled map[int]int // style → the same with our colour
	plain  map[int]int // style → the same without it
}

// wrong is what is wrong with a row.
type wrong struct {
	texts []string
	cells []string
}

// mark writes what is wrong with the rows under some headings, and takes away what an earlier one wrote.
func (b *book) mark(head *rows.Head, faults []rows.Fault) (err error) {
	of := map[int]*wrong{}
	for _, f := range faults {
		if row, cell, here := at(f, head.Sheet); here {
			told := f.Told(b.lang)
			if row == head.Row() { // where the column is named
				row++
				told = lang.F("表头：%s", "heading: %s", told).In(b.lang)
			}
			if of[row] == nil {
				of[row] = &wrong{}
			}
			of[row].add(told, cell)
		}
	}
	column, has, last := head.SheetColumns()
	switch {
	case has:
		if err := b.clear(head, column); err != nil {
			return err
		}
	case len(of) == 0:
		return nil
	default:
		if column, err = b.free(head, last); err != nil {
			return err
		}
	}
	letters := sheets.Letters(column)
	if !has {
		if err := b.SetColWidth(head.Sheet, letters, letters, width); err != nil {
			return err
		}
		if err := b.tell(head.Sheet, letters+strconv.Itoa(head.Row()), rows.FaultHeading); err != nil {
			return err
		}
	}
	for row, w := range of {
		if err := b.tell(head.Sheet, letters+strconv.Itoa(row), strings.Join(w.texts, "\n")); err != nil {
			return err
		}
		for _, cell := range w.cells {
			if err := b.fill(head.Sheet, cell, b.filled, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *wrong) add(text, cell string) {
	if !slices.Contains(w.texts, text) {
		w.texts = append(w.texts, text)
	}
	if cell != "" {
		w.cells = append(w.cells, cell)
	}
}

// at returns the row of a sheet that a fault is of, and the cell if it is of one.
func at(f rows.Fault, sheet string) (row int, cell string, here bool) {
	place, here := strings.CutPrefix(f.Place, sheet+"!")
	if !here {
		return 0, "", false
	}
	digits := strings.TrimLeft(place, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	row, err := strconv.Atoi(digits)
	if err != nil {
		return 0, "", false
	}
	if digits != place {
		cell = place
	}
	return row, cell, true
}

// free returns the first column behind a table in which nothing stands.
func (b *book) free(head *rows.Head, last int) (int, error) {
	r, err := b.Rows(head.Sheet)
	if err != nil {
		return 0, err
	}
	defer r.Close() //nolint:errcheck // read only
	used := map[int]bool{}
	for r.Next() {
		cells, err := r.Columns()
		if err != nil {
			return 0, err
		}
		for column := last + 1; column < len(cells); column++ {
			used[column] = used[column] || cells[column] != ""
		}
	}
	column := last + 1
	for used[column] {
		column++
	}
	return column, r.Error()
}

// tell writes a text into a cell of the column of faults.
func (b *book) tell(sheet, cell, text string) error {
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "") + "…"
	}
	if err := b.SetCellStr(sheet, cell, text); err != nil {
		return err
	}
	return b.fill(sheet, cell, b.filled, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}})
}

// fill gives a cell another fill, whatever else its style is.
func (b *book) fill(sheet, cell string, known map[int]int, with excelize.Fill) error {
	before, err := b.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	after, some := known[before]
	if !some {
		style, err := b.GetStyle(before)
		if err != nil {
			return err
		}
		style.Fill = with
		if after, err = b.NewStyle(style); err != nil {
			return err
		}
		known[before] = after
		known[after] = after
	}
	if after == before {
		return nil
	}
	return b.SetCellStyle(sheet, cell, cell, after)
}

// clear takes away what an earlier marking wrote: the texts, and the colour of cells.
func (b *book) clear(head *rows.Head, column int) error {
	letters := sheets.Letters(column)
	r, err := b.Rows(head.Sheet)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // read only
	for row := 1; r.Next(); row++ {
		cells, err := r.Columns()
		if err != nil {
			return err
		}
		if row < head.Row() || column >= len(cells) || cells[column] == "" {
			continue
		}
		if row > head.Row() {
			if err := b.SetCellStr(head.Sheet, letters+strconv.Itoa(row), ""); err != nil {
				return err
			}
		}
		for at := range cells {
			if row == head.Row() && at == column {
				continue
			}
			if err := b.unfill(head.Sheet, sheets.Letters(at)+strconv.Itoa(row)); err != nil {
				return err
			}
		}
	}
	return r.Error()
}

// unfill takes our colour from a cell.
func (b *book) unfill(sheet, cell string) error {
	before, err := b.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	style, err := b.GetStyle(before)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(style.Fill.Color, func(c string) bool { return strings.HasSuffix(strings.ToUpper(c), colour) }) {
		return nil
	}
	return b.fill(sheet, cell, b.plain, excelize.Fill{})
}
