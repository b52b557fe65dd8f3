package terms

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/store"
)

// kept is a set of terms as files have it.
type kept struct {
	firsts []Key
	chunks [][]byte
}

func keep(t testing.TB, s *Set) (k kept) {
	t.Helper()
	err := s.Chunks(func(first Key, chunk []byte) error {
		if n := len(k.firsts); n > 0 && k.firsts[n-1] >= first {
			t.Fatal("the chunks are not in order")
		}
		if len(chunk) > 64<<10 {
			t.Fatalf("a chunk has %d bytes", len(chunk))
		}
		k.firsts, k.chunks = append(k.firsts, first), append(k.chunks, chunk)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// find returns the groups of a term.
func (k kept) find(t *testing.T, key Key) []Group {
	t.Helper()
	at, found := slices.BinarySearch(k.firsts, key)
	if !found {
		at--
	}
	if at < 0 {
		return nil
	}
	groups, err := FindIn(k.chunks[at], key)
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

func (k kept) size() (bytes int) {
	for _, c := range k.chunks {
		bytes += len(c)
	}
	return bytes
}

// What is kept of a volume, whole, in memory, or put together from smaller ones, is what a
// map has.
func TestTermSet(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, many := range []int{0, 1, 3000, 60_000} {
		want := map[Key][]Group{}
		var whole, joined, merged Set
		var parts []kept
		for part := range 4 {
			var s Set
			for i := range many {
				position := 7*VolumeSize + uint64(part)*VolumeSize/4 + uint64(i)*(VolumeSize/4)/uint64(many)
				k := Key(1+random.IntN(3))<<hashBits | Key(random.IntN(1<<(4+8*random.IntN(3))))
				at := GroupOf(position)
				if had := want[k]; len(had) == 0 || had[len(had)-1] != at {
					want[k] = append(had, at)
				}
				whole.add(k, at)
				s.add(k, at)
			}
			joined.Join(&s)
			parts = append(parts, keep(t, &s))
		}
		some := slices.Collect(maps.Keys(want))
		random.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		some = append(some[:min(len(some), 200)], 0, 1<<hashBits, 2<<hashBits-1, 5<<hashBits)
		for _, k := range some {
			if got := whole.Find(k); !slices.Equal(slices.Compact(got), want[k]) {
				t.Fatalf("%d: %x is found in memory in %v, want %v", many, k, got, want[k])
			}
		}
		for _, p := range parts {
			for _, c := range p.chunks {
				if err := merged.AddChunk(c); err != nil {
					t.Fatal(err)
				}
			}
		}
		one := keep(t, &whole)
		for _, s := range []*Set{&joined, &merged} {
			other := keep(t, s)
			if !slices.Equal(one.firsts, other.firsts) || !slices.EqualFunc(one.chunks, other.chunks, slices.Equal[[]byte]) {
				t.Fatalf("%d: four volumes make another one than the log", many)
			}
		}
		for _, k := range some {
			if got := one.find(t, k); !slices.Equal(got, want[k]) {
				t.Fatalf("%d: %x is found in %v, want %v", many, k, got, want[k])
			}
		}
		slices.Sort(some)
		var all, got []Group
		for _, k := range some {
			all = append(all, want[k]...)
		}
		for _, c := range one.chunks {
			groups, err := FindIn(c, some...)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, groups...)
		}
		if slices.Sort(all); !slices.Equal(slices.Sorted(slices.Values(got)), all) {
			t.Fatalf("%d: several keys are found in other groups than each", many)
		}
		if again := keep(t, &whole); len(again.chunks) > 0 {
			t.Errorf("%d: the set is not empty", many)
		}
	}
}

// A group holds the positions that have it.
func TestGroups(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for range 1000 {
		at := random.Uint64N(100 * VolumeSize)
		from, to := GroupOf(at).Positions(at)
		if other := at&^(VolumeSize-1) + random.Uint64N(VolumeSize); (GroupOf(other) == GroupOf(at)) != (from <= other && other < to) {
			t.Fatalf("%d is in the group of %d, which is from %d to %d", other, at, from, to)
		}
	}
}

// A set finds the events that it was shown, stored or decoded.
func TestTermSetOfEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	var plain, quick Set
	for i := range uint64(5 * GroupSize) {
		e := someStored(random)
		wire, version, data, err := event.Encode(e)
		if err != nil {
			continue
		}
		batch := []string{"", "a", "b"}[i/700%3]
		plain.AddEntry(ledger.Entry{Position: store.Position(i), Event: e, Correlation: batch})
		var p tally.Payment
		if p.Read(wire, version, data) {
			quick.AddPayment(&p, store.Position(i), batch)
		} else {
			quick.AddEntry(ledger.Entry{Position: store.Position(i), Event: e, Correlation: batch})
		}
	}
	one, other := keep(t, &plain), keep(t, &quick)
	if len(one.chunks) == 0 || !slices.EqualFunc(one.chunks, other.chunks, slices.Equal[[]byte]) {
		t.Error("stored and decoded events make two sets")
	}
}

// A volume takes about two bytes for each person and document, half a byte for institutions even
// where no payment is to that of the one before, and nothing to speak of for what was recorded together.
func TestTermBytes(t *testing.T) {
	const events = 1 << 20
	for kind, most := range map[Kind]float64{Person: 2, Document: 2, Institution: 0.5, Batch: 0.01} {
		random := rand.New(rand.NewPCG(7, uint64(kind)))
		var s Set
		for i := range uint64(events) {
			k := Key(kind) << hashBits
			switch kind {
			case Institution: // of four hundred
				k |= Key(uint32(random.IntN(400)) * 2654435769 >> (32 - hashBits))
			case Batch:
				k |= Key(i >> 17)
			default:
				k |= Key(random.Uint32() >> (32 - hashBits))
			}
			s.add(k, GroupOf(i))
		}
		if size := float64(keep(t, &s).size()) / events; size > most {
			t.Errorf("%d takes %.3f bytes an event, want %.3f", kind, size, most)
		} else {
			t.Logf("%d takes %.3f bytes an event", kind, size)
		}
	}
}

// Whatever the bytes, reading them ends in records in order or in an error; what was
// written and then changed, cut or made longer is never read as more than it says.
func FuzzChunk(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 3))
	for _, many := range []int{1, 2, 100} {
		var s Set
		for range many {
			s.add(Key(1<<hashBits|random.Uint32()>>(32-hashBits+6*random.IntN(3))), 3)
		}
		for _, c := range keep(f, &s).chunks {
			f.Add(c)
			f.Add(c[:len(c)-1])
			f.Add(append(slices.Clone(c), 0))
		}
	}
	f.Add(binary.LittleEndian.AppendUint64([]byte{3, 255, 255, 255, 255}, 1<<recordBits-1))
	f.Fuzz(func(t *testing.T, chunk []byte) {
		var records []uint64
		err := Each(chunk, func(k Key, at Group) error {
			r := uint64(k)<<groupBits | uint64(at)
			if n := len(records); n > 0 && records[n-1] >= r || r >= 1<<recordBits {
				t.Fatalf("%d behind %d", r, records[n-1])
			}
			records = append(records, r)
			return nil
		})
		if err == nil && (len(records) == 0 || len(records) > 1+8*(len(chunk)-headBytes)) {
			t.Fatalf("%d records in %d bytes", len(records), len(chunk))
		}
		for _, r := range append(records, 1<<recordBits-1) {
			groups, bad := FindIn(chunk, Key(r>>groupBits))
			if err == nil && (bad != nil || len(groups) == 0 && r != 1<<recordBits-1) {
				t.Fatalf("%x is not found: %v", r, bad)
			}
			if len(records) > 100 {
				break
			}
		}
		var s Set
		_ = s.AddChunk(chunk)
	})
}

// BenchmarkTerms says what a volume costs: to write, and to find one term in.
func BenchmarkTerms(b *testing.B) {
	random := rand.New(rand.NewPCG(9, 9))
	var stored []store.Recorded
	for len(stored) < 1<<14 {
		e := someStored(random)
		if wire, version, data, err := event.Encode(e); err == nil && glyph.IsASCII(data) && bytes.IndexByte(data, '\\') < 0 {
			stored = append(stored, store.Recorded{Type: wire, Version: version, Data: data})
		}
	}
	b.Run("keys", func(b *testing.B) {
		var s Set
		var p tally.Payment
		for i := range b.N {
			if r := &stored[i%len(stored)]; p.Read(r.Type, r.Version, r.Data) {
				s.AddPayment(&p, r.Position, "")
			}
			if i%len(stored) == 0 {
				s = Set{keys: s.keys}
			}
		}
	})
	random = rand.New(rand.NewPCG(9, 9))
	var s Set
	fill := func() {
		for i := range uint64(1 << 20) {
			s.add(Key(Person)<<hashBits|Key(random.Uint32()>>(32-hashBits)), GroupOf(i))
		}
	}
	b.Run("write", func(b *testing.B) {
		for range b.N {
			fill()
			keep(b, &s)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(1<<20), "ns/event")
	})
	fill()
	one := keep(b, &s)
	b.Run("find", func(b *testing.B) {
		for i := range b.N {
			if _, err := FindIn(one.chunks[i%len(one.chunks)], one.firsts[i%len(one.firsts)]|1<<hashBits-1); err != nil {
				b.Fatal(err)
			}
		}
	})
}
