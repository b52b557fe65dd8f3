package tidy

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/fundledger/fundledger/"

// may says what the packages under a folder may import beyond the standard
// library: folders of this module and modules of others. The longest folder
// that matches a package counts. Test files may import anything but cmd.
var may = map[string][]string{
	"ledger":                 {"ledger"},
	"ledger/lang":            {},
	"ledger/jcs":             {},
	"ledger/money":           {"github.com/shopspring/decimal"},
	"ledger/fund":            {"ledger/lang"},
	"ledger/rule":            {"ledger/lang"},
	"ledger/account":         {"ledger/fund", "ledger/lang"},
	"ledger/running":         {"ledger/fund", "ledger/money"},
	"ledger/law":             {"ledger/fund", "ledger/lang", "ledger/money"},
	"ledger/event":           {"ledger/account", "ledger/money", "ledger/fund", "ledger/lang", "ledger/law", "ledger/jcs", "github.com/shopspring/decimal", "github.com/google/uuid"},
	"ledger/event/eventtest": {"ledger/account", "ledger/event", "ledger/fund", "ledger/law", "ledger/money"},
	"ledger/docket":          {"ledger/event", "ledger/account", "ledger/fund", "ledger/law", "ledger/money"},
	"ledger/document":        {"ledger/event", "ledger/fund", "ledger/lang", "ledger/money", "ledger/rule"},
	"ledger/merkle":          {"ledger/lang", "golang.org/x/mod"},
	"ledger/store":           {"ledger/jcs", "github.com/google/uuid"},
	"ledger/store/memory":    {"ledger/store"},
	"ledger/verify":          {"ledger", "ledger/event", "ledger/lang", "ledger/merkle", "ledger/store"},
	"ledger/history":         {"ledger/event", "ledger/jcs", "ledger/lang", "ledger/merkle", "ledger/store"},
	"ledger/store/sqlite":    {"ledger/merkle", "ledger/store", "ledger/jcs", "modernc.org/sqlite", "modernc.org/libc", "github.com/klauspost/compress"},
	"ledger/store/kurrent":   {"ledger/merkle", "ledger/store", "ledger/jcs", "github.com/EventStore/EventStore-Client-Go/v4", "google.golang.org/grpc", "github.com/google/uuid"},
	"ledger/store/storetest": {"ledger/store"},

	"ledger/store/kurrent/esdbtest": {"github.com/EventStore/EventStore-Client-Go/v4/protos", "github.com/google/uuid", "google.golang.org/grpc"},

	"aggregates":               {"ledger", "aggregates", "github.com/oklog/ulid/v2"},
	"aggregates/book":          {"ledger"},
	"aggregates/limit":         {"ledger"},
	"aggregates/premium":       {"ledger"},
	"aggregates/general":       {"ledger"},
	"aggregates/openitem":      {"ledger"},
	"aggregates/period":        {"ledger"},
	"aggregates/reimbursement": {"ledger"},
	"aggregates/relief":        {"ledger"},
	"aggregates/enforcement":   {"ledger", "github.com/shopspring/decimal"},
	"aggregates/institution":   {"ledger"},
	"aggregates/report":        {"ledger"},

	"projections":          {"ledger", "projections"},
	"projections/snapshot": {"ledger", "github.com/klauspost/compress"},
	"testdata":             {},
	"cmd":                  {"ledger", "aggregates", "projections", "cmd", "testdata", "*"},
}

// pure lists the folders without clock, files, network, randomness, floats or
// goroutines: the same input gives the same output, always.
var pure = []string{
	"ledger/lang", "ledger/account", "ledger/rule", "ledger/jcs", "ledger/money", "ledger/fund", "ledger/law", "ledger/running", "ledger/event", "ledger/docket", "ledger/document", "ledger/merkle",
	"aggregates/book", "aggregates/limit", "aggregates/premium", "aggregates/general", "aggregates/openitem", "aggregates/period", "aggregates/reimbursement",
	"aggregates/relief", "aggregates/enforcement", "aggregates/institution", "aggregates/report",
	"projections/posting", "projections/books", "projections/statements", "projections/daily", "projections/balances", "projections/cases", "projections/recoveries", "projections/statistics",
	"projections/agreements", "projections/fines", "projections/penalties", "projections/reliefs", "projections/seals",
}

// impure are the standard packages that no pure package imports.
var impure = []string{"os", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "sync", "io/ioutil", "os/exec", "database/sql", "unsafe"}

// only lists what a single folder may import.
var only = map[string]string{
	"modernc.org/sqlite": "ledger/store/sqlite",
	"modernc.org/libc":   "ledger/store/sqlite",
	"github.com/EventStore/EventStore-Client-Go/v4/esdb": "ledger/store/kurrent",
}

func TestImports(t *testing.T) {
	used := map[string]bool{}
	for _, f := range goFiles(t) {
		folder := path.Dir(f.name)
		rule, allowed := longest(folder)
		used[rule] = true
		isPure := slices.ContainsFunc(pure, func(p string) bool { return folder == p })
		for _, imported := range f.imports {
			if own, ok := only[imported]; ok && !within(folder, own) && !f.test {
				t.Errorf("%s imports %s; only %s may: go through its package", f.name, imported, own)
			}
			if !strings.Contains(strings.Split(imported, "/")[0], ".") { // standard library
				if isPure && !f.test && slices.Contains(impure, imported) {
					t.Errorf("%s is pure and imports %s; take what it needs as an argument", f.name, imported)
				}
				continue
			}
			own, isOwn := strings.CutPrefix(imported, module)
			if isOwn && within(own, "cmd") && !within(folder, "cmd") {
				t.Errorf("%s imports %s; nobody imports cmd", f.name, imported)
			}
			if f.test || slices.Contains(allowed, "*") {
				continue
			}
			if isOwn && within(own, "aggregates") && within(folder, "projections") {
				t.Errorf("%s imports %s; views read events and postings, never aggregates", f.name, imported)
			}
			if isOwn && folder == own || slices.ContainsFunc(allowed, func(a string) bool {
				return isOwn && within(own, a) || !isOwn && within(imported, a)
			}) {
				continue
			}
			t.Errorf("%s imports %s; the table in cmd/internal/tidy allows %s only %v", f.name, imported, rule, allowed)
		}
	}
	for folder := range may {
		if !used[folder] && folder != "testdata" {
			t.Errorf("the table in cmd/internal/tidy has a rule for %s, which does not exist", folder)
		}
	}
	for _, folder := range pure {
		if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
			t.Errorf("pure package %s does not exist", folder)
		}
	}
}

// longest returns the rule for a folder.
func longest(folder string) (rule string, allowed []string) {
	for _, r := range slices.SortedFunc(maps.Keys(may), func(a, b string) int { return len(b) - len(a) }) {
		if within(folder, r) {
			return r, may[r]
		}
	}
	return "", nil
}

func within(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

// The top level was given by whoever ordered the program, and does not grow.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	allowed := []string{
		"ledger", "aggregates", "projections", "cmd", "testdata", "go.mod", "go.sum", "README.md", "LICENSE",
		"tools.mod", "tools.sum", ".ci", ".git", ".gitignore", ".gitattributes",
	}
	for _, e := range entries {
		if !slices.Contains(allowed, e.Name()) && !ignored(e.Name()) {
			t.Errorf("top-level entry %s: put it below one of %v", e.Name(), allowed)
		}
	}
}

// ignored are files that .gitignore keeps out of the repository.
func ignored(name string) bool {
	return name == "fundledger" || name == "books" || strings.HasSuffix(name, ".test") || strings.HasSuffix(name, ".prof")
}

const root = "../../.."

// goFile is one source file with what it imports.
type goFile struct {
	name    string // relative to the root, with slashes
	text    string
	lines   int
	imports []string
	test    bool
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f := goFile{name: filepath.ToSlash(relative), text: string(text), lines: strings.Count(string(text), "\n"), test: strings.HasSuffix(name, "_test.go")}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("found %d files only: is the root right?", len(files))
	}
	return files
}
