//go:build race

package aggregates

// worlds is how many random worlds of some are taken: a third, for nothing here runs at once,
// and the race detector makes it several times slower.
func worlds(some uint64) uint64 { return (some + 2) / 3 }
