package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/disk/disktest"
)

// asChild has this test program be fundbench, for the processes that a run starts.
const asChild = "FUNDBENCH_TEST_CHILD"

// built is the program, which most tests share; TestWholeRun builds its own.
var built func() (program string, err error)

// program returns it.
func program(t *testing.T) string {
	t.Helper()
	p, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMain(m *testing.M) {
	if os.Getenv(asChild) != "" {
		os.Exit(execute(os.Args[1:], os.Args[0], nil, os.Stdout, os.Stderr))
	}
	disktest.InMemory()
	dir, err := os.MkdirTemp("", "fundbench")
	if err != nil {
		panic(err)
	}
	built = sync.OnceValues(func() (string, error) { return build(context.Background(), dir) })
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// perform runs a command line and returns its exit code and what it printed.
func perform(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	code := execute(args, self, []string{asChild + "=1"}, &out, &said)
	return code, out.String(), said.String()
}

// One whole run over a few facts: every program that is installed loads them,
// answers, and agrees with ours.
func TestWholeRun(t *testing.T) {
	code, out, said := perform(t, "--data", filepath.Join("testdata", "facts"), "--runs", "1", "--for", "20ms")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	for _, part := range []string{
		"## Durable import of 22 events", "## Disk of 22 events", "## Yearly balance of every fund from 22 raw events",
		"| 22 | rebuild all projections | 1 |", "| 22 | verify | 1 |", "| append by 64 clients | 1 |",
		"fundledger import $DATA/*.csv --ledger $WORK/books",
	} {
		if !strings.Contains(out, part) {
			t.Errorf("the report lacks %q", part)
		}
	}
	for program, row := range map[string]string{"sqlite3": "\n| sqlite3 | 1 |", "ledger": "\n| ledger | 1 |", "hledger": "\n| hledger | 1 |", "psql": "\n| PostgreSQL, booked beforehand | 1 |"} {
		switch {
		case !installed(program):
			t.Logf("%s is not installed: its part was not run", program)
		case !strings.Contains(out, row):
			t.Errorf("%s is installed, and did not answer", program)
		}
	}
	if wd, err := os.Getwd(); err != nil || strings.Contains(out, wd) || strings.Contains(out, os.TempDir()+"/") {
		t.Errorf("the report names directories of this machine (%v)", err)
	}
	if t.Failed() {
		t.Log(out, said)
	}
}

// A run makes its own facts if none are given.
func TestGeneratedFacts(t *testing.T) {
	code, out, said := perform(t, "--events", "7000", "--runs", "1", "--only", "replay", "--fundledger", program(t))
	if code != 0 || !strings.Contains(out, "rebuild all projections | 1 |") || !strings.Contains(out, "fundledger generate --region 441300 --years 2021-2025 --scale 0.000112 --to $WORK/data-7000") {
		t.Errorf("exit code %d: %s\n%s", code, said, out)
	}
}

// Facts that the ledger refuses make the run fail, and nothing is left behind.
func TestRefusedFacts(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	for _, name := range []string{"2024.csv", "2025.csv"} {
		text, err := os.ReadFile(filepath.Join("testdata", "facts", name))
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.Replace(text, []byte("2025-06-02,,,H44130200026"), []byte("2025-06-99,,,H44130200026"), 1)
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, _, said := perform(t, "--data", dir, "--work", work, "--runs", "1", "--only", "replay", "--fundledger", program(t))
	if code == 0 || !strings.Contains(said, "2025-06-99") {
		t.Errorf("exit code %d for facts that cannot be imported: %s", code, said)
	}
	if left, err := os.ReadDir(work); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--only", "imports"}, `there is no part "imports"; use some of append,import`},
		{[]string{"--runs", "0"}, "give 1 or more"},
		{[]string{"--events", "7"}, "7 are too few or too many; give 7000 to 1252000000"},
		{[]string{"--work", filepath.Join(t.TempDir(), "none")}, "no such file or directory"},
		{[]string{"pace", "jump"}, `there is no "jump"; use sync, overwrite or append`},
		{[]string{"answer", "--ledger", t.TempDir()}, "no ledger"},
	} {
		if code, _, said := perform(t, c.args...); code == 0 || !strings.Contains(said, c.want) {
			t.Errorf("%v: exit code %d, %s; want %q", c.args, code, said, c.want)
		}
	}
}

func TestPace(t *testing.T) {
	for _, args := range [][]string{{"sync"}, {"overwrite"}, {"append", "--clients", "3"}} {
		dir := t.TempDir()
		code, out, said := perform(t, append([]string{"pace", "--dir", dir, "--for", "100ms"}, args...)...)
		var p pace
		if err := json.Unmarshal([]byte(out), &p); code != 0 || err != nil || p.Done < 1 || p.Nanoseconds < int64(100*time.Millisecond) {
			t.Errorf("%v: exit code %d, %s %s %v", args, code, out, said, err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%v leaves %v, %v", args, left, err)
		}
	}
}
