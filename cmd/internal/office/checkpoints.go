package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Checkpoint is a checkpoint that a history must continue.
type Checkpoint struct {
	Path string
	Raw  []byte
	merkle.Signed
}

// checkpointFiles returns the files of the checkpoints in the ledger's folder, the
// smallest first.
func (o *Office) checkpointFiles() ([]string, error) {
	return texts(filepath.Join(o.Folder, checkpointsFolder))
}

// OpenCheckpoint reads a checkpoint and checks who signed it.
func OpenCheckpoint(path string, known merkle.Verifiers) (Checkpoint, error) {
	raw, err := disk.Read(path, disk.Note)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read the checkpoint: %w", err)
	}
	c, err := merkle.Open(raw, known)
	if err != nil {
		return Checkpoint{}, fault.About(path, err)
	}
	return Checkpoint{Path: path, Raw: raw, Signed: c}, nil
}

// openCheckpoints reads several.
func openCheckpoints(paths []string, known merkle.Verifiers) ([]Checkpoint, error) {
	var anchors []Checkpoint
	for _, path := range paths {
		m, err := OpenCheckpoint(path, known)
		if err != nil {
			return nil, err
		}
		anchors = append(anchors, m)
	}
	return anchors, nil
}

// Sizes returns the sizes of checkpoints, each once.
func Sizes(anchors []Checkpoint) []int64 {
	var all []int64
	for _, m := range anchors {
		all = append(all, m.Size)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Continues returns nil if a history continues every checkpoint, else
// damage. roots are its roots at their sizes.
func Continues(anchors []Checkpoint, head merkle.Head, roots map[int64]merkle.Hash) error {
	for _, m := range anchors {
		switch root, reached := roots[m.Size]; {
		case m.Size > head.Size:
			return fault.Altered("只有 %d 条事项，检查点 %s 有 %d 条：末尾被截去，或账本被换成旧的；恢复最新的备份，没有的按凭证补记，并告诉保存检查点的人",
				"there are %d events, and the checkpoint %s has %d: the end was cut off, or the ledger was exchanged for an older one; restore the newest backup, or record what is missing from its documents, and tell whoever keeps the checkpoint",
				head.Size, m.Path, m.Size)
		case !reached || root != m.Root:
			return fault.Altered("前 %d 条事项不是检查点 %s 所说的：其中有被改动、删去、调换或插入的；不要继续记账，用备份或此前导出的历史逐条对照，并告诉保存检查点的人",
				"the first %d events are not those of the checkpoint %s: one of them was changed, removed, moved or inserted; record nothing more, compare line by line with a backup or a history exported before, and tell whoever keeps the checkpoint",
				m.Size, m.Path)
		}
	}
	return nil
}

// treeContinues returns nil if the tree of a ledger continues every checkpoint.
// Errors: those of continues, *merkle.BlockError, those of reading.
func treeContinues(tree *merkle.Tree, head merkle.Head, anchors ...Checkpoint) error {
	roots := map[int64]merkle.Hash{}
	for _, size := range Sizes(anchors) {
		if size > head.Size {
			continue
		}
		root, err := tree.Root(size)
		if err != nil {
			return err
		}
		roots[size] = root
	}
	return Continues(anchors, head, roots)
}

// TakeCheckpoint signs what the ledger is now, keeps it beside the ledger and
// returns it with the file that it stands in; of the same size one is taken once.
// A ledger that does not continue the last one is not signed for: two signatures
// that disagree would say that the ledger has two histories. Errors: bad input if
// the signing key is not here, damage, *verify.Fault, those of reading.
func (o *Office) TakeCheckpoint(ctx context.Context, s store.Store, closing merkle.Closing) (text []byte, path string, err error) {
	signer, err := o.signer()
	if err != nil {
		return nil, "", err
	}
	files, err := o.checkpointFiles() // before the tree: another program may sign what is recorded meanwhile
	if err != nil {
		return nil, "", err
	}
	tree, head, err := verify.Tree(ctx, s)
	if err != nil {
		return nil, "", err
	}
	known, _, err := o.Verifiers(Trust{})
	if err != nil {
		return nil, "", err
	}
	last, err := openCheckpoints(files[max(0, len(files)-1):], known)
	if err != nil {
		return nil, "", err
	}
	if err := treeContinues(tree, head, last...); err != nil {
		return nil, "", err
	}
	name := fmt.Sprintf("%012d", head.Size)
	if closing != (merkle.Closing{}) {
		name += "-" + closing.Fund + "-" + closing.Period
	}
	path = filepath.Join(o.Folder, checkpointsFolder, name+".txt")
	if held, err := OpenCheckpoint(path, known); !errors.Is(err, fs.ErrNotExist) {
		return held.Raw, path, err
	}
	if text, err = merkle.Sign(merkle.Checkpoint{Origin: signer.ID().Name, Head: head, Time: o.Now(), Closing: closing}, signer); err != nil {
		return nil, "", err
	}
	err = o.writeBeside(path, text)
	if errors.Is(err, fs.ErrExist) { // another program signed the same at the same moment: theirs is as good
		held, err := OpenCheckpoint(path, known)
		return held.Raw, path, err
	}
	return text, path, err
}

// Unsigned are the closings that have no checkpoint in the ledger's folder, nor among those that
// it was compared with. Each gets one where the signing key is at hand: if there were more,
// somebody took them away.
func (o *Office) Unsigned(found Checked, v Comparison) (without []merkle.Closing) {
	for _, c := range found.Verdict.Closings {
		of := merkle.Closing{Fund: string(c.Fund), Period: string(c.Period)}
		if c.Counts() && !o.HasCheckpointOf(of) &&
			!slices.ContainsFunc(v.Checkpoints, func(a Checkpoint) bool { return a.Closing == of }) {
			without = append(without, of)
		}
	}
	return without
}

// HasCheckpointOf reports whether a checkpoint of a closing is in the ledger's folder.
func (o *Office) HasCheckpointOf(c merkle.Closing) bool {
	files, err := o.checkpointFiles()
	return err == nil && slices.ContainsFunc(files, func(path string) bool {
		return strings.HasSuffix(path, "-"+c.Fund+"-"+c.Period+".txt")
	})
}
