package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	driver "modernc.org/sqlite"

	"github.com/fundledger/fundledger/ledger/store"
)

func newStore(t *testing.T, opts ...Option) *Store {
	t.Helper()
	s, err := Create(t.TempDir(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func to(stream string, expected store.Revision, data ...string) store.Append {
	a := store.Append{Stream: stream, Expected: expected, RecordedAt: time.UnixMicro(1743436799123456).UTC(), Actor: "clerk"}
	for _, d := range data {
		a.Events = append(a.Events, store.Event{Type: "test.happened", Version: 1, Data: []byte(d)})
	}
	return a
}

// data returns the data of everything in s, in order.
func data(t *testing.T, s *Store) (all []string) {
	t.Helper()
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(r.Data))
	}
	return all
}

func TestNewerFormat(t *testing.T) {
	s := newStore(t)
	if _, err := s.log.conn.ExecContext(context.Background(), fmt.Sprintf(`PRAGMA user_version = %d`, userVersion(format+1))); err != nil {
		t.Fatal(err)
	}
	dir := strings.TrimSuffix(s.path, FileName)
	var newer *NewerFormatError
	if _, err := Open(dir); !errors.As(err, &newer) || newer.Format != format+1 || newer.Known != format {
		t.Errorf("open: %v", err)
	}
}

// onCommit has f called at each commit of s; a result other than 0 fails it.
func onCommit(t *testing.T, s *Store, f func() int32) {
	t.Helper()
	err := s.log.conn.Raw(func(conn any) error {
		conn.(interface{ RegisterCommitHook(driver.CommitHookFn) }).RegisterCommitHook(f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestUnknownOutcome: a commit that fails for a reason that says nothing about
// what is on the disk.
func TestUnknownOutcome(t *testing.T) {
	s := newStore(t)
	a := to("fund-1", store.NoStream, `{"n":1}`, `{"n":2}`)
	fail := int32(1)
	onCommit(t, s, func() int32 { return fail })
	var unknown *store.UnknownOutcomeError
	receipts, err := s.Append(context.Background(), a)
	if !errors.As(err, &unknown) || receipts != nil {
		t.Fatalf("append: %v, %v", receipts, err)
	}
	fail = 0
	for _, duplicate := range []bool{false, true} {
		receipts, err = s.Append(context.Background(), a)
		if err != nil || receipts[0] != (store.Receipt{First: 0, Last: 1, Duplicate: duplicate}) {
			t.Errorf("retry: %+v, %v", receipts, err)
		}
	}
	if got := data(t, s); len(got) != 2 {
		t.Errorf("%d events", len(got))
	}
}

// TestUndecodable writes rows whose checksum is right and whose blob is not
// what pack writes, as a program with a bug or a forger might.
func TestUndecodable(t *testing.T) {
	enc, err := zstd.NewWriter(nil, zstd.WithSingleSegment(true))
	if err != nil {
		t.Fatal(err)
	}
	blob := func(lines string) []byte { return enc.EncodeAll([]byte(lines), nil) }
	for name, data := range map[string][]byte{
		"nothing":            {},
		"not zstd":           []byte("test.happened 1 {}\n"),
		"half a frame":       blob("test.happened 1 {}\n")[:10],
		"a bomb":             enc.EncodeAll(make([]byte, 1<<28), nil),
		"another frame":      append(blob("test.happened 1 {}\n"), enc.EncodeAll(make([]byte, 1<<28), nil)...),
		"no line":            blob("x"),
		"no version":         blob("test.happened {}\n"),
		"version 0":          blob("test.happened 0 {}\n"),
		"version 01":         blob("test.happened 01 {}\n"),
		"version of 21":      blob("test.happened 111111111111111111111 {}\n"),
		"version overflowed": blob("test.happened 9007199254740992 {}\n"),
		"a line too many":    blob("test.happened 1 {}\ntest.happened 1 {}\n"),
		"an open line":       blob("test.happened 1 {}"),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			if err := s.log.begin(context.Background()); err != nil {
				t.Fatal(err)
			}
			sealed, err := s.codec.seal(to("fund-1", store.NoStream, `{}`), true)
			if err != nil {
				t.Fatal(err)
			}
			sealed.blob = data
			if err := s.log.insert(context.Background(), sealed, tip{}, 0); err != nil {
				t.Fatal(err)
			}
			if _, err := s.log.conn.ExecContext(context.Background(), `COMMIT`); err != nil {
				t.Fatal(err)
			}
			var corrupt *store.CorruptError
			for r, err := range s.All(context.Background(), 0) {
				if err != nil && !errors.As(err, &corrupt) {
					t.Errorf("read: %v", err)
				}
				if err == nil && string(r.Data) != `{}` {
					t.Errorf("read %s", r.Data)
				}
			}
			if corrupt == nil {
				t.Error("not noticed")
			}
		})
	}
}

// TestBombs: what a blob needs of memory is bounded before it is decompressed,
// by what its frame states, and while it is, by what the first frame stated.
func TestBombs(t *testing.T) {
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	defer c.dec.Close()
	bomb := c.enc.EncodeAll(make([]byte, 1<<24), nil)
	small := c.pack(to("fund-1", store.NoStream, `{}`).Events, &scratch{})
	for name, blob := range map[string][]byte{"one": bomb, "another frame": append(slices.Clone(small), bomb...)} {
		if lines, err := c.unpack(nil, blob, 1); err == nil || len(lines) > maxLine {
			t.Errorf("%s: %d bytes, %v", name, len(lines), err)
		}
	}
	if lines, err := c.unpack(nil, small, 1); string(lines) != "test.happened 1 {}\n" || err != nil {
		t.Errorf("no bomb: %q, %v", lines, err)
	}
}

// TestOneStreamsDamage: a damaged stream does not keep others from being written.
func TestOneStreamsDamage(t *testing.T) {
	s := newStore(t)
	if _, err := s.Append(context.Background(), to("fund-1", store.NoStream, `{}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.log.conn.ExecContext(context.Background(), `INSERT INTO streams (id, name, sum) VALUES (2, 'fund-2', 7)`); err != nil {
		t.Fatal(err)
	}
	var corrupt *store.CorruptError
	receipts, err := s.Append(context.Background(),
		to("fund-1", 0, `{"n":1}`), to("fund-2", store.NoStream, `{}`), to("fund-1", 1, `{"n":2}`))
	if !errors.As(err, &corrupt) || len(receipts) != 1 {
		t.Errorf("append to both: %v, %v", receipts, err)
	}
	if _, err := s.Append(context.Background(), to("fund-1", 1, `{"n":3}`)); err != nil {
		t.Errorf("append to the sound one: %v", err)
	}
	if got := data(t, s); !slices.Equal(got, []string{`{}`, `{"n":1}`, `{"n":3}`}) {
		t.Errorf("holds %v", got)
	}
}

// TestPlans: what is asked at each append and each batch takes a search, not a
// walk or a sort that grows with the ledger.
func TestPlans(t *testing.T) {
	s := newStore(t)
	arguments := []any{1, 1}
	for _, query := range []string{findStream, endLog, endStream, startAll, nextAll, startOne, nextOne} {
		rows, err := s.read.Query(`EXPLAIN QUERY PLAN `+query, arguments[:strings.Count(query, "?2")+min(1, strings.Count(query, "?1"))]...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			scan := strings.HasPrefix(step, "SCAN appends") && query != endLog // which takes one step of it
			if scan || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s\n%s", query, step)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzCutLine(f *testing.F) {
	for _, seed := range []string{"a 1 {}\n", "a 12 {\"b\": 1}\nb 2 {}\n", "a  1 {}\n", "a 1\n{}", " 1 {}\n", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, lines []byte) {
		typ, version, data, rest, err := cutLine(lines)
		if err != nil {
			return
		}
		if again := fmt.Appendf(nil, "%s %d %s\n%s", typ, version, data, rest); !bytes.Equal(again, lines) || version < 1 {
			t.Errorf("%q was read as %q %d %q", lines, typ, version, data)
		}
	})
}

// Tips are those that were remembered last, or none.
func TestTips(t *testing.T) {
	const most = 1000
	tips := tips{most: most}
	if _, known := tips.recall("fund-1"); known {
		t.Error("a tip of nothing")
	}
	stream := func(i int) string { return fmt.Sprint("fund-", i) }
	const n = most + most/2
	for i := range n {
		tips.remember(stream(i), tip{int64(i + 1), 1})
		tips.remember(stream(i), tip{int64(i + 1), int64(i + 2)})
	}
	for i := range n {
		if at, known := tips.recall(stream(i)); !known || at != (tip{int64(i + 1), int64(i + 2)}) {
			t.Fatalf("%d: %v, %v", i, at, known)
		}
	}
	for i := n; i < 3*most; i++ {
		tips.remember(stream(i), tip{1, 1})
	}
	if _, known := tips.recall(stream(0)); known || len(tips.young) > most || len(tips.old) > most {
		t.Errorf("%d young and %d old are remembered", len(tips.young), len(tips.old))
	}
	tips.remember("fund-large", tip{7, 1 << 32})
	if _, known := tips.recall("fund-large"); known || len(tips.young)+len(tips.old) > 0 {
		t.Error("a tip is remembered that has no room")
	}
}
