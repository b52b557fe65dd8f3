// Package lines breaks text into lines as Chinese typesetters do (GB/T 15834, CLREQ): no closing
// mark begins a line, no opening mark ends one, dashes and dots of two are not parted, nor is a
// figure from its unit, nor a word of letters.
package lines

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a line: the text from a byte to another, without the spaces at its end.
type Span struct{ From, To int }

// Pack returns the lines of a text: each takes as much as there is room for. Measure says how wide
// the text from a byte to another is, room how wide the line of a number, from 0, may be. What is
// wider than a line and has no place to break is broken between two characters. A line feed ends
// a line.
func Pack(s string, measure func(from, to int) int, room func(line int) int) (out []Span) {
	from, end, used := 0, 0, 0 // of the line: its begin, its end so far, its width
	flush := func(next int) {
		out = append(out, Span{from, from + len(strings.TrimRight(s[from:end], " \n"))})
		from, end, used = next, next, 0
	}
	for at := range pieces(s) {
		piece := s[end:at]
		ends := strings.HasSuffix(piece, "\n")
		seen := len(strings.TrimRight(piece, " \n"))
		wide := measure(end, end+seen)
		if used+wide > room(len(out)) && end > from {
			flush(end)
		}
		for wide > room(len(out)) && utf8.RuneCountInString(s[end:end+seen]) > 1 {
			n := fitting(s[end:end+seen], func(n int) int { return measure(end, end+n) }, room(len(out)))
			end += n
			seen -= n
			flush(end)
			wide = measure(end, end+seen)
		}
		used += measure(end, at)
		end = at
		if ends {
			flush(end)
		}
	}
	if end > from || len(out) == 0 {
		flush(end)
	}
	return out
}

// fitting returns how many bytes of a text there is room for: at least one character.
func fitting(s string, measure func(n int) int, room int) (n int) {
	for i, r := range s {
		next := i + utf8.RuneLen(r)
		if i > 0 && measure(next) > room {
			return n
		}
		n = next
	}
	return n
}

// Of returns the lines of a text that is in one style.
func Of(s string, width func(string) int, room int) (out []string) {
	for _, l := range Pack(s, func(from, to int) int { return width(s[from:to]) }, func(int) int { return room }) {
		out = append(out, s[l.From:l.To])
	}
	return out
}

// pieces gives where the pieces of a text end that stand on one line.
func pieces(s string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		held := 0 // up to here a figure holds its unit
		var before rune
		for at, r := range s {
			if at > 0 && at >= held && parts(before, r) && !yield(at) {
				return
			}
			if digit(r) && at >= held && !digit(next(s[at+utf8.RuneLen(r):])) {
				held = at + utf8.RuneLen(r) + unit(s[at+utf8.RuneLen(r):])
			}
			before = r
		}
		if s != "" {
			yield(len(s))
		}
	}
}

// next returns the first character of a text.
func next(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// The marks that begin no line, and those that end none.
const (
	closing = "，。、；：？！）》」』】〉〕”’…—％%‰℃°·～々,.;:?!)]}"
	opening = "（《「『【〈〔“‘([{￥¥$№"
)

// parts reports whether a line may end between two characters.
func parts(a, b rune) bool {
	switch {
	case a == '\n':
		return true
	case b == ' ' || b == '\n' || b == '\u00a0' || a == '\u00a0':
		return false
	case strings.ContainsRune(closing, b) || strings.ContainsRune(opening, a):
		return false
	case a == ' ':
		return true
	case (a == '/' || a == '_') && unicode.IsLetter(b): // within a name of a program
		return true
	}
	return wide(a) || wide(b)
}

// wide reports whether a line may end beside a character within a text: Chinese, not letters.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r < 0xff00 || r >= 0xff00 && r < 0xfff0 || strings.ContainsRune("“”‘’…—→←", r)
}

// units are what a figure is of, the longer before those that they begin with.
var units = []string{
	"个百分点", "百分点", "万人次", "亿人次", "万元", "亿元", "万人", "亿人", "人次", "家次", "万家", "万件", "万笔", "万条", "个月", "万", "亿",
	"元", "人", "家", "件", "起", "个", "名", "户", "笔", "条", "项", "宗", "例", "次", "倍", "年度", "年", "月", "日", "号", "天", "期", "张", "份", "分", "页",
	"percentage points", "million yuan", "billion yuan", "yuan", "million", "billion", "persons", "people", "months", "month", "years", "days", "cases",
}

// unit returns how many bytes behind a figure are its unit.
func unit(s string) int {
	rest := strings.TrimPrefix(s, " ")
	for _, u := range units {
		if strings.HasPrefix(rest, u) {
			return len(s) - len(rest) + len(u)
		}
	}
	return 0
}
