package tidy

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// idle returns the rows and entries of the table that nothing needs.
func idle(files []goFile) (out []string) {
	used, exists := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		folder := path.Dir(f.name)
		exists[folder] = true
		for _, imported := range f.imports {
			for _, a := range may[folder] {
				if own, isOwn := strings.CutPrefix(imported, module); !f.test && matches(a, own, imported, isOwn) {
					used[folder+" "+a] = true
				}
			}
		}
	}
	for folder, allowed := range may {
		if !exists[folder] {
			out = append(out, fmt.Sprintf("the table in cmd/internal/tidy has a row for %s, which does not exist", folder))
			continue
		}
		for _, a := range allowed {
			if !used[folder+" "+a] {
				out = append(out, fmt.Sprintf("the row of %s in cmd/internal/tidy names %s, which it does not import: take it out", folder, a))
			}
		}
	}
	return out
}

// What nothing needs is told, too.
func TestIdleEntries(t *testing.T) {
	var files []goFile
	for folder, allowed := range may {
		f := goFile{name: folder + "/x.go"}
		for _, a := range allowed {
			if strings.Contains(strings.Split(a, "/")[0], ".") {
				f.imports = append(f.imports, a)
			} else {
				f.imports = append(f.imports, module+a)
			}
		}
		files = append(files, f)
	}
	if got := idle(files); len(got) > 0 {
		t.Fatal(got)
	}
	for i, f := range files {
		if len(f.imports) == 0 {
			continue
		}
		less := slices.Clone(files)
		less[i].imports = f.imports[1:]
		if got := idle(less); len(got) != 1 {
			t.Errorf("%s without %s: %v", f.name, f.imports[0], got)
		}
		less[i] = goFile{name: path.Dir(f.name) + "/x_test.go", imports: f.imports, test: true}
		if got := idle(less); len(got) != len(f.imports) {
			t.Errorf("%s, of which only tests import: %v", f.name, got)
		}
	}
}

// No package of cmd imports one of its own floor or above.
func TestFloors(t *testing.T) {
	floor := map[string]int{}
	for i, packages := range floors {
		for _, p := range packages {
			floor[p] = i + 1
		}
	}
	for folder, allowed := range may {
		for _, a := range allowed {
			if within(folder, "cmd") && within(a, "cmd") && (floor[a] == 0 || floor[folder] <= floor[a]) {
				t.Errorf("%s, on floor %d, imports %s, on floor %d: see floors", folder, floor[folder], a, floor[a])
			}
		}
	}
}

// Mistakes that somebody could make are named; what stands in the table is not.
func TestImportsThatAreMistakes(t *testing.T) {
	for _, test := range []struct {
		file, imported string
		right          bool
	}{
		{"aggregates/premium/premium.go", "ledger/event", true},
		{"aggregates/premium/premium.go", "ledger/store", false},
		{"aggregates/premium/premium.go", "ledger/store/sqlite", false},
		{"aggregates/premium/premium.go", "ledger/history", false},
		{"aggregates/premium/premium.go", "aggregates/relief", false},
		{"aggregates/premium/premium.go", "projections/books", false},
		{"aggregates/premium/premium.go", "os", false},
		{"aggregates/desk.go", "ledger/store", true},
		{"aggregates/desk.go", "ledger/store/sqlite", false},
		{"aggregates/desk.go", "ledger/store/memory", false},
		{"aggregates/levy/levy.go", "ledger/event", false}, // a new one has no row
		{"projections/reliefs/reliefs.go", "projections/daily", true},
		{"projections/reliefs/reliefs.go", "projections/fines", false},
		{"projections/reliefs/reliefs.go", "ledger/store/sqlite", false},
		{"projections/reliefs/reliefs.go", "aggregates/relief", false},
		{"projections/replay/keep.go", "ledger/store", true},
		{"projections/replay/keep.go", "ledger/store/kurrent", false},
		{"projections/reliefs/reliefs_test.go", "projections/projtest", true},
		{"projections/reliefs/reliefs_test.go", "cmd/internal/rows", false},
		{"ledger/fund/fund.go", "ledger/money", false},
		{"ledger/event/event.go", "ledger/store", false},
		{"cmd/fundledger/main.go", "projections/books", true},
		{"cmd/fundledger/main.go", "ledger/store/memory", false},
		{"cmd/fundledger/main.go", "cmd/internal/oracle", false},
		{"cmd/internal/report/cell.go", "cmd/internal/rows", false}, // an arrow up
		{"cmd/internal/fault/fault.go", "cmd/internal/office", false},
		{"cmd/internal/manual/manual.go", "ledger/event", false},
		{"cmd/internal/rules/doc.go", "ledger/event", false}, // a suite is tests alone
		{"cmd/internal/levy/levy.go", "ledger/event", false},
		{"ledger/event/event.go", "ledger/event/tally", false},
		{"cmd/internal/office/office.go", "ledger/store", true},
		{"cmd/internal/office/office.go", "cmd/internal/report", false},
		{"cmd/internal/office/office.go", "github.com/spf13/cobra", false},
		{"cmd/internal/office/office.go", "github.com/spf13/pflag", false},
		{"cmd/internal/tables/books.go", "projections/books", true},
		{"cmd/internal/tables/books.go", "ledger/store/sqlite", false},
		{"cmd/internal/tables/books.go", "github.com/spf13/cobra", false},
	} {
		imported := test.imported
		if strings.Contains(imported, "/") {
			imported = module + imported
		}
		f := goFile{name: test.file, imports: []string{imported}, test: strings.HasSuffix(test.file, "_test.go")}
		if got := faults(f); (len(got) == 0) != test.right {
			t.Errorf("%s imports %s: %v", test.file, test.imported, got)
		}
	}
}
