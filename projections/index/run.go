package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/lang"
)

// run is a file of records in the order of their keys. It is never changed.
//
// Its first page says what it holds; then come the pages of its filter, of its records,
// and of its directory: the first key of each page of records.
type run struct {
	file  *os.File
	name  string
	kind  Kind
	count uint64
	base  uint64 // is added to the places of its records

	blocks    uint64 // of the filter
	data      int64  // the number of the first page of records
	pages     int64  // of records
	directory []uint64

	buffer page
	loaded int64 // the page whose records these are; 0: none
	cached []Record
}

const (
	magic          = "fundledger index file 3\n"
	keysOfPage     = bodyBytes / 8 // of a directory
	readAheadPages = 64
)

// DamagedError says that a file of the index is not what was written.
type DamagedError struct {
	Path   string
	Reason string
}

func (e *DamagedError) Error() string { return e.Text().EN }

// Text returns the error in both languages.
func (e *DamagedError) Text() lang.Text {
	return lang.F("凭证索引的文件 %s 已损坏（%s）；删除账本目录下的 views/index，索引会由事项重建", "the file %s of the index of documents is damaged (%s); delete views/index in the ledger's folder, the index is made anew from the facts",
		e.Path, e.Reason)
}

func (r *run) damaged(reason string) error { return &DamagedError{r.name, reason} }

// directoryPages returns how many pages the directory of so many pages takes.
func directoryPages(pages int64) int64 { return (pages + keysOfPage - 1) / keysOfPage }

// openRun opens a file of records. Errors: *DamagedError; I/O.
func openRun(path string) (_ *run, err error) {
	file, err := disk.Open(path)
	if unfit := (*disk.UnfitError)(nil); errors.As(err, &unfit) {
		return nil, &DamagedError{path, unfit.Why.EN}
	}
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	r := &run{file: file, name: path}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close())
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open the index: %w", err)
	}
	if err := r.page(0); err != nil {
		return nil, err
	}
	if err := r.header(&r.buffer, info.Size()); err != nil {
		return nil, err
	}
	return r, nil
}

// header reads the first page of a file of that size.
func (r *run) header(p *page, size int64) error {
	if string(p[:len(magic)]) != magic {
		return r.damaged("not the form of an index")
	}
	field := func(n int) uint64 { return binary.LittleEndian.Uint64(p[len(magic)+8*n:]) }
	r.kind, r.count, r.blocks = Kind(field(0)), field(1), field(2)
	filter := filterPages(r.blocks)
	r.data, r.pages = 1+filter, int64(field(3))
	if r.kind == 0 || size%pageBytes != 0 || r.blocks > uint64(size)/blockBytes || r.pages < 1 || r.pages > size/pageBytes ||
		r.data+r.pages+directoryPages(r.pages) != size/pageBytes {
		return r.damaged("its size is not what it says")
	}
	return nil
}

// putHeader writes what header reads.
func (r *run) putHeader(p *page) {
	*p = page{}
	copy(p[:], magic)
	for i, n := range [...]uint64{uint64(r.kind), r.count, r.blocks, uint64(r.pages)} {
		binary.LittleEndian.PutUint64(p[len(magic)+8*i:], n)
	}
	p.seal(0)
}

// page reads a page into the buffer.
func (r *run) page(number int64) error { return r.pageInto(&r.buffer, number) }

func (r *run) pageInto(p *page, number int64) error { return r.pagesInto(p[:], number) }

// pagesInto reads pages from one with that number on.
func (r *run) pagesInto(p []byte, number int64) error {
	if _, err := r.file.ReadAt(p, number*pageBytes); errors.Is(err, io.EOF) {
		return r.damaged("it was cut off")
	} else if err != nil {
		return fmt.Errorf("read the index: %w", err)
	}
	for ; len(p) > 0; p, number = p[pageBytes:], number+1 {
		if !(*page)(p).sound(number) {
			return r.damaged(fmt.Sprintf("the checksum of page %d", number))
		}
	}
	return nil
}

// open reads the directory, if it was not read.
func (r *run) open() error {
	if r.directory != nil {
		return nil
	}
	keys := make([]uint64, 0, r.pages)
	for at := r.data + r.pages; int64(len(keys)) < r.pages; at++ {
		if err := r.page(at); err != nil {
			return err
		}
		for i := 0; i < keysOfPage && int64(len(keys)) < r.pages; i++ {
			keys = append(keys, binary.LittleEndian.Uint64(r.buffer[8*i:]))
		}
	}
	if !sort.SliceIsSorted(keys, func(a, b int) bool { return keys[a] < keys[b] }) {
		return r.damaged("its directory is not in order")
	}
	r.directory = keys
	return nil
}

// load reads the records of a page of records, by its number among those.
func (r *run) load(at int64) ([]Record, error) {
	if number := r.data + at; r.loaded != number {
		r.loaded = 0
		if err := r.page(number); err != nil {
			return nil, err
		}
		var err error
		if r.cached, err = r.buffer.records(r.cached[:0]); err != nil {
			return nil, r.damaged(err.Error())
		}
		r.loaded = number
	}
	return r.cached, nil
}

// find appends the positions of the records with a key to dst.
func (r *run) find(key uint64, dst []uint64) ([]uint64, error) {
	if err := r.open(); err != nil {
		return dst, err
	}
	at := sort.Search(len(r.directory), func(i int) bool { return r.directory[i] >= key }) - 1
	for at = max(at, 0); at < len(r.directory) && r.directory[at] <= key; at++ {
		records, err := r.load(int64(at))
		if err != nil {
			return dst, err
		}
		first := sort.Search(len(records), func(i int) bool { return records[i].Key >= key })
		for ; first < len(records) && records[first].Key == key; first++ {
			dst = append(dst, records[first].At+r.base)
		}
	}
	return dst, nil
}

// finder tells of keys, asked for in their order, whether a record of a file has them.
type finder struct {
	filter filterReader
	found  []uint64
}

// has reports whether a record has the key. Errors: *DamagedError, I/O.
func (f *finder) has(key uint64) (has bool, err error) {
	if has, err = f.filter.has(key); err != nil || !has {
		return false, err
	}
	f.found, err = f.filter.run.find(key, f.found[:0])
	return len(f.found) > 0, err
}

// cursor goes through the records of a run in the order of their keys.
type cursor struct {
	run     *run
	buffer  []byte // pages that were read
	left    int64  // pages in buffer that were not taken
	at      int64  // pages of records that were read
	records []Record
	taken   int // of records
	seen    uint64
	last    uint64
}

func (r *run) all() *cursor { return &cursor{run: r} }

// next returns the next record, or reports that there is none. Errors: *DamagedError, I/O.
func (c *cursor) next() (r Record, more bool, err error) {
	for c.taken == len(c.records) {
		if c.left == 0 && c.at == c.run.pages {
			if c.seen != c.run.count {
				return r, false, c.run.damaged("the number of its records")
			}
			return r, false, nil
		}
		if err := c.load(); err != nil {
			return r, false, err
		}
	}
	r = c.records[c.taken]
	c.taken++
	c.seen++
	if r.Key < c.last {
		return r, false, c.run.damaged("not in order")
	}
	c.last = r.Key
	r.At += c.run.base
	return r, true, nil
}

// load reads the records of the next page.
func (c *cursor) load() error {
	if c.buffer == nil {
		c.buffer = make([]byte, readAheadPages*pageBytes)
	}
	if c.left == 0 {
		c.left = min(readAheadPages, c.run.pages-c.at)
		whole := c.buffer[(readAheadPages-c.left)*pageBytes:]
		if _, err := c.run.file.ReadAt(whole, (c.run.data+c.at)*pageBytes); errors.Is(err, io.EOF) {
			return c.run.damaged("it was cut off")
		} else if err != nil {
			return fmt.Errorf("read the index: %w", err)
		}
		c.at += c.left
	}
	p := (*page)(c.buffer[(readAheadPages-c.left)*pageBytes:])
	number := c.run.data + c.at - c.left
	c.left--
	if !p.sound(number) {
		return c.run.damaged(fmt.Sprintf("the checksum of page %d", number))
	}
	var err error
	if c.records, err = p.records(c.records[:0]); err != nil {
		return c.run.damaged(err.Error())
	}
	c.taken = 0
	return nil
}

func (r *run) close() error { return r.file.Close() }
