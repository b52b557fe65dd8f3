package replay

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Snapshots keeps states of views; a snapshot.Vault does, and a snapshot.Folder, which
// believes all that it finds. One of them that cannot be read counts as none.
//
// A replay begins at the latest place for which every view has a snapshot that is
// of this log and holds no entry recorded after the known-at time. On its way it
// keeps one at every interval of positions, so that any known-at question costs
// the reading of one interval at the most, or of several for a view whose state is large (see
// apart), and one at the end of the log, in the place of the one at an earlier end, if much was read.
type Snapshots interface {
	Places(view string) ([]snapshot.Place, error)
	Load(view string, p snapshot.Place) (snapshot.Snapshot, error)
	// Inspect returns what Load would return (believed), or would if it were believed.
	Inspect(view string, p snapshot.Place) (s snapshot.Snapshot, believed bool, err error)
	Save(snapshot.Snapshot) error
	Remove(view string, p snapshot.Place) error
}

// Kept is a view whose state can be kept if it keeps nothing of reimbursements but
// sums; else snapshots would be as large as the log.
type Kept interface {
	Summing
	// AppendSnapshot appends all that Restore needs to dst: equal histories give
	// equal bytes.
	AppendSnapshot(dst []byte) []byte
	// Restore makes a view that has seen nothing what the one was whose snapshot
	// this is. The view may keep the state, which must not change. After an error the
	// view must not be used.
	Restore(state []byte) error
}

// treed is a store that keeps the hashes of the complete blocks of its log's Merkle
// tree. Of others they are computed.
type treed interface {
	Block(ctx context.Context, block int64) (merkle.Hash, error)
}

// sizes are how a replay is cut.
type sizes struct {
	// part is how many positions a part covers: some megabytes of events.
	part store.Position
	// interval is how many positions apart snapshots are kept, a multiple of part: less
	// than a second of reading.
	interval store.Position
	// much is how many entries a replay reads before it is worth a snapshot.
	much store.Position
	// room is how many positions a byte of a snapshot takes at the least; see apart.
	room store.Position
}

var usual = sizes{part: 1 << 16, interval: 1 << 19, much: 1 << 14, room: 4}

// keeper begins a replay at snapshots and keeps new ones.
type keeper struct {
	on   bool
	from store.Position // where the last snapshot ends that the replay began with or kept
	size []int          // of each view's last state that was looked at: views grow, so that the next is hardly smaller
}

// boundary returns where a part ends that begins at from.
func (f *folder) boundary(from, end store.Position) store.Position {
	part := f.sizes.part
	if f.Summed != nil && !f.KnownAt.IsZero() {
		part = max(1, part/8) // so little is left to read that all processors are to have some of it
	}
	to := min((from/part+1)*part, end)
	for at := range f.checks {
		if from < at && at < to {
			to = at
		}
	}
	return to
}

// begin restores the views from snapshots, if there are any. Errors: those of a
// view that could not be restored and is of no use any more.
func (f *folder) begin(ctx context.Context) error {
	if f.Snapshots == nil {
		return nil
	}
	for _, v := range f.views {
		if k, ok := v.(Kept); !ok || !k.Sums() {
			return nil
		}
	}
	f.keeper.on, f.keeper.size = true, make([]int, len(f.views))
	if f.Anew {
		return nil
	}
	places := f.common()
	for _, place := range slices.Backward(places) {
		if f.Until == 0 && f.isLater(place.Position, place.Latest) || f.Until > 0 && place.Position > f.Until {
			continue
		}
		found, ok := f.loadAll(ctx, place)
		if !ok {
			continue
		}
		for i, s := range found {
			if err := f.restore(i, s.State); err != nil {
				return errors.Join(&BrokenError{View: s.View, Place: place, Cause: err}, f.Snapshots.Remove(s.View, place))
			}
		}
		f.next, f.latest, f.keeper.from = place.Position, place.Latest, place.Position
		f.result = Result{Entries: uint64(place.Position), First: found[0].First, Last: found[0].Last, From: place.Position}
		return nil
	}
	return nil
}

// state returns what a snapshot of a view holds: the closings at its place, as a
// text, and the state of the view. So they cannot part. size is about how large that is.
func (f *folder) state(v Kept, size int) []byte {
	w := snapshot.Writer{Bytes: make([]byte, 0, size+size/2)}
	w.Text(string(f.closings.AppendSnapshot(nil)))
	return v.AppendSnapshot(w.Bytes)
}

// restore restores a view from what a snapshot of it holds, and with the first view
// the closings.
func (f *folder) restore(view int, state []byte) error {
	closed, rest, err := snapshot.CutText(state)
	if err == nil && view == 0 {
		err = f.closings.Restore(closed)
	}
	if err != nil {
		return err
	}
	kept, _ := f.views[view].(Kept)
	return kept.Restore(rest)
}

// nothing is the view of a replay without any: then it is about the closings.
type nothing struct{}

// Closings is the view of a replay without any, among others: it is kept for such replays.
func Closings() View { return nothing{} }

func (nothing) Name() string                     { return "closings.v1" }
func (nothing) Apply(ledger.Entry) error         { return nil }
func (nothing) AppendState(dst []byte) []byte    { return dst }
func (nothing) Sums() bool                       { return true }
func (nothing) ApplySum(event.Event, int) error  { return nil }
func (nothing) AppendSnapshot(dst []byte) []byte { return dst }
func (nothing) Restore(state []byte) error       { return snapshot.NewReader(state).Err() }

// BrokenError says that a snapshot is not what its view wrote. It was removed:
// the same replay with new views is right.
type BrokenError struct {
	View  string
	Place snapshot.Place
	Cause error
}

func (e *BrokenError) Error() string { return e.In(lang.EN) }

// In returns the error in a language.
func (e *BrokenError) In(l lang.Lang) string {
	return lang.F("视图 %s 的快照（第 %d 条）已损坏，已删除（%v）；再运行一次即可，数字只由事项得出", "the snapshot of %s at position %d was damaged and is removed (%v); run the command again: figures come from the facts alone",
		e.View, e.Place.Position, e.Cause).In(l)
}

// Unwrap returns the cause.
func (e *BrokenError) Unwrap() error { return e.Cause }

// Behind reports whether so much of the log is behind the latest snapshot of all of some views
// that Start would keep another. What cannot be found out is not: Start tells.
func (r Replay) Behind(ctx context.Context, views ...View) bool {
	if r.Snapshots == nil {
		return false
	}
	last, some, err := r.Store.Last(ctx)
	if err != nil || !some {
		return false
	}
	f := r.folder(views)
	kept := store.Position(0)
	for _, place := range f.common() {
		kept = max(kept, place.Position)
	}
	return last.Position+1 >= kept+f.sizes.much
}

// common returns the places at which every view has a snapshot.
func (f *folder) common() (places []snapshot.Place) {
	for i, v := range f.views {
		of, err := f.Snapshots.Places(v.Name())
		if err != nil {
			return nil
		}
		if i == 0 {
			places = of
			continue
		}
		places = slices.DeleteFunc(places, func(p snapshot.Place) bool { return !slices.Contains(of, p) })
	}
	return places
}

// loadAll returns the snapshots of every view at a place if they are of this log.
func (f *folder) loadAll(ctx context.Context, place snapshot.Place) (all []snapshot.Snapshot, ok bool) {
	tie, ok := f.tie(ctx, place.Position)
	if !ok {
		return nil, false
	}
	for _, v := range f.views {
		loaded, err := f.Snapshots.Load(v.Name(), place)
		if err != nil || loaded.Tie != tie {
			return nil, false
		}
		all = append(all, loaded)
	}
	return all, true
}

// tie returns what ties a snapshot at a place to the log: the hash of the last complete
// block before it, and of the leaves between; false where there is no such block.
func (f *folder) tie(ctx context.Context, at store.Position) (tie [32]byte, ok bool) {
	tie, ok = f.block(ctx, at)
	open := int(at % merkle.BlockSize)
	if !ok || open == 0 {
		return tie, ok
	}
	leaves, err := verify.Leaves(ctx, f.Store, int64(at)/merkle.BlockSize)
	if err != nil || len(leaves) < open {
		return tie, false
	}
	hash := sha256.New()
	hash.Write(tie[:])
	for _, leaf := range leaves[:open] {
		hash.Write(leaf[:])
	}
	return [32]byte(hash.Sum(nil)), true
}

// block returns the hash of the last complete block before a place.
func (f *folder) block(ctx context.Context, at store.Position) (hash merkle.Hash, ok bool) {
	block := int64(at)/merkle.BlockSize - 1
	if block < 0 {
		return hash, false
	}
	if s, ok := f.Store.(treed); ok {
		hash, err := s.Block(ctx, block)
		return hash, err == nil
	}
	leaves, err := verify.Leaves(ctx, f.Store, block)
	if err != nil || len(leaves) < merkle.BlockSize {
		return hash, false
	}
	return merkle.BlockHash(leaves), true
}

// pass keeps a snapshot if a part ended at an interval.
func (f *folder) pass(ctx context.Context, p *part) {
	if p.to%f.sizes.interval == 0 {
		f.keep(ctx, p.to)
	}
}

// end keeps a snapshot at the end of the log, in the place of the last such.
func (f *folder) end(ctx context.Context) {
	if !f.keeper.on || f.result.Later > 0 || f.next < f.keeper.from+f.sizes.much {
		return
	}
	f.keep(ctx, 0)
	f.keeper.from = f.next
	for _, v := range f.views {
		places, err := f.Snapshots.Places(v.Name())
		f.unkept(err)
		for _, p := range places {
			if p.Position < f.next && p.Position%f.sizes.interval >= f.sizes.part { // not at an interval, nor of an older program, a little behind
				f.unkept(f.Snapshots.Remove(v.Name(), p))
			}
		}
	}
}

// apart returns how many positions apart snapshots of a size are kept: so many that they take a
// quarter of a byte an event at the most.
func (f *folder) apart(size int) store.Position {
	apart := f.sizes.interval
	for apart < f.sizes.room*store.Position(size) {
		apart *= 2
	}
	return apart
}

// keep keeps a snapshot of every view as it is. at is the place on the way, a multiple of the
// interval; 0: the end of the log.
func (f *folder) keep(ctx context.Context, at store.Position) {
	if !f.keeper.on {
		return
	}
	tie, ok := f.tie(ctx, f.next)
	if !ok {
		return
	}
	for i, v := range f.views {
		size := &f.keeper.size[i]
		if at%f.apart(*size) != 0 {
			continue
		}
		kept, _ := v.(Kept)
		state := f.state(kept, *size)
		if *size = len(state); at%f.apart(*size) != 0 {
			continue
		}
		f.unkept(f.Snapshots.Save(snapshot.Snapshot{
			Place: snapshot.Place{Position: f.next, Latest: f.latest.Truncate(time.Microsecond)},
			View:  v.Name(), First: f.result.First, Last: f.result.Last, Tie: tie, State: state,
		}))
	}
}

func (f *folder) unkept(err error) {
	if err != nil && f.result.Unkept == nil {
		f.result.Unkept = err
	}
}
