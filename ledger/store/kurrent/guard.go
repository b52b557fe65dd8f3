package kurrent

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

// A cluster does not keep anybody with the right from hiding, deleting or
// overwriting events: immutability there is a matter of access rights. So whoever
// may do so is told in one place, and what was done is looked for.

// Alarm is something that was done to the ledger's streams, or to the whole log,
// which the ledger never does.
type Alarm struct {
	Kind   AlarmKind
	Stream string // of the server
	At     time.Time
	By     string // what was written, shortened
}

// AlarmKind is a kind of Alarm.
type AlarmKind int

// The kinds of alarms.
const (
	AlarmMetadata AlarmKind = iota // a stream's metadata was written: it can hide events or change rights
	AlarmDeleted                   // a stream was deleted for ever
	AlarmScavenge                  // the log was scavenged: what was deleted or hidden is gone
	AlarmSchedule                  // scavenges were scheduled, or no more
)

// own returns the ledger's stream that an event is of, and whether it is one: the
// server's own events in a stream are not.
func (s *Store) own(e *esdb.RecordedEvent) (string, bool) {
	stream, ok := streamOf(s.o.Name, e.StreamID)
	return stream, ok && !strings.HasPrefix(e.EventType, reserved)
}

// alarm returns the alarm that an event of the server is, if it is one.
func (s *Store) alarm(e *esdb.RecordedEvent) (Alarm, bool) {
	a := Alarm{Stream: e.StreamID, At: e.CreatedDate, By: string(e.Data[:min(len(e.Data), 200)])}
	about, isMetadata := strings.CutPrefix(e.StreamID, "$$")
	if isMetadata {
		_, isMetadata = streamOf(s.o.Name, about)
	}
	_, isOwn := streamOf(s.o.Name, e.StreamID)
	switch {
	case isMetadata:
		a.Kind = AlarmMetadata
	case isOwn && strings.HasPrefix(e.EventType, reserved):
		a.Kind = AlarmDeleted
	case e.StreamID == scheduleStream:
		a.Kind = AlarmSchedule
	case strings.HasPrefix(e.StreamID, scavengesStream):
		a.Kind = AlarmScavenge
	default:
		return Alarm{}, false
	}
	return a, true
}

// Alarms returns what was done to the ledger's streams behind its back, oldest
// first. It reads the whole log of the server; progress is told how many of its
// events were read. Errors as for All; *DeniedError if the user may not read
// the server's own events.
func (s *Store) Alarms(ctx context.Context, progress func(events uint64)) ([]Alarm, error) {
	stall := s.newStall(ctx)
	defer stall.over()
	var alarms []Alarm
	var from cursor
	var read uint64
	for {
		b, err := s.rawBatch(ctx, from)
		for _, e := range b.raw {
			if a, ok := s.alarm(e); ok {
				alarms = append(alarms, a)
			}
			read++
		}
		if b.some {
			stall.over()
			from = cursor{place: b.at, begun: true}
			progress(read)
		}
		switch {
		case err == nil && !b.end:
			continue
		case err == nil && !from.before(s.seen()):
			return alarms, nil
		case err == nil:
			err = errStale
		}
		if err := stall.wait("look for alarms", err); err != nil {
			return nil, err
		}
	}
}

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
	scavengesStream = "$scavenges"
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
	scavenge, err := s.lastRaw(ctx, scavengesStream)
	h.Scavenged = scavenge != nil
	return h, err
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
