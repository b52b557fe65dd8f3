package report_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

func TestJSONIsValid(t *testing.T) {
	nasty := "\"\\/\x00\x1b[31m\n\u2028\u0085\u202e\U000E0041<&>'汉\U0001F600"
	table := sample()
	table.Rows[0][5], table.Notes = report.Text(nasty), []lang.Text{{ZH: "汉", EN: nasty}}
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		got := render(t, table, report.JSON, report.Style{Lang: l})
		var object struct {
			Report string
			Rows   []map[string]any
			Total  map[string]any
			Notes  []string
		}
		if err := json.Unmarshal([]byte(got), &object); err != nil {
			t.Fatalf("%v in\n%s", err, got)
		}
		if object.Report != "income" || len(object.Rows) != 2 || len(object.Rows[1]) != len(table.Columns) {
			t.Errorf("%+v", object)
		}
		if object.Rows[0]["remark"] != nasty || object.Notes[0] != table.Notes[0].In(l) {
			t.Errorf("text changed: %q", object.Rows[0]["remark"])
		}
		if strings.Contains(got, `\u003c`) || !strings.Contains(got, "<&>'汉") {
			t.Errorf("printable characters are escaped:\n%s", got)
		}
		wantNothingHidden(t, got)
	}
}

func FuzzJSONText(f *testing.F) {
	f.Add("a\x80\"\\\u2029")
	f.Fuzz(func(t *testing.T, s string) {
		table := report.Table{Key: "x", Columns: []report.Column{{Key: "a"}}, Rows: [][]report.Cell{{report.Text(s)}}}
		var object struct{ Rows []struct{ A string } }
		if err := json.Unmarshal([]byte(render(t, table, report.JSON, report.Style{})), &object); err != nil {
			t.Fatal(err)
		}
		if want := string([]rune(s)); object.Rows[0].A != want {
			t.Errorf("%q became %q", want, object.Rows[0].A)
		}
	})
}

// wantNothingHidden fails if a text for a terminal has anything but printable
// characters, spaces and line feeds.
func wantNothingHidden(t *testing.T, s string) {
	t.Helper()
	for _, r := range s {
		if r != '\n' && unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) {
			t.Errorf("%U is raw in %q", r, s)
		}
	}
}

func TestEscapeInjection(t *testing.T) {
	const attack = "\x1b]0;owned\a\x1b[2J\r\n\t\u009b31m\u202etxt\u200b\x7f\xff"
	const shown = `\u001b]0;owned\u0007\u001b[2J\r\n\t\u009b31m\u202etxt\u200b\u007f` + "\ufffd"
	text := lang.Text{ZH: attack, EN: attack}
	table := report.Table{
		Key: "x", Title: text,
		Facts:   []report.Fact{{Key: "f", Title: text, Value: report.Text(attack)}},
		Columns: []report.Column{{Key: "a", Title: text}, {Key: "b", Title: text}},
		Rows:    [][]report.Cell{{report.Words(text), report.Blank(text)}},
		Total:   []report.Cell{report.Text(attack), {}},
		Notes:   []lang.Text{text},
	}
	got := render(t, table, report.Plain, report.Style{Lang: lang.EN})
	wantNothingHidden(t, got)
	if n := strings.Count(got, shown); n != 9 {
		t.Errorf("visible %d times, want 9:\n%s", n, got)
	}
	got = render(t, table, report.CSV, report.Style{Lang: lang.EN})
	wantNothingHidden(t, strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\t", " ").Replace(got))
}

func TestCSVRoundTrip(t *testing.T) {
	tests := []struct{ text, want string }{
		{"plain 汉字", "plain 汉字"},
		{`quote " and , comma`, `quote " and , comma`},
		{"two\nlines", "two\nlines"},
		{"two\r\nlines\tand a tab", "two\nlines\tand a tab"},
		{"lone\rreturn", `lone\rreturn`},
		{" leading space", " leading space"},
		{`\.`, `\.`},
		{"", ""},
		{"=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "'\tx"},
		{"\rx", `'\rx`},
		{"\nx", "'\nx"},
		{"＝1", "'＝1"},
		{" \u200b=1", `' \u200b=1`},
		{"a=1", "a=1"},
	}
	table := report.Table{Key: "x", Columns: []report.Column{{Key: "text"}, {Key: "amount"}, {Key: "number"}}}
	single := report.Table{Key: "x", Columns: []report.Column{{Key: "text"}}}
	for _, tt := range tests {
		table.Rows = append(table.Rows, []report.Cell{report.Text(tt.text), report.Amount(money.Fen(-123456)), report.Number("-0.5")})
		single.Rows = append(single.Rows, []report.Cell{report.Text(tt.text)})
	}
	for _, table := range []report.Table{table, single} {
		got, isMarked := strings.CutPrefix(render(t, table, report.CSV, report.Style{}), "\ufeff")
		if !isMarked {
			t.Error("no byte order mark")
		}
		if strings.Count(got, "\n") != strings.Count(got, "\r\n") {
			t.Errorf("a line does not end in CRLF: %q", got)
		}
		records, err := csv.NewReader(strings.NewReader(got)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(records) != len(tests)+1 {
			t.Fatalf("%d records of %d", len(records), len(tests)+1)
		}
		for i, tt := range tests {
			record := records[i+1]
			if record[0] != tt.want {
				t.Errorf("%q became %q, want %q", tt.text, record[0], tt.want)
			}
			if len(record) == 3 && (record[1] != "-1234.56" || record[2] != "-0.5") {
				t.Errorf("numbers became %q", record[1:])
			}
		}
	}
}
