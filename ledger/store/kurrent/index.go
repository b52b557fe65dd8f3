package kurrent

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"sync"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

// index says where in the log of the server some positions of the ledger are, so
// that a position is found without counting from the beginning. It can always be
// made again from the log; a point of it is believed only if the event that stands
// there has its id.
type index struct {
	mu      sync.Mutex
	spacing store.Position
	points  []point // in order
	changed bool
}

// point is the last event of an append, after which no append is half-read.
type point struct {
	place
	Position store.Position
	ID       string // of the event; empty: no point
}

const (
	firstSpacing = 1024
	maxPoints    = 8192 // then every other is dropped
)

// wants reports whether a point at a position would help.
func (x *index) wants(p store.Position) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.points) == 0 && p >= x.spacing || len(x.points) > 0 && p >= x.points[len(x.points)-1].Position+x.spacing
}

// add adds a point after all others.
func (x *index) add(p point) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if n := len(x.points); n > 0 && p.Position <= x.points[n-1].Position {
		return // another scan was here
	}
	x.points, x.changed = append(x.points, p), true
	if len(x.points) < maxPoints {
		return
	}
	kept := x.points[:0]
	for i := 1; i < len(x.points); i += 2 {
		kept = append(kept, x.points[i])
	}
	x.points = kept
	x.spacing *= 2
}

// before returns the last point at or before a position, point{} if there is none.
func (x *index) before(p store.Position) point {
	return x.lastOf(func(q point) bool { return q.Position <= p })
}

// beforePlace returns the last point at or before a place, point{} if there is none.
func (x *index) beforePlace(at place) point {
	return x.lastOf(func(q point) bool { return !at.before(q.place) })
}

// lastOf returns the last point for which some predicate holds, which holds for all
// before it.
func (x *index) lastOf(holds func(point) bool) point {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := sort.Search(len(x.points), func(i int) bool { return !holds(x.points[i]) })
	if n == 0 {
		return point{}
	}
	return x.points[n-1]
}

// clear forgets everything.
func (x *index) clear() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.points, x.changed = nil, true
}

// indexFile is the form of the file.
type indexFile struct {
	Format  int
	Spacing store.Position
	Points  []point
	Sum     string // of the points: a wrong position in one of them would be believed
}

// sum returns the sum of points.
func sum(points []point) (string, error) {
	text, err := json.Marshal(points)
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:]), err
}

const indexFormat = 1

// maxIndex bounds the size of the file.
const maxIndex = 1 << 30

// readIndex returns the index in a file; an empty one if there is none that serves.
func readIndex(path string, spacing store.Position) *index {
	x := &index{spacing: spacing}
	if path == "" {
		return x
	}
	var f indexFile
	text, err := disk.Read(path, maxIndex)
	if err != nil || json.Unmarshal(text, &f) != nil || f.Format != indexFormat || f.Spacing < spacing {
		return x
	}
	if sum, err := sum(f.Points); err != nil || sum != f.Sum {
		return x
	}
	for i, p := range f.Points {
		if p.ID == "" || i > 0 && (p.Position <= f.Points[i-1].Position || !f.Points[i-1].before(p.place)) {
			return x
		}
	}
	x.spacing, x.points = f.Spacing, f.Points
	return x
}

// write replaces the file if there is something new.
func (x *index) write(path string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if path == "" || !x.changed {
		return nil
	}
	fail := func(err error) error { return fmt.Errorf("keep the index of the ledger: %w", err) }
	digest, err := sum(x.points)
	if err != nil {
		return fail(err)
	}
	text, err := json.Marshal(indexFile{Format: indexFormat, Spacing: x.spacing, Points: x.points, Sum: digest})
	if err != nil {
		return fail(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fail(err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-*")
	if err != nil {
		return fail(err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fail(errors.Join(err, os.Remove(f.Name())))
	}
	x.changed = false
	return nil
}
