package rows

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Fault is one thing wrong with a file, told so that a clerk can mend it.
type Fault struct {
	File        string    // the path given to Open
	Line        int       // where the row or cell starts, from 1; 0 for the file as a whole
	Place       string    // in a workbook: the sheet and the cell or row, such as 收入!F12; it stands for the line
	Field       string    // name of the column, or ""
	Heading     string    // what the file calls the column, if that is not its name
	Found       string    // what stands there, as Shorten gives it, or ""
	Why, Remedy lang.Text // what is wrong; what to do about it
	Whole       bool      // the whole file is in doubt: refused, empty, cut off or with a faulty header
}

// In returns the fault as one line in language l, such as
//
//	events.csv:12: amount: found "1.234": finer than one fen; write at most two decimals
//	events.csv 第12行，amount 列：现为“1.234”：小于一分；请最多写两位小数
func (f Fault) In(l lang.Lang) string {
	var b strings.Builder
	b.WriteString(f.File)
	if place := PlaceOf(f.Place, f.Line).In(l); place != "" {
		between := map[lang.Lang]string{lang.ZH: " ", lang.EN: ":"}[l]
		b.WriteString(between + strings.TrimPrefix(place, "line "))
	}
	f.details(&b, l)
	return b.String()
}

// Told returns the fault in language l without its place, for whoever sees where it stands.
func (f Fault) Told(l lang.Lang) string {
	var b strings.Builder
	f.details(&b, l)
	return strings.TrimLeft(b.String(), "，：: ")
}

// PlaceOf returns where a row stands in words: 第12行, line 12, or its place in a workbook; nothing of
// a file as a whole.
func PlaceOf(place string, line int) lang.Text {
	switch {
	case place != "":
		return lang.Text{ZH: Shorten(place), EN: Shorten(place)}
	case line > 0:
		return lang.F("第%d行", "line %d", line)
	}
	return lang.Text{}
}

// column returns what a column is called for whoever has the file in front of her.
func (f Fault) column() string {
	if f.Heading != "" {
		return Shorten(f.Heading)
	}
	return Shorten(f.Field)
}

// details writes what follows the place.
func (f Fault) details(b *strings.Builder, l lang.Lang) {
	if l == lang.ZH {
		if f.Field != "" {
			b.WriteString("，" + f.column() + " 列")
		}
		if f.Found != "" {
			b.WriteString("：现为“" + f.Found + "”")
		}
		b.WriteString("：" + f.Why.ZH)
		if f.Remedy.ZH != "" {
			b.WriteString("；" + f.Remedy.ZH)
		}
		return
	}
	if f.Field != "" {
		b.WriteString(": " + f.column())
	}
	if f.Found != "" {
		b.WriteString(`: found "` + f.Found + `"`)
	}
	b.WriteString(": " + f.Why.EN)
	if f.Remedy.EN != "" {
		b.WriteString("; " + f.Remedy.EN)
	}
}

const maxFound = 60 // runes of Found

// Shorten returns s printable on one line and cut to about 60 characters, "…"
// standing for the rest: line breaks and invisible characters are escaped as in
// Go, such as \n, \x00 or \u3000.
func Shorten(s string) string { return printable(s, maxFound) }

// printable returns at most max runes of s, then "…", with what cannot be seen escaped.
func printable(s string, max int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > max {
			b.WriteString("…")
			break
		}
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRune(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}
