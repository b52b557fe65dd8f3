//go:build !race

package oracle

// worlds is how many random worlds there are of each kind, at most.
const worlds = 10
