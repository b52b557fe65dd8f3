package tidy

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// edit is one place that a diff changes: before is what stands there, with a line
// around it; "" is a new file.
type edit struct {
	file          string
	before, after string
}

// edits reads the edits of a diff as diff -U1 writes it.
func edits(t *testing.T, diff string) (out []edit) {
	t.Helper()
	file := ""
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "--- "):
		case strings.HasPrefix(line, "+++ "):
			file = strings.TrimSpace(line[4:])
		case strings.HasPrefix(line, "@@ "):
			out = append(out, edit{file: file})
		case len(out) == 0:
			t.Fatalf("before the first edit: %q", line)
		default:
			last := &out[len(out)-1]
			if line[0] != '+' {
				last.before += line[1:]
			}
			if line[0] != '-' {
				last.after += line[1:]
			}
		}
	}
	return out
}

// isProduct reports whether a file is of the program, and not of its tests or of what they
// are made with.
func isProduct(file string) bool {
	return !strings.HasSuffix(file, "_test.go") && !strings.Contains(file, "eventtest/") && !strings.Contains(file, "projtest/") && strings.HasSuffix(file, ".go")
}

// What it costs to add an event: at most nine files and six edits of the product. The diff
// of one, settlement.withheld, is applied to a copy of the tree, where all tests of what it
// touches pass but those that compare golden files. It is in testdata, and the manual tells
// of it: if it no longer fits the tree, take it anew, and do not let it grow.
func TestAddingAnEvent(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles a copy of the ledger and runs its tests: run it without -short")
	}
	diff, err := os.ReadFile(filepath.Join("testdata", "event.diff"))
	if err != nil {
		t.Fatal(err)
	}
	all := edits(t, string(diff))
	files, product := map[string]bool{}, 0
	for _, e := range all {
		files[e.file] = true
		if isProduct(e.file) {
			product++
		}
	}
	if len(files) > 9 || product > 6 {
		t.Errorf("adding an event takes %d files and %d edits of the product; at most 9 and 6", len(files), product)
	}

	tree := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "ledger", "aggregates", "projections", "testdata"} {
		if err := copyInto(filepath.Join(root, name), filepath.Join(tree, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range all {
		if err := e.apply(tree); err != nil {
			t.Fatal(err)
		}
	}
	test := exec.Command("go", "test", "-vet=off", "-skip", "TestGolden|TestWhatEachKindTakes|/golden",
		"./ledger/event/...", "./ledger/document", "./aggregates/book", "./aggregates/reimbursement", "./projections/posting", "./projections/statistics")
	test.Dir = tree
	test.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// apply makes the edit in a tree.
func (e edit) apply(tree string) error {
	name := filepath.Join(tree, filepath.FromSlash(e.file))
	if e.before == "" {
		return os.WriteFile(name, []byte(e.after), 0o600)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if n := strings.Count(string(text), e.before); n != 1 {
		return fmt.Errorf("%s has %d places for this edit, not one; take testdata/event.diff anew:\n%s", e.file, n, e.after)
	}
	return os.WriteFile(name, []byte(strings.Replace(string(text), e.before, e.after, 1)), 0o600)
}

// copyInto copies a file, or a folder with all below it.
func copyInto(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return os.CopyFS(to, os.DirFS(from))
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}
