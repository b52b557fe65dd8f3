package store

import (
	"crypto/sha256"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger/jcs"
)

// Lines writes the canonical lines of events that follow one another, as
// Recorded.AppendLine does, but what they share only once: most events are of the append of
// the one before. The zero Lines is ready. It is not for use by several goroutines.
type Lines struct {
	before Recorded // without data
	kind   []byte   // see appendKind
	front  []byte   // of the line, up to the data
	time   []byte   // from behind the id up to the revision
	back   []byte   // from behind the revision on
}

// AppendLine is r.AppendLine(dst).
func (l *Lines) AppendLine(dst []byte, r *Recorded) []byte {
	b := &l.before
	fresh := len(l.front) == 0
	if fresh || r.Actor != b.Actor || r.Causation != b.Causation || r.Correlation != b.Correlation {
		l.front = jcs.AppendString(append(l.front[:0], `{"actor":`...), r.Actor)
		l.front = jcs.AppendString(append(l.front, `,"causation":`...), r.Causation)
		l.front = jcs.AppendString(append(l.front, `,"correlation":`...), r.Correlation)
		l.front = append(l.front, `,"data":`...)
	}
	if fresh || !sameTime(r.RecordedAt, b.RecordedAt) {
		l.time = append(appendTime(append(l.time[:0], `","recorded_at":"`...), r.RecordedAt), `","revision":`...)
	}
	if fresh || r.Stream != b.Stream || r.Type != b.Type || r.Version != b.Version {
		l.back = jcs.AppendString(append(l.back[:0], `,"stream":`...), r.Stream)
		l.back = jcs.AppendString(append(l.back, `,"type":`...), r.Type)
		l.back = append(jcs.AppendInt(append(l.back, `,"version":`...), int64(r.Version)), '}')
		l.kind = slices.Grow(appendKind(l.kind[:0], r.Stream, r.Type, r.Version), 2*sha256.Size)
	}
	l.before = *r
	l.before.Data = nil
	dst = append(append(dst, l.front...), r.Data...)
	dst = appendID(append(dst, `,"id":"`...), eventID(l.kind, r.Data))
	dst = jcs.AppendInt(append(dst, l.time...), int64(r.Revision))
	return append(dst, l.back...)
}

// sameTime reports whether two times are written alike.
func sameTime(a, b time.Time) bool { return a.Equal(b) && a.Location() == b.Location() }
