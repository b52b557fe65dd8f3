// Package verify recomputes everything that a log says of itself, trusting none
// of it, and names the first event that is wrong and how.
//
// It reads every event in total order and checks, in this order:
//
//   - positions and the revisions of each stream follow one another;
//   - no event was recorded long (store.Drift) before one in front of it;
//   - the stored bytes are the canonical form of an event that this program
//     knows, and the event stands in the stream that it belongs to;
//   - the store's Merkle tree is that of these events; see package merkle;
//   - what the caller folds, such as sealed balances, agrees;
//   - at last, what the store keeps besides, such as indexes, is sound.
//
// Whoever can write the file can also recompute the tree: what no check of the
// file alone can see, a signed checkpoint that someone else keeps does.
//
// Events are read, hashed and decoded by several goroutines, and checked in order by one,
// so the outcome does not depend on timing. Where a store can be read in parts, that is
// done as long as everything reads as it should (parts.go). From there on, and from
// other stores, the log is read by one goroutine: what is wrong is always found that way.
package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// Keeper is a store that keeps the Merkle tree of its log.
type Keeper interface {
	// Tree returns what the store keeps of the tree.
	Tree(ctx context.Context) (merkle.Kept, error)
	// Blocks returns what Tree does without Tags, which take most of the time.
	Blocks(ctx context.Context) (merkle.Kept, error)
}

// Checker is a store that can check what it keeps beside the events and the tree,
// such as indexes.
type Checker interface {
	// Check returns a *store.CorruptError for the first thing that is wrong.
	Check(ctx context.Context) error
}

// Options says what to check besides what always is.
type Options struct {
	// StreamOf returns the stream that an event belongs to; nil: not checked.
	StreamOf func(event.Event) string
	// Fold is shown every entry in order; an error that is a *Fault is the
	// outcome. nil: nothing.
	Fold func(ledger.Entry) error
	// Along read the log along with Log.
	Along []Along
	// Sizes are earlier sizes of the log whose roots are wanted.
	Sizes []int64
	// Progress, if not nil, is called now and then with the number of events checked.
	Progress func(checked uint64)
}

// Result is what a log is, once it was found right.
type Result struct {
	Head        merkle.Head           // its size and root
	Roots       map[int64]merkle.Hash // of the wanted sizes that it has reached
	Streams     int
	First, Last time.Time // recording times of the first and last events
}

// Fault is the first thing that is wrong.
type Fault struct {
	Position int64  // of the event; of the first of those that it may be; Beside
	Last     int64  // of the last of those; Position if it is known which
	Where    string // stream and revision; "" if not known
	Why      lang.Text
}

// Beside is the position of a fault that is in no event but in what the store
// keeps beside them.
const Beside int64 = -1

func (f *Fault) Error() string { return f.In(lang.EN) }

// In returns the fault in a language: where it is, and what is wrong.
func (f *Fault) In(l lang.Lang) string {
	if f.Position == Beside {
		return f.Why.In(l)
	}
	at := lang.F("第 %d 条事项", "event %d", f.Position)
	if f.Last > f.Position {
		at = lang.F("第 %d 至 %d 条事项之一", "one of the events %d to %d", f.Position, f.Last)
	}
	if f.Where != "" {
		at = lang.F("%s（%s）", "%s (%s)", at, f.Where)
	}
	return lang.F("%s：%s", "%s: %s", at, f.Why).In(l)
}

// Log checks the log of a store. Errors: *Fault; those of reading that are no
// damage: *store.BusyError, *event.VersionError or *event.UnknownTypeError
// (written by a newer program), I/O, or the error of ctx.
func Log(ctx context.Context, s store.Store, o Options) (Result, error) {
	last, any, unread := s.Last(ctx)
	var corrupt *store.CorruptError
	if unread != nil && !errors.As(unread, &corrupt) {
		return Result{}, unread // else the first event that cannot be read is to be named
	}
	c := checker{o: o, revisions: map[string]*store.Revision{}, result: Result{Roots: map[int64]merkle.Hash{}}}
	if k, ok := s.(Keeper); ok {
		kept, err := k.Tree(ctx)
		if err != nil {
			return Result{}, damage(Beside, err)
		}
		c.kept = &kept
		if any && kept.Size <= int64(last.Position) {
			c.unkept = &Fault{Position: kept.Size, Last: int64(last.Position), Why: lang.F("不在账本的校验树内（旧版程序写入，或绕过程序写入）",
				"is not in the ledger's tree (written by an older program, or past the program)")}
		}
	}
	ctx, stop := context.WithCancel(ctx)
	beside := checkBeside(ctx, s)
	defer func() { // the caller may close the store next
		stop()
		<-beside.ended
	}()
	if ranger, ok := s.(store.Ranger); ok && any && unread == nil {
		if err := c.parts(ctx, ranger, last.Position+1); err != nil {
			return Result{}, err
		}
	}
	if err := c.rest(ctx, s); err != nil {
		return Result{}, err
	}
	r, err := c.finish()
	if err != nil {
		return Result{}, err
	}
	if unread != nil {
		return Result{}, damage(Beside, unread)
	}
	if <-beside.ended; beside.err != nil {
		return Result{}, damage(Beside, beside.err)
	}
	return r, nil
}

// besides is what checking what a store keeps beside its events says.
type besides struct {
	ended chan struct{}
	err   error // once it has ended
}

// checkBeside checks that meanwhile, for what it says is told at last.
func checkBeside(ctx context.Context, s store.Store) *besides {
	b := &besides{ended: make(chan struct{})}
	go func() {
		defer close(b.ended)
		if k, ok := s.(Checker); ok {
			b.err = k.Check(ctx)
		}
	}()
	return b
}

// damage returns the fault that an error of reading means for an event, or the
// error itself.
func damage(position int64, err error) error {
	var corrupt *store.CorruptError
	if !errors.As(err, &corrupt) {
		return err
	}
	return &Fault{Position: position, Last: position, Why: lang.F("读不出来：%s", "cannot be read: %s", corrupt.Error())}
}

// place names an event.
func place(r *store.Recorded) string { return fmt.Sprintf("%s@%d", r.Stream, r.Revision) }
