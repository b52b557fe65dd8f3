package tidy

import (
	"encoding/json"
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

	test := exec.Command("go", "test", "-vet=off", "-overlay", overlay(t, all), "-skip", "TestGolden|TestWhatEachKindTakes|/golden",
		"./ledger/event/...", "./ledger/document", "./aggregates/book", "./aggregates/reimbursement", "./projections/posting", "./projections/statistics")
	test.Dir = root
	test.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// overlay makes the edits in copies of the files, which the go command is to take in the
// place of the tree's (see go help build), and returns the list of them. So what the edits
// do not touch is compiled already.
func overlay(t *testing.T, all []edit) (list string) {
	t.Helper()
	texts := map[string]string{}
	for _, e := range all {
		if err := e.apply(texts); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	dir, replace := t.TempDir(), map[string]string{}
	for file, text := range texts {
		name := filepath.Join(dir, strings.ReplaceAll(file, "/", "."))
		replace[filepath.Join(folder, filepath.FromSlash(file))] = name
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list = filepath.Join(dir, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err == nil {
		err = os.WriteFile(list, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// apply makes the edit in the texts of a tree, by file, into which a file is read when it is
// edited first.
func (e edit) apply(texts map[string]string) error {
	if !strings.HasSuffix(e.file, ".go") {
		return fmt.Errorf("%s: only the go command reads what is edited", e.file)
	}
	if e.before == "" {
		texts[e.file] = e.after
		return nil
	}
	if _, known := texts[e.file]; !known {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.file)))
		if err != nil {
			return err
		}
		texts[e.file] = string(text)
	}
	if n := strings.Count(texts[e.file], e.before); n != 1 {
		return fmt.Errorf("%s has %d places for this edit, not one; take testdata/event.diff anew:\n%s", e.file, n, e.after)
	}
	texts[e.file] = strings.Replace(texts[e.file], e.before, e.after, 1)
	return nil
}
