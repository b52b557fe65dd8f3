package kurrent_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
	"github.com/fundledger/fundledger/ledger/store/kurrent/esdbtest"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

var recordedAt = time.Date(2025, 3, 31, 15, 59, 59, 123456000, time.UTC)

// stores are the stores that are compared: the one in a cluster, against the double
// or a real server, and that in a file. The double keeps nothing on a disk, so what
// is compared is what the client, the protocol and this package cost.
func stores(b *testing.B) map[string]store.Store {
	o, _ := server(b, esdbtest.Options{})
	cluster, err := kurrent.Create(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	file, err := sqlite.Create(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	all := map[string]store.Store{"kurrent": cluster, "sqlite": file}
	b.Cleanup(func() {
		for name, s := range all {
			if err := s.Close(); err != nil {
				b.Errorf("%s: %v", name, err)
			}
		}
	})
	return all
}

// benchmarkAppends appends so many events at once, again and again, by turns to some
// streams.
func benchmarkAppends(b *testing.B, each int) {
	all := stores(b)
	runs := 0
	for _, name := range []string{"kurrent", "sqlite"} {
		b.Run(name, func(b *testing.B) {
			s, next := all[name], map[string]store.Revision{}
			n := 0
			runs++
			for b.Loop() {
				stream := fmt.Sprintf("fund%d-%d", runs, n/100%16)
				last, known := next[stream]
				if !known {
					last = store.NoStream
				}
				a := store.Append{Stream: stream, Expected: last, RecordedAt: recordedAt, Actor: "clerk", Correlation: "import", Causation: "command"}
				for i := range each {
					a.Events = append(a.Events, store.Event{Type: "reimbursement.paid", Version: 1, Data: fmt.Appendf(nil,
						`{"amount":"%d.%02d","care":"inpatient","count":1,"document":"JS2025%08d","fund":"441300.390","institution":"H44130200026","occurred_on":"2025-03-31","person":"%032x"}`, n, i%100, n*each+i, n)})
				}
				receipts, err := s.Append(context.Background(), a)
				if err != nil {
					b.Fatal(err)
				}
				next[stream] = receipts[0].Last
				n++
			}
			b.ReportMetric(float64(n*each)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func BenchmarkAppendSingle(b *testing.B) { benchmarkAppends(b, 1) }
func BenchmarkAppendBulk(b *testing.B)   { benchmarkAppends(b, 5000) }

// BenchmarkAll reads 100,000 events.
func BenchmarkAll(b *testing.B) {
	const size = 100_000
	all := stores(b)
	for _, s := range all {
		for n := 0; n < size; n += 5000 {
			a := store.Append{Stream: "fund-1", Expected: store.Revision(n - 1), RecordedAt: recordedAt, Actor: "clerk"}
			for i := range 5000 {
				a.Events = append(a.Events, store.Event{Type: "reimbursement.paid", Version: 1, Data: fmt.Appendf(nil,
					`{"amount":"1.00","care":"inpatient","count":1,"document":"JS2025%08d","fund":"441300.390","institution":"H44130200026","occurred_on":"2025-03-31"}`, n+i)})
			}
			if _, err := s.Append(context.Background(), a); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, name := range []string{"kurrent", "sqlite"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				for _, err := range all[name].All(context.Background(), 0) {
					if err != nil {
						b.Fatal(err)
					}
					n++
				}
				if n != size {
					b.Fatalf("%d events", n)
				}
			}
			b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
