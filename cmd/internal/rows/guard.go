package rows

import (
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
)

// A rejects file is opened in a spreadsheet program to be mended, which would compute
// a cell that begins as a formula does. Such a cell gets an apostrophe in front, which
// is taken off when the file is read again. So that this is exact, a cell that has
// apostrophes in front of a formula already gets one more.
//
// Source: OWASP, CSV Injection.

const guard = "'"

// isDangerous reports whether a text is a formula, with or without apostrophes in
// front. A number with its sign is none.
func isDangerous(text string) bool {
	bare := strings.TrimLeft(strings.TrimLeft(text, guard), "\r\n"+blanks)
	isNumber := len(bare) > 1 && strings.IndexByte("+-", bare[0]) >= 0 && strings.Trim(bare[1:], "0123456789.") == ""
	return report.IsFormula(bare) && !isNumber
}

// unguarded returns the text of a cell of a rejects file without its guard.
func unguarded(text string) string {
	if rest, ok := strings.CutPrefix(text, guard); ok && isDangerous(rest) {
		return rest
	}
	return text
}

// guarded returns the row as withoutFault does, with guards: for CSV.
func (r Row) guarded() string {
	var b strings.Builder
	from := 0
	for i := range r.width() {
		c := r.at(i)
		if r.isFault(i) {
			b.WriteString(r.text[from:max(from, c.from-1)])
			if from = c.to; i == 0 && r.width() > 1 {
				from = r.at(1).from
			}
			continue
		}
		start := c.from
		if start < c.to && r.text[start] == '"' {
			start++
		}
		text := r.text[start:c.to]
		if isDangerous(text) && (r.src.faultAt < 0 || !strings.HasPrefix(text, guard)) {
			b.WriteString(r.text[from:start] + guard)
			from = start
		}
	}
	b.WriteString(r.text[from:])
	return b.String()
}
