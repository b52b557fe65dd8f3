// Package jcs writes and reads the part of RFC 8785 (JSON Canonicalization
// Scheme) that the ledger's events use: strings and whole numbers in objects
// whose keys are in ascending order.
//
// Every value has exactly one encoding, and the readers refuse any other, so
// that equal content means equal bytes and equal hashes. Full JCS (nested
// arrays, floating-point numbers) is deliberately absent: an event has none.
//
// Source: RFC 8785 §3.2.2.2 (strings), §3.2.2.3 (numbers), §3.2.3 (sorting).
package jcs

import (
	"errors"
	"math/bits"
	"strconv"
	"unicode/utf8"
)

// MaxInt is the largest whole number that RFC 8785 can carry exactly (2⁵³−1).
const MaxInt = 1<<53 - 1

// ErrForm is returned by the readers for bytes that are not the one canonical form.
var ErrForm = errors.New("not canonical JSON (RFC 8785)")

const hexDigits = "0123456789abcdef"

// AppendString appends s as a canonical JSON string. Invalid UTF-8, which has
// no canonical form, is the caller's bug and panics: check input with utf8.ValidString.
func AppendString(dst []byte, s string) []byte {
	plain := Plain(s)
	dst = append(dst, '"')
	if plain == len(s) {
		dst = append(dst, s...)
		return append(dst, '"')
	}
	if !utf8.ValidString(s) {
		panic("jcs: string is not valid UTF-8")
	}
	start := 0
	for i := plain; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[start:i]...)
		start = i + 1
		if short := shortEscape(c); short != 0 {
			dst = append(dst, '\\', short)
		} else {
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

// Plain returns how many bytes at the start of s are visible ASCII characters, or
// spaces, that stand for themselves in a canonical string: it is where the first
// other one is, be it the quote that ends the string, or len(s) if there is none.
func Plain[T ~string | ~[]byte](s T) int {
	const (
		ones  = 0x0101010101010101 // times a byte: that byte eight times
		highs = 0x8080808080808080
	)
	i := 0
	for ; i+8 <= len(s); i += 8 {
		w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		// The highest bit of the lowest byte that is special is set; those of lower
		// ones are not.
		special := (w | (w - ones*' ') | ((w ^ ones*'"') - ones) | ((w ^ ones*'\\') - ones) | (w + ones)) & highs
		if special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for i < len(s) && s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && s[i] < 0x7f {
		i++
	}
	return i
}

// AppendInt appends n as a canonical JSON number. Numbers beyond ±MaxInt are
// the caller's bug and panic.
func AppendInt(dst []byte, n int64) []byte {
	if n > MaxInt || n < -MaxInt {
		panic("jcs: number beyond 2^53-1")
	}
	return strconv.AppendInt(dst, n, 10)
}

// shortEscape returns the letter of the two-character escape of c, or 0.
func shortEscape(c byte) byte {
	switch c {
	case '"', '\\':
		return c
	case '\b':
		return 'b'
	case '\t':
		return 't'
	case '\n':
		return 'n'
	case '\f':
		return 'f'
	case '\r':
		return 'r'
	}
	return 0
}

// String reads one canonical string at the start of src and returns it with
// the bytes after it. Error: ErrForm.
func String(src []byte) (s string, rest []byte, err error) {
	if len(src) == 0 || src[0] != '"' {
		return "", nil, ErrForm
	}
	for i := 1 + Plain(src[1:]); i < len(src); i++ {
		switch c := src[i]; {
		case c == '"':
			if !utf8.Valid(src[1:i]) {
				return "", nil, ErrForm
			}
			return string(src[1:i]), src[i+1:], nil
		case c == '\\':
			return escapedString(src, i)
		case c < 0x20:
			return "", nil, ErrForm
		}
	}
	return "", nil, ErrForm
}

// escapedString finishes String for a string whose first escape stands at i.
func escapedString(src []byte, i int) (string, []byte, error) {
	out := append([]byte(nil), src[1:i]...)
	for i < len(src) {
		c := src[i]
		switch {
		case c == '"':
			if !utf8.Valid(out) {
				return "", nil, ErrForm
			}
			return string(out), src[i+1:], nil
		case c < 0x20:
			return "", nil, ErrForm
		case c != '\\':
			out = append(out, c)
			i++
			continue
		}
		plain, width := unescape(src[i:])
		if width == 0 {
			return "", nil, ErrForm
		}
		out = append(out, plain)
		i += width
	}
	return "", nil, ErrForm
}

// unescape returns the byte that the canonical escape at the start of src
// stands for and the escape's width, or width 0 if it is not canonical.
func unescape(src []byte) (plain byte, width int) {
	if len(src) < 2 {
		return 0, 0
	}
	for _, c := range [...]byte{'"', '\\', '\b', '\t', '\n', '\f', '\r'} {
		if src[1] == shortEscape(c) {
			return c, 2
		}
	}
	if len(src) < 6 || string(src[:4]) != `\u00` {
		return 0, 0
	}
	n, err := strconv.ParseUint(string(src[4:6]), 16, 8)
	if err != nil || n >= 0x20 || shortEscape(byte(n)) != 0 {
		return 0, 0
	}
	if src[4] != hexDigits[n>>4] || src[5] != hexDigits[n&0xf] {
		return 0, 0
	}
	return byte(n), 6
}

// Int reads one canonical whole number at the start of src and returns it with
// the bytes after it. Error: ErrForm.
func Int(src []byte) (n int64, rest []byte, err error) {
	end := 0
	if end < len(src) && src[end] == '-' {
		end++
	}
	for end < len(src) && src[end] >= '0' && src[end] <= '9' {
		end++
	}
	n, err = strconv.ParseInt(string(src[:end]), 10, 64)
	if err != nil || n > MaxInt || n < -MaxInt || strconv.FormatInt(n, 10) != string(src[:end]) {
		return 0, nil, ErrForm
	}
	return n, src[end:], nil
}
