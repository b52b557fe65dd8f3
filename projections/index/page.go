package index

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// A file of records is of pages, each with a checksum over its place in the file and
// what it holds.
const (
	pageBytes = 4096
	bodyBytes = pageBytes - 4
)

// page is one page of a file.
type page [pageBytes]byte

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (p *page) sum(number int64) uint32 {
	var place [8]byte
	binary.LittleEndian.PutUint64(place[:], uint64(number))
	return crc32.Update(crc32.Checksum(place[:], castagnoli), castagnoli, p[:bodyBytes])
}

// seal sets the checksum of the page with that number in its file.
func (p *page) seal(number int64) { binary.LittleEndian.PutUint32(p[bodyBytes:], p.sum(number)) }

// sound reports whether the page is what was sealed under that number.
func (p *page) sound(number int64) bool {
	return binary.LittleEndian.Uint32(p[bodyBytes:]) == p.sum(number)
}

// Record says that the event at a position has a key.
type Record struct {
	Key uint64
	At  uint64 // position; in files less the base of their run
}

// A page of records has their number, the first key, and then of each record how much
// more its key is than the one before, and where it stands.
const (
	countBytes = 2
	firstBytes = countBytes + 8
	mostBytes  = 2 * binary.MaxVarintLen64 // of one record
)

var errPage = errors.New("not a page of records")

// records appends the records of a page to dst. Error: errPage.
func (p *page) records(dst []Record) ([]Record, error) {
	n := int(binary.LittleEndian.Uint16(p[:]))
	key := binary.LittleEndian.Uint64(p[countBytes:])
	rest := p[firstBytes:bodyBytes]
	if n == 0 {
		return dst, errPage
	}
	for i := range n {
		if i > 0 {
			more, size := binary.Uvarint(rest)
			if size <= 0 || key+more < key {
				return dst, errPage
			}
			key, rest = key+more, rest[size:]
		}
		at, size := binary.Uvarint(rest)
		if size <= 0 {
			return dst, errPage
		}
		dst, rest = append(dst, Record{key, at}), rest[size:]
	}
	return dst, nil
}

// packer fills a page with records in the order of their keys.
type packer struct {
	page page
	n    int
	used int
	last uint64
}

// add adds a record, or reports that there is no room for it.
func (p *packer) add(r Record) bool {
	if p.n == 0 {
		p.page = page{}
		binary.LittleEndian.PutUint64(p.page[countBytes:], r.Key)
		p.used = firstBytes + binary.PutUvarint(p.page[firstBytes:], r.At)
		p.n, p.last = 1, r.Key
		return true
	}
	if p.used > bodyBytes-mostBytes || p.n == 1<<16-1 {
		return false
	}
	p.used += binary.PutUvarint(p.page[p.used:], r.Key-p.last)
	p.used += binary.PutUvarint(p.page[p.used:], r.At)
	p.n, p.last = p.n+1, r.Key
	return true
}

// close makes the page ready to be sealed; the next record begins another one.
func (p *packer) close() *page {
	binary.LittleEndian.PutUint16(p.page[:], uint16(p.n))
	p.n = 0
	return &p.page
}
