package importer

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/rows"
)

// Every line is told once, however often the file is looked at, and in what order.
func TestTellingTwice(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var got []int
		told := telling{fault: func(f rows.Fault) { got = append(got, f.Line) }}
		want := map[int]bool{}
		for range 3 {
			for line := range 300 {
				if random.IntN(3) == 0 {
					want[line] = true
					told.add([]rows.Fault{{Line: line}})
				}
			}
			told.release()
			told.again()
		}
		slices.Sort(got)
		if n := len(got); n != len(want) || len(slices.Compact(got)) != n {
			t.Fatalf("%d lines were told, want %d", n, len(want))
		}
	}
}

// A file of nothing but faults takes a bit for each of its lines.
func TestTellingMillions(t *testing.T) {
	told := telling{fault: func(rows.Fault) {}}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for line := range 3_000_000 {
		told.add([]rows.Fault{{Line: line + 2, Found: fmt.Sprint(line % 10)}})
	}
	told.release()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8_000_000 {
		t.Errorf("%d bytes are kept of three million faults", grown)
	}
	if !told.now.has(2) || !told.now.has(3_000_001) || told.now.has(3_000_002) || told.now.has(1) {
		t.Error("other lines were told")
	}
}
