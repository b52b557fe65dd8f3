package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/testdata/figures"
)

// catalogue is every error that a user can see: the command that provokes it,
// its exit code, and what the program says in Chinese and English.
const catalogue = "../../testdata/errors"

// TestErrors runs the catalogue. To write what the program says into it:
// go test ./cmd/fundledger -update.
func TestErrors(t *testing.T) {
	alone(t)
	testscript.Run(t, atCounter(t, scripts(catalogue)))
}

// failing is a program that ends with an error which no command can be made to
// end with at will: the text and the exit code are the real program's.
//
//	failing NAME --lang LANGUAGE
//	failing events FILE          write the demo's facts without the last one
func failing(args []string) int {
	if args[0] == "events" {
		lines := bytes.SplitAfter(bytes.TrimSpace(figures.Events), []byte("\n"))
		if err := os.WriteFile(args[1], bytes.Join(lines[:len(lines)-1], nil), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 99
		}
		return 0
	}
	p := &program{err: os.Stderr, lang: language(args, os.Getenv), location: "esdb://node1:2113/county"}
	return p.exit(map[string]error{
		"conflict":            fmt.Errorf("import facts.csv: %w", &store.ConflictError{Stream: "premium-441300.390-202501", Expected: 3, Actual: 4}),
		"import-late":         &importer.FaultyError{Path: "facts.csv", Faults: 2, Late: true},
		"unknown":             &store.UnknownOutcomeError{Cause: errors.New("commit books/ledger.db: disk I/O error")},
		"interrupted":         fmt.Errorf("import facts.csv: %w; nothing was recorded", context.Canceled),
		"cluster-unreachable": &kurrent.UnreachableError{Where: "esdb://node1:2113/county", Cause: errors.New("connection refused")},
		"cluster-denied":      &kurrent.DeniedError{Where: "esdb://node1:2113/county", What: "append to county.fund-441300.390-2025", Cause: errors.New("access denied")},
		"cluster-version":     &kurrent.VersionError{Where: "esdb://node1:2113/county", Part: "0-prerelease"},
		"ledger-exists":       &kurrent.ExistsError{Where: "esdb://node1:2113/county"},
		"cluster-newer":       &kurrent.NewerFormatError{Where: "esdb://node1:2113/county"},
		"read-only":           &sqlite.ReadOnlyError{Path: "/mnt/books/ledger.db"},
		"making":              &disk.BusyError{Path: "/srv/books"},
		"permission":          &fs.PathError{Op: "open", Path: "/srv/books/ledger.db", Err: fs.ErrPermission},
	}[args[0]])
}

var ruleName = regexp.MustCompile(`(?:Rule:\s*|refuse\()"([a-z-]+)"`)

// Every rule that can refuse has an entry of its own in the catalogue, and so
// has every case in which the program explains an error.
func TestCatalogueIsComplete(t *testing.T) {
	entries := marks(t)
	said := map[string]bool{}
	for _, root := range []string{"../../aggregates", "../../ledger/document", "../../ledger/split"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, m := range ruleName.FindAllSubmatch(source, -1) {
				if said[string(m[1])] { // refused in several places
					continue
				}
				said[string(m[1])] = true
				if mark := "rule: " + string(m[1]); entries[mark] != string(m[1])+".txtar" {
					t.Errorf("%s: %s/%s.txtar must provoke it and say “# %s”", path, catalogue, m[1], mark)
				}
				delete(entries, "rule: "+string(m[1]))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range slices.Concat(casesOf(t, "errors.go", "explain"), casesOf(t, "usage.go", "explainUsage")) {
		if entries["case: "+c] == "" && c != "refused" {
			t.Errorf("no entry in %s says “# case: %s”", catalogue, c)
		}
		delete(entries, "case: "+c)
	}
	for mark, entry := range entries {
		if mark != "case: unknown command" {
			t.Errorf("%s says “# %s”, which the program does not have", entry, mark)
		}
	}
}

// marks returns the entry of every rule and case that one is marked with.
func marks(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(catalogue, "*.txtar"))
	if err != nil || len(files) < 50 {
		t.Fatalf("%d entries, %v", len(files), err)
	}
	entries := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^# ((?:rule|case): .+)$`).FindAllSubmatch(text, -1) {
			entries[string(m[1])] = filepath.Base(file)
		}
		for _, l := range []string{"zh", "en"} {
			if _, golden, ok := bytes.Cut(text, []byte("-- "+l+" --\nfundledger: ")); !ok && !bytes.Contains(text, []byte("-- "+l+" --\nfacts.csv")) || bytes.HasPrefix(golden, []byte("\n")) {
				t.Errorf("%s does not say what the program says in %s", file, l)
			}
		}
	}
	return entries
}

// casesOf returns what the cases of the outer switch of a function ask for: the
// variable or the value in each errors.As and errors.Is.
func casesOf(t *testing.T, file, function string) []string {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncDecl); ok {
			return f.Name.Name == function
		}
		clause, ok := n.(*ast.CaseClause)
		if !ok || len(clause.List) == 0 {
			return true
		}
		call, ok := clause.List[0].(*ast.CallExpr)
		if !ok || len(call.Args) != 2 {
			t.Errorf("%s: a case that is neither errors.As nor errors.Is", files.Position(clause.Pos()))
			return false
		}
		var text strings.Builder
		if err := printer.Fprint(&text, files, call.Args[1]); err != nil {
			t.Fatal(err)
		}
		found = append(found, strings.TrimPrefix(text.String(), "&"))
		return false
	})
	if len(found) == 0 {
		t.Fatalf("%s: %s has no cases", file, function)
	}
	return found
}
