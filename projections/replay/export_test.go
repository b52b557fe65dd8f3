package replay

import "github.com/fundledger/fundledger/ledger/store"

// Cut returns r with smaller sizes, so that a small log has many parts and snapshots.
func (r Replay) Cut(part, interval, much store.Position) Replay {
	r.sizes = &sizes{part, interval, much}
	return r
}
