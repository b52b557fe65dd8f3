//go:build !race

package sqlite_test

// nthDamage is every how many-th damage TestFlippedHeader and TestLostCells do.
const nthDamage = 1

// flips is how many bits TestConformance flips.
const flips = 250
