package sheets

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf16"
)

// The kinds of files that are no workbook which can be read. Errors of Open.
var (
	ErrOld       = errors.New("sheets: an .xls file of before 2007")
	ErrPassword  = errors.New("sheets: the workbook has a password")
	ErrNoBook    = errors.New("sheets: a zip file without a workbook")
	ErrNoZip     = errors.New("sheets: no workbook")
	ErrPath      = errors.New("sheets: a name in the zip file leads out of it")
	ErrOpenSheet = errors.New("sheets: an .ods file")
)

// The bounds of a workbook. The largest sheet that Excel writes, 1,048,576 rows of some columns, is
// below two gigabytes.
const (
	mostParts = 10_000
	mostBytes = 4 << 30 // of a part, unpacked
	mostSmall = 16 << 20
	mostRows  = 1 << 20
)

// Book is a workbook that is read. It is not for use by several goroutines at once.
type Book struct {
	Sheets   []Sheet
	Macros   bool // it has programs in it, which are not run
	External bool // formulas of it refer to other files, of which the stored values are taken

	parts    map[string]*zip.File // by lower-case name
	texts    *texts
	looks    []look
	from1904 bool
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	Size   int64 // bytes of it, unpacked: how much there is to read

	part *zip.File
}

// cfb begins a file of before 2007, and one that is encrypted.
const cfb = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// Is reports whether a file that begins with head may be a workbook, or is one that cannot be read.
func Is(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte(cfb))
}

// Open returns the workbook that r has, of size bytes. Errors: ErrOld, ErrPassword, ErrNoBook, ErrNoZip,
// ErrPath, ErrOpenSheet, ErrBroken, ErrTooLarge; those of reading.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	if err := compound(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if errors.Is(err, zip.ErrInsecurePath) {
		return nil, ErrPath
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoZip, err)
	}
	if len(z.File) > mostParts {
		return nil, ErrTooLarge
	}
	b := &Book{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || strings.Contains(name, ":") {
			return nil, ErrPath
		}
		if _, twice := b.parts[name]; twice { // which of them a program reads, nobody knows
			return nil, fmt.Errorf("%w: a part stands in it twice", ErrBroken)
		}
		b.parts[name] = f
		b.Macros = b.Macros || path.Base(name) == "vbaproject.bin"
		b.External = b.External || strings.Contains(name, "/externallinks/")
	}
	return b, b.open()
}

// compound returns ErrPassword or ErrOld for a file of the format that Excel had before 2007.
func compound(r io.ReaderAt, size int64) error {
	head := make([]byte, len(cfb))
	if n, _ := r.ReadAt(head, 0); n < len(head) || string(head) != cfb {
		return nil
	}
	var name []byte
	for _, unit := range utf16.Encode([]rune("EncryptedPackage")) {
		name = append(name, byte(unit), byte(unit>>8))
	}
	all, err := io.ReadAll(io.NewSectionReader(r, 0, min(size, mostSmall)))
	if err != nil {
		return err
	}
	if bytes.Contains(all, name) {
		return ErrPassword
	}
	return ErrOld
}

// open reads which sheets there are, and what their cells share.
func (b *Book) open() error {
	const book = "xl/workbook.xml"
	main := b.parts[book]
	if main == nil {
		if b.parts["content.xml"] != nil && b.parts["mimetype"] != nil {
			return ErrOpenSheet
		}
		return ErrNoBook
	}
	targets := map[string]string{}
	if err := b.read("xl/_rels/workbook.xml.rels", func(r io.Reader) error { return readTargets(r, targets) }); err != nil {
		return err
	}
	if err := b.read(book, func(r io.Reader) error { return b.readSheets(r, targets) }); err != nil {
		return err
	}
	b.texts = &texts{}
	err := b.read("xl/sharedstrings.xml", func(r io.Reader) (err error) { b.texts, err = readTexts(r, mostTexts); return err })
	if err != nil {
		return err
	}
	return b.read("xl/styles.xml", func(r io.Reader) (err error) { b.looks, err = readStyles(r); return err })
}

// read reads a part, if there is one.
func (b *Book) read(name string, do func(io.Reader) error) error {
	f := b.parts[name]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	defer r.Close() //nolint:errcheck // read only
	return damaged(do(&bounded{r: r, left: mostBytes}))
}

// damaged returns the errors of a zip file whose bytes were changed as ErrBroken.
func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) ||
		errors.Is(err, zip.ErrAlgorithm) || isFlate(err) {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return err
}

// readTargets reads which part each relation leads to.
func readTargets(r io.Reader, targets map[string]string) error {
	s := newScanner(r)
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if t.kind != start || string(t.name) != "Relationship" || len(targets) == mostParts {
			continue
		}
		target := t.attr("Target")
		if rest, fromRoot := strings.CutPrefix(target, "/"); fromRoot {
			target = rest
		} else {
			target = path.Join("xl", target)
		}
		targets[t.attr("Id")] = strings.ToLower(target)
	}
}

// readSheets reads the list of sheets.
func (b *Book) readSheets(r io.Reader, targets map[string]string) error {
	s := newScanner(r)
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case t.kind != start:
		case string(t.name) == "workbookPr":
			b.from1904 = isTrue(t.attr("date1904"))
		case string(t.name) == "sheet":
			part := b.parts[targets[t.attr("id")]]                          // r:id
			if part == nil || !strings.Contains(part.Name, "worksheets/") { // a sheet that is a chart
				continue
			}
			b.Sheets = append(b.Sheets, Sheet{Name: unescapedHex(t.attr("name")), Hidden: t.attr("state") != "" && t.attr("state") != "visible",
				Size: int64(min(part.UncompressedSize64, mostBytes)), part: part})
		}
	}
}

func isTrue(value string) bool { return value == "1" || value == "true" }

// bounded is a reader of no more than so many bytes.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, ErrTooLarge
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	return n, err
}
