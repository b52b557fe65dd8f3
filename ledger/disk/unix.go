//go:build unix && !aix && !solaris

package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

const (
	noFollow = syscall.O_NOFOLLOW
	noWait   = syscall.O_NONBLOCK
)

// lock takes a file or a folder for as long as it is open; of two programs one
// fails at once. It ends with the program, however that ends.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// isTaken reports whether lock failed because another program has the lock; it may
// also fail because the file system knows none.
func isTaken(err error) bool { return errors.Is(err, syscall.EWOULDBLOCK) }

// own reports whether a file is that of the user who runs the program.
func own(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// groupOf returns the group of a folder.
func groupOf(info fs.FileInfo) (group int, ok bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Gid), true
}

// mayWrite reports whether the user who runs the program may write what is at path,
// on a medium that can be written.
func mayWrite(path string) bool { return syscall.Access(path, 2) == nil }
