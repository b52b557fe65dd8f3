package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

func mustOpen(t *testing.T, dir string, opts ...sqlite.Option) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// event returns an event that no other call with other arguments returns.
func event(who, n int) store.Event {
	return store.Event{Type: "test.happened", Version: 1, Data: fmt.Appendf(nil, `{"n":%d,"who":%d}`, n, who)}
}

func TestTwoStoresRace(t *testing.T) {
	const callers, each = 8, 15
	one, dir := create(t)
	two := mustOpen(t, dir)
	var all sync.WaitGroup
	failures := make([]error, callers)
	for i := range callers {
		s := []*sqlite.Store{one, two}[i%2]
		all.Go(func() { failures[i] = insist(s, i, each) })
	}
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatal(err)
	}
	if got := len(mustLines(t, one)); got != callers*each {
		t.Errorf("%d events, want %d", got, callers*each)
	}
	for i := range callers {
		n := 0
		for r, err := range two.Stream(context.Background(), "fund-1", 0) {
			if err != nil {
				t.Fatal(err)
			}
			if want := event(i, n); string(r.Data) == string(want.Data) {
				n++ // in the order in which i appended them
			}
		}
		if n != each {
			t.Errorf("caller %d: %d events, want %d", i, n, each)
		}
	}
}

// insist appends events to a stream that others append to as well: on conflict
// it takes the revision that it was told and tries again.
func insist(s *sqlite.Store, who, each int) error {
	next := store.NoStream
	for n := range each {
		for {
			receipts, err := s.Append(context.Background(), to("fund-1", next, event(who, n)))
			if err == nil {
				next = receipts[0].Last
				break
			}
			var conflict *store.ConflictError
			if !errors.As(err, &conflict) {
				return err
			}
			next = conflict.Actual
		}
	}
	return nil
}

func TestBusy(t *testing.T) {
	_, dir := create(t)
	s := mustOpen(t, dir, sqlite.BusyTimeout(0))
	mustAppend(t, s, to("fund-1", store.NoStream, event(0, 0)))
	other := raw(t, dir)
	run(t, other, `BEGIN IMMEDIATE`)
	var busy *store.BusyError
	if receipts, err := s.Append(context.Background(), to("fund-1", 0, event(0, 1))); !errors.As(err, &busy) || receipts != nil {
		t.Fatalf("append: %v, %v", receipts, err)
	}
	if got := len(mustLines(t, s)); got != 1 {
		t.Errorf("%d events to read meanwhile, want 1", got)
	}
	if got := len(mustLines(t, mustOpen(t, dir))); got != 1 {
		t.Errorf("%d events to read for another, want 1", got)
	}
	run(t, other, `ROLLBACK`)
	if got := mustAppend(t, s, to("fund-1", 0, event(0, 1))); got[0].First != 1 {
		t.Errorf("then: %+v", got)
	}
}

// Somebody who reads for long, as a browser of SQLite files with an open table, is waited for
// by nobody: neither who reads, appends or verifies nor, when they close, the log that stays.
// If anybody did, this test would last an hour.
func TestReadersAreNotWaitedFor(t *testing.T) {
	s, dir := create(t)
	mustAppend(t, s, to("fund-1", store.NoStream, event(0, 0)))
	other := raw(t, dir)
	run(t, other, `BEGIN`)
	var n int
	if err := other.QueryRow(`SELECT count(*) FROM appends`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		s, err := sqlite.Open(dir, sqlite.BusyTimeout(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(mustLines(t, s)); got != 1+i {
			t.Errorf("%d events to read, want %d", got, 1+i)
		}
		mustAppend(t, s, to("fund-1", store.Revision(i), event(0, 1+i)))
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		quiet, err := sqlite.Open(dir, sqlite.BusyTimeout(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if err := quiet.Close(); err != nil {
			t.Errorf("close what was only opened: %v", err)
		}
	}
	run(t, other, `ROLLBACK`)
	if got := len(mustLines(t, mustOpen(t, dir))); got != 4 {
		t.Errorf("then: %d events, want 4", got)
	}
}

// writerDirectory is where TestWriterProcess writes when this test binary is
// started once more, as a program to be killed.
const writerDirectory = "FUNDLEDGER_TEST_WRITER"

func TestWriterProcess(t *testing.T) {
	dir := os.Getenv(writerDirectory)
	if dir == "" {
		t.Skip("started by TestKilled only")
	}
	s, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	next := store.NoStream
	for r, err := range s.Stream(context.Background(), "fund-1", 0) {
		if err != nil {
			t.Fatal(err)
		}
		next = r.Revision
	}
	for {
		receipts, err := s.Append(context.Background(), to("fund-1", next, event(0, int(next)+1), event(1, int(next)+1), event(2, int(next)+1)))
		if err != nil {
			t.Fatal(err)
		}
		next = receipts[0].Last
		fmt.Println("acknowledged", next)
	}
}

// TestKilled kills a program that appends, again and again, and finds whole
// appends and every acknowledged one, while another program reads and writes.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts programs")
	}
	s, dir := create(t)
	other := store.NoStream
	for round := range 6 {
		program := writerProgram(t, dir)
		out, err := program.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := program.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := store.NoStream
		scanner := bufio.NewScanner(out)
		for seen := 0; seen < 5+7*round && scanner.Scan(); {
			if n, _ := fmt.Sscanf(scanner.Text(), "acknowledged %d", &acknowledged); n == 1 {
				seen++
				other = mustAppend(t, s, to("fund-2", other, event(9, int(other)+1)))[0].Last
			}
		}
		if err := program.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for scanner.Scan() { // what it had said before it died
			_, _ = fmt.Sscanf(scanner.Text(), "acknowledged %d", &acknowledged)
		}
		_ = program.Wait() // it was killed, and says so
		stands := store.NoStream
		for r, err := range s.Stream(context.Background(), "fund-1", 0) {
			if err != nil {
				t.Fatal(err)
			}
			stands = r.Revision
		}
		if stands < acknowledged || acknowledged < 0 || stands%3 != 2 {
			t.Fatalf("round %d: revision %d stands, %d was acknowledged", round, stands, acknowledged)
		}
		if got, want := len(mustLines(t, mustOpen(t, dir))), int(stands+other)+2; got != want {
			t.Fatalf("round %d: %d events, want %d", round, got, want)
		}
	}
}

// writerProgram returns this test binary as a program that writes to dir.
func writerProgram(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := exec.Command(self, "-test.run=^TestWriterProcess$")
	program.Env = append(os.Environ(), writerDirectory+"="+dir)
	return program
}
