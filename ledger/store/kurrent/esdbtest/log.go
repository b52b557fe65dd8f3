package esdbtest

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/google/uuid"
)

// The number of a tombstone, and the "$tb" of a stream that was deleted softly.
const deleted = 1<<63 - 1

const (
	asJSON   = "application/json"
	asBinary = "application/octet-stream"
)

// Event is one event as the server holds it. Commit is Prepare always.
type Event struct {
	Stream          string
	Number          uint64 // 9223372036854775807 of a tombstone
	ID              uuid.UUID
	Type            string
	ContentType     string // application/json or application/octet-stream
	Data, Metadata  []byte
	Commit, Prepare uint64
	Created         time.Time
}

// record is an event in the log. It never changes: Damage puts another in its
// place.
type record struct {
	Event
	begin   int       // index of the first event of the same append
	removed bool      // lost, or scavenged
	meta    *meta     // what it says, of a "$metadata" event in a "$$" stream
	access  *settings // what it says, of an event in "$settings"
}

// history is the log of the cluster. Positions are offsets in bytes: they
// grow, and are not dense.
type history struct {
	records []*record
	streams map[string][]int // the index of each number, without the tombstone
	ended   map[string]int   // the index of the tombstone
	next    uint64           // the position of the next event
	minted  uint64           // ids that the server made
	recent  recent
	changed chan struct{} // closed when something can be read that could not be
	now     func() time.Time
}

func newHistory(now func() time.Time) history {
	if now == nil {
		at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		now = func() time.Time { at = at.Add(time.Millisecond); return at }
	}
	return history{
		streams: map[string][]int{}, ended: map[string]int{}, next: 1024, // a real log begins with records of its own
		changed: make(chan struct{}), now: now,
	}
}

// proposal is an event to be written.
type proposal struct {
	id             uuid.UUID
	kind           string
	json           bool
	data, metadata []byte
}

// size is what the server counts against the limit of one append.
func (p proposal) size() int { return len(p.data) + len(p.metadata) + 2*len([]rune(p.kind)) }

// write appends events to a stream, unchecked, and returns the last of them.
func (h *history) write(stream string, events ...proposal) *record {
	begin := len(h.records)
	var last *record
	for _, e := range events {
		last = &record{begin: begin, Event: Event{
			Stream: stream, Number: uint64(len(h.streams[stream])), ID: e.id, Type: e.kind, ContentType: asBinary,
			Data: e.data, Metadata: e.metadata, Commit: h.next, Prepare: h.next, Created: h.now().Round(0).UTC(),
		}}
		if e.json {
			last.ContentType = asJSON
		}
		last.interpret()
		h.streams[stream] = append(h.streams[stream], len(h.records))
		h.put(last)
		h.recent.remember(last)
	}
	h.wake()
	return last
}

// put places a record at the end of the log.
func (h *history) put(r *record) {
	h.records = append(h.records, r)
	h.next += uint64(90 + len(r.Stream) + len(r.Type) + len(r.Data) + len(r.Metadata))
}

// wake tells those who wait that there is more to read.
func (h *history) wake() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// mint returns an id for an event of the server's own.
func (h *history) mint() uuid.UUID {
	h.minted++
	return uuid.NewSHA1(uuid.NameSpaceOID, binary.BigEndian.AppendUint64([]byte("esdbtest"), h.minted))
}

// interpret reads what the server itself obeys.
func (r *record) interpret() {
	r.meta, r.access = nil, nil
	if strings.HasPrefix(r.Stream, "$$") && r.ContentType == asJSON {
		r.meta = parseMetadata(r.Data)
	}
	if r.Stream == "$settings" {
		r.access = parseSettings(r.Data)
	}
}

// upTo returns the indexes of a stream's events among the first end of the log.
func (h *history) upTo(stream string, end int) []int {
	all := h.streams[stream]
	return all[:sort.SearchInts(all, end)]
}

// last is the number of a stream's last event, -1 of a stream that never was,
// and deleted of one with a tombstone.
func (h *history) last(stream string, end int) int64 {
	if at, ok := h.ended[stream]; ok && at < end {
		return deleted
	}
	return int64(len(h.upTo(stream, end))) - 1
}

// after is the index of the first event behind a position, the position itself
// included.
func (h *history) after(position uint64) int {
	return sort.Search(len(h.records), func(i int) bool { return h.records[i].Commit >= position })
}

// boundary says whether an event can begin at a position.
func (h *history) boundary(position uint64) bool {
	if position == 0 || position >= h.next {
		return true
	}
	i := h.after(position)
	return i < len(h.records) && h.records[i].Commit == position
}

// Events returns the whole of $all as it is held, in its order, with the
// server's own events ("$…"). The bytes are copies.
func (c *Cluster) Events() []Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	var events []Event
	for _, r := range c.records {
		if !r.removed {
			events = append(events, r.copy())
		}
	}
	return events
}

func (r *record) copy() Event {
	e := r.Event
	e.Data, e.Metadata = slices.Clone(e.Data), slices.Clone(e.Metadata)
	return e
}

// Damage lets edit change events behind the server's back, as someone with
// access to its files could: ID, Type, ContentType, Created, Data and Metadata
// of any event, in place. An event whose Stream is made empty is gone, as
// after a scavenge: its number and its position stay unused.
func (c *Cluster) Damage(edit func([]Event)) {
	events := c.Events()
	edit(events)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range events {
		i := c.after(e.Commit)
		if i == len(c.records) || c.records[i].Commit != e.Commit {
			continue
		}
		r := *c.records[i]
		if e.Stream == "" {
			r.removed = true
		} else {
			r.ID, r.Type, r.ContentType, r.Created, r.Data, r.Metadata = e.ID, e.Type, e.ContentType, e.Created, e.Data, e.Metadata
		}
		r.interpret()
		c.records[i] = &r
	}
}

// System appends an event of the server's own, as a scavenge or a projection
// does: no access rule is asked and the revision is whatever comes next.
func (c *Cluster) System(stream, kind string, data []byte) Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.write(stream, proposal{id: c.mint(), kind: kind, json: true, data: slices.Clone(data)}).copy()
}
