package jcs

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	peer "github.com/gowebpki/jcs"
)

func TestStrings(t *testing.T) {
	for plain, want := range map[string]string{
		"":                     `""`,
		"2025-0001":            `"2025-0001"`,
		"惠州医保":                 `"惠州医保"`,
		"a/b":                  `"a/b"`,
		"<&>":                  `"<&>"`,
		"\"\\":                 `"\"\\"`,
		"\b\t\n\f\r":           `"\b\t\n\f\r"`,
		"\x00\x01\x0b\x1f":     `"\u0000\u0001\u000b\u001f"`,
		"\x7f":                 "\"\x7f\"",
		"\u2028\u2029\ufeff":   "\"\u2028\u2029\ufeff\"",
		"𠮷":                    `"𠮷"`,
		"\ufffd":               "\"\ufffd\"",
		"\u20ac$\x0f\nA'B\"\\": `"` + "\u20ac$" + `\u000f\nA'B\"\\"`, // RFC 8785 §3.2.2.2
	} {
		if got := string(AppendString([]byte("x"), plain)); got != "x"+want {
			t.Errorf("AppendString(%q) = %s, want %s", plain, got, want)
		}
		got, rest, err := String([]byte(want + ",tail"))
		if err != nil || got != plain || string(rest) != ",tail" {
			t.Errorf("String(%s) = %q, %q, %v", want, got, rest, err)
		}
	}
}

func TestStringsThatAreNotCanonical(t *testing.T) {
	for _, bad := range []string{
		``, `a`, `'a'`, `"`, `"a`, `"\"`, `"\`, `"\u`, `"\u00`, `"\u001"`, `"\q"`,
		`"\/"`,             // needs no escape
		`"\u0041"`,         // a letter
		`"\u000a"`,         // has a short escape
		`"\u0008"`,         // the same
		`"\u0022"`,         // the same
		`"\u001F"`,         // upper case
		`"\u4e2d"`,         // not a control character
		`"\ud842\udfb7"`,   // surrogates
		"\"\n\"",           // not escaped
		"\"a\\n\n\"",       // not escaped, after an escape
		"\"\xff\"",         // not UTF-8
		"\"\\n\xc3\"",      // not UTF-8, after an escape
		"\"\xed\xa0\x80\"", // a surrogate in UTF-8
		"\"\x00\"",
	} {
		if got, _, err := String([]byte(bad)); !errors.Is(err, ErrForm) {
			t.Errorf("String(%q) = %q, %v", bad, got, err)
		}
	}
}

func TestInts(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 7, 10, -100, 58_840_000, MaxInt, -MaxInt} {
		text := strconv.FormatInt(n, 10)
		if got := string(AppendInt(nil, n)); got != text {
			t.Errorf("AppendInt(%d) = %s", n, got)
		}
		got, rest, err := Int([]byte(text + "}"))
		if err != nil || got != n || string(rest) != "}" {
			t.Errorf("Int(%s) = %d, %q, %v", text, got, rest, err)
		}
	}
	for _, bad := range []string{
		"", "-", "+1", "01", "-0", "00", "-01", " 1", "a", `"1"`, "9007199254740992", "-9007199254740992",
		"9223372036854775808", strings.Repeat("9", 40),
	} {
		if got, _, err := Int([]byte(bad)); !errors.Is(err, ErrForm) {
			t.Errorf("Int(%q) = %d, %v", bad, got, err)
		}
	}
	// A fraction or an exponent is left over for the caller to refuse.
	for _, text := range []string{"1.0", "1e3", "1E3"} {
		if _, rest, err := Int([]byte(text)); err != nil || len(rest) == 0 {
			t.Errorf("Int(%q) took all of it (%v)", text, err)
		}
	}
}

func TestCallersBugsPanic(t *testing.T) {
	for name, call := range map[string]func(){
		"not UTF-8":   func() { AppendString(nil, "\xff") },
		"too large":   func() { AppendInt(nil, MaxInt+1) },
		"too small":   func() { AppendInt(nil, -MaxInt-1) },
		"the largest": func() { AppendInt(nil, math.MinInt64) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

// What is written is what another implementation of RFC 8785 writes, and what
// encoding/json reads.
func FuzzAppendString(f *testing.F) {
	for _, seed := range []string{"", "惠州", "\x00\"\\\n", "\u2028", "𠮷\x1f", "<>&", "\x7f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, plain string) {
		if !utf8.ValidString(plain) {
			return
		}
		text := AppendString(nil, plain)
		var read string
		if err := json.Unmarshal(text, &read); err != nil || read != plain {
			t.Fatalf("encoding/json reads %s as %q (%v), want %q", text, read, err, plain)
		}
		object := append(append([]byte(`{"a":`), text...), '}')
		if want, err := peer.Transform(object); err != nil || !bytes.Equal(object, want) {
			t.Fatalf("%s, the peer writes %s (%v)", object, want, err)
		}
		if got, rest, err := String(text); err != nil || got != plain || len(rest) != 0 {
			t.Fatalf("String(%s) = %q, %q, %v", text, got, rest, err)
		}
	})
}

// Whatever String accepts is the one canonical spelling.
func FuzzString(f *testing.F) {
	for _, seed := range []string{`"a"`, `"\n"x`, `"\u001f"`, `"\u001F"`, `"\/"`, "\"\xff\"", `"𠮷`, `"\\"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		plain, rest, err := String(src)
		if err != nil {
			return
		}
		if again := append(AppendString(nil, plain), rest...); !bytes.Equal(again, src) {
			t.Fatalf("%q reads as %q, which is written %q", src, plain, again)
		}
	})
}

func FuzzInt(f *testing.F) {
	for _, seed := range []string{"0", "-1", "9007199254740991", "1.5", "-0", "00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, rest, err := Int(src)
		if err != nil {
			return
		}
		if again := append(AppendInt(nil, n), rest...); !bytes.Equal(again, src) {
			t.Fatalf("%q reads as %d, which is written %q", src, n, again)
		}
		number := src[:len(src)-len(rest)]
		object := append(append([]byte(`{"a":`), number...), '}')
		if want, err := peer.Transform(object); err != nil || !bytes.Equal(object, want) {
			t.Fatalf("%s, the peer writes %s (%v)", object, want, err)
		}
	})
}

func BenchmarkString(b *testing.B) {
	text := []byte(`"惠州市城乡居民基本医疗保险基金 2025-0001"`)
	for b.Loop() {
		if _, _, err := String(text); err != nil {
			b.Fatal(err)
		}
	}
}

// Plain stops where a look at each byte would.
func TestPlain(t *testing.T) {
	for length := range 20 {
		for at := range length {
			for c := range 256 {
				text := []byte("abcdefgh !~}#[]z0123")[:length]
				text[at] = byte(c)
				want := length
				if c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
					want = at
				}
				if got := Plain(text); got != want || Plain(string(text)) != want {
					t.Fatalf("%q: %d, want %d", text, got, want)
				}
			}
		}
	}
}
