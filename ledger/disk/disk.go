// Package disk reads and writes the plain files that a ledger is made of, that
// stand beside it and that are copied with it. Whoever can write into the folder of
// a ledger decides what stands there under a name, so nothing here trusts a name:
//
//   - only plain files are read: a link is not followed, a pipe or a device is
//     never waited for, and a file is of a bounded size;
//   - a new file is there whole or not at all, is nobody else's to read unless it
//     is public, and never takes the place of another;
//   - what a killed program left unfinished, the next one removes.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// The modes of files. What has facts, persons or keys in it is Private; what is
// given to others anyway, such as checkpoints and verifier keys, is Public.
const (
	Private fs.FileMode = 0o600
	Public  fs.FileMode = 0o644
)

// Note bounds the size of a key, a checkpoint, a rotation or a proof.
const Note = 1 << 20

// Unfinished begins the name of a file or a folder that is being made.
const Unfinished = ".unfinished-"

// UnfitError says that something is no file that may be read: a link, a folder, a
// pipe or a device, or one that is too large.
type UnfitError struct {
	Path string
	Why  lang.Text
}

func (e *UnfitError) Error() string { return e.In(lang.EN) }

// In returns the error in a language.
func (e *UnfitError) In(l lang.Lang) string {
	return lang.F("%s %s", "%s %s", e.Path, e.Why).In(l)
}

func isLink() lang.Text {
	return lang.Text{ZH: "是链接，不会跟随；给出文件本身，或在原处放一份普通文件", EN: "is a link, which is not followed; name the file itself, or put a plain file in its place"}
}

func notPlain() lang.Text {
	return lang.Text{ZH: "不是普通文件（是目录、管道或设备）；移走它，或给出普通文件", EN: "is no plain file (but a directory, a pipe or a device); move it away, or give a plain file"}
}

func tooLarge(size, limit int64) lang.Text {
	return lang.F("有 %d 字节，这种文件至多 %d 字节；核对是不是这个文件", "has %d bytes, and a file of this kind has %d at most; check that it is the right one", size, limit)
}

// fit returns nil if what is described by info is a plain file. Error: *UnfitError.
func fit(path string, info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode&fs.ModeSymlink != 0:
		return &UnfitError{path, isLink()}
	}
	return &UnfitError{path, notPlain()}
}

// Plain returns nil if there is a plain file at path. Errors: *UnfitError, those of
// the file system, such as fs.ErrNotExist.
func Plain(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	return fit(path, info)
}

// Open opens a plain file for reading. It never waits for a pipe. Errors as for
// Plain.
func Open(path string) (*os.File, error) {
	if err := Plain(path); err != nil { // tells what it is, and serves where the system has no such flag
		return nil, err
	}
	return open(path, os.O_RDONLY|noFollow)
}

// Follow is Open for a file that its user names and that stands elsewhere, such as
// the certificates of a system: what it names may be a link.
func Follow(path string) (*os.File, error) { return open(path, os.O_RDONLY) }

func open(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags|noWait, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil {
		err = fit(path, info)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Read returns what stands in a plain file of at most limit bytes. Errors as for
// Plain.
func Read(path string, limit int64) ([]byte, error) { return read(path, limit, Open) }

// ReadFollowing is Read for a file as Follow opens it.
func ReadFollowing(path string, limit int64) ([]byte, error) { return read(path, limit, Follow) }

func read(path string, limit int64, open func(string) (*os.File, error)) (text []byte, err error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	text, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		info, err := f.Stat()
		if err != nil {
			return nil, err
		}
		return nil, &UnfitError{path, tooLarge(max(info.Size(), int64(len(text))), limit)}
	}
	return text, err
}

// List returns what a folder has, by name; nothing if there is none. Error:
// *UnfitError if it is a link or no folder.
func List(dir string) ([]fs.DirEntry, error) {
	switch info, err := os.Lstat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, &UnfitError{dir, isLink()}
	case !info.IsDir():
		return nil, &UnfitError{dir, lang.Text{ZH: "不是目录；移走它", EN: "is no directory; move it away"}}
	}
	return os.ReadDir(dir)
}

// Create writes a new file, whole or not at all, makes the folder that it is in,
// and waits for the disk. Error: fs.ErrExist, wrapped, if there is something.
func Create(path string, data []byte, mode fs.FileMode) error {
	return Write(path, mode, all(data))
}

// Write is Create for a file that is written piece by piece. Errors: those of Create,
// and of write.
func Write(path string, mode fs.FileMode, write func(io.Writer) error) error {
	return placed("write", path, write, mode, func(f, dir string) error {
		if err := name(f, path); err != nil {
			return err
		}
		if err := Sync(dir); err != nil { // it may be lost, so it is not there
			return errors.Join(err, os.Remove(path))
		}
		return nil
	})
}

// Replace writes a file whole, beside the one of that name, and puts it in its
// place; a link of that name is replaced and not followed.
func Replace(path string, data []byte, mode fs.FileMode) error {
	return placed("replace", path, all(data), mode, func(f, dir string) error {
		if err := os.Rename(f, path); err != nil {
			return err
		}
		return Sync(dir)
	})
}

// all writes some bytes.
func all(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// placed writes a file that has no lasting name yet, and has place give it one.
func placed(what, path string, write func(io.Writer) error, mode fs.FileMode, place func(f, dir string) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s %s: %w", what, path, err)
		}
	}()
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	Sweep(dir)
	f, release, err := unfinished(dir, write, mode)
	if err != nil {
		return err
	}
	defer release()
	return place(f, dir)
}

// unfinished writes a file under a name of its own in dir and returns the name. It
// is this program's, and is removed, if it still has that name, by release.
func unfinished(dir string, write func(io.Writer) error, mode fs.FileMode) (path string, release func(), err error) {
	f, err := locked(dir)
	if err != nil {
		return "", nil, err
	}
	release = func() {
		_ = os.Remove(f.Name()) // the second name of the file, or what is left of a failure
		_ = f.Close()           // which gives up the lock
	}
	if err = write(f); err == nil {
		err = errors.Join(f.Chmod(mode), f.Sync())
	}
	if err != nil {
		release()
		return "", nil, err
	}
	return f.Name(), release, nil
}

// lockTries is how many files a program makes until it has the lock of one.
const lockTries = 1000

// locked makes an unfinished file that no other program removes. One that sweeps the
// folder between making and locking takes it for what a killed program left: then there
// is another.
func locked(dir string) (*os.File, error) {
	for try := 1; ; try++ {
		f, err := os.CreateTemp(dir, Unfinished+"*")
		if err != nil {
			return nil, err
		}
		err = lock(f)
		is, errIs := f.Stat()
		named, errNamed := os.Lstat(f.Name())
		switch {
		case !isTaken(err) && errors.Join(errIs, errNamed) == nil && os.SameFile(is, named): // or a file system without locks
			return f, nil
		case try == lockTries:
			return nil, errors.Join(err, errIs, errNamed, f.Close())
		}
		_ = f.Close()
	}
}

// name gives a finished file its name. Error: fs.ErrExist.
func name(from, to string) error {
	exists := &fs.PathError{Op: "create", Path: to, Err: fs.ErrExist}
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if errors.Is(err, fs.ErrExist) {
		return exists
	}
	if _, there := os.Lstat(to); !errors.Is(there, fs.ErrNotExist) { // a file system without links
		return errors.Join(err, exists)
	}
	return os.Rename(from, to)
}

// New makes a new empty file for what has facts in it. Error: fs.ErrExist.
func New(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, Private)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Sync waits until a file, or what a folder lists, is on the disk.
func Sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Sweep removes from a folder what programs left unfinished that were killed. What
// a program that runs is making stays. That something cannot be removed is nobody's
// failure: it is worth nothing.
func Sweep(dir string) {
	left, err := List(dir)
	if err != nil {
		return
	}
	for _, e := range left {
		if strings.HasPrefix(e.Name(), Unfinished) && !e.IsDir() {
			sweep(filepath.Join(dir, e.Name()), e)
		}
	}
}

func sweep(path string, e fs.DirEntry) {
	if e.Type().IsRegular() {
		f, err := open(path, os.O_RDWR|noFollow)
		if err != nil {
			return
		}
		defer func() { _ = f.Close() }()
		if lock(f) != nil {
			return
		}
	}
	_ = os.Remove(path)
}

// Fill opens a file of this program's that is empty, to write it.
func Fill(path string) (*os.File, error) { return open(path, os.O_WRONLY|noFollow) }
