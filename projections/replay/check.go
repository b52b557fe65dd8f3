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
	return lang.F("视图 %s 的快照（第 %d 条）与事项重放得出的不符：快照被改动；删除账本目录下的快照目录，重出此前的报表", "the snapshot of %s at position %d is not what the events before it make: it was changed; delete the folder of snapshots in the ledger's directory, and print the reports since then again",
		e.View, e.Place.Position).In(l)
}

// Check replays the log from its first entry into views, which have seen nothing,
// and compares every snapshot of them that a replay could begin with. It returns
// how many were compared. Errors: *WrongError, those of Run.
func (r Replay) Check(ctx context.Context, views ...Kept) (compared int, err error) {
	f := &folder{Replay: r, sizes: r.cut(), checks: map[store.Position][]check{}}
	ranger, isRanger := r.Store.(store.Ranger)
	if !isRanger || r.Snapshots == nil {
		return 0, nil // there are none
	}
	for _, v := range views {
		places, err := r.Snapshots.Places(v.Name())
		if err != nil {
			return 0, err
		}
		for _, p := range places {
			one := &folder{Replay: r, views: []View{v}}
			if _, usable := one.loadAll(ctx, p); usable {
				f.checks[p.Position] = append(f.checks[p.Position], check{v, p})
				compared++
			}
		}
		f.views = append(f.views, v)
	}
	if compared == 0 {
		return 0, nil
	}
	return compared, f.parts(ctx, ranger)
}

// compare compares the snapshots at the place where the replay has come to. Error:
// *WrongError.
func (f *folder) compare() error {
	for _, c := range f.checks[f.next] {
		kept, err := f.Snapshots.Load(c.view.Name(), c.place)
		if err != nil {
			continue // gone in the meantime
		}
		if !bytes.Equal(kept.State, c.view.AppendSnapshot(nil)) || !f.latest.Equal(kept.Latest) {
			return &WrongError{View: c.view.Name(), Place: c.place}
		}
	}
	return nil
}
