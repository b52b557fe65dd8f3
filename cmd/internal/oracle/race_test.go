//go:build race

package oracle

// worldsByDefault is how many random worlds there are of each kind: one, for nothing here runs at
// once, and the race detector makes it four times slower.
const worldsByDefault = 1
