package rows

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
)

var update = flag.Bool("update", false, "write what the golden files should hold")

// TestGolden reads every file of testdata/golden and compares its rows and
// faults in both languages.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*.*s*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			golden := file + "." + string(l) + ".txt"
			if strings.HasSuffix(file, ".txt") {
				continue
			}
			t.Run(filepath.Base(golden), func(t *testing.T) {
				r, err := Open(file, nil)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = r.Close() }()
				got := strings.ReplaceAll(dump(t, r, l), file, filepath.Base(file))
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

// dump returns what a reader gives, as text.
func dump(t *testing.T, r *Reader, l lang.Lang) string {
	t.Helper()
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "%s %q\n", r.Encoding(), r.Head().Columns())
	for {
		row, faults, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(&b, "%d", row.Line)
		row.Each(func(name, text string) bool {
			_, _ = fmt.Fprintf(&b, " %s=%s", name, Shorten(text))
			return true
		})
		b.WriteByte('\n')
		for _, f := range faults {
			whole := ""
			if f.Whole {
				whole = "! "
			}
			_, _ = fmt.Fprintf(&b, "\t%s%s\n", whole, f.In(l))
		}
	}
	if r.rows != nil && r.Read() != r.Size() {
		t.Errorf("Read is %d of %d", r.Read(), r.Size())
	}
	return b.String()
}
