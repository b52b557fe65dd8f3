package sqlite

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// BenchmarkTree appends with the tree and without it: what it costs.
func BenchmarkTree(b *testing.B) {
	for _, events := range []int{1, 1000} {
		for _, without := range []bool{false, true} {
			name := map[bool]string{false: "with", true: "without"}[without]
			b.Run(fmt.Sprintf("%d events/%s", events, name), func(b *testing.B) {
				s, err := Create(b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				s.log.scratch = without
				next := store.NoStream
				for b.Loop() {
					b.StopTimer()
					a := numbered("fund-1", next, events)
					b.StartTimer()
					if _, err := s.Append(b.Context(), a); err != nil {
						b.Fatal(err)
					}
					next += store.Revision(events)
				}
				b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

// TestTreeSize measures what the tree takes on the disk.
func TestTreeSize(t *testing.T) {
	const events = 50_000
	s := newStore(t)
	for i := 0; i < events; i += 5000 {
		if _, err := s.Append(t.Context(), numbered("fund-1", store.Revision(i-1), 5000)); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "copy")
	if err := s.Backup(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	with := size()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`DROP TABLE blocks`, `DROP TABLE tail`, `VACUUM`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	each := float64(with-size()) / events
	t.Logf("%.2f bytes an event", each)
	// The tag is one byte, the block's hash and its row are 0.23 in the long run, and a
	// few pages stand whatever the size.
	if each < 1 || each > 1.75 {
		t.Errorf("the tree takes %.2f bytes an event", each)
	}
}
