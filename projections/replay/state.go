package replay

import (
	"context"
	"slices"

	"github.com/fundledger/fundledger/projections/snapshot"
)

// Latest returns the latest snapshot of what is no view of a replay, such as of who judges the
// log, if there is one of this log. One that cannot be read counts as none.
func (r Replay) Latest(ctx context.Context, name string) (snapshot.Snapshot, bool) {
	places, err := r.Snapshots.Places(name)
	if err != nil {
		return snapshot.Snapshot{}, false
	}
	f := r.folder(nil)
	for _, place := range slices.Backward(places) {
		tie, ok := f.tie(ctx, place.Position)
		if !ok {
			continue
		}
		if s, err := r.Snapshots.Load(name, place); err == nil && s.Tie == tie {
			return s, true
		}
	}
	return snapshot.Snapshot{}, false
}

// Keep keeps a snapshot of what is no view of a replay, tied to the log, in the place of all
// others of its name. It keeps none of a log that is shorter than a block of its tree. Errors:
// those of Snapshots.
func (r Replay) Keep(ctx context.Context, s snapshot.Snapshot) error {
	tie, ok := r.folder(nil).tie(ctx, s.Position)
	if !ok {
		return nil
	}
	s.Tie = tie
	if err := r.Snapshots.Save(s); err != nil {
		return err
	}
	places, err := r.Snapshots.Places(s.View)
	for _, p := range places {
		if err == nil && p != s.Place {
			err = r.Snapshots.Remove(s.View, p)
		}
	}
	return err
}
