package crash

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// questions are asked of a ledger that can only be read.
func questions(w *world) [][]string {
	return [][]string{
		{"balance"}, {"verify"}, {"events"}, {"trial", "--fund", "441300.390", "--year", "2025"}, {"statistics"}, {"institution", "list"}, {"replay"}, {"exceptions"},
		{"export", "--format", "jsonl"}, {"export", "--format", "hledger"}, {"backup", filepath.Join(w.dir, "elsewhere", "backup")},
	}
}

// A ledger on a medium that cannot be written, or that its user may not write, is read
// in every way, also while a part of it stands in the write-ahead log; and nothing is
// written.
func testReadOnly(t *testing.T, program string) {
	if os.Geteuid() != 0 {
		t.Skip("only root can mount, and run programs as another user")
	}
	for _, state := range []struct {
		name string
		make func(t *testing.T, w *world)
	}{
		{"closed", func(*testing.T, *world) {}},
		{"with a log", logged},
		{"with a log and no index of it", func(t *testing.T, w *world) {
			logged(t, w)
			if err := os.Remove(filepath.Join(w.books(), sqlite.FileName+"-shm")); err != nil {
				t.Fatal(err)
			}
		}},
		{"of format 1", func(t *testing.T, w *world) { downgrade(t, w.books()) }},
	} {
		t.Run(state.name, func(t *testing.T) {
			w := ledgerOf(t, program, 300)
			w.must(t, "checkpoint")
			state.make(t, w)
			if err := os.Mkdir(filepath.Join(w.dir, "elsewhere"), 0o777); err != nil {
				t.Fatal(err)
			}
			t.Run("on a medium", func(t *testing.T) {
				if err := errors.Join(syscall.Mount(w.books(), w.books(), "", syscall.MS_BIND, ""),
					syscall.Mount("", w.books(), "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")); err != nil {
					t.Skipf("nothing can be mounted here: %v", err)
				}
				defer func() {
					if err := syscall.Unmount(w.books(), 0); err != nil {
						t.Error(err)
					}
				}()
				isReadOnly(t, w, nil)
			})
			if err := os.RemoveAll(filepath.Join(w.dir, "elsewhere", "backup")); err != nil {
				t.Fatal(err)
			}
			t.Run("of another user", func(t *testing.T) {
				readable(t, w)
				isReadOnly(t, w, &syscall.Credential{Uid: 65534, Gid: 65534})
			})
		})
	}
}

// isReadOnly asks every question as a user, and makes sure that none changes anything.
func isReadOnly(t *testing.T, w *world, user *syscall.Credential) {
	t.Helper()
	ask := func(args ...string) outcome {
		cmd := exec.Command(w.program, args...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: user}
		return w.do(t, cmd)
	}
	before := listing(t, w.books())
	for _, args := range questions(w) {
		if o := ask(args...); o.code != 0 || o.out == "" || o.err != "" && user == nil {
			t.Errorf("%v: exit %d: %s%s", args, o.code, o.out, o.err)
		}
	}
	o := ask("record", "reimbursement.paid", "document=X-1", theFund, clinic, "care=inpatient", "amount=5.00", "occurred_on=2025-06-30")
	if o.code != 3 || !strings.Contains(o.err, "can only be read") {
		t.Errorf("record: exit %d: %s", o.code, o.err)
	}
	if after := listing(t, w.books()); after != before {
		t.Errorf("the folder was\n%s\nand is\n%s", before, after)
	}
	if left, err := filepath.Glob(filepath.Join(os.TempDir(), "fundledger-reading-*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// logged leaves a record in the write-ahead log, as a program does that is killed.
func logged(t *testing.T, w *world) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.books(), sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	var n int
	if _, err := db.Exec("BEGIN"); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow("SELECT count(*) FROM appends").Scan(&n); err != nil {
		t.Fatal(err)
	}
	w.must(t, "record", "reimbursement.paid", "document=L-1", theFund, clinic, "care=inpatient", "amount=7.00", "occurred_on=2025-06-30")
	kept := filepath.Join(w.dir, "kept")
	if err := errors.Join(os.CopyFS(kept, os.DirFS(w.books())), db.Close(), os.RemoveAll(w.books()), os.Rename(kept, w.books())); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(w.books(), sqlite.FileName+"-wal")); err != nil || info.Size() == 0 {
		t.Fatalf("there is no log: %v, %v", info, err)
	}
}

// readable lets everybody read the world, and write none of it.
func readable(t *testing.T, w *world) {
	t.Helper()
	if out, err := exec.Command("chmod", "-R", "a+rX,go-w", w.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.Chmod(filepath.Join(w.dir, "elsewhere"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, below := range []string{w.dir, w.program} { // and go through the folders above
		for dir := below; dir != "/"; dir = filepath.Dir(dir) {
			info, err := os.Stat(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(dir, info.Mode()|0o055); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// listing returns what a folder has, with sizes and times.
func listing(t *testing.T, dir string) string {
	t.Helper()
	out, err := exec.Command("find", dir, "-printf", "%p %s %T@ %m\n").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}
