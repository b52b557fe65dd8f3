package document

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// A table holds what a map does, also of places that begin in the same slot and
// of such that begin in the last.
func TestTable(t *testing.T) {
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 1))
		var places []Place
		for i := range 200 {
			var p Place
			first := []uint32{random.Uint32(), 7, 0xffffffff, 0}[random.IntN(4)]
			binary.BigEndian.PutUint32(p[:], first)
			binary.BigEndian.PutUint32(p[4:], uint32(i+1))
			places = append(places, p)
		}
		var table table[Place, int]
		want := map[Place]int{}
		for step := range 3000 {
			p := places[random.IntN(len(places))]
			switch random.IntN(5) {
			case 0, 1:
				table.put(p, step)
				want[p] = step
			case 2:
				if len(table.slots) > 0 {
					table.remove(p)
				}
				delete(want, p)
			default:
				got := table.find(p)
				if v, ok := want[p]; ok != (got != nil) || ok && *got != v {
					t.Fatalf("seed %d step %d: %v, want %d, %v", seed, step, got, v, ok)
				}
			}
			if table.size != len(want) {
				t.Fatalf("seed %d step %d: %d places, want %d", seed, step, table.size, len(want))
			}
		}
		for _, p := range places {
			if v, ok := want[p]; ok && *table.find(p) != v || !ok && table.find(p) != nil {
				t.Fatalf("seed %d: %v", seed, p)
			}
		}
	}
}

func BenchmarkTable(b *testing.B) {
	places := make([]Place, 100_000)
	random := rand.New(rand.NewPCG(1, 1))
	for i := range places {
		binary.BigEndian.PutUint64(places[i][:], random.Uint64())
		places[i][15] = 1
	}
	for b.Loop() {
		var t table[Place, [16]byte]
		for _, p := range places {
			t.put(p, p)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(places)), "ns/place")
}
