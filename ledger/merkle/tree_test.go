package merkle_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/fundledger/fundledger/ledger/merkle"
)

const most = 600 // sizes 0 to most are all tried

func TestEmptyTree(t *testing.T) {
	var f merkle.Frontier
	const want = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" // SHA-256 of nothing
	if got := f.Root().String(); got != want || f.Size() != 0 {
		t.Errorf("size %d, root %s", f.Size(), got)
	}
}

// The root of every size is that of RFC 6962, taken from the frontier, from a
// frontier taken up again there, and from a tree.
func TestRoots(t *testing.T) {
	lines := events(most, 0)
	ref, leaves := newReference(lines), leafHashes(lines)
	whole, err := store256(leaves).tree()
	if err != nil {
		t.Fatal(err)
	}
	var f merkle.Frontier
	for n := range most + 1 {
		want := merkle.Head{Size: int64(n), Root: ref.root(0, n)}
		if f.Head() != want {
			t.Fatalf("size %d: root %v, want %v", n, f.Root(), want.Root)
		}
		if root, err := whole.Root(int64(n)); err != nil || root != want.Root {
			t.Fatalf("size %d of a tree: root %v (%v), want %v", n, root, err, want.Root)
		}
		var again merkle.Frontier
		for b := range n / merkle.BlockSize {
			again.AppendBlock(merkle.BlockHash(leaves[b*merkle.BlockSize : (b+1)*merkle.BlockSize]))
		}
		for _, h := range leaves[n-n%merkle.BlockSize : n] {
			again.Append(h)
		}
		for _, h := range leaves[n:] {
			again.Append(h)
		}
		if again.Head() != (merkle.Head{Size: most, Root: ref.root(0, most)}) {
			t.Fatalf("taken up again at %d: %v", n, again.Root())
		}
		if n < most {
			block, complete := f.Append(leaves[n])
			if complete != ((n+1)%merkle.BlockSize == 0) || complete && block != ref.root(n+1-merkle.BlockSize, n+1) {
				t.Fatalf("leaf %d: block %v, %v", n, block, complete)
			}
		}
	}
}

// A copy of a frontier is a tree of its own.
func TestFrontierIsAValue(t *testing.T) {
	leaves := leafHashes(events(300, 0))
	var f merkle.Frontier
	for _, h := range leaves[:255] {
		f.Append(h)
	}
	before, copied := f.Head(), f
	for _, h := range leaves[255:] {
		copied.Append(h)
	}
	if f.Head() != before || copied.Size() != 300 {
		t.Errorf("%v after the copy grew, was %v", f.Head(), before)
	}
}

// Proofs are those of RFC 6962, hold, and are made from two blocks at the most.
func TestProofs(t *testing.T) {
	lines := events(most, 0)
	ref, leaves := newReference(lines), leafHashes(lines)
	s := store256(leaves)
	whole, err := s.tree()
	if err != nil {
		t.Fatal(err)
	}
	for n := range most + 1 {
		head := merkle.Head{Size: int64(n), Root: ref.root(0, n)}
		for _, m := range interesting(n) {
			if m < n {
				s.reads = 0
				path, err := whole.Inclusion(int64(m), int64(n))
				if err != nil || !slices.Equal(path, ref.path(m, 0, n)) || s.reads > 2 {
					t.Fatalf("event %d of %d: %v (%v), %d blocks read", m, n, path, err, s.reads)
				}
				if err := merkle.VerifyInclusion(head, int64(m), lines[m], path); err != nil {
					t.Fatalf("event %d of %d: %v", m, n, err)
				}
			}
			s.reads = 0
			hashes, err := whole.Consistency(int64(m), int64(n))
			var want []merkle.Hash // of the empty tree nothing needs to be shown
			if m > 0 {
				want = ref.proof(m, n)
			}
			if err != nil || !slices.Equal(hashes, want) || s.reads > 2 {
				t.Fatalf("%d to %d: %v (%v), want %v, %d blocks read", m, n, hashes, err, want, s.reads)
			}
			if err := merkle.VerifyConsistency(merkle.Head{Size: int64(m), Root: ref.root(0, m)}, head, hashes); err != nil {
				t.Fatalf("%d to %d: %v", m, n, err)
			}
		}
	}
}

// interesting returns numbers up to n: many if n is near a block's edge, else few.
func interesting(n int) []int {
	near := n%merkle.BlockSize < 3 || n%merkle.BlockSize > merkle.BlockSize-3
	var out []int
	for m := range n + 1 {
		edge := m%merkle.BlockSize < 2 || m%merkle.BlockSize == merkle.BlockSize-1 || m&(m-1) == 0
		if n < 20 || n == 257 || near && edge || m == 0 || m == n/2 || m > n-2 {
			out = append(out, m)
		}
	}
	return out
}

// A tree with rows above its blocks gives the proofs that tlog gives from every
// node of the tree.
func TestProofsOfATreeOfManyBlocks(t *testing.T) {
	const size = 2*merkle.BlockSize*merkle.BlockSize + 300
	leaves := make([]merkle.Hash, size)
	var nodes []merkle.Hash
	all := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = nodes[index]
		}
		return out, nil
	})
	for i := range leaves {
		leaves[i] = merkle.LeafHash(fmt.Append(nil, i))
		added, err := tlog.StoredHashesForRecordHash(int64(i), leaves[i], all)
		if err != nil {
			t.Fatal(err)
		}
		nodes = append(nodes, added...)
	}
	s := store256(leaves)
	tree, err := s.tree()
	if err != nil {
		t.Fatal(err)
	}
	sizes := []int64{1, 255, 256, 65535, 65536, 65537, 65792, 70000, 131071, 131072, 131073, size - 1, size}
	for _, n := range sizes {
		root, err := tlog.TreeHash(n, all)
		if got, err2 := tree.Root(n); err != nil || err2 != nil || got != root {
			t.Fatalf("size %d: root %v (%v), want %v (%v)", n, got, err2, root, err)
		}
		for _, m := range []int64{0, 1, 255, 256, 32768, 65535, 65536, 65600, 100_000, 131_071, 131_072, n - 1} {
			if m >= n {
				continue
			}
			s.reads = 0
			want, err := tlog.ProveRecord(n, m, all)
			if got, err2 := tree.Inclusion(m, n); err != nil || err2 != nil || !slices.Equal(got, want) || s.reads > 2 {
				t.Fatalf("event %d of %d: %v (%v), want %v (%v), %d blocks read", m, n, got, err2, want, err, s.reads)
			}
			s.reads = 0
			proof, err := tlog.ProveTree(n, m+1, all)
			if got, err2 := tree.Consistency(m+1, n); err != nil || err2 != nil || !slices.Equal(got, proof) || s.reads > 2 {
				t.Fatalf("%d to %d: %v (%v), want %v (%v), %d blocks read", m+1, n, got, err2, proof, err, s.reads)
			}
		}
	}
}

func TestBlockHash(t *testing.T) {
	leaves := leafHashes(events(1024, 0))
	kept := slices.Clone(leaves)
	ref := newReference(events(1024, 0))
	for n := 1; n <= len(leaves); n *= 2 {
		if got, want := merkle.BlockHash(leaves[:n]), ref.root(0, n); got != want {
			t.Errorf("%d hashes: %v, want %v", n, got, want)
		}
	}
	if !slices.Equal(leaves, kept) {
		t.Error("BlockHash changes its argument")
	}
	for _, n := range []int{0, 3, 255, 257} {
		mustPanic(t, fmt.Sprint(n, " hashes"), func() { merkle.BlockHash(leaves[:n]) })
	}
	var f merkle.Frontier
	f.Append(leaves[0])
	mustPanic(t, "a block inside a block", func() { f.AppendBlock(leaves[1]) })
}

func mustPanic(t *testing.T, name string, call func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", name)
		}
	}()
	call()
}

func TestTreesAskedForWhatTheyDoNotHave(t *testing.T) {
	tree, err := store256(leafHashes(events(300, 0))).tree()
	if err != nil {
		t.Fatal(err)
	}
	wantRange := func(name string, err error) {
		t.Helper()
		var out *merkle.RangeError
		if !errors.As(err, &out) {
			t.Errorf("%s: %v", name, err)
		}
	}
	const huge = 1<<63 - 1
	for _, n := range []int64{-1, 301, huge, -huge - 1} {
		_, err := tree.Root(n)
		wantRange(fmt.Sprint("root of ", n), err)
		_, err = tree.Inclusion(0, n)
		wantRange(fmt.Sprint("inclusion in ", n), err)
		_, err = tree.Inclusion(n, 300)
		wantRange(fmt.Sprint("inclusion of ", n), err)
		_, err = tree.Consistency(n, 300)
		wantRange(fmt.Sprint("consistency from ", n), err)
		_, err = tree.Consistency(0, n)
		wantRange(fmt.Sprint("consistency to ", n), err)
	}
	_, err = tree.Inclusion(0, 0)
	wantRange("event of an empty tree", err)
	_, err = tree.Consistency(200, 199)
	wantRange("backwards", err)
}

// A store whose hashes and events do not fit together is found before a proof is made.
func TestTreesOfDamagedStores(t *testing.T) {
	wantBlock := func(name string, err error, block int64) {
		t.Helper()
		var out *merkle.BlockError
		if !errors.As(err, &out) || out.Block != block {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := store256(leafHashes(events(600, 0)))
	_, err := merkle.NewTree(600, s.blocks[:1], s.block)
	wantBlock("a hash is missing", err, 1)
	_, err = merkle.NewTree(511, s.blocks, s.block)
	wantBlock("a hash too many", err, 1)
	_, err = merkle.NewTree(-1, nil, s.block)
	wantBlock("negative size", err, 0)

	s.leaves = slices.Clone(s.leaves)
	s.leaves[300][0] ^= 1
	tree, err := s.tree()
	if err != nil {
		t.Fatal(err)
	}
	_, err = tree.Inclusion(301, 600)
	wantBlock("an event was changed", err, 1)
	if _, err = tree.Inclusion(0, 600); err != nil {
		t.Errorf("a proof that does not read the changed event: %v", err)
	}
	s.leaves = s.leaves[:599]
	_, err = tree.Root(600)
	wantBlock("an event is missing", err, 2)

	broken := errors.New("disk")
	tree, err = merkle.NewTree(600, s.blocks, func(int64) ([]merkle.Hash, error) { return nil, broken })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Root(600); !errors.Is(err, broken) {
		t.Errorf("reading fails: %v", err)
	}
}
