package rows

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// No cell of a rejects file is a formula, and all cells are read again as they were;
// also when what was rejected once is rejected again.
func TestRejectsAreNoFormulas(t *testing.T) {
	cells := []string{
		"=1+2", "=cmd|'/c calc'!A0", "+1+1", "-1+2", "@SUM(A1)", "＝1+1", "＋1+1", "－1+1", "＠A1", "\t=1", " =1", "\n=1", "'=1", "''=1", "'", "'x", "\u200b=1", "=HYPERLINK(\"http://x\")",
		"-5.00", "+10000.00", "-5.00x", "=", "x=1", "-", "2024-13-01",
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write([]string{"a", "b"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range cells {
		if err := w.Write([]string{c, "x"}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	content := b.String()
	for _, way := range []string{"once", "twice", "three times"} {
		from := open(t, "a.csv", content)
		all := readAll(t, from)
		var got []string
		for _, a := range all {
			text, _ := a.row.Get("a")
			got = append(got, text)
		}
		want := make([]string, len(cells))
		for i, c := range cells {
			if want[i] = c; !strings.ContainsAny(c, "\"\n") && strings.Trim(c, blanks) != c {
				want[i] = got[i] // blanks outside of quotes are trimmed
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: got %q, want %q", way, got, want)
		}
		content = reject(t, from, all, lang.EN)
		raw, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(content, utf8Mark))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range raw[1:] {
			for _, cell := range row {
				if report.IsFormula(cell) && (strings.Trim(cell[1:], "0123456789.") != "" || cell[0] == '=') {
					t.Errorf("%s: %q is a formula", way, cell)
				}
			}
		}
	}
}
