package report

import (
	"bufio"
	"encoding/csv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/lang"
)

// byteOrderMark makes spreadsheet programs read UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes the header of keys and the rows; b keeps the error.
func (t Table) writeCSV(b *bufio.Writer, l lang.Lang) {
	c := t.openCSV(b, l)
	for _, row := range t.Rows {
		c.row(row)
	}
	c.w.Flush()
}

// csvWriter writes the rows of one table.
type csvWriter struct {
	b      *bufio.Writer
	w      *csv.Writer
	lang   lang.Lang
	record []string
}

// openCSV writes the byte order mark and the header.
func (t Table) openCSV(b *bufio.Writer, l lang.Lang) csvWriter {
	b.WriteString(byteOrderMark)
	c := csvWriter{b: b, w: csv.NewWriter(b), lang: l, record: make([]string, len(t.Columns))}
	c.w.UseCRLF = true
	for i, column := range t.Columns {
		c.record[i] = column.Key
	}
	c.w.Write(c.record)
	return c
}

func (c csvWriter) row(row []Cell) {
	for i, cell := range row {
		c.record[i] = cell.csv(c.lang)
	}
	if len(c.record) == 1 && c.record[0] == "" {
		// A reader would skip an empty line: quote the only field.
		c.w.Flush()
		c.b.WriteString("\"\"\r\n")
		return
	}
	c.w.Write(c.record)
}

// Field returns a text as a CSV field that no spreadsheet program takes for a
// formula, with lines parted by line feeds.
func Field(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	guard := ""
	if IsFormula(s) {
		guard = "'"
	}
	return guard + VisibleLines(s)
}

// IsFormula reports whether a spreadsheet program may compute a text: it begins
// with an operator, also a full-width one or one after spaces or invisible
// characters, or with a tab, carriage return or line feed.
//
// Source: OWASP, CSV Injection.
func IsFormula(s string) bool {
	if s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || hidden(r) })
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@＝＋－＠", first)
}
