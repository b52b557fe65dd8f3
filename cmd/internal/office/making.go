package office

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// begin begins to make a ledger in a folder, under another name until all of it is
// there. What an earlier run left is there to go on with (resume), or is removed.
// Errors: *sqlite.ExistsError if there is a ledger, those of disk.Make.
func begin(dir string, resume bool) (*disk.Making, error) {
	stands := sqlite.Standing(dir)
	var exists *sqlite.ExistsError
	if stands != nil && !errors.As(stands, &exists) {
		return nil, stands
	}
	if exists != nil {
		tidy(dir)
		return nil, stands
	}
	m, err := disk.Make(dir, resume)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(filepath.Join(dir, sqlite.FileName+".unfinished")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		m.Abandon()
		return nil, err
	}
	return m, nil
}

// tidy removes from the folder of a ledger what the run left that made it, if that was
// killed at its very end.
func tidy(dir string) {
	if _, err := os.Lstat(filepath.Join(dir, disk.Unfinished+"ledger")); err != nil {
		return
	}
	if m, err := disk.Make(dir, false); err == nil {
		m.Abandon()
	}
}

// inFolder returns the office with another folder for its ledger.
func (o *Office) inFolder(dir string) *Office {
	other := *o
	other.Location, other.Folder = dir, dir
	return &other
}

// warnExposed warns if everybody on this machine may read the ledger's folder, or write
// into it.
func (o *Office) warnExposed(dir string) {
	if why, is := disk.Exposed(dir); is {
		o.warn("提示：%s", "warning: %s", why)
	}
}
