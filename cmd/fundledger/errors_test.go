package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	gotypes "go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/office"
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
	p := &program{err: os.Stderr, lang: language(args, os.Getenv), Office: office.Office{Location: "esdb://node1:2113/county"}}
	return p.exit(map[string]error{
		"conflict":            fmt.Errorf("import facts.csv: %w", &store.ConflictError{Stream: "premium-441300.390-202501", Expected: 3, Actual: 4}),
		"import-late":         &importer.FaultyError{Path: "facts.csv", Faults: 2, Late: true},
		"unknown":             &store.UnknownOutcomeError{Cause: errors.New("commit books/ledger.db: disk I/O error")},
		"interrupted":         fmt.Errorf("import facts.csv: %w; nothing was recorded", context.Canceled),
		"cluster-unreachable": &kurrent.UnreachableError{Where: "esdb://node1:2113/county", Cause: errors.New("connection refused")},
		"cluster-denied":      &kurrent.DeniedError{Where: "esdb://node1:2113/county", What: "append to county.fund-441300.390-2025", Cause: errors.New("access denied")},
		"cluster-version":     &kurrent.VersionError{Where: "esdb://node1:2113/county", Part: "0-prerelease"},
		"ledger-exists":       &kurrent.ExistsError{Where: "esdb://node1:2113/county"},
		"cluster-missing":     &kurrent.NotFoundError{Where: "esdb://node1:2113/county"},
		"no-room":             &fs.PathError{Op: "open", Path: "/srv/books/checkpoints", Err: syscall.ENOSPC},
		"quota":               &fs.PathError{Op: "open", Path: "/srv/books/checkpoints", Err: syscall.EDQUOT},
		"cluster-newer":       &kurrent.NewerFormatError{Where: "esdb://node1:2113/county"},
		"read-only":           &sqlite.ReadOnlyError{Path: "/mnt/books/ledger.db"},
		"making":              &disk.BusyError{Path: "/srv/books"},
		"on-terminal":         errOnTerminal,
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
	for _, kind := range kindsOf(t) {
		if entries["case: "+kind] == "" && kind != "refusal.Error" {
			t.Errorf("no entry in %s says “# case: %s”", catalogue, kind)
		}
		delete(entries, "case: "+kind)
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
			if _, golden, ok := bytes.Cut(text, []byte("-- "+l+" --\nfundledger: ")); !ok && !bytes.Contains(text, []byte("-- "+l+" --\nfacts.csv")) ||
				bytes.HasPrefix(golden, []byte("\n")) {
				t.Errorf("%s does not say what the program says in %s", file, l)
			}
		}
	}
	return entries
}

// kindsOf returns every kind of error of which the program says something: the rows of
// the tables of package fault and of this one, the types that know their kind, and what
// makes an error in words.
func kindsOf(t *testing.T) []string {
	t.Helper()
	kinds := []string{"fault.Input", "fault.Altered", "fault.About"}
	err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "fault/fault.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "Kind" && n.Recv != nil && n.Type.Results != nil && strings.HasPrefix(path, "../") {
					if of := gotypes.ExprString(n.Recv.List[0].Type); gotypes.ExprString(n.Type.Results.List[0].Type) == "fault.Kind" {
						kinds = append(kinds, parsed.Name.Name+"."+of[1:])
					}
				}
			case *ast.CallExpr:
				of := strings.TrimPrefix(gotypes.ExprString(n.Fun), "fault.")
				on, isOn := strings.CutPrefix(of, "On[*")
				switch {
				case isOn:
					kinds = append(kinds, strings.TrimSuffix(on, "]"))
				case of == "Is" && len(n.Args) == 4:
					kinds = append(kinds, gotypes.ExprString(n.Args[0]))
				case of == "As" && len(n.Args) == 2, of == "Naming" && len(n.Args) == 4:
					kinds = append(kinds, typeOfRow(t, n.Args[len(n.Args)-1]))
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(kinds) < 40 {
		t.Fatal(kinds, err)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds) // a table of this package says it otherwise than one below
}

// typeOfRow returns the type of the errors that a function of a row tells of.
func typeOfRow(t *testing.T, words ast.Expr) string {
	t.Helper()
	var of *ast.FuncType
	switch words := words.(type) {
	case *ast.FuncLit:
		of = words.Type
	case *ast.Ident:
		of = words.Obj.Decl.(*ast.FuncDecl).Type
	default:
		t.Fatalf("a row with %s", gotypes.ExprString(words))
	}
	return gotypes.ExprString(of.Params.List[0].Type)[1:]
}
