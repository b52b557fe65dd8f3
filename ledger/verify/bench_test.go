package verify_test

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/closings"
)

// claims is how many events the ledger of the benchmarks has.
const claims = 1_000_000

// recordAtOnce is how many facts an import appends with one commit.
const recordAtOnce = 8192

// importClaims fills a ledger as an import of a year's claims does: day after day,
// a commit for each 8192 facts, in which those of one stream make one append.
func importClaims(b testing.TB, s store.Store, n int) {
	b.Helper()
	next := map[string]store.Revision{}
	at := time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC)
	for done := 0; done < n; {
		index := map[string]int{}
		var batch []store.Append
		for range min(recordAtOnce, n-done) {
			fact := claim(done, n)
			stream := aggregates.StreamOf(fact)
			i, touched := index[stream]
			if !touched {
				i = len(batch)
				index[stream] = i
				batch = append(batch, store.Append{
					Stream: stream, Expected: next[stream] - 1, RecordedAt: at,
					Actor: "clerk", Correlation: "01KAN4Z0000000000000000000", Causation: "import claims.csv",
				})
			}
			wire, version, data, err := event.Encode(fact)
			if err != nil {
				b.Fatal(err)
			}
			batch[i].Events = append(batch[i].Events, store.Event{Type: wire, Version: version, Data: data})
			next[stream]++
			done++
		}
		if _, err := s.Append(context.Background(), batch...); err != nil {
			b.Fatal(err)
		}
	}
}

// claim returns one of n facts: a fund, then claims of 100 institutions over a year.
func claim(i, n int) event.Event {
	const id = fund.ID("441300.390")
	if i == 0 {
		return event.FundEstablished{Fact: event.Fact{Document: "F-1", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: id, Name: "惠州居民医保"}
	}
	return event.ReimbursementPaid{
		Fact: event.Fact{Document: fmt.Sprintf("JS2025%08d", i), OccurredOn: fund.NewDate(2025, 1, 1) + fund.Date(i*365/n), Count: 1},
		Fund: id, Institution: fund.Institution(fmt.Sprintf("H441302%05d", i*7919%100)),
		Person: fund.Person(fmt.Sprintf("%016x%016x", uint64(i)*0x9e3779b97f4a7c15, uint64(i)*0xbf58476d1ce4e5b9)),
		Care:   fund.Inpatient, Amount: money.Fen(1 + i*7919%1_000_000),
	}
}

// BenchmarkVerify1M verifies a ledger of a million claims as the program does.
// Reported besides the time: the processor time of the whole program in seconds
// for each run, and the most memory that the program ever used, which is that of
// verifying if the benchmark runs alone.
func BenchmarkVerify1M(b *testing.B) {
	dir := b.TempDir()
	s := bigLedger(b, dir)
	forgetPeak(b)
	b.ReportAllocs()
	before := processorTime(b)
	b.ResetTimer()
	for b.Loop() {
		var sealed closings.Fold
		r, err := verify.Log(context.Background(), s,
			verify.Options{StreamOf: aggregates.StreamOf, Fold: func(e ledger.Entry) error { sealed.Apply(e); return nil }})
		if err != nil || r.Head.Size != claims {
			b.Fatal(r.Head, err)
		}
	}
	b.StopTimer()
	b.ReportMetric(claims*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric((processorTime(b)-before).Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(peak(b), "peak-MB")
}

// BenchmarkProve proves that an event is in a ledger of a million: with a tree at
// hand, and as the program does, which reads the stored tree first.
func BenchmarkProve(b *testing.B) {
	s := bigLedger(b, b.TempDir())
	ctx := context.Background()
	prove := func(b *testing.B, tree *merkle.Tree, head merkle.Head, index int64) {
		b.Helper()
		path, err := tree.Inclusion(index, head.Size)
		if err != nil {
			b.Fatal(err)
		}
		for r, err := range s.All(ctx, store.Position(index)) {
			if err != nil {
				b.Fatal(err)
			}
			if err := merkle.VerifyInclusion(head, index, r.AppendLine(nil), path); err != nil {
				b.Fatal(err)
			}
			break
		}
	}
	random := func(i int) int64 { return int64(uint64(i+1) * 0x9e3779b97f4a7c15 % claims) }
	b.Run("with a tree", func(b *testing.B) {
		tree, head, err := verify.Tree(ctx, s)
		if err != nil {
			b.Fatal(err)
		}
		i := 0
		for b.Loop() {
			prove(b, tree, head, random(i))
			i++
		}
	})
	b.Run("from the file", func(b *testing.B) {
		i := 0
		for b.Loop() {
			tree, head, err := verify.Tree(ctx, s)
			if err != nil {
				b.Fatal(err)
			}
			prove(b, tree, head, random(i))
			i++
		}
	})
}

// bigLedger makes a ledger of a million claims in a directory.
func bigLedger(b *testing.B, dir string) *sqlite.Store {
	b.Helper()
	s, err := sqlite.Create(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	importClaims(b, s, claims)
	return s
}

// processorTime returns what the program has used of all processors.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// forgetPeak gives memory back and makes the kernel forget the peak so far.
// Where that is not allowed the peak is that of making the ledger too.
func forgetPeak(b *testing.B) {
	b.Helper()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o200); err != nil {
		b.Logf("the peak is that of the whole program: %v", err)
	}
}

// peak returns the most memory that the program had, in megabytes; 0 where the
// system does not tell.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes float64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0
	}
	return kilobytes / 1024
}
