package sqlite

import (
	"cmp"
	"context"
	"hash/maphash"
	"math"
)

// tip is where a stream ends: its id, 0 for a new one, and the revision of its next
// event.
type tip struct{ id, end int64 }

// tips is where the streams end that were appended to or asked for last. The zero tips are none.
type tips struct {
	young, old map[name]shortTip // old: of those that were remembered before the young
	seeds      [2]maphash.Seed
	most       int // of young ones; 0: keptTips
}

// name stands for the name of a stream: two hashes that nobody can foresee, so that
// no two streams share them.
type name [2]uint64

// shortTip is a tip in half the room, as nearly all are.
type shortTip struct{ id, end uint32 }

// keptTips bounds the memory of tips: so many young ones, and as many old ones, about
// 40 bytes each and nothing to look through for the collector of garbage.
const keptTips = 1 << 18

func (t *tips) name(stream string) name {
	if t.young == nil {
		t.young, t.seeds = map[name]shortTip{}, [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}
	}
	return name{maphash.String(t.seeds[0], stream), maphash.String(t.seeds[1], stream)}
}

// recall returns the tip of a stream, and whether it is remembered.
func (t *tips) recall(stream string) (tip, bool) {
	key := t.name(stream)
	at, known := t.young[key]
	if !known {
		at, known = t.old[key]
	}
	return tip{int64(at.id), int64(at.end)}, known
}

// remember keeps the tip of a stream.
func (t *tips) remember(stream string, at tip) {
	if at.id > math.MaxUint32 || at.end > math.MaxUint32 {
		t.forget() // what is remembered of it is not so any more
		return
	}
	key := t.name(stream)
	if _, known := t.young[key]; !known && len(t.young) >= cmp.Or(t.most, keptTips) {
		t.young, t.old = map[name]shortTip{}, t.young
	}
	t.young[key] = shortTip{uint32(at.id), uint32(at.end)}
}

func (t *tips) forget() { t.young, t.old = nil, nil }

// memory is what a writer knows of the file as of the end of its last
// transaction, or of where the one that runs has come to. It saves asking the
// file for what this writer wrote itself. Another program's commit, or a rollback,
// makes it worth nothing.
type memory struct {
	version int64 // of the file's content as this connection sees it; see dataVersion
	known   bool
	next    int64 // position of the next append
	stream  int64 // id of the last new stream; 0: not known
	streams tips
}

// dataVersion is a number that changes when another connection has committed.
const dataVersion = `PRAGMA data_version`

// recallEnd readies the memory for a transaction that has begun, and returns the
// position of the next append. Errors: *store.CorruptError or I/O.
func (w *writer) recallEnd(ctx context.Context) (next int64, err error) {
	var version int64
	if err := w.view.ask(ctx, w.askVersion, "append", nil, &version); err != nil {
		return 0, err
	}
	if w.memory.known && w.memory.version == version {
		return w.memory.next, nil
	}
	w.forget()
	if next, err = w.view.logEnd(ctx); err != nil {
		return 0, err
	}
	w.memory.version, w.memory.known = version, true
	return next, nil
}

// forget empties the memory.
func (w *writer) forget() {
	w.tree.known, w.memory.known = false, false
	w.memory.stream = 0
	w.memory.streams.forget()
}

// tip returns where a stream ends. Errors: *store.CorruptError or I/O.
func (w *writer) tip(ctx context.Context, name string) (at tip, err error) {
	if at, ok := w.memory.streams.recall(name); ok {
		return at, nil
	}
	if at.id, err = w.view.streamID(ctx, name); err == nil && at.id != 0 {
		at.end, err = w.view.streamEnd(ctx, at.id, name)
	}
	if err == nil {
		w.memory.streams.remember(name, at) // one that was read is asked for again and again
	}
	return at, err
}
