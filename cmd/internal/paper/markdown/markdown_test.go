package markdown

import (
	"bytes"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/cmd/internal/paper/papertest"
	"github.com/fundledger/fundledger/ledger/lang"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestSample(t *testing.T) {
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		var b bytes.Buffer
		if err := Write(&b, papertest.Sample(l)); err != nil {
			t.Fatal(err)
		}
		papertest.Golden(t, "sample-"+string(l)+".md", b.Bytes(), *update)
	}
}

// Whatever is text stays text, at the begin of a line and within a table.
func TestEscapes(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"1. a", `1\. a`}, {"- a", `\- a`}, {"# a", `\# a`}, {"12) a", `12\) a`}, {"a|b", `a\|b`}, {"*a*", `\*a\*`}, {"<b>&amp;", `\<b\>\&amp;`},
		{"[a](b)", `\[a\](b)`}, {"a\nb", "a<br>b"}, {"`a`", "\\`a\\`"}, {`\`, `\\`}, {"2025 年", "2025 年"}, {"+3%", `\+3%`},
	} {
		var b bytes.Buffer
		if err := Write(&b, paper.Document{Blocks: []paper.Block{paper.Paragraph{Runs: []paper.Run{{Text: tt.text}}}}}); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(strings.TrimPrefix(b.String(), "# \n\n")); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
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
