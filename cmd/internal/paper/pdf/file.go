package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"
)

// file is a PDF file that is being put together: its objects by their numbers, from 1. What it
// compresses does not depend on the toolchain, as the standard library's compression would.
type file struct {
	objects [][]byte
	packer
}

// packer compresses bytes.
type packer struct{ writer *zlib.Writer }

// reserve returns the number of an object that is filled in later.
func (f *file) reserve() int {
	f.objects = append(f.objects, nil)
	return len(f.objects)
}

// set fills in an object.
func (f *file) set(n int, format string, args ...any) {
	f.objects[n-1] = fmt.Appendf(nil, format, args...)
}

// add adds an object, and returns its number.
func (f *file) add(format string, args ...any) int {
	n := f.reserve()
	f.set(n, format, args...)
	return n
}

// stream adds an object of bytes, which are packed already, with what else is said of them.
func (f *file) stream(packed []byte, more string) int {
	n := f.reserve()
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Length %d/Filter/FlateDecode%s>>stream\n", len(packed), more)
	b.Write(packed)
	b.WriteString("\nendstream")
	f.objects[n-1] = b.Bytes()
	return n
}

// pack returns bytes compressed.
func (p *packer) pack(data []byte) []byte {
	var b bytes.Buffer
	if p.writer == nil {
		p.writer = zlib.NewWriter(&b)
	} else {
		p.writer.Reset(&b)
	}
	_, _ = p.writer.Write(data) // a buffer takes everything
	_ = p.writer.Close()
	return b.Bytes()
}

// writeTo writes the file. Its identifier is made of what is in it.
func (f *file) writeTo(w io.Writer, root, info int) error {
	out := &counter{w: w}
	sum := sha256.New()
	both := io.MultiWriter(out, sum)
	fmt.Fprint(both, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int64, len(f.objects))
	for i, o := range f.objects {
		places[i] = out.n
		fmt.Fprintf(both, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	begin := out.n
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, at := range places {
		fmt.Fprintf(out, "%010d 00000 n \n", at)
	}
	id := fmt.Sprintf("%x", sum.Sum(nil)[:16])
	fmt.Fprintf(out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%[4]s>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.objects)+1, root, info, id, begin)
	return out.err
}

// counter counts what is written, and keeps the first error.
type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) Write(b []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(b)
	c.n, c.err = c.n+int64(n), err
	return n, err
}

// spelled is a text outside of a page, such as a title.
func spelled(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}

// ascii is a text of ASCII, such as an address; other bytes are written as addresses write them.
func ascii(s string) string {
	var b strings.Builder
	b.WriteByte('(')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(' || c == ')' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c <= ' ' || c >= 0x7f:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String() + ")"
}
