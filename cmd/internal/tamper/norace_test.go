//go:build !race

package tamper

// eventsByDefault is the size of the ledger that is tampered with; .ci/run takes 100,000.
const eventsByDefault = 8_000

// flipsByDefault is how many bits TestFlippedBits flips unless it is told; .ci/run takes 200.
const flipsByDefault = 60
