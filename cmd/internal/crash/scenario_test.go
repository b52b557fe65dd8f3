package crash

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// scenario is a subcommand that writes, and what must be true after it failed.
type scenario struct {
	name     string
	template *world   // before it
	before   []string // what its ledger holds
	args     func(*world) []string
	says     string // what it prints only when it is done for good
	after    func(t *testing.T, w *world, o outcome, done bool)
}

const (
	theFund = "fund=441300.390"
	clinic  = "institution=H44130200001"
)

// facts returns an import file of n facts.
func facts(n int) string {
	var b strings.Builder
	fmt.Fprintln(&b, "type,document,fund,institution,amount,care,occurred_on,name,region")
	fmt.Fprintln(&b, "fund.established,F-1,441300.390,,,,2020-12-31,resident fund,")
	fmt.Fprintln(&b, "institution.designated,D-1,,H44130200001,,,2020-12-31,hospital,441300")
	for i := range n - 2 {
		fmt.Fprintf(&b, "reimbursement.paid,R-%05d,441300.390,H44130200001,%d.%02d,inpatient,2025-%02d-02,,\n", i, 1+i*7919%5000, i%100, 1+i%6)
	}
	return b.String()
}

// ledgerOf returns a world with a ledger of n facts.
func ledgerOf(t *testing.T, program string, n int) *world {
	t.Helper()
	w := newWorld(t, program)
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w.write(t, "facts.csv", facts(max(n, 300)))
	w.must(t, "init")
	if n > 0 {
		w.must(t, "import", filepath.Join(w.dir, "facts.csv"))
		if got := len(sound(t, w.books())); got != n {
			t.Fatalf("%d facts, want %d", got, n)
		}
	}
	return w
}

func (w *world) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// scenarios returns every subcommand that writes.
func scenarios(t *testing.T, program string) []*scenario {
	t.Helper()
	record := func(*world) []string {
		return []string{"record", "reimbursement.paid", "document=X-1", theFund, clinic, "care=inpatient", "amount=5.00", "occurred_on=2025-06-30"}
	}
	first := func(*world) []string {
		return []string{"record", "fund.established", "document=F-1", theFund, "name=resident", "occurred_on=2020-12-31"}
	}
	file := func(w *world) []string { return []string{"import", filepath.Join(w.dir, "facts.csv")} }
	empty, some := ledgerOf(t, program, 0), ledgerOf(t, program, 300)
	old := ledgerOf(t, program, 300)
	downgrade(t, old.books())
	return []*scenario{
		appending("record", some, record, "recorded", 1),
		appending("record that completes a block", ledgerOf(t, program, 511), record, "recorded", 1),
		appending("first record", empty, first, "recorded", 1),
		appending("import", empty, file, "recorded 300 facts", 300),
		appending("upgrade", old, record, "recorded", 1),
		closing(some),
		asking(t, program),
		creating(t, program, "init", false),
		creating(t, program, "init in a folder that exists", true),
		copying(t, some, "backup", false, "backed up to", func(w *world) []string { return []string{"backup", w.target()} }),
		copying(t, some, "backup into a folder that exists", true, "backed up to", func(w *world) []string { return []string{"backup", w.target()} }),
		copying(t, some, "restore", false, "restored to", func(w *world) []string { return []string{"restore", w.backup(), "--ledger", w.target()} }),
		copying(t, some, "restore into a folder that exists", true, "restored to", func(w *world) []string { return []string{"restore", w.backup(), "--ledger", w.target()} }),
		copying(t, some, "copy", false, "copied", func(w *world) []string { return []string{"copy", w.books(), w.target()} }),
		copying(t, some, "copy into a folder that exists", true, "copied", func(w *world) []string { return []string{"copy", w.books(), w.target()} }),
	}
}

// appending is a subcommand that adds a number of facts.
func appending(name string, template *world, args func(*world) []string, says string, adds int) *scenario {
	s := &scenario{name: name, template: template, args: args, says: says}
	s.after = func(t *testing.T, w *world, o outcome, done bool) {
		t.Helper()
		before := s.held(t)
		lines := sound(t, w.books())
		continues(t, before, lines)
		switch added := len(lines) - len(before); {
		case done && added != adds:
			t.Errorf("%d facts were acknowledged, %d stand", adds, added)
		case adds == 1 && added != 0 && added != adds:
			t.Errorf("%d facts of %d stand", added, adds)
		}
		w.must(t, args(w)...)
		w.must(t, args(w)...)
		lines = sound(t, w.books())
		continues(t, before, lines)
		if added := len(lines) - len(before); added != adds {
			t.Errorf("%d facts stand after it was done again, want %d", added, adds)
		}
	}
	return s
}

// held returns what the ledger holds before the subcommand.
func (s *scenario) held(t *testing.T) []string {
	t.Helper()
	if s.before == nil {
		w := s.template.copyTo(t, newWorld(t, "").dir) // to look at a ledger of an old format changes it
		s.before = sound(t, w.books())
	}
	return s.before
}

// closing is the closing of a month, which takes a checkpoint.
func closing(template *world) *scenario {
	s := appending("close", template, func(*world) []string {
		return []string{"close", "--fund", "441300.390", "--month", "2020-12"}
	}, "is closed", 1)
	stands := s.after
	s.after = func(t *testing.T, w *world, o outcome, done bool) {
		t.Helper()
		stands(t, w, o, done)
		if signed, _ := filepath.Glob(filepath.Join(w.books(), "checkpoints", "*-2020-12.txt")); len(signed) != 1 {
			t.Errorf("checkpoints of the closing: %v", signed)
		}
		if o := w.must(t, "verify"); !strings.Contains(o.out, "continues 1 checkpoint in") {
			t.Errorf("verify: %s", o.out)
		}
	}
	return s
}

// asking is a question that keeps beside the ledger what it read: snapshots of the views, and
// what makes up figures. Whatever becomes of that, the same question has the same answer.
func asking(t *testing.T, program string) *scenario {
	t.Helper()
	w := ledgerOf(t, program, 40_000) // so many that there is something to keep
	args := func(*world) []string {
		return []string{"journal", "--fund", "441300.390", "--year", "2025", "--last", "5"}
	}
	before := sound(t, w.books())
	want := w.copyTo(t, newWorld(t, "").dir).must(t, args(w)...).out
	return &scenario{
		name: "question", template: w, args: args, says: "R-39995",
		after: func(t *testing.T, w *world, o outcome, done bool) {
			t.Helper()
			if done && o.out != want {
				t.Errorf("it said\n%s, want\n%s", o.out, want)
			}
			for range 2 {
				if again := w.must(t, args(w)...); again.out != want {
					t.Errorf("asked again it says\n%s%s, want\n%s", again.out, again.err, want)
				}
			}
			if lines := sound(t, w.books()); !slices.Equal(lines, before) {
				t.Error("the ledger has changed")
			}
			if kept, _ := filepath.Glob(filepath.Join(w.books(), "views", "folio", "*")); len(kept) == 0 {
				t.Error("nothing is kept")
			}
			w.must(t, "verify")
			w.finished(t)
		},
	}
}

// creating is the making of a ledger and its keys. A ledger has its key from the
// moment on that it is there, and the same command again makes what was not made.
func creating(t *testing.T, program, name string, exists bool) *scenario {
	t.Helper()
	w := newWorld(t, program)
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if exists {
		if err := os.Mkdir(w.books(), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	return &scenario{
		name: name, template: w, says: "next:",
		args: func(w *world) []string {
			return []string{"init", "--signing-key", filepath.Join(w.dir, "config", "signing.key")}
		},
		after: func(t *testing.T, w *world, o outcome, done bool) {
			t.Helper()
			stands := holds(w.books())
			again := w.run(t, "init", "--signing-key", filepath.Join(w.dir, "config", "signing.key"))
			switch exists := again.code != 0 && strings.Contains(again.err, "there is a ledger in"); {
			case done && !stands:
				t.Errorf("it said that it was done: %s", o.out)
			case stands != exists, !exists && again.code != 0:
				t.Fatalf("init again: exit %d: %s", again.code, again.err)
			}
			if n := len(sound(t, w.books())); n != 0 {
				t.Errorf("a new ledger of %d facts", n)
			}
			w.must(t, "checkpoint", "--signing-key", filepath.Join(w.dir, "config", "signing.key"))
			w.must(t, "verify")
			w.finished(t)
		},
	}
}

// target is where a copy of the ledger is made.
func (w *world) target() string { return filepath.Join(w.dir, "target") }

// copying is a command that makes a copy of a ledger with what stands beside it: from
// the moment on that the copy is there it is all there, and the same command again
// makes one that is not.
func copying(t *testing.T, template *world, name string, exists bool, says string, args func(*world) []string) *scenario {
	t.Helper()
	w := template.copyTo(t, newWorld(t, "").dir)
	w.must(t, "checkpoint")
	w.must(t, "backup", w.backup())
	if exists {
		if err := os.Mkdir(w.target(), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	s := &scenario{name: name, template: w, before: sound(t, w.backup()), says: says, args: args}
	s.after = func(t *testing.T, w *world, _ outcome, done bool) {
		t.Helper()
		s.copied(t, w.books(), true)
		s.copied(t, w.target(), done)
		stands := holds(w.target())
		if stands {
			if o := w.must(t, "verify", "--ledger", w.target()); !strings.Contains(o.out, "continues 1 checkpoint in") {
				t.Errorf("the copy has not all: %s", o.out)
			}
		}
		again := w.run(t, args(w)...)
		if refused := again.code != 0 && strings.Contains(again.err, "there is a ledger in"); again.code != 0 && !(refused && stands) {
			t.Fatalf("again: exit %d: %s", again.code, again.err)
		}
		s.copied(t, w.target(), true)
		if o := w.must(t, "verify", "--ledger", w.target()); !strings.Contains(o.out, "continues 1 checkpoint in") {
			t.Errorf("verify: %s", o.out)
		}
		w.finished(t)
	}
	return s
}

// finished fails the test if something is left that was never finished.
func (w *world) finished(t *testing.T) {
	t.Helper()
	if left := w.unfinished(t); len(left) > 0 {
		t.Errorf("left after it was done again: %v", left)
	}
}

// copied fails the test if a directory has a ledger other than the one before, or
// none though it must have.
func (s *scenario) copied(t *testing.T, dir string, must bool) {
	t.Helper()
	switch {
	case !holds(dir) && must:
		t.Fatalf("there is no ledger in %s", dir)
	case holds(dir) && !slices.Equal(sound(t, dir), s.held(t)):
		t.Fatalf("the ledger in %s is not a copy", dir)
	}
}

// downgrade makes the ledger in a directory one of format 1, which kept no tree.
func downgrade(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, statement := range []string{`DROP TABLE blocks`, `DROP TABLE tail`, `PRAGMA user_version = 0x7ffe0001`, `PRAGMA wal_checkpoint(TRUNCATE)`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
