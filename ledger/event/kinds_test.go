package event

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
)

// takes reports whether a fund takes a fact of the type, of some part and kind of care.
func takes(d *definition, field string, kind fund.Kind) bool {
	parts, cares := []string{""}, []string{""}
	if hasField(d, "part") {
		parts = append(parts, string(fund.Pool), string(fund.Personal))
	}
	if hasField(d, "care") {
		for _, c := range fund.Cares() {
			cares = append(cares, string(c.Care))
		}
	}
	for _, part := range parts {
		for _, care := range cares {
			cells := map[string]string{}
			for name, text := range Values(d.example) {
				cells[name] = text
			}
			cells[field], cells["part"], cells["care"], cells["settled_care"] = string(fund.Of("441300", kind)), part, care, ""
			if _, problems := Parse(d.wire, func(name string) string { return cells[name] }); len(problems) == 0 {
				return true
			}
		}
	}
	return false
}

// The list of which facts each kind of fund takes, in testdata/kinds.txt. What a
// kind takes may grow; it never shrinks, for ledgers have such facts.
func TestWhatEachKindTakes(t *testing.T) {
	var b strings.Builder
	for _, k := range fund.Kinds() {
		b.WriteString(string(k.Kind) + " " + k.Name.ZH + "\n")
		for _, d := range registry {
			for _, field := range []string{"fund", "aid_fund"} {
				if hasField(d, field) && d != factReversed && takes(d, field, k.Kind) {
					b.WriteString("  " + d.wire)
					if field != "fund" {
						b.WriteString(" " + field)
					}
					b.WriteString("\n")
				}
			}
		}
		for _, p := range []fund.Part{"", fund.Pool, fund.Personal} {
			for _, c := range k.Kind.Cares(p) {
				code, _ := account.CareAccount(k.Kind, p, c)
				b.WriteString("  care " + string(code) + " " + account.FullName(k.Kind, code).ZH + "\n")
			}
		}
	}
	path := filepath.Join("..", "..", "testdata", "kinds.txt")
	golden, err := os.ReadFile(path)
	if os.IsNotExist(err) && *record {
		err = os.WriteFile(path, []byte(b.String()), 0o600)
		golden = []byte(b.String())
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(golden) != b.String() {
		t.Errorf("the kinds take\n%s\nwant what is in testdata/kinds.txt; if it is right, remove the file and run with -record", b.String())
	}
}

// What the documentation of a type offers, a row of it may say: every value of
// every closed list, with a fund, part and scope that go with it.
func TestWhatIsOfferedIsTaken(t *testing.T) {
	for _, d := range registry {
		for _, f := range d.document().Fields {
			if f.Name == "warning" || f.Name == "account" && len(f.Words) == 0 {
				continue
			}
			for _, w := range f.Words {
				if !offeredIsTaken(d, f.Name, w.Code) {
					t.Errorf("%s offers %s=%s and does not take it", d.wire, f.Name, w.Code)
				}
				if format := f.Meaning().Format; !strings.Contains(format.ZH, w.Code+" "+w.Name.ZH) {
					t.Errorf("%s: %s of %s is not told: %s", d.wire, w.Code, f.Name, format.ZH)
				}
			}
			if m := f.Meaning(); len(f.Words) > 0 && strings.Count(m.Format.EN, ";")+1 != len(f.Words) {
				t.Errorf("%s: %s is told to take %s", d.wire, f.Name, m.Format.EN)
			}
		}
	}
}

func offeredIsTaken(d *definition, field, value string) bool {
	for _, with := range []map[string]string{
		{},
		{"fund": "441300.310", "part": "pool"},
		{"fund": "441300.310", "part": "personal"},
		{"fund": "441300.390", "part": ""},
		{"fund": "441300.610"},
		{"department": "骨科"},
		{"institution": "P44130200026"},
		{"institution": "", "subject": value},
		{"from": "1001", "to": "1002"},
	} {
		cells := map[string]string{}
		for name, text := range Values(d.example) {
			cells[name] = text
		}
		for name, text := range with {
			if hasField(d, name) {
				cells[name] = text
			}
		}
		cells[field] = value
		if field == "care" && hasField(d, "settled_care") {
			cells["settled_care"] = value
		}
		if _, problems := Parse(d.wire, func(name string) string { return cells[name] }); len(problems) == 0 {
			return true
		}
	}
	return false
}

// Names are Chinese or lower-case English, and one character is written one way.
func TestNamesOfFigures(t *testing.T) {
	for text, want := range map[string]bool{
		"职工医保基金收入": true, "亿元": true, "万人次": true, "insured_persons": true, "m020": true, "参保2024年": true, "医保fund_2": true,
		"": false, "2024年": false, "Income": false, "收 入": false, "收入/支出": false, "收入，支出": false, "\uf900收": false, "Ａ": false, "𠮷": false,
		strings.Repeat("收", 41): false, strings.Repeat("收", 40): true,
	} {
		if got := checkName(text) == nil; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
