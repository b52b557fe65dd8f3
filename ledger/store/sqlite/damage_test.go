package sqlite_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// original is a closed ledger.
type original struct {
	file    []byte
	streams []string
	lines   []string // of everything, then of each stream in order
}

func newOriginal(t *testing.T, streams, appends int) original {
	t.Helper()
	dir := t.TempDir()
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	var o original
	last := make(map[string]store.Revision)
	for i := range streams {
		o.streams = append(o.streams, fmt.Sprintf("reimbursement-H4413020%04d-202503", i))
		last[o.streams[i]] = store.NoStream
	}
	for i := range appends {
		name := o.streams[i*7%len(o.streams)]
		last[name] = mustAppend(t, s, to(name, last[name], event(i, 0), event(i, 1), event(i, 2)))[0].Last
	}
	if o.lines, err = o.read(s); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if o.file, err = os.ReadFile(filepath.Join(dir, sqlite.FileName)); err != nil {
		t.Fatal(err)
	}
	return o
}

// read returns the lines of everything in s, then of each stream.
func (o *original) read(s store.Store) ([]string, error) {
	all, err := lines(s)
	if err != nil {
		return nil, err
	}
	for _, name := range o.streams {
		for r, err := range s.Stream(context.Background(), name, 0) {
			if err != nil {
				return nil, err
			}
			all = append(all, string(r.AppendLine(nil)))
		}
	}
	return all, nil
}

// noticed reports whether opening a file and reading everything in it gives a
// *store.CorruptError. It fails the test if it gives neither that nor what the
// original holds.
func (o *original) noticed(t *testing.T, file []byte, what string) bool {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	s, err := sqlite.Open(dir)
	if err == nil {
		got, err = o.read(s)
		_ = s.Close() // a damaged store may not close
	}
	var corrupt *store.CorruptError
	switch {
	case errors.As(err, &corrupt):
		return true
	case err != nil:
		t.Errorf("%s: %v", what, err)
	case !slices.Equal(got, o.lines):
		t.Errorf("%s: silently %d lines instead of %d, or others", what, len(got), len(o.lines))
	}
	return false
}

// TestLostCells makes each page of each tree forget its last entry, and then
// all of them: damage that leaves a file in which nothing else is wrong, and
// that hides rows from whoever asks one tree only.
func TestLostCells(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the file some 70 times, and reads all of it")
	}
	const pageSize = 4096
	o := newOriginal(t, 300, 700) // enough that most trees have more than one page
	trees, interior := 0, 0
	for page := 0; page < len(o.file); page += pageSize {
		header := page
		if page == 0 {
			header = 100 // the file's own header is before it
		}
		kind := o.file[header]
		if kind != 2 && kind != 5 && kind != 10 && kind != 13 {
			continue // an overflow page
		}
		trees++
		if kind == 2 || kind == 5 {
			interior++
		}
		count := binary.BigEndian.Uint16(o.file[header+3:])
		if trees%nthDamage != 0 {
			continue
		}
		for _, n := range []uint16{count - 1, 0} {
			damaged := slices.Clone(o.file)
			binary.BigEndian.PutUint16(damaged[header+3:], n)
			o.noticed(t, damaged, fmt.Sprintf("page %d of kind %d: %d entries of %d", page/pageSize+1, kind, n, count))
		}
	}
	if interior < 5 {
		t.Errorf("only %d of %d pages are interior; the original is too small to show anything", interior, trees)
	}
}

// TestFlippedHeader flips every bit of the file's header, where a bit can
// change what all the rest means.
func TestFlippedHeader(t *testing.T) {
	if testing.Short() {
		t.Skip("opens the file 800 times")
	}
	o := newOriginal(t, 3, 20)
	for bit := 0; bit < 100*8; bit += nthDamage {
		damaged := slices.Clone(o.file)
		damaged[bit/8] ^= 1 << (bit % 8)
		o.noticed(t, damaged, fmt.Sprintf("bit %d of byte %d", bit%8, bit/8))
	}
}

// TestAutoVacuum: this bit changes nothing for a reader, but a writer would take
// pages that hold rows for SQLite's own.
func TestAutoVacuum(t *testing.T) {
	o := newOriginal(t, 3, 20)
	damaged := slices.Clone(o.file)
	damaged[55] ^= 1
	if !o.noticed(t, damaged, "auto-vacuum") {
		t.Error("not noticed")
	}
}

// TestFlippedBlobs flips one bit in each stored blob.
func TestFlippedBlobs(t *testing.T) {
	o := newOriginal(t, 40, 300)
	dir := t.TempDir()
	path := filepath.Join(dir, sqlite.FileName)
	if err := os.WriteFile(path, o.file, 0o600); err != nil {
		t.Fatal(err)
	}
	rows, err := raw(t, dir).Query(`SELECT first, data FROM appends`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	seen := 0
	for ; rows.Next(); seen++ {
		var first int
		var blob []byte
		if err := rows.Scan(&first, &blob); err != nil {
			t.Fatal(err)
		}
		if seen%10 != 0 {
			continue // each takes its milliseconds
		}
		// Where a page was split its old bytes remain, so a blob may stand in
		// the file more than once; only one of them is read.
		flipped := slices.Clone(blob)
		flipped[first%len(blob)] ^= 1 << (first % 8)
		damaged := bytes.ReplaceAll(o.file, blob, flipped)
		if !o.noticed(t, damaged, fmt.Sprintf("blob of position %d", first)) {
			t.Errorf("blob of position %d: a flipped bit was not noticed", first)
		}
	}
	if err := rows.Err(); err != nil || seen != 300 {
		t.Fatalf("%d rows, %v", seen, err)
	}
}
