//go:build !race

package importer_test

// largeFile is how many rows a large file has.
const largeFile = 300_000
