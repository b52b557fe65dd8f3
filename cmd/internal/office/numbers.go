package office

import (
	"context"
	"errors"
	"os"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/exceptions"
	"github.com/fundledger/fundledger/projections/index"
)

// Numbers are the document numbers of a ledger, which are read along with Recheck: with them the
// index of documents is compared, and the facts are found that stand in two streams under one
// number, in two months or of two persons. To be closed.
type Numbers struct {
	office   *Office
	store    store.Store
	checking *index.Checking
	making   *index.Making // of an index that is not kept; nil: there is one that may be asked
	remove   func() error  // of it
	err      error         // why none can be made
	found    doubles       // nil: not looked for
}

// Numbers begins to read document numbers.
func (o *Office) Numbers(ctx context.Context, s store.Store) *Numbers {
	n := &Numbers{office: o, store: s, checking: o.documents().Checking(ctx, s)}
	if _, missing := os.Stat(string(o.documents())); missing == nil && !isReadOnly(s) {
		return n
	}
	var folder index.Folder
	if folder, n.remove, n.err = passingIndex(); n.err == nil {
		n.making, n.err = folder.Making(ctx, s)
	}
	return n
}

// Along is who reads along with Recheck.
func (n *Numbers) Along() []verify.Along {
	if n.making == nil {
		return []verify.Along{n.checking}
	}
	return []verify.Along{n.checking, n.making}
}

// Close throws away what was made to look for numbers.
func (n *Numbers) Close() (err error) {
	if n.making != nil {
		err = n.making.Stop()
	}
	if n.remove != nil {
		err = errors.Join(err, n.remove())
	}
	return err
}

// RecheckIndex compares the index of document numbers with the events, which were read, and what
// is kept of facts that stand twice with it. Errors: *verify.Fault, those of reading.
func (o *Office) RecheckIndex(ctx context.Context, s store.Store, n *Numbers) error {
	_, err := n.checking.Checked()
	if damage := (*index.DamagedError)(nil); errors.As(err, &damage) {
		return besides(damage.Text())
	}
	if err == nil {
		err = o.recheckDoubles(ctx, s, n)
	}
	return err
}

// NoteDoubles notes the facts that stand in two streams under one number. Errors: those of the
// index of documents.
func (n *Numbers) NoteDoubles(ctx context.Context, r *exceptions.Register) error {
	found, err := n.doubles(ctx)
	for _, rows := range found {
		for _, row := range rows {
			r.Note(row)
		}
	}
	return err
}

// doubles are the facts that stand in two streams under one number.
func (n *Numbers) doubles(ctx context.Context) (doubles, error) {
	if n.found == nil && n.err == nil {
		n.found, n.err = n.find(ctx)
	}
	return n.found, n.err
}

func (n *Numbers) find(ctx context.Context) (doubles, error) {
	if n.making != nil {
		ix, err := n.making.Index(ctx)
		if err != nil {
			return nil, err
		}
		return doublesIn(ctx, ix)
	}
	ix, err := n.office.documents().Open(ctx, n.store, nil)
	if err != nil {
		return nil, err
	}
	found, err := doublesIn(ctx, ix)
	return found, errors.Join(err, ix.Close())
}
