// Package snapshot keeps the states of views, so that a replay need not begin at
// the first event.
//
// A snapshot is worth nothing by itself: it can be thrown away at any time and is
// then made anew. It is keyed by the view's name, which changes with the form of
// its state, and by the place in the log; it is tied to the log by the hash of the
// last complete block of the Merkle tree before that place, so that the snapshots
// of another ledger, or of one that was restored to an earlier state and went on
// differently, are not taken. A Vault's are sealed by a view key besides, so that nobody
// else can put one there. The command verify compares each with a replay.
//
// # Form
//
// A Folder holds one file for each snapshot, named by position, latest recording
// time (microseconds since 1970) and view, so that whoever looks for one need open
// no other. A file is one zstd frame (of level fastest) of:
//
//	"fundledger snapshot 2\n", then varints and texts (see Writer): view, position,
//	latest, first and last recording time, tie, state
//
// with zstd's own checksum. A Vault has it in the sealed form of package viewkey. A file
// that is not whole or not of this form counts as none.
package snapshot

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/viewkey"
)

// Place is where a snapshot stands in the log.
type Place struct {
	Position store.Position // of the first event that is not in it
	Latest   time.Time      // of the recording times of those in it; UTC, microseconds
}

// Snapshot is the state of a view at a place.
type Snapshot struct {
	Place
	View        string    // its name
	First, Last time.Time // recording times of the first and last events in it
	Tie         [32]byte  // to the log; see replay
	State       []byte    // see replay.Kept
}

// Folder is a directory of snapshots. It is made when the first is saved.
type Folder string

const (
	extension = ".snapshot"
	magic     = "fundledger snapshot 2\n"
)

func name(view string, p Place) string {
	return fmt.Sprintf("%015d-%016d-%s%s", p.Position, p.Latest.UnixMicro(), view, extension)
}

func (f Folder) path(view string, p Place) string { return filepath.Join(string(f), name(view, p)) }

// Places returns where there are snapshots of a view, in the order of positions.
// Error: I/O.
func (f Folder) Places(view string) ([]Place, error) {
	entries, err := disk.List(string(f))
	if err != nil {
		return nil, fmt.Errorf("look for snapshots: %w", err)
	}
	var places []Place
	for _, e := range entries {
		position, rest, _ := strings.Cut(e.Name(), "-")
		latest, name, found := strings.Cut(rest, "-")
		if !found || name != view+extension {
			continue
		}
		p, err1 := strconv.ParseUint(position, 10, 63)
		l, err2 := strconv.ParseInt(latest, 10, 64)
		if err1 == nil && err2 == nil {
			places = append(places, Place{store.Position(p), time.UnixMicro(l).UTC()})
		}
	}
	slices.SortFunc(places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), a.Latest.Compare(b.Latest))
	})
	return places, nil
}

// Load returns the snapshot of a view at a place. Error: for a file that is not
// there, not whole, or another.
func (f Folder) Load(view string, p Place) (Snapshot, error) {
	packed, err := f.read(view, p)
	if err != nil {
		return Snapshot{}, err
	}
	return f.open(view, p, packed)
}

// Inspect is Load for who compares a snapshot with the log and so need not believe it.
// It reports whether Load would return it.
func (f Folder) Inspect(view string, p Place) (s Snapshot, believed bool, err error) {
	packed, err := f.read(view, p)
	if err != nil {
		return Snapshot{}, false, err
	}
	content, sealed := viewkey.Content(packed)
	if sealed {
		packed = content
	}
	s, err = f.open(view, p, packed)
	return s, !sealed && err == nil, err
}

// read returns the file of a snapshot.
func (f Folder) read(view string, p Place) ([]byte, error) {
	packed, err := disk.Read(f.path(view, p), maxState)
	if err != nil {
		return nil, fmt.Errorf("read a snapshot: %w", err)
	}
	return packed, nil
}

// open returns the snapshot that a file is.
func (f Folder) open(view string, p Place, packed []byte) (Snapshot, error) {
	s, err := parse(packed)
	if err == nil && (s.View != view || s.Position != p.Position || !s.Latest.Equal(p.Latest)) {
		err = errors.New("it is another than its name says")
	}
	if err != nil {
		return Snapshot{}, fmt.Errorf("read the snapshot %s: %w", f.path(view, p), err)
	}
	return s, nil
}

// maxState bounds the memory that a damaged file can make Load take.
const maxState = 1 << 30

func parse(packed []byte) (Snapshot, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxState))
	if err != nil {
		return Snapshot{}, err
	}
	defer dec.Close()
	plain, err := dec.DecodeAll(packed, nil)
	if err != nil {
		return Snapshot{}, err
	}
	rest, ok := strings.CutPrefix(string(plain[:min(len(plain), len(magic))]), magic)
	if !ok || rest != "" {
		return Snapshot{}, errForm
	}
	r := NewReader(plain[len(magic):])
	s := Snapshot{View: r.Text()}
	s.Position, s.Latest = store.Position(r.Int()), r.time()
	s.First, s.Last = r.time(), r.time()
	if tie := r.Text(); len(tie) == len(s.Tie) {
		s.Tie = [32]byte([]byte(tie))
	} else {
		r.fail(errForm)
	}
	if r.err != nil {
		return Snapshot{}, r.err
	}
	s.State = r.rest
	return s, nil
}

func (r *Reader) time() time.Time  { return time.UnixMicro(r.Int()).UTC() }
func (w *Writer) time(t time.Time) { w.Int(t.UnixMicro()) }

// Save keeps a snapshot, in the place of an equal one. It is there whole, or not
// at all. Error: I/O.
func (f Folder) Save(s Snapshot) error {
	packed, err := pack(s)
	if err != nil {
		return fmt.Errorf("keep a snapshot: %w", err)
	}
	return f.write(s, packed)
}

// How far back zstd looks for what it has seen: those of a block, and of its level fastest.
const (
	leastWindow = 1 << 17
	mostWindow  = 1 << 22
)

// pack returns the file of a snapshot.
func pack(s Snapshot) ([]byte, error) {
	w := Writer{Bytes: make([]byte, 0, len(s.State)+256)}
	w.Bytes = append(w.Bytes, magic...)
	w.Text(s.View)
	w.Int(int64(s.Position))
	w.time(s.Latest)
	w.time(s.First)
	w.time(s.Last)
	w.Text(string(s.Tie[:]))
	w.Bytes = append(w.Bytes, s.State...)
	window := leastWindow // of no more room than it needs: a replay keeps hundreds, most of them small
	for window < mostWindow && window < len(w.Bytes) {
		window *= 2
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithSingleSegment(true),
		zstd.WithWindowSize(window), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	return enc.EncodeAll(w.Bytes, nil), nil
}

// write writes the file of a snapshot, whole or not at all.
func (f Folder) write(s Snapshot, packed []byte) error {
	fail := func(err error) error { return fmt.Errorf("keep a snapshot: %w", err) }
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fail(err)
	}
	temporary, err := os.CreateTemp(string(f), "new-*")
	if err != nil {
		return fail(err)
	}
	_, err = temporary.Write(packed)
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), f.path(s.View, s.Place))
	}
	if err != nil {
		return fail(errors.Join(err, os.Remove(temporary.Name())))
	}
	return nil
}

// Remove throws away the snapshot of a view at a place. Error: I/O.
func (f Folder) Remove(view string, p Place) error {
	if err := os.Remove(f.path(view, p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a snapshot: %w", err)
	}
	return nil
}
