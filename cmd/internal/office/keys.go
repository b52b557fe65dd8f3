package office

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// viewKeyFile holds the view key of a user, beside the person key.
const viewKeyFile = "view.key"

// viewKey returns the key that seals what this user keeps beside ledgers, of whatever
// ledger; see viewkey.Source. Another file of that name is left as it is.
func (o *Office) viewKey(make bool) (viewkey.Key, error) {
	dir, err := o.keyFolder()
	if err != nil {
		return viewkey.Key{}, err
	}
	path := filepath.Join(dir, viewKeyFile)
	text, err := disk.Read(path, disk.Note)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !make:
		return viewkey.Key{}, viewkey.ErrNone
	case errors.Is(err, fs.ErrNotExist):
		key, err := viewkey.New(o.Random)
		if err != nil {
			return key, err
		}
		err = disk.Create(path, []byte(key.Secret()+"\n"), disk.Private)
		if errors.Is(err, fs.ErrExist) {
			return o.viewKey(false) // another program made it at this moment
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

// SnapshotsFolder is the folder of snapshots in a ledger's directory. It may be deleted
// at any time.
const SnapshotsFolder = "views"

// Kept returns the snapshots of the ledger.
func (o *Office) Kept() replay.Snapshots {
	return snapshot.Vault{Folder: snapshot.Folder(filepath.Join(o.Folder, SnapshotsFolder)), Key: o.viewKey}
}

// personKeyPath is where the person key is kept: outside every ledger.
func (o *Office) personKeyPath() (string, error) {
	if o.PersonKey != "" {
		return o.PersonKey, nil
	}
	if o.UserKey != "" {
		return o.UserKey, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find a place for the person key, or name one with %s: %w", o.called("person-key"), err)
	}
	return filepath.Join(dir, "fundledger", "person.key"), nil
}

// ReadPersonKey returns the person key, or nil if none was made yet.
func (o *Office) ReadPersonKey() ([]byte, error) {
	path, err := o.personKeyPath()
	if err != nil {
		return nil, err
	}
	text, err := disk.Read(path, disk.Note)
	if errors.Is(err, fs.ErrNotExist) && o.PersonKey == "" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the person key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != fund.KeySize {
		return nil, fault.Input("人员密钥文件 %s 不是 %d 个十六进制字符", "the person key file %s is not %d hexadecimal characters", path, 2*fund.KeySize)
	}
	return key, nil
}
