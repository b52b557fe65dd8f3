package rows

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/lang"
)

// reject returns the rejects file of every row.
func reject(t testing.TB, from *Reader, all []read, l lang.Lang) string {
	t.Helper()
	var b bytes.Buffer
	j, err := CreateRejects("rejects"+from.Ext(), from, l)
	if err != nil {
		t.Fatal(err)
	}
	j.to(&b)
	for _, a := range all {
		if err := j.Write(a.row, a.faults); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRejects(t *testing.T) {
	tests := []struct{ name, file, content, want string }{
		{
			"CSV", "a.csv", "a;\"b\";c\n1; \"x\" ;3\n1;2\n;\"2\r\n\"\"3\";\"4\n1;\"2;3",
			"fault;a;\"b\";c\r\n" +
				`"line 2: b: found "" ""x"" "": a double quote within a cell that is not quoted; put the whole cell in double quotes and write each quote within it twice";1; "x" ;3` + "\r\n" +
				`"line 3: found ""1;2"": the row has 2 cells, the header has 3; add the missing cells; an empty one needs its separator too";1;2` + "\r\n" +
				`"line 5: c: found """"4"": the opening quote has no closing quote; add the closing quote or remove the opening one";;"2` + "\r\n" + `""3";"4` + "\r\n" +
				`"line 6: b: found """"2;3"": the opening quote has no closing quote; add the closing quote or remove the opening one | line 6: found ""1;""2;3"": the last line has no line break: the file may have been cut; if it is complete, add a line break at its end";1;"2;3` + "\r\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := open(t, test.file, test.content)
			got := reject(t, r, readAll(t, r), lang.EN)
			if want := utf8Mark + test.want; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestRejectsFile mends a rejects file and reads it again.
func TestRejectsFile(t *testing.T) {
	dir := t.TempDir()
	r := open(t, "a.csv", "a,b\n1\n3,4\n")
	if _, err := CreateRejects(filepath.Join(dir, "r.jsonl"), r, lang.ZH); !errors.Is(err, ErrExtension) {
		t.Error(err)
	}
	path := filepath.Join(dir, "r.csv")
	j, err := CreateRejects(path, r, lang.ZH)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Write(Row{}, []Fault{fileFault("a.csv", isEmpty)}); err != nil || j.Count() != 0 {
		t.Error(err, j.Count())
	}
	if _, err := os.Stat(j.path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the file is there before the first row:", err)
	}
	for _, a := range readAll(t, r) {
		if len(a.faults) == 0 {
			continue
		}
		if err := j.Write(a.row, a.faults); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(j.Close(), j.Close()); err != nil || j.Count() != 1 {
		t.Error(err, j.Count())
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const want = utf8Mark + "fault,a,b\r\n\"第2行：现为“1”：这一行有 1 个单元格，表头有 2 列；请补齐单元格，空单元格也要留分隔符\",1\r\n"
	if string(content) != want {
		t.Errorf("got\n%s\nwant\n%s", content, want)
	}
	if err := os.WriteFile(path, bytes.Replace(content, []byte(",1\r\n"), []byte(",1,2\r\n"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if got := told(readAll(t, again)); !reflect.DeepEqual(got, []string{"2:a=1,b=2"}) {
		t.Error(got)
	}
	if got := again.Head().Columns(); !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Error(got)
	}
	other, err := CreateRejects(path, r, lang.ZH)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Write(Row{Line: 2, src: r.src}, nil); !errors.Is(err, fs.ErrExist) {
		t.Error("an earlier file is replaced:", err)
	}
}

// TestRejectsOfJSON checks what stands for objects and for other lines.
func TestRejectsOfJSON(t *testing.T) {
	r := open(t, "a.jsonl", `{"a":true , "fault":"old","b":" x"}`+"\n[1]\n{\"b\":1}\n{}")
	got := reject(t, r, readAll(t, r), lang.EN)
	want := utf8Mark +
		`{"fault":"line 1: a: found \"\"a\":true\": the value is true or false; write it as a text or a number","a":true,"b":" x"}` + "\r\n" +
		"[1]\r\n" +
		`{"fault":"line 3","b":1}` + "\r\n" +
		`{"fault":"line 4: found \"{}\": the object holds no data; fill it in, or delete the line"}` + "\r\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestRejectsLimits checks the longest row and the longest fault together, and
// that a row too long to keep is a fault again.
func TestRejectsLimits(t *testing.T) {
	fault := Fault{Line: 2, Why: lang.Text{ZH: strings.Repeat(`"汉\`, 9999), EN: strings.Repeat(`"\`, 9999)}}
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		for _, pad := range []int{maxRow - len("1,"), maxRow, maxLine + 9} {
			r := open(t, "a.csv", "a,b\n1,"+strings.Repeat("x", pad)+"\n")
			all := readAll(t, r)
			long := pad+len("1,") > maxRow
			if len(all) != 1 || (len(all[0].faults) != 0) != long {
				t.Fatal(pad, len(all))
			}
			all[0].faults = append(all[0].faults, fault)
			again := readAll(t, open(t, "r.csv", reject(t, r, all, l)))
			if len(again) != 1 || (len(again[0].faults) != 0) != long {
				t.Fatal(pad, told(again))
			}
		}
		for _, pad := range []int{maxRow - len(`{"a":""}`), maxRow, maxLine + 9} {
			r := open(t, "a.jsonl", `{"a":"`+strings.Repeat("x", pad)+"\"}\n")
			all := readAll(t, r)
			long := pad+len(`{"a":""}`) > maxRow
			if len(all) != 1 || (len(all[0].faults) != 0) != long {
				t.Fatal(pad, len(all))
			}
			all[0].faults = append(all[0].faults, fault)
			again := readAll(t, open(t, "r.jsonl", reject(t, r, all, l)))
			if len(again) != 1 || (len(again[0].faults) != 0) != long {
				t.Fatal(pad, told(again))
			}
		}
	}
}

// checkRoundTrip rejects all rows of a file and checks that they are read again
// as they were.
func checkRoundTrip(t *testing.T, file, content string) {
	t.Helper()
	r := open(t, file, content)
	all := readAll(t, r)
	var rows []read
	for _, a := range all {
		for _, f := range a.faults {
			if said := f.In(lang.EN) + f.In(lang.ZH); !utf8.ValidString(said) || strings.ContainsAny(said, "\n\x00") {
				t.Errorf("not one printable line: %q", said)
			}
		}
		if a.row.Line != 0 {
			rows = append(rows, a)
		}
	}
	if len(rows) == 0 {
		return
	}
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		rejected := reject(t, r, all, l)
		second := open(t, "r"+r.Ext(), rejected)
		again := readAll(t, second)
		if len(again) != len(rows) {
			t.Fatalf("%d rows became %d\n%q\n%q", len(rows), len(again), content, rejected)
		}
		for i := range rows {
			was, is := rows[i].row, again[i].row
			before, after := was.withoutFault(), is.withoutFault()
			if r.src.format == csvFormat && !was.lost {
				before, after = was.guarded(), is.guarded()
			}
			if before != after || !reflect.DeepEqual(cellsOf(was), cellsOf(is)) {
				t.Fatalf("%q became %q\n%q", was.withoutFault(), is.withoutFault(), rejected)
			}
		}
		if third := reject(t, second, again, l); len(readAll(t, open(t, "r"+r.Ext(), third))) != len(rows) {
			t.Fatalf("rejected twice, rows are lost\n%q\n%q", rejected, third)
		}
	}
}

// cellsOf returns the names and exact values of a row.
func cellsOf(r Row) []string {
	var cells []string
	for i, c := range r.cells {
		if !r.isFault(i) {
			cells = append(cells, c.name, c.value, c.text())
		}
	}
	return cells
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a,b\n1,\"2\n3,4\n5,\"6\"\n", "a;b\r\n\"1\"x;2\r\n", "sep=;\na,x;b\n1;\"\n",
		"fault,a\n\"x\",1\n", "a,fault,b\n1,2,3\n4\n5,6\n", "a,b\n\xd5\xc5,\xd5\n", "a\n\"\n\"\n\"\"\n", "a,b\r1,2\r",
		"a\tb\n1\t\"x\ny\"\"\n", "a|b\n\ufffd\n", "a,b\n1,2", "a,b\n,\"\"\"\n,\"\"\"\n", "汉\xff,b\n1,\x00\n",
		"a,b\n=1+2,\"=cmd|'/c calc'!A0\"\n", "a,b\n'=1,\"''@x\"\n", "a,b\n=\"0012\",-5.00\n", "a,b\n\t=1,\"\n=1\"\n", "fault,a,b\nx,'=1,=1\n", "a,fault,b\n+1x,,＝1\n", "a,b\n1,2\n\x1a", "a,b\n1,2\x1a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { checkRoundTrip(t, "a.csv", content) })
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":1}`, "{\"a\":\"\\u5f20\\ud840\\udc00\"}\n{}\n[1]\n", `{"a":[1,{"b":"]"}],"a":true}`, `{"a":1,}`, "{\"fault\":1,\"a\":\"\"}\r\r\n",
		"x\n{\"a\":\"\xd5\xc5\"}\n", "a\x00b\x00\n", "PK\x03\x04\n{\"a\":null}\n", "{“a”：1}\n", "\ufeff\ufeff{\"a\":1}\n", `{"":-0.0e+1}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { checkRoundTrip(t, "a.jsonl", content) })
}

// FuzzCells checks that cells written by encoding/csv are read as they were.
func FuzzCells(f *testing.F) {
	f.Add("1", "张三", false)
	f.Add(" a ", "\u3000b\r\n", true)
	f.Add("\"", ",;\t\"\"\n\n\r", false)
	f.Add("", "x\rx", true)
	f.Fuzz(func(t *testing.T, a, b string, crlf bool) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || len(a)+len(b) > maxRow/4 {
			return
		}
		if crlf { // the writer then changes line breaks within cells
			a, b = strings.NewReplacer("\r", "", "\n", "").Replace(a), strings.NewReplacer("\r", "", "\n", "").Replace(b)
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.UseCRLF = crlf
		want := []string{a, b}
		if err := w.WriteAll([][]string{{"a", "b"}, want, {"end", "end"}}); err != nil {
			t.Fatal(err)
		}
		all := readAll(t, open(t, "a.csv", file.String()))
		isSaid := strings.Trim(a, blanks) != "" || strings.Trim(b, blanks) != "" || len(all) == 2
		if !isSaid {
			return
		}
		if len(all) != 2 || all[1].row.cells[0].value != "end" {
			t.Fatalf("%q: rows %q", file.String(), told(all))
		}
		row := all[0].row
		if got := []string{row.cells[0].value, row.cells[1].value}; !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %q, want %q", file.String(), got, want)
		}
		if isBad := strings.ContainsAny(a+b, "\x00\x1a\ufffd"); (len(all[0].faults) > 0) != isBad {
			t.Errorf("%q: faults %v", file.String(), all[0].faults)
		}
		for i, name := range []string{"a", "b"} {
			if got, _ := row.Get(name); got != want[i] && (row.cells[i].exact || got != strings.Trim(want[i], blanks)) {
				t.Errorf("%q: Get %q, want %q", file.String(), got, want[i])
			}
		}
	})
}
