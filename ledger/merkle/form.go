package merkle

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/fundledger/fundledger/ledger/lang"
)

// timeLayout is how every text writes a time: UTC, whole seconds, 20 characters.
const timeLayout = "2006-01-02T15:04:05Z"

// reader takes a text apart line by line. Its methods return a *FormError that
// names the line.
type reader struct {
	what lang.Text
	rest []byte
	line int // of the line read last
}

func (r *reader) fail(why lang.Text) error { return &FormError{What: r.what, Line: r.line, Why: why} }

// next returns the next line without its line break, which it must have.
func (r *reader) next() (string, error) {
	r.line++
	line, rest, found := bytes.Cut(r.rest, []byte("\n"))
	if !found {
		return "", r.fail(lang.Text{ZH: "到此中断：缺行，或行尾没有换行符", EN: "it ends here: a line or its line break (LF) is missing"})
	}
	r.rest = rest
	return string(line), nil
}

// done reports whether all lines were read.
func (r *reader) done() bool { return len(r.rest) == 0 }

// field returns what stands after "name " on the next line.
func (r *reader) field(name string) (string, error) {
	line, err := r.next()
	if err != nil {
		return "", err
	}
	value, ok := strings.CutPrefix(line, name+" ")
	if !ok {
		return "", r.fail(lang.F("此处应为“%s”开头的一行", "a line that begins with %q should stand here", name+" "))
	}
	return value, nil
}

// size returns the number that text is: decimal, 0 to MaxSize.
func (r *reader) size(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > MaxSize || strconv.FormatInt(n, 10) != text {
		return 0, r.fail(lang.F("不是 0 至 %d 的数，或写法不唯一（前导零、正负号、空格）", "it is no number from 0 to %d, or has a leading zero, a sign or a space", int64(MaxSize)))
	}
	return n, nil
}

// hash returns the hash that text is in base64.
func (r *reader) hash(text string) (Hash, error) {
	h, err := tlog.ParseHash(text)
	if err != nil || h.String() != text {
		return Hash{}, r.fail(lang.Text{ZH: "不是 32 字节哈希的标准 base64", EN: "it is not the canonical base64 of a hash of 32 bytes"})
	}
	return h, nil
}

// hashes returns the hashes of "hash " lines up to the end of the text.
func (r *reader) hashes() ([]Hash, error) {
	var out []Hash
	for !r.done() {
		text, err := r.field("hash")
		if err != nil {
			return nil, err
		}
		h, err := r.hash(text)
		if err != nil {
			return nil, err
		}
		if out = append(out, h); len(out) > levels+1 {
			return nil, r.fail(lang.F("哈希超过 %d 个", "more than %d hashes", levels+1))
		}
	}
	return out, nil
}

// time returns the time that text is, UTC.
func (r *reader) time(text string) (time.Time, error) {
	at, err := time.Parse(timeLayout, text)
	if err != nil || at.Year() < 1970 || at.Format(timeLayout) != text {
		return time.Time{}, r.fail(lang.Text{ZH: "不是 2026-11-22T09:00:00Z 这样的协调世界时", EN: "it is no time like 2026-11-22T09:00:00Z"})
	}
	return at.UTC(), nil
}

// decode64 returns the bytes of canonical base64.
func decode64(text string) (data []byte, ok bool) {
	data, err := base64.StdEncoding.DecodeString(text)
	return data, err == nil && base64.StdEncoding.EncodeToString(data) == text
}
