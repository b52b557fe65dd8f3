package folio

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// Making returns who makes the volumes of a log that are missing while a replay reads it, so that
// it is read once. What cannot be made so Open makes, or says why not.
func (f Folder) Making(s store.Store) replay.Along { return f.making(s, usual) }

func (f Folder) making(s store.Store, of sizes) replay.Along {
	return newAlong(of, func(ctx context.Context, from, to store.Position) ([]Stretch, error) {
		return f.missing(ctx, s, uint64(from), uint64(to), of)
	}, func(ctx context.Context, g *gathered) error { return f.write(ctx, s, g, of) })
}

// missing returns what volumes are missing of that begin at a position or behind it. Errors: as for load.
func (f Folder) missing(ctx context.Context, s store.Store, from, end uint64, of sizes) (all []Stretch, err error) {
	for at := uint64(0); at+of.piece <= end; {
		to := at + of.next(at, end)
		v, err := f.load(ctx, s, at, to, of)
		damage := (*DamagedError)(nil)
		switch {
		case err == nil:
			err = v.close()
		case errors.As(err, &damage):
			if err = nil; at >= from {
				all = append(all, Stretch{store.Position(at), store.Position(to)})
			}
		}
		if err != nil {
			return nil, err
		}
		at = to
	}
	return all, nil
}
