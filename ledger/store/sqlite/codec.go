package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/store"
)

// maxLine is the length in bytes of the longest line that an event can make.
const maxLine = store.MaxNameBytes + len(" 9007199254740991 ") + store.MaxEventBytes + len("\n")

// maxVersion is the highest schema version that store.Append.Check lets pass.
const maxVersion = jcs.MaxInt

// codec turns the events of one append into a blob and back. It may be used
// from many goroutines.
type codec struct {
	enc   *zstd.Encoder
	small *zstd.Encoder // of appends below smallAppend
	dec   *zstd.Decoder

	spare sync.Pool // of *scratch
}

// scratch is memory for packing and sealing, which is needed no longer than that takes.
type scratch struct{ lines, blob, leaf []byte }

// borrow returns memory that goes back into spare.
func (c *codec) borrow() *scratch {
	if s, ok := c.spare.Get().(*scratch); ok {
		return s
	}
	return &scratch{}
}

// smallAppend is the size in bytes of the lines below which an entropy code does
// not pay: it would save some thirty bytes of one event and twenty of each of a hundred,
// and reading them would take four times as long, or twice.
const smallAppend = 32 << 10

func newCodec() (*codec, error) {
	// SingleSegment makes every frame state its size, which unpack relies on.
	// The row's own sum covers the blob; a second one would cost four bytes a row.
	// Of the levels the fastest makes the smallest blobs of such lines, within a few
	// percent, in the least time.
	c := &codec{}
	for _, e := range []struct {
		to        **zstd.Encoder
		noEntropy bool
	}{{&c.enc, false}, {&c.small, true}} {
		var err error
		*e.to, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithNoEntropyCompression(e.noEntropy),
			zstd.WithSingleSegment(true), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
		if err != nil {
			return nil, fmt.Errorf("zstd: %w", err)
		}
	}
	var err error
	c.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	return c, nil
}

// pack returns the blob of events.
func (c *codec) pack(events []store.Event, s *scratch) []byte {
	lines := s.lines[:0]
	for _, e := range events {
		lines = append(lines, e.Type...)
		lines = append(lines, ' ')
		lines = strconv.AppendInt(lines, int64(e.Version), 10)
		lines = append(lines, ' ')
		lines = append(lines, e.Data...)
		lines = append(lines, '\n')
	}
	encoder := c.enc
	if len(lines) < smallAppend {
		encoder = c.small
	}
	s.lines, s.blob = lines, encoder.EncodeAll(lines, s.blob[:0])
	return bytes.Clone(s.blob)
}

var errBlob = errors.New("blob is not one zstd frame of a size that its events can have")

// unpack returns the lines in blob, using buf's memory if they fit. It needs no
// more memory than count events can fill, whatever blob says.
func (c *codec) unpack(buf, blob []byte, count int64) ([]byte, error) {
	var header zstd.Header
	if err := header.Decode(blob); err != nil || !header.HasFCS || header.FrameContentSize > uint64(count)*uint64(maxLine) {
		return nil, errBlob
	}
	if size := int(header.FrameContentSize); cap(buf) < size {
		buf = make([]byte, 0, size+size/4) // so that slowly growing rows do not each allocate
	}
	return c.dec.DecodeAll(blob, buf[:0])
}

var errLine = errors.New(`a line is not "type version data"`)

// cutLine returns the parts of the first of lines and the lines after it. It
// accepts what pack writes and nothing else. Error: errLine.
func cutLine(lines []byte) (typ []byte, version int, data, rest []byte, err error) {
	end := bytes.IndexByte(lines, '\n')
	sp := bytes.IndexByte(lines, ' ')
	if end < 0 || sp < 1 || sp > end {
		return nil, 0, nil, nil, errLine
	}
	i := sp + 1
	for ; i < end && lines[i] != ' '; i++ {
		digit := int(lines[i]) - '0'
		if digit < 0 || digit > 9 || i == sp+1 && digit == 0 || i > sp+len("9007199254740991") {
			return nil, 0, nil, nil, errLine
		}
		version = version*10 + digit
	}
	if version < 1 || int64(version) > maxVersion || i == end {
		return nil, 0, nil, nil, errLine
	}
	return lines[:sp], version, lines[i+1 : end : end], lines[end+1:], nil
}
