package esdbtest

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// What a caller expects of a stream besides a number.
const (
	expectNone   = -1
	expectAny    = -2
	expectExists = -4
)

// outcome is how the server decides on an append.
type outcome int

const (
	written    outcome = iota
	repeated           // these very events stand there already
	wrong              // another version than expected
	ended              // the stream is deleted
	unfinished         // repeated, but what stands there is not replicated yet
)

// answer is what became of an append or a deletion.
type answer struct {
	outcome  outcome
	last     int64  // number of the last event; -1 if there is none
	position uint64 // of the last event
	empty    bool   // nothing was to be written
}

// decide applies the server's rules for optimistic concurrency and
// idempotency (CheckCommit in its source) and changes nothing. Of a repeated
// append it returns the number of its last event.
func (h *history) decide(stream string, expected int64, ids []uuid.UUID) (outcome, int64) {
	end := len(h.records)
	last := h.last(stream, end)
	soft := h.metadataOf(stream, end).softDeleted()
	if last == deleted {
		return ended, last
	}
	if expected == expectExists {
		if soft {
			return ended, last
		}
		if last < 0 && h.last("$$"+stream, end) < 0 {
			return wrong, last
		}
	}
	if expected == expectAny || expected == expectExists {
		return h.decideByMemory(stream, last, ids)
	}
	if expected > last {
		return wrong, last
	}
	if expected == last {
		return written, last // the ids are not compared with anything
	}
	at := expected
	for i, id := range ids {
		at++
		if at <= last && h.records[h.streams[stream][at]].ID == id {
			continue
		}
		if i == 0 && expected == expectNone && soft {
			return written, last
		}
		return wrong, last
	}
	if at == expected {
		return wrong, last // nothing to write
	}
	return repeated, at
}

// decideByMemory is the weaker rule for those who expect nothing: only what
// the server happens to remember is recognised.
func (h *history) decideByMemory(stream string, last int64, ids []uuid.UUID) (outcome, int64) {
	end := int64(-1)
	for i, id := range ids {
		seen, ok := h.recent.events[id]
		if !ok || seen.stream != stream {
			if i == 0 {
				return written, last
			}
			return wrong, last
		}
		end = int64(seen.number)
	}
	if len(ids) == 0 {
		return written, last
	}
	return repeated, end
}

// commit decides on an append and performs it.
func (h *history) commit(stream string, expected int64, events []proposal) answer {
	ids := make([]uuid.UUID, len(events))
	for i, e := range events {
		ids[i] = e.id
	}
	what, last := h.decide(stream, expected, ids)
	switch what {
	case repeated:
		return answer{outcome: repeated, last: last, position: h.records[h.streams[stream][last]].Commit}
	case wrong, ended:
		return answer{outcome: what, last: last}
	}
	end := len(h.records)
	m := h.metadataOf(stream, end)
	original, isMeta := originalOf(stream)
	undelete := isMeta && h.metadataOf(original, end).softDeleted()
	if len(events) == 0 {
		h.next += 90 // an empty transaction
		return answer{outcome: written, last: last, position: h.next - 90, empty: true}
	}
	r := h.write(stream, events...)
	if m.softDeleted() {
		h.revive(stream, last+1)
	}
	if undelete {
		h.revive(original, h.last(original, end)+1)
	}
	return answer{outcome: written, last: int64(r.Number), position: r.Commit}
}

// revive makes a softly deleted stream readable from a number on: the server
// writes its metadata again with another "$tb".
func (h *history) revive(stream string, from int64) {
	of := h.streams["$$"+stream]
	var all map[string]json.RawMessage
	if len(of) == 0 || json.Unmarshal(h.records[of[len(of)-1]].Data, &all) != nil || all == nil {
		return
	}
	all["$tb"], _ = json.Marshal(from)
	data, err := json.Marshal(all)
	if err != nil {
		return
	}
	h.write("$$"+stream, proposal{id: h.mint(), kind: "$metadata", json: true, data: data})
}

// remove deletes a stream: softly, so that appending to it revives it, or with
// a tombstone, for ever.
func (h *history) remove(stream string, expected int64, hard bool) answer {
	end := len(h.records)
	if what, last := h.decide(stream, expected, []uuid.UUID{h.mint()}); what != written {
		return answer{outcome: what, last: last}
	}
	if hard {
		r := &record{begin: end, Event: Event{
			Stream: stream, Number: deleted, ID: h.mint(), Type: "$streamDeleted", ContentType: asBinary,
			Commit: h.next, Prepare: h.next, Created: h.now().Round(0).UTC(),
		}}
		h.ended[stream] = end
		h.put(r)
		h.wake()
		return answer{outcome: written, position: r.Commit}
	}
	if h.last(stream, end) < 0 && h.last("$$"+stream, end) < 0 {
		return answer{outcome: wrong, last: -1}
	}
	r := h.write("$$"+stream, proposal{id: h.mint(), kind: "$metadata", json: true, data: []byte(`{"$tb":9223372036854775807}`)})
	return answer{outcome: written, position: r.Commit}
}

// recent is what the server remembers of the last events, so as to recognise
// an append that is repeated without an exact revision. It holds 8 MiB, and is
// empty after a restart or an election.
type recent struct {
	events map[uuid.UUID]sighting
	order  []uuid.UUID
	bytes  int
}

type sighting struct {
	stream string
	number uint64
}

// cost is the server's own estimate, in bytes.
func (s sighting) cost() int { return 28 + 2*len(s.stream) }

func (r *recent) remember(e *record) {
	if r.events == nil {
		r.events = map[uuid.UUID]sighting{}
	}
	if before, ok := r.events[e.ID]; ok {
		r.bytes -= before.cost()
		r.order = slices.DeleteFunc(r.order, func(id uuid.UUID) bool { return id == e.ID })
	}
	seen := sighting{e.Stream, e.Number}
	r.events[e.ID] = seen
	r.order = append(r.order, e.ID)
	for r.bytes += seen.cost(); r.bytes > 8<<20; r.order = r.order[1:] {
		r.bytes -= r.events[r.order[0]].cost()
		delete(r.events, r.order[0])
	}
}
