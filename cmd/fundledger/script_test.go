package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/disk/disktest"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var update = flag.Bool("update", false, "write what the program says into the scripts")

// What scripts set, and only this test program reads: the program itself has the
// clock of the machine, waits a while for others, and may fill the disk.
const (
	clockVariable = "NOW"   // when a command runs
	quotaVariable = "PAGES" // pages of 4096 bytes that the ledger may have
	filesVariable = "FILES" // the latest time of the ledger's files; empty: now
)

// TestMain makes the program a command of the scripts.
func TestMain(m *testing.M) {
	disktest.InMemory()
	commands := map[string]func(){"clerk": serve}
	for name, program := range programs() {
		commands[name] = func() { os.Exit(program(os.Args[1:])) }
	}
	testscript.Main(m, commands)
}

// programs are what tests run as programs of their own, by name: the program under the clock
// of a script, one that fails, and the program as users have it.
func programs() map[string]func(args []string) int {
	return map[string]func([]string) int{"fundledger": scripted, "failing": failing, "ordinary": ordinary}
}

// scripted runs the program as the environment of a script says.
func scripted(args []string) int {
	now, err := time.Parse(time.RFC3339, os.Getenv(clockVariable))
	pages, errPages := strconv.Atoi(os.Getenv(quotaVariable))
	if err := errors.Join(err, errPages); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	opening := office.Stores{SQLite: []sqlite.Option{sqlite.BusyTimeout(0), sqlite.MaxPages(pages)}, Tune: patient, Impatient: true}
	opening.Times = func(string) time.Time { return now }
	if files, err := time.Parse(time.RFC3339, os.Getenv(filesVariable)); err == nil {
		opening.Times = func(string) time.Time { return files }
	}
	typed := args
	if cluster := os.Getenv(clusterVariable); cluster != "" {
		opening.InCluster = inCluster(cluster)
		args = append([]string{"--insecure"}, args...)
	}
	return run(args, func() time.Time { return now }, chance(now, typed), opening)
}

// chance is where the keys and ids of one command come from: the same for the same
// command at the same time.
func chance(now time.Time, args []string) io.Reader {
	where, _ := os.Getwd() // no two runs have the same
	return rand.NewChaCha8(sha256.Sum256([]byte(strings.ReplaceAll(now.UTC().String()+"\n"+strings.Join(args, "\n"), where, ""))))
}

// TestScripts runs testdata/script: every subcommand as a clerk uses it. To
// write what the program says into them: go test ./cmd/fundledger -update.
func TestScripts(t *testing.T) {
	testscript.Run(t, withSecureServer(t, withServer(t, atCounter(t, scripts("testdata/script")))))
}

// TestLargeScripts runs testdata/large: what takes thousands of facts to show, in a folder
// only.
func TestLargeScripts(t *testing.T) {
	alone(t)
	testscript.Run(t, atCounter(t, scripts("testdata/large")))
}

// scripts returns how the scripts of a directory are run: each in a directory of
// its own, which is also where the person key goes.
//
// Beside the usual commands they may use those of commands_test.go.
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
			e.Values[heldKey] = &heldLock{}
			return nil
		},
		Cmds:                commands(),
		Condition:           condition,
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
	}
}

// condition says what scripts may ask: [file] whether ledgers are files here.
func condition(name string) (bool, error) {
	if name != "file" {
		return false, fmt.Errorf("unknown condition %s", name)
	}
	return true, nil
}
