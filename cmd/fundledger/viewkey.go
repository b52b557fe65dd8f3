package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// viewKeyFile holds the view key of a user, beside the person key.
const viewKeyFile = "view.key"

// viewKey returns the key that seals what this user keeps beside ledgers, of whatever
// ledger; see viewkey.Source. Another file of that name is left as it is.
func (p *program) viewKey(make bool) (viewkey.Key, error) {
	dir, err := p.keyFolder()
	if err != nil {
		return viewkey.Key{}, err
	}
	path := filepath.Join(dir, viewKeyFile)
	text, err := disk.Read(path, disk.Note)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !make:
		return viewkey.Key{}, viewkey.ErrNone
	case errors.Is(err, fs.ErrNotExist):
		key, err := viewkey.New(p.random)
		if err != nil {
			return key, err
		}
		err = disk.Create(path, []byte(key.Secret()+"\n"), disk.Private)
		if errors.Is(err, fs.ErrExist) {
			return p.viewKey(false) // another program made it at this moment
		}
		return key, err
	case err != nil:
		return viewkey.Key{}, fmt.Errorf("read the view key: %w", err)
	}
	key, ok := viewkey.Parse(string(text))
	if !ok {
		return key, fault.Input("%s 不是视图密钥；删除它，会另生成一个", "%s is no view key; delete it, and another one is made", path)
	}
	return key, nil
}

// snapshots is the folder of snapshots in a ledger's directory. It may be deleted
// at any time.
const snapshots = "views"

// kept returns the snapshots of the ledger.
func (p *program) kept() replay.Snapshots {
	return snapshot.Vault{Folder: snapshot.Folder(filepath.Join(p.folder, snapshots)), Key: p.viewKey}
}
