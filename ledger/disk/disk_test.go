//go:build unix

package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// put writes a file and returns its path.
func put(t *testing.T, path, text string) string {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// unfit makes one of everything that is no plain file.
func unfit(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	secret := put(t, filepath.Join(dir, "secret"), "secret")
	paths := map[string]string{}
	for _, name := range []string{"link", "dead link", "link to a link", "pipe", "link to a pipe", "socket", "folder"} {
		paths[name] = filepath.Join(dir, name)
	}
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(socket) })
	t.Chdir(dir) // the path of a socket is short
	if err := errors.Join(
		os.Symlink(secret, paths["link"]), os.Symlink("nothing", paths["dead link"]), os.Symlink("link", paths["link to a link"]),
		syscall.Mkfifo(paths["pipe"], 0o600), os.Symlink("pipe", paths["link to a pipe"]),
		syscall.Bind(socket, &syscall.SockaddrUnix{Name: "socket"}), os.Mkdir(paths["folder"], 0o700),
	); err != nil {
		t.Fatal(err)
	}
	paths["device"] = "/dev/zero"
	return paths
}

// Nothing but a plain file is read, and nothing is waited for.
func TestReadPlainFilesOnly(t *testing.T) {
	for name, path := range unfit(t) {
		var unfit *UnfitError
		if text, err := Read(path, Note); !errors.As(err, &unfit) || text != nil {
			t.Errorf("%s: %q, %v", name, text, err)
		}
		if err := Plain(path); !errors.As(err, &unfit) {
			t.Errorf("%s: %v", name, err)
		}
		_, err := ReadFollowing(path, Note)
		if follows := name == "link" || name == "link to a link"; follows != (err == nil) {
			t.Errorf("%s, followed: %v", name, err)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "none"), Note); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
}

func TestReadIsBounded(t *testing.T) {
	path := put(t, filepath.Join(t.TempDir(), "a"), strings.Repeat("x", 100))
	if text, err := Read(path, 100); err != nil || len(text) != 100 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	var unfit *UnfitError
	if _, err := Read(path, 99); !errors.As(err, &unfit) || !strings.Contains(err.Error(), "has 100 bytes") {
		t.Errorf("too large: %v", err)
	}
}

// A new file never takes the place of another, of whatever kind, also through a link.
func TestCreateReplacesNothing(t *testing.T) {
	for name, path := range unfit(t) {
		if name == "device" {
			continue
		}
		if err := Create(path, []byte("new"), Public); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", name, err)
		}
		if f, err := New(path); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	if content(t, "secret") != "secret" {
		t.Error("a link was followed")
	}
	if _, err := os.Stat("nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a dead link was followed")
	}
	if err := Replace("link", []byte("new"), Private); err != nil {
		t.Fatal(err)
	}
	if content(t, "secret") != "secret" || content(t, "link") != "new" || Plain("link") != nil {
		t.Error("a link was not replaced by the file")
	}
}

// Files have their mode whatever the mask is, and leave nothing unfinished.
func TestModes(t *testing.T) {
	for _, mask := range []int{0, 0o077} {
		old := syscall.Umask(mask)
		dir := t.TempDir()
		f, err := New(filepath.Join(dir, "new"))
		err = errors.Join(err, Create(filepath.Join(dir, "a", "private"), nil, Private), Create(filepath.Join(dir, "a", "public"), nil, Public), f.Close())
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]fs.FileMode{"new": 0o600, "a": 0o700, "a/private": 0o600, "a/public": 0o644} {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
				t.Errorf("mask %o: %s: %v, %v, want %o", mask, name, info.Mode(), err, want)
			}
		}
		if left, err := os.ReadDir(filepath.Join(dir, "a")); err != nil || len(left) != 2 {
			t.Errorf("%v, %v", left, err)
		}
	}
}

// A file in the folder of a group is for the group, and only for it.
func TestShare(t *testing.T) {
	for mode, want := range map[fs.FileMode]fs.FileMode{0o700: 0o600, 0o750: 0o640, 0o770: 0o640, 0o740: 0o600, 0o755: 0o600, 0o711: 0o600} {
		dir := t.TempDir()
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		f, err := New(filepath.Join(dir, "file"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(Share(f, dir), f.Close(), Subfolder(filepath.Join(dir, "folder"))); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]fs.FileMode{"file": want, "folder": want | want>>2&0o111 | 0o100} {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
				t.Errorf("in a folder %o: %s: %v, %v, want %o", mode, name, info.Mode(), err, want)
			}
		}
		_, exposed := Exposed(dir)
		if exposed != (mode == 0o755) {
			t.Errorf("a folder %o is exposed: %t", mode, exposed)
		}
	}
}

// What a killed program left is swept away, and what a running one is making is not.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, Unfinished+"1"), "half")
	put(t, filepath.Join(dir, "kept"), "whole")
	if err := os.Symlink("kept", filepath.Join(dir, Unfinished+"2")); err != nil {
		t.Fatal(err)
	}
	running, err := os.CreateTemp(dir, Unfinished+"*")
	if err != nil {
		t.Fatal(err)
	}
	if err := lock(running); err != nil {
		t.Fatal(err)
	}
	if err := Create(filepath.Join(dir, "next"), nil, Public); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 3 {
		t.Errorf("%v, %v", left, err)
	}
	if err := running.Close(); err != nil {
		t.Fatal(err)
	}
	if Sweep(dir); content(t, filepath.Join(dir, "kept")) != "whole" {
		t.Error("a link was followed")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%v, %v", left, err)
	}
}

// Programs that write into one folder at the same moment do not take one another's files
// for what a killed one left.
func TestCreateAtOneMoment(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for who := range 8 {
		all.Go(func() {
			for i := range 50 {
				if err := Create(filepath.Join(dir, fmt.Sprintf("%d-%d", who, i)), []byte("x"), Public); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 8*50 {
		t.Errorf("%d files, %v", len(left), err)
	}
}
