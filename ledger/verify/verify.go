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
// Events are read by one goroutine, decoded and hashed by several, and checked
// in order by one, so the outcome does not depend on timing.
package verify

import (
	"context"
	"errors"
	"fmt"
	"runtime"
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
	free := make(chan *batch, inFlight())
	ordered := batches(ctx, s, free)
	defer func() { // the caller may close the store next
		stop()
		for b := range ordered {
			<-b.done
		}
	}()
	for b := range ordered {
		<-b.done
		if err := c.batch(b); err != nil {
			return Result{}, err
		}
		select {
		case free <- b:
		default:
		}
	}
	if err := ctx.Err(); err != nil { // then batches may be missing
		return Result{}, fmt.Errorf("verify: %w", err)
	}
	r, err := c.finish()
	if err != nil {
		return Result{}, err
	}
	if unread != nil {
		return Result{}, damage(Beside, unread)
	}
	if k, ok := s.(Checker); ok {
		if err := k.Check(ctx); err != nil {
			return Result{}, damage(Beside, err)
		}
	}
	return r, nil
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

// workers is how many goroutines decode and hash.
func workers() int { return max(1, runtime.GOMAXPROCS(0)) }

// inFlight is how many batches wait to be checked at the most.
func inFlight() int { return 4 * workers() }

// batch is consecutive events: 256 of them, so that one batch is one block of
// the tree as long as nothing is missing.
type batch struct {
	events []store.Recorded
	data   []byte // of all events
	err    error  // of reading, after the events

	done    chan struct{} // gets a token when the rest is set
	leaves  []merkle.Hash
	block   merkle.Hash // of the leaves, if they are a block
	entries []ledger.Entry
	failed  error // of decoding the event after those in entries
}

// batches yields the log in batches that are being worked on. It uses those in
// free again.
func batches(ctx context.Context, s store.Store, free <-chan *batch) <-chan *batch {
	ordered := make(chan *batch, inFlight())
	work := make(chan *batch, inFlight()+1) // never full, for each batch is in ordered too, or just taken from it
	for range workers() {
		go func() {
			for b := range work {
				b.decode()
				b.done <- struct{}{}
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(work)
		send := func(b *batch) bool {
			select {
			case ordered <- b:
				work <- b
				return true
			case <-ctx.Done():
				return false
			}
		}
		b := newBatch(free)
		for r, err := range s.All(ctx, 0) {
			if err != nil {
				b.err = err
				send(b)
				return
			}
			at := len(b.data)
			b.data = append(b.data, r.Data...)
			r.Data = b.data[at:len(b.data):len(b.data)] // old arrays stay as they are when data grows
			b.events = append(b.events, r)
			if len(b.events) == merkle.BlockSize {
				if !send(b) {
					return
				}
				b = newBatch(free)
			}
		}
		send(b)
	}()
	return ordered
}

// newBatch returns an empty batch, with the memory of a free one if there is one.
func newBatch(free <-chan *batch) *batch {
	select {
	case b := <-free:
		*b = batch{events: b.events[:0], data: b.data[:0], leaves: b.leaves[:0], entries: b.entries[:0], done: b.done}
		return b
	default:
		return &batch{done: make(chan struct{}, 1)}
	}
}

// decode sets what follows from the events alone.
func (b *batch) decode() {
	var line []byte
	for _, r := range b.events {
		line = r.AppendLine(line[:0])
		b.leaves = append(b.leaves, merkle.LeafHash(line))
		if b.failed != nil {
			continue
		}
		entry, err := ledger.Read(r)
		if err != nil {
			b.failed = err
			continue
		}
		b.entries = append(b.entries, entry)
	}
	if len(b.leaves) == merkle.BlockSize {
		b.block = merkle.BlockHash(b.leaves)
	}
}

// place names an event.
func place(r store.Recorded) string { return fmt.Sprintf("%s@%d", r.Stream, r.Revision) }
