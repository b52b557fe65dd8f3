package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var update = flag.Bool("update", false, "write what the program says into the scripts")

// What scripts set, and only this test program reads: the program itself has the
// clock of the machine, waits a while for others, and may fill the disk.
const (
	clockVariable = "NOW"   // when a command runs
	quotaVariable = "PAGES" // pages of 4096 bytes that the ledger may have
)

// TestMain makes the program a command of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"fundledger": func() {
			now, err := time.Parse(time.RFC3339, os.Getenv(clockVariable))
			pages, errPages := strconv.Atoi(os.Getenv(quotaVariable))
			if err := errors.Join(err, errPages); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(99)
			}
			os.Exit(run(os.Args[1:], func() time.Time { return now }, sqlite.BusyTimeout(0), sqlite.MaxPages(pages)))
		},
	})
}

// TestScripts runs testdata/script: every subcommand as a clerk uses it. To
// write what the program says into them: go test ./cmd/fundledger -update.
func TestScripts(t *testing.T) {
	testscript.Run(t, scripts("testdata/script"))
}

// scripts returns how the scripts of a directory are run: each in a directory of
// its own, which is also where the person key goes.
//
// They may use, beside the usual commands:
//
//	exits CODE COMMAND ARG…   run the command, which must exit with this code
//	gbk FILE                  write the file in GBK instead of UTF-8
//	cut FILE BYTES            cut the last bytes off a file
//	flip FILE OFFSET          change the byte of a file at an offset
//	hold DIR                  take the write lock of the ledger, as another program would
//	release                   give it back
func scripts(dir string) testscript.Params {
	return testscript.Params{
		Dir: dir,
		Setup: func(e *testscript.Env) error {
			e.Setenv(clockVariable, "2026-01-15T10:00:00+08:00")
			e.Setenv(quotaVariable, "0")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("FUNDLEDGER_ACTOR", "clerk")
			e.Setenv("LC_ALL", "en_US.UTF-8")
			e.Setenv("GORACE", "atexit_sleep_ms=0") // the race detector waits a second by default
			e.Values[heldKey] = &heldLock{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "gbk": gbk, "cut": cut, "flip": flip, "hold": hold, "release": release,
		},
		Condition: func(name string) (bool, error) {
			return false, fmt.Errorf("no condition %s", name)
		},
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
	}
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit := (*exec.ExitError)(nil)
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

func gbk(ts *testscript.TestScript, _ bool, args []string) {
	text, err := simplifiedchinese.GBK.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text[:len(text)-n]), 0o600))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := []byte(ts.ReadFile(args[0]))
	text[at] ^= 0xff
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

// heldLock is a transaction that a script holds open for writing.
type heldLock struct{ end func() }

// heldKey is under which a script keeps its lock.
const heldKey = "held"

func hold(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(ts.MkAbs(args[0]), sqlite.FileName))
	ts.Check(err)
	conn, err := db.Conn(context.Background())
	ts.Check(err)
	_, err = conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	ts.Check(err)
	held := ts.Value(heldKey).(*heldLock)
	held.end = sync.OnceFunc(func() { ts.Check(errors.Join(conn.Close(), db.Close())) })
	ts.Defer(held.end)
}

func release(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Value(heldKey).(*heldLock).end()
}
