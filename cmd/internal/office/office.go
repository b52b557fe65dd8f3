// Package office is one ledger with everything that stands beside it: its folder, its
// keys, checkpoints, snapshots and indexes, a clock and chance.
//
// Command line, browser and tests are doors to it: what one can do all can do, with the
// same refusal in the same words. It prints nothing, parses no flag and sets nothing for
// the process; what goes on while somebody waits it tells by callbacks.
package office

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Office is one ledger. Its fields are set before it is used, then Place is called.
type Office struct {
	Location     string // of the ledger: a directory, or an address in a cluster
	Insecure     bool   // an address may ask for no encryption
	PersonKey    string // file of the person key, which is there; "": UserKey
	UserKey      string // file of this user's person key, which need not be there; "": in the user's configuration folder
	SigningKey   string // file of the signing key; "": beside the person key
	Login        Login
	ClockIsRight bool // though it is more than a day ahead of everything in the ledger

	Now    func() time.Time
	Random io.Reader // of keys, names and command ids
	Stores Stores

	Called   func(thing string) string             // what the door calls what mends an error, such as person-key; nil: that
	Warn     func(lang.Text)                       // hears what is odd, though it is no error; nil: nobody
	Progress func(what lang.Text, total int64) Bar // shows how far a long task is, of -1 if not known; nil: nobody
	Bound    func() (end func())                   // keeps garbage small while all views are made, until the end; nil: nobody
	Folder   string                                // of what stands beside the ledger; set by Place
	Files    time.Time                             // the latest time of what stood there; set by Place
}

// Bar shows how far a task is.
type Bar interface {
	Set(done uint64)
	Done()
}

// By is who asks for something to be recorded. Of it the envelope has the account. Roles and
// door stand in no event: a ledger that has no accounts of its own belongs to one person, and
// asks neither what the person may do nor where from.
type By struct {
	Account string
	Roles   []string // that a door has made sure of; none where a ledger has no accounts
	Via     Via
}

// Via is the door by which somebody came in: one person may have several.
type Via string

// The doors.
const CommandLine Via = "cli"

// Axes are the two time axes of a question: what is asked as of a business date, and as it
// was known at a time. Zero is everything, and now.
type Axes struct {
	AsOf    fund.Date
	KnownAt time.Time
	Until   store.Position // not 0: the log before this position, which was known at KnownAt; a report is frozen so
	Fresh   bool           // rest on no snapshot
	Anew    bool           // begin at the first fact, and keep snapshots
}

func (o *Office) warn(zh, en string, args ...any) {
	if o.Warn != nil {
		o.Warn(lang.F(zh, en, args...))
	}
}

// called returns what the door calls a thing that is set or asked for there.
func (o *Office) called(thing string) string {
	if o.Called != nil {
		return o.Called(thing)
	}
	return thing
}

func (o *Office) progress(what lang.Text, total int64) Bar {
	if o.Progress != nil {
		return o.Progress(what, total)
	}
	return unseen{}
}

// unseen is a bar that nobody looks at.
type unseen struct{}

func (unseen) Set(uint64) {}
func (unseen) Done()      {}

// With calls do with the ledger open, and closes it.
func (o *Office) With(do func(store.Store) error) error {
	s, err := o.Open()
	if err != nil {
		return err
	}
	err = do(s)
	if err != nil && moved(s) {
		err = &store.BusyError{Where: o.Location}
	}
	return errors.Join(err, s.Close())
}

// Envelope is the envelope of what somebody records now, under a new command id. Error:
// bad input for a name that cannot stand in a ledger.
func (o *Office) Envelope(by By, causation string) (aggregates.Envelope, error) {
	at := o.Now()
	id, err := aggregates.NewCommandID(at, ulid.Monotonic(o.Random, 0))
	if err != nil {
		return aggregates.Envelope{}, err
	}
	causation = rows.Shorten(causation)
	if len(causation) > store.MaxNameBytes {
		causation = strings.ToValidUTF8(causation[:store.MaxNameBytes], "")
	}
	who := by.Account
	if rows.Shorten(who) != who || len(who) > store.MaxNameBytes {
		return aggregates.Envelope{}, fault.Input("记账人的名字过长或含控制字符：%s；改正 %s", "the name of who records is too long or has control characters: %s; correct %s", rows.Shorten(who), o.called("actor"))
	}
	if private := event.FindPrivate(who); private != nil {
		return aggregates.Envelope{}, fault.Input("记账人的名字%s；改正 %s", "the name of who records: %s; correct %s", private.Why, o.called("actor"))
	}
	return aggregates.Envelope{At: at, Actor: who, Correlation: id, Causation: causation, Patience: o.patience(),
		Files: o.Files, Sure: o.ClockIsRight}, nil
}

// Rebuild replays the ledger into views, from the latest snapshot that serves.
func (o *Office) Rebuild(ctx context.Context, s store.Store, a Axes, views ...replay.View) (replay.Result, error) {
	running, err := o.Start(ctx, s, a, views...)
	if err != nil {
		return replay.Result{}, err
	}
	return running.Result(), nil
}

// Start is Rebuild for whoever goes on from there.
func (o *Office) Start(ctx context.Context, s store.Store, a Axes, views ...replay.View) (*replay.Running, error) {
	if !a.Fresh && !a.Anew {
		if err := o.forward(ctx, s); err != nil {
			return nil, err
		}
	}
	return o.start(ctx, o.replaying(s, a), views...)
}

// replaying is how the ledger is replayed.
func (o *Office) replaying(s store.Store, a Axes) replay.Replay {
	r := replay.Replay{Store: s, KnownAt: a.KnownAt, Until: a.Until, Anew: a.Anew}
	if !a.Fresh {
		r.Snapshots = o.Kept()
	}
	if r.Snapshots != nil && isReadOnly(s) {
		r.Snapshots = unkept{r.Snapshots}
	}
	return r
}

// start starts a replay, and shows how far it is.
func (o *Office) start(ctx context.Context, r replay.Replay, views ...replay.View) (*replay.Running, error) {
	bar := o.progress(lang.F("重放", "replay"), -1)
	r.Progress = bar.Set
	summed := o.folio().Summed(r.Store)
	if r.Snapshots != nil {
		r.Summed = summed
	}
	running, err := r.Start(ctx, views...)
	bar.Done()
	if damage := (*folio.DamagedError)(nil); errors.As(summed.Close(), &damage) && !isReadOnly(r.Store) {
		err = errors.Join(err, o.folio().Forget(damage)) // the log was read instead, and who looks next makes it anew
	}
	if unkept := running.Result().Unkept; unkept != nil {
		o.warn("没有保存快照，下次重放会慢一些：%v", "no snapshot was kept, so the next replay is slower: %v", unkept)
	}
	return running, err
}

// patience is for how long a race that was lost to another program is run again.
func (o *Office) patience() aggregates.Patience {
	if o.Stores.Impatient {
		return aggregates.Patience{}
	}
	return aggregates.Patience{Total: time.Minute, Pause: pause, Chance: func() float64 {
		var b [8]byte
		if _, err := io.ReadFull(o.Random, b[:]); err != nil {
			return 0.5 // who is as slow as others meets them once more
		}
		return float64(binary.LittleEndian.Uint64(b[:])>>11) / (1 << 53)
	}}
}

// pause waits. Error: that of its context, if it ends before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// isReadOnly reports whether a ledger can only be read.
func isReadOnly(s store.Store) bool {
	only, ok := s.(interface{ ReadOnly() bool })
	return ok && only.ReadOnly()
}

// moved reports whether a ledger that is only read was written meanwhile, so that what
// was read may not fit together.
func moved(s store.Store) bool {
	still, ok := s.(interface{ Moved() bool })
	return ok && still.Moved()
}

// unkept are the snapshots of a ledger that is only read: they serve, and no more are
// kept.
type unkept struct{ replay.Snapshots }

// Save keeps nothing.
func (unkept) Save(snapshot.Snapshot) error { return nil }

// Remove leaves what is there.
func (unkept) Remove(string, snapshot.Place) error { return nil }
