package report_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/fundledger/fundledger/cmd/internal/report"
)

// A text stays as it is unless it has characters that are hidden, or broken ones, and then the
// others stay: of every character.
func TestVisibleOfEveryCharacter(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if !utf8.ValidRune(r) {
			continue
		}
		isHidden := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
		for _, s := range []string{string(r), "汉" + string(r) + "-"} {
			seen := report.Visible(s)
			if (seen != s) != isHidden || isHidden && strings.ContainsRune(seen, r) {
				t.Fatalf("%+q became %+q", s, seen)
			}
			if lines := report.VisibleLines(s); r == '\n' || r == '\t' {
				if lines != s {
					t.Fatalf("%+q became %+q", s, lines)
				}
			} else if lines != seen {
				t.Fatalf("%+q became %+q, and with lines %+q", s, seen, lines)
			}
		}
		formula := strings.ContainsRune("=+-@＝＋－＠\t\r\n", r)
		if report.IsFormula(string(r)+"1") != formula || report.IsFormula(" \u200b"+string(r)+"1") != (formula && !unicode.IsSpace(r)) {
			t.Fatalf("%+q: %v, want %v", r, report.IsFormula(string(r)+"1"), formula)
		}
	}
	for s, want := range map[string]string{"a\xffb": "a\ufffdb", "\ufffd": "\ufffd", "": "", "a\x1b汉\xe6": "a\\u001b汉\ufffd"} {
		if got := report.Visible(s); got != want {
			t.Errorf("%+q became %+q, want %+q", s, got, want)
		}
	}
	for s, want := range map[string]bool{"": false, " ": false, "\xff=": false, "1=": false, "a-": false, " =1": true, "\u00a0\u202e＠": true} {
		if report.IsFormula(s) != want {
			t.Errorf("%+q: a formula: %v", s, !want)
		}
	}
}
