package merkle_test

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// reference is RFC 6962 §2.1 word for word: slow, recursive, and with nothing of
// what it checks.
type reference struct {
	lines [][]byte
	known map[[2]int]merkle.Hash
}

func newReference(lines [][]byte) *reference {
	return &reference{lines: lines, known: map[[2]int]merkle.Hash{}}
}

// root is MTH(D[from:to]).
func (r *reference) root(from, to int) merkle.Hash {
	if h, ok := r.known[[2]int{from, to}]; ok {
		return h
	}
	var h merkle.Hash
	switch n := to - from; n {
	case 0:
		h = sha256.Sum256(nil)
	case 1:
		h = sha256.Sum256(append([]byte{0}, r.lines[from]...))
	default:
		left, right := r.root(from, from+split(n)), r.root(from+split(n), to)
		h = sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
	}
	r.known[[2]int{from, to}] = h
	return h
}

// split is k, the largest power of two smaller than n.
func split(n int) int {
	k := 1
	for 2*k < n {
		k *= 2
	}
	return k
}

// path is PATH(m, D[from:to]), §2.1.1.
func (r *reference) path(m, from, to int) []merkle.Hash {
	n := to - from
	if n == 1 {
		return nil
	}
	k := split(n)
	if m < k {
		return append(r.path(m, from, from+k), r.root(from+k, to))
	}
	return append(r.path(m-k, from+k, to), r.root(from, from+k))
}

// proof is PROOF(m, D[0:n]), §2.1.2.
func (r *reference) proof(m, n int) []merkle.Hash { return r.subproof(m, 0, n, true) }

func (r *reference) subproof(m, from, to int, whole bool) []merkle.Hash {
	n := to - from
	if m == n {
		if whole {
			return nil
		}
		return []merkle.Hash{r.root(from, to)}
	}
	k := split(n)
	if m <= k {
		return append(r.subproof(m, from, from+k, whole), r.root(from+k, to))
	}
	return append(r.subproof(m-k, from+k, to, false), r.root(from, from+k))
}

// events returns the canonical lines of n events, always the same for a seed.
func events(n, seed int) [][]byte {
	lines := make([][]byte, n)
	revisions := map[string]store.Revision{}
	at := time.Date(2025, 7, 31, 1, 0, 0, 0, time.UTC)
	for i := range lines {
		number := i*7919 + seed
		r := store.Recorded{
			Stream:     fmt.Sprintf("reimbursement-H4413020%04d-2025%02d", number%37, 1+number%37%12),
			RecordedAt: at.Add(time.Duration(i) * 1234567 * time.Microsecond), Actor: "经办 01", Causation: fmt.Sprintf("01JQ%06d", i),
			Type: "reimbursement.paid", Version: 1,
			Data: fmt.Appendf(nil, `{"amount":"%d.%02d","count":%d,"document":"R-%06d","fund":"441300.390","occurred_on":"2025-%02d-%02d"}`,
				1+number%100_000, number%100, 1+number%9, i, 1+number%12, 1+number%28),
		}
		r.Revision = revisions[r.Stream]
		revisions[r.Stream]++
		lines[i] = r.AppendLine(nil)
	}
	return lines
}

func leafHashes(lines [][]byte) []merkle.Hash {
	out := make([]merkle.Hash, len(lines))
	for i, line := range lines {
		out[i] = merkle.LeafHash(line)
	}
	return out
}

// stored is what a store keeps of a tree.
type stored struct {
	frontier merkle.Frontier
	blocks   []merkle.Hash
	leaves   []merkle.Hash
	reads    int // of blocks
}

func store256(leaves []merkle.Hash) *stored {
	s := &stored{leaves: leaves}
	for _, h := range leaves {
		if block, complete := s.frontier.Append(h); complete {
			s.blocks = append(s.blocks, block)
		}
	}
	return s
}

func (s *stored) block(b int64) ([]merkle.Hash, error) {
	s.reads++
	first := b * merkle.BlockSize
	return s.leaves[first:min(first+merkle.BlockSize, int64(len(s.leaves)))], nil
}

func (s *stored) tree() (*merkle.Tree, error) {
	return merkle.NewTree(s.frontier.Size(), s.blocks, s.block)
}
