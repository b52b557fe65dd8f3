package main

import (
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// isReadOnly reports whether a ledger can only be read.
func isReadOnly(s store.Store) bool {
	only, ok := s.(interface{ ReadOnly() bool })
	return ok && only.ReadOnly()
}

// moved reports whether a ledger that is only read was written meanwhile, so that what
// was read may not fit together.
func moved(s store.Store) bool {
	still, ok := s.(interface{ Moved() bool })
	return ok && still.Moved()
}

// unkept are the snapshots of a ledger that is only read: they serve, and no more are
// kept.
type unkept struct{ replay.Snapshots }

// Save keeps nothing.
func (unkept) Save(snapshot.Snapshot) error { return nil }

// Remove leaves what is there.
func (unkept) Remove(string, snapshot.Place) error { return nil }
