package kurrent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

// tip is the end of a stream: the number that the server gave its last event, and
// the ledger's revision of its last event that counts. They differ where an append
// that was cut was left unfinished.
type tip struct {
	number   int64
	revision store.Revision
	open     bool // its last event is of an append that is not complete
}

// errOpen says that another append to the stream is under way, or was left unfinished.
var errOpen = errors.New("another writer's append is not complete")

// noNumber is the number to expect of a stream that the server does not have.
const noNumber = -1

// noTip is the end of a stream that has no event.
var noTip = tip{number: noNumber, revision: store.NoStream}

// maxEmpty is how often a stream that exists is read again that seems to have no event.
const maxEmpty = 8

// maxTips is how many ends of streams are remembered.
const maxTips = 1 << 16

// mark waits for an append to be found in the log.
type mark struct {
	a        *store.Append
	found    bool
	position store.Position // of its first event
	foreign  bool           // it has another envelope: somebody else had recorded it
}

// Append does what store.Store says. An append that is larger than the server takes
// at once is cut; nobody sees the parts. Each is sent at an exact revision with ids
// that depend on nothing but the append, so it is sent again until its outcome is
// known or Patience ends. Conditions are checked before and after; see the package
// comment. Errors: *store.ConflictError, *store.UnknownOutcomeError,
// *store.InvalidError, *store.CorruptError, *UnreachableError, *DeniedError, or the
// error of ctx before anything was sent.
func (s *Store) Append(ctx context.Context, appends ...store.Append) ([]store.Receipt, error) {
	for _, a := range appends {
		if err := a.Check(); err != nil {
			return nil, err
		}
	}
	// What is known now stood there before: see write.
	if err := s.catchUp(ctx, func() bool { return s.caughtUp }); err != nil {
		return nil, err
	}
	receipts := make([]store.Receipt, 0, len(appends))
	watch := s.watch(appends)
	defer s.unwatch(watch)
	var marks []*mark
	var failed error
	for i := range appends {
		a := &appends[i]
		m := s.expect(a)
		duplicate, err := false, s.holds(ctx, watch, a)
		if err == nil {
			duplicate, err = s.append(ctx, a)
		}
		if err != nil {
			s.forget(m)
			failed = err
			break
		}
		marks = append(marks, m)
		receipts = append(receipts, store.Receipt{Last: a.Expected + store.Revision(len(a.Events)), Duplicate: duplicate})
	}
	err := s.settle(ctx, marks, receipts)
	for i, m := range marks {
		receipts[i].Overtaken = !receipts[i].Duplicate && s.overtaken(watch, m.a, receipts[i].First)
		s.forget(m)
	}
	if err != nil {
		if failed != nil { // not wrapped: it says nothing of the appends before it
			err = fmt.Errorf("%w (and the append after it: %v)", err, failed)
		}
		return nil, &store.UnknownOutcomeError{Cause: err}
	}
	return receipts, failed
}

// settle fills in where appends that were performed came to stand.
func (s *Store) settle(ctx context.Context, marks []*mark, receipts []store.Receipt) error {
	if len(marks) == 0 {
		return nil
	}
	err := s.catchUp(ctx, func() bool {
		for i, m := range marks {
			if !s.noted(m).found && !receipts[i].Duplicate {
				return false
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	for i, m := range marks {
		m := s.noted(m)
		if !m.found { // it stood before this process looked
			if m.position, err = s.positionOf(ctx, m.a.Stream, m.a.Expected+1); err != nil {
				return err
			}
		}
		receipts[i].First = m.position
		receipts[i].Duplicate = receipts[i].Duplicate || m.foreign
	}
	return nil
}

// noted returns a mark as it is now: whoever reads the log may change it.
func (s *Store) noted(m *mark) mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *m
}

// expect has whoever reads the log note where an append stands.
func (s *Store) expect(a *store.Append) *mark {
	m := &mark{a: a}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.marks[a.Stream] = append(s.marks[a.Stream], m)
	return m
}

func (s *Store) forget(m *mark) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.marks[m.a.Stream][:0]
	for _, other := range s.marks[m.a.Stream] {
		if other != m {
			kept = append(kept, other)
		}
	}
	if s.marks[m.a.Stream] = kept; len(kept) == 0 {
		delete(s.marks, m.a.Stream)
	}
}

// note tells those who wait for it that an event was found in the log.
func (s *Store) note(h held) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.marks[h.Stream] {
		if h.Revision != m.a.Expected+1 {
			continue
		}
		m.found, m.position = true, h.Position
		m.foreign = !h.RecordedAt.Equal(m.a.RecordedAt) || h.Actor != m.a.Actor || h.Causation != m.a.Causation ||
			h.Correlation != m.a.Correlation
	}
	for _, w := range s.watches {
		w.sight(h)
	}
	if t, some := s.tips[h.Stream]; some && t.number < int64(h.number) {
		s.tips[h.Stream] = tip{number: int64(h.number), revision: h.Revision}
	}
}

// append performs one append and reports whether its events stood there already.
func (s *Store) append(ctx context.Context, a *store.Append) (duplicate bool, err error) {
	stall := s.newStall(ctx)
	defer stall.over()
	end, known := s.tipOf(a.Stream)
	if !known {
		end = noTip
	}
	if !known && a.Expected != store.NoStream {
		if end, err = s.readTip(ctx, a.Stream); err != nil {
			return false, err
		}
	}
	before, watched := s.seen(), int64(noNumber)
	for {
		if end.open && end.number != watched {
			// Somebody else's append was cut and is not complete. It may still go on: two
			// who begin behind each other's parts would never end.
			watched = end.number
			stall.over()
			if err := stall.waitUnknown("append to stream "+a.Stream, errOpen); err != nil {
				return false, err
			}
			if end, err = s.readTip(ctx, a.Stream); err != nil {
				return false, err
			}
			continue
		}
		if end.revision == a.Expected {
			at, err := s.write(ctx, a, end.number)
			if err == nil {
				return at <= before.Commit, nil
			}
			if outcomeOf(err) != wrongVersion {
				return false, err
			}
		}
		// Somebody else was faster, or the end that was known was an old one.
		now, err := s.readTip(ctx, a.Stream)
		if err != nil {
			return false, err
		}
		switch {
		case now.revision > a.Expected:
			stands, err := s.stands(ctx, a)
			if err == nil && !stands {
				err = &store.ConflictError{Stream: a.Stream, Expected: a.Expected, Actual: now.revision}
			}
			return stands, err
		case now.revision < a.Expected && now.number >= end.number:
			return false, &store.ConflictError{Stream: a.Stream, Expected: a.Expected, Actual: now.revision}
		case now == end || now.number < end.number: // the node that answers lags behind
			if err := stall.wait("read the end of stream "+a.Stream, errStale); err != nil {
				return false, err
			}
		}
		end = now
	}
}

// tipOf returns the end of a stream that this process knows.
func (s *Store) tipOf(stream string) (tip, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, some := s.tips[stream]
	return t, some
}

// setTip remembers the end of a stream, unless a later one is known.
func (s *Store) setTip(stream string, t tip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known, some := s.tips[stream]; some && known.number > t.number {
		return
	}
	if len(s.tips) >= maxTips {
		clear(s.tips)
	}
	s.tips[stream] = t
}

// readTip reads the end of a stream. It is not older than what this process knows.
func (s *Store) readTip(ctx context.Context, stream string) (tip, error) {
	stall := s.newStall(ctx)
	defer stall.over()
	for empty := 0; ; {
		b, err := s.streamBatch(ctx, s.name(stream), 0, esdb.Backwards, 1)
		end := noTip
		switch {
		case err == nil && len(b.raw) > 0:
			h, err := read(s.where, stream, b.raw[0])
			if err != nil {
				return end, err
			}
			end = tip{number: int64(h.number), revision: h.Revision}
			if h.part < h.of { // it was left unfinished, or still goes on
				end.revision -= store.Revision(h.part)
				end.open = true
			}
		case err == nil && !b.none:
			// A stream that exists has an end, unless all of it is hidden.
			if empty++; empty > maxEmpty {
				return end, s.gap(stream, 0)
			}
			err = errStale
		}
		if known, some := s.tipOf(stream); err == nil && some && end.number < known.number {
			err = errStale
		}
		if err == nil {
			s.setTip(stream, end)
			return end, nil
		}
		if err := stall.wait("read the end of stream "+stream, err); err != nil {
			return end, err
		}
	}
}

// stands reports whether the events of an append are at their revisions.
func (s *Store) stands(ctx context.Context, a *store.Append) (bool, error) {
	i := 0
	for r, err := range s.Stream(ctx, a.Stream, a.Expected+1) {
		if err != nil {
			return false, err
		}
		if e := a.Events[i]; r.Type != e.Type || r.Version != e.Version || !bytes.Equal(r.Data, e.Data) {
			return false, nil
		}
		if i++; i == len(a.Events) {
			return true, nil
		}
	}
	return false, nil
}

// write sends an append to a stream whose last event has a number, cut into as many
// appends to the server as it needs. It returns where the server says that the last
// of them stands, which is where it stood already if the server had it; 0 if it does
// not say. Errors: those of put.
func (s *Store) write(ctx context.Context, a *store.Append, number int64) (at uint64, err error) {
	for _, events := range s.cut(a) {
		for i := range events {
			events[i].Data = bytes.Clone(events[i].Data) // it may be sent for nobody when its caller has it back
		}
		if at, err = s.put(ctx, s.name(a.Stream), number, events); err != nil {
			return 0, err // of a cut append, what was sent is void unless it is completed
		}
		number += int64(len(events))
	}
	s.setTip(a.Stream, tip{number: number, revision: a.Expected + store.Revision(len(a.Events))})
	return at, nil
}

// cut returns the events of an append as they are sent, in as few appends to the
// server as it takes.
func (s *Store) cut(a *store.Append) [][]esdb.EventData {
	var pieces [][]esdb.EventData
	events := make([]esdb.EventData, len(a.Events))
	first, bytes := 0, 0
	for i := range events {
		events[i] = proposed(a, i)
		n := size(events[i])
		if i > first && bytes+n > s.o.MaxWrite {
			pieces = append(pieces, events[first:i])
			first, bytes = i, 0
		}
		bytes += n
	}
	return append(pieces, events[first:])
}

// size returns the bytes of an event; some servers count the type twice.
func size(e esdb.EventData) int { return len(e.EventType) + len(e.Data) + len(e.Metadata) }

// put performs one append to the server, at an exact number, until its outcome is
// known, and returns the commit position that the server tells. Errors: one of which
// outcomeOf says wrongVersion; *DeniedError; *UnreachableError if nothing was sent;
// *store.UnknownOutcomeError; *store.CorruptError; the error of ctx before anything
// was sent.
func (s *Store) put(ctx context.Context, stream string, number int64, events []esdb.EventData) (commit uint64, err error) {
	stall := s.newStall(ctx)
	defer stall.over()
	o := esdb.AppendToStreamOptions{ExpectedRevision: esdb.NoStream{}}
	if number != noNumber {
		o.ExpectedRevision = esdb.Revision(uint64(number))
	}
	want := uint64(number + int64(len(events)))
	doing := "append to " + stream
	sent, doubtful := false, false // doubtful: it may have been performed
	unknownIf := func(sent bool, err error) error {
		if sent {
			return &store.UnknownOutcomeError{Cause: err}
		}
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return 0, unknownIf(sent, err)
		}
		result, err := s.send(ctx, stream, o, events)
		corrupt := &store.CorruptError{Where: s.where + ": stream " + stream, Cause: err}
		switch unreachable := (*UnreachableError)(nil); {
		case err == nil && result.NextExpectedVersion == want:
			return result.CommitPosition, nil
		case err == nil:
			corrupt.Reason = fmt.Sprintf("an event that should have number %d was given %d: the stream was deleted or truncated", want, result.NextExpectedVersion)
			return 0, corrupt
		case outcomeOf(err) == wrongVersion:
			return 0, err
		case outcomeOf(err) == denied:
			return 0, unknownIf(doubtful, &DeniedError{Where: s.where, What: doing, Cause: err})
		case outcomeOf(err) == deleted:
			corrupt.Reason = "the stream was deleted"
			return 0, corrupt
		case errors.As(err, &unreachable), errors.Is(err, errClosed), outcomeOf(err) == notLeader:
			if err := stall.wait(doing, err); err != nil {
				return 0, unknownIf(sent, err)
			}
		case errors.Is(err, io.EOF):
			// The server answered before it had all the events, so it performed nothing, and
			// the client has lost what it said. Mostly that is a denial.
			sent = true
			if denial := s.denial(ctx, stream, events[0]); denial != nil {
				return 0, unknownIf(doubtful, &DeniedError{Where: s.where, What: doing, Cause: denial})
			}
			if err := stall.waitUnknown(doing, err); err != nil {
				return 0, unknownIf(sent, err)
			}
		default:
			sent, doubtful = true, true
			if err := stall.waitUnknown(doing, err); err != nil {
				return 0, unknownIf(sent, err)
			}
		}
	}
}

// linger is for how long an append is left alone when nobody waits for it any more.
const linger = time.Second

// send performs one append to the server. Its caller returns when its context ends;
// the client is told a little later: when it is told while it sends it reads what gRPC
// is writing at that moment.
func (s *Store) send(ctx context.Context, stream string, o esdb.AppendToStreamOptions, events []esdb.EventData) (*esdb.WriteResult, error) {
	return call(ctx, s.pool, func(ctx context.Context, c *esdb.Client) (*esdb.WriteResult, error) {
		late, cancel := context.WithCancel(context.WithoutCancel(ctx))
		defer cancel()
		defer context.AfterFunc(ctx, func() { time.AfterFunc(linger, cancel) })()
		return c.AppendToStream(late, stream, o, events...)
	})
}

// never is a number that no stream has.
const never = 1 << 62

// denial returns the server's refusal to let this user append to a stream, nil if it
// does not refuse or cannot be asked. It appends one event where none can be.
func (s *Store) denial(ctx context.Context, stream string, event esdb.EventData) error {
	_, err := s.send(ctx, stream, esdb.AppendToStreamOptions{ExpectedRevision: esdb.Revision(never)}, []esdb.EventData{event})
	if outcomeOf(err) == denied {
		return err
	}
	return nil
}

// name returns the server's name of a stream.
func (s *Store) name(stream string) string { return s.o.Name + separator + stream }
