//go:build race

package sqlite_test

// nthDamage is every how many-th damage TestFlippedHeader and TestLostCells do: one goroutine
// opens the file each time, which the race detector makes slow.
const nthDamage = 9

// flips is how many bits TestConformance flips: one goroutine opens the file each time.
const flips = 60
