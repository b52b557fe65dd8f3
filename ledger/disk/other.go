//go:build !unix || aix || solaris

package disk

import (
	"io/fs"
	"os"
)

// Where there are no such flags what is at a path is looked at before it is opened.
const (
	noFollow = 0
	noWait   = 0
)

func lock(*os.File) error { return nil }

func isTaken(error) bool { return false }

func own(fs.FileInfo) bool { return true }

func groupOf(fs.FileInfo) (int, bool) { return 0, false }

func mayWrite(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&0o200 != 0
}
