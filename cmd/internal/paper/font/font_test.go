package font

import (
	"errors"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const root = "../../../.."

// recognising are files whose texts are characters that are looked for, or refused, and never printed.
var recognising = []string{"cmd/internal/rows/chinese.go", "ledger/fund/written.go", "ledger/glyph/alike.go", "cmd/internal/sheets/book.go", "ledger/store/storetest/read.go",
	"testdata/errors/cells-unseen.txtar", "testdata/proofs/README.md", "testdata/proofs/checkpoints.json"}

// texts gives every text that the program has, and all that stands in testdata, with where it is.
func texts(t *testing.T, yield func(where, text string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != root {
			return fs.SkipDir
		}
		ext := filepath.Ext(name)
		within := func(folder string) bool { return strings.HasPrefix(filepath.ToSlash(name), root+"/"+folder+"/") }
		printed := within("testdata") || within("cmd/internal/manual") && ext == ".md"
		if d.IsDir() || ext != ".go" && !printed {
			return nil
		}
		file, err := os.ReadFile(name)
		switch {
		case err != nil || strings.HasSuffix(name, "_test.go"):
		case slices.ContainsFunc(recognising, func(of string) bool { return filepath.ToSlash(name) == root+"/"+of }):
		case ext == ".go":
			literals(file, func(s string) { yield(name, s) })
		case utf8.Valid(file):
			yield(name, string(file))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// literals gives the strings of a source file.
func literals(file []byte, yield func(string)) {
	files := token.NewFileSet()
	var s scanner.Scanner
	s.Init(files.AddFile("", files.Base(), len(file)), file, nil, 0)
	for {
		_, kind, literal := s.Scan()
		if kind == token.EOF {
			return
		}
		if kind == token.STRING {
			if text, err := strconv.Unquote(literal); err == nil && utf8.ValidString(text) {
				yield(text)
			}
		}
	}
}

// Every character of the program's texts and of the names in testdata has a glyph.
func TestEveryText(t *testing.T) {
	face, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	seen, characters := map[rune]bool{}, 0
	texts(t, func(where, text string) {
		for _, r := range text {
			if seen[r] || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector) || r == utf8.RuneError {
				continue
			}
			seen[r] = true
			if unicode.Is(unicode.Han, r) {
				characters++
			}
			if _, ok := face.Glyph(r); !ok {
				t.Errorf("%s: the font has no %q (U+%04[2]X)", where, r)
			}
		}
	})
	if characters < 800 {
		t.Errorf("only %d Chinese characters were looked at", characters)
	}
}

// The fonts have what they are said to have.
func TestCharacters(t *testing.T) {
	regular, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	bold, err := Bold()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "A0é€“”‘’…—–‰′″←→↑↓≤≥≠≈✓①⑩㎡℃ⅠⅫ医保基金账啊齄" {
		for _, f := range []*Face{regular, bold} {
			if _, ok := f.Glyph(r); !ok {
				t.Errorf("%s has no %q", f.Name, r)
			}
		}
	}
	for _, r := range "㑇䶮𬭼𬬭" { // of the 8,105, not of GB 2312
		if _, ok := regular.Glyph(r); !ok {
			t.Errorf("%s has no %q", regular.Name, r)
		}
		if _, ok := bold.Glyph(r); ok {
			t.Errorf("%s has %q", bold.Name, r)
		}
	}
	if _, ok := regular.Glyph('\u9fff'); ok {
		t.Error("a character that no standard has, has a glyph")
	}
	g, _ := regular.Glyph('账')
	zero, _ := regular.Glyph('0')
	one, _ := regular.Glyph('1')
	if regular.Advance(g) != 1000 || regular.Advance(zero) != regular.Advance(one) || regular.Name != "NotoSansSC-Regular" || bold.Name != "NotoSansSC-Bold" {
		t.Errorf("%s: 账 is %d wide, figures %d and %d; %s", regular.Name, regular.Advance(g), regular.Advance(zero), regular.Advance(one), bold.Name)
	}
	if size := len(packedRegular) + len(packedBold); size > 3_000_000 {
		t.Errorf("the fonts take %d bytes of the program", size)
	}
}

// A font of some characters has their outlines, in the order that was asked for, and sums that
// are right.
func TestSubset(t *testing.T) {
	face, err := Regular()
	if err != nil {
		t.Fatal(err)
	}
	glyphs := []uint16{0}
	for _, r := range " éA账𬭼" {
		g, _ := face.Glyph(r)
		glyphs = append(glyphs, g)
	}
	file, err := face.Subset(glyphs)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := face.Subset(glyphs); err != nil || !slices.Equal(file, again) {
		t.Errorf("the same characters gave another font; %v", err)
	}
	if sum(file) != 0xb1b0afba {
		t.Errorf("the sum of the file is %x", sum(file))
	}
	got := &Face{tables: map[string][]byte{}, units: face.units, long: true}
	for i := range int(u16(file, 4)) {
		row := file[12+16*i:]
		got.tables[string(row[:4])] = file[u32(row, 8) : u32(row, 8)+u32(row, 12)]
	}
	got.wide = int(u16(got.tables["hhea"], 34))
	for i, g := range glyphs {
		if len(parts(face.outline(g))) == 0 && !strings.HasPrefix(string(got.outline(uint16(i))), string(face.outline(g))) {
			t.Errorf("glyph %d has another outline", i)
		}
		if got.Advance(uint16(i)) != face.Advance(g) {
			t.Errorf("glyph %d is %d wide, want %d", i, got.Advance(uint16(i)), face.Advance(g))
		}
	}
	for i := range glyphs {
		for _, part := range parts(got.outline(uint16(i))) {
			if p := u16(got.outline(uint16(i)), part); int(p) >= int(u16(got.tables["maxp"], 4)) {
				t.Errorf("glyph %d has the part %d, which there is not", i, p)
			}
		}
	}
}

// A file that is no font is told from one that cannot be used; none breaks the program.
func TestParse(t *testing.T) {
	face, err := Bold()
	if err != nil {
		t.Fatal(err)
	}
	closed := slices.Clone(face.file)
	at := slices.Index(closed[:400], 'O') // of OS/2
	for string(closed[at:at+4]) != "OS/2" {
		at++
	}
	closed[u32(closed, at+8)+9] = 2
	collection := append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x14\x00\x00\x00\x00"), face.file...)
	for name, tt := range map[string]struct {
		file []byte
		want error
	}{
		"nothing": {nil, ErrNone}, "text": {[]byte("a text that is long enough to be a font"), ErrNone}, "CFF": {[]byte("OTTO\x00\x00\x00\x00\x00\x00\x00\x00"), ErrCurves},
		"cut": {face.file[:1000], ErrNone}, "no tables": {[]byte("\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), ErrNone}, "closed": {closed, ErrClosed},
		"a collection whose tables lead elsewhere": {collection[:300], ErrNone},
	} {
		if _, err := Parse(tt.file); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	for at := 0; at < 600; at++ { // the heads of its tables
		damaged := slices.Clone(face.file[:200_000])
		damaged[at] ^= 0xff
		if f, err := Parse(damaged); err == nil {
			_, _ = f.Subset([]uint16{0, 1, 2})
		}
	}
}
