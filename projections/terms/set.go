package terms

import (
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/store"
)

// Groups of positions are where terms are found: whoever asks reads the events of a group and
// compares. Groups of half the size would cost a bit more for every event of the log.
const (
	groupShift = 6
	GroupSize  = 1 << groupShift // positions
	groupBits  = 14
	MaxGroups  = 1 << groupBits          // in a volume
	VolumeSize = MaxGroups << groupShift // positions
	chunkBytes = 4 << 10                 // from which on the next term begins another chunk
)

// Group is the number of a group in the volume of VolumeSize positions that it is of.
type Group uint16

// GroupOf returns the group of a position.
func GroupOf(position uint64) Group { return Group(position >> groupShift & (MaxGroups - 1)) }

// Positions returns the first position of the group, and the one behind its last, in the volume
// that a position is of.
func (g Group) Positions(within uint64) (from, to uint64) {
	from = within&^(VolumeSize-1) | uint64(g)<<groupShift
	return from, from + GroupSize
}

// Set collects the terms of the events of a volume, or of a stretch of one, in the order of the
// log. The zero Set is empty. Not for use by several goroutines.
type Set struct {
	kinds [lastKind][]uint64 // records of each kind, in order of their groups
	batch string             // of the event before
	in    Group              // of that
	keys  []Key              // room
	spare []uint64           // room
}

// AddPayment adds a payment that was read, with the correlation of its envelope: of what
// event.Decode accepts the same as AddEntry.
func (s *Set) AddPayment(p *tally.Payment, position store.Position, batch string) {
	at := GroupOf(uint64(position))
	s.keys = paymentKeys(s.keys[:0], p)
	for _, k := range s.keys {
		s.add(k, at)
	}
	s.addBatch(batch, at)
}

// AddEntry adds an event.
func (s *Set) AddEntry(entry ledger.Entry) {
	at := GroupOf(uint64(entry.Position))
	for _, t := range factTerms(nil, entry.Event) {
		s.add(t.Key(), at)
	}
	s.addBatch(entry.Correlation, at)
}

func (s *Set) addBatch(batch string, at Group) {
	if batch != "" && (batch != s.batch || at != s.in) {
		s.add(keyOf(Batch, batch), at)
		s.batch, s.in = batch, at
	}
}

// add adds a record, unless it is the one before again: payments to one institution stand
// one behind the other.
func (s *Set) add(k Key, at Group) {
	records := &s.kinds[k.Kind()]
	if r, n := uint64(k)<<groupBits|uint64(at), len(*records); n == 0 || (*records)[n-1] != r {
		*records = append(*records, r)
	}
}

// Grow makes room for the terms of n more events, most of which are payments to persons.
func (s *Set) Grow(n int) {
	for _, kind := range []Kind{Person, Document} {
		s.kinds[kind] = slices.Grow(s.kinds[kind], n)
	}
}

// Reset empties the set, and keeps its memory.
func (s *Set) Reset() {
	for kind := range s.kinds {
		s.kinds[kind] = s.kinds[kind][:0]
	}
	s.batch = ""
}

// Join adds what the next stretch of the volume has.
func (s *Set) Join(next *Set) {
	for kind, records := range next.kinds {
		s.kinds[kind] = append(s.kinds[kind], records...)
	}
}

// AddChunk adds the records of a chunk of a stretch of the volume. Error: ErrChunk.
func (s *Set) AddChunk(chunk []byte) error {
	return Each(chunk, func(k Key, at Group) error {
		if k.Kind() >= lastKind {
			return ErrChunk
		}
		s.add(k, at)
		return nil
	})
}

// Find returns the groups in which one of some keys, which are in order, was added; not in
// order, and some perhaps twice.
func (s *Set) Find(keys ...Key) (groups []Group) {
	for _, records := range s.kinds {
		for _, r := range records {
			if _, found := slices.BinarySearch(keys, Key(r>>groupBits)); found {
				groups = append(groups, Group(r&(MaxGroups-1)))
			}
		}
	}
	return groups
}

// Chunks calls do with each chunk of what was added and the key that it begins with, in
// order, and empties the set. A key stands in one chunk. Error: that of do.
func (s *Set) Chunks(do func(first Key, chunk []byte) error) error {
	for kind := range s.kinds {
		sorted, other := sortByHash(s.kinds[kind], s.spare)
		sorted = slices.Compact(sorted)
		w := chunkWriter{parameter: parameterFor(sorted)}
		var first Key
		for i, r := range sorted {
			k := Key(r >> groupBits)
			if w.n > 0 && w.bits.Len() >= chunkBytes && k != Key(sorted[i-1]>>groupBits) {
				if err := do(first, w.close()); err != nil {
					return err
				}
			}
			if w.n == 0 {
				first = k
			}
			w.add(r)
		}
		if w.n > 0 {
			if err := do(first, w.close()); err != nil {
				return err
			}
		}
		s.kinds[kind], s.spare = sorted[:0], other
	}
	s.batch = ""
	return nil
}

// sortByHash puts records of one kind, which are in order of their groups for each hash,
// in the order of their hashes. It returns them and what of both was not used.
func sortByHash(records, spare []uint64) (sorted, other []uint64) {
	const digit = hashBits / 2
	if cap(spare) < len(records) {
		spare = make([]uint64, len(records))
	}
	from, to := records, spare[:len(records)]
	for shift := groupBits; shift < groupBits+hashBits; shift += digit {
		var starts [1 << digit]int
		for _, r := range from {
			starts[r>>shift&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range starts {
			starts[i], sum = sum, sum+n
		}
		for _, r := range from {
			at := &starts[r>>shift&(1<<digit-1)]
			to[*at] = r
			*at++
		}
		from, to = to, from
	}
	return from, to
}

// FindIn returns the groups in which a chunk has one of some keys, which are in order; not in
// order, and some perhaps twice. Error: ErrChunk.
func FindIn(chunk []byte, keys ...Key) (groups []Group, err error) {
	r, err := newChunkReader(chunk)
	for err == nil {
		record, more, bad := r.record()
		if bad != nil || !more {
			return groups, bad
		}
		k := Key(record >> groupBits)
		for len(keys) > 0 && keys[0] < k {
			keys = keys[1:]
		}
		if len(keys) == 0 {
			return groups, nil
		}
		if keys[0] == k {
			groups = append(groups, Group(record&(MaxGroups-1)))
		}
	}
	return nil, err
}

// Each calls do with every record of a chunk, in order. Error: ErrChunk, that of do.
func Each(chunk []byte, do func(Key, Group) error) error {
	r, err := newChunkReader(chunk)
	for err == nil {
		record, more, bad := r.record()
		if bad != nil || !more {
			return bad
		}
		err = do(Key(record>>groupBits), Group(record&(MaxGroups-1)))
	}
	return err
}
