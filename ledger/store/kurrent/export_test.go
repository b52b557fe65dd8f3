package kurrent

import "github.com/fundledger/fundledger/ledger/store"

// WithSpacing returns options with which the index has a point every so many
// positions, so that a short log has some.
func WithSpacing(o Options, positions store.Position) Options {
	o.spacing = positions
	return o
}
