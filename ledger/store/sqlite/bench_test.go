package sqlite_test

import (
	"context"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var recordedAt = time.Date(2025, 3, 31, 15, 59, 59, 0, time.UTC)

// settlements returns n events of the size and likeness of what a fund records.
func settlements(n int) []store.Event {
	events := make([]store.Event, n)
	for i := range events {
		events[i] = store.Event{Type: "reimbursement.settled", Version: 1, Data: fmt.Appendf(nil,
			`{"amount":"%d.%02d","count":1,"document":"JS2025%08d","fund":"441300.390","institution":"H441302%05d","occurred_on":"2025-03-%02d","person":"%016x"}`,
			i*7919%100000, i%100, i, i%977, 1+i%31, uint64(i)*0x9e3779b97f4a7c15)}
	}
	return events
}

func to(stream string, expected store.Revision, events ...store.Event) store.Append {
	return store.Append{Stream: stream, Expected: expected, RecordedAt: recordedAt, Actor: "clerk", Correlation: "import-1", Events: events}
}

func create(tb testing.TB, opts ...sqlite.Option) (*sqlite.Store, string) {
	tb.Helper()
	dir := tb.TempDir()
	s, err := sqlite.Create(dir, opts...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	return s, dir
}

// BenchmarkAppend is one caller with one event at a time: what a clerk waits for.
func BenchmarkAppend(b *testing.B) {
	s, _ := create(b)
	events := settlements(1)
	next := store.NoStream
	for b.Loop() {
		if _, err := s.Append(context.Background(), to("fund-1", next, events...)); err != nil {
			b.Fatal(err)
		}
		next++
	}
}

// BenchmarkAppend64 is 64 callers at once, each with its own stream.
func BenchmarkAppend64(b *testing.B) {
	s, _ := create(b)
	events := settlements(1)
	var callers atomic.Int64
	b.SetParallelism(32) // times GOMAXPROCS
	b.RunParallel(func(pb *testing.PB) {
		name := fmt.Sprint("fund-", callers.Add(1))
		for next := store.NoStream; pb.Next(); next++ {
			if _, err := s.Append(context.Background(), to(name, next, events...)); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(callers.Load()), "callers")
}

// BenchmarkAppendBulk is an import: 100 streams in a call, 100 events to each.
func BenchmarkAppendBulk(b *testing.B) {
	const streams, each = 100, 100
	s, _ := create(b, sqlite.Scratch())
	events := settlements(each)
	next := store.NoStream
	for b.Loop() {
		var appends []store.Append
		for i := range streams {
			appends = append(appends, to(fmt.Sprint("fund-", i), next, events...))
		}
		if _, err := s.Append(context.Background(), appends...); err != nil {
			b.Fatal(err)
		}
		next += each
	}
	b.ReportMetric(float64(streams*each*b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkAll reads a ledger of big rows, and one of single events, in both ways.
func BenchmarkAll(b *testing.B) {
	for _, each := range []int{1, 20, 1000} {
		b.Run(fmt.Sprintf("rows of %d", each), func(b *testing.B) {
			s, _ := create(b, sqlite.Scratch())
			events := settlements(each)
			total := max(100_000, 100*each)
			for i := 0; i < total; {
				var appends []store.Append
				for range 100 {
					appends = append(appends, to("fund-1", store.Revision(i-1), events...))
					i += each
				}
				if _, err := s.Append(context.Background(), appends...); err != nil {
					b.Fatal(err)
				}
			}
			for name, read := range map[string]func() iter.Seq2[store.Recorded, error]{
				"all":   func() iter.Seq2[store.Recorded, error] { return s.All(context.Background(), 0) },
				"range": func() iter.Seq2[store.Recorded, error] { return s.Range(context.Background(), 0, 1<<40) },
			} {
				b.Run(name, func(b *testing.B) {
					n := 0
					for b.Loop() {
						for _, err := range read() {
							if err != nil {
								b.Fatal(err)
							}
							n++
						}
					}
					b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
				})
			}
		})
	}
}
