// Package folio finds what makes up a figure: of an account of a fund and a day of the
// books the events, of a page of lines the sums in front of it, as the log is now and as it
// was at any earlier position.
//
// What it keeps stands beside the log and is worth nothing by itself: it is made from the
// log in one pass, which may be that of a replay (see Folder.Making), follows it, and is made anew
// where it is damaged, of another log, or not sealed by the view key of whoever asks.
//
// # Form
//
// The log is looked at in blocks of some thousand positions. Of a block it is kept what each
// account of each fund has in it on each day of the books: how many lines, what they sum to,
// and, if they are few, where they stand. Events come almost in the order of their days, so
// that of one day few blocks have anything: the events themselves are read from the log.
//
// Of each piece of the log its payments are summed besides (see package summary), so that the books
// as they were at any position come from a snapshot in front of it without the log being read: but
// for the piece that the position is in.
//
// What is kept of a stretch of the log is one file, a volume (see volume): never changed, and
// of equal logs equal. A million positions make a volume; the newest of the log are in small
// ones, and the last few thousand in none: they are read when the shelf is opened. A city of
// sixty million events takes less than four bytes each, of which terms are almost three.
package folio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/closings"
)

// Folder is where the volumes of a log stand, and the key that seals them.
type Folder struct {
	Path string
	Key  viewkey.Source // asked for when a volume is read or kept, and made with the first that is kept
}

// sizes are how the log is cut, in positions; each divides the next.
type sizes struct {
	block  uint64 // what is summed
	piece  uint64 // a small volume, and what is summed together; the tail of the log that is in none is shorter
	volume uint64
	few    uint64 // so many lines of a block are kept with their places
}

var usual = sizes{block: 1 << 12, piece: 1 << 15, volume: 1 << 20, few: 8}

// next returns how large the volume is that begins at a position, in a log of that end.
func (s *sizes) next(at, end uint64) uint64 {
	if at%s.volume == 0 && at+s.volume <= end {
		return s.volume
	}
	return s.piece
}

// are reports whether Open would take a volume from one position to another, in a log of that end.
func (s *sizes) are(from, to, end uint64) bool {
	if to > end || from >= to || from%(to-from) != 0 {
		return false
	}
	return to-from == s.volume || to-from == s.piece && from/s.volume == end/s.volume
}

// DamagedError says that a volume is not what was written.
type DamagedError struct {
	Path   string
	Reason string
}

// Error returns the message in English.
func (e *DamagedError) Error() string { return e.Text().EN }

// Text returns the error in both languages.
func (e *DamagedError) Text() lang.Text {
	return lang.F("%s 已损坏：%s；删除后重建", "%s is damaged: %s; it is made anew when it is removed", e.Path, e.Reason)
}

// UnkeptError says that a volume could not be kept, such as beside a ledger that may only be
// read: then Read is for whoever asks.
type UnkeptError struct{ Cause error }

// Error returns the message in English.
func (e *UnkeptError) Error() string { return "keep a volume: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *UnkeptError) Unwrap() error { return e.Cause }

// Shelf is the volumes of a log that were opened. It may be asked by several goroutines, if
// nobody follows meanwhile.
type Shelf struct {
	folder   Folder
	store    store.Store
	closings *closings.Fold // of the log up to end at least
	sizes    sizes
	volumes  []*volume // one behind the other, from the beginning of the log
	behind   *gathered // what is behind them
	tail     *volume   // the same, as it is asked
}

// Open opens the volumes of a log up to a position, and makes those that are missing.
// closings are what is closed, up to that position at least. progress, if not nil, is told how
// many events of the log they know while many are read. Errors: *UnkeptError, those of reading
// the log and the volumes.
func (f Folder) Open(ctx context.Context, s store.Store, c *closings.Fold, end store.Position,
	progress func(known uint64)) (*Shelf, error) {
	return f.open(ctx, s, c, end, usual, progress)
}

func (f Folder) open(ctx context.Context, s store.Store, c *closings.Fold, end store.Position, of sizes,
	progress func(uint64)) (*Shelf, error) {
	shelf := &Shelf{folder: f, store: s, closings: c, sizes: of}
	if err := shelf.Follow(ctx, end, progress); err != nil {
		return nil, errors.Join(err, shelf.Close())
	}
	return shelf, nil
}

// Follow takes in the events up to a position; closings know them. Errors: as for Open.
func (s *Shelf) Follow(ctx context.Context, end store.Position, progress func(known uint64)) error {
	if s.covered()+s.sizes.piece <= uint64(end) {
		if err := s.fill(ctx, uint64(end), progress); err != nil {
			return err
		}
	}
	if s.behind == nil || s.behind.first != s.covered() {
		s.behind, s.tail = newGathered(s.covered()), nil
	}
	if s.tail != nil && uint64(end) <= s.behind.end {
		return nil
	}
	if err := s.gather(ctx, s.behind, uint64(end)); err != nil {
		s.behind = nil // of a part of what is new nothing is known
		return err
	}
	s.tail, _ = s.behind.volume(s.sizes)
	return nil
}

// covered returns up to which position there are volumes.
func (s *Shelf) covered() uint64 {
	if n := len(s.volumes); n > 0 {
		return s.volumes[n-1].end
	}
	return 0
}

// fill opens or makes the volumes up to a position.
func (s *Shelf) fill(ctx context.Context, end uint64, progress func(uint64)) error {
	for len(s.volumes) > 0 && s.volumes[len(s.volumes)-1].size() < s.sizes.volume { // it may be part of a larger one now
		last := s.volumes[len(s.volumes)-1]
		if last.first/s.sizes.volume == end/s.sizes.volume {
			break
		}
		s.volumes = s.volumes[:len(s.volumes)-1]
		if err := last.close(); err != nil {
			return err
		}
	}
	for at := s.covered(); at+s.sizes.piece <= end; at = s.covered() {
		size := s.sizes.next(at, end)
		v, err := s.folder.load(ctx, s.store, at, at+size, s.sizes)
		if damage := (*DamagedError)(nil); errors.As(err, &damage) {
			v, err = s.make(ctx, at, at+size, progress)
		}
		if err != nil {
			return err
		}
		s.volumes = append(s.volumes, v)
	}
	return s.folder.clean(s.volumes)
}

// make makes the volume of a stretch of the log, and keeps it.
func (s *Shelf) make(ctx context.Context, from, to uint64, progress func(uint64)) (*volume, error) {
	of := newVolume(from)
	if err := s.gather(ctx, of, to); err != nil {
		return nil, err
	}
	if err := s.folder.write(ctx, s.store, of, s.sizes); err != nil {
		return nil, err
	}
	if progress != nil {
		progress(to)
	}
	return s.folder.load(ctx, s.store, from, to, s.sizes)
}

// write keeps the volume of what was gathered of a log. Errors: *UnkeptError, those of reading
// the log.
func (f Folder) write(ctx context.Context, s store.Store, g *gathered, of sizes) (err error) {
	v, body := g.volume(of)
	body = v.addSums(v.addTerms(body, &g.terms), g.summing)
	if v.tie, err = verify.Tie(ctx, s, g.end); err != nil {
		return err
	}
	g.body, err = f.keep(v, body, of)
	return err
}

// Close closes the shelf.
func (s *Shelf) Close() (err error) {
	for _, v := range s.volumes {
		err = errors.Join(err, v.close())
	}
	s.volumes = nil
	return err
}

// End returns the position of the first event that the shelf does not know.
func (s *Shelf) End() store.Position { return store.Position(s.tail.end) }

// Forget removes the volume that was found damaged, or all if it is not known which: Open makes
// them anew. Error: I/O.
func (f Folder) Forget(damage *DamagedError) error {
	files, err := os.ReadDir(f.Path)
	one := filepath.Base(damage.Path)
	_, _, isOne := parseName(one)
	for _, file := range files {
		if _, _, ok := parseName(file.Name()); ok && (!isOne || file.Name() == one) {
			err = errors.Join(err, os.Remove(filepath.Join(f.Path, file.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("forget a volume: %w", err)
	}
	return nil
}

// clean removes the small volumes that a large one has taken in, and what a killed program left.
func (f Folder) clean(used []*volume) error {
	files, err := os.ReadDir(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, file := range files {
		from, to, ok := parseName(file.Name())
		within := func(v *volume) bool { return v.first <= from && to <= v.end && v.size() > to-from }
		if ok && slices.ContainsFunc(used, within) {
			err = errors.Join(err, os.Remove(filepath.Join(f.Path, file.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("clean the volumes: %w", err)
	}
	return nil
}

// name is the name of the volume of a stretch of the log.
func name(from, to uint64) string { return fmt.Sprintf("%012d-%012d.volume", from, to) }

func parseName(text string) (from, to uint64, ok bool) {
	var rest string
	n, _ := fmt.Sscanf(strings.TrimSuffix(text, ".volume"), "%d-%d%s", &from, &to, &rest)
	return from, to, n == 2 && text == name(from, to)
}
