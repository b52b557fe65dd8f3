package report

import (
	"bufio"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// writeJSON writes the table as one JSON object and a line feed; b keeps the error.
func (t Table) writeJSON(b *bufio.Writer, l lang.Lang) {
	t.openJSON(b, l)
	list(b, len(t.Rows), func(i int) { t.object(b, t.Rows[i], "    ", l) })
	t.closeJSON(b, l)
}

// openJSON writes what stands before the array of rows.
func (t Table) openJSON(b *bufio.Writer, l lang.Lang) {
	b.WriteString("{\n  \"report\": " + quote(t.Key) + ",\n")
	for _, fact := range t.Facts {
		b.WriteString("  " + quote(fact.Key) + ": " + fact.Value.json(l) + ",\n")
	}
	b.WriteString("  \"rows\": ")
}

// closeJSON writes what stands after it.
func (t Table) closeJSON(b *bufio.Writer, l lang.Lang) {
	b.WriteString(",\n  \"total\": ")
	if t.Total == nil {
		b.WriteString("null")
	} else {
		t.object(b, t.Total, "  ", l)
	}
	if !t.Basis.IsZero() {
		b.WriteString(",\n  \"basis\": " + quote(t.Basis.In(l)))
	}
	b.WriteString(",\n  \"notes\": ")
	list(b, len(t.Notes), func(i int) { b.WriteString(quote(t.Notes[i].In(l))) })
	b.WriteString("\n}\n")
}

// list writes an array of n elements as a member of the outermost object.
func list(b *bufio.Writer, n int, element func(i int)) {
	if n == 0 {
		b.WriteString("[]")
		return
	}
	b.WriteByte('[')
	for i := range n {
		b.WriteString(separator(i) + "    ")
		element(i)
	}
	b.WriteString("\n  ]")
}

// object writes a row as an object in the order of the columns.
func (t Table) object(b *bufio.Writer, row []Cell, indent string, l lang.Lang) {
	b.WriteByte('{')
	for i, c := range row {
		b.WriteString(separator(i) + indent + "  " + quote(t.Columns[i].Key) + ": " + c.json(l))
	}
	b.WriteString("\n" + indent + "}")
}

// separator returns what stands before element i.
func separator(i int) string {
	if i == 0 {
		return "\n"
	}
	return ",\n"
}

// quote returns s as a JSON string: every printable character as it is, every
// other one escaped, a broken one as U+FFFD.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case hidden(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
