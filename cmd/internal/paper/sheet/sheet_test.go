package sheet

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/ledger/lang"
)

var (
	keep   = flag.String("keep", "", "write the sample into this folder, to be looked at")
	update = flag.Bool("update", false, "write the digests of the samples anew: an edition of a report that was issued is no longer made again")
)

func written(t *testing.T, d paper.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, "Q+r1IBij="); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSample(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		got := written(t, papertest.Sample(l))
		if !bytes.Equal(got, written(t, papertest.Sample(l))) {
			t.Errorf("%s: the same document gave other bytes", l)
		}
		papertest.Golden(t, "sample-"+string(l)+".sha256", fmt.Appendf(nil, "%x\n", sha256.Sum256(got)), *update)
		if *keep != "" {
			if err := os.WriteFile(filepath.Join(*keep, "sample-"+string(l)+".xlsx"), got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		f, err := excelize.OpenReader(bytes.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(f.GetSheetList()); n != 3+6 {
			t.Errorf("%s: sheets %v", l, f.GetSheetList())
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Amounts are exact, subtotals and totals that are sums are formulas, and what is not known is text.
func TestCells(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, papertest.Sample(lang.ZH))))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	sheets := f.GetSheetList()
	find := func(name string) string {
		i := slices.IndexFunc(sheets, func(s string) bool { return strings.Contains(s, name) })
		if i < 0 {
			t.Fatalf("no sheet %s in %v", name, sheets)
		}
		return sheets[i]
	}
	statement, cases, chart := find("收支表"), find("案件"), find("图 1")
	for _, tt := range []struct{ sheet, cell, value, formula string }{
		{statement, "A4", "一、统筹基金收入", ""}, {statement, "C4", "3933031.07", "ROUND(SUM(C5:C8),2)"}, {statement, "B4", "383339.65", "ROUND(SUM(B5:B8),2)"},
		{statement, "A11", "　　（一）住院费用", ""}, {statement, "C10", "3571935.82", "ROUND(SUM(C11:C14),2)"}, {statement, "B12", "未公布", ""},
		{statement, "B10", "345236.33", ""}, // one of its parts is not known
		{statement, "C15", "361095.25", ""},
		{cases, "E4", "76543.21", ""}, {cases, "E64", "140074074.3", "ROUND(SUM(E4:E63),2)"}, {cases, "A4", "惠医保罚〔2025〕1号", ""},
		{chart, "B6", "644.5", ""}, {chart, "C6", "", ""}, {chart, "A2", "单位：万元", ""},
	} {
		value, err := f.GetCellValue(tt.sheet, tt.cell, excelize.Options{RawCellValue: true})
		formula, errFormula := f.GetCellFormula(tt.sheet, tt.cell)
		if err != nil || errFormula != nil || value != tt.value || formula != tt.formula {
			t.Errorf("%s!%s: %q %q, want %q %q; %v", tt.sheet, tt.cell, value, formula, tt.value, tt.formula, err)
		}
	}
	computed := 0
	for _, name := range sheets {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, stored := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := f.GetCellFormula(name, cell); err != nil || formula == "" {
					continue
				}
				got, err := f.CalcCellValue(name, cell, excelize.Options{RawCellValue: true})
				if err != nil || got != stored && !(got == "TRUE" && stored == "1") {
					t.Errorf("%s!%s is %s, computed %s; %v", name, cell, stored, got, err)
				}
				computed++
			}
		}
	}
	if computed < 20 {
		t.Errorf("%d formulas", computed)
	}
	for i, kind := range []string{`<barDir val="col"`, "<lineChart>", `<barDir val="bar"`} {
		part, ok := f.Pkg.Load(fmt.Sprintf("xl/charts/chart%d.xml", i+1))
		if text, _ := part.([]byte); !ok || !strings.Contains(string(text), kind) || !strings.Contains(string(text), `<varyColors val="0"`) {
			t.Errorf("chart %d is not %s, or its bars are of many colours", i+1, kind)
		}
	}
}

func TestErrors(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, paper.Document{Blocks: []paper.Block{paper.Table{}}}, ""); err == nil || b.Len() > 0 {
		t.Errorf("%v and %d bytes", err, b.Len())
	}
}
