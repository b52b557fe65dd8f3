package crash

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// files returns every file and folder of a world below its own, by path.
func (w *world) files(t *testing.T) map[string]fs.FileInfo {
	t.Helper()
	all := map[string]fs.FileInfo{}
	err := filepath.WalkDir(w.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == w.dir {
			return err
		}
		info, err := e.Info()
		all[strings.TrimPrefix(path, w.dir+string(filepath.Separator))] = info
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// testModesWithoutAMask: files that have facts, persons or keys in them are their owner's, and so are folders, even
// where the user's mask hides nothing; what is given to others anyway may be read.
func testModesWithoutAMask(t *testing.T, program string) {
	w := ledgerOf(t, program, 0)
	w.write(t, "facts.csv", facts(300))
	before := w.files(t)
	w.unmasked(t, "init --ledger other", "import facts.csv", "balance", "close --fund 441300.390 --month 2020-12", "checkpoint",
		"export --format jsonl out.jsonl", "export --format csv out.csv", "export --format parquet out.parquet", "export --format hledger out.journal",
		"backup copy", "restore copy --ledger back", "import --partial bad.csv")
	for name, info := range w.files(t) {
		if _, old := before[name]; old || info.Mode()&fs.ModeSymlink != 0 {
			continue
		}
		public := strings.HasSuffix(name, "verifier.key") || strings.Contains(name, "checkpoints"+string(filepath.Separator)) || strings.HasSuffix(name, ".checkpoint")
		if mode := info.Mode().Perm(); mode&0o022 != 0 || !public && mode&0o077 != 0 {
			t.Errorf("%s: %o", name, mode)
		}
	}
	if _, err := os.Stat(filepath.Join(w.dir, "back", "ledger.db")); err != nil {
		t.Error(err)
	}
}

// unmasked runs commands without a mask; some may fail.
func (w *world) unmasked(t *testing.T, commands ...string) {
	t.Helper()
	w.write(t, "bad.csv", "type,document,fund,amount,occurred_on\npremium.received,P-1,441300.390,0,2025-01-01\npremium.received,P-2,441300.390,1,2025-01-01\n")
	script := "umask 000\n"
	for _, c := range commands {
		script += w.program + " " + c + " || true\n"
	}
	o := w.do(t, exec.Command("sh", "-c", script))
	for _, c := range []string{"copy", "back", "out.jsonl", "out.csv", "out.parquet", "out.journal", "bad.rejects.csv", "other"} {
		if _, err := os.Stat(filepath.Join(w.dir, c)); err != nil {
			t.Fatalf("%v\n%s%s", err, o.out, o.err)
		}
	}
}

// testHistoryLeavesNothing: a history that was checked leaves nothing behind, nor does one whose check was killed, once
// another is checked; see testdata/errors/history-rules.txtar for one that breaks a rule.
func testHistoryLeavesNothing(t *testing.T, program string) {
	w := ledgerOf(t, program, 300)
	w.must(t, "export", "--format", "jsonl", filepath.Join(w.dir, "whole.jsonl"))
	text, err := os.ReadFile(filepath.Join(w.dir, "whole.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "cut.jsonl", string(text[:len(text)-40]))
	if err := os.RemoveAll(w.books()); err != nil {
		t.Fatal(err)
	}
	w.must(t, "init")
	if o := w.do(t, exec.Command(program, "import", filepath.Join(w.dir, "cut.jsonl"))); o.code == 0 { //nolint:gosec // the program that was built
		t.Error("a history that was cut was imported")
	}
	w.leavesNothing(t)
	killed := filepath.Join(w.books(), ".unfinished-.history")
	if err := os.MkdirAll(filepath.Join(killed, "views"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(killed, "ledger.db"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.must(t, "import", filepath.Join(w.dir, "whole.jsonl"))
	w.leavesNothing(t)
	if got := len(sound(t, w.books())); got != 300 {
		t.Errorf("%d facts", got)
	}
}

// leavesNothing fails if something unfinished stands in the world.
func (w *world) leavesNothing(t *testing.T) {
	t.Helper()
	for name := range w.files(t) {
		if strings.Contains(name, ".unfinished") {
			t.Errorf("it leaves %s", name)
		}
	}
}
