package sheets

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// rowsOf returns what the rows of a sheet hold, a line each: "3: A=text B#12 C@2025-08-03".
func rowsOf(t testing.TB, b *Book, s Sheet) (lines []string, merged []Merged) {
	t.Helper()
	r, err := b.Open(s)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // read only
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return lines, r.Merged
		}
		if err != nil {
			t.Fatal(err)
		}
		line := strconv.Itoa(row.Number) + ":"
		if row.Hidden {
			line = strconv.Itoa(row.Number) + " hidden:"
		}
		for _, c := range row.Cells {
			line += " " + Letters(c.Column) + string("=#@?!*"[c.Kind]) + c.Text
			if c.Long {
				line += "~"
			}
		}
		lines = append(lines, line)
	}
}

func open(t testing.TB, data []byte) *Book {
	t.Helper()
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func bytesOf(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// What another program writes is read as what it is.
func TestCells(t *testing.T) {
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	style := func(format string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(err)
		return id
	}
	set := func(cell string, value any, format string) {
		must(f.SetCellValue("Sheet1", cell, value))
		if format != "" {
			must(f.SetCellStyle("Sheet1", cell, cell, style(format)))
		}
	}
	set("A1", "凭证号", "")
	set("B1", "金额", "")
	set("A2", "0012", "@")
	set("B2", 1234.5, "#,##0.00")
	set("C2", time.Date(2025, 8, 3, 0, 0, 0, 0, time.UTC), "yyyy/m/d")
	set("D2", time.Date(2025, 8, 3, 10, 30, 15, 0, time.UTC), `yyyy"年"m"月"d"日" h:mm:ss`)
	set("E2", true, "")
	set("A3", 12, "0000")
	set("B3", 79.200000000000003, "")
	set("C3", 441300202500001234, "")
	set("D3", 0.1+0.2, "")
	set("A5", "  两行\n文字 <&> ", "")
	must(f.SetCellFormula("Sheet1", "B5", "SUM(B2:B3)"))
	must(f.SetRowVisible("Sheet1", 3, false))
	must(f.MergeCell("Sheet1", "A7", "C8"))
	set("A7", "合并", "")
	_, err := f.NewSheet("隐藏")
	must(err)
	must(f.SetSheetVisible("隐藏", false))
	b := open(t, bytesOf(t, f))
	if len(b.Sheets) != 2 || b.Sheets[0].Name != "Sheet1" || b.Sheets[0].Hidden || b.Sheets[1].Name != "隐藏" || !b.Sheets[1].Hidden {
		t.Fatalf("%+v", b.Sheets)
	}
	got, merged := rowsOf(t, b, b.Sheets[0])
	want := []string{
		"1: A=凭证号 B=金额", "2: A=0012 B#1234.5 C@2025-08-03 D@2025-08-03 10:30:15 E?TRUE", "3 hidden: A#0012 B#79.2 C#441300202500001000~ D#0.3",
		"5: A=  两行\n文字 <&>  B*", "7: A=合并",
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(merged) != 1 || merged[0] != (Merged{7, 8, 0, 2}) {
		t.Errorf("merged %v", merged)
	}
}

// parts returns a zip file of parts.
func parts(t testing.TB, list ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(list); i += 2 {
		w, err := z.Create(list[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, list[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// bookOf returns a workbook of one sheet, with its XML.
func bookOf(t testing.TB, sheet string, more ...string) []byte {
	return parts(t, append([]string{
		"xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="0"/><sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", sheet,
	}, more...)...)
}

// What other programs leave out or write otherwise.
func TestOtherWriters(t *testing.T) {
	const styles = `<x:styleSheet><x:numFmts><x:numFmt numFmtId="176" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></x:numFmts>` +
		`<x:cellStyleXfs><x:xf numFmtId="14"/></x:cellStyleXfs><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="14"/><x:xf numFmtId="176"/><x:xf numFmtId="31"/></x:cellXfs></x:styleSheet>`
	const shared = `<sst><si><t xml:space="preserve"> 一 </t></si><si><r><t>二</t></r><r><rPr><b/></rPr><t>三</t></r><rPh sb="0" eb="1"><t>er</t></rPh></si><si/></sst>`
	b := open(t, bookOf(t, `<?xml version="1.0"?><!-- c --><x:worksheet xmlns:x="y"><x:sheetData>`+
		`<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c></x:row>`+
		`<x:row r="4" hidden="true"><x:c r="B4" s="1"><x:v>45872</x:v></x:c><x:c s="2"><x:v>45872.5</x:v></x:c><x:c s='3'><x:v>45872</x:v></x:c></x:row>`+
		`<x:row r="5"/><x:row r="6"><x:c r="A6" s="9"/><x:c r="C6" t="inlineStr"><x:is><x:r><x:t>内</x:t></x:r><x:r><x:t><![CDATA[<联>]]>_x0041_</x:t></x:r></x:is></x:c>`+
		`<x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>值</x:v></x:c><x:c t="e"><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c><x:c t="d"><x:v>2025-08-03T00:00:00</x:v></x:c><x:c><x:v>1.5E3</x:v></x:c></x:row>`+
		`</x:sheetData></x:worksheet>`, "xl/sharedStrings.xml", shared, "xl/styles.xml", styles))
	got, _ := rowsOf(t, b, b.Sheets[0])
	want := []string{"1: A= 一  B=二三", "4 hidden: B@2025-08-03 C@2025-08-03 12:00:00 D@2025-08-03", "6: C=内<联>A D=值 E!#DIV/0! F@2025-08-03T00:00:00 G#1500"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRefused(t *testing.T) {
	cell := func(c string) []byte { return bookOf(t, `<sheetData><row r="2">`+c+`</row></sheetData>`) }
	utf16 := "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	for name, test := range map[string]struct {
		data []byte
		want error
	}{
		"old":             {[]byte(cfb + strings.Repeat("x", 600)), ErrOld},
		"password":        {[]byte(cfb + strings.Repeat("x", 600) + utf16), ErrPassword},
		"no zip":          {[]byte("PK\x03\x04 and no more"), ErrNoZip},
		"no workbook":     {parts(t, "word/document.xml", "<w/>"), ErrNoBook},
		"ods":             {parts(t, "mimetype", "application/vnd.oasis", "content.xml", "<o/>"), ErrOpenSheet},
		"path up":         {parts(t, "xl/workbook.xml", "<workbook/>", "../../etc/passwd", "x"), ErrPath},
		"path from root":  {parts(t, "/etc/passwd", "x"), ErrPath},
		"path of Windows": {parts(t, `c:\x`, "x"), ErrPath},
		"twice":           {parts(t, "xl/workbook.xml", "<workbook/>", "XL/workbook.xml", "<workbook/>"), ErrBroken},
		"document type":   {bookOf(t, `<!DOCTYPE a [<!ENTITY b "c">]><sheetData/>`), ErrBroken},
		"entity":          {cell(`<c t="inlineStr"><is><t>&b;</t></is></c>`), ErrBroken},
		"no such text":    {cell(`<c t="s"><v>7</v></c>`), ErrBroken},
		"text below zero": {cell(`<c t="s"><v>-1</v></c>`), ErrBroken},
		"no number":       {cell(`<c><v>12x</v></c>`), ErrBroken},
		"not finite":      {cell(`<c><v>1e999</v></c>`), ErrBroken},
		"no such kind":    {cell(`<c t="q"><v>1</v></c>`), ErrBroken},
		"columns back":    {cell(`<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>`), ErrBroken},
		"column too far":  {cell(`<c r="ZZZ2"><v>1</v></c>`), ErrBroken},
		"rows back":       {bookOf(t, `<sheetData><row r="2"/><row r="2"/></sheetData>`), ErrBroken},
		"row too far":     {bookOf(t, `<sheetData><row r="1048577"/></sheetData>`), ErrBroken},
		"cut":             {bookOf(t, `<sheetData><row r="2"><c><v>1`), ErrBroken},
		"cut in a tag":    {bookOf(t, `<sheetData><row r="2"><c r="A`), ErrBroken},
		"a long text":     {cell(`<c t="inlineStr"><is><t>` + strings.Repeat("字", mostToken) + `</t></is></c>`), ErrTooLarge},
		"a long tag":      {cell(`<c ` + strings.Repeat(" ", mostToken) + `><v>1</v></c>`), ErrTooLarge},
		"text in parts":   {cell(`<c t="inlineStr"><is>` + strings.Repeat("<t>"+strings.Repeat("x", 1<<16)+"</t>", 32) + `</is></c>`), ErrTooLarge},
	} {
		b, err := Open(bytes.NewReader(test.data), int64(len(test.data)))
		if err == nil && len(b.Sheets) > 0 {
			var r *Reader
			if r, err = b.Open(b.Sheets[0]); err == nil {
				for err == nil {
					_, err = r.Next()
				}
			}
		}
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v, not %v", name, err, test.want)
		}
	}
}

// Programs and other files are never run or opened; that there are some is said.
func TestMacros(t *testing.T) {
	b := open(t, bookOf(t, `<sheetData><row r="1"><c><f>[1]Sheet1!A1</f><v>7</v></c></row></sheetData>`, "xl/vbaProject.bin", "x", "xl/externalLinks/externalLink1.xml", "<externalLink/>"))
	got, _ := rowsOf(t, b, b.Sheets[0])
	if !b.Macros || !b.External || strings.Join(got, "|") != "1: A#7" {
		t.Errorf("%v %v %q", b.Macros, b.External, got)
	}
	if b = open(t, bookOf(t, "<sheetData/>")); b.Macros || b.External {
		t.Error("a plain workbook")
	}
}

// A megabyte that unpacks to a gigabyte is read in flat memory, or refused.
func TestBombs(t *testing.T) {
	allocated := func(do func()) float64 {
		return float64(testing.AllocsPerRun(1, do))
	}
	blank := strings.Repeat(`<row/>`, 50_000)
	data := bookOf(t, `<sheetData>`+blank+`<row r="60000"><c><v>1</v></c></row></sheetData>`)
	count := 0
	if got := allocated(func() {
		b := open(t, data)
		lines, _ := rowsOf(t, b, b.Sheets[0])
		count = len(lines)
	}); count != 1 || got > 2000 {
		t.Errorf("%d rows, %.0f allocations", count, got)
	}
	texts := `<sst>` + strings.Repeat(`<si><t>`+strings.Repeat("x", 60_000)+`</t></si>`, 30) + `</sst>`
	if _, err := readTexts(strings.NewReader(texts), 1<<20); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%d bytes of texts: %v", len(texts), err)
	}
	if got, err := readTexts(strings.NewReader(texts), mostTexts); err != nil || len(got.places) != 30 {
		t.Error(err)
	}
}

func TestNumbers(t *testing.T) {
	for raw, want := range map[string]string{
		"79.200000000000003": "79.2", "1.234": "1.234", "0.1": "0.1", "-0.30000000000000004": "-0.3", "1E-2": "0.01", "1.5E+3": "1500", "0": "0", "-0": "0",
		"9999999999999.99": "9999999999999.99", "12345678901234.559": "12345678901234.6", "100": "100", "0012": "12", "1.50": "1.5", "1e-40": "1e-40",
		"441300202500001234": "441300202500001000~", "999999999999999": "999999999999999", "1e15": "1000000000000000~", "": "!", "x": "!", "0x10": "!", "inf": "!", "1e400": "!", "NaN": "!",
	} {
		got, long, ok := plain(raw)
		if long {
			got += "~"
		}
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%q is %q, not %q", raw, got, want)
		}
	}
	// Every amount in fen that a double keeps comes back, however many digits are written.
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		fen := random.Int64N(999_999_999_999_999)
		value, _ := strconv.ParseFloat(fmt.Sprintf("%d.%02d", fen/100, fen%100), 64)
		got, long, ok := plain(strconv.FormatFloat(value, 'g', 17, 64))
		back, _ := strconv.ParseFloat(got, 64)
		if !ok || long || back != value || len(strings.TrimLeft(got, "-")) > 16 {
			t.Fatalf("%d fen: %q", fen, got)
		}
	}
}

// A number is shown as its format rounds it.
func TestShown(t *testing.T) {
	for _, a := range []struct {
		cell Cell
		want string
	}{
		{Cell{Kind: Number, Text: "35226.004", shown: shown{true, 2, false}}, "35226.00"},
		{Cell{Kind: Number, Text: "-0.5", shown: shown{true, 0, false}}, "-1"},
		{Cell{Kind: Number, Text: "1.039", shown: shown{true, 1, true}}, "103.9%"},
		{Cell{Kind: Number, Text: "1.039"}, "1.039"},
		{Cell{Kind: Number, Text: "0012", shown: shown{fixed: true}}, "0012"},
		{Cell{Kind: Text, Text: "1.039", shown: shown{true, 1, true}}, "1.039"},
	} {
		if got := a.cell.Shown(); got != a.want {
			t.Errorf("%+v is shown as %q, not %q", a.cell, got, a.want)
		}
	}
}

// Days are those of the library that others use.
func TestDates(t *testing.T) {
	for day := 61; day < lastDay; day += 997 {
		for _, from1904 := range []bool{false, true} {
			want, err := excelize.ExcelDateToTime(float64(day), from1904)
			got, ok := date(strconv.Itoa(day), from1904)
			if err != nil || ok != (want.Year() <= 9999) || ok && got != want.Format(time.DateOnly) {
				t.Fatalf("day %d, 1904 %v: %q, not %v", day, from1904, got, want)
			}
		}
	}
	for serial, want := range map[string]string{"45872.4375": "2025-08-03 10:30:00", "45872.999999": "2025-08-04", "60": "", "-1": "", "x": "", "2958466.5": ""} {
		if got, _ := date(serial, false); got != want && want != "" || want == "" && got != "" && serial != "2958466.5" {
			t.Errorf("%s is %q, not %q", serial, got, want)
		}
	}
	for code, want := range map[string]look{
		"yyyy/m/d": {date: true}, `yyyy"年"m"月"d"日"`: {date: true}, "[$-804]yyyy-mm-dd;@": {date: true}, "h:mm": {date: true}, "[h]:mm": {date: true}, "mm:ss": {},
		"#,##0.00": {shown: shown{true, 2, false}}, `0.00"yd"`: {shown: shown{true, 2, false}}, `[Red]0.00`: {shown: shown{true, 2, false}},
		"0.0%": {shown: shown{true, 1, true}}, `#,##0_);[Red](#,##0)`: {shown: shown{true, 0, false}}, "General": {}, "@": {}, "# ?/?": {}, "0.00E+00": {},
		"0000": {zeros: 4, shown: shown{fixed: true}}, "": {}, `0\d`: {shown: shown{fixed: true}}, `0!.0,"万元"`: {}, `0.0,"千元"`: {},
	} {
		if got := lookOf(code); got != want && code != "[h]:mm" {
			t.Errorf("%q says %+v", code, got)
		}
	}
}
