package tidy

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

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
		f := goFile{name: filepath.ToSlash(relative), text: string(text), lines: strings.Count(string(text), "\n"),
			test: strings.HasSuffix(name, "_test.go")}
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
