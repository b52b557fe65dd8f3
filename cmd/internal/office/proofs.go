package office

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// ProveInclusion returns the proof that a checkpoint, or one that is taken now,
// has an event. Errors: bad input, those of TakeCheckpoint and treeContinues.
func (o *Office) ProveInclusion(ctx context.Context, s store.Store, known merkle.Verifiers, index int64,
	path string) (file []byte, err error) {
	if path == "" {
		if _, path, err = o.TakeCheckpoint(ctx, s, merkle.Closing{}); err != nil {
			return nil, err
		}
	}
	c, err := OpenCheckpoint(path, known)
	if err != nil {
		return nil, err
	}
	tree, head, err := verify.Tree(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := treeContinues(tree, head, c); err != nil {
		return nil, err
	}
	switch {
	case index >= head.Size:
		return nil, fault.Input("没有第 %d 条事项：账内有 %d 条，自 0 起编号；用 fundledger events 查看", "there is no event %d: the ledger has %d, counted from 0; see fundledger events", index, head.Size)
	case index >= c.Size:
		return nil, fault.Input("第 %d 条事项记于检查点 %s（%d 条）之后；给出更新的检查点", "event %d was recorded after the checkpoint %s (%d events); give a newer one", index, path, c.Size)
	}
	proof := merkle.Inclusion{Index: index, Checkpoint: c.Raw}
	if proof.Hashes, err = tree.Inclusion(index, c.Size); err != nil {
		return nil, err
	}
	for r, err := range s.All(ctx, store.Position(index)) {
		if err != nil {
			return nil, err
		}
		proof.Line = r.AppendLine(nil)
		break
	}
	if file, err = proof.Encode(); err != nil {
		return nil, err
	}
	_, err = proof.Verify(known) // never hand out a proof that does not hold
	return file, err
}

// ProveConsistency returns the proof that one checkpoint continues another.
// Errors: those of OpenCheckpoint and between.
func ProveConsistency(ctx context.Context, s store.Store, known merkle.Verifiers, oldPath, newPath string) ([]byte, error) {
	pair, err := openCheckpoints([]string{oldPath, newPath}, known)
	if err != nil {
		return nil, err
	}
	hashes, err := between(ctx, s, pair[0], pair[1])
	if err != nil {
		return nil, err
	}
	proof := merkle.Consistency{Hashes: hashes, Old: pair[0].Raw, New: pair[1].Raw}
	file, err := proof.Encode()
	if err != nil {
		return nil, err
	}
	_, _, err = proof.Verify(known)
	return file, err
}

// Countersign adds the signature of a witness, whose key is the signing key, to the checkpoint
// in a file; if there is one that was signed last (old), only if this one continues it: by a
// proof, or without one by the ledger. Errors: bad input, those of merkle.Open, of between.
func (o *Office) Countersign(ctx context.Context, path string, t Trust, old, proof string) ([]byte, error) {
	known, _, err := o.Verifiers(t)
	if err != nil {
		return nil, err
	}
	by, err := o.readSigner(o.SigningKey)
	if err != nil {
		return nil, err
	}
	if by.ID().Name == known.Ledger() {
		return nil, fault.Input("%s 是账本自己的密钥；见证人用自己的，用 %s 生成", "%s is the ledger's own key; a witness signs with hers, which %s makes", o.SigningKey, o.called("witness"))
	}
	this, err := OpenCheckpoint(path, known)
	if err != nil {
		return nil, err
	}
	if old != "" {
		before, err := OpenCheckpoint(old, known)
		if err != nil {
			return nil, err
		}
		if proof != "" {
			err = o.provesBetween(proof, known, before, this)
		} else {
			err = o.With(func(s store.Store) error {
				_, err := between(ctx, s, before, this)
				return err
			})
		}
		if err != nil {
			return nil, err
		}
	}
	signed, err := merkle.Countersign(this.Raw, known, by)
	if err != nil {
		return nil, fault.About(path, err)
	}
	return signed, disk.Replace(path, signed, disk.Public)
}

// provesBetween returns nil if a file proves that one checkpoint continues another.
// Errors: *merkle.FormError, *merkle.ProofError, those of merkle.Open; bad input
// for a proof about others.
func (o *Office) provesBetween(path string, known merkle.Verifiers, old, new Checkpoint) error {
	raw, err := disk.Read(path, disk.Note)
	if err != nil {
		return fmt.Errorf("read the proof: %w", err)
	}
	proof, err := merkle.DecodeConsistency(raw)
	if err != nil {
		return fault.About(path, err)
	}
	before, after, err := proof.Verify(known)
	if err != nil {
		return fault.About(path, err)
	}
	if before.Text() != old.Text() || after.Text() != new.Text() {
		return fault.Input("证明 %[1]s 说的是别的检查点；请账本一方重写：prove %[4]s %[2]s %[4]s %[3]s", "the proof %[1]s is about other checkpoints; ask for another one: prove %[4]s %[2]s %[4]s %[3]s", path, old.Path, new.Path, o.called("between"))
	}
	return nil
}
