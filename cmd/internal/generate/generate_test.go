package generate_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

func plan(t testing.TB, scale string) *generate.Plan {
	t.Helper()
	p, err := generate.New(generate.Options{Region: "441300", First: 2021, Last: 2025, Scale: decimal.RequireFromString(scale), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTotals(t *testing.T) {
	for _, scale := range []string{"0.0001", "0.0005", "0.001", "0.01"} {
		p := plan(t, scale)
		var tally generate.Tally
		for b := range p.Batches() {
			for e := range b.Facts {
				tally.Add(e)
			}
		}
		for _, item := range generate.Items() {
			if got, want := tally.Totals()[item], p.Target[item]; got != want {
				t.Errorf("scale %s: %s: %d, want %d", scale, item.Name(), got, want)
			}
		}
	}
}

// log is the slow, obvious store of a test: it keeps facts as they are.
type log struct{ streams map[string][]event.Event }

func (l *log) read(_ context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for i, e := range l.streams[stream] {
			if !yield(ledger.Entry{Stream: stream, Revision: store.Revision(i), Event: e}, nil) {
				return
			}
		}
	}
}

func TestAccepted(t *testing.T) {
	p := plan(t, "0.0005")
	l := log{streams: map[string][]event.Event{}}
	var last time.Time
	for b := range p.Batches() {
		if b.At.Before(last) {
			t.Fatalf("%s is recorded at %s, before %s", b.Name, b.At, last)
		}
		last = b.At
		desk := aggregates.NewDesk(l.read, fund.DateIn(b.At))
		for e := range b.Facts {
			d, err := desk.Decide(t.Context(), e)
			if err != nil {
				t.Fatalf("%s: %+v: %v", b.Name, e, err)
			}
			if len(d.Events) != 1 || d.Events[0] != e {
				t.Fatalf("%s: %+v caused %+v", b.Name, e, d.Events)
			}
			l.streams[d.Stream] = append(l.streams[d.Stream], e)
		}
	}
}

func BenchmarkFacts(b *testing.B) {
	p := plan(b, "0.1")
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for batch := range p.Batches() {
			for range batch.Facts {
				n++
			}
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "facts/s")
}
