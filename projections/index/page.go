package index

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math/bits"

	"github.com/fundledger/fundledger/ledger/rice"
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

// A page of records has their number, the first key, three parameters, and then bits: of each
// record but the first how much more its key is than the one before, and of each where it stands.
//
// The first parameter is how many of the lowest bits of these gaps are zero, and not written;
// the second that of Rice's code, in which they are; the third how many bits a place has. A city's
// record takes some seven bytes so.
const (
	countBytes = 2
	firstBytes = countBytes + 8
	headBytes  = firstBytes + 3
	roomBits   = 8 * (bodyBytes - headBytes)
)

var errPage = errors.New("not a page of records")

// records appends the records of a page to dst. Error: errPage.
func (p *page) records(dst []Record) ([]Record, error) {
	n := int(binary.LittleEndian.Uint16(p[:]))
	key := binary.LittleEndian.Uint64(p[countBytes:])
	zeros, parameter, width := uint(p[firstBytes]), uint(p[firstBytes+1]), uint(p[firstBytes+2])
	if n == 0 || zeros > 63 || parameter > 63 || width > 64 {
		return dst, errPage
	}
	in := rice.NewReader(p[headBytes:bodyBytes])
	for i := range n {
		if i > 0 {
			gap, ok := in.Gap(parameter)
			more := gap << zeros
			if !ok || more>>zeros != gap || key+more < key {
				return dst, errPage
			}
			key += more
		}
		at, ok := in.Bits(width)
		if !ok {
			return dst, errPage
		}
		dst = append(dst, Record{key, at})
	}
	return dst, nil
}

// packer fills a page with records in the order of their keys.
type packer struct {
	page    page
	records []Record
	gaps    uint64 // the bits that any gap has
	places  uint64 // the bits that any place has
}

// add adds a record, or reports that there is no room for it.
func (p *packer) add(r Record) bool {
	n := len(p.records)
	if n == 0 {
		p.records, p.gaps, p.places = append(p.records, r), 0, r.At
		return true
	}
	gaps, places := p.gaps|(r.Key-p.records[n-1].Key), p.places|r.At
	if n == 1<<16-1 {
		return false
	}
	sum, parameter := parameterOf(r.Key-p.records[0].Key, gaps, n)
	if most := sum>>parameter + uint64(n)*uint64(parameter+1) + uint64(n+1)*uint64(bits.Len64(places)); most > roomBits {
		return false
	}
	p.records, p.gaps, p.places = append(p.records, r), gaps, places
	return true
}

// parameterOf returns what n gaps sum to without the zeros that all of them end in, and Rice's
// parameter for them: with it they take at most the sum, shifted by it, and the parameter and
// one for each.
func parameterOf(sum, gaps uint64, n int) (shifted uint64, parameter uint) {
	if gaps == 0 {
		return 0, 0
	}
	shifted = sum >> bits.TrailingZeros64(gaps)
	return shifted, uint(max(1, bits.Len64(shifted/uint64(n)))) - 1
}

// close makes the page ready to be sealed; the next record begins another one.
func (p *packer) close() *page {
	first, last := p.records[0], p.records[len(p.records)-1]
	zeros, parameter, width := uint(0), uint(0), uint(bits.Len64(p.places))
	if p.gaps != 0 {
		zeros = uint(bits.TrailingZeros64(p.gaps))
		_, parameter = parameterOf(last.Key-first.Key, p.gaps, len(p.records)-1)
	}
	p.page = page{}
	binary.LittleEndian.PutUint16(p.page[:], uint16(len(p.records)))
	binary.LittleEndian.PutUint64(p.page[countBytes:], first.Key)
	p.page[firstBytes], p.page[firstBytes+1], p.page[firstBytes+2] = byte(zeros), byte(parameter), byte(width)
	out := rice.Append(p.page[:headBytes])
	for i, r := range p.records {
		if i > 0 {
			out.Gap((r.Key-p.records[i-1].Key)>>zeros, parameter)
		}
		out.Bits(r.At, width)
	}
	if len(out.Close()) > bodyBytes {
		panic("index: more records than a page has room for")
	}
	p.records = p.records[:0]
	return &p.page
}
