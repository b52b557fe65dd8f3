package main

import (
	"bufio"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var killedRows = flag.Int("killed", 60_000, "how many reimbursements the file has whose import is killed; 500,000 in .ci/run")

// An import that is killed (SIGKILL) again and again, while it checks and while
// it records, leaves a ledger that opens, holds whole appends only, and is
// completed by importing the file again, without a fact lost or doubled.
func TestImportKilledAgainAndAgain(t *testing.T) {
	if underRaceDetector {
		t.Skip("it reads a million facts and more, in one goroutine: run it without the race detector")
	}
	dir := t.TempDir()
	program, err := exec.LookPath("ordinary") // a process of its own, which is killed
	if err != nil {
		t.Fatal(err)
	}
	books, file := filepath.Join(dir, "books"), filepath.Join(dir, "facts.csv")
	total := writeFacts(t, file)
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, append(args, "--ledger", books, "--lang", "en")...)
		cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"))
		return cmd
	}
	if out, err := command("init").CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, out)
	}
	facts := *killedRows + 21
	random := rand.New(rand.NewPCG(2025, 7))
	before, midway := 0, 0
	for round := range 5 {
		if facts-before < 4 { // a busy machine let it record nearly all before it was killed
			break
		}
		// Round 0 dies while it checks, the others after some more is recorded.
		target := before + 1 + random.IntN((facts-before)/4)
		if round == 0 {
			target = 0
		}
		importing := command("import", file)
		if err := importing.Start(); err != nil {
			t.Fatal(err)
		}
		waitUntil(t, books, target)
		if err := importing.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		ended := importing.Wait() == nil
		after := readAll(t, books, round)
		if ended && after != facts {
			t.Fatalf("round %d: the import ended with %d facts of %d", round, after, facts)
		}
		if 0 < after && after < facts {
			midway++
		}
		if after < target || after < before {
			t.Fatalf("round %d: %d facts seen before the kill, %d after it", round, max(target, before), after)
		}
		t.Logf("round %d: killed at %d facts or a little later; %d stand", round, target, after)
		before = after
	}
	if midway == 0 {
		t.Error("it was never killed while it recorded")
	}
	wants := []string{fmt.Sprintf("recorded %d facts; %d were recorded before", facts-before, before), "the ledger did not change"}
	if before == facts {
		wants[0] = wants[1]
	}
	for look, want := range wants {
		out, err := command("import", file).CombinedOutput()
		if err != nil || !strings.Contains(string(out), want) {
			t.Fatalf("import again: %v\n%s\nwant: %s", err, out, want)
		}
		if n := readAll(t, books, look); n != facts {
			t.Fatalf("%d facts stand after the file was completed, want %d", n, facts)
		}
	}
	out, err := command("balance", "--format", "csv").CombinedOutput()
	if err != nil || !strings.Contains(string(out), ","+total+",") {
		t.Errorf("balance: %v\n%s\nwant an expense of %s", err, out, total)
	}
	if left, _ := filepath.Glob(filepath.Join(books, "staging-*")); len(left) != 0 {
		t.Errorf("staging areas of killed imports are left: %v", left)
	}
}

// writeFacts writes an import file and returns the sum of its reimbursements in yuan.
func writeFacts(t *testing.T, path string) (total string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "type,document,fund,institution,amount,care,occurred_on,name,region")
	fmt.Fprintln(w, "fund.established,F-1,441300.390,,,,2020-12-31,resident fund,")
	const institutions = 20
	for i := range institutions {
		fmt.Fprintf(w, "institution.designated,D-%d,,H441302%05d,,,2020-12-31,hospital,441300\n", i, i)
	}
	random := rand.New(rand.NewPCG(441300, 390))
	sum := 0
	for i := range *killedRows {
		fen := 1 + random.IntN(1_000_000)
		sum += fen
		fmt.Fprintf(w, "reimbursement.paid,R-%07d,441300.390,H441302%05d,%d.%02d,inpatient,%d-%02d-%02d,,\n",
			i, random.IntN(institutions), fen/100, fen%100, 2021 + i*5 / *killedRows, 1+random.IntN(12), 1+random.IntN(28))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d.%02d", sum/100, sum%100)
}

// waitUntil returns when the ledger holds that many facts; for none, when an
// import has begun to stage.
func waitUntil(t *testing.T, books string, facts int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(books, sqlite.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for t.Context().Err() == nil {
		if facts == 0 {
			if staging, _ := filepath.Glob(filepath.Join(books, "staging-*")); len(staging) > 0 {
				return
			}
			continue
		}
		var n sql.NullInt64
		if err := db.QueryRow("SELECT max(first + count) FROM appends").Scan(&n); err == nil && n.Int64 >= int64(facts) {
			return
		}
	}
}

// readAll opens the ledger, reads every fact in the order of the log, and those of every
// third stream in the order of their stream, a different third for each look, and returns
// how many there are.
func readAll(t *testing.T, books string, look int) int {
	t.Helper()
	s, err := sqlite.Open(books)
	if err != nil {
		t.Fatalf("the ledger does not open: %v", err)
	}
	defer s.Close()
	streams := map[string]int{}
	n := 0
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatalf("after %d facts: %v", n, err)
		}
		streams[r.Stream]++
		n++
	}
	for i, stream := range slices.Sorted(maps.Keys(streams)) {
		if i%3 != look%3 {
			continue
		}
		want, got := streams[stream], 0
		for _, err := range s.Stream(context.Background(), stream, 0) {
			if err != nil {
				t.Fatalf("%s after %d facts: %v", stream, got, err)
			}
			got++
		}
		if got != want {
			t.Fatalf("%s has %d facts by itself, %d in the log", stream, got, want)
		}
	}
	return n
}
