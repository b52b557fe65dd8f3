package rows

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// open returns a reader of content as a file of that name.
func open(t testing.TB, name, content string) *Reader {
	t.Helper()
	r, err := NewReader(name, strings.NewReader(content), int64(len(content)), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// read is one answer of Next.
type read struct {
	row    Row
	faults []Fault
}

func readAll(t testing.TB, r *Reader) []read {
	t.Helper()
	var all []read
	for {
		row, faults, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, read{row, faults})
	}
}

// told returns the rows as "line:name=text,name=text", with "!" for each fault.
func told(all []read) []string {
	var lines []string
	for _, a := range all {
		var cells []string
		a.row.Each(func(name, text string) bool {
			cells = append(cells, name+"="+text)
			return true
		})
		lines = append(lines, fmt.Sprintf("%d:%s%s", a.row.Line, strings.Join(cells, ","), strings.Repeat("!", len(a.faults))))
	}
	return lines
}

func TestRows(t *testing.T) {
	gbk := func(s string) string {
		s, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	tests := []struct {
		name, file, content string
		want                []string
	}{
		{"plain", "a.csv", "a,b\n1,2\n3,4\n", []string{"2:a=1,b=2", "3:a=3,b=4"}},
		{"mark and CRLF", "a.csv", utf8Mark + "a,b\r\n1,2\r\n", []string{"2:a=1,b=2"}},
		{"extension in capitals", "A.CSV", "a\n{\n", []string{"2:a={"}},
		{"GBK", "a.csv", gbk("姓名,金额\r\n张三,1\r\n镕㐀€𠀀,2\r\n"), []string{"2:姓名=张三,金额=1", "3:姓名=镕㐀€𠀀,金额=2"}},
		{"euro of code page 936", "a.csv", "a,b\n\x80,\xd5\xc5\n", []string{"2:a=€,b=张"}},
		{"GBK in JSON with } and \\ as second bytes", "a.jsonl", gbk(`{"姓名":"瓄誠亊"}`) + "\n", []string{"1:姓名=瓄誠亊"}},
		{"tabs", "a.txt", "a\tb\n1\t2,5\n", []string{"2:a=1,b=2,5"}},
		{"semicolons", "a.csv", "a;b\n1;2,5\n", []string{"2:a=1,b=2,5"}},
		{"comma in quotes does not count", "a.csv", "\"a,x\";b\n1;2\n", []string{"2:a,x=1,b=2"}},
		{"sep=", "a.csv", "sep=;\r\na,x;b\r\n1;2\r\n", []string{"3:a,x=1,b=2"}},
		{"sep= after the mark", "a.csv", utf8Mark + "SEP=,\na,b\n1,2\n", []string{"3:a=1,b=2"}},
		{"trimmed outside quotes only", "a.csv", " a ,b\n\u3000张三 \t,\" 2 \"\n", []string{"2:a=张三,b= 2 "}},
		{"quotes", "a.csv", "a,b\n\"1,\"\"x\"\"\",\"\"\n", []string{`2:a=1,"x"`}},
		{"line breaks in quotes", "a.csv", "a,b\n\"1\r\n2\n3\",4\n5,6\n", []string{"2:a=1\r\n2\n3,b=4", "5:a=5,b=6"}},
		{"blank and empty rows", "a.csv", "\n \na,b\n\n,\n\u3000, \n\"\",\n1,\n", []string{"8:a=1"}},
		{"fault column", "a.csv", "fault,a,b\nbad,1,2\n,3,4\nx\n", []string{"2:a=1,b=2", "3:a=3,b=4", "4:!"}},
		{"fault column in the middle", "a.csv", "a,fault,b\n1,bad\ufffd,2\n", []string{"2:a=1,b=2"}},
		{"quote closed in the middle of another", "a.csv", "a,b\n1,\"x\n2,\"y\n3,z\n", []string{`2:a=1,b="x!`, `3:a=2,b="y!`, "4:a=3,b=z"}},
		{"second quote of a row left open", "a.csv", "a,b\n\"1\n1\",\"x\n3,z\n", []string{"2:a=1\n1,b=\"x!", "4:a=3,b=z"}},
		{"bare quote before line breaks", "a.csv", "a,b\n1\"1,\"x\ny\"\n3,z\n", []string{"2:a=1\"1,b=x\ny!", "4:a=3,b=z"}},
		{"lead byte before a separator", "a.csv", "a;b\n\xd5\xc5;1\n\xd5;\xc1\x31\n", []string{"2:a=张,b=1", "3:a=\ufffd,b=\ufffd1!!"}},
		{"JSON by content", "a", "\n {\"a\":1}\n", []string{"2:a=1"}},
		{"numbers as written", "a.jsonl", `{"a":1e3,"b":12.50,"c":-0,"d":1E-2}`, []string{"1:a=1e3,b=12.50,c=-0,d=1E-2"}},
		{"JSON texts", "a.ndjson", `{"a":"\"\\\/\b\f\n\r\t\u5f20\ud840\udc00","b":" x ","c":null,"d":""}` + "\r\n", []string{"1:a=\"\\/\b\f\n\r\t张𠀀,b= x "}},
		{"JSON ignores fault", "a.json", `{"fault":["x"],"a":1}` + "\n", []string{"1:a=1"}},
		{"nothing said", "a.jsonl", "{\"a\":null}\n\n{\"a\":1}\n", []string{"3:a=1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := told(readAll(t, open(t, test.file, test.content))); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestRow(t *testing.T) {
	all := readAll(t, open(t, "a.csv", "a,fault,b,c\n\"1\n2\",x,3,\n"))
	row := all[0].row
	if text, ok := row.Get("c"); text != "" || ok {
		t.Error("an empty cell is told", text)
	}
	if _, ok := row.Get(FaultColumn); ok {
		t.Error("the fault column is told")
	}
	if _, ok := row.Get("d"); ok {
		t.Error("a column that is absent is told")
	}
	if row.Line != 2 || row.LineOf("a") != 2 || row.LineOf("b") != 3 || row.LineOf("d") != 2 {
		t.Error(row.Line, row.LineOf("a"), row.LineOf("b"), row.LineOf("d"))
	}
	if f := row.Fault("b"); f.File != "a.csv" || f.Line != 3 || f.Field != "b" || f.Found != "3" {
		t.Errorf("%+v", f)
	}
	if f := row.Fault(""); f.Line != 2 || f.Found != `"1\n2",3,` {
		t.Errorf("%+v", f)
	}
	first := ""
	row.Each(func(name, _ string) bool { first += name; return false })
	if first != "a" {
		t.Error("Each goes on", first)
	}
	if _, ok := (Row{}).Get("a"); ok {
		t.Error("the zero Row has a cell")
	}
}

func TestEncoding(t *testing.T) {
	chars := strings.Repeat("汉", 100_000)
	tests := []struct {
		name, content string
		want          Encoding
	}{
		{"ASCII", "a,b\n", UTF8},
		{"characters across every edge of the buffer", "a" + chars, UTF8},
		{"cut in the last character", chars[:len(chars)-1], UTF8},
		{"one bad byte late", chars + "\xff", UTF8},
		{"marked and bad", utf8Mark + "\xd5\xc5\xc8\xfd", UTF8},
		{"as bad as good", "汉\xff", GB18030},
		{"GBK", "\xd5\xc5\xc8\xfd", GB18030},
		{"UTF-16LE", "\xff\xfea\x00", UTF16},
		{"UTF-16BE", "\xfe\xff\x00a", UTF16},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Workbook},
	}
	for _, test := range tests {
		if got := open(t, "a.csv", test.content).Encoding(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none.csv"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Open(dir, nil); !errors.Is(err, ErrNotFile) {
		t.Error(err)
	}
	locked := filepath.Join(dir, "locked.csv")
	if err := os.WriteFile(locked, []byte("a\n"), 0o000); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(locked, nil); err != nil && !errors.Is(err, fs.ErrPermission) { // root may read it
		t.Error(err)
	}
}

// failing gives content and then an error, on the second reading only.
type failing struct {
	*strings.Reader
	again bool
}

func (f *failing) Seek(offset int64, whence int) (int64, error) {
	f.again = true
	return f.Reader.Seek(offset, whence)
}

var errDisk = errors.New("disk")

func (f *failing) Read(b []byte) (int, error) {
	n, err := f.Reader.Read(b)
	if f.again && errors.Is(err, io.EOF) {
		err = errDisk
	}
	return n, err
}

func TestErrorsOfTheFile(t *testing.T) {
	for _, content := range []string{"a,b\n1,2\n", "a,b\n1,\"2\n", "a,b\n1," + strings.Repeat("x", maxLine)} {
		r, err := NewReader("a.csv", &failing{Reader: strings.NewReader(content)}, 0, nil)
		for err == nil {
			_, _, err = r.Next()
		}
		if !errors.Is(err, errDisk) || !strings.Contains(err.Error(), "a.csv") {
			t.Error(err)
		}
	}
}

// stream is a file of many equal lines after a header, without holding them.
type stream struct {
	header, line string
	size, at     int64
}

func (s *stream) Seek(int64, int) (int64, error) { s.at = 0; return 0, nil }

func (s *stream) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) && s.at < s.size {
		rest := s.header
		if s.at >= int64(len(s.header)) {
			rest = s.line[(s.at-int64(len(s.header)))%int64(len(s.line)):]
		} else {
			rest = rest[s.at:]
		}
		copied := copy(b[n:], rest[:min(int64(len(rest)), s.size-s.at)])
		n += copied
		s.at += int64(copied)
	}
	if n == 0 && len(b) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestFlatMemory reads long files, good and bad, and looks at the heap on the way.
func TestFlatMemory(t *testing.T) {
	const size, most = 3 << 20, 1 << 20 // small, for the race detector is slow
	tests := []struct{ name, file, header, line string }{
		{"CSV", "a.csv", "编号,姓名,金额,备注\n", "330106,张三,1234.50,\"门诊, 统筹\"\n"},
		{"JSON", "a.jsonl", "", `{"编号":"330106","姓名":"张三","金额":1234.50}` + "\n"},
		{"no line break", "a.csv", "a,b\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
		{"no closing quote", "a.csv", "a,b\n1,\"", "1,2\n" + strings.Repeat("123456789,0123456789\n", 50)},
		{"every row opens a quote", "a.csv", "a,b\n", "1,\"x" + strings.Repeat("x", 200) + "\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			heap := func() int64 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				return int64(m.HeapAlloc)
			}
			before := heap()
			r, err := NewReader(test.file, &stream{header: test.header, line: test.line, size: size}, size, nil)
			if err != nil {
				t.Fatal(err)
			}
			seen := int64(0)
			for {
				_, _, err := r.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if r.Read() < seen {
					continue
				}
				seen += size / 4
				if grown := heap() - before; grown > most {
					t.Fatalf("after %d bytes the heap has grown by %d", r.Read(), grown)
				}
			}
			if r.Read() != size {
				t.Errorf("Read is %d of %d", r.Read(), size)
			}
		})
	}
}

func BenchmarkCSV(b *testing.B) {
	benchmark(b, "a.csv", "编号,姓名,金额,备注\n", "330106,张三,1234.50,\"门诊, 统筹\"\n")
}

func BenchmarkJSON(b *testing.B) {
	benchmark(b, "a.jsonl", "", `{"编号":"330106","姓名":"张三","金额":1234.50}`+"\n")
}

func benchmark(b *testing.B, file, header, line string) {
	const size = 8 << 20
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		r, err := NewReader(file, &stream{header: header, line: line, size: size}, size, nil)
		for err == nil {
			_, _, err = r.Next()
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}

// Read returns how many bytes of the file are read.
func (r *Reader) Read() int64 { return r.lines.read }
