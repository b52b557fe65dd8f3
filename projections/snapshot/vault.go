package snapshot

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/viewkey"
)

// Vault is a folder of snapshots that are sealed by a view key. One that is not sealed
// by it is not loaded.
type Vault struct {
	Folder
	Key viewkey.Source // asked for when a snapshot is read or kept, and made with the first that is kept
}

// purpose tells the seals of snapshots from those of other files.
const purpose = "snapshot/"

// Load returns the snapshot of a view at a place. Error: as for a Folder; for one that
// is not sealed, which nothing but its seal is read of; where there is no key.
func (v Vault) Load(view string, p Place) (Snapshot, error) {
	packed, err := v.read(view, p)
	if err != nil {
		return Snapshot{}, err
	}
	content, err := v.unseal(view, p, packed)
	if err != nil {
		return Snapshot{}, fmt.Errorf("read the snapshot %s: %w", v.path(view, p), err)
	}
	return v.open(view, p, content)
}

// unseal returns what the view key sealed.
func (v Vault) unseal(view string, p Place, packed []byte) ([]byte, error) {
	key, err := v.Key(false)
	if err != nil {
		return nil, err
	}
	return key.Open(purpose+name(view, p), packed)
}

// Inspect is Load for who compares a snapshot with the log and so need not believe it.
// It reports whether Load would return it.
func (v Vault) Inspect(view string, p Place) (s Snapshot, believed bool, err error) {
	packed, err := v.read(view, p)
	if err != nil {
		return Snapshot{}, false, err
	}
	_, unsealed := v.unseal(view, p, packed)
	if content, ok := viewkey.Content(packed); ok {
		packed = content
	}
	s, err = v.open(view, p, packed)
	return s, unsealed == nil && err == nil, err
}

// Save keeps a sealed snapshot, in the place of an equal one. It is there whole, or not
// at all. Error: I/O, those of the key.
func (v Vault) Save(s Snapshot) error {
	packed, err := pack(s)
	if err != nil {
		return fmt.Errorf("keep a snapshot: %w", err)
	}
	key, err := v.Key(true)
	if err != nil {
		return fmt.Errorf("keep a snapshot: %w", err)
	}
	return v.write(s, key.Seal(purpose+name(s.View, s.Place), packed))
}
