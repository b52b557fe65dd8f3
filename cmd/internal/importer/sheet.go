package importer

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"sync"

	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/index"
)

// sheet is a flat file that is begun anew again and again and thrown away at the end: of
// sealed appends one after another, each with the place of the one before it of the same
// stream and what its facts were decided on.
type sheet struct {
	file *os.File

	mu   sync.Mutex // guards what the goroutine changes that writes the file
	w    *bufio.Writer
	end  int64
	last map[uint64]int64 // hash of a stream → place of its last append

	total int64 // facts
	buf   []byte

	renumbers bool // some of the facts say how documents are numbered

	waiting *index.Pending // of the facts; nil: nobody asks
}

const (
	nowhere    = -1    // the place of no append
	frameBytes = 8 + 4 // before each append: the place of the one before it in its stream, and its length
)

// newSheet returns an empty sheet in a folder.
func newSheet(folder string) (*sheet, error) {
	file, err := os.CreateTemp(folder, stagingName)
	if err != nil {
		return nil, err
	}
	return &sheet{file: file, last: map[uint64]int64{}, w: bufio.NewWriterSize(file, 1<<15)}, nil
}

// close throws the sheet away. What it holds is worth nothing any more, so failing to
// remove it is no failure of the import; the next one does.
func (s *sheet) close() {
	_ = s.dismiss()
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}

// dismiss throws away what is known of the facts that were staged.
func (s *sheet) dismiss() error {
	if s.waiting == nil {
		return nil
	}
	err := s.waiting.Close()
	s.waiting = nil
	return err
}

// enter writes an append to the end of the file. Errors: I/O, those of index.Pending.Add.
func (s *sheet) enter(x staged, hash uint64) error {
	if s.waiting != nil {
		if err := s.waiting.Add(x.numbers...); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, some := s.last[hash]
	if !some {
		before = nowhere
	}
	frame := x.AppendTo(append(s.buf[:0], make([]byte, frameBytes)...))
	frame = append(frame, x.notes...)
	if len(frame)-frameBytes > math.MaxUint32 {
		panic("importer: an append of four gigabytes")
	}
	binary.LittleEndian.PutUint64(frame, uint64(before))
	binary.LittleEndian.PutUint32(frame[8:], uint32(len(frame)-frameBytes))
	s.buf = frame
	if _, err := s.w.Write(frame); err != nil {
		return fmt.Errorf("stage: %w", err)
	}
	s.last[hash] = s.end
	s.end += int64(len(frame))
	s.total += int64(x.Len())
	return nil
}

// has reports whether an append to a stream may be on the sheet.
func (s *sheet) has(hash uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, some := s.last[hash]
	return some
}

// flushed writes what is staged to the file.
func (s *sheet) flushed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.w.Flush(); err != nil {
		return fmt.Errorf("import: stage: %w", err)
	}
	return nil
}

// chain returns the staged appends of a stream, in order.
func (s *sheet) chain(stream string, hash uint64) ([]sqlite.Sealed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, some := s.last[hash]
	if !some {
		return nil, nil
	}
	if err := s.w.Flush(); err != nil {
		return nil, fmt.Errorf("import: stage: %w", err)
	}
	var appends []sqlite.Sealed
	for at != nowhere {
		x, before, _, err := readFrame(io.NewSectionReader(s.file, at, s.end-at), s.end-at)
		if err != nil {
			return nil, err
		}
		if x.Stream() == stream {
			appends = append(appends, x.Sealed)
		}
		at = before
	}
	slices.Reverse(appends)
	return appends, nil
}

// readFrame reads one append from a file of which so many bytes are left, the
// place of the one before it in its stream, and its length. Error: io.EOF if there
// is none.
func readFrame(r io.Reader, left int64) (x staged, before, length int64, err error) {
	damaged := func(err error) (staged, int64, int64, error) {
		return staged{}, 0, 0, fmt.Errorf("import: read the staging area: %w", err)
	}
	var frame [frameBytes]byte
	if _, err := io.ReadFull(r, frame[:]); errors.Is(err, io.EOF) {
		return staged{}, 0, 0, io.EOF
	} else if err != nil {
		return damaged(err)
	}
	size := int64(binary.LittleEndian.Uint32(frame[8:]))
	if size > left-frameBytes {
		return damaged(io.ErrUnexpectedEOF)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return damaged(err)
	}
	sealed, rest, err := sqlite.ReadSealed(body)
	if err != nil {
		return damaged(err)
	}
	return staged{Sealed: sealed, kept: kept{notes: rest}}, int64(binary.LittleEndian.Uint64(frame[:])), frameBytes + size, nil
}

// clear forgets everything on the sheet. Error: I/O.
func (s *sheet) clear() error {
	clear(s.last)
	s.end, s.total, s.renumbers = 0, 0, false
	_, err := s.file.Seek(0, io.SeekStart)
	s.w.Reset(s.file)
	if err != nil {
		return unstaged(err)
	}
	return nil
}
