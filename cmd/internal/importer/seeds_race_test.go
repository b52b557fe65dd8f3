//go:build race

package importer

// seeds is how many seeds of some are taken: half, for each compares an import with recording
// its rows one by one, which is slow under the race detector and done by one goroutine.
func seeds(some uint64) uint64 { return some / 2 }
