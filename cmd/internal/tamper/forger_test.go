package tamper

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the driver

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// forger has a ledger's rows in hand and writes them back past the program. He
// knows the file's form from the documentation of package sqlite and shares no
// code with it.
type forger struct {
	t        testing.TB
	dir      string
	streams  map[int64]string
	rows     []*row // in the order of positions
	honest   bool   // leave checksums as they were
	retree   bool   // compute the tree again, so that it agrees with the events
	sql      []string
	exposed  bool   // leave the triggers away
	exchange string // directory whose file to put in the place of the ledger's
}

// row is one append.
type row struct {
	First, Stream, Revision, Count, RecordedAt int64
	Actor, Correlation, Causation              string
	Data                                       []byte
	Sum                                        int64
}

// line is one event of an append: its type, version and data, with blanks between.
type line = string

const columns = `first, stream, revision, count, recorded_at, actor, correlation, causation, data, sum`

func (r *row) fields() []any {
	return []any{&r.First, &r.Stream, &r.Revision, &r.Count, &r.RecordedAt, &r.Actor, &r.Correlation, &r.Causation, &r.Data, &r.Sum}
}

// seal computes the row's checksum.
func (r *row) seal(stream string) {
	var b []byte
	for _, n := range []int64{r.First, r.Stream, r.Revision, r.Count, r.RecordedAt} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	for _, s := range []string{stream, r.Actor, r.Correlation, r.Causation} {
		b = append(binary.BigEndian.AppendUint64(b, uint64(len(s))), s...)
	}
	r.Sum = crc(append(b, r.Data...))
}

func crc(b []byte) int64 { return int64(crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))) }

// lines returns the events of a row.
func (f *forger) lines(r *row) []line {
	f.t.Helper()
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		f.t.Fatal(err)
	}
	defer d.Close()
	text, err := d.DecodeAll(r.Data, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// put makes lines the events of a row.
func (f *forger) put(r *row, lines []line) {
	f.t.Helper()
	e, err := zstd.NewWriter(nil, zstd.WithSingleSegment(true), zstd.WithEncoderCRC(false), zstd.WithEncoderConcurrency(1))
	if err != nil {
		f.t.Fatal(err)
	}
	defer e.Close() //nolint:errcheck // it writes nowhere
	r.Data, r.Count = e.EncodeAll([]byte(strings.Join(lines, "\n")+"\n"), nil), int64(len(lines))
}

// at returns the row that has an event, and its place in the row and among rows.
func (f *forger) at(position int64) (r *row, inside int, index int) {
	f.t.Helper()
	for i, r := range f.rows {
		if position < r.First+r.Count {
			return r, int(position - r.First), i
		}
	}
	f.t.Fatalf("no event %d", position)
	return nil, 0, 0
}

// change rewrites the line of one event.
func (f *forger) change(position int64, do func(line) line) {
	f.t.Helper()
	r, i, _ := f.at(position)
	lines := f.lines(r)
	after := do(lines[i])
	if after == lines[i] {
		f.t.Fatalf("event %d stays %s", position, after)
	}
	lines[i] = after
	f.put(r, lines)
}

// renumber gives the rows the positions and revisions that follow from their order.
func (f *forger) renumber() {
	var first int64
	next := map[int64]int64{}
	for _, r := range f.rows {
		r.First, r.Revision = first, next[r.Stream]
		first += r.Count
		next[r.Stream] += r.Count
	}
}

func (f *forger) open() *sql.DB {
	f.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(f.dir, sqlite.FileName))
	if err != nil {
		f.t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func (f *forger) must(db *sql.DB, query string, args ...any) {
	f.t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		f.t.Fatalf("%.80s: %v", query, err)
	}
}

// all returns what a query answers, each row with n columns.
func all[T any](f *forger, db *sql.DB, query string, fields func(*T) []any) (out []T) {
	f.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		f.t.Fatal(err)
	}
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			f.t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := cmp.Or(rows.Err(), rows.Close()); err != nil {
		f.t.Fatal(err)
	}
	return out
}

type stream struct {
	id   int64
	name string
}

// forge opens the ledger in a directory, has do change what is in hand, and
// writes back what was changed.
func forge(t testing.TB, dir string, do func(f *forger)) {
	t.Helper()
	f := &forger{t: t, dir: dir, streams: map[int64]string{}}
	db := f.open()
	for _, s := range all(f, db, `SELECT id, name FROM streams`, func(s *stream) []any { return []any{&s.id, &s.name} }) {
		f.streams[s.id] = s.name
	}
	before := map[int64]row{}
	for _, r := range all(f, db, `SELECT `+columns+` FROM appends ORDER BY first`, (*row).fields) {
		before[r.First] = r
		f.rows = append(f.rows, &r)
	}
	names := maps.Clone(f.streams)
	do(f)

	triggers := all(f, db, `SELECT sql FROM sqlite_schema WHERE type = 'trigger'`, func(s *string) []any { return []any{s} })
	for _, trigger := range triggers {
		f.must(db, `DROP TRIGGER `+strings.Fields(trigger)[2])
	}
	f.must(db, `BEGIN`)
	for id, name := range f.streams {
		if names[id] != name {
			f.must(db, `UPDATE streams SET name = ?, sum = ? WHERE id = ?`, name, crc([]byte(name)), id)
		}
	}
	f.writeRows(db, before, names)
	for _, statement := range f.sql {
		f.must(db, statement)
	}
	f.must(db, `COMMIT`)
	if !f.exposed {
		for _, trigger := range triggers {
			f.must(db, trigger)
		}
	}
	f.close(db)
	if f.retree {
		f.plant(triggers)
	}
	if f.exchange != "" {
		f.swapFile()
	}
}

func (f *forger) close(db *sql.DB) {
	f.t.Helper()
	f.must(db, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err := db.Close(); err != nil {
		f.t.Fatal(err)
	}
}

// writeRows writes the rows that are not as before.
func (f *forger) writeRows(db *sql.DB, before map[int64]row, names map[int64]string) {
	f.t.Helper()
	changed := func(r *row) bool {
		old, stood := before[r.First]
		return !stood || !reflect.DeepEqual(old, *r) || names[r.Stream] != f.streams[r.Stream]
	}
	kept := map[int64]bool{}
	for _, r := range f.rows {
		kept[r.First] = !changed(r)
	}
	for first := range before {
		if !kept[first] {
			f.must(db, `DELETE FROM appends WHERE first = `+strconv.FormatInt(first, 10))
		}
	}
	for _, r := range f.rows {
		if kept[r.First] {
			continue
		}
		if !f.honest {
			r.seal(f.streams[r.Stream])
		}
		f.must(db, `INSERT INTO appends (`+columns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			r.First, r.Stream, r.Revision, r.Count, r.RecordedAt, r.Actor, r.Correlation, r.Causation, r.Data, r.Sum)
	}
}

// plant computes the tree of the events as they are now and writes it.
func (f *forger) plant(triggers []string) {
	f.t.Helper()
	var blocks []merkle.Hash
	var open merkle.Frontier
	var tags []byte
	s, err := sqlite.Open(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			f.t.Fatal(err)
		}
		leaf := merkle.LeafHash(r.AppendLine(nil))
		tags = append(tags, merkle.Tag(leaf))
		if block, complete := open.Append(leaf); complete {
			blocks, open = append(blocks, block), merkle.Frontier{}
		}
	}
	if err := s.Close(); err != nil {
		f.t.Fatal(err)
	}
	db := f.open()
	for _, trigger := range triggers {
		f.must(db, `DROP TRIGGER `+strings.Fields(trigger)[2])
	}
	f.must(db, `BEGIN`)
	f.must(db, `DELETE FROM blocks`)
	for i, b := range blocks {
		f.must(db, `INSERT INTO blocks (block, hash, tags) VALUES (?, ?, ?)`, i, b[:], tags[i*merkle.BlockSize:(i+1)*merkle.BlockSize])
	}
	root := open.Root()
	f.must(db, `UPDATE tail SET size = ?, hash = ?, tags = ?`, len(tags), root[:], append([]byte{}, tags[len(blocks)*merkle.BlockSize:]...))
	f.must(db, `COMMIT`)
	for _, trigger := range triggers {
		f.must(db, trigger)
	}
	f.close(db)
}

// streamOf returns the id of the stream of an event.
func (f *forger) streamOf(name string) int64 {
	f.t.Helper()
	for id, n := range f.streams {
		if n == name {
			return id
		}
	}
	f.t.Fatalf("no stream %s", name)
	return 0
}

// root returns the root of the first events of a ledger as somebody who trusts
// nothing in the file computes it from the events alone. Error: there are fewer,
// or they cannot be read.
func root(dir string, size int64) (head merkle.Head, err error) {
	s, err := sqlite.Open(dir)
	if err != nil {
		return head, err
	}
	defer s.Close() //nolint:errcheck // it may be damaged
	var f merkle.Frontier
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			return head, err
		}
		if r.Position != store.Position(f.Size()) {
			return head, fmt.Errorf("event %d at %d", r.Position, f.Size())
		}
		f.Append(merkle.LeafHash(r.AppendLine(nil)))
		if f.Size() == size {
			return f.Head(), nil
		}
	}
	return head, fmt.Errorf("%d events only", f.Size())
}
