package sqlite

import (
	"context"
)

// tip is where a stream ends: its id, 0 for a new one, and the revision of its next
// event.
type tip struct{ id, end int64 }

// keptStreams bounds the memory of a writer: about 100 bytes each.
const keptStreams = 1 << 17

// memory is what a writer knows of the file as of the end of its last
// transaction, or of where the one that runs has come to. It saves asking the
// file for what this writer wrote itself. Another program's commit, or a rollback,
// makes it worth nothing.
type memory struct {
	version int64 // of the file's content as this connection sees it; see dataVersion
	known   bool
	next    int64 // position of the next append
	stream  int64 // id of the last new stream; 0: not known
	streams map[string]tip
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
	clear(w.memory.streams)
}

// tip returns where a stream ends. Errors: *store.CorruptError or I/O.
func (w *writer) tip(ctx context.Context, name string) (at tip, err error) {
	if at, ok := w.memory.streams[name]; ok {
		return at, nil
	}
	if at.id, err = w.view.streamID(ctx, name); err != nil || at.id == 0 {
		return at, err
	}
	at.end, err = w.view.streamEnd(ctx, at.id, name)
	return at, err
}

// remember keeps where a stream ends after an append to it.
func (w *writer) remember(name string, at tip) {
	if w.memory.streams == nil {
		w.memory.streams = make(map[string]tip)
	}
	if _, known := w.memory.streams[name]; !known && len(w.memory.streams) >= keptStreams {
		clear(w.memory.streams)
	}
	w.memory.streams[name] = at
}
