package merkle_test

import (
	"encoding/base64"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/merkle"
)

// vectorSizes returns the sizes of trees for which there are vectors.
func vectorSizes() []int { return []int{0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 1000} }

func rootVectors(lines [][]byte) []vector {
	var out []vector
	ref := newReference(lines)
	for _, n := range vectorSizes() {
		size := int64(n)
		out = append(out, vector{Name: fmt.Sprintf("root of %d", n), Answer: "good", Size: &size, Root: ref.root(0, n).String()})
	}
	size := int64(1000)
	return append(out,
		vector{Name: "root of another size", Answer: "refused", Size: &size, Root: ref.root(0, 999).String()},
		vector{Name: "root with two events exchanged", Answer: "refused", Size: &size, Root: newReference(exchanged(lines)).root(0, 1000).String()},
	)
}

func exchanged(lines [][]byte) [][]byte {
	out := slices.Clone(lines)
	out[41], out[42] = out[42], out[41]
	return out
}

// inclusion is an inclusion vector in the making.
type inclusion struct {
	size, index int64
	root        merkle.Hash
	event       int
	leaf        []byte // instead of the event
	path        []merkle.Hash
}

func (p inclusion) vector(name, answer string) vector {
	v := vector{Name: name, Answer: answer, Size: &p.size, Index: &p.index, Root: p.root.String(), Hashes: texts(p.path)}
	if p.leaf != nil {
		leaf := base64.StdEncoding.EncodeToString(p.leaf)
		v.Leaf = &leaf
	} else {
		v.Event = &p.event
	}
	return v
}

func texts(hashes []merkle.Hash) []string {
	var out []string
	for _, h := range hashes {
		out = append(out, h.String())
	}
	return out
}

// flipped returns the hashes with one bit of one of them changed.
func flipped(hashes []merkle.Hash, at, bit int) []merkle.Hash {
	out := slices.Clone(hashes)
	out[at][bit/8] ^= 1 << (bit % 8)
	return out
}

func without(hashes []merkle.Hash, at int) []merkle.Hash {
	return slices.Concat(hashes[:at], hashes[at+1:])
}

func inclusionVectors(t testing.TB, lines [][]byte) []vector {
	ref, other := newReference(lines), newReference(events(1000, 1))
	var out []vector
	of := func(index, size int) inclusion {
		return inclusion{size: int64(size), index: int64(index), root: ref.root(0, size), event: index, path: ref.path(index, 0, size)}
	}
	for _, n := range vectorSizes() {
		for _, index := range slices.Compact([]int{0, 1, n / 2, 255, 256, n - 2, n - 1}) {
			if v := of(index, max(n, 1)).vector(fmt.Sprintf("event %d of %d", index, n), "good"); index >= 0 && index < n &&
				!slices.ContainsFunc(out, func(o vector) bool { return o.Name == v.Name }) {
				out = append(out, v)
			}
		}
	}
	try := func(name, answer string, change func(*inclusion)) {
		for _, base := range []inclusion{of(300, 1000), of(999, 1000), of(6, 7)} {
			p := base
			change(&p)
			out = append(out, p.vector(fmt.Sprintf("event %d of %d: %s", base.index, base.size, name), answer))
		}
	}
	bad := func(name string, change func(*inclusion)) { try(name, "refused", change) }
	bad("index one less", func(p *inclusion) { p.index-- })
	bad("index one more", func(p *inclusion) { p.index++ })
	bad("index 0", func(p *inclusion) { p.index = 0 })
	bad("index of the size", func(p *inclusion) { p.index = p.size })
	bad("index beyond the size", func(p *inclusion) { p.index = p.size + 1 })
	bad("index negative", func(p *inclusion) { p.index = -1 })
	bad("index smallest", func(p *inclusion) { p.index = math.MinInt64 })
	bad("index largest", func(p *inclusion) { p.index = math.MaxInt64 })
	bad("size 0", func(p *inclusion) { p.size = 0 })
	bad("size 1", func(p *inclusion) { p.size = 1 })
	bad("size negative", func(p *inclusion) { p.size = -p.size })
	bad("size twice", func(p *inclusion) { p.size *= 2 })
	bad("size with another shape", func(p *inclusion) { p.size = p.index + p.index&-p.index + 4096 })
	bad("size beyond 2^53-1", func(p *inclusion) { p.size = 1 << 53 })
	bad("size 2^62", func(p *inclusion) { p.size = 1 << 62 })
	bad("size 2^62+1", func(p *inclusion) { p.size = 1<<62 + 1 })
	bad("size largest", func(p *inclusion) { p.size = math.MaxInt64 })
	bad("size and index largest", func(p *inclusion) { p.size, p.index = math.MaxInt64, math.MaxInt64-1 })
	bad("first hash missing", func(p *inclusion) { p.path = without(p.path, 0) })
	bad("last hash missing", func(p *inclusion) { p.path = without(p.path, len(p.path)-1) })
	bad("a hash in the middle missing", func(p *inclusion) { p.path = without(p.path, len(p.path)/2) })
	bad("no hash", func(p *inclusion) { p.path = nil })
	bad("hash added in front", func(p *inclusion) { p.path = slices.Insert(slices.Clone(p.path), 0, p.path[0]) })
	bad("hash added at the end", func(p *inclusion) { p.path = append(slices.Clone(p.path), p.root) })
	bad("zero hash added at the end", func(p *inclusion) { p.path = append(slices.Clone(p.path), merkle.Hash{}) })
	bad("sixty hashes added", func(p *inclusion) { p.path = append(slices.Clone(p.path), make([]merkle.Hash, 60)...) })
	bad("first hashes swapped", func(p *inclusion) { p.path = slices.Clone(p.path); p.path[0], p.path[1] = p.path[1], p.path[0] })
	bad("hashes backwards", func(p *inclusion) { p.path = slices.Clone(p.path); slices.Reverse(p.path) })
	bad("a bit of the first hash flipped", func(p *inclusion) { p.path = flipped(p.path, 0, 0) })
	bad("a bit of the last hash flipped", func(p *inclusion) { p.path = flipped(p.path, len(p.path)-1, 255) })
	bad("a bit of the root flipped", func(p *inclusion) { p.root = flipped([]merkle.Hash{p.root}, 0, 7)[0] })
	bad("root of the tree one smaller", func(p *inclusion) { p.root = ref.root(0, int(p.size)-1) })
	bad("root of another tree", func(p *inclusion) { p.root = other.root(0, int(p.size)) })
	bad("root of nothing", func(p *inclusion) { p.root = ref.root(0, 0) })
	bad("path of another tree", func(p *inclusion) { p.path = other.path(int(p.index), 0, int(p.size)) })
	bad("path of another event", func(p *inclusion) { p.path = ref.path(int(p.index)-1, 0, int(p.size)) })
	bad("another event", func(p *inclusion) { p.event-- })
	bad("a digit changed", func(p *inclusion) {
		p.leaf = slices.Clone(lines[p.event])
		p.leaf[slices.Index(p.leaf, ':')+2]++
	})
	bad("a line break at the end", func(p *inclusion) { p.leaf = append(slices.Clone(lines[p.event]), '\n') })
	bad("an empty line", func(p *inclusion) { p.leaf = []byte{} })
	bad("the leaf's hash as line", func(p *inclusion) { h := ref.root(p.event, p.event+1); p.leaf = h[:] })
	bad("the line with the leaf's prefix", func(p *inclusion) { p.leaf = append([]byte{0}, lines[p.event]...) })
	bad("the root itself, as a tree of one", func(p *inclusion) { p.leaf, p.size, p.index, p.path = p.root[:], 1, 0, nil })
	// A node passed off as a leaf of a tree with half as many leaves.
	for _, c := range []struct {
		name   string
		prefix []byte
	}{{"with", []byte{1}}, {"without", nil}} {
		pair := func(from, middle, to int) []byte {
			left, right := ref.root(from, middle), ref.root(middle, to)
			return slices.Concat(c.prefix, left[:], right[:])
		}
		out = append(out,
			inclusion{size: 4, index: 2, root: ref.root(0, 8), leaf: pair(4, 5, 6), path: ref.path(4, 0, 8)[1:]}.vector("a node as leaf, "+c.name+" its prefix", "refused"),
			inclusion{size: 1, root: ref.root(0, 8), leaf: pair(0, 4, 8)}.vector("the root's halves as leaf, "+c.name+" the prefix", "refused"))
	}
	// The root does not hold the size: a path is good for every size of its shape.
	p, q := of(300, 1000), of(299, 300)
	p.size = 1001
	q.index, q.size = 307, 308
	return append(out, p.vector("another size in which the path has the same shape: sizes are believed only from a signed checkpoint", "good"),
		q.vector("another size and place in which the path has the same shape: sizes are believed only from a signed checkpoint", "good"))
}

// consistency is a consistency vector in the making.
type consistency struct {
	old, new merkle.Head
	proof    []merkle.Hash
}

func (p consistency) vector(name, answer string) vector {
	return vector{Name: name, Answer: answer, Hashes: texts(p.proof),
		Old: &head{p.old.Size, p.old.Root.String()}, New: &head{p.new.Size, p.new.Root.String()}}
}

func consistencyVectors(t testing.TB, lines [][]byte) []vector {
	ref, other := newReference(lines), newReference(events(1000, 1))
	at := func(r *reference, n int) merkle.Head { return merkle.Head{Size: int64(n), Root: r.root(0, n)} }
	of := func(m, n int) consistency {
		p := consistency{old: at(ref, m), new: at(ref, n)}
		if m > 0 {
			p.proof = ref.proof(m, n)
		}
		return p
	}
	var out []vector
	for i, m := range vectorSizes() {
		for _, n := range vectorSizes()[i:] {
			out = append(out, of(m, n).vector(fmt.Sprintf("%d to %d", m, n), "good"))
		}
	}
	bad := func(name string, change func(*consistency)) {
		for _, base := range []consistency{of(300, 1000), of(512, 1000), of(999, 1000), of(6, 7)} {
			p := base
			change(&p)
			out = append(out, p.vector(fmt.Sprintf("%d to %d: %s", base.old.Size, base.new.Size, name), "refused"))
		}
	}
	bad("old and new exchanged", func(p *consistency) { p.old, p.new = p.new, p.old })
	bad("roots exchanged", func(p *consistency) { p.old.Root, p.new.Root = p.new.Root, p.old.Root })
	bad("sizes exchanged", func(p *consistency) { p.old.Size, p.new.Size = p.new.Size, p.old.Size })
	bad("new size for both", func(p *consistency) { p.old.Size = p.new.Size })
	bad("old size for both", func(p *consistency) { p.new.Size = p.old.Size })
	bad("old size 0", func(p *consistency) { p.old.Size = 0 })
	bad("old size 0 and no hashes", func(p *consistency) { p.old.Size, p.proof = 0, nil })
	bad("old size one less", func(p *consistency) { p.old.Size-- })
	bad("old size negative", func(p *consistency) { p.old.Size = -p.old.Size })
	bad("old size smallest", func(p *consistency) { p.old.Size = math.MinInt64 })
	bad("new size negative", func(p *consistency) { p.new.Size = -p.new.Size })
	bad("new size 0", func(p *consistency) { p.new.Size = 0 })
	bad("new size twice", func(p *consistency) { p.new.Size *= 2 })
	bad("new size beyond 2^53-1", func(p *consistency) { p.new.Size = 1 << 53 })
	bad("new size 2^62+1", func(p *consistency) { p.new.Size = 1<<62 + 1 })
	bad("new size largest", func(p *consistency) { p.new.Size = math.MaxInt64 })
	bad("sizes largest", func(p *consistency) { p.old.Size, p.new.Size = math.MaxInt64-1, math.MaxInt64 })
	bad("first hash missing", func(p *consistency) { p.proof = without(p.proof, 0) })
	bad("last hash missing", func(p *consistency) { p.proof = without(p.proof, len(p.proof)-1) })
	bad("no hash", func(p *consistency) { p.proof = nil })
	bad("hash added in front", func(p *consistency) { p.proof = slices.Insert(slices.Clone(p.proof), 0, p.proof[0]) })
	bad("old root added in front", func(p *consistency) { p.proof = slices.Insert(slices.Clone(p.proof), 0, p.old.Root) })
	bad("hash added at the end", func(p *consistency) { p.proof = append(slices.Clone(p.proof), p.new.Root) })
	bad("sixty hashes added", func(p *consistency) { p.proof = append(slices.Clone(p.proof), make([]merkle.Hash, 60)...) })
	bad("a bit of the first hash flipped", func(p *consistency) { p.proof = flipped(p.proof, 0, 0) })
	bad("a bit of the last hash flipped", func(p *consistency) { p.proof = flipped(p.proof, len(p.proof)-1, 255) })
	bad("a bit of the old root flipped", func(p *consistency) { p.old.Root = flipped([]merkle.Hash{p.old.Root}, 0, 0)[0] })
	bad("a bit of the new root flipped", func(p *consistency) { p.new.Root = flipped([]merkle.Hash{p.new.Root}, 0, 0)[0] })
	bad("old root of another tree", func(p *consistency) { p.old.Root = other.root(0, int(p.old.Size)) })
	bad("new root of another tree", func(p *consistency) { p.new.Root = other.root(0, int(p.new.Size)) })
	bad("proof of another tree", func(p *consistency) { p.proof = other.proof(int(p.old.Size), int(p.new.Size)) })
	bad("proof from another old size", func(p *consistency) { p.proof = ref.proof(int(p.old.Size)-1, int(p.new.Size)) })
	swapped := of(300, 1000)
	swapped.proof = slices.Clone(swapped.proof)
	swapped.proof[0], swapped.proof[1] = swapped.proof[1], swapped.proof[0]
	empty, root := merkle.Head{Root: ref.root(0, 0)}, at(ref, 7)
	zero := []merkle.Hash{{}}
	return append(out,
		swapped.vector("300 to 1000: first hashes swapped", "refused"),
		consistency{empty, root, zero}.vector("0 to 7: with a hash", "refused"),
		consistency{merkle.Head{}, root, nil}.vector("0 to 7: the old root is zero", "refused"),
		consistency{merkle.Head{Root: root.Root}, root, nil}.vector("0 to 7: the old root is the new one", "refused"),
		consistency{empty, empty, zero}.vector("0 to 0: with a hash", "refused"),
		consistency{empty, merkle.Head{}, nil}.vector("0 to 0: the new root is zero", "refused"),
		consistency{root, root, zero}.vector("7 to 7: with a hash", "refused"),
		consistency{root, root, []merkle.Hash{root.Root}}.vector("7 to 7: with the root", "refused"),
		consistency{root, at(other, 7), nil}.vector("7 to 7: two trees of one size", "refused"),
		consistency{merkle.Head{}, merkle.Head{}, nil}.vector("0 to 0: both roots are zero", "refused"),
		consistency{at(newReference(exchanged(lines)), 300), at(ref, 1000), ref.proof(300, 1000)}.vector("300 to 1000: two old events were exchanged since", "refused"),
	)
}
