package report_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// sample is a table with every kind of cell.
func sample() report.Table {
	return report.Table{
		Key:   "income",
		Title: lang.Text{ZH: "基金收入表", EN: "Income of the funds"},
		Facts: []report.Fact{
			{Key: "as_of", Title: lang.Text{ZH: "截至", EN: "as of"}, Value: report.Date(fund.NewDate(2025, 6, 30))},
			{Key: "region", Title: lang.Text{ZH: "统筹区", EN: "region"}, Value: report.Text("441300 <惠州>")},
		},
		Columns: []report.Column{
			{Key: "kind", Title: lang.Text{ZH: "险种", EN: "scheme"}},
			{Key: "income", Title: lang.Text{ZH: "收入", EN: "income"}},
			{Key: "persons", Title: lang.Text{ZH: "参保人数", EN: "insured"}},
			{Key: "rate", Title: lang.Text{ZH: "比例（%）", EN: "rate (%)"}},
			{Key: "since", Title: lang.Text{ZH: "起始日", EN: "since"}},
			{Key: "remark", Title: lang.Text{ZH: "备注", EN: "remark"}},
		},
		Rows: [][]report.Cell{
			{
				report.Words(fund.Employee.Name()), report.Amount(money.Fen(123456789012)), report.Count(1234567),
				report.Number("98.66"), report.Date(fund.NewDate(2020, 1, 1)), report.Text("A&B 医院"),
			},
			{
				report.Words(fund.MedicalAid.Name()), report.Amount(money.Fen(-50)), report.Blank(lang.Text{ZH: "未知", EN: "not known"}),
				report.Number("-1234.5"), report.Date(0), report.Cell{},
			},
		},
		Total: []report.Cell{
			report.Words(lang.Text{ZH: "合计", EN: "total"}), report.Amount(money.Fen(123456788962)), report.Count(1234567), {}, {}, {},
		},
		Notes: []lang.Text{{ZH: "含利息。", EN: "With interest."}, {ZH: "未经审计。", EN: "Not audited."}},
	}
}

func render(t *testing.T, table report.Table, f report.Format, s report.Style) string {
	t.Helper()
	var b bytes.Buffer
	if err := table.Write(&b, f, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	empty := sample()
	empty.Rows, empty.Total, empty.Notes = nil, nil, empty.Notes[:1]
	tests := []struct {
		name   string
		table  report.Table
		format report.Format
		style  report.Style
		want   string
	}{
		{"table zh yuan", sample(), report.Plain, report.Style{Lang: lang.ZH, Unit: money.Yuan}, `
基金收入表
截至：2025-06-30
统筹区：441300 <惠州>
单位：元

险种                          收入   参保人数  比例（%）  起始日      备注
----------------  ----------------  ---------  ---------  ----------  --------
职工基本医疗保险  1,234,567,890.12  1,234,567      98.66  2020-01-01  A&B 医院
医疗救助                     -0.50       未知   -1,234.5
----------------  ----------------  ---------  ---------  ----------  --------
合计              1,234,567,889.62  1,234,567

注1：含利息。
注2：未经审计。
`},
		{"table en wan", sample(), report.Plain, report.Style{Lang: lang.EN, Unit: money.Wan}, `
Income of the funds
as of: 2025-06-30
region: 441300 <惠州>
unit: 10,000 yuan

scheme                                income    insured  rate (%)  since       remark
--------------------------------  ----------  ---------  --------  ----------  --------
employee basic medical insurance  123,456.79  1,234,567     98.66  2020-01-01  A&B 医院
medical aid                             0.00  not known  -1,234.5
--------------------------------  ----------  ---------  --------  ----------  --------
total                             123,456.79  1,234,567

note 1: With interest.
note 2: Not audited.
`},
		{"table zh empty", empty, report.Plain, report.Style{Lang: lang.ZH}, `
基金收入表
截至：2025-06-30
统筹区：441300 <惠州>

险种  收入  参保人数  比例（%）  起始日  备注
----  ----  --------  ---------  ------  ----
（没有数据）

注：含利息。
`},
		{"table en empty", empty, report.Plain, report.Style{Lang: lang.EN}, `
Income of the funds
as of: 2025-06-30
region: 441300 <惠州>

scheme  income  insured  rate (%)  since  remark
------  ------  -------  --------  -----  ------
(no rows)

note: With interest.
`},
		{"json zh", sample(), report.JSON, report.Style{Lang: lang.ZH, Unit: money.Yi}, `
{
  "report": "income",
  "as_of": "2025-06-30",
  "region": "441300 <惠州>",
  "rows": [
    {
      "kind": "职工基本医疗保险",
      "income": "1234567890.12",
      "persons": 1234567,
      "rate": "98.66",
      "since": "2020-01-01",
      "remark": "A&B 医院"
    },
    {
      "kind": "医疗救助",
      "income": "-0.50",
      "persons": null,
      "rate": "-1234.5",
      "since": null,
      "remark": null
    }
  ],
  "total": {
    "kind": "合计",
    "income": "1234567889.62",
    "persons": 1234567,
    "rate": null,
    "since": null,
    "remark": null
  },
  "notes": [
    "含利息。",
    "未经审计。"
  ]
}
`},
		{"json en empty", empty, report.JSON, report.Style{Lang: lang.EN}, `
{
  "report": "income",
  "as_of": "2025-06-30",
  "region": "441300 <惠州>",
  "rows": [],
  "total": null,
  "notes": [
    "With interest."
  ]
}
`},
		{"csv en", sample(), report.CSV, report.Style{Lang: lang.EN, Unit: money.Wan}, `
kind,income,persons,rate,since,remark
employee basic medical insurance,1234567890.12,1234567,98.66,2020-01-01,A&B 医院
medical aid,-0.50,,-1234.5,,
`},
		{"csv zh empty", empty, report.CSV, report.Style{Lang: lang.ZH}, `
kind,income,persons,rate,since,remark
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want[1:]
			if tt.format == report.CSV {
				want = "\ufeff" + strings.ReplaceAll(want, "\n", "\r\n")
			}
			if got := render(t, tt.table, tt.format, tt.style); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func TestUnits(t *testing.T) {
	for _, tt := range []struct {
		unit           money.Unit
		zh, en, amount string
	}{
		{"", "单位：元", "unit: yuan", "1,234,567,890.12"},
		{money.Yuan, "单位：元", "unit: yuan", "1,234,567,890.12"},
		{money.Wan, "单位：万元", "unit: 10,000 yuan", "123,456.79"},
		{money.Yi, "单位：亿元", "unit: 100 million yuan", "12.35"},
	} {
		for l, caption := range map[lang.Lang]string{lang.ZH: tt.zh, lang.EN: tt.en} {
			got := render(t, sample(), report.Plain, report.Style{Lang: l, Unit: tt.unit})
			if !strings.Contains(got, "\n"+caption+"\n\n") || !strings.Contains(got, " "+tt.amount+" ") {
				t.Errorf("unit %q: want %q and %q in\n%s", tt.unit, caption, tt.amount, got)
			}
			for _, f := range []report.Format{report.JSON, report.CSV} {
				if got := render(t, sample(), f, report.Style{Lang: l, Unit: tt.unit}); !strings.Contains(got, "1234567890.12") {
					t.Errorf("unit %q: %s is not in yuan:\n%s", tt.unit, f, got)
				}
			}
		}
	}
	// An amount among the facts alone is captioned too.
	table := report.Table{
		Key: "x", Columns: []report.Column{{Key: "a"}},
		Facts: []report.Fact{{Key: "balance", Title: lang.Text{EN: "balance"}, Value: report.Amount(money.Fen(100_000_000))}},
	}
	if got := render(t, table, report.Plain, report.Style{Unit: money.Wan}); !strings.HasPrefix(got, "balance: 100.00\nunit: 10,000 yuan\n") {
		t.Error(got)
	}
	// So is one in the total alone, and its column is one of numbers.
	table = report.Table{
		Key: "x", Columns: []report.Column{{Key: "a", Title: lang.Text{EN: "a"}}},
		Total: []report.Cell{report.Amount(money.Fen(1_000_00))},
	}
	want := "unit: yuan\n\n       a\n--------\n(no rows)\n--------\n1,000.00\n"
	if got := render(t, table, report.Plain, report.Style{}); got != want {
		t.Error(got)
	}
}

// columns returns where the display columns of a line stand, one rune for every
// column, by a rule of its own: Chinese characters and full-width forms are two.
func columns(line string) []rune {
	var out []rune
	for _, r := range line {
		out = append(out, r)
		if unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60 {
			out = append(out, 0)
		}
	}
	return out
}

func TestColumnsLineUp(t *testing.T) {
	table := sample()
	table.Rows = append(table.Rows, []report.Cell{
		report.Text("ＡＢ、“引号”…—±"), report.Amount(money.Fen(1)), report.Text("text among numbers"),
		report.Blank(lang.Text{ZH: "无", EN: "none"}), {}, report.Text("末尾空格　 "),
	})
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		got := render(t, table, report.Plain, report.Style{Lang: l})
		_, body, _ := strings.Cut(got, "\n\n")
		body, _, _ = strings.Cut(body, "\n\n")
		lines := strings.Split(body, "\n")
		rule := []rune(lines[1])
		for _, line := range lines {
			at := columns(line)
			if len(at) > len(rule) {
				t.Errorf("wider than the rule: %q", line)
			}
			for i, r := range at[:min(len(at), len(rule))] {
				if rule[i] == ' ' && r != ' ' {
					t.Errorf("%q stands in the gap at %d of %q", r, i, line)
				}
			}
		}
		// Numbers end where their column ends.
		end := strings.Index(lines[1][strings.Index(lines[1], " ")+2:], " ") + strings.Index(lines[1], " ") + 2
		for _, line := range []string{lines[2], lines[3], lines[4], lines[6]} {
			if r := columns(line)[end-1]; !unicode.IsDigit(r) {
				t.Errorf("amount does not end at column %d: %q in %q", end, r, line)
			}
		}
		for line := range strings.Lines(got) {
			if line = strings.TrimSuffix(line, "\n"); strings.TrimRightFunc(line, unicode.IsSpace) != line {
				t.Errorf("spaces at the end of %q", line)
			}
		}
	}
}

func TestIllFormedTableWritesNothing(t *testing.T) {
	for name, spoil := range map[string]func(*report.Table){
		"report key":     func(x *report.Table) { x.Key = "" },
		"no columns":     func(x *report.Table) { x.Columns, x.Rows, x.Total = nil, nil, nil },
		"column key":     func(x *report.Table) { x.Columns[0].Key = "=a" },
		"same columns":   func(x *report.Table) { x.Columns[0].Key = "income" },
		"reserved fact":  func(x *report.Table) { x.Facts[0].Key = "rows" },
		"same facts":     func(x *report.Table) { x.Facts[0].Key = "region" },
		"fact value":     func(x *report.Table) { x.Facts[0].Value = report.Number("") },
		"short row":      func(x *report.Table) { x.Rows[1] = x.Rows[1][:5] },
		"short total":    func(x *report.Table) { x.Total = []report.Cell{} },
		"NaN":            func(x *report.Table) { x.Rows[0][0] = report.Number("NaN") },
		"exponent":       func(x *report.Table) { x.Rows[0][0] = report.Number("1e3") },
		"point only":     func(x *report.Table) { x.Rows[0][0] = report.Number("1.") },
		"number in foot": func(x *report.Table) { x.Total[0] = report.Number("=1") },
	} {
		table := sample()
		spoil(&table)
		for _, f := range []report.Format{report.Plain, report.JSON, report.CSV} {
			var b bytes.Buffer
			if err := table.Write(&b, f, report.Style{}); err == nil || b.Len() > 0 {
				t.Errorf("%s as %s: error %v, %d bytes", name, f, err, b.Len())
			}
		}
	}
}

func TestChoices(t *testing.T) {
	for _, want := range []report.Format{report.Plain, report.JSON, report.CSV} {
		if got, err := report.ParseFormat(string(want)); got != want || err != nil {
			t.Errorf("format %q: %q, %v", want, got, err)
		}
	}
	for _, want := range []money.Unit{money.Yuan, money.Wan, money.Yi} {
		if got, err := report.ParseUnit(string(want)); got != want || err != nil {
			t.Errorf("unit %q: %q, %v", want, got, err)
		}
	}
	_, formatErr := report.ParseFormat("\x1bxml")
	_, unitErr := report.ParseUnit("元")
	for _, tt := range []struct {
		err    error
		en, zh string
	}{
		{formatErr, `unknown format "\x1bxml"; choose one of: table, json, csv, xlsx`, `未知的格式 "\x1bxml"，可选：table, json, csv, xlsx`},
		{unitErr, `unknown unit "元"; choose one of: yuan, wan, yi`, `未知的单位 "元"，可选：yuan, wan, yi`},
		{sample().Write(&bytes.Buffer{}, "xml", report.Style{}), `unknown format "xml"; choose one of: table, json, csv, xlsx`, `未知的格式 "xml"，可选：table, json, csv, xlsx`},
		{sample().Write(&bytes.Buffer{}, report.JSON, report.Style{Unit: "fen"}), `unknown unit "fen"; choose one of: yuan, wan, yi`, `未知的单位 "fen"，可选：yuan, wan, yi`},
	} {
		var choice *report.ChoiceError
		if !errors.As(tt.err, &choice) || choice.Error() != tt.en || choice.In(lang.ZH) != tt.zh {
			t.Errorf("got %v, want %s", tt.err, tt.en)
		}
	}
}

// limited accepts n bytes.
type limited struct{ n int }

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.n {
		return l.n, os.ErrClosed
	}
	l.n -= len(p)
	return len(p), nil
}

func TestWriterErrors(t *testing.T) {
	table := sample()
	for range 1000 {
		table.Rows = append(table.Rows, table.Rows[0])
	}
	for _, f := range []report.Format{report.Plain, report.JSON, report.CSV} {
		size := len(render(t, table, f, report.Style{}))
		for _, n := range []int{0, 10, size / 2, size - 1} {
			if err := table.Write(&limited{n}, f, report.Style{}); !errors.Is(err, os.ErrClosed) {
				t.Errorf("%s, %d bytes: %v", f, n, err)
			}
		}
	}
}

// What the figures count stands under the rows, and in JSON as a member of its own; a
// table without it has neither.
func TestBasis(t *testing.T) {
	table := report.Table{Key: "t", Columns: []report.Column{{Key: "a", Title: lang.Text{ZH: "甲", EN: "a"}}},
		Rows: [][]report.Cell{{report.Text("x")}}, Notes: []lang.Text{{ZH: "某", EN: "some"}}}
	for _, basis := range []lang.Text{{}, {ZH: "记账日", EN: "day of booking"}} {
		table.Basis = basis
		for f, want := range map[report.Format]string{report.Plain: "\n\n口径：记账日\n注：某\n", report.JSON: `,
  "basis": "记账日",
  "notes"`} {
			var out bytes.Buffer
			if err := table.Write(&out, f, report.Style{Lang: lang.ZH}); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), want) == basis.IsZero() {
				t.Errorf("%s with %q:\n%s", f, basis.ZH, out.String())
			}
		}
	}
}
