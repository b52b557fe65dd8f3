package merkle

import (
	"golang.org/x/mod/sumdb/tlog"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Head is what a tree of a given size comes down to.
type Head struct {
	Size int64 // number of events
	Root Hash
}

// VerifyInclusion returns nil if the path proves that the tree has this line as
// leaf index. It takes the line and not its hash, so that no node can pass for a
// leaf. Error: *ProofError.
func VerifyInclusion(tree Head, index int64, line []byte, path []Hash) error {
	fail := func(why lang.Text) error { return &ProofError{What: inclusionText(), Why: why} }
	switch {
	case tree.Size < 0 || tree.Size > MaxSize:
		return fail(lang.F("树的大小 %d 超出范围", "the tree's size %d is out of range", tree.Size))
	case index < 0 || index >= tree.Size:
		return fail(lang.F("大小为 %[2]d 的树没有第 %[1]d 号事件", "there is no event %d in a tree of %d", index, tree.Size))
	}
	if tlog.CheckRecord(path, tree.Size, tree.Root, index, LeafHash(line)) != nil {
		return fail(lang.F("由该事件和这些哈希得不出根：大小为 %[2]d 的树中第 %[1]d 号事件不是它，或证明被改动",
			"the event and the hashes do not give the root: it is not event %d of the tree of %d, or the proof was altered", index, tree.Size))
	}
	return nil
}

// VerifyConsistency returns nil if the hashes prove that the old tree is the
// beginning of the new one. The empty tree is the beginning of every tree, and
// every tree of itself; both need no hashes, and none may be given. Error: *ProofError.
func VerifyConsistency(old, new Head, hashes []Hash) error {
	fail := func(why lang.Text) error { return &ProofError{What: consistencyText(), Why: why} }
	switch {
	case old.Size < 0 || new.Size > MaxSize:
		return fail(lang.F("树的大小 %d、%d 超出范围", "the trees' sizes %d and %d are out of range", old.Size, new.Size))
	case old.Size > new.Size:
		return fail(lang.F("事件变少了：原有 %d 个，现有 %d 个", "events are missing: there were %d, there are %d", old.Size, new.Size))
	case old.Size == 0 && old.Root != emptyRoot(), new.Size == 0 && new.Root != emptyRoot():
		return fail(lang.Text{ZH: "空树的根不对", EN: "the root of the empty tree is wrong"})
	case (old.Size == 0 || old.Size == new.Size) && len(hashes) > 0:
		return fail(lang.Text{ZH: "有多余的哈希", EN: "it has hashes where none are needed"})
	case old.Size == 0:
		return nil
	case old.Size == new.Size && old.Root != new.Root:
		return fail(lang.F("大小同为 %d 的两棵树根不同：有事件被改动", "two trees of %d events have different roots: events were altered", old.Size))
	}
	if tlog.CheckTree(hashes, new.Size, new.Root, old.Size, old.Root) != nil {
		return fail(lang.F("大小为 %[2]d 的树不是由大小为 %[1]d 的树续成的，或证明被改动",
			"the tree of %[2]d does not continue the tree of %[1]d, or the proof was altered", old.Size, new.Size))
	}
	return nil
}
