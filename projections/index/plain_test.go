//go:build unix

package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/fundledger/fundledger/ledger/store/memory"
)

// Whoever can write into the folder cannot make a program wait for a pipe, follow a link or
// read without end: what is no plain file is damage, and the index is made anew.
func TestOnlyPlainFiles(t *testing.T) {
	ctx := context.Background()
	for what, put := range map[string]func(path string) error{
		"a pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a link": func(path string) error {
			text, err := os.ReadFile(path + ".was")
			if err != nil {
				return err
			}
			elsewhere := filepath.Join(t.TempDir(), "elsewhere")
			return errors.Join(os.WriteFile(elsewhere, text, 0o600), os.Symlink(elsewhere, path))
		},
		"a link to a pipe": func(path string) error {
			pipe := filepath.Join(t.TempDir(), "pipe")
			return errors.Join(syscall.Mkfifo(pipe, 0o600), os.Symlink(pipe, path))
		},
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"too much": func(path string) error {
			return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, mostOfList+1))
		},
	} {
		for _, where := range []string{"list", "records", "lock"} {
			l, folder := newLog(t, new(memory.Store), 9), Folder(t.TempDir())
			l.grow(600)
			ix, err := folder.open(ctx, l, small, nil)
			if err != nil {
				t.Fatal(err)
			}
			path := folder.listPath()
			switch where {
			case "records":
				path = ix.runs[0].name
			case "lock":
				path = folder.path("lock")
			}
			if err := errors.Join(ix.Close(), os.Rename(path, path+".was"), put(path), os.Remove(path+".was")); err != nil {
				t.Fatal(err)
			}
			ix, err = folder.open(ctx, l, small, nil)
			if where == "lock" && what != "too much" {
				if damage := (*DamagedError)(nil); !errors.As(err, &damage) {
					t.Errorf("%s in place of the lock: %v", what, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s in place of the %s: %v", what, where, err)
				continue
			}
			l.holds(ix)
			if err := ix.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
