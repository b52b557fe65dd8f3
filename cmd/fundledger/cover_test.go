package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// The cover says of what ledger a report is: as many facts as were known, their root, and the
// newest checkpoint that they continue.
func TestCover(t *testing.T) {
	ask, _ := worldFolder(t, 2, 30)
	dir := t.TempDir()
	made := 0
	cover := func(args ...string) string {
		t.Helper()
		made++
		path := filepath.Join(dir, fmt.Sprint(made, ".xlsx"))
		if _, err := ask(append(args, "--out", path)...); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(rawRows(t, openedBook(t, path), "cover"))
	}
	before := cover("balance")
	text, err := ask("checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n") // name, size, root
	root, size := lines[2], lines[1]
	if !strings.Contains(before, "[root "+root+"]") || !strings.Contains(before, "[facts "+size+"]") || strings.Contains(before, "[checkpoint ") {
		t.Errorf("before the checkpoint %s %s:\n%s", size, root, before)
	}
	if after := cover("balance"); !strings.Contains(after, "[checkpoint "+lines[0]+", the first "+size+" facts, root "+root) {
		t.Errorf("after the checkpoint %s %s:\n%s", size, root, after)
	}
	const at = "2025-12-01T00:10:00Z"
	known, err := ask("events", "--known-at", at, "--format", "csv")
	if err != nil {
		t.Fatal(err)
	}
	some := strings.Count(strings.TrimSpace(known), "\n") // below the headings
	then := cover("balance", "--known-at", at)
	if some < 5 || !strings.Contains(then, fmt.Sprintf("[facts %d]", some)) || strings.Contains(then, root) {
		t.Errorf("as known when %d facts were recorded:\n%s", some, then)
	}
	if !strings.Contains(then, "[root "+rootOf(t, ask, some)+"]") {
		t.Errorf("another root of %d facts than %s:\n%s", some, rootOf(t, ask, some), then)
	}
}

// rootOf is the root of the first facts of a ledger.
func rootOf(t *testing.T, ask func(...string) (string, error), size int) string {
	t.Helper()
	text, err := ask("export", "--format", "jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var tree merkle.Frontier
	for _, line := range strings.SplitAfter(text, "\n")[:size] {
		tree.Append(merkle.LeafHash([]byte(strings.TrimSuffix(line, "\n"))))
	}
	return tree.Root().String()
}

// What was recorded while a workbook was made is told on its cover.
func TestCoverTellsOfFactsMeanwhile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir+"/keys")
	made := func() *program {
		now := func() time.Time { return time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC) }
		of := office.Office{Location: dir + "/books", Random: rand.NewChaCha8([32]byte{}), Now: now}
		return &program{out: io.Discard, err: io.Discard, lang: lang.EN, Office: of}
	}
	ask := func(args ...string) {
		t.Helper()
		root := made().root()
		root.SetArgs(append([]string{"--ledger", dir + "/books"}, args...))
		if err := root.ExecuteContext(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ask("init")
	p, a := made(), &axes{form: report.XLSX}
	if p.asked = a; p.Place() != nil {
		t.Fatal(p.Location)
	}
	for _, meanwhile := range []bool{false, true} {
		err := p.With(func(s store.Store) error {
			if meanwhile {
				ask("record", "fund.established", "document=F-1", "occurred_on=2025-12-31", "fund=441300.390", "name=x")
			}
			head, err := p.headOf(t.Context(), s, a)
			if got := fmt.Sprint(head.Facts); strings.Contains(got, "facts were recorded while this was made, up to 1 ") != meanwhile {
				t.Errorf("recorded meanwhile: %t; %s", meanwhile, got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
