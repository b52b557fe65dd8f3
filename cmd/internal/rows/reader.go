package rows

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
)

// ErrNotFile is returned by Open for a directory, a pipe or a device.
var ErrNotFile = errors.New("rows: not a regular file")

// Reader reads the rows of one file. It is not for use by several goroutines at
// once.
type Reader struct {
	src      *Head
	lines    *lines
	rows     interface{ next() (Row, []Fault, error) } // nil: the file is refused
	book     *bookRows                                 // of a workbook: rows
	pending  []Fault                                   // of the file as a whole, not yet given
	headless bool                                      // the header has faults
	size     int64
	digest   string
	block    int       // bytes of a block
	texts    sync.Pool // of *[]byte: memory of blocks whose rows were read
	closer   io.Closer
}

// Open returns a reader of the file after one scan of all its bytes, which
// decides the encoding, and after its header. What is wrong with the file as a
// whole is told by the first call of Next. Errors: ErrNotFile; those of the file
// system, such as fs.ErrNotExist.
//
// Names says what headings mean; nil: every heading is a name. Of a workbook every sheet is read that
// is not hidden and has headings that are known.
func Open(path string, names Names) (*Reader, error) {
	file, size, err := opened(path)
	if err != nil {
		return nil, err
	}
	r, err := NewReader(path, file, size, names)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	r.closer = file
	return r, nil
}

// opened opens a file and returns how many bytes it has. Errors: those of Open.
func opened(path string) (file *os.File, size int64, err error) {
	file, err = disk.Follow(path)
	if unfit := (*disk.UnfitError)(nil); errors.As(err, &unfit) {
		return nil, 0, fault.New(fault.BadInput, lang.F("%s 不是文件（是目录或设备）；给出 CSV、JSON Lines 或 .xlsx 文件", "%s is a directory or a device; give a CSV, JSON Lines or .xlsx file", path), ErrNotFile)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("rows: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("rows: %w", err), file.Close())
	}
	return file, info.Size(), nil
}

// NewReader returns a reader as Open does, of a file of so many bytes under a name, which is read
// twice from its start; a workbook must be an io.ReaderAt, too. The caller closes the file. Error: that of
// reading it.
func NewReader(name string, file io.ReadSeeker, size int64, names Names) (*Reader, error) {
	r, err := begin(name, file, size, names)
	if err != nil || r.pending != nil {
		return r, err
	}
	if r.Encoding() == Workbook {
		r.openBook(file, size)
		return r, nil
	}
	if r.src.format == jsonFormat {
		r.rows = &jsonRows{src: r.src, lines: r.lines}
		return r, nil
	}
	csv, faults, err := newCSV(r.src, r.lines)
	if err != nil {
		return nil, err
	}
	r.pending = faults
	if csv != nil {
		r.rows, r.headless = csv, len(faults) > 0
	}
	return r, nil
}

// begin returns a reader of what stands behind the mark of its encoding, if it has one; of a file that is
// refused, with the fault that says why. Error: that of reading.
func begin(name string, file io.ReadSeeker, size int64, names Names) (*Reader, error) {
	found, err := scan(file, size)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, fmt.Errorf("rows: %s: %w", name, err)
	}
	r := &Reader{
		src:    &Head{file: name, format: found.format(name), faultAt: -1, use: names},
		lines:  newLines(name, bufio.NewReaderSize(file, maxLine+len("\r\n")), found.encoding()),
		size:   size,
		digest: hex.EncodeToString(found.digest.Sum(nil)[:digestBytes]),
		block:  blockBytes,
	}
	why, unread := map[Encoding]words{UTF16: isUTF16, Big5: looksLikeBig5}[r.Encoding()]
	switch {
	case len(found.head) == 0:
		why, unread = isEmpty, true
	case found.isWebPage():
		why, unread = isWebPage, true
	}
	if unread {
		r.pending = []Fault{fileFault(name, why)}
		return r, nil
	}
	if r.Encoding() != Workbook {
		r.lines.skipMark()
	}
	return r, nil
}

// Next returns the next row and what is wrong with it: a row with faults is
// given too, for a rejects file. Faults of the file as a whole come first, with
// the zero Row; if the header is among them, no other row than the zero Row
// follows. That the file may have been cut off comes last, with the last row.
// Fault.Whole marks all of these. Errors: io.EOF at the end; those of reading the file.
func (r *Reader) Next() (Row, []Fault, error) {
	if faults := r.pending; len(faults) > 0 {
		r.pending = nil
		return Row{}, faults, nil
	}
	if r.rows == nil {
		return Row{}, nil, io.EOF
	}
	for {
		row, faults, err := r.rows.next()
		if err != nil {
			return Row{}, nil, err
		}
		if !r.headless {
			return row, faults, nil
		}
		if len(faults) > 0 {
			return Row{}, faults, nil
		}
	}
}

// Head returns the headings of a CSV file. Each sheet of a workbook has its own; see Row.Head.
func (r *Reader) Head() *Head { return r.src }

// Sheets returns the names of the sheets of a workbook; nil of a text file.
func (r *Reader) Sheets() Sheets {
	if r.book == nil {
		return nil
	}
	all := make(Sheets, len(r.book.book.Sheets))
	for i, s := range r.book.book.Sheets {
		all[i] = s.Name
	}
	return all
}

// Encoding returns the encoding of the file.
func (r *Reader) Encoding() Encoding { return r.lines.encoding }

// WorkbookExt is the extension of workbooks.
const WorkbookExt = ".xlsx"

// Ext returns the extension of files of this format: ".csv", ".jsonl" or ".xlsx".
func (r *Reader) Ext() string {
	return map[format]string{csvFormat: ".csv", jsonFormat: ".jsonl", bookFormat: WorkbookExt}[r.src.format]
}

// Size returns how many bytes the file had when it was opened.
func (r *Reader) Size() int64 { return r.size }

// digestBytes is how much of a hash tells files apart.
const digestBytes = 16

// Digest returns the first half of the SHA-256 of the file, in hexadecimal: whoever keeps
// the file can tell by it what came from there.
func (r *Reader) Digest() string { return r.digest }

// Path returns the path under which the file was opened.
func (r *Reader) Path() string { return r.src.file }

// Close closes the file. Error: that of the file system.
func (r *Reader) Close() error {
	if r.book != nil {
		r.book.close()
	}
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}
