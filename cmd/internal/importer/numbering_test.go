package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/index"
)

// premiums returns rows of as many premiums in a month, numbered from 1 on.
func premiums(month string, n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "premium.received,%d,%s-15,441300.390,,%d.00,,,\n", i+1, month, i+1)
	}
	return text.String()
}

// Numbers begin again each year where that is declared, in the same file or before; in one
// year a number stands once.
func TestImportOfNumbersThatBeginAgain(t *testing.T) {
	ctx := context.Background()
	const (
		head     = "type,document,occurred_on,fund,name,amount,region,facts,begins\n"
		books    = "fund.established,F-1,2022-01-01,441300.390,某基金,,,,\n"
		declared = "numbering.declared,BH-1,2023-01-01,,,,441300,premium.received,year\n"
	)
	for name, ledger := range map[string]struct {
		open  func() (store.Store, error)
		facts int
	}{
		"memory": {func() (store.Store, error) { return new(memory.Store), nil }, 4300}, // more than are kept in the memory of an index
		"sqlite": {func() (store.Store, error) { return sqlite.Create(t.TempDir()) }, 300},
	} {
		facts := ledger.facts
		t.Run(name, func(t *testing.T) {
			s, err := ledger.open()
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close() //nolint:errcheck // of a test
			ix, err := index.Folder(t.TempDir()).Open(ctx, s, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer ix.Close() //nolint:errcheck // of a test
			for _, c := range []struct {
				what, text string
				recorded   int
				faults     int
			}{
				{"not declared", books + premiums("2022-05", facts) + premiums("2023-05", facts), 0, facts},
				{"before the declaration", books + premiums("2022-05", facts), facts + 1, 0},
				{"declared in the file", declared + premiums("2023-05", facts) + premiums("2024-05", facts), 2*facts + 1, 0},
				{"again in the year", premiums("2024-07", 7), 0, 7},
				{"declared behind the facts", premiums("2023-09", 1) + "numbering.declared,BH-2,2023-06-01,,,,441300,premium.received,month\n", 0, 1},
				{"twice for one day", strings.Replace(declared, "year", "month", 1) + premiums("2023-05", 3), 0, 1},
				{"more finely, late, in the file", "numbering.declared,BH-3,2024-01-01,,,,441300,premium.received,month\n" + premiums("2024-08", 3), 4, 0},
				{"and again in the month", premiums("2024-08", 3) + premiums("2024-05", 4) + strings.Replace(premiums("2024-08", 1), "-15", "-16", 1), 0, 1},
				{"of another year", premiums("2025-01", 5), 5, 0},
				{"the same once more", premiums("2025-01", 5) + premiums("2023-05", 5), 0, 0},
			} {
				path := filepath.Join(t.TempDir(), "facts.csv")
				if err := os.WriteFile(path, []byte(head+c.text), 0o600); err != nil {
					t.Fatal(err)
				}
				faults := 0
				sum, err := Import(ctx, s,
					Options{Path: path, Scratch: t.TempDir(), Envelope: teller, Lang: lang.ZH, Index: ix, Fault: func(rows.Fault) { faults++ }})
				faulty := (*FaultyError)(nil)
				if faults != c.faults || (err != nil) != (c.faults > 0) || err != nil && !errors.As(err, &faulty) ||
					err == nil && sum.Recorded != c.recorded {
					t.Fatalf("%s: %d faults, %d recorded, %v", c.what, faults, sum.Recorded, err)
				}
			}
			for d, err := range ix.Doubles(ctx) {
				t.Fatalf("it stands twice: %+v; %v", d, err)
			}
		})
	}
}
