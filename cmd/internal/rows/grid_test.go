package rows

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/fundledger/fundledger/ledger/lang"
)

// gridsOf returns the cells of a file and what is told of it, a line each.
func gridsOf(t *testing.T, path string) string {
	t.Helper()
	grids, faults, err := Grids(path)
	check(t, err)
	var b strings.Builder
	for _, g := range grids {
		for _, row := range g.Rows {
			fmt.Fprintf(&b, "%s%d %q\n", g.Sheet, row.Number, row.Cells)
		}
		for _, n := range g.Notes {
			fmt.Fprintln(&b, n.ZH)
		}
	}
	for _, f := range faults {
		f.File = ""
		fmt.Fprintln(&b, f.In(lang.ZH))
	}
	return b.String()
}

// Cells are as they stand, with what stands above a table and headings that come twice.
func TestGrids(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("项目,金额,项目,金额\n　利息,\"1,000.00\"\n")
	check(t, err)
	for name, a := range map[string]struct{ text, want string }{
		"two sides":      {gbk, "1 [\"项目\" \"金额\" \"项目\" \"金额\"]\n2 [\"\\u3000利息\" \"1,000.00\"]\n"},
		"below a title":  {"\ufeff某县\r\n\r\n项目;金额\r\n合计;5", "1 [\"某县\"]\n3 [\"项目\" \"金额\"]\n4 [\"合计\" \"5\"]\n"},
		"declared to it": {"sep=|\na|b\n", "2 [\"a\" \"b\"]\n"},
		"a broken quote": {"a,\"b\nc,d\n", "1 [\"a\" \"\\\"b\"]\n2 [\"c\" \"d\"]\n 第1行：现为“\"b”：左引号没有对应的右引号；请补上右引号，或去掉左引号\n"},
		"nothing":        {"", " ：文件是空的；请检查导出是否成功\n"},
	} {
		path := filepath.Join(t.TempDir(), "a.csv")
		check(t, os.WriteFile(path, []byte(a.text), 0o600))
		if got := gridsOf(t, path); got != a.want && name != "nothing" || name == "nothing" && !strings.Contains(got, "：") {
			t.Errorf("%s: %s, not %s", name, got, a.want)
		}
	}
	path := filepath.Join(t.TempDir(), "long.csv")
	check(t, os.WriteFile(path, []byte(strings.Repeat("a,b\n", mostGridRows+1)), 0o600))
	if got := gridsOf(t, path); !strings.Contains(got, "行数太多") {
		t.Errorf("a file that is too long: %.100s", got)
	}
}

// Numbers of a workbook are as its cells show them.
func TestGridsOfWorkbook(t *testing.T) {
	percent, rounded := 10, 4
	path := bookFile(t, table{name: "表", rows: [][]any{{"项目", nil, "金额"}, {"利息", 0.10394, 35226.004}, {"other", "-", 7}}, also: func(t testing.TB, f *excelize.File) {
		for cell, format := range map[string]int{"B2": percent, "C2": rounded} {
			style, err := f.NewStyle(&excelize.Style{NumFmt: format})
			check(t, err)
			check(t, f.SetCellStyle("表", cell, cell, style))
		}
		check(t, f.SetRowVisible("表", 3, false))
	}}, table{name: "藏", rows: [][]any{{"项目", "金额"}}, also: func(t testing.TB, f *excelize.File) { check(t, f.SetSheetVisible("藏", false)) }})
	want := `表1 ["项目" "" "金额"]
表2 ["利息" "10.39%" "35226.00"]
表3 ["other" "-" "7"]
工作表“表”有 1 行是隐藏的，照样读了：第 3 行
`
	if got := gridsOf(t, path); got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
