//go:build unix

package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// names returns what a folder has.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func mustMake(t *testing.T, target string, resume bool) *Making {
	t.Helper()
	m, err := Make(target, resume)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(m.Dir, "last"), "new")
	put(t, filepath.Join(m.Dir, "notes", "1"), "new")
	return m
}

// A folder is there whole or not at all; one that exists keeps what is in it, and its
// mode.
func TestMake(t *testing.T) {
	for name, exists := range map[string]bool{"a new folder": false, "a folder that exists": true} {
		t.Run(name, func(t *testing.T) {
			above := t.TempDir()
			target := filepath.Join(above, "folder")
			if exists {
				put(t, filepath.Join(target, "notes", "1"), "old")
				if err := os.Chmod(target, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			m := mustMake(t, target, false)
			if slices.Contains(names(t, target), "last") {
				t.Error("it has its name before it is finished")
			}
			var busy *BusyError
			if _, err := Make(target, false); !errors.As(err, &busy) {
				t.Errorf("a second program: %v", err)
			}
			if err := m.Finish("last"); err != nil {
				t.Fatal(err)
			}
			m.Abandon() // which does nothing now
			want, mode := "new", fs.FileMode(0o700)
			if exists {
				want, mode = "old", 0o755
			}
			if got := content(t, filepath.Join(target, "notes", "1")); got != want {
				t.Errorf("a note is %s", got)
			}
			if info, err := os.Stat(target); err != nil || info.Mode().Perm() != mode {
				t.Errorf("%v, %v", info.Mode(), err)
			}
			if got := names(t, target); !slices.Equal(got, []string{"last", "notes"}) {
				t.Errorf("%v", got)
			}
			if got := names(t, above); !slices.Equal(got, []string{"folder"}) {
				t.Errorf("%v", got)
			}
			again := mustMake(t, target, false)
			if err := again.Finish("last"); !errors.Is(err, fs.ErrExist) {
				t.Errorf("over another: %v", err)
			}
			again.Abandon()
		})
	}
}

// What a killed run left is gone on with or removed, and what somebody else put under
// its name is neither used nor followed.
func TestMakeAgain(t *testing.T) {
	target := filepath.Join(t.TempDir(), "folder")
	killed := mustMake(t, target, false)
	killed.Leave() // as its death would
	m, err := Make(target, true)
	if err != nil || !m.Resumed || content(t, filepath.Join(m.Dir, "last")) != "new" {
		t.Fatalf("%+v, %v", m, err)
	}
	m.Leave()
	if m, err = Make(target, false); err != nil || m.Resumed || len(names(t, m.Dir)) > 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	m.Abandon()
	if got := names(t, filepath.Dir(target)); got != nil {
		t.Errorf("left: %v", got)
	}
	victim := put(t, filepath.Join(t.TempDir(), "victim", "last"), "precious")
	if err := os.Symlink(filepath.Dir(victim), m.Dir); err != nil {
		t.Fatal(err)
	}
	m = mustMake(t, target, true)
	if err := m.Finish("last"); err != nil {
		t.Fatal(err)
	}
	if content(t, victim) != "precious" {
		t.Error("a link was followed")
	}
	if m, err := Make(put(t, target+" file", ""), false); err == nil {
		t.Errorf("in the place of a file: %+v", m)
	}
	if err := os.Symlink("nothing", target+" link"); err != nil {
		t.Fatal(err)
	}
	var unfit *UnfitError
	if m, err := Make(target+" link", false); !errors.As(err, &unfit) {
		t.Errorf("in the place of a dead link: %+v, %v", m, err)
	}
}
