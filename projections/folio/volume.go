package folio

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/ledger/viewkey"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/snapshot"
	"github.com/fundledger/fundledger/projections/summary"
	"github.com/fundledger/fundledger/projections/terms"
)

// volume is what is kept of a stretch of the log. On disk it is its sheets, one behind the
// other, and a list of them that is sealed by the view key and names the hash of each; so
// only what is asked for is read, and all that is read is authentic. The last eight bytes are
// the length of the sealed list.
type volume struct {
	first, end uint64 // positions
	tie        string // to the log that ends there; see verify.Tie
	sheets     []sheet
	terms      []chunk     // in the order of their keys
	summed     []summed    // of each piece
	body       io.ReaderAt // the sheets, then the terms, then the summaries
	file       *os.File    // that they are in; nil: in memory
	path       string      // of the file
}

// form is the name of the form of a volume: of another nothing is read.
const form = "fundledger volume 3"

// sheet is what a volume has of one account of a fund.
type sheet struct {
	fund        fund.ID
	account     account.Code
	first, last fund.Date // of the days of the books that it has lines on
	sums                  // of all days
	text
}

// chunk is where terms stand whose keys are not less than its first (see package terms).
type chunk struct {
	first terms.Key
	text
}

// text is bytes of the body.
type text struct {
	offset int64
	length int
	hash   [hashSize]byte
}

// hashSize is how much is kept of the SHA-256 of a text.
const hashSize = 16

// sums are how many lines there are, and what they sum to: the debits and the credits.
type sums struct {
	lines [2]uint64
	books.Totals
}

// plus adds others.
func (s *sums) plus(t sums) {
	s.lines[0], s.lines[1] = s.lines[0]+t.lines[0], s.lines[1]+t.lines[1]
	s.Totals = s.Totals.Plus(t.Totals)
}

func (v *volume) size() uint64 { return v.end - v.first }

func (v *volume) close() error {
	if v.file == nil {
		return nil
	}
	return v.file.Close()
}

// bytes reads a text. Errors: *DamagedError, I/O.
func (v *volume) bytes(of text) ([]byte, error) {
	read := make([]byte, of.length)
	if _, err := v.body.ReadAt(read, of.offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read a volume: %w", err)
	}
	if hashOf(read) != of.hash {
		return nil, v.damaged("a part of it has another hash")
	}
	return read, nil
}

func hashOf(text []byte) [hashSize]byte {
	sum := sha256.Sum256(text)
	return [hashSize]byte(sum[:])
}

// strangeError is a *DamagedError of a volume that is not this user's, or not of this log.
type strangeError struct{ DamagedError }

// Unwrap returns it as what it is to whoever opens the volume.
func (e *strangeError) Unwrap() error { return &e.DamagedError }

func (v *volume) damaged(reason string) error {
	return &DamagedError{Path: v.path, Reason: reason}
}

// list returns the list of the sheets.
func (v *volume) list(of sizes) []byte {
	var w snapshot.Writer
	w.Text(form)
	for _, n := range []uint64{v.first, v.end, of.block, of.piece, of.few} {
		w.Int(int64(n))
	}
	w.Text(v.tie)
	w.Len(len(v.sheets))
	for i := range v.sheets {
		of := &v.sheets[i]
		w.Text(string(of.fund))
		w.Text(string(of.account))
		w.Date(of.first)
		w.Date(of.last)
		of.sums.write(&w)
		of.text.write(&w)
	}
	w.Len(len(v.terms))
	for i := range v.terms {
		w.Int(int64(v.terms[i].first))
		v.terms[i].text.write(&w)
	}
	w.Len(len(v.summed))
	for i := range v.summed {
		v.summed[i].write(&w)
	}
	return w.Bytes
}

func (t *text) write(w *snapshot.Writer) {
	w.Int(int64(t.length))
	w.Text(string(t.hash[:]))
}

// readText reads what is behind other bytes of the body; nil: it was never written.
func readText(r *snapshot.Reader, offset, body int64) *text {
	length, hash := r.Int(), r.Text()
	if length < 0 || length > body-offset || len(hash) != hashSize {
		return nil
	}
	return &text{offset, int(length), [hashSize]byte([]byte(hash))}
}

func readTime(r *snapshot.Reader) time.Time { return time.UnixMicro(r.Int()).UTC() }

func (s *sums) write(w *snapshot.Writer) {
	w.Int(int64(s.lines[0]))
	w.Int(int64(s.lines[1]))
	w.Sum(s.Debit)
	w.Sum(s.Credit)
}

func readSums(r *snapshot.Reader) (s sums) {
	s.lines[0], s.lines[1] = uint64(r.Int()), uint64(r.Int())
	s.Debit, s.Credit = r.Sum(), r.Sum()
	return s
}

// read reads the list of a volume whose stretch is known, and checks that the sheets of it
// fill the body. Error: *DamagedError.
func (v *volume) read(list []byte, of sizes, body int64) error {
	r := snapshot.NewReader(list)
	same := r.Text() == form
	for _, n := range []uint64{v.first, v.end, of.block, of.piece, of.few} {
		same = r.Int() == int64(n) && same
	}
	if !same {
		return v.damaged("it is of another form")
	}
	v.tie = r.Text()
	var offset int64
	next := func() text {
		t := readText(r, offset, body)
		if t == nil {
			r.Refuse()
			return text{}
		}
		offset += int64(t.length)
		return *t
	}
	for range r.Len() {
		v.sheets = append(v.sheets, sheet{
			fund: fund.ID(r.Text()), account: account.Code(r.Text()), first: r.Date(), last: r.Date(), sums: readSums(r), text: next(),
		})
	}
	for range r.Len() {
		v.terms = append(v.terms, chunk{terms.Key(r.Int()), next()})
	}
	for range r.Len() {
		v.summed = append(v.summed, summed{summary.Times{First: readTime(r), Last: readTime(r), Latest: readTime(r)}, next()})
	}
	if r.Err() != nil || offset != body || uint64(len(v.summed)) != v.size()/of.piece {
		return v.damaged("its list is not what was written")
	}
	return nil
}

// purpose tells the seals of volumes from those of other files.
const purpose = "folio/"

// mostOfList bounds the size of a list: a line of some eighty bytes for each account.
const mostOfList = 1 << 24

// keep writes a volume that is in memory, with its body; it is there whole or not at all, also if another
// program writes the same. It returns the file, in the memory of the body. Error: *UnkeptError.
func (f Folder) keep(v *volume, body []byte, of sizes) ([]byte, error) {
	key, err := f.Key(true)
	if err == nil {
		err = disk.Subfolder(f.Path)
	}
	if err != nil {
		return nil, &UnkeptError{err}
	}
	sealed := key.Seal(purpose+name(v.first, v.end), v.list(of))
	whole := binary.LittleEndian.AppendUint64(append(body, sealed...), uint64(len(sealed)))
	if err := disk.Replace(filepath.Join(f.Path, name(v.first, v.end)), whole, disk.Private); err != nil {
		return nil, &UnkeptError{err}
	}
	return whole, nil
}

// noVolume is the reason of a *DamagedError if there is none.
const noVolume = "there is none"

// load opens the volume of a stretch of a log. Errors: *DamagedError, also if there is none,
// or it is not sealed, or of another log; I/O; those of the key and of reading the log.
func (f Folder) load(ctx context.Context, s store.Store, from, to uint64, of sizes) (*volume, error) {
	v := &volume{first: from, end: to, path: filepath.Join(f.Path, name(from, to))}
	file, err := disk.Open(v.path)
	if unfit := (*disk.UnfitError)(nil); errors.Is(err, fs.ErrNotExist) || errors.As(err, &unfit) {
		return nil, v.damaged(noVolume)
	}
	if err != nil {
		return nil, fmt.Errorf("open a volume: %w", err)
	}
	v.file, v.body = file, file
	if err = v.open(f, of); err == nil {
		var tie string
		if tie, err = verify.Tie(ctx, s, to); err == nil && tie != v.tie {
			err = &strangeError{DamagedError{v.path, "it is of another log"}}
		}
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return v, nil
}

// open reads the list at the end of the file.
func (v *volume) open(f Folder, of sizes) error {
	info, err := v.file.Stat()
	if err != nil {
		return fmt.Errorf("open a volume: %w", err)
	}
	var end [8]byte
	if info.Size() < int64(len(end)) {
		return v.damaged("it is cut off")
	}
	if _, err := v.file.ReadAt(end[:], info.Size()-int64(len(end))); err != nil {
		return fmt.Errorf("open a volume: %w", err)
	}
	length, room := binary.LittleEndian.Uint64(end[:]), info.Size()-int64(len(end))
	if length > mostOfList || int64(length) > room {
		return v.damaged("it is cut off")
	}
	sealed := make([]byte, length)
	if _, err := v.file.ReadAt(sealed, room-int64(length)); err != nil {
		return fmt.Errorf("open a volume: %w", err)
	}
	key, err := f.Key(false)
	if errors.Is(err, viewkey.ErrNone) {
		return &strangeError{DamagedError{v.path, err.Error()}}
	}
	if err != nil {
		return fmt.Errorf("open a volume: %w", err)
	}
	list, err := key.Open(purpose+name(v.first, v.end), sealed)
	if err != nil {
		return &strangeError{DamagedError{v.path, err.Error()}}
	}
	return v.read(list, of, room-int64(length))
}
