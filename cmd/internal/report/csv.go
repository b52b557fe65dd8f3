package report

import (
	"bufio"
	"encoding/csv"
	"strings"
	"unicode"

	"github.com/fundledger/fundledger/ledger/lang"
)

// byteOrderMark makes spreadsheet programs read UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes the header of keys and the rows; b keeps the error.
func (t Table) writeCSV(b *bufio.Writer, l lang.Lang) {
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(b)
	w.UseCRLF = true
	record := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		record[i] = c.Key
	}
	w.Write(record)
	for _, row := range t.Rows {
		for i, c := range row {
			record[i] = c.csv(l)
		}
		if len(record) == 1 && record[0] == "" {
			// A reader would skip an empty line: quote the only field.
			w.Flush()
			b.WriteString("\"\"\r\n")
			continue
		}
		w.Write(record)
	}
	w.Flush()
}

// field returns a text as a CSV field that no spreadsheet program takes for a
// formula, with lines parted by line feeds.
func field(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	guard := ""
	if formula(s) {
		guard = "'"
	}
	return guard + reveal(s, func(r rune) bool { return r == '\n' || r == '\t' })
}

// formula reports whether a spreadsheet program may compute a text: it begins
// with an operator, also a full-width one or one after spaces or invisible
// characters, or with a tab, carriage return or line feed.
//
// Source: OWASP, CSV Injection.
func formula(s string) bool {
	if s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || hidden(r) })
	return strings.IndexAny(s, "=+-@＝＋－＠") == 0
}
