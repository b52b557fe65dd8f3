package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/cmd/internal/paper/text"
	"github.com/fundledger/fundledger/ledger/lang"
)

var (
	keep   = flag.String("keep", "", "write the sample into this folder, to be looked at")
	update = flag.Bool("update", false, "write the digests of the samples anew: an edition of a report that was issued is no longer made again")
)

func written(t *testing.T, d paper.Document, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// squeezed is the text of a document without white space.
func squeezed(d paper.Document) string { return papertest.Squeeze(text.Of(d)) }

// The text of the pages, without heads, feet and repeated headings, is the document's.
func TestSample(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		d := papertest.Sample(l)
		got := written(t, d, Options{})
		if !bytes.Equal(got, written(t, papertest.Sample(l), Options{})) {
			t.Errorf("%s: the same document gave other bytes", l)
		}
		papertest.Golden(t, "sample-"+string(l)+".sha256", fmt.Appendf(nil, "%x\n", sha256.Sum256(got)), *update)
		if *keep != "" {
			if err := os.WriteFile(filepath.Join(*keep, "sample-"+string(l)+".pdf"), got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		made := laid(t, d)
		if is, want := strings.Join(made.bodies(), ""), squeezed(d); is != want {
			t.Errorf("%s: the text of the pages is\n%s\nwant\n%s", l, is, want)
		}
		if wide := len(regexp.MustCompile(`/MediaBox\[0 0 841.89 595.28\]`).FindAll(got, -1)); wide != 2 {
			t.Errorf("%s: %d pages are laid across, want 2", l, wide)
		}
		if n := bytes.Count(got, []byte("/Subtype/Link")); n < 20 {
			t.Errorf("%s: %d links", l, n)
		}
		for _, want := range []string{"/URI(explain/recoveries.html#a)", "/PageMode/UseOutlines", "/Count 5>>"} {
			if !bytes.Contains(got, []byte(want)) {
				t.Errorf("%s: no %s", l, want)
			}
		}
	}
}

func laid(t *testing.T, d paper.Document) *layout {
	t.Helper()
	l, err := laidOut(d, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A program that is not ours reads the same text in the file.
func TestPoppler(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler is not installed (pdftotext)")
	}
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		d := papertest.Sample(l)
		d.Blocks = append(d.Blocks, paper.Heading{Level: 1, Text: "𬭼㑇"}, paper.Paragraph{Runs: []paper.Run{{Text: "𬬭“a”‘b’ Ⅻ"}}})
		file := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(file, written(t, d, Options{}), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "pdftotext", "-raw", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		made := laid(t, d)
		var got strings.Builder
		for i, page := range strings.Split(strings.TrimSuffix(string(out), "\f"), "\f") {
			body, ok := strings.CutPrefix(papertest.Squeeze(page), made.furniture(i))
			if !ok {
				t.Fatalf("%s: page %d does not begin with %s:\n%s", l, i+1, made.furniture(i), page)
			}
			got.WriteString(body)
		}
		if got.String() != squeezed(d) {
			t.Errorf("%s: the text of the file is\n%s\nwant\n%s", l, got.String(), squeezed(d))
		}
	}
}

// furniture is the text of a page that is not the document's: head, foot and repeated headings.
func (l *layout) furniture(page int) string {
	p := l.pages[page]
	return papertest.Squeeze(l.read(p.frame.Bytes()) + p.repeated)
}

// bodies are the texts of the pages.
func (l *layout) bodies() (out []string) {
	for _, p := range l.pages {
		body := papertest.Squeeze(l.read(unpacked(p.packed)))
		out = append(out, strings.TrimPrefix(body, papertest.Squeeze(p.repeated)))
	}
	return out
}

// A character that no font has is told with all places where it stands, and nothing is written.
func TestMissing(t *testing.T) {
	d := papertest.Sample(lang.ZH)
	d.Blocks = append(d.Blocks, paper.Heading{Level: 1, Text: "甲\U00030edd"}, paper.Paragraph{Runs: []paper.Run{{Text: "\x01"}}},
		paper.Table{Caption: "表", Columns: []paper.Column{{Title: "a"}}, Rows: []paper.Row{{Cells: []paper.Cell{{}}}, {Cells: []paper.Cell{{Text: "\U00030edd"}}}}})
	var b bytes.Buffer
	err := Write(&b, d, Options{})
	told := fault.Of(err)
	at := len(papertest.Sample(lang.ZH).Blocks)
	want := "字体里没有这些字：\U00030edd (U+30EDD) 在标题“甲\U00030edd”；U+0001 在第 " + fmt.Sprint(at+2) + " 段；\U00030edd (U+30EDD) 在表“表”第 2 行；" +
		"用 --font 文件 指定一个有这些字的 TrueType 字体（粗体用 --font-bold）"
	if err == nil || told.Kind() != fault.BadInput || told.In(lang.ZH) != want || b.Len() > 0 {
		t.Errorf("%v and %d bytes, want\n%s", told.In(lang.ZH), b.Len(), want)
	}
}

// A font that somebody names is asked first; the program's own stands in for it.
func TestFonts(t *testing.T) {
	d := paper.Document{Lang: lang.ZH, Title: "标题", Blocks: []paper.Block{paper.Paragraph{Runs: []paper.Run{{Text: "正文 abc 𬭼"}}}}}
	own := written(t, d, Options{})
	thick := thickFile(t)
	got := written(t, d, Options{Font: thick})
	if bytes.Contains(own, []byte("FUNDAA+NotoSansSC-Bold")) == bytes.Contains(own, []byte("FUNDAC")) || !bytes.Contains(got, []byte("/FUNDAC+NotoSansSC-Regular")) {
		t.Error("the named font and the program's are not both in the file")
	}
	for name, tt := range map[string]struct {
		options Options
		want    string
	}{
		"text": {Options{Font: []byte("no font, but a text of some length")}, "the file of --font is no TrueType font (.ttf, .ttc) that can be used"},
		"CFF": {Options{Bold: []byte("OTTO\x00\x00\x00\x00\x00\x00\x00\x00")},
			"the font of --font-bold is an OpenType font with CFF outlines (.otf), which cannot be used; name a TrueType font (.ttf, .ttc)"},
	} {
		var b bytes.Buffer
		if err := Write(&b, d, tt.options); err == nil || err.Error() != tt.want || b.Len() > 0 {
			t.Errorf("%s: %v and %d bytes, want %s", name, err, b.Len(), tt.want)
		}
	}
}

func TestErrors(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, paper.Document{Blocks: []paper.Block{paper.Table{}}}, Options{}); err == nil || b.Len() > 0 {
		t.Errorf("%v and %d bytes", err, b.Len())
	}
	if err := Write(full{}, papertest.Sample(lang.ZH), Options{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

var errFull = errors.New("no room")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
