package aggregates

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// packed is brief files that a desk has dropped, in a third of their room and without
// anything to look through for the collector of garbage. A city has hundreds of
// thousands of persons with relief in a year, and comes back to each every few months,
// as to the payments of the months before: unpacking a file takes a hundredth of the
// time of reading it.
//
// What was put in longest ago is given up, half of it at once.
type packed struct {
	young, old generation
	bound      int // of the bytes of both
	seeds      [2]maphash.Seed
}

// generation is packed files that were put in one after another.
type generation struct {
	at     map[name]place
	chunks [][]byte // of forms
	size   int
}

// place is where the form of a file begins.
type place struct{ chunk, at int32 }

// name stands for the name of a stream: two hashes that nobody can foresee, so that
// no two streams share them.
type name [2]uint64

const (
	packedBytes = 52_000_000 // bounds the memory of packed files
	entryBytes  = 40         // what the entry of a file takes, about
	chunkBytes  = 1 << 20
)

func newPacked() packed {
	return packed{bound: packedBytes, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

func (p *packed) name(stream string) name {
	return name{maphash.String(p.seeds[0], stream), maphash.String(p.seeds[1], stream)}
}

// put keeps a file, if it is a brief one.
func (p *packed) put(stream string, f *file) {
	if !f.brief() {
		return
	}
	if 2*p.young.size >= p.bound {
		p.old, p.young = p.young, generation{}
	}
	p.young.put(p.name(stream), f)
}

func (g *generation) put(key name, f *file) {
	if g.at == nil {
		g.at = map[name]place{}
	}
	most := 64 + 25*f.known.Len()
	person, ok := f.aggregate.(*cell[relief.Days, event.Relief])
	if ok {
		most += person.state.Room()
	}
	last := len(g.chunks) - 1
	if last < 0 || cap(g.chunks[last])-len(g.chunks[last]) < most {
		g.chunks = append(g.chunks, make([]byte, 0, max(most, chunkBytes)))
		last++
	}
	form := g.chunks[last]
	g.at[key] = place{int32(last), int32(len(form))}
	g.size += entryBytes - len(form)
	form = f.known.AppendTo(binary.AppendVarint(form, int64(f.last)))
	if ok {
		form = person.state.AppendTo(form)
	}
	g.chunks[last] = form
	g.size += len(form)
}

// take returns the file of a stream, which is not packed any more; nil if it was not.
func (p *packed) take(stream string) *file {
	if len(p.young.at)+len(p.old.at) == 0 {
		return nil
	}
	key := p.name(stream)
	for _, g := range [...]*generation{&p.young, &p.old} {
		if at, some := g.at[key]; some {
			delete(g.at, key)
			return unpack(stream, g.chunks[at.chunk][at.at:])
		}
	}
	return nil
}

func unpack(stream string, form []byte) *file {
	last, size := binary.Varint(form)
	f := &file{aggregate: newBrief(stream), last: store.Revision(last)}
	f.known, form = document.ReadKnown(form[size:])
	if person, ok := f.aggregate.(*cell[relief.Days, event.Relief]); ok {
		person.state, _ = relief.ReadDays(form)
	}
	f.measure(f.known.Len())
	return f
}
