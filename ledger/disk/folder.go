package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/fundledger/fundledger/ledger/lang"
)

// BusyError says that another program is making a folder.
type BusyError struct{ Path string }

func (e *BusyError) Error() string {
	return e.Path + ": another program is making this folder"
}

// Making is a folder that is being made: everything is put into Dir, and stands
// under the folder's own name once it is whole.
//
// A folder that does not exist is made beside its place and renamed. Into one that
// exists, and which may be all that its user may write, the parts are moved one by
// one, and the part that makes it a ledger comes last.
type Making struct {
	Dir     string // where to put what is made
	Resumed bool   // there is what an earlier run left, if that was asked for

	target string
	inside bool
	held   *os.File // the lock
}

// Make begins to make the folder target. What a run that was killed left of it is
// there to go on with (resume), or is removed. Errors: *BusyError if another program
// is making it, *UnfitError, those of the file system.
func Make(target string, resume bool) (*Making, error) {
	m := &Making{target: filepath.Clean(target)}
	switch info, err := os.Stat(m.target); {
	case err == nil && !info.IsDir():
		return nil, &fs.PathError{Op: "make", Path: target, Err: syscall.ENOTDIR}
	case err == nil:
		m.inside, m.Dir = true, filepath.Join(m.target, Unfinished+"ledger")
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	default:
		if err := os.MkdirAll(filepath.Dir(m.target), 0o700); err != nil {
			return nil, err
		}
		if info, err := os.Lstat(m.target); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, &UnfitError{target, lang.Text{ZH: "是指向不存在目录的链接；改正它，或另选目录", EN: "is a link to a folder that does not exist; correct it, or choose another folder"}}
		}
		m.Dir = filepath.Join(filepath.Dir(m.target), Unfinished+filepath.Base(m.target))
	}
	for {
		mine, err := m.take()
		if err != nil {
			return nil, err
		}
		if mine {
			break
		}
	}
	if m.Resumed && !resume {
		if err := m.Clear(); err != nil {
			return nil, errors.Join(err, m.held.Close())
		}
	}
	return m, nil
}

// take makes m.Dir, or takes the one that was left, and reports whether it is this
// program's now.
func (m *Making) take() (bool, error) {
	made := os.Mkdir(m.Dir, 0o700)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return false, made
	}
	info, err := os.Lstat(m.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // the program that had it is done
	}
	if err != nil {
		return false, err
	}
	if !info.IsDir() || !own(info) { // somebody put it there
		return false, os.RemoveAll(m.Dir)
	}
	f, err := os.Open(m.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := lock(f); isTaken(err) {
		return false, errors.Join(&BusyError{m.target}, f.Close())
	}
	held, err := f.Stat()
	if err != nil {
		return false, errors.Join(err, f.Close())
	}
	if now, err := os.Lstat(m.Dir); err != nil || !os.SameFile(held, now) {
		return false, f.Close() // it was renamed or removed before it was locked
	}
	m.held, m.Resumed = f, made != nil
	return true, nil
}

// Clear removes what was made so far.
func (m *Making) Clear() error {
	entries, err := os.ReadDir(m.Dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(m.Dir, e.Name())))
	}
	m.Resumed = false
	return err
}

// Finish gives the folder its name, in which the file last comes into being after
// everything else, and waits for the disk. What stood in the folder before stays.
// Error: fs.ErrExist if there is such a file already.
func (m *Making) Finish(last string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("make %s: %w", m.target, err)
		}
	}()
	if err := syncAll(m.Dir); err != nil {
		return err
	}
	if !m.inside {
		err := os.Rename(m.Dir, m.target)
		if errors.Is(err, syscall.ENOTEMPTY) {
			err = &fs.PathError{Op: "make", Path: m.target, Err: fs.ErrExist}
		}
		if err != nil {
			return err
		}
		return errors.Join(Sync(filepath.Dir(m.target)), m.held.Close())
	}
	if err := move(m.Dir, m.target, last); err != nil {
		return err
	}
	if err := give(filepath.Join(m.Dir, last), m.target); err != nil {
		return err
	}
	if os.RemoveAll(m.Dir) != nil { // the folder is finished, and this is worth nothing
		_ = os.RemoveAll(m.Dir)
	}
	return errors.Join(Sync(m.target), m.held.Close())
}

// Abandon removes what was made, unless it is finished or to be gone on with.
func (m *Making) Abandon() {
	if m.held.Close() == nil { // else Finish closed it
		_ = os.RemoveAll(m.Dir)
	}
}

// Leave leaves what was made for a later run that goes on with it.
func (m *Making) Leave() { _ = m.held.Close() }

// move moves all files of a folder but one into another, in which what stands
// already stays.
func move(from, to, but string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		source, target := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		switch {
		case e.Name() == but:
		case e.IsDir():
			if err := Subfolder(target); err != nil {
				return err
			}
			if err := move(source, target, ""); err != nil {
				return err
			}
		default:
			if err := give(source, to); err != nil && !errors.Is(err, fs.ErrExist) {
				return err
			}
		}
	}
	return Sync(to)
}

// give moves a file into a folder, and shares it as that folder says.
func give(path, dir string) error {
	f, err := Open(path)
	if err != nil {
		return err
	}
	if info, err := f.Stat(); err == nil && info.Mode().Perm() == Private {
		err = Share(f, dir)
		if err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return errors.Join(f.Close(), name(path, filepath.Join(dir, filepath.Base(path))))
}

// syncAll waits until everything in a folder is on the disk.
func syncAll(dir string) error {
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return Sync(path)
	})
}
