package replay

import (
	"bytes"
	"context"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// check is a snapshot that is to be compared.
type check struct {
	view  Kept
	place snapshot.Place
}

// WrongError says that a snapshot is not what the entries before it make.
type WrongError struct {
	View  string
	Place snapshot.Place
}

func (e *WrongError) Error() string { return e.In(lang.EN) }

// In returns the error in a language.
func (e *WrongError) In(l lang.Lang) string {
	return lang.F("视图 %s 的快照（第 %d 条）与事项重放得出的不符：快照被改动；删除快照目录，重出此前的报表", "the snapshot of %s at position %d is not what the events before it make: it was changed; delete the folder of snapshots, and print the reports since then again",
		e.View, e.Place.Position).In(l)
}

// Checked is what Check found of snapshots. Of those beside Compared no report makes use.
type Checked struct {
	Compared int     // they are what the events make
	Unsealed int     // of these: they would not be taken, for nobody here sealed them
	Strange  int     // of another history, which this log is not
	Unread   []error // why some cannot be read
}

// Check replays the log from its first entry into views, which have seen nothing,
// and compares every snapshot of them that can be read with it, also one that Run
// would not take: another reader may. Who reads along is shown all of the log, also if there
// is no snapshot. Errors: *WrongError, those of Run.
func (r Replay) Check(ctx context.Context, views ...Kept) (Checked, error) {
	f := &folder{Replay: r, sizes: r.cut(), checks: map[store.Position][]check{}}
	if r.Snapshots == nil {
		return Checked{}, nil
	}
	var found Checked
	for _, v := range append(views, nothing{}) {
		places, err := r.Snapshots.Places(v.Name())
		if err != nil {
			found.Unread = append(found.Unread, err)
			return found, nil // none of them
		}
		for _, p := range places {
			f.examine(ctx, v, p, &found)
		}
		f.views = append(f.views, v)
	}
	if found.Compared == 0 && r.Along == nil {
		return found, nil
	}
	return found, f.read(ctx)
}

// examine finds out whether a snapshot is to be compared.
func (f *folder) examine(ctx context.Context, v Kept, p snapshot.Place, found *Checked) {
	s, believed, err := f.Snapshots.Inspect(v.Name(), p)
	if err != nil {
		found.Unread = append(found.Unread, err)
		return
	}
	tie, ok := f.tie(ctx, p.Position)
	same := ok && tie == s.Tie
	if block, some := f.block(ctx, p.Position); ok && some && !believed && block == s.Tie {
		same = true // of an older program, or forged
	}
	if !same {
		found.Strange++
		return
	}
	f.checks[p.Position] = append(f.checks[p.Position], check{v, p})
	found.Compared++
	if !believed {
		found.Unsealed++
	}
}

// compare compares the snapshots at the place where the replay has come to. Error:
// *WrongError.
func (f *folder) compare() error {
	for _, c := range f.checks[f.next] {
		kept, _, err := f.Snapshots.Inspect(c.view.Name(), c.place)
		if err != nil {
			continue // gone in the meantime
		}
		r, state := f.result, f.state(c.view, len(kept.State))
		if !bytes.Equal(kept.State, state) || !f.latest.Equal(kept.Latest) || !r.First.Equal(kept.First) || !r.Last.Equal(kept.Last) {
			return &WrongError{View: c.view.Name(), Place: c.place}
		}
	}
	return nil
}
