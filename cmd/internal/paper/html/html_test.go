package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/cmd/internal/paper/text"
	"github.com/fundledger/fundledger/ledger/lang"
)

var (
	keep   = flag.String("keep", "", "write the sample into this folder, to be looked at")
	update = flag.Bool("update", false, "write the digests of the samples anew: an edition of a report that was issued is no longer made again")
)

func written(t *testing.T, d paper.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read returns the text within main, and how often each attribute stands in the page. Its tags are
// well formed.
func read(t *testing.T, page string) (string, map[string]int) {
	t.Helper()
	var b strings.Builder
	attributes := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	main, title := false, false
	for {
		token, err := d.Token()
		if err == io.EOF {
			return b.String(), attributes
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			main, title = main || token.Name.Local == "main", token.Name.Local == "title"
			for _, a := range token.Attr {
				attributes[a.Name.Local]++
				attributes[a.Name.Local+"="+a.Value]++
			}
		case xml.EndElement:
			main, title = main && token.Name.Local != "main", false
		case xml.CharData:
			if main && !title {
				b.Write(token)
			}
		}
	}
}

func TestSample(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		d := papertest.Sample(l)
		page := written(t, d)
		papertest.Golden(t, "sample-"+string(l)+".sha256", fmt.Appendf(nil, "%x\n", sha256.Sum256([]byte(page))), *update)
		if *keep != "" {
			if err := os.WriteFile(filepath.Join(*keep, "sample-"+string(l)+".html"), []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, attributes := read(t, page)
		if papertest.Squeeze(got) != papertest.Squeeze(text.Of(d)) {
			t.Errorf("%s: the text of the page is\n%s\nwant\n%s", l, got, text.Of(d))
		}
		for _, want := range []string{"data-figure=income.310.2025", "data-figure=income.2023", "href=#row-income", "id=row-income", "href=explain/recoveries.html#a",
			"scope=col", "scope=row", "role=region", "role=group"} {
			if attributes[want] == 0 {
				t.Errorf("%s: no %s", l, want)
			}
		}
		for _, never := range []string{"<script", "http:", "https:", "url(", "@import", "src="} {
			if strings.Contains(page, never) {
				t.Errorf("%s: the page has %s", l, never)
			}
		}
		if written(t, papertest.Sample(l)) != page {
			t.Errorf("%s: the same document gave another page", l)
		}
	}
}

// Whatever a text is, it stays text.
func TestEscapes(t *testing.T) {
	const bad = `<b>&amp;"'</style><script>x`
	d := paper.Document{Lang: lang.ZH, Title: bad, Bureau: bad, Foot: bad, Cover: [][2]string{{bad, bad}}, Blocks: []paper.Block{
		paper.Heading{Level: 1, ID: "a", Text: bad}, paper.Paragraph{Runs: []paper.Run{{Text: bad, Figure: bad, Link: "x?" + bad}}},
		paper.Table{Caption: bad, Unit: bad, Columns: []paper.Column{{Title: bad}}, Notes: []string{bad},
			Rows: []paper.Row{{Cells: []paper.Cell{{Text: bad, Figure: bad, Link: "x?" + bad}}}}},
		paper.Chart{Kind: paper.Bars, Caption: bad, Unit: bad, Labels: []string{bad},
			Series: []paper.Series{{Name: bad, Points: []paper.Point{{Known: true, Text: bad, Figure: bad, Link: "x?" + bad}}}}},
		paper.Proof{Title: bad, Rows: [][2]string{{bad, bad}}},
	}}
	page := written(t, d)
	if strings.Contains(page, "<script") || strings.Count(page, "</style") != 1 || strings.Contains(page, "<b>&amp;") {
		t.Error("a text became something else")
	}
	if got, _ := read(t, page); papertest.Squeeze(got) != papertest.Squeeze(text.Of(d)) {
		t.Errorf("the text of the page is\n%s\nwant\n%s", got, text.Of(d))
	}
}

func TestErrors(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, paper.Document{Blocks: []paper.Block{paper.Table{}}}); err == nil || b.Len() > 0 {
		t.Errorf("%v and %d bytes", err, b.Len())
	}
	if err := Write(full{}, papertest.Sample(lang.ZH)); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

var errFull = errors.New("no room")

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
