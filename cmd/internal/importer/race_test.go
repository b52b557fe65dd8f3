//go:build race

package importer_test

// largeFile is how many rows a large file has: few, for the race detector makes
// everything ten times slower.
const largeFile = 10_000
