package crash

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
)

// world is a directory that holds everything that a run of the program touches:
// the ledger in books, the keys in config, a backup in copy, files to import.
type world struct {
	program string
	dir     string
}

// build builds the program, without what slows a traced program down.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "fundledger")
	if out, err := exec.Command("go", "build", "-race=false", "-o", program, "github.com/fundledger/fundledger/cmd/fundledger").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// newWorld returns an empty world.
func newWorld(t *testing.T, program string) *world {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir()) // a trace has real paths
	if err != nil {
		t.Fatal(err)
	}
	return &world{program: program, dir: filepath.Join(dir, "world")}
}

// copyTo makes a copy of the world, in the place of any that is there.
func (w *world) copyTo(t *testing.T, dir string) *world {
	t.Helper()
	if err := errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS(w.dir))); err != nil {
		t.Fatal(err)
	}
	return &world{program: w.program, dir: dir}
}

func (w *world) books() string  { return filepath.Join(w.dir, "books") }
func (w *world) backup() string { return filepath.Join(w.dir, "copy") }

// outcome is what a run of the program came to.
type outcome struct {
	code     int
	killed   bool
	out, err string
}

// do runs a command in the world.
func (w *world) do(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var out, said bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = w.dir, &out, &said
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+filepath.Join(w.dir, "config"), "FUNDLEDGER_LEDGER="+w.books(), "LC_ALL=en_US.UTF-8")
	err := cmd.Run()
	exit := (*exec.ExitError)(nil)
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	o := outcome{code: cmd.ProcessState.ExitCode(), out: out.String(), err: said.String()}
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok {
		o.killed = status.Signaled() && status.Signal() == syscall.SIGKILL
	}
	return o
}

// run runs the program.
func (w *world) run(t *testing.T, args ...string) outcome {
	t.Helper()
	return w.do(t, exec.Command(w.program, args...))
}

// must runs the program and fails the test if it fails.
func (w *world) must(t *testing.T, args ...string) outcome {
	t.Helper()
	o := w.run(t, args...)
	if o.code != 0 {
		t.Fatalf("%v: exit %d\n%s%s", args, o.code, o.out, o.err)
	}
	return o
}

// sound opens a ledger, verifies it, and returns its canonical lines.
func sound(t *testing.T, dir string) []string {
	t.Helper()
	s, err := sqlite.Open(dir)
	if err != nil {
		t.Fatalf("the ledger does not open: %v", err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	if _, err := verify.Log(context.Background(), s, verify.Options{StreamOf: aggregates.StreamOf}); err != nil {
		t.Fatalf("verify: %v", err)
	}
	var lines []string
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(r.AppendLine(nil)))
	}
	return lines
}

// continues fails the test if lines does not begin with before.
func continues(t *testing.T, before, lines []string) {
	t.Helper()
	if len(lines) < len(before) || !slices.Equal(lines[:len(before)], before) {
		t.Fatalf("what was recorded before is lost or changed: %d of %d facts stand", len(lines), len(before))
	}
}

// holds reports whether there is a ledger's file in a directory.
func holds(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, sqlite.FileName))
	return err == nil
}

// unfinished returns the files in the world that were never finished.
func (w *world) unfinished(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir(w.dir, func(path string, _ fs.DirEntry, err error) error {
		if strings.Contains(path, ".unfinished") {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
