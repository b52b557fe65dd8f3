// Package store is the contract between the ledger and whatever keeps its
// events: an append-only log of recorded events in streams, with one total
// order over all of them.
//
// # What a store promises
//
//   - Append is all or none for each Append given, and durable when it returns.
//   - Revisions of a stream are 0, 1, 2, … without a gap; so are positions of
//     the log. The order of positions is the order of the Merkle tree.
//   - A conflict changes nothing, hidden or visible.
//   - Repeating an Append whose outcome is unknown is safe: if its events stand
//     at those revisions already, it succeeds and says so (Receipt.Duplicate).
//   - Nothing is edited or deleted; the interface has no such method.
//   - A reader sees whole appends only, and bytes equal to those appended, or a
//     CorruptError. Never less, silently.
//
// # Conditions
//
// A decision rests on what it read, also in other streams. An Append names them
// (Reads) with the revisions at which they were read, or how many events the log held
// (Length); a store appends only while that is still so, and answers *ConflictError
// if not. Conditions are looked at where the append comes to stand: after the appends
// before it in the same call, after those of other callers that it shares a
// transaction with. A repetition of what stands is none of their business: it is a
// Duplicate, whatever has moved since. They are not recorded.
//
// A store with transactions keeps conditions as exactly as revisions. One without
// checks them before it appends, and tells afterwards if that was overtaken
// (Receipt.Overtaken); its package comment says so.
//
// A store knows bytes, not meanings: Data is canonical JSON (RFC 8785) that it
// must give back unchanged. Implementations share no code; all pass storetest.
package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/jcs"
)

// Position is the place of an event in the total order of a log: 0, 1, 2, …
type Position uint64

// Unplaced is the position of an event that was read with its stream, of a store that
// knows positions only when it reads the whole log.
const Unplaced Position = 1<<64 - 1

// Revision is the place of an event in its stream: 0, 1, 2, …
type Revision int64

// NoStream is the revision to expect of a stream that has no event yet.
const NoStream Revision = -1

// Limits that every store enforces, so that one store accepts what another does.
const (
	MaxEvents     = 10_000  // events in one Append
	MaxEventBytes = 1 << 16 // bytes of one event's Data
	MaxNameBytes  = 200     // bytes of a stream, type, actor, correlation or causation
)

// Drift is by how much the recording time of an event may be before that of the
// event in front of it: writers that append at the same moment read the clock
// before they take their turn, a long import keeps the time of its beginning, and
// clocks are set right. What goes back further was tampered with.
const Drift = time.Hour

// Event is what a caller appends: a wire name, its schema version, and the
// event's canonical JSON object. The store keeps no reference to Data.
type Event struct {
	Type    string
	Version int // 1 to jcs.MaxInt, so that it fits a canonical line
	Data    []byte
}

// Append is one all-or-none addition to one stream. Its events share the
// envelope: who recorded them, when, and why.
type Append struct {
	Stream      string
	Expected    Revision  // revision of the stream's last event; NoStream if none
	RecordedAt  time.Time // UTC, whole microseconds
	Actor       string
	Correlation string // what belongs together, such as one import; may be empty
	Causation   string // the command that caused it; may be empty
	Events      []Event

	Reads  []Read   // streams that must still be where the decision read them; see Conditions
	Length Position // 0: no condition; else how many events the log must hold
}

// Read is a stream at the revision at which a decision read it; NoStream if it had no
// event then.
type Read struct {
	Stream string
	At     Revision
}

// Receipt says where an Append came to stand.
type Receipt struct {
	First     Position // of its first event
	Last      Revision // of its last event: what to expect next
	Duplicate bool     // these events stood there already; nothing was written
	Overtaken bool     // a condition held before and not any more where it stands; never of a store with transactions
}

// Recorded is one event as the log holds it.
type Recorded struct {
	Position    Position
	Stream      string
	Revision    Revision
	RecordedAt  time.Time // UTC, whole microseconds
	Actor       string
	Correlation string
	Causation   string
	Type        string
	Version     int
	Data        []byte // canonical JSON object; valid until the next iteration step, not to be changed
}

// Store is an append-only log. All methods may be called from many goroutines.
type Store interface {
	// Append performs the given appends in order and returns a receipt for each.
	// At the first that fails it stops and returns the receipts of those before
	// it, which stand. Errors: *ConflictError (load again, decide again, retry),
	// *UnknownOutcomeError (retry the same appends), *BusyError (another program
	// is writing; retry), *CorruptError, *InvalidError (a caller's bug), or I/O.
	Append(ctx context.Context, appends ...Append) ([]Receipt, error)

	// Stream yields the events of one stream from a revision on, in order; none
	// if the stream does not exist. Their positions may be Unplaced. After an error it
	// yields nothing more. Appends made while it runs may or may not be seen.
	Stream(ctx context.Context, stream string, from Revision) iter.Seq2[Recorded, error]

	// All yields the events of every stream from a position on, in total order.
	// After an error it yields nothing more. Appends made while it runs may or
	// may not be seen.
	All(ctx context.Context, from Position) iter.Seq2[Recorded, error]

	// Last returns the last event of the log, and whether there is one. Errors as
	// for All.
	Last(ctx context.Context) (r Recorded, ok bool, err error)

	// Close releases the store. It must not be called while an iteration runs.
	Close() error
}

// Ranger is a store that several goroutines can read at once, each another part of
// the log.
type Ranger interface {
	// Range yields the events of the appends that begin at a position from from up
	// to, not including, to: of those that lie across from none, of those across to
	// all. So ranges that follow one another make the log, each event once; whoever
	// reads them checks that positions follow one another. Errors as for All.
	Range(ctx context.Context, from, to Position) iter.Seq2[Recorded, error]
}

// Between yields the events of a store from a position up to, not including, another, as All
// does. Of a store that has a method of that name nothing else is read.
func Between(ctx context.Context, s Store, from, to Position) iter.Seq2[Recorded, error] {
	if own, ok := s.(interface {
		Between(ctx context.Context, from, to Position) iter.Seq2[Recorded, error]
	}); ok {
		return own.Between(ctx, from, to)
	}
	return func(yield func(Recorded, error) bool) {
		for r, err := range s.All(ctx, from) {
			if err == nil && r.Position >= to || !yield(r, err) {
				return
			}
		}
	}
}

// Follower is a store that tells of events as they are recorded.
type Follower interface {
	// Follow yields the events of every stream from a position on, in total order,
	// each once: first those that are recorded, then each when it is recorded. When it
	// has yielded all there are, and again after events that were recorded then, it
	// yields a Told that is Live and has no event; when it is cut off, one that is
	// Behind. It ends with its context, or with an error: those of All.
	Follow(ctx context.Context, from Position) iter.Seq2[Told, error]
}

// Told is what a Follower tells: an event, or how it stands.
type Told struct {
	Recorded
	Live   bool // no event: everything recorded was told
	Behind bool // no event: what is recorded now is told later
}

// ConflictError says that a stream, the append's own or one that its decision read, is
// not at the revision that was expected. Of a log that has grown (Append.Length) it
// names no stream, and both numbers are the revisions of the last event as if the log
// were one stream: how many events there are, less one.
type ConflictError struct {
	Stream           string
	Expected, Actual Revision
}

func (e *ConflictError) Error() string {
	stream := e.Stream
	if stream == "" {
		stream = "the log"
	}
	return fmt.Sprintf("append: conflict: expected %s at revision %d, found it at %d; load it again and retry", stream, e.Expected, e.Actual)
}

// BusyError says that another program holds the log for writing; nothing was written.
type BusyError struct{ Where string }

func (e *BusyError) Error() string {
	return fmt.Sprintf("%s: another program is writing to this ledger; wait for it to end and retry", e.Where)
}

// CorruptError says that stored bytes are not what was written. Retrying does not help.
type CorruptError struct {
	Where  string // file, row or position
	Reason string
	Cause  error // may be nil
}

// Gap says that another position was read than the one that is due.
func Gap(due, read Position) *CorruptError {
	return &CorruptError{Where: fmt.Sprintf("position %d", due), Reason: fmt.Sprintf("position %d follows", read)}
}

func (e *CorruptError) Error() string {
	s := fmt.Sprintf("%s: corrupt: %s", e.Where, e.Reason)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *CorruptError) Unwrap() error { return e.Cause }

// UnknownOutcomeError says that the append may or may not have happened. Retry
// the same appends: the store recognises them.
type UnknownOutcomeError struct{ Cause error }

func (e *UnknownOutcomeError) Error() string {
	return "append: outcome unknown, retry the same append: " + e.Cause.Error()
}

// Unwrap returns the cause.
func (e *UnknownOutcomeError) Unwrap() error { return e.Cause }

// InvalidError says that an Append breaks the contract's form. It is a bug of the caller.
type InvalidError struct{ Reason string }

func (e *InvalidError) Error() string { return "append: " + e.Reason }

// Check returns an *InvalidError if a breaks the form that every store
// requires, else nil. Stores call it before anything else.
func (a Append) Check() error {
	bad := func(format string, args ...any) error {
		return &InvalidError{Reason: fmt.Sprintf(format, args...)}
	}
	for _, name := range [...]struct{ what, value string }{
		{"stream", a.Stream}, {"actor", a.Actor}, {"correlation", a.Correlation}, {"causation", a.Causation},
	} {
		if badName(name.value) {
			return bad("%s longer than %d bytes, with a line break or not UTF-8: %q", name.what, MaxNameBytes, name.value)
		}
	}
	switch {
	case a.Stream == "" || a.Actor == "":
		return bad("stream and actor are required")
	case a.Expected < NoStream:
		return bad("expected revision %d", a.Expected)
	case a.RecordedAt.Location() != time.UTC || !a.RecordedAt.Equal(a.RecordedAt.Truncate(time.Microsecond)):
		return bad("recorded-at must be UTC in whole microseconds: %v", a.RecordedAt)
	case a.RecordedAt.Year() < 1970 || a.RecordedAt.Year() > 9999:
		return bad("recorded-at out of range: %v", a.RecordedAt)
	case len(a.Events) == 0 || len(a.Events) > MaxEvents:
		return bad("%d events; 1 to %d are allowed", len(a.Events), MaxEvents)
	}
	for _, r := range a.Reads {
		if r.Stream == "" || badName(r.Stream) || r.At < NoStream {
			return bad("a read of stream %q at revision %d", r.Stream, r.At)
		}
	}
	known := ""
	for i, e := range a.Events {
		if e.Type == "" || e.Version < 1 || int64(e.Version) > jcs.MaxInt ||
			e.Type != known && (len(e.Type) > MaxNameBytes || strings.ContainsAny(e.Type, " \n\x00") || !utf8.ValidString(e.Type)) {
			return bad("event %d: type %q version %d", i, e.Type, e.Version)
		}
		known = e.Type
		if len(e.Data) < 2 || len(e.Data) > MaxEventBytes || e.Data[0] != '{' || e.Data[len(e.Data)-1] != '}' {
			return bad("event %d: data must be a JSON object of at most %d bytes", i, MaxEventBytes)
		}
		if hasControl(e.Data) {
			return bad("event %d: data has a control character and so is not canonical", i)
		}
	}
	return nil
}

func badName(name string) bool {
	return len(name) > MaxNameBytes || strings.ContainsAny(name, "\n\x00") || !utf8.ValidString(name)
}

// GrownError returns the conflict of an append that asked for another length of the log
// than it has.
func GrownError(asked, actual Position) *ConflictError {
	return &ConflictError{Expected: Revision(asked) - 1, Actual: Revision(actual) - 1}
}

// hasControl reports whether a byte of data is below 0x20. It looks at eight at a time:
// taking 0x20 from each sets the high bit of the lowest that is below, which had none.
func hasControl(data []byte) bool {
	const each = 0x0101010101010101
	for ; len(data) >= 8; data = data[8:] {
		if x := binary.LittleEndian.Uint64(data); (x-0x20*each)&^x&(0x80*each) != 0 {
			return true
		}
	}
	for _, c := range data {
		if c < 0x20 {
			return true
		}
	}
	return false
}
