package kurrent

import (
	"bytes"
	"context"
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

// A cluster does not keep anybody with the right from hiding, deleting or
// overwriting events: immutability there is a matter of access rights. So whoever
// may do so is told in one place, and what was done is looked for.

// Document is a document of the server that one event holds: the last of a stream.
type Document struct {
	Stream, Type string
	Data         []byte // JSON
}

// Hardening is what Harden did and found.
type Hardening struct {
	Changed []string // streams of the documents that were others before
	// Schedule is what says when scavenges are run; nil if none are scheduled.
	Schedule []byte
	// Scavenged is whether the log was ever scavenged.
	Scavenged bool
}

// The streams in which the server keeps its scavenges and when they run
// (docs.kurrent.io/server/v26.0/operations/auto-scavenge; the names are those of its
// source, SystemNames.cs).
const (
	scavengesStream = "$scavenges"      // kept for thirty days only
	scavengePoints  = "$scavengePoints" // kept for ever; not of servers before 22.10
	scheduleStream  = "$auto-scavenge-configuration"
)

// Harden makes documents of a cluster what they are to be, such as its default
// access rights, and looks whether it is scavenged. It takes an administrator, and no
// ledger; it may be repeated. Errors: *DeniedError, *UnreachableError,
// *store.ConflictError if somebody else changed a document at the same time, those of
// Append.
func Harden(ctx context.Context, o Options, documents ...Document) (h Hardening, err error) {
	s, err := newStore(o)
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, d := range documents {
		last, err := s.lastRaw(ctx, d.Stream)
		if err != nil {
			return h, err
		}
		number := int64(noNumber)
		if last != nil && bytes.Equal(last.Data, d.Data) {
			continue
		}
		if last != nil {
			number = int64(last.EventNumber)
		}
		_, err = s.put(ctx, d.Stream, number, []esdb.EventData{{
			EventID:   store.EventID(d.Stream, d.Type, int(number)+2, d.Data), // the same may be set again later
			EventType: d.Type, ContentType: esdb.ContentTypeJson, Data: d.Data,
		}})
		if err != nil && outcomeOf(err) == wrongVersion {
			err = &store.ConflictError{Stream: d.Stream, Expected: store.Revision(number), Actual: store.Revision(number) + 1}
		}
		if err != nil {
			return h, err
		}
		h.Changed = append(h.Changed, d.Stream)
	}
	schedule, err := s.lastRaw(ctx, scheduleStream)
	if err != nil {
		return h, err
	}
	if schedule != nil {
		h.Schedule = schedule.Data
	}
	for _, stream := range [...]string{scavengesStream, scavengePoints} {
		scavenge, err := s.lastRaw(ctx, stream)
		if err != nil {
			return h, err
		}
		h.Scavenged = h.Scavenged || scavenge != nil
	}
	return h, nil
}

// lastRaw returns the last event of a stream of the server, nil if there is none.
func (s *Store) lastRaw(ctx context.Context, stream string) (*esdb.RecordedEvent, error) {
	stall := s.newStall(ctx)
	defer stall.over()
	for {
		b, err := s.streamBatch(ctx, stream, 0, esdb.Backwards, 1)
		switch {
		case err == nil && len(b.raw) == 0:
			return nil, nil
		case err == nil:
			return b.raw[0], nil
		}
		if err := stall.wait("read "+stream, err); err != nil {
			return nil, err
		}
	}
}
