package aggregates

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/fundledger/fundledger/aggregates/relief"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// packed is files of persons that a desk has dropped, in a quarter of their room and
// without anything to look through for the collector of garbage. A city has hundreds
// of thousands of them in a year, and comes back to each every few months: unpacking
// one takes a hundredth of the time of reading it.
//
// What was put in longest ago is given up, half of it at once.
type packed struct {
	young, old generation
	bound      int // of the bytes of both
	seeds      [2]maphash.Seed
}

// generation is packed files that were put in one after another.
type generation struct {
	at    map[name]int // where the form of a file begins
	forms []byte
}

// name stands for the name of a stream: two hashes that nobody can foresee, so that
// no two streams share them.
type name [2]uint64

// packedBytes bounds the memory of packed files: about 120 bytes each.
const packedBytes = 48_000_000

// entryBytes is what the entry of a file takes, about.
const entryBytes = 40

func newPacked() packed {
	return packed{bound: packedBytes, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

func (p *packed) name(stream string) name {
	return name{maphash.String(p.seeds[0], stream), maphash.String(p.seeds[1], stream)}
}

// put keeps a file, if it is one of a person.
func (p *packed) put(stream string, f *file) {
	person, ok := f.aggregate.(*cell[relief.Days, event.Relief])
	if !ok {
		return
	}
	if 2*(len(p.young.forms)+entryBytes*len(p.young.at)) >= p.bound {
		p.old, p.young = p.young, generation{}
	}
	if p.young.at == nil {
		p.young.at = map[name]int{}
	}
	p.young.at[p.name(stream)] = len(p.young.forms)
	to := binary.AppendVarint(p.young.forms, int64(f.last))
	p.young.forms = person.state.AppendTo(f.known.AppendTo(to))
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
			return unpack(stream, g.forms[at:])
		}
	}
	return nil
}

func unpack(stream string, form []byte) *file {
	last, size := binary.Varint(form)
	f := &file{aggregate: newBrief(stream), last: store.Revision(last)}
	person, ok := f.aggregate.(*cell[relief.Days, event.Relief])
	if !ok {
		panic("aggregates: a file was packed that is none of a person")
	}
	f.known, form = document.ReadKnown(form[size:])
	person.state, _ = relief.ReadDays(form)
	f.measure(f.known.Len())
	return f
}
