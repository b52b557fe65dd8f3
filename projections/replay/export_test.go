package replay

import "github.com/fundledger/fundledger/ledger/store"

// Cut returns r with smaller sizes, so that a small log has many parts and snapshots.
func (r Replay) Cut(part, interval, much store.Position) Replay {
	r.sizes = &sizes{part: part, interval: interval, much: much}
	return r
}

// Thin returns r, cut already, with snapshots kept as seldom as room says.
func (r Replay) Thin(room store.Position) Replay {
	cut := *r.sizes
	cut.room = room
	r.sizes = &cut
	return r
}
