package document

import (
	"maps"
	"math/rand/v2"
	"testing"
)

// Every version holds what a map of its own would, in whatever order they are asked, and
// also if two come from one.
func TestVersionsStay(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		made, want := []versions[int, int]{{}}, []map[int]int{{}}
		for step := range 400 {
			from := len(made) - 1
			if random.IntN(3) == 0 {
				from = random.IntN(len(made))
			}
			key := random.IntN(20)
			all := maps.Clone(want[from])
			if random.IntN(4) == 0 {
				delete(all, key)
				made = append(made, made[from].without(key))
			} else {
				all[key] = step
				made = append(made, made[from].with(key, step))
			}
			want = append(want, all)
			for range 3 {
				if at := random.IntN(len(made)); !maps.Equal(made[at].all(), want[at]) {
					t.Fatalf("seed %d, step %d: version %d holds %v, want %v", seed, step, at, made[at].all(), want[at])
				}
			}
		}
		for at := range made {
			if !maps.Equal(made[at].all(), want[at]) {
				t.Fatalf("seed %d: version %d holds %v, want %v", seed, at, made[at].all(), want[at])
			}
		}
	}
}

// BenchmarkRegister notes and asks facts of a long stream.
func BenchmarkRegister(b *testing.B) {
	marks := make([]Mark, 100_000)
	random := rand.New(rand.NewPCG(1, 1))
	for i := range marks {
		for j := range 16 {
			marks[i].Place[j], marks[i].digest[j] = byte(random.Uint32()), byte(random.Uint32())
		}
	}
	for b.Loop() {
		var r Register
		for _, m := range marks {
			r = r.NoteMarked(m)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(marks)), "ns/fact")
}
