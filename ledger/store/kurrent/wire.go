package kurrent

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"

	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/store"
)

// An event stands in the cluster as its users expect it: content type JSON, its
// wire name as type, its canonical object as data, the ledger's id as id (see idOf),
// in the stream <ledger>.<stream>, and in its metadata, a flat object of strings, all that
// the envelope says beside:
//
//	$causationId, $correlationId   left out if empty
//	actor
//	of, part                       of an append of several events: event part of so many
//	recordedAt                     UTC, microseconds
//	revision                       of the event in its stream, as the ledger counts
//	schemaVersion
//
// The metadata is canonical JSON. So it is compared, not only read: metadata that
// something else wrote is no metadata of ours.
const (
	maxName   = 40 // bytes of a ledger's name
	jsonType  = "application/json"
	reserved  = "$" // how names of the server begin
	separator = "."
)

// piece says which event of an append an event is; zero if it is the only one.
type piece struct{ part, of int }

// place is where the server holds an event: its log offsets, which grow, with gaps.
type place struct{ Commit, Prepare uint64 }

// before reports whether p comes before other.
func (p place) before(other place) bool {
	if p.Commit != other.Commit {
		return p.Commit < other.Commit
	}
	return p.Prepare < other.Prepare
}

// held is an event of the ledger as the server holds it. Its position in the
// ledger is not known yet.
type held struct {
	store.Recorded
	number uint64 // of the event in its stream, as the server counts
	at     place
	piece
}

// appendMetadata appends the metadata of an event of an append to dst.
func appendMetadata(dst []byte, a *store.Append, version int, revision store.Revision, p piece) []byte {
	field := func(name, value string) {
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		dst = jcs.AppendString(dst, name)
		dst = append(dst, ':')
		dst = jcs.AppendString(dst, value)
	}
	dst = append(dst, '{')
	if a.Causation != "" {
		field("$causationId", a.Causation)
	}
	if a.Correlation != "" {
		field("$correlationId", a.Correlation)
	}
	field("actor", a.Actor)
	if p.of > 0 {
		field("of", strconv.Itoa(p.of))
		field("part", strconv.Itoa(p.part))
	}
	field("recordedAt", a.RecordedAt.Format(store.TimeFormat))
	field("revision", strconv.FormatInt(int64(revision), 10))
	field("schemaVersion", strconv.Itoa(version))
	return append(dst, '}')
}

// proposed returns the event i of an append as the client takes it.
func proposed(a *store.Append, i int) esdb.EventData {
	e := a.Events[i]
	p := piece{}
	if n := len(a.Events); n > 1 {
		p = piece{part: i + 1, of: n}
	}
	metadata := appendMetadata(nil, a, e.Version, a.Expected+1+store.Revision(i), p)
	return esdb.EventData{
		EventID:     idOf(store.EventID(a.Stream, e.Type, e.Version, e.Data), p, metadata),
		EventType:   e.Type,
		ContentType: esdb.ContentTypeJson,
		Data:        e.Data,
		Metadata:    metadata,
	}
}

// idOf returns the id by which the server knows an event: the ledger's if it is the
// only one of its append, else one that depends on all its metadata, too. So the
// server takes a part only for the same part of the same append: never for an event
// of a shorter append, which would be acknowledged and, if the longer one was left
// unfinished, never count; and never for that of another writer, whose envelope would
// be mixed with this one's.
func idOf(id uuid.UUID, p piece, metadata []byte) uuid.UUID {
	if p.of == 0 {
		return id
	}
	return uuid.NewSHA1(id, metadata)
}

// streamOf returns the ledger's stream that a stream of the server is, and whether
// it is one.
func streamOf(ledger, name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, ledger)
	if !ok {
		return "", false
	}
	return strings.CutPrefix(rest, separator)
}

// flat returns the members of a canonical JSON object of strings.
func flat(object []byte) (fields map[string]string, ok bool) {
	fields = make(map[string]string, 8)
	rest, ok := bytes.CutPrefix(object, []byte("{"))
	for ok {
		var name, value string
		var err error
		if name, rest, err = jcs.String(rest); err != nil {
			return nil, false
		}
		if rest, ok = bytes.CutPrefix(rest, []byte(":")); !ok {
			return nil, false
		}
		if value, rest, err = jcs.String(rest); err != nil {
			return nil, false
		}
		fields[name] = value
		if string(rest) == "}" {
			return fields, true
		}
		rest, ok = bytes.CutPrefix(rest, []byte(","))
	}
	return nil, false
}

// read returns an event of the ledger. Error: *store.CorruptError if it is not as
// this package writes events: somebody else wrote it, or it was changed.
func read(where, stream string, e *esdb.RecordedEvent) (held, error) {
	h := held{
		Recorded: store.Recorded{Stream: stream, Type: e.EventType, Data: e.Data},
		number:   e.EventNumber,
		at:       place{e.Position.Commit, e.Position.Prepare},
	}
	fail := func(reason string, args ...any) (held, error) {
		return held{}, &store.CorruptError{
			Where:  fmt.Sprintf("%s: event %d of stream %s", where, e.EventNumber, e.StreamID),
			Reason: fmt.Sprintf(reason, args...),
		}
	}
	if e.ContentType != jsonType {
		return fail("its content type is %q: it was not written by the ledger", e.ContentType)
	}
	fields, ok := flat(e.UserMetadata)
	if !ok {
		return fail("its metadata is not the ledger's")
	}
	h.Actor, h.Correlation, h.Causation = fields["actor"], fields["$correlationId"], fields["$causationId"]
	var bad []string
	number := func(name string) int64 {
		n, err := strconv.ParseInt(fields[name], 10, 64)
		if err != nil {
			bad = append(bad, name)
		}
		return n
	}
	h.Revision = store.Revision(number("revision"))
	h.Version = int(number("schemaVersion"))
	if _, cut := fields["of"]; cut {
		h.piece = piece{part: int(number("part")), of: int(number("of"))}
		if h.part < 1 || h.part > h.of || h.of < 2 || h.of > store.MaxEvents {
			bad = append(bad, "part")
		}
	}
	at, err := time.Parse(store.TimeFormat, fields["recordedAt"])
	if h.RecordedAt = at.UTC(); err != nil {
		bad = append(bad, "recordedAt")
	}
	if len(bad) > 0 {
		return fail("its metadata is not the ledger's: %s", strings.Join(bad, ", "))
	}
	a := store.Append{
		Stream: stream, Expected: h.Revision - 1, RecordedAt: h.RecordedAt, Actor: h.Actor, Correlation: h.Correlation, Causation: h.Causation,
		Events: []store.Event{{Type: h.Type, Version: h.Version, Data: h.Data}},
	}
	if err := a.Check(); err != nil {
		return fail("%v", err)
	}
	switch {
	case !bytes.Equal(appendMetadata(nil, &a, h.Version, h.Revision, h.piece), e.UserMetadata):
		return fail("its metadata is not canonical: it was not written by the ledger")
	case idOf(h.ID(), h.piece, e.UserMetadata) != e.EventID:
		return fail("its id is not that of its content: it was changed, or not written by the ledger")
	case h.Revision > store.Revision(h.number):
		return fail("its revision %d is after its place in the stream", h.Revision)
	}
	return h, nil
}
