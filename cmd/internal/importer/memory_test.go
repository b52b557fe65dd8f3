package importer_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var largeFile = flag.Int("rows", 20_000, "how many rows the file of TestImportInBoundedMemory has; 300,000 in .ci/run")

// writeClaims writes a file of n claims of 25 institutions over three years, and
// returns its path and size.
func writeClaims(t *testing.T, n int) (path string, size int64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "claims.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprint(w, header, "fund.established,F-1,2022-12-31,441300.390,,,,,,,,,resident\n")
	for i := range 25 {
		fmt.Fprintf(w, "institution.designated,D-%d,2022-12-31,,441300,H441302%05d,,,,,,,hospital\n", i, i)
	}
	for i := range n {
		fmt.Fprintf(w, "reimbursement.paid,R-%09d,%d-%02d-%02d,441300.390,,H441302%05d,%d,%d.%02d,,,inpatient,,\n",
			i, 2023+i%3, 1+i%12, 1+i%28, i%25, 100_000+i, 1+i%5000, i%100)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path, info.Size()
}

// A large file goes through in bounded memory: what is kept is what the rules
// need of the facts decided last, never rows.
func TestImportInBoundedMemory(t *testing.T) {
	n := *largeFile
	path, size := writeClaims(t, n)
	books := t.TempDir()
	s, err := sqlite.Create(books)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a ledger of a test
	o := options(t, path)
	o.Scratch = books
	var peak uint64
	measure := func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc)
	}
	calls := 0
	o.Progress = func(string, importer.Stage, int64, int64) {
		if calls++; calls%16 == 0 {
			measure()
		}
	}
	sum, err := importer.Import(context.Background(), s, o)
	if err != nil || sum.Recorded != n+26 {
		t.Fatalf("%+v, %v", sum, err)
	}
	runtime.GC()
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	t.Logf("%d rows, %d MiB of file: heap at most %d MiB while importing, %d MiB after", n, size>>20, peak>>20, after.HeapAlloc>>20)
	if peak > 256<<20 || after.HeapAlloc > 64<<20 {
		t.Errorf("heap of %d MiB while importing, %d MiB after; the bounds are 256 and 64", peak>>20, after.HeapAlloc>>20)
	}
	if sum, err := importer.Import(context.Background(), s, o); err != nil || sum.Already != n+26 || sum.Written != 0 {
		t.Errorf("the second time: %+v, %v", sum, err)
	}
	empty(t, books, sqlite.FileName, sqlite.FileName+"-wal", sqlite.FileName+"-shm")
}
