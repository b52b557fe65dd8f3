package folio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/closings"
)

// Check compares each volume that Open would take with what the log makes, up to a position,
// and returns how many it compared; others are of no use, and do no harm. It changes nothing.
// closings are as for Open. Errors: *DamagedError, also if a volume says something else than
// the log; I/O, those of reading the log.
func (f Folder) Check(ctx context.Context, s store.Store, c *closings.Fold, end store.Position,
	progress func(read uint64)) (n int, err error) {
	return f.check(ctx, s, c, end, usual, progress)
}

func (f Folder) check(ctx context.Context, s store.Store, c *closings.Fold, end store.Position, of sizes,
	progress func(read uint64)) (n int, err error) {
	files, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("verify the volumes: %w", err)
	}
	shelf := &Shelf{folder: f, store: s, closings: c, sizes: of}
	for _, file := range files {
		from, to, ok := parseName(file.Name())
		if !ok || to > uint64(end) || from >= to {
			continue
		}
		v, err := f.load(ctx, s, from, to, of)
		if unused := (*strangeError)(nil); errors.As(err, &unused) {
			continue
		}
		if err != nil {
			return n, err
		}
		if err := errors.Join(shelf.compare(ctx, v), v.close()); err != nil {
			return n, err
		}
		n++
		progress(to)
	}
	return n, nil
}

// compare compares a volume with what the log makes. Errors: as for Check.
func (s *Shelf) compare(ctx context.Context, v *volume) error {
	of := newGathered(v.first)
	if err := s.gather(ctx, of, v.end); err != nil {
		return err
	}
	right, body := of.volume(s.sizes)
	body = right.addTerms(body, &of.terms)
	var err error
	if right.tie, err = verify.Tie(ctx, s.store, v.end); err != nil {
		return err
	}
	kept, err := v.bytes(text{length: len(body), hash: hashOf(body)})
	if err != nil || !bytes.Equal(right.list(s.sizes), v.list(s.sizes)) || !bytes.Equal(kept, body) {
		return errors.Join(v.damaged("it says something else than the log"), err)
	}
	return nil
}
