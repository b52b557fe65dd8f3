package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/ledger/lang"
)

func unpacked(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		panic(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return out
}

var shown = regexp.MustCompile(`/F(\d+) |<([0-9A-F]*)>`)

// read returns the text of what a page draws.
func (l *layout) read(content []byte) string {
	var b strings.Builder
	face := l.letters.faces[0]
	for _, m := range shown.FindAllSubmatch(content, -1) {
		if len(m[1]) > 0 {
			n, _ := strconv.Atoi(string(m[1]))
			face = l.letters.faces[n]
			continue
		}
		glyphs, _ := hex.DecodeString(string(m[2]))
		for i := 0; i+1 < len(glyphs); i += 2 {
			b.WriteRune(face.runes[int(glyphs[i])<<8|int(glyphs[i+1])])
		}
	}
	return b.String()
}

// thickFile is the program's bold font as a file.
func thickFile(t *testing.T) []byte {
	t.Helper()
	packed, err := os.ReadFile("../font/noto-sans-sc-700.ttf.zst")
	if err != nil {
		t.Fatal(err)
	}
	d, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	file, err := d.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// random makes a document of all kinds of parts, some of them very large.
func random(chance *rand.Rand) paper.Document {
	words := func(most int) string {
		var b strings.Builder
		for range 1 + chance.IntN(most) {
			b.WriteString([]string{"基金", "收入", "，", "1,234.56元", "abc ", "（", "）", "医疗保障", "—", "。"}[chance.IntN(10)])
		}
		return b.String()
	}
	d := paper.Document{Lang: []lang.Lang{lang.ZH, lang.EN}[chance.IntN(2)], Title: words(30), Bureau: words(30), Foot: words(120)}
	for i := range chance.IntN(4) {
		d.Cover = append(d.Cover, [2]string{words(6), words(1 + 20*i)})
	}
	for i := range chance.IntN(25) {
		switch chance.IntN(7) {
		case 0, 1:
			d.Blocks = append(d.Blocks, paper.Heading{Level: 1 + chance.IntN(2), ID: fmt.Sprint("h", i), Text: "题" + fmt.Sprint(i) + words(20)})
		case 2:
			runs := []paper.Run{{Text: words(200)}, {Text: words(9), Link: "a.html"}, {Text: words(300)}}
			d.Blocks = append(d.Blocks, paper.Paragraph{Small: chance.IntN(3) == 0, Runs: runs})
		case 3:
			d.Blocks = append(d.Blocks, randomTable(chance, words))
		case 4:
			points := []paper.Point{{Known: true, Size: 5, Text: "5"}, {}}
			d.Blocks = append(d.Blocks, paper.Chart{Kind: paper.Bars, Caption: words(30), Labels: []string{words(9), words(9)},
				Series: []paper.Series{{Points: points}}})
		case 5:
			p := paper.Proof{Title: words(9)}
			for range chance.IntN(8) {
				p.Rows = append(p.Rows, [2]string{words(9), words(1 + chance.IntN(500))})
			}
			d.Blocks = append(d.Blocks, p)
		case 6:
			d.Blocks = append(d.Blocks, paper.PageBreak{})
		}
	}
	return d
}

func randomTable(chance *rand.Rand, words func(int) string) paper.Table {
	t := paper.Table{Caption: words(40), Unit: words(20), Wide: chance.IntN(3) == 0}
	for range 1 + chance.IntN(12) {
		t.Columns = append(t.Columns, paper.Column{Title: words(6), Numbers: chance.IntN(2) == 0})
	}
	for range chance.IntN(60) {
		r := paper.Row{Level: chance.IntN(9), Strong: chance.IntN(5) == 0}
		for range t.Columns {
			most := 4
			if chance.IntN(100) == 0 {
				most = 1500 // higher than a page
			}
			r.Cells = append(r.Cells, paper.Cell{Text: words(most)})
		}
		t.Rows = append(t.Rows, r)
	}
	for range chance.IntN(3) {
		t.Notes = append(t.Notes, words(60))
	}
	return t
}

// Whatever a document is made of: nothing is lost, nothing stands outside of its page's part for
// text, and no heading is the last on its page.
func TestRandom(t *testing.T) {
	chance := rand.New(rand.NewPCG(9, 10))
	for n := range 15 {
		d := random(chance)
		l := laid(t, d)
		bodies := l.bodies()
		if counted(strings.Join(bodies, "")) != counted(squeezed(d)) {
			t.Fatalf("document %d: the pages have other characters than the document", n)
		}
		for i, p := range l.pages {
			_, high := p.size()
			for _, m := range regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) Td`).FindAllSubmatch(unpacked(p.packed), -1) {
				y, _ := strconv.ParseFloat(string(m[2]), 64)
				if from := float64(high)/100 - y; from < top/100-1 || y < bottom/100-1 {
					t.Fatalf("document %d: page %d has text %v below its top, of %d", n, i+1, from, high/100)
				}
			}
		}
		for _, m := range l.marks {
			if title := papertest.Squeeze(m.title); strings.HasPrefix(title, "题") && strings.HasSuffix(bodies[m.page], title) && !last(d, m.title) {
				t.Fatalf("document %d: page %d ends with the heading %s", n, m.page+1, title)
			}
		}
		var b bytes.Buffer
		if err := l.write(&b); err != nil {
			t.Fatal(err)
		}
	}
}

// last reports whether nothing but the end or a new page follows a heading.
func last(d paper.Document, title string) bool {
	found := false
	for _, b := range d.Blocks {
		h, is := b.(paper.Heading)
		switch {
		case is && h.Text == title:
			found = true
		case found:
			_, breaks := b.(paper.PageBreak)
			if _, heading := b.(paper.Heading); !heading {
				return breaks
			}
		}
	}
	return found
}

// counted is how often each character stands in a text: cells of several lines that are cut stand
// in another order.
func counted(s string) string {
	n := map[rune]int{}
	for _, r := range s {
		n[r]++
	}
	return fmt.Sprint(n)
}

// A long table is on as many pages as it needs, and each begins with the headings.
func TestLongTable(t *testing.T) {
	table := paper.Table{Caption: "表", Columns: []paper.Column{{Title: "甲"}, {Title: "乙", Numbers: true}}}
	for i := range 10_000 {
		table.Rows = append(table.Rows, paper.Row{Cells: []paper.Cell{{Text: fmt.Sprint("第", i)}, {Text: "1.00"}}})
	}
	l := laid(t, paper.Document{Lang: lang.ZH, Blocks: []paper.Block{table}})
	if n := len(l.pages); n < 200 || n > 350 {
		t.Errorf("%d pages", n)
	}
	for i, p := range l.pages[1:] {
		body := l.read(unpacked(p.packed))
		if p.repeated != "甲乙" || !strings.HasPrefix(body, "甲乙第") || strings.Count(body, "第") < 2 {
			t.Fatalf("page %d begins with %.30s", i+2, body)
		}
	}
}

// Headings of a table that is laid across stand on its page.
func TestWideHeading(t *testing.T) {
	text := func(s string) paper.Paragraph { return paper.Paragraph{Runs: []paper.Run{{Text: s}}} }
	table := paper.Table{Wide: true, Caption: "表", Rows: []paper.Row{{}}}
	for range 8 {
		table.Columns = append(table.Columns, paper.Column{Title: "甲甲甲甲甲甲甲甲"})
		table.Rows[0].Cells = append(table.Rows[0].Cells, paper.Cell{Text: "乙"})
	}
	l := laid(t, paper.Document{Lang: lang.ZH, Title: "文", Blocks: []paper.Block{text("前"), paper.Heading{Level: 1, Text: "题"}, table, text("后")}})
	got := ""
	for i, body := range l.bodies() {
		got += fmt.Sprint(body, l.pages[i].wide, " ")
	}
	if want := "文前false 题表" + strings.Repeat("甲", 64) + "乙乙乙乙乙乙乙乙true 后false "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func BenchmarkTable(b *testing.B) {
	table := paper.Table{Caption: "表", Columns: make([]paper.Column, 8)}
	for i := range 10_000 {
		r := paper.Row{}
		for k := range 8 {
			r.Cells = append(r.Cells, paper.Cell{Text: fmt.Sprint("第", i, "医", k)})
		}
		table.Rows = append(table.Rows, r)
	}
	for b.Loop() {
		if err := Write(io.Discard, paper.Document{Lang: lang.ZH, Blocks: []paper.Block{table}}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
