package sqlite

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// row is one row of table appends with the name of its stream.
type row struct {
	first       int64 // position of the first event
	stream      int64
	name        string
	revision    int64 // of the first event
	count       int64 // of events
	recordedAt  int64 // microseconds since 1970, UTC
	actor       string
	correlation string
	causation   string
	data        []byte
	sum         int64
}

// rowColumns are the columns that scanRow reads.
const rowColumns = `a.first, a.stream, a.revision, a.count, a.recorded_at, a.actor, a.correlation, a.causation, a.data, a.sum`

// castagnoli is CRC-32C: a CRC finds every single flipped bit and every damaged
// run of up to 32 bits with certainty, which is how disks and cables fail, for
// four bytes a row and next to no time (processors have an instruction for it).
// It does not stop a forger, and is not meant to: the Merkle proof does.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// nameSum returns the checksum of a stream's name.
func nameSum(name string) int64 {
	return int64(crc32.Checksum([]byte(name), castagnoli))
}

// checksum returns the checksum of r's other columns. Lengths go in before
// strings, so that no two rows are the same bytes. It uses the memory of scratch.
func (r *row) checksum(scratch *[]byte) int64 {
	buf := (*scratch)[:0]
	for _, n := range [...]int64{r.first, r.stream, r.revision, r.count, r.recordedAt} {
		buf = binary.BigEndian.AppendUint64(buf, uint64(n))
	}
	for _, s := range [...]string{r.name, r.actor, r.correlation, r.causation} {
		buf = binary.BigEndian.AppendUint64(buf, uint64(len(s)))
		buf = append(buf, s...)
	}
	*scratch = buf
	return int64(crc32.Update(crc32.Checksum(buf, castagnoli), castagnoli, r.data))
}

// where names the row for an error.
func (r *row) where(path string) string { return fmt.Sprintf("%s, position %d", path, r.first) }

// unpacker yields the events of rows. It reuses its memory from row to row.
type unpacker struct {
	path  string
	codec *codec
	lines []byte
	sum   []byte            // what a checksum is made of
	types map[string]string // wire names seen, so that each is allocated once
	head  []byte            // what the last line began with: its type and version
	typ   string
	ver   int
}

// each verifies r and calls yield for its events, leaving out the first skip.
// It reports whether yield asked for more. Error: *store.CorruptError, before
// the first event if the fault is in the row.
func (u *unpacker) each(r *row, skip int64, yield func(store.Recorded) bool) (more bool, err error) {
	corrupt := func(reason string, cause error) error {
		return &store.CorruptError{Where: r.where(u.path), Reason: reason, Cause: cause}
	}
	if r.checksum(&u.sum) != r.sum {
		return false, corrupt("checksum does not match", nil)
	}
	if r.count < 1 || r.count > store.MaxEvents {
		return false, corrupt(fmt.Sprintf("%d events", r.count), nil)
	}
	if u.lines, err = u.codec.unpack(u.lines, r.data, r.count); err != nil {
		return false, corrupt("blob cannot be decompressed", err)
	}
	e := store.Recorded{
		Stream:      r.name,
		RecordedAt:  time.UnixMicro(r.recordedAt).UTC(),
		Actor:       r.actor,
		Correlation: r.correlation,
		Causation:   r.causation,
	}
	rest := u.lines
	for i := range r.count {
		if e.Type, e.Version, e.Data, rest, err = u.cut(rest); err != nil {
			return false, corrupt(fmt.Sprintf("event %d of %d", i, r.count), err)
		}
		if i < skip {
			continue
		}
		e.Position, e.Revision = store.Position(r.first+i), store.Revision(r.revision+i)
		if !yield(e) {
			return false, nil
		}
	}
	if len(rest) != 0 {
		return false, corrupt(fmt.Sprintf("more than its %d events", r.count), nil)
	}
	return true, nil
}

// cut does what cutLine does. Most lines begin as the one before.
func (u *unpacker) cut(lines []byte) (typ string, version int, data, rest []byte, err error) {
	if len(u.head) > 0 && bytes.HasPrefix(lines, u.head) {
		if end := bytes.IndexByte(lines, '\n'); end >= len(u.head) {
			return u.typ, u.ver, lines[len(u.head):end:end], lines[end+1:], nil
		}
	}
	name, version, data, rest, err := cutLine(lines)
	if err != nil {
		return "", 0, nil, nil, err
	}
	u.typ, u.ver = u.intern(name), version
	u.head = append(u.head[:0], lines[:len(lines)-len(rest)-len(data)-len("\n")]...)
	return u.typ, version, data, rest, nil
}

// intern returns name as a string, the same one each time.
func (u *unpacker) intern(name []byte) string {
	s, ok := u.types[string(name)]
	if !ok {
		if u.types == nil {
			u.types = make(map[string]string)
		}
		s = string(name)
		u.types[s] = s
	}
	return s
}
