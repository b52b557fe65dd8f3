//go:build race

package tamper

// eventsByDefault is the size of the ledger that is tampered with: small, for the race
// detector makes everything ten times slower.
const eventsByDefault = 4_000

// flipsByDefault is how many bits TestFlippedBits flips unless it is told.
const flipsByDefault = 30
