package aggregates

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"github.com/fundledger/fundledger/aggregates/premium"
	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// packed is brief files that a desk has dropped, in a quarter to half of their room and
// without anything to look through for the collector of garbage. A city of five million
// people has some ninety thousand persons with relief, and comes back to each every few
// months, as to the payments of the months before: a file is unpacked without asking
// the ledger. What was put in longest ago is given up when there is too much.
type packed struct {
	persons, payments arena // apart, so that many payments do not drive persons out
	seeds             [2]maphash.Seed
}

// name stands for the name of a stream: two hashes that nobody can foresee, so that
// no two streams share them.
type name [2]uint64

// The bounds of what is packed, in bytes: some two hundred thousand persons with
// relief, at about a hundred bytes, and four million payments of a city.
const (
	personsBytes  = 34_000_000
	paymentsBytes = 26_000_000
)

func newPacked() packed {
	return packed{
		persons: arena{bound: personsBytes}, payments: arena{bound: paymentsBytes},
		seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
	}
}

func (p *packed) name(stream string) name {
	return name{maphash.String(p.seeds[0], stream), maphash.String(p.seeds[1], stream)}
}

// put keeps a file, if it is a brief one, and not one of premiums that count for a split.
func (p *packed) put(stream string, f *file) {
	if !f.brief() {
		return
	}
	if month, ok := f.aggregate.(*cell[premium.State, event.Premium]); ok && !premium.Split(month.state).Empty() {
		return
	}
	key, most := p.name(stream), binary.MaxVarintLen64+f.known.Room()
	pack := func(dst []byte) []byte { return f.known.AppendTo(binary.AppendVarint(dst, int64(f.last))) }
	if person, ok := f.aggregate.(*cell[relief.Days, event.Relief]); ok {
		p.persons.put(key, most+person.state.Room(), func(dst []byte) []byte { return person.state.AppendTo(pack(dst)) })
		return
	}
	p.payments.put(key, most, pack)
}

// take returns the file of a stream, which is not packed any more; nil if it was not.
func (p *packed) take(stream string) *file {
	if p.persons.empty() && p.payments.empty() {
		return nil
	}
	key := p.name(stream)
	form, some := p.persons.take(key)
	if !some {
		form, some = p.payments.take(key)
	}
	if !some {
		return nil
	}
	last, size := binary.Varint(form)
	f := &file{stream: stream, aggregate: newBrief(stream), last: store.Revision(last)}
	f.known, form = document.ReadKnown(form[size:])
	if person, ok := f.aggregate.(*cell[relief.Days, event.Relief]); ok {
		person.state, _ = relief.ReadDays(form)
	}
	f.measure(f.known.Len())
	return f
}

// arena holds forms by name, one after another in chunks. The zero arena is empty.
type arena struct {
	at     map[name]place
	chunks [][]byte
	used   int // bytes, also of forms that were taken
	bound  int // of used
}

// place is where a form stands.
type place struct{ chunk, from, to int32 }

const (
	entryBytes = 48 // what the entry of a form takes, about
	chunkBytes = 1 << 20
)

func (a *arena) empty() bool { return len(a.at) == 0 }

// put adds the form that pack appends, of so many bytes at the most, in the place of
// one that was there.
func (a *arena) put(key name, most int, pack func(dst []byte) []byte) {
	if a.used >= a.bound {
		a.clean()
	}
	if a.at == nil {
		a.at = map[name]place{}
	}
	last := len(a.chunks) - 1
	if last < 0 || cap(a.chunks[last])-len(a.chunks[last]) < most {
		a.chunks = append(a.chunks, make([]byte, 0, max(most, min(chunkBytes, a.bound))))
		last++
	}
	from := len(a.chunks[last])
	a.chunks[last] = pack(a.chunks[last])
	to := len(a.chunks[last])
	a.at[key] = place{int32(last), int32(from), int32(to)}
	a.used += entryBytes + to - from
}

// take returns a form, which stays until the next put, and whether it was there; it is
// not any more.
func (a *arena) take(key name) ([]byte, bool) {
	at, some := a.at[key]
	if !some {
		return nil, false
	}
	delete(a.at, key)
	return a.chunks[at.chunk][at.from:at.to], true
}

// clean gives the room of forms that were taken back, and of those that were put in
// longest ago if a quarter is not free then.
func (a *arena) clean() {
	type entry struct {
		place
		key name
	}
	entries := make([]entry, 0, len(a.at))
	for key, at := range a.at {
		entries = append(entries, entry{at, key})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.chunk, b.chunk), cmp.Compare(a.from, b.from))
	})
	first, room := len(entries), a.bound/4*3
	for ; first > 0; first-- {
		e := entries[first-1]
		if room -= entryBytes + int(e.to-e.from); room < 0 {
			break
		}
	}
	old := a.chunks
	*a = arena{bound: a.bound}
	for i, e := range entries[first:] {
		if i > 0 && e.chunk > entries[first+i-1].chunk {
			old[entries[first+i-1].chunk] = nil
		}
		form := old[e.chunk][e.from:e.to]
		a.put(e.key, len(form), func(dst []byte) []byte { return append(dst, form...) })
	}
}

// shrink drops files, those used longest ago first, until a quarter of the bound is
// free, and packs what can be; never the file in hand.
func (d *Desk) shrink(inHand *file) {
	files := make([]*file, 0, len(d.files))
	for _, f := range d.files {
		if f != inHand {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b *file) int { return cmp.Compare(a.used, b.used) })
	for _, f := range files {
		if d.kept-inHand.size <= d.bound/4*3 {
			return
		}
		d.pack(f)
	}
}

// pack drops a file, and packs it if it can be.
func (d *Desk) pack(f *file) {
	d.packed.put(f.stream, d.drop(f.stream))
	if !f.brief() && f.size > d.bound/8 {
		d.costly[f.stream] = true
	}
}
