package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Subfolder makes a folder in the folder of a ledger, if need be: its owner's alone,
// or as Share says. Error: *UnfitError if it is a link or no folder.
func Subfolder(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); errors.Is(err, fs.ErrExist) {
		_, err := List(dir)
		return err
	} else if err != nil {
		return err
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(share(f, filepath.Dir(dir), 0o750), f.Close())
}

// Share lets whoever may read a folder as a member of its group read a private file
// in it, too: a folder that is 0750 and belongs to the group of the auditors says
// that auditors read this ledger. In any other folder, and where the group cannot be
// given, the file stays its owner's alone.
func Share(f *os.File, dir string) error { return share(f, dir, Private|0o040) }

func share(f *os.File, dir string, mode fs.FileMode) error {
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o050 != 0o050 {
		return err
	}
	group, ok := groupOf(info)
	if everybody := info.Mode().Perm()&0o005 != 0; everybody || !ok || f.Chown(-1, group) != nil {
		return nil // no group is meant, or the user is no member of it
	}
	return f.Chmod(mode)
}

// Exposed says what everybody on this machine may do with a folder, if anything.
func Exposed(dir string) (lang.Text, bool) {
	info, err := os.Stat(dir)
	if err != nil {
		return lang.Text{}, false
	}
	if _, known := groupOf(info); !known { // a system whose modes say nothing of this
		return lang.Text{}, false
	}
	var what lang.Text
	switch mode := info.Mode().Perm(); {
	case mode&0o002 != 0:
		what = lang.Text{ZH: "写入", EN: "write to"}
	case mode&0o004 != 0:
		what = lang.Text{ZH: "读取", EN: "read"}
	default:
		return what, false
	}
	return lang.F("本机所有用户都能%s目录 %s；收紧它的权限：chmod o-rwx %[2]s", "every user of this machine can %s the folder %s; take that right away: chmod o-rwx %[2]s", what, dir), true
}

// MayWrite reports whether the user may write the file at path and the folder that
// it is in, on a medium that can be written.
func MayWrite(path, dir string) bool { return mayWrite(path) && mayWrite(dir) }
