package tidy

import (
	"go/scanner"
	"go/token"
	"strings"
	"testing"
	"unicode/utf8"
)

// widest is how many characters a line may have. What stands in quotes is data, and is not
// counted: texts in two languages, queries, names; nor is a line of JSON in a comment.
const widest = 140

func TestWidth(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, line := range tooWide(f.text) {
			t.Errorf("%s:%d: more than %d characters beside what is in quotes", f.name, line, widest)
		}
	}
}

func TestWidthOfLines(t *testing.T) {
	for _, test := range []struct {
		name, text string
		wide       []int
	}{
		{"short", "package p\n\nvar x = 1\n", nil},
		{"code", "package p\n\nvar x = 1" + strings.Repeat(" + 1", 40) + "\n", []int{3}},
		{"a text", "package p\n\nvar x = \"" + strings.Repeat("a", 200) + "\"\n", nil},
		{"code between texts", "package p\n\nvar x = \"\"" + strings.Repeat(` + ""`, 60) + "\n", []int{3}},
		{"a text of several lines", "package p\n\nvar x = `\n" + strings.Repeat("a", 200) + "\n`\n", nil},
		{"a comment", "package p\n\n// " + strings.Repeat("a ", 80) + "\n", []int{3}},
		{"Chinese", "package p\n\n// " + strings.Repeat("账", 137) + "\n", nil},
	} {
		if got := tooWide(test.text); len(got) != len(test.wide) || len(got) > 0 && got[0] != test.wide[0] {
			t.Errorf("%s: lines %v, want %v", test.name, got, test.wide)
		}
	}
}

// tooWide returns the numbers of the lines of a file that are too wide.
func tooWide(text string) (lines []int) {
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, []byte(text), nil, scanner.ScanComments)
	var bare strings.Builder
	rest := 0
	for {
		at, kind, literal := s.Scan()
		if kind == token.EOF {
			break
		}
		if from := file.Offset(at); kind == token.STRING {
			bare.WriteString(text[rest:from])
			bare.WriteString(strings.Repeat("\n", strings.Count(literal, "\n")))
			rest = from + len(literal)
		}
	}
	bare.WriteString(text[rest:])
	number := 0
	for line := range strings.SplitSeq(bare.String(), "\n") {
		data := strings.HasPrefix(strings.TrimSpace(line), `// {"`)
		if number++; !data && utf8.RuneCountInString(line) > widest {
			lines = append(lines, number)
		}
	}
	return lines
}
