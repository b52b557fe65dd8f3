package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	codes "modernc.org/sqlite/lib"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// writer performs appends inside transactions of one connection. It is used by
// one goroutine at a time. Its transactions take no caller's context: they hold
// other callers' appends too, and last no longer than the disk needs.
type writer struct {
	path string
	conn *sql.Conn
	view *view // sees what the transaction has inserted

	lastStream *sql.Stmt
	addStream  *sql.Stmt
	addAppend  *sql.Stmt
	addBlock   *sql.Stmt
	setTail    *sql.Stmt
	countTree  *sql.Stmt

	askVersion    *sql.Stmt
	start, commit *sql.Stmt

	sum     []byte // what a checksum is made of
	memory  memory
	tree    tree // of the last transaction that was committed, or of the one that runs
	scratch bool // keep no tree
}

// prepare readies w for transactions, once its file is known to hold a ledger.
func (w *writer) prepare(ctx context.Context, c *codec) (err error) {
	if w.view, err = newView(ctx, w.conn, w.path, c); err != nil {
		return err
	}
	w.addAppend, err = w.view.prepare(ctx, w.conn, `INSERT INTO appends
		(first, stream, revision, count, recorded_at, actor, correlation, causation, data, sum)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`)
	if err != nil {
		return err
	}
	for _, statement := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&w.lastStream, `SELECT coalesce(max(id), 0) FROM streams`}, {&w.addStream, `INSERT INTO streams (id, name, sum) VALUES (?1, ?2, ?3)`},
		{&w.addBlock, addBlock}, {&w.setTail, setTail}, {&w.countTree, countTree}, {&w.askVersion, dataVersion},
		{&w.start, `BEGIN IMMEDIATE`}, {&w.commit, `COMMIT`},
	} {
		if *statement.to, err = w.view.prepare(ctx, w.conn, statement.query); err != nil {
			return err
		}
	}
	return nil
}

// begin starts a transaction once no other program has one. It gives up when
// ctx ends or with *store.BusyError.
func (w *writer) begin(ctx context.Context) error {
	if _, err := w.start.ExecContext(ctx); err != nil {
		rollback(w.conn) // it may have begun before ctx ended
		return explain(ctx, w.path, "append", err)
	}
	return nil
}

// rollback ends the transaction of conn if there is one. It has no error: there
// is none when SQLite rolled back by itself, and a file that cannot be reached
// rolls back when it is opened again.
func rollback(conn *sql.Conn) {
	_, _ = conn.ExecContext(context.Background(), `ROLLBACK`)
}

// perform performs requests in the transaction that has begun and commits it,
// setting each request's receipts and err. If it returns an error none of that
// stands and, unless it is *store.UnknownOutcomeError, nothing was written.
func (w *writer) perform(requests []*request) error {
	ctx := context.Background()
	next, err := w.recallEnd(ctx)
	if err == nil && !w.scratch {
		err = w.reach(ctx, next)
	}
	for _, r := range requests {
		if err == nil {
			next, err = w.performOne(ctx, r, next)
		}
	}
	if err == nil && !w.scratch {
		err = w.keepTail(ctx)
	}
	if err != nil {
		rollback(w.conn)
		w.forget()
		return err
	}
	if _, err := w.commit.ExecContext(ctx); err != nil {
		rollback(w.conn)
		w.forget()
		return committed(w.path, err)
	}
	w.memory.next = next
	return nil
}

// performOne inserts r's appends, the first at position next, up to one that is
// refused, and returns the position after them. Its error is of the file and
// fatal to the transaction; a refusal is r.err.
func (w *writer) performOne(ctx context.Context, r *request, next int64) (int64, error) {
	r.receipts, r.err = nil, r.ctx.Err()
	if r.err != nil {
		return next, nil
	}
	for _, a := range r.appends {
		receipt, at, err := w.decide(ctx, a, next)
		// A damaged stream is bad news for whoever appends to it, not for others.
		var conflict *store.ConflictError
		var corrupt *store.CorruptError
		if errors.As(err, &conflict) || errors.As(err, &corrupt) {
			r.err = err
			return next, nil
		}
		if err == nil && !receipt.Duplicate {
			err = w.insert(ctx, a, at, next)
			next += int64(a.count)
		}
		if err != nil {
			return next, err
		}
		r.receipts = append(r.receipts, receipt)
	}
	return next, nil
}

// decide returns the receipt that a gets at position next and where its stream
// ends. It writes nothing. Errors: *store.ConflictError, *store.CorruptError or I/O.
func (w *writer) decide(ctx context.Context, a Sealed, next int64) (store.Receipt, tip, error) {
	at, err := w.tip(ctx, a.header.Stream)
	if err != nil {
		return store.Receipt{}, at, err
	}
	expected := a.header.Expected
	receipt := store.Receipt{First: store.Position(next), Last: expected + store.Revision(a.count)}
	actual := store.Revision(at.end - 1)
	if expected == actual {
		return receipt, at, w.holds(ctx, a, next)
	}
	if receipt.Last <= actual {
		receipt.First, receipt.Duplicate, err = w.stands(ctx, at.id, a)
		if err != nil || receipt.Duplicate {
			return receipt, at, err
		}
	}
	return store.Receipt{}, at, &store.ConflictError{Stream: a.header.Stream, Expected: expected, Actual: actual}
}

// holds returns nil if the conditions of a hold at position next. Errors:
// *store.ConflictError, *store.CorruptError or I/O.
func (w *writer) holds(ctx context.Context, a Sealed, next int64) error {
	for _, r := range a.header.Reads {
		at, err := w.tip(ctx, r.Stream)
		if err != nil {
			return err
		}
		if last := store.Revision(at.end - 1); last != r.At {
			return &store.ConflictError{Stream: r.Stream, Expected: r.At, Actual: last}
		}
	}
	if length := store.Position(next); a.header.Length != 0 && a.header.Length != length {
		return store.GrownError(a.header.Length, length)
	}
	return nil
}

// stands reports whether the stream holds exactly a's events from the revision
// after the expected on, so that a is a repetition, and the position of the first.
func (w *writer) stands(ctx context.Context, id int64, a Sealed) (first store.Position, same bool, err error) {
	given, err := w.view.codec.open(a)
	if err != nil {
		return 0, false, err
	}
	i := 0
	err = w.view.stream(id, given.Stream).each(ctx, int64(given.Expected+1), func(held store.Recorded) bool {
		if i == 0 {
			first = held.Position
		}
		e := given.Events[i]
		same = held.Type == e.Type && held.Version == e.Version && bytes.Equal(held.Data, e.Data)
		i++
		return same && i < len(given.Events)
	})
	return first, same && i == len(given.Events), err
}

// insert writes the row of a at position first, and its stream's if that is new.
func (w *writer) insert(ctx context.Context, a Sealed, at tip, first int64) error {
	h := &a.header
	if at.id == 0 {
		if w.memory.stream == 0 {
			if err := w.view.ask(ctx, w.lastStream, "append", nil, &w.memory.stream); err != nil {
				return err
			}
		}
		at.id = w.memory.stream + 1
		if _, err := w.addStream.ExecContext(ctx, at.id, h.Stream, nameSum(h.Stream)); err != nil {
			return explain(ctx, w.path, "append", err)
		}
		w.memory.stream = at.id
	}
	r := row{
		first:       first,
		stream:      at.id,
		name:        h.Stream,
		revision:    int64(h.Expected + 1),
		count:       int64(a.count),
		recordedAt:  h.RecordedAt.UnixMicro(),
		actor:       h.Actor,
		correlation: h.Correlation,
		causation:   h.Causation,
		data:        a.blob,
	}
	_, err := w.addAppend.ExecContext(ctx, r.first, r.stream, r.revision, r.count, r.recordedAt,
		r.actor, r.correlation, r.causation, r.data, r.checksum(&w.sum))
	if err != nil {
		return explain(ctx, w.path, "append", err)
	}
	at.end = r.revision + r.count
	w.memory.streams.remember(h.Stream, at)
	if w.scratch {
		return nil
	}
	for leaves := a.leaves; len(leaves) > 0; leaves = leaves[len(merkle.Hash{}):] {
		if err := w.grow(ctx, merkle.Hash(leaves[:len(merkle.Hash{})])); err != nil {
			return err
		}
	}
	return nil
}

// close moves the write-ahead log into the file, as far as other programs
// allow, and releases the connection.
func (w *writer) close() error {
	if w.view == nil {
		return w.conn.Close() // the file was not found to be a ledger
	}
	ctx := context.Background()
	// Whoever reads at this moment is not waited for.
	_, err := w.conn.ExecContext(ctx, `PRAGMA busy_timeout = 0`)
	if err == nil {
		_, err = w.conn.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	}
	if resultCode(err)&0xff == codes.SQLITE_BUSY {
		err = nil // the program in the way will do it
	}
	return errors.Join(explain(ctx, w.path, "close", err), w.view.close(), w.conn.Close())
}
