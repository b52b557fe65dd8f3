//go:build !race

package tamper

// events is the size of the ledger that is tampered with.
const events = 100_000

// flipsByDefault is how many bits TestFlippedBits flips unless it is told.
const flipsByDefault = 2000
