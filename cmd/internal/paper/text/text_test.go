package text

import (
	"flag"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/ledger/lang"
)

var update = flag.Bool("update", false, "write the golden texts anew")

func TestSample(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		papertest.Golden(t, "sample-"+string(l)+".txt", []byte(Of(papertest.Sample(l))), *update)
	}
}

// Every text of a document is in its text, in the order of the document.
func TestEverything(t *testing.T) {
	d := paper.Document{Lang: lang.ZH, Title: "a1", Bureau: "no", Foot: "no", Cover: [][2]string{{"a2", "a3"}}, Blocks: []paper.Block{
		paper.Heading{Level: 1, Text: "a4"}, paper.Paragraph{Runs: []paper.Run{{Text: "a5"}, {Text: "a6"}}},
		paper.Table{Caption: "a7", Unit: "a8", Columns: []paper.Column{{Key: "no", Title: "a9"}},
			Rows: []paper.Row{{Cells: []paper.Cell{{Text: "b1"}}}}, Notes: []string{"b2"}},
		paper.Chart{Kind: paper.Parts, Unit: "b3", Labels: []string{"b5"}, Caption: "b7",
			Series: []paper.Series{{Name: "b4", Points: []paper.Point{{Known: true, Size: 1, Text: "b6"}}}}},
		paper.PageBreak{}, paper.Proof{Title: "b8", Rows: [][2]string{{"b9", "c1"}}},
	}}
	if got, want := strings.Join(strings.Fields(Of(d)), ""), "a1a2a3a4a5a6a7a8a9b1b2b3b4b5b6b7b8b9c1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
