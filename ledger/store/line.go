package store

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/fundledger/fundledger/ledger/jcs"
)

// namespace is the UUIDv5 namespace of event ids. It never changes.
var namespace = uuid.MustParse("6f0a3a52-7b0e-5c53-9a0b-2f6f5a1d9c11")

// EventID returns the id of an event: UUIDv5 over its stream, wire name,
// version and the SHA-256 of its data. The document number that makes an event
// unique in its stream stands inside the data. Equal events have equal ids, so
// a retry is recognised on every store, and one id can never carry two payloads.
func EventID(stream, typ string, version int, data []byte) uuid.UUID {
	return eventID(appendKind(make([]byte, 0, 512), stream, typ, version), data)
}

// appendKind appends what the ids of all events of one type in one stream begin with.
func appendKind(name []byte, stream, typ string, version int) []byte {
	name = append(name, namespace[:]...)
	name = append(name, stream...)
	name = append(name, '\n')
	name = append(name, typ...)
	name = append(name, '\n')
	name = strconv.AppendInt(name, int64(version), 10)
	return append(name, '\n')
}

// eventID returns the id of an event of which name is appendKind; it uses the room behind.
func eventID(name, data []byte) uuid.UUID {
	sum := sha256.Sum256(data)
	name = hex.AppendEncode(name, sum[:])
	// What uuid.NewSHA1 does, without taking memory for each event.
	hash := sha1.Sum(name)
	id := uuid.UUID(hash[:16])
	id[6] = id[6]&0x0f | 5<<4 // version
	id[8] = id[8]&0x3f | 0x80 // variant of RFC 9562
	return id
}

// ID returns the event's id; see EventID.
func (r Recorded) ID() uuid.UUID { return EventID(r.Stream, r.Type, r.Version, r.Data) }

// TimeFormat is how canonical lines write RecordedAt: UTC, microseconds, always 27 characters.
const TimeFormat = "2006-01-02T15:04:05.000000Z"

// appendTime appends a time in TimeFormat, without reading that again for each event.
func appendTime(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(dst, TimeFormat)
	}
	hour, minute, second := t.Clock()
	micros := t.Nanosecond() / 1000
	dst = append(dst, TimeFormat...)
	digits := dst[len(dst)-len(TimeFormat):]
	for _, field := range [...]struct{ end, value int }{
		{4, year}, {7, int(month)}, {10, day}, {13, hour}, {16, minute}, {19, second}, {26, micros},
	} {
		for at, v := field.end-1, field.value; at >= 0 && digits[at]-'0' <= 9; at, v = at-1, v/10 {
			digits[at] = byte('0' + v%10)
		}
	}
	return dst
}

// AppendLine appends the event's canonical line to dst, without a line break:
// one RFC 8785 object of the envelope with the stored data bytes spliced in.
// The position is not in it: it is the line's place in the log.
//
// This is what is hashed, exported and checked by strangers. Evolution rule: no
// key is ever added, removed or renamed; a new form needs a new log.
func (r Recorded) AppendLine(dst []byte) []byte {
	id := r.ID()
	dst = append(dst, `{"actor":`...)
	dst = jcs.AppendString(dst, r.Actor)
	dst = append(dst, `,"causation":`...)
	dst = jcs.AppendString(dst, r.Causation)
	dst = append(dst, `,"correlation":`...)
	dst = jcs.AppendString(dst, r.Correlation)
	dst = append(dst, `,"data":`...)
	dst = append(dst, r.Data...)
	dst = append(dst, `,"id":"`...)
	dst = appendID(dst, id)
	dst = append(dst, `","recorded_at":"`...)
	dst = appendTime(dst, r.RecordedAt)
	dst = append(dst, `","revision":`...)
	dst = jcs.AppendInt(dst, int64(r.Revision))
	dst = append(dst, `,"stream":`...)
	dst = jcs.AppendString(dst, r.Stream)
	dst = append(dst, `,"type":`...)
	dst = jcs.AppendString(dst, r.Type)
	dst = append(dst, `,"version":`...)
	dst = jcs.AppendInt(dst, int64(r.Version))
	return append(dst, '}')
}

// appendID appends an id as it is written.
func appendID(dst []byte, id uuid.UUID) []byte {
	for i, part := range [...][]byte{id[:4], id[4:6], id[6:8], id[8:10], id[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return dst
}
