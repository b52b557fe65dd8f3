// Package disktest keeps in memory what tests write: whether a disk keeps it, and how long
// it takes, few of them ask.
package disktest

import (
	"os"
	"syscall"
)

const (
	shared     = "/dev/shm" // a folder in memory, on Linux
	inMemory   = 0x01021994 // what statfs says of one: tmpfs
	noPrograms = 0x8        // programs in it cannot be run: ST_NOEXEC
	room       = 4 << 30    // bytes, more than the tests of all packages write at once
)

// InMemory has the folders of all tests of this test program, and of the programs that they
// start, in memory from now on. Where the machine has no such folder with room for them, or
// TMPDIR says another, they stay where they are. A TestMain calls it first.
func InMemory() {
	var s syscall.Statfs_t
	if _, set := os.LookupEnv("TMPDIR"); set || syscall.Statfs(shared, &s) != nil {
		return
	}
	if int64(s.Type) != inMemory || s.Flags&noPrograms != 0 || s.Bavail*uint64(s.Bsize) < room {
		return
	}
	if os.Setenv("TMPDIR", shared) != nil {
		return // they stay where they are
	}
}
