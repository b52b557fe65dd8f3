package office

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
)

// Standing is what a ledger was at a time: which facts were known, and their root.
type Standing struct {
	merkle.Head
	Name       string      // of the ledger, which its keys bear; "": it has none
	Last       time.Time   // when the last of them was recorded; zero: there are none
	Checkpoint *Checkpoint // the newest in the ledger's folder that they continue; nil: there is none, or no key to read it
}

// Standing returns what the ledger was at the known-at time of a question. Errors: damage, if
// the checkpoint is of another history; *verify.Fault, those of reading.
func (o *Office) Standing(ctx context.Context, s store.Store, a Axes) (Standing, error) {
	a.AsOf, a.Anew = 0, false
	known, err := o.Rebuild(ctx, s, a) // of the views none is asked for: it counts
	if err != nil {
		return Standing{}, err
	}
	tree, _, err := verify.Tree(ctx, s)
	if err != nil {
		return Standing{}, err
	}
	out := Standing{Last: known.Last}
	if key, err := o.firstKey(); err == nil {
		out.Name = key.ID().Name
	}
	out.Size = int64(known.Entries)
	if out.Root, err = tree.Root(out.Size); err != nil {
		return Standing{}, err
	}
	if out.Checkpoint = o.lastCheckpoint(out.Size); out.Checkpoint == nil {
		return out, nil
	}
	return out, treeContinues(tree, out.Head, *out.Checkpoint)
}

// lastCheckpoint is the newest checkpoint in the ledger's folder of at most so many events that a
// key at hand verifies; nil if there is none.
func (o *Office) lastCheckpoint(size int64) *Checkpoint {
	for c := range o.newestCheckpoints() {
		if c.Size <= size {
			return &c
		}
	}
	return nil
}

// Checkpoints returns the checkpoints in the ledger's folder that a key at hand verifies, the newest
// first.
func (o *Office) Checkpoints() []Checkpoint { return slices.Collect(o.newestCheckpoints()) }

// newestCheckpoints are the same, each read when it is asked for.
func (o *Office) newestCheckpoints() iter.Seq[Checkpoint] {
	return func(yield func(Checkpoint) bool) {
		files, err := o.checkpointFiles()
		if err != nil {
			return
		}
		known, _, err := o.Verifiers(Trust{})
		if err != nil {
			return
		}
		for _, path := range slices.Backward(files) {
			if c, err := OpenCheckpoint(path, known); err == nil && !yield(c) {
				return
			}
		}
	}
}
