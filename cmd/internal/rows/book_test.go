package rows

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/ledger/lang"
)

// known is the headings of the tests.
func known(heading string) (string, bool) {
	name, ok := map[string]string{"类型": "type", "凭证号": "document", "金额": "amount", "金额（万元）": "amount", "type": "type", "document": "document", "amount": "amount"}[heading]
	return name, ok
}

// table is one sheet of a workbook of the tests.
type table struct {
	name string
	rows [][]any
	also func(t testing.TB, f *excelize.File)
}

// bookFile writes a workbook, and returns where.
func bookFile(t testing.TB, tables ...table) string {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range tables {
		if i == 0 {
			check(t, f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			check(t, err)
		}
		for at, cells := range s.rows {
			check(t, f.SetSheetRow(s.name, fmt.Sprintf("A%d", at+1), &cells))
		}
		if s.also != nil {
			s.also(t, f)
		}
	}
	path := filepath.Join(t.TempDir(), "book.xlsx")
	check(t, f.SaveAs(path))
	return path
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// readOut reads a file to its end: its rows, faults and notes, a line each.
func readOut(t testing.TB, path string, l lang.Lang) string {
	t.Helper()
	r, err := Open(path, known)
	check(t, err)
	defer r.Close() //nolint:errcheck // read only
	var b strings.Builder
	for {
		block, err := r.NextBlock()
		if errors.Is(err, io.EOF) {
			break
		}
		check(t, err)
		for row, faults := range r.Cutter().Rows(block) {
			if row.Line > 0 {
				b.WriteString(PlaceOf(r.Sheets().Place(row.Line), row.Line).In(l))
				row.Each(func(name, text string) bool { b.WriteString(" " + name + "=" + Shorten(text)); return true })
				b.WriteByte('\n')
			}
			for _, f := range faults {
				b.WriteString("  " + strings.TrimPrefix(f.In(l), path) + "\n")
			}
		}
	}
	for _, note := range r.Notes() {
		b.WriteString("- " + note.In(l) + "\n")
	}
	return b.String()
}

func TestWorkbooks(t *testing.T) {
	heads := []any{"类型", "凭证号", "金额"}
	for name, test := range map[string]struct {
		tables []table
		want   string
	}{
		"two sheets": {[]table{{name: "一", rows: [][]any{heads, {"a", "1", 2.5}}}, {name: "二", rows: [][]any{{"document", "type"}, {"00012", "b"}}}},
			"一!2 type=a document=1 amount=2.5\n二!2 document=00012 type=b\n"},
		"a title above": {[]table{{name: "一", rows: [][]any{{"2025年明细"}, {}, {nil, "单位：元"}, heads, {"a", "1", 2}}}}, "一!5 type=a document=1 amount=2\n"},
		"columns aside": {[]table{{name: "一", rows: [][]any{{nil, "类型", nil, "金额"}, {nil, "a", nil, 3}, {}, {"x", nil, "y", 4}}}},
			"一!2 type=a amount=3\n一!4 amount=4\n   一!A4：现为“x”：这一列没有表头；请在表头填写列名，或清空这一格\n   一!C4：现为“y”：这一列没有表头；请在表头填写列名，或清空这一格\n"},
		"no headings": {[]table{{name: "一", rows: [][]any{{"说明"}}}}, "  ：没有一个工作表有认得的表头；表头要用字段名或中文名，如 类型、凭证号、业务日期、基金、金额；可用 fundledger template 生成模板\n- 工作表“一”前 20 行里没有认得的表头，没有读\n"},
		"a hidden sheet": {[]table{{name: "一", rows: [][]any{heads, {"a", "1", 2}}},
			{name: "二", rows: [][]any{heads, {"b", "2", 3}}, also: func(t testing.TB, f *excelize.File) { check(t, f.SetSheetVisible("二", false)) }}},
			"一!2 type=a document=1 amount=2\n- 工作表“二”是隐藏的，没有读\n"},
		"a hidden list": {[]table{{name: "一", rows: [][]any{heads, {"a", "1", 2}}}, {name: "选项", rows: [][]any{{"住院"}, {"门诊"}}, also: func(t testing.TB, f *excelize.File) {
			check(t, f.SetSheetVisible("选项", false))
		}}}, "一!2 type=a document=1 amount=2\n"},
		"hidden rows": {[]table{{name: "一", rows: [][]any{heads, {"a", "1", 2}, {"a", "2", 2}}, also: func(t testing.TB, f *excelize.File) {
			check(t, f.SetRowVisible("一", 3, false))
		}}},
			"一!2 type=a document=1 amount=2\n一!3 type=a document=2 amount=2\n- 工作表“一”有 1 行是隐藏的，照样读了：第 3 行\n"},
		"headings on each page": {[]table{{name: "一", rows: [][]any{heads, {"a", "1", 2}, heads, {"a", "2", 2}}}}, "一!2 type=a document=1 amount=2\n一!4 type=a document=2 amount=2\n"},
		"another table below": {[]table{{name: "一", rows: [][]any{heads, {"a", "1", 2}, {"金额", "凭证号", "类型"}, {2, "2", "a"}}}},
			"一!2 type=a document=1 amount=2\n   一!3：现为“金额 凭证号 类型”：又是一行表头；一个工作表只放一张表；另一张请移到别的工作表\n一!4 type=2 document=2 amount=a\n"},
		"one name twice": {[]table{{name: "一", rows: [][]any{{"类型", "金额", "凭证号", "金额（万元）"}, {"a", 1, "1", 2}}}},
			"   一!D1：现为“金额（万元）”：第 4 列（D 列）与第 2 列（B 列）同名；请改名或删除其中一列\n一!2 type=a amount=1 document=1 amount=2\n"},
		"what cells are": {[]table{{name: "一", rows: [][]any{heads, {"a", 441300202500001234}, {"b", true, time.Date(2025, 8, 3, 0, 0, 0, 0, time.UTC)}},
			also: func(t testing.TB, f *excelize.File) {
				check(t, f.SetCellFormula("一", "C2", "SUM(A1)"))
			}}},
			"一!2 type=a document=441300202500001000\n   一!B2，凭证号 列：现为“441300202500001000”：长数字存成了数值，只剩 15 位，末位可能已丢失；请把单元格设为文本，按原件重新填写\n" +
				"   一!C2，金额 列：公式没有算出的值；请在 Excel 或 WPS 中打开，保存一次\n一!3 type=b document=TRUE amount=2025-08-03\n"},
		"merged": {[]table{{name: "一", rows: [][]any{{"标题"}, heads, {"a", "1", 2}, {nil, "2", 3}}, also: func(t testing.TB, f *excelize.File) {
			check(t, f.MergeCell("一", "A1", "C1"))
			check(t, f.MergeCell("一", "A3", "A4"))
		}}}, "一!3 type=a document=1 amount=2\n一!4 document=2 amount=3\n   一!A3：数据中有合并单元格 A3:A4；请取消合并，每一行都填上值\n"},
		"the column of faults": {[]table{{name: "一", rows: [][]any{{"类型", "凭证号", "问题"}, {"a", "1", "没有"}, {nil, nil, "又"}}}}, "一!2 type=a document=1\n"},
	} {
		if got := readOut(t, bookFile(t, test.tables...), lang.ZH); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
	if got := readOut(t, bookFile(t, table{name: "a!b", rows: [][]any{heads, {"a", 441300202500001234}}}), lang.EN); !strings.Contains(got, ":a!b!B2: 凭证号: found") {
		t.Error(got)
	}
}

// What is no workbook is told as what it is.
func TestNoWorkbooks(t *testing.T) {
	whole, err := os.ReadFile(bookFile(t, table{name: "一", rows: [][]any{{"类型", "金额"}, {"a", 1}}}))
	check(t, err)
	old := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), bytes.Repeat([]byte{0}, 600)...)
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"a.xls":  {old, "旧式的 .xls"},
		"b.xlsx": {append(old, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")...), "打开密码"},
		"c.xlsx": {whole[:len(whole)/2], "不完整"},
		"d.xls":  {[]byte("<html><table><tr><td>类型</td></tr></table></html>"), "网页"},
		"e.xlsx": {nil, "空的"},
	} {
		path := filepath.Join(t.TempDir(), name)
		check(t, os.WriteFile(path, test.data, 0o600))
		if got := readOut(t, path, lang.ZH); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	// Whatever the name says, what it is counts.
	path := filepath.Join(t.TempDir(), "book.csv")
	check(t, os.WriteFile(path, whole, 0o600))
	if got := readOut(t, path, lang.ZH); got != "一!2 type=a amount=1\n" {
		t.Error(got)
	}
}

// The same table as text: under a title, too.
func TestTitlesInText(t *testing.T) {
	for content, want := range map[string]string{
		"类型,凭证号,金额\na,1,2\n":                              "line 2 type=a document=1 amount=2\n",
		"2025年明细,,\n单位：万元,,\n\n类型,凭证号,金额\na,1,2\n":        "line 5 type=a document=1 amount=2\n",
		"2025年明细\n类型\t凭证号\t金额\na\t1\t2\n":                 "line 3 type=a document=1 amount=2\n",
		"凭据,数目\na,1\n":                                    "line 2 凭据=a 数目=1\n",
		"类型,凭证号,问题\na,1,没有\n":                             "line 2 type=a document=1\n",
		"{\"类型\":\"a\",\"金额（万元）\":\"1\",\"问题\":\"没有\"}\n": "line 1 type=a amount=1\n",
		strings.Repeat("说明,\n", 30) + "类型,凭证号\na,1\n":     "",
	} {
		path := filepath.Join(t.TempDir(), "f")
		check(t, os.WriteFile(path, []byte(content), 0o600))
		got := readOut(t, path, lang.EN)
		if want != "" && got != want || want == "" && strings.Contains(got, "document=") {
			t.Errorf("%q: got\n%s\nwant\n%s", content, got, want)
		}
	}
}

// FuzzBook reads workbooks whose one sheet is any text: whatever stands there, reading ends, and every row
// has a place.
func FuzzBook(f *testing.F) {
	f.Add(`<sheetData><row r="1"><c t="inlineStr"><is><t>类型</t></is></c><c t="inlineStr"><is><t>金额</t></is></c></row><row r="2" hidden="1"><c><v>1</v></c></row></sheetData>`)
	f.Add(`<row><c t="str"><v>类型</v></c><c t="str"><v>凭证号</v></c></row><row><c r="C2"><v>1</v></c></row><mergeCell ref="A2:B3"/>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		var data bytes.Buffer
		z := zip.NewWriter(&data)
		for name, text := range map[string]string{
			"xl/workbook.xml":            `<workbook><sheets><sheet name="一" id="a"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationship Id="a" Target="worksheets/s.xml"/>`,
			"xl/worksheets/s.xml":        sheet,
		} {
			w, err := z.Create(name)
			check(t, err)
			_, err = io.WriteString(w, text)
			check(t, err)
		}
		check(t, z.Close())
		r, err := NewReader("a.xlsx", bytes.NewReader(data.Bytes()), int64(data.Len()), known)
		check(t, err)
		defer r.Close() //nolint:errcheck // read only
		last := 0
		for {
			row, faults, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			check(t, err)
			if row.Line > 0 && (row.Line <= last || r.Sheets().Place(row.Line) == "") {
				t.Fatalf("line %d after %d", row.Line, last)
			}
			last = max(last, row.Line)
			for _, fault := range faults {
				_, _ = fault.In(lang.ZH), fault.Told(lang.EN)
			}
		}
	})
}
