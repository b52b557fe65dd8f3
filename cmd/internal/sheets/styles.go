package sheets

import (
	"errors"
	"io"
	"strconv"
	"strings"
)

// look is what the format of a number says about it.
type look struct {
	date  bool // it is a day or a time
	zeros int  // it is shown with at least so many digits: 0012
	shown shown
}

// shown is how a number is rounded where people see it; the zero value: as it is.
type shown struct {
	fixed   bool
	places  int // digits behind the point
	percent bool
}

// mostStyles bounds the formats of cells of a workbook. Excel has 65,490.
const mostStyles = 1 << 17

// readStyles returns what each format of cells says. Errors: ErrBroken, ErrTooLarge, those of reading.
//
// Source: ECMA-376 Part 1, 18.8.30 (numFmt), 18.8.10 (cellXfs).
func readStyles(r io.Reader) ([]look, error) {
	s := newScanner(r)
	custom := map[string]look{}
	var looks []look
	within := false // cellXfs
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return looks, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case string(t.name) == "cellXfs":
			within = t.kind == start
		case t.kind == start && string(t.name) == "numFmt" && len(custom) < mostStyles:
			custom[t.attr("numFmtId")] = lookOf(t.attr("formatCode"))
		case t.kind == start && within && string(t.name) == "xf":
			if len(looks) == mostStyles {
				return nil, ErrTooLarge
			}
			id := t.attr("numFmtId")
			l, some := custom[id]
			if !some {
				l.date, l.shown = isBuiltInDate(id), builtIn[id]
			}
			looks = append(looks, l)
		}
	}
}

// builtIn are the formats of numbers that workbooks do not spell out.
//
// Source: ECMA-376 Part 1, 18.8.30.
var builtIn = map[string]shown{
	"1": {fixed: true}, "2": {fixed: true, places: 2}, "3": {fixed: true}, "4": {fixed: true, places: 2},
	"9": {fixed: true, percent: true}, "10": {fixed: true, places: 2, percent: true},
	"37": {fixed: true}, "38": {fixed: true}, "39": {fixed: true, places: 2}, "40": {fixed: true, places: 2},
}

// shownOf returns how a format, without what stands in it as text, rounds: "#,##0.00", "0.0%". One that
// scales by thousands, has no fixed places or is no number's rounds nothing that could be said.
func shownOf(bare string) shown {
	digits, percent := strings.CutSuffix(strings.TrimSpace(bare), "%")
	whole, places, _ := strings.Cut(digits, ".")
	if strings.Trim(whole, "#,0 +-(") != "" || !strings.HasSuffix(whole, "0") || strings.Trim(strings.TrimRight(places, " )"), "0") != "" {
		return shown{}
	}
	return shown{true, strings.Count(places, "0"), percent}
}

// isBuiltInDate reports whether a format that workbooks do not spell out is of a day or a time, also
// in Chinese editions.
func isBuiltInDate(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
}

// lookOf returns what a format that is spelt out says: "yyyy/m/d", "[$-804]yyyy年m月d日", "0000".
func lookOf(code string) look {
	if code != "" && strings.Trim(code, "0") == "" {
		return look{zeros: len(code), shown: shown{fixed: true}}
	}
	bare := literal(code)
	return look{
		date:  strings.ContainsAny(bare, "yYdD") || strings.ContainsAny(bare, "hH") && strings.ContainsAny(bare, "mMsS"),
		shown: shownOf(bare),
	}
}

// literal returns the first section of a format without what stands in it as text, or in brackets.
func literal(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return b.String()
		case '\\', '_', '*':
			i++
		case '"', '[':
			closing := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[code[i]])
			if closing < 0 {
				return b.String()
			}
			i += closing + 1
		default:
			b.WriteByte(code[i])
		}
	}
	if bare := b.String(); !strings.EqualFold(bare, "general") {
		return bare
	}
	return ""
}
