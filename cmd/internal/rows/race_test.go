//go:build race

package rows

// hanzi is every how many-th character TestPairsOfHanzi pairs.
const hanzi = 4
