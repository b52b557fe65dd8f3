//go:build !race

package oracle

// worldsByDefault is how many random worlds there are of each kind, at most.
const worldsByDefault = 2
