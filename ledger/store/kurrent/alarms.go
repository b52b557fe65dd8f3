package kurrent

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/store"
)

// Alarm is something that was done to the ledger's streams, or to the whole log,
// which the ledger never does: one act, of however many events of the server.
type Alarm struct {
	Kind   AlarmKind
	Stream string // of the server
	At     time.Time
	By     string // what was written, whole; of a scavenge nothing

	// After is how many events the ledger had when it was done. A checkpoint of more, or
	// of as many at a later time, that the ledger continues, says that none was harmed.
	After store.Position

	act string // what events of the same act share
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
	a := Alarm{Stream: e.StreamID, At: e.CreatedDate, By: string(e.Data)}
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
	case strings.HasPrefix(e.StreamID, scavengesStream), e.StreamID == scavengePoints:
		a.Kind, a.By, a.act = AlarmScavenge, "", scavengeOf(e)
	default:
		return Alarm{}, false
	}
	return a, true
}

// scavengeOf returns the id of the scavenge that an event tells of: a node that scavenges
// writes when it begins, of each piece of the log, and when it ends. That of a point, from
// which all nodes will scavenge, is none.
func scavengeOf(e *esdb.RecordedEvent) string {
	told := struct {
		ID string `json:"scavengeId"`
	}{}
	if err := json.Unmarshal(e.Data, &told); err == nil && told.ID != "" {
		return told.ID
	}
	if _, id, linked := bytes.Cut(e.Data, []byte(scavengesStream+"-")); linked {
		return string(id)
	}
	if id, own := strings.CutPrefix(e.StreamID, scavengesStream+"-"); own {
		return id
	}
	return ""
}

// pointBefore is for how long after a point was set a scavenge that begins is that of
// the point.
const pointBefore = time.Minute

// same reports whether an alarm is of an act that was told already.
func same(all []Alarm, a Alarm) bool {
	if a.Kind != AlarmScavenge {
		return false
	}
	for i := range all {
		b := &all[i]
		near := (a.act == "" || b.act == "") && a.At.Sub(b.At).Abs() <= pointBefore
		if b.Kind == AlarmScavenge && (a.act == b.act || near) {
			b.act = cmp.Or(b.act, a.act)
			return true
		}
	}
	return false
}

// Alarms returns what was done to the ledger's streams behind its back, oldest
// first, each act once; scavenges from before the ledger was made are none. It reads the
// whole log of the server; progress is told how many of its
// events were read. Errors as for All; *DeniedError if the user may not read
// the server's own events.
func (s *Store) Alarms(ctx context.Context, progress func(events uint64)) ([]Alarm, error) {
	stall := s.newStall(ctx)
	defer stall.over()
	var alarms []Alarm
	var from cursor
	var read uint64
	count := counter{s: s, gather: gatherer{where: s.where}}
	for {
		b, err := s.rawBatch(ctx, from)
		for _, e := range b.raw {
			count.add(e)
			if a, ok := s.alarm(e); ok && count.made(e, a) && !same(alarms, a) {
				a.After = count.events
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

// counter counts the ledger's events in the log of the server.
type counter struct {
	s      *Store
	gather gatherer
	events store.Position
}

// add counts an event. One that is damaged is none; reading the log tells of it.
func (c *counter) add(e *esdb.RecordedEvent) {
	stream, own := c.s.own(e)
	if !own {
		return
	}
	h, err := read(c.s.where, stream, e)
	if err != nil {
		return
	}
	if whole, err := c.gather.add(h); err == nil {
		c.events += store.Position(len(whole))
	}
}

// made reports whether an act concerns the ledger: what was done to the whole log before
// the ledger was made does not.
func (c *counter) made(e *esdb.RecordedEvent, a Alarm) bool {
	at := place{e.Position.Commit, e.Position.Prepare}
	return a.Kind != AlarmScavenge || !at.before(c.s.origin.place)
}
