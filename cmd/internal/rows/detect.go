package rows

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/fundledger/fundledger/cmd/internal/sheets"
)

// format is how the rows are written.
type format int

const (
	csvFormat format = iota + 1
	jsonFormat
	bookFormat
)

// Encoding is how the characters of a file are written as bytes.
type Encoding string

// The encodings. Files in Big5 and UTF-16 are refused.
const (
	UTF8     Encoding = "UTF-8"
	GB18030  Encoding = "GB18030" // also GBK and GB2312, which are parts of it
	Big5     Encoding = "Big5"
	UTF16    Encoding = "UTF-16"
	Workbook Encoding = "Excel" // no text at all
)

const (
	utf8Mark = "\xef\xbb\xbf"
	headSize = 4 << 10
)

// census is what one scan of a whole file finds.
type census struct {
	head  []byte // the first bytes
	three int64  // valid sequences of three bytes, such as those of hanzi
	bad   int64  // bytes that are not part of valid UTF-8

	digest hash.Hash // SHA-256

	// The first characters that are not ASCII, up to evidenceBytes, each run of them with
	// the byte of ASCII on either side.
	evidence []byte
	inRun    bool
}

// evidenceBytes is more than enough to tell Chinese from any other text.
const evidenceBytes = 16 << 10

// note keeps the bytes of a character that starts at i as evidence.
func (c *census) note(data []byte, i, size int) {
	if len(c.evidence) >= evidenceBytes {
		return
	}
	if !c.inRun && i > 0 {
		c.evidence = append(c.evidence, data[i-1])
	}
	c.inRun = true
	c.evidence = append(c.evidence, data[i:i+size]...)
}

// scan reads all of r, which has about so many bytes. Error: that of r.
func scan(r io.Reader, size int64) (census, error) {
	c := census{digest: sha256.New()}
	buffer := make([]byte, min(64<<10, max(size+1, headSize)))
	kept := 0 // bytes of a character not yet whole, at the start of buffer
	for {
		n, err := io.ReadFull(r, buffer[kept:])
		_, _ = c.digest.Write(buffer[kept : kept+n])
		data := buffer[:kept+n]
		if c.head == nil {
			c.head = bytes.Clone(data[:min(len(data), headSize)])
		}
		atEnd := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !atEnd {
			return c, err
		}
		rest := c.count(data, atEnd)
		if atEnd {
			return c, nil
		}
		kept = copy(buffer, rest)
	}
}

// count counts the characters of data and returns the last one if it is not whole.
func (c *census) count(data []byte, atEnd bool) []byte {
	for i := 0; i < len(data); {
		if c.inRun && data[i] < utf8.RuneSelf {
			c.evidence, c.inRun = append(c.evidence, data[i]), false
		}
		if i+8 <= len(data) && binary.LittleEndian.Uint64(data[i:])&0x8080808080808080 == 0 {
			i += 8
			continue
		}
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !atEnd && !utf8.FullRune(data[i:]) {
			return data[i:]
		}
		_, size := utf8.DecodeRune(data[i:])
		c.note(data, i, size)
		switch size {
		case 1:
			c.bad++
		case 3:
			c.three++
		}
		i += size
	}
	return nil
}

// encoding returns the encoding of the file.
func (c census) encoding() Encoding {
	switch marked := c.isMarked(); {
	case marked:
		return UTF8
	case c.isUTF16():
		return UTF16
	case c.isWorkbook():
		return Workbook
	case c.bad == 0 && !isGBK(c.evidence), c.three > c.bad && !isGBK(c.evidence):
		return UTF8
	case isBig5(c.evidence):
		return Big5
	}
	return GB18030
}

func (c census) isMarked() bool { return bytes.HasPrefix(c.head, []byte(utf8Mark)) }

// isUTF16 reports whether the file starts with the mark of UTF-16, or with two
// Latin characters of it.
func (c census) isUTF16() bool {
	h := c.head
	return bytes.HasPrefix(h, []byte("\xff\xfe")) || bytes.HasPrefix(h, []byte("\xfe\xff")) || len(h) >= 4 &&
		(h[0] != 0 && h[1] == 0 && h[2] != 0 && h[3] == 0 || h[0] == 0 && h[1] != 0 && h[2] == 0 && h[3] != 0)
}

// isWorkbook reports whether the file starts like an .xlsx or .xls file.
func (c census) isWorkbook() bool {
	return sheets.Is(c.head)
}

// isWebPage reports whether the file is HTML or XML, which many systems give out as .xls.
func (c census) isWebPage() bool {
	head := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(c.head, []byte(utf8Mark)), " \t\r\n")))
	return strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<!doctype") || strings.HasPrefix(head, "<table") ||
		strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<meta") || strings.HasPrefix(head, "<head")
}

// format returns the format by the name of the file, else by its first character.
func (c census) format(file string) format {
	if f, ok := formatOf(file); ok {
		return f
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(c.head, []byte(utf8Mark)), " \t\r\n")
	if len(head) > 0 && head[0] == '{' {
		return jsonFormat
	}
	return csvFormat
}

// formatOf returns the format that the extension of a file says, if it says any.
func formatOf(file string) (format, bool) {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".csv":
		return csvFormat, true
	case ".jsonl", ".ndjson", ".json":
		return jsonFormat, true
	}
	return 0, false
}
