package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"time"

	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// Sealed is an append made ready for AppendSealed: checked, compressed, and its
// events hashed. That is most of the work of an append; it needs no turn at the
// file and can be done by many goroutines at once. It says who recorded the events
// and when, so what is sealed is what will stand. Its conditions go with it.
type Sealed struct {
	header store.Append // without its events
	count  int          // of events
	blob   []byte       // of the events; see codec
	leaves []byte       // their leaf hashes, one after another
}

// Stream returns the stream that it is to be appended to.
func (x Sealed) Stream() string { return x.header.Stream }

// Expected returns the revision that its stream must be at.
func (x Sealed) Expected() store.Revision { return x.header.Expected }

// RecordedAt returns when it says that its events were recorded.
func (x Sealed) RecordedAt() time.Time { return x.header.RecordedAt }

// Resting returns the append with the condition that the log holds so many events.
func (x Sealed) Resting(length store.Position) Sealed {
	x.header.Length = length
	return x
}

// Len returns the number of its events.
func (x Sealed) Len() int { return x.count }

// Sealer seals appends. It may be used by many goroutines. Close releases it.
type Sealer struct{ codec *codec }

// NewSealer returns a Sealer.
func NewSealer() (*Sealer, error) {
	c, err := newCodec()
	return &Sealer{c}, err
}

// Close releases the memory of the Sealer.
func (s *Sealer) Close() { s.codec.dec.Close() }

// Seal makes an append ready. It keeps no reference to the events. Error:
// *store.InvalidError.
func (s *Sealer) Seal(a store.Append) (Sealed, error) { return s.codec.seal(a, true) }

func (c *codec) seal(a store.Append, hashed bool) (Sealed, error) {
	if err := a.Check(); err != nil {
		return Sealed{}, err
	}
	s := c.borrow()
	defer c.spare.Put(s)
	x := Sealed{header: a, count: len(a.Events), blob: c.pack(a.Events, s)}
	x.header.Events = nil
	if !hashed {
		return x, nil
	}
	x.leaves = make([]byte, 0, len(a.Events)*len(merkle.Hash{}))
	e := store.Recorded{Stream: a.Stream, RecordedAt: a.RecordedAt, Actor: a.Actor, Correlation: a.Correlation, Causation: a.Causation}
	for i, event := range a.Events {
		e.Revision = a.Expected + 1 + store.Revision(i)
		e.Type, e.Version, e.Data = event.Type, event.Version, event.Data
		s.leaf = e.AppendLine(s.leaf[:0])
		leaf := merkle.LeafHash(s.leaf)
		x.leaves = append(x.leaves, leaf[:]...)
	}
	return x, nil
}

// Open returns the append that was sealed, with its events. Error:
// *store.CorruptError if x was not made by Seal.
func (s *Sealer) Open(x Sealed) (store.Append, error) { return s.codec.open(x) }

func (c *codec) open(x Sealed) (store.Append, error) {
	a := x.header
	corrupt := func(cause error) (store.Append, error) {
		return a, &store.CorruptError{Where: "a sealed append to " + a.Stream, Reason: "cannot be opened", Cause: cause}
	}
	rest, err := c.unpack(nil, x.blob, int64(x.count))
	if err != nil {
		return corrupt(err)
	}
	a.Events = make([]store.Event, x.count)
	for i := range a.Events {
		var typ []byte
		e := &a.Events[i]
		if typ, e.Version, e.Data, rest, err = cutLine(rest); err != nil {
			return corrupt(err)
		}
		e.Type = string(typ)
	}
	return a, nil
}

// AppendTo appends the binary form of x to dst: its length, its content and a
// checksum. It is for a file that lasts no longer than the program that writes it.
func (x Sealed) AppendTo(dst []byte) []byte {
	h := &x.header
	start := len(dst)
	dst = append(dst, make([]byte, bodyBytes)...)
	for _, n := range [...]int64{int64(h.Expected), h.RecordedAt.UnixMicro(), int64(x.count)} {
		dst = binary.AppendVarint(dst, n)
	}
	for _, s := range [...]string{h.Stream, h.Actor, h.Correlation, h.Causation} {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
		dst = append(dst, s...)
	}
	dst = binary.AppendUvarint(dst, uint64(h.Length))
	dst = binary.AppendUvarint(dst, uint64(len(h.Reads)))
	for _, r := range h.Reads {
		dst = binary.AppendVarint(dst, int64(r.At))
		dst = binary.AppendUvarint(dst, uint64(len(r.Stream)))
		dst = append(dst, r.Stream...)
	}
	for _, b := range [...][]byte{x.blob, x.leaves} {
		dst = binary.AppendUvarint(dst, uint64(len(b)))
		dst = append(dst, b...)
	}
	body := dst[start+bodyBytes:]
	binary.LittleEndian.PutUint64(dst[start:], uint64(len(body)))
	return binary.LittleEndian.AppendUint32(dst, crc32.Checksum(body, castagnoli))
}

// bodyBytes is the room of the length before a sealed append.
const bodyBytes = 8

var errSealed = errors.New("not the binary form of a sealed append")

// ReadSealed returns the sealed append at the beginning of src and what follows
// it. It refers to src. Error: *store.CorruptError.
func ReadSealed(src []byte) (x Sealed, rest []byte, err error) {
	corrupt := func() (Sealed, []byte, error) {
		return Sealed{}, nil, &store.CorruptError{Where: "a sealed append", Reason: "checksum or form does not match", Cause: errSealed}
	}
	if len(src) < bodyBytes {
		return corrupt()
	}
	size, src := binary.LittleEndian.Uint64(src), src[bodyBytes:]
	if uint64(len(src)) < 4 || size > uint64(len(src))-4 {
		return corrupt()
	}
	body, sum, rest := src[:size], src[size:size+4], src[size+4:]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(sum) {
		return corrupt()
	}
	f := form{rest: body}
	x.header.Expected, x.header.RecordedAt, x.count = store.Revision(f.number()), time.UnixMicro(f.number()).UTC(), int(f.number())
	for _, s := range [...]*string{&x.header.Stream, &x.header.Actor, &x.header.Correlation, &x.header.Causation} {
		*s = string(f.bytes())
	}
	x.header.Length = store.Position(f.size())
	x.header.Reads = f.reads()
	x.blob, x.leaves = f.bytes(), f.bytes()
	if f.bad || len(f.rest) != 0 || x.count < 1 || len(x.leaves) != x.count*len(merkle.Hash{}) {
		return corrupt()
	}
	return x, rest, nil
}

// form reads the parts of a binary form.
type form struct {
	rest []byte
	bad  bool
}

func (f *form) number() int64 { return take(f, binary.Varint) }
func (f *form) size() uint64  { return take(f, binary.Uvarint) }

func take[N int64 | uint64](f *form, read func([]byte) (N, int)) N {
	v, n := read(f.rest)
	if n <= 0 {
		f.bad, n = true, 0
	}
	f.rest = f.rest[n:]
	return v
}

func (f *form) bytes() []byte {
	size := f.size()
	if size > uint64(len(f.rest)) {
		f.bad = true
		return nil
	}
	b := f.rest[:size:size]
	f.rest = f.rest[size:]
	return b
}

func (f *form) reads() []store.Read {
	count := f.size()
	if count > uint64(len(f.rest)) { // each takes more than a byte
		f.bad = true
	}
	if f.bad || count == 0 {
		return nil
	}
	reads := make([]store.Read, count)
	for i := range reads {
		reads[i].At = store.Revision(f.number())
		reads[i].Stream = string(f.bytes())
	}
	return reads
}

// AppendSealed does what Append does with the appends that were sealed. Errors as
// for Append.
func (s *Store) AppendSealed(ctx context.Context, sealed ...Sealed) ([]store.Receipt, error) {
	if s.log == nil || s.ReadOnly() {
		return nil, &ReadOnlyError{Path: s.path}
	}
	if err := ctx.Err(); err != nil || len(sealed) == 0 {
		return nil, err
	}
	return s.enqueue(&request{ctx: ctx, appends: sealed, done: make(chan struct{})})
}
