package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

var chinese = report.Style{Lang: lang.ZH, Unit: money.Yuan}

// books is a table with one cell of every kind.
func books() Table {
	t := report.Table{
		Key: "books", Title: lang.Text{ZH: "账簿", EN: "Books"}, Basis: lang.Text{ZH: "业务日期", EN: "business date"},
		Facts: []report.Fact{
			{Key: "as_of", Title: lang.Text{ZH: "截至", EN: "as of"}, Value: report.Date(fund.NewDate(2025, 6, 30))},
			{Key: "unsaid", Title: lang.Text{ZH: "不说", EN: "unsaid"}, Value: report.Cell{}},
		},
		Columns: []report.Column{
			{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
			{Key: "day", Title: lang.Text{ZH: "日期", EN: "day"}},
			{Key: "amount", Title: lang.Text{ZH: "金额", EN: "amount"}},
			{Key: "count", Title: lang.Text{ZH: "笔数", EN: "count"}},
			{Key: "rate", Title: lang.Text{ZH: "比率", EN: "rate"}},
			{Key: "machine", Show: report.Never},
			{Key: "note", Title: lang.Text{ZH: "备注", EN: "note"}, Show: report.Filled},
		},
		Notes: []lang.Text{{ZH: "第一条", EN: "the first"}},
	}
	row := func(document string, amount int64, count int64, rate report.Cell) []report.Cell {
		return []report.Cell{report.Text(document), report.Date(fund.NewDate(2025, 6, 30)), report.Amount(money.Fen(amount)),
			report.Count(count), rate, report.Text("m"), {}}
	}
	t.Rows = [][]report.Cell{
		row("000123456789012345678", 123456789, 3, report.Number("98.60")),
		row("=1+1", -50, 0, report.Blank(lang.Text{ZH: "未公布", EN: "not published"})),
		row("P\u202e-1\n2", 999_999_999_999_999-123456739, 1, report.Number("-3")),
	}
	t.Total = []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"}), {}, report.Amount(money.Fen(999_999_999_999_999)),
		report.Count(4), {}, {}, {}}
	return Table{Table: t}
}

// read writes a workbook and opens it.
func read(t *testing.T, s report.Style, rows int, tables ...Table) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, s, Head{Root: "root&1"}, rows, tables); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// stored is what a cell has: its type, its value as it is stored, and its formula.
func stored(t *testing.T, f *excelize.File, sheet, cell string) (excelize.CellType, string, string) {
	t.Helper()
	kind, err := f.GetCellType(sheet, cell)
	value, errValue := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	formula, errFormula := f.GetCellFormula(sheet, cell)
	if err := errors.Join(err, errValue, errFormula); err != nil {
		t.Fatal(err)
	}
	return kind, value, formula
}

func TestCells(t *testing.T) {
	f := read(t, chinese, MaxRows, books())
	if got, want := fmt.Sprint(f.GetSheetList()), "[封面 账簿 说明 核对]"; got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	for cell, want := range map[string]struct {
		kind           excelize.CellType
		value, formula string
	}{
		"A1": {excelize.CellTypeInlineString, "账簿", ""},
		"A2": {excelize.CellTypeInlineString, "截至：2025-06-30　单位：元", ""},
		"A3": {excelize.CellTypeInlineString, "凭证号", ""},
		"F3": {excelize.CellTypeUnset, "", ""}, // nothing is in the note, and machines alone read the other
		"A4": {excelize.CellTypeInlineString, "000123456789012345678", ""},
		"B4": {excelize.CellTypeUnset, "45838", ""},
		"C4": {excelize.CellTypeUnset, "1234567.89", ""},
		"D4": {excelize.CellTypeUnset, "3", ""},
		"E4": {excelize.CellTypeUnset, "98.6", ""},
		"A5": {excelize.CellTypeInlineString, "=1+1", ""},
		"C5": {excelize.CellTypeUnset, "-0.5", ""},
		"D5": {excelize.CellTypeUnset, "0", ""},
		"E5": {excelize.CellTypeInlineString, "未公布", ""},
		"A6": {excelize.CellTypeInlineString, "P\\u202e-1\n2", ""},
		"C6": {excelize.CellTypeUnset, "9999998765432.6", ""},
		"A7": {excelize.CellTypeInlineString, "合计", ""},
		"C7": {excelize.CellTypeUnset, "9999999999999.99", "ROUND(SUM(C4:C6),2)"},
		"D7": {excelize.CellTypeUnset, "4", "SUM(D4:D6)"},
		"E7": {excelize.CellTypeUnset, "", ""},
	} {
		kind, value, formula := stored(t, f, "账簿", cell)
		if kind != want.kind || value != want.value || formula != want.formula {
			t.Errorf("%s: type %v value %q formula %q, want %v %q %q", cell, kind, value, formula, want.kind, want.value, want.formula)
		}
	}
	for cell, want := range map[string]string{"A4": "@", "B4": dates, "C4": amounts, "E4": "#,##0.00", "C7": amounts} {
		id, err := f.GetCellStyle("账簿", cell)
		style, errStyle := f.GetStyle(id)
		if err := errors.Join(err, errStyle); err != nil {
			t.Fatal(err)
		}
		got := "@"
		if style.NumFmt != 49 {
			got = *style.CustomNumFmt
		}
		if got != want {
			t.Errorf("%s: format %s, want %s", cell, got, want)
		}
	}
}

// What is beyond 15 digits a double does not hold.
func TestLongNumbersAreText(t *testing.T) {
	b := books()
	b.Rows[0][2] = report.Amount(money.Fen(1_000_000_000_000_000))
	b.Total[2] = report.Amount(money.Fen(1_999_999_876_543_210))
	f := read(t, chinese, MaxRows, b)
	for cell, want := range map[string]string{"C4": "10,000,000,000,000.00", "C7": "19,999,998,765,432.10"} {
		if kind, value, formula := stored(t, f, "账簿", cell); kind != excelize.CellTypeInlineString || value != want || formula != "" {
			t.Errorf("%s: type %v value %q formula %q, want the text %s", cell, kind, value, formula, want)
		}
	}
	for _, want := range []string{"账簿!C4, 账簿!C7"} {
		if !says(t, f, "说明", want) {
			t.Errorf("the notes do not say %s", want)
		}
	}
	if !says(t, f, "核对", "有的数写成了文本，不能用公式相加") {
		t.Error("the checks do not say why a column has none")
	}
}

// says reports whether some cell of a sheet has a text in it.
func says(t *testing.T, f *excelize.File, sheet, text string) bool {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(fmt.Sprint(rows), text)
}

// The checks compute TRUE, and FALSE when a figure is changed.
func TestChecks(t *testing.T) {
	f := read(t, chinese, MaxRows, books())
	all := func() string {
		t.Helper()
		rows, err := f.GetRows("核对")
		if err != nil {
			t.Fatal(err)
		}
		value, err := f.CalcCellValue("核对", fmt.Sprintf("E%d", len(rows)))
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	if got := all(); got != "TRUE" {
		t.Errorf("all are equal: %s", got)
	}
	if err := f.SetCellValue("账簿", "C5", -0.51); err != nil {
		t.Fatal(err)
	}
	if got := all(); got != "FALSE" {
		t.Errorf("all are equal, though a figure was changed: %s", got)
	}
}

// A total that is no sum of the rows above it is a number, and the checks say so.
func TestTotalsThatAreNoSums(t *testing.T) {
	b := books()
	b.Total[2] = report.Amount(money.Fen(7))
	f := read(t, chinese, MaxRows, b)
	if _, value, formula := stored(t, f, "账簿", "C7"); value != "0.07" || formula != "" {
		t.Errorf("value %q formula %q, want 0.07 alone", value, formula)
	}
	if !says(t, f, "核对", "合计行为 0.07，不是本表各行之和") {
		t.Error("the checks do not say so")
	}
}

func TestUnits(t *testing.T) {
	for fen, want := range map[int64]string{
		0: "0", 50_0000: "0.5", 5000: "0.01", 4999: "0", -5000: "-0.01", 12_345_000: "12.35", 999_999_999_999_999: "1000000000",
	} {
		b := books()
		b.Rows = b.Rows[:1]
		b.Total = nil
		b.Rows[0][2] = report.Amount(money.Fen(fen))
		f := read(t, report.Style{Lang: lang.ZH, Unit: money.Wan}, MaxRows, b)
		if _, value, formula := stored(t, f, "账簿", "D4"); value != want || formula != "ROUND(C4/10000,2)" {
			t.Errorf("%d fen: value %q formula %q, want %s", fen, value, formula, want)
		}
		if _, value, _ := stored(t, f, "账簿", "D3"); value != "金额（万元）" {
			t.Errorf("heading %q", value)
		}
		if shown, err := f.GetCellValue("账簿", "D4"); err != nil || !strings.HasSuffix(shown, "万元") {
			t.Errorf("shown %q, %v", shown, err)
		}
	}
	f := read(t, report.Style{Lang: lang.EN, Unit: money.Yi}, MaxRows, books())
	if _, value, formula := stored(t, f, "Books", "D6"); value != "99999.99" || formula != "ROUND(C6/100000000,2)" {
		t.Errorf("value %q formula %q", value, formula)
	}
}

// many are rows that come one by one.
func many(n int) Table {
	b := books()
	b.Rows, b.Total = nil, nil
	chance := rand.New(rand.NewPCG(1, 2))
	b.Lines = func(yield func([]report.Cell, error) bool) {
		for i := range n {
			if !yield([]report.Cell{report.Text("P-" + strconv.Itoa(i)), report.Date(fund.NewDate(2025, 1, 1)),
				report.Amount(money.Fen(chance.Int64N(1e8))), report.Count(int64(i)), report.Number("1.5"), report.Text("m"), {}}, nil) {
				return
			}
		}
	}
	return b
}

// A list that is longer than a sheet goes on on others, and its total is of all.
func TestFurtherSheets(t *testing.T) {
	const sheetRows = 1200
	b := many(3000)
	var total money.Sum
	for row := range b.Lines {
		n, _ := row[2].Figure()
		total = total.Plus(money.Sum(n))
	}
	b = many(3000)
	b.Total = []report.Cell{report.Text("合计"), {}, report.Amount(total), {}, {}, {}, {}}
	f := read(t, chinese, sheetRows, b)
	if got, want := fmt.Sprint(f.GetSheetList()), "[封面 账簿 账簿 (2) 账簿 (3) 说明 核对]"; got != want {
		t.Fatalf("sheets %s, want %s", got, want)
	}
	documents := 0
	for _, sheet := range []string{"账簿", "账簿 (2)", "账簿 (3)"} {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) > sheetRows {
			t.Fatalf("%s: %d rows, %v", sheet, len(rows), err)
		}
		for _, row := range rows[headRows:] {
			if strings.HasPrefix(row[0], "P-") {
				if row[0] != "P-"+strconv.Itoa(documents) {
					t.Fatalf("%s follows %d", row[0], documents)
				}
				documents++
			}
		}
	}
	last := headRows + 3000 - 2*(sheetRows-headRows-1) + 1
	_, value, formula := stored(t, f, "账簿 (3)", fmt.Sprintf("C%d", last))
	want := fmt.Sprintf("ROUND(SUM('账簿'!C4:C%d,'账簿 (2)'!C4:C%[1]d,C4:C%d),2)", sheetRows-1, last-1)
	got, err := strconv.ParseFloat(value, 64)
	if fen, _ := total.Fen(); documents != 3000 || err != nil || got != float64(fen)/100 || formula != want {
		t.Errorf("%d documents; %s %s, want %s %s", documents, value, formula, total, want)
	}
}

// The formulas of sums are exact in whatever order a program adds doubles, or there is none.
func TestSumsAreExact(t *testing.T) {
	chance, computed := rand.New(rand.NewPCG(3, 4)), 0
	for _, greatest := range []int64{1e4, 1e9, 1e12, 1e14} {
		for _, n := range []int{10, 1000, 20_000, 300_000} {
			m := &made{rows: int64(n), spans: []span{{sheet: "a", first: 4, last: n + 3}}}
			c := &column{to: 3, money: true}
			values, exactly := make([]float64, n), money.Sum{}
			for i := range values {
				fen := chance.Int64N(greatest)
				values[i], exactly = yuan(fen), exactly.Add(money.Fen(fen))
				c.added.add(fen, int64(i+1))
			}
			formula, ok := m.sum(c)
			fen, fits := exactly.Fen()
			if !ok || !fits || fen >= 1e15 {
				continue
			}
			if len(formula) > 8192 {
				t.Errorf("%d of %d: a formula of %d characters", n, greatest, len(formula))
			}
			computed++
			if got := evaluate(t, formula, values); got != yuan(int64(fen)) {
				t.Errorf("%d of %d: %s gives %v, want %v", n, greatest, formula, got, exactly)
			}
		}
	}
	if computed < 8 {
		t.Errorf("only %d formulas", computed)
	}
}

// evaluate computes the formula of a sum of the cells from C4 on, naively.
func evaluate(t *testing.T, formula string, values []float64) float64 {
	t.Helper()
	total, parts := 0.0, strings.Split(formula, "SUM(")[1:]
	for _, part := range parts {
		var first, last int
		if _, err := fmt.Sscanf(part, "C%d:C%d)", &first, &last); err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		sum := 0.0
		for _, v := range values[first-4 : last-3] {
			sum += v
		}
		total += math.Round(sum*100) / 100
	}
	return math.Round(total*100) / 100
}

func TestSameBytes(t *testing.T) {
	var first []byte
	for range 5 {
		var b bytes.Buffer
		head := Head{Root: "r", Time: time.Date(2025, 6, 30, 1, 2, 3, 0, time.UTC)}
		if err := write(&b, chinese, head, 1200, []Table{many(3000), books(), books()}); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("the same tables gave other bytes")
		}
	}
}

func TestNames(t *testing.T) {
	b := &book{names: map[string]bool{}}
	for _, tt := range []struct{ text, want string }{
		{"账簿", "账簿"}, {"账簿", "账簿 (2)"}, {"A/B: [C]", "A B C"}, {"it's", "it’s"},
		{strings.Repeat("长", 40), strings.Repeat("长", 31)}, {strings.Repeat("长", 40), strings.Repeat("长", 27) + " (2)"},
		{"x\x1by", `x u001by`}, {"X U001BY", "X U001BY (2)"},
	} {
		if got := b.name(tt.text); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	bad := books()
	bad.Lines = func(yield func([]report.Cell, error) bool) { yield(nil, broken) }
	short := books()
	short.Lines = func(yield func([]report.Cell, error) bool) { yield([]report.Cell{{}}, nil) }
	long := books()
	long.Rows[1][0] = report.Text(strings.Repeat("长", excelize.TotalCellChars+1))
	none := books()
	none.Columns = nil
	for _, tt := range []struct {
		table Table
		want  string
	}{
		{bad, `report "books": broken`}, {short, `report "books": 1 cells for 7 columns`}, {none, `report "books": no columns`},
		{long, `report "books": a text in the column 凭证号 has more than the 32767 characters that a cell of a workbook holds; use --format csv`},
	} {
		var b bytes.Buffer
		if err := Write(&b, chinese, Head{}, tt.table); err == nil || err.Error() != tt.want || b.Len() > 0 {
			t.Errorf("%v and %d bytes, want %s", err, b.Len(), tt.want)
		}
	}
	if err := Write(full{}, chinese, Head{}, books()); !errors.Is(err, errFull) {
		t.Errorf("%v, want that there is no room", err)
	}
}

var errFull = errors.New("no room")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// BenchmarkWrite writes rows of eight columns.
func BenchmarkWrite(b *testing.B) {
	t := report.Table{Key: "journal", Title: lang.Text{ZH: "日记账", EN: "General journal"}}
	for _, key := range []string{"booked_on", "position", "document", "summary", "account", "account_name", "debit", "credit"} {
		t.Columns = append(t.Columns, report.Column{Key: key, Title: lang.Text{ZH: key, EN: key}})
	}
	lines := func(n int) iter.Seq2[[]report.Cell, error] {
		return func(yield func([]report.Cell, error) bool) {
			for i := range n {
				if !yield([]report.Cell{report.Date(fund.NewDate(2025, 6, 1+i%30)), report.Count(int64(i)), report.Text("P-2025-" + strconv.Itoa(i)),
					report.Text("待遇支出"), report.Text("5101"), report.Text("基本医疗保险待遇支出"), report.Amount(money.Fen(int64(i) * 3701)), {}}, nil) {
					return
				}
			}
		}
	}
	for b.Loop() {
		var size counted
		if err := Write(&size, chinese, Head{}, Table{Table: t, Lines: lines(1_000_000)}); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(size))
	}
	b.ReportMetric(float64(b.N)*1e6/b.Elapsed().Seconds(), "rows/s")
}

// counted counts what is written.
type counted int

func (c *counted) Write(p []byte) (int, error) {
	*c += counted(len(p))
	return len(p), nil
}
