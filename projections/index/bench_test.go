package index

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/fundledger/fundledger/ledger/document"
)

// What keeping and looking up one of many facts costs: sorting, looking up in an index of
// sixteen times as many, writing.
func BenchmarkPending(b *testing.B) {
	source := rand.New(rand.NewPCG(1, 2))
	of := usual
	ix := &Index{mu: &sync.Mutex{}, sizes: of}
	dir := b.TempDir()
	many := make([]Record, 8<<20)
	for i := range many {
		many[i] = Record{source.Uint64() &^ 0xffff, uint64(i)}
	}
	many, _ = sortRecords(many, make([]Record, len(many)))
	path := dir + "/large"
	if err := writeRun(path, Documents, uint64(len(many)), false, &inMemory{many}); err != nil {
		b.Fatal(err)
	}
	r, err := openRun(path)
	if err != nil {
		b.Fatal(err)
	}
	ix.runs = append(ix.runs, r)
	b.ResetTimer()
	for range b.N {
		p, err := ix.Pending(dir, "pending-")
		if err != nil {
			b.Fatal(err)
		}
		for range 4 << 20 {
			if err := p.Add(document.Number(source.Uint64() &^ 0xffff)); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := p.Suspects(); err != nil {
			b.Fatal(err)
		}
		if err := p.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(4<<20), "ns/fact")
}
