package kurrent

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/fundledger/fundledger/ledger/store"
)

// filled returns an index that was offered every position before an end.
func filled(spacing, end store.Position) *index {
	x := readIndex("", spacing)
	for p := range end {
		if x.wants(p) {
			x.add(at(p))
		}
	}
	return x
}

// at is the point of a position in a log of events of 100 bytes.
func at(p store.Position) point {
	return point{Position: p, place: place{uint64(p) * 100, uint64(p) * 100}, ID: fmt.Sprint("id", p)}
}

func TestIndexSpacing(t *testing.T) {
	x := filled(10, 101)
	if len(x.points) != 10 || x.points[0].Position != 10 || x.points[9].Position != 100 {
		t.Fatalf("%v", x.points)
	}
	for _, test := range []struct{ p, want store.Position }{{0, 0}, {9, 0}, {10, 10}, {19, 10}, {99, 90}, {100, 100}, {5000, 100}} {
		got := x.before(test.p)
		if got.Position != test.want || (got.ID == "") != (test.want == 0) {
			t.Errorf("before %d: %v", test.p, got)
		}
		if byPlace := x.beforePlace(at(test.p).place); byPlace != got {
			t.Errorf("before the place of %d: %v", test.p, byPlace)
		}
	}
	x.add(at(50)) // by another scan, which is behind
	if len(x.points) != 10 || x.wants(50) || x.wants(109) || !x.wants(110) {
		t.Errorf("%v", x.points)
	}
	x.clear()
	if got := x.before(1 << 40); got.ID != "" || !x.wants(10) {
		t.Errorf("%v", got)
	}
}

// However long the log is, the index has no more points than it may, evenly spaced.
func TestIndexThinning(t *testing.T) {
	x := filled(4, 4*maxPoints*5)
	if n := len(x.points); n >= maxPoints || n < maxPoints/2 {
		t.Fatalf("%d points", n)
	}
	last := x.points[len(x.points)-1].Position
	if end := store.Position(4 * maxPoints * 5); last+2*x.spacing < end {
		t.Errorf("the last point is at %d of %d", last, end)
	}
	for i := 1; i < len(x.points); i++ {
		if gap := x.points[i].Position - x.points[i-1].Position; gap > x.spacing || gap < x.spacing/2 {
			t.Fatalf("%d positions between points %d and %d; spacing %d", gap, i-1, i, x.spacing)
		}
	}
}

// A file that is damaged in any byte is not believed.
func TestIndexFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "below", "index.json")
	x := filled(10, 101)
	for range 2 {
		if err := x.write(path); err != nil {
			t.Fatal(err)
		}
	}
	if got := readIndex(path, 10); len(got.points) != 10 || got.points[9] != x.points[9] || got.changed {
		t.Fatalf("%v", got.points)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, damaged []byte) {
		t.Helper()
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		for i, p := range readIndex(path, 10).points {
			if p != x.points[i] {
				t.Errorf("%s: believed %v", what, p)
			}
		}
	}
	for i := range text {
		damaged := bytes.Clone(text)
		damaged[i] ^= 1 << (i % 7)
		check(fmt.Sprint("byte ", i), damaged)
		if i%10 == 0 {
			check(fmt.Sprint("cut at ", i), text[:i])
		}
	}
	for what, other := range map[string]string{
		"another format": `{"Format":2,"Spacing":10,"Points":[]}`,
		"nothing":        "", "no JSON": "index", "null": "null", "no spacing": `{"Format":1,"Points":[]}`,
	} {
		check(what, []byte(other))
		if got := readIndex(path, 10); len(got.points) != 0 || got.spacing != 10 {
			t.Errorf("%s: %v", what, got.points)
		}
	}
}

// Where no file can be written that is said, and nothing is left.
func TestIndexFileThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "index.json")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := filled(10, 101).write(path); err == nil {
		t.Error("a directory was written")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}
