package workbook

import (
	"archive/zip"
	"bufio"
	"cmp"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/klauspost/compress/flate"
)

// spool takes the parts of a workbook in any order, compressed in a file of its own, and writes
// them in the order of their names: the library has no order of its own for sheets. What compresses
// them is pinned, and does not change with the toolchain.
type spool struct {
	file  *os.File
	out   *bufio.Writer
	end   int64
	parts []*part
}

// part is one file in a workbook.
type part struct {
	zip.FileHeader
	from  int64 // where it begins in the spool
	spool *spool
	flate *flate.Writer
	sum   hash.Hash32
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "fundledger-*.xlsx")
	if err != nil {
		return nil, err
	}
	return &spool{file: f, out: bufio.NewWriterSize(f, 1<<16)}, nil
}

// Create begins a part, and ends the one before.
func (s *spool) Create(name string) (io.Writer, error) {
	if err := s.Close(); err != nil {
		return nil, err
	}
	p := &part{FileHeader: zip.FileHeader{Name: name, Method: zip.Deflate}, from: s.end, spool: s, sum: crc32.NewIEEE()}
	s.parts = append(s.parts, p)
	var err error
	p.flate, err = flate.NewWriter(counter{s}, flate.DefaultCompression)
	return p, err
}

// AddFS is of zip.Writer, and nobody asks for it.
func (s *spool) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends the last part.
func (s *spool) Close() error {
	if len(s.parts) == 0 {
		return nil
	}
	p := s.parts[len(s.parts)-1]
	if p.flate == nil {
		return nil
	}
	err := p.flate.Close()
	p.flate, p.CRC32, p.CompressedSize64 = nil, p.sum.Sum32(), uint64(s.end-p.from)
	return err
}

// Write adds to a part.
func (p *part) Write(b []byte) (int, error) {
	p.UncompressedSize64 += uint64(len(b))
	p.sum.Write(b)
	return p.flate.Write(b)
}

// counter counts what goes into a spool.
type counter struct{ *spool }

func (c counter) Write(b []byte) (int, error) {
	n, err := c.out.Write(b)
	c.end += int64(n)
	return n, err
}

// writeTo writes all parts as one zip file without times.
func (s *spool) writeTo(w io.Writer) error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	slices.SortFunc(s.parts, func(a, b *part) int { return cmp.Compare(a.Name, b.Name) })
	z := zip.NewWriter(w)
	for _, p := range s.parts {
		to, err := z.CreateRaw(&p.FileHeader)
		if err == nil {
			_, err = io.Copy(to, io.NewSectionReader(s.file, p.from, int64(p.CompressedSize64)))
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// remove removes the spool's file.
func (s *spool) remove() error { return errors.Join(s.file.Close(), os.Remove(s.file.Name())) }
