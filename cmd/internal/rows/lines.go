package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

const (
	maxRow   = 64 << 10          // bytes of a row in UTF-8, without its fault
	maxFault = 4 << 10           // bytes of a fault in a rejects file
	maxLine  = maxRow + maxFault // bytes of a line
)

// line is one physical line, decoded.
type line struct {
	number  int
	text    string // without its line break; the first characters only if long
	end     string // "\n", "\r\n", or "" of a last line without a line break
	damaged bool   // some bytes could not be decoded and stand as U+FFFD
	long    bool   // more than maxLine
}

// lines reads a file line by line. Because no byte of a character in UTF-8 or
// GB18030 is a line feed, every line is decoded by itself, and what is damaged
// in one does not reach the next.
type lines struct {
	file     string
	r        *bufio.Reader
	encoding Encoding
	decoder  transform.Transformer // of GB18030
	buffer   []byte
	number   int
	read     int64  // bytes
	pending  []line // read and given back
}

func newLines(file string, r *bufio.Reader, e Encoding) *lines {
	return &lines{
		file:     file,
		r:        r,
		encoding: e,
		decoder:  simplifiedchinese.GB18030.NewDecoder().Transformer,
	}
}

// skipMark leaves out the byte order mark of UTF-8, if there is one.
func (l *lines) skipMark() {
	if head, _ := l.r.Peek(len(utf8Mark)); string(head) == utf8Mark {
		n, _ := l.r.Discard(len(utf8Mark))
		l.read += int64(n)
	}
}

// next returns the next line. Errors: io.EOF at the end; that of the file.
func (l *lines) next() (line, error) {
	if len(l.pending) > 0 {
		next := l.pending[0]
		l.pending = l.pending[1:]
		return next, nil
	}
	raw, err := l.r.ReadSlice('\n')
	l.read += int64(len(raw))
	if len(raw) == 0 && errors.Is(err, io.EOF) {
		return line{}, io.EOF
	}
	l.number++
	if errors.Is(err, bufio.ErrBufferFull) {
		return l.long(raw)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return line{}, fmt.Errorf("rows: %s: line %d: %w", l.file, l.number, err)
	}
	return l.line(raw, l.number), nil
}

// line returns the line that stands as raw, which it may overwrite.
func (l *lines) line(raw []byte, number int) line {
	next := line{number: number}
	body, hasFeed := bytes.CutSuffix(raw, []byte("\n"))
	if hasFeed {
		next.end = "\n"
		if bytes.HasSuffix(body, []byte("\r")) {
			body, next.end = body[:len(body)-1], "\r\n"
		}
	}
	next.text, next.damaged = l.decode(body)
	next.long = len(next.text) > maxLine
	return next
}

// long skips the rest of a line that starts with raw.
func (l *lines) long(raw []byte) (line, error) {
	next := line{number: l.number, long: true, end: "\n"}
	next.text, _ = l.decode(raw[:4*maxFound])
	for {
		rest, err := l.r.ReadSlice('\n')
		l.read += int64(len(rest))
		switch {
		case err == nil:
			return next, nil
		case errors.Is(err, io.EOF):
			next.end = ""
			return next, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return line{}, fmt.Errorf("rows: %s: line %d: %w", l.file, l.number, err)
		}
	}
}

// giveBack makes the lines the next ones again.
func (l *lines) giveBack(read []line) {
	l.pending = append(slices.Clone(read), l.pending...)
}

const replacement = "\ufffd"

// decode returns the text of raw, which it may overwrite, with U+FFFD for what
// is damaged, and whether anything is.
func (l *lines) decode(raw []byte) (text string, damaged bool) {
	if l.encoding != GB18030 {
		if utf8.Valid(raw) {
			return string(raw), false
		}
		return strings.ToValidUTF8(string(raw), replacement), true
	}
	if isASCII(raw) {
		return string(raw), false
	}
	damaged = markBad(raw)
	if size := len(replacement) * len(raw); len(l.buffer) < size {
		l.buffer = make([]byte, size) // the most that the decoder can write
	}
	n, _, _ := l.decoder.Transform(l.buffer, raw, true)
	text = string(l.buffer[:n])
	return text, damaged || strings.Contains(text, replacement)
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// markBad puts 0xFF, which no decoder takes, in place of each byte that starts
// no sequence of the form of GB18030, and reports whether there is any. The
// decoder alone would take some such bytes, and a separator with them.
func markBad(raw []byte) bool {
	bad := false
	for i := 0; i < len(raw); {
		size := sizeGB18030(raw[i:])
		if size == 0 {
			raw[i], bad, size = 0xff, true, 1
		}
		i += size
	}
	return bad
}

// sizeGB18030 returns the length of the first sequence of b by its form, or 0.
func sizeGB18030(b []byte) int {
	isDigit := func(c byte) bool { return c >= '0' && c <= '9' }
	isLead := func(c byte) bool { return c >= 0x81 && c <= 0xfe }
	switch {
	case b[0] <= 0x80: // 0x80 is the euro sign of code page 936
		return 1
	case !isLead(b[0]) || len(b) < 2:
		return 0
	case b[1] >= 0x40 && b[1] != 0x7f && b[1] != 0xff:
		return 2
	case len(b) >= 4 && isDigit(b[1]) && isLead(b[2]) && isDigit(b[3]):
		return 4
	}
	return 0
}
