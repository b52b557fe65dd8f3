package summary_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/summary"
)

var noon = time.Date(2025, 1, 1, 12, 0, 0, 0, time.UTC)

// recorded is an event as it stands in a log.
func recorded(t *testing.T, e event.Event, at int) store.Recorded {
	t.Helper()
	wire, version, data, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	return store.Recorded{Position: store.Position(at), Stream: fmt.Sprint("s-", at%7), Revision: store.Revision(at / 7),
		RecordedAt: noon.Add(time.Duration(at%50) * time.Second), Actor: "a", Correlation: fmt.Sprint("c-", at/3), Causation: "d",
		Type: wire, Version: version, Data: data}
}

// world returns some events of every kind.
func world(seed uint64, n int) (all []event.Event) {
	random := rand.New(rand.NewPCG(seed, 3))
	w := eventtest.NewWorld(seed)
	for len(all) < n {
		e := w.Next()
		if random.IntN(2) == 0 {
			f := event.Fact{Document: fmt.Sprint("D-", len(all)), OccurredOn: fund.NewDate(2025, 1, 1) + fund.Date(random.IntN(5)), Count: 1}
			paid := event.ReimbursementPaid{Fact: f, Fund: "441300.390", Care: fund.Inpatient, Amount: 101}
			if random.IntN(2) == 0 {
				paid.TotalCost, paid.Eligible = money.Fen(101+random.IntN(9)), money.Fen(random.IntN(101))
				paid.Place, paid.Settlement = event.InProvince, event.Direct
			}
			e = paid
		}
		if len(event.Check(e)) > 0 {
			continue
		}
		w.Recorded(e)
		all = append(all, e)
	}
	return all
}

// A summary is the same however its payments were read, and has every other event as it stands in
// the log, closings behind what stands in front of them; of payments it has the sums.
func TestSummary(t *testing.T) {
	const first = 1000
	for seed := range uint64(20) {
		events := world(seed, 300)
		var built [2][]byte
		for way := range built {
			random := rand.New(rand.NewPCG(seed, uint64(way)))
			var b summary.Builder
			var sums tally.Tally
			b.Begin(first)
			flush := func() {
				for e, n := range sums.Each {
					b.AddSum(e, uint64(n))
				}
				sums.Reset()
			}
			for i, e := range events {
				r := recorded(t, e, first+i)
				if random.IntN(3) > 0 && sums.Add(r.Type, r.Version, r.Data) {
					continue
				}
				if _, closes := e.(event.Closing); closes || random.IntN(40) == 0 {
					flush()
				}
				b.Add(&r, e)
			}
			flush()
			var err error
			if built[way], err = b.Append(nil); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(built[0], built[1]) {
			t.Fatalf("seed %d: two summaries of one log", seed)
		}
		segments, err := summary.Read(built[0], first)
		if err != nil {
			t.Fatal(err)
		}
		got, want := contentOf(segments), contentOf(plain(t, events, first))
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d:\n%v\nwant\n%v", seed, got, want)
		}
	}
}

// plain cuts events into segments, and sums nothing.
func plain(t *testing.T, events []event.Event, first int) (all []summary.Segment) {
	var now summary.Segment
	for i, e := range events {
		entry, err := ledger.Read(recorded(t, e, first+i))
		if err != nil {
			t.Fatal(err)
		}
		if _, closes := e.(event.Closing); closes {
			now.Closing = entry
			all, now = append(all, now), summary.Segment{}
			continue
		}
		now.Entries = append(now.Entries, entry)
	}
	return append(all, now)
}

// content is what segments say: the facts and closings, and of payments so much on so many days.
type content struct {
	entries []ledger.Entry
	sums    map[string][5]int64
	closing ledger.Entry
}

func contentOf(segments []summary.Segment) (all []content) {
	for _, s := range segments {
		c := content{sums: map[string][5]int64{}, closing: s.Closing}
		add := func(e event.Event, n int) {
			f := e.Common()
			count, days := f.Count, fmt.Sprint(f.OccurredOn, f.Since, f.BookedOn)
			switch e := e.(type) {
			case event.ReimbursementPaid:
				k := fmt.Sprint(e.Fund, e.Care, e.Part, e.Via, e.Place, e.Settlement, e.TotalCost > 0, e.Eligible > 0, days)
				s := c.sums[k]
				c.sums[k] = [5]int64{s[0] + count, s[1] + int64(e.Amount), s[2] + int64(n), s[3] + int64(e.TotalCost), s[4] + int64(e.Eligible)}
			case event.ReliefPaid:
				k := fmt.Sprint("relief", e.Fund, e.Via, days)
				c.sums[k] = [5]int64{c.sums[k][0] + count, c.sums[k][1] + int64(e.Amount), c.sums[k][2] + int64(n)}
			}
		}
		for _, e := range s.Entries {
			paid, isPaid := e.Event.(event.ReimbursementPaid)
			relief, isRelief := e.Event.(event.ReliefPaid)
			if isPaid && paid.Count > 0 && paid.BookedFor == 0 || isRelief && relief.Person != "" && relief.Since == 0 && relief.Eligible == 0 &&
				relief.Basic == 0 && relief.Critical == 0 && relief.Count == 1 && relief.BookedFor == 0 {
				add(e.Event, 1)
				continue
			}
			c.entries = append(c.entries, e)
		}
		for _, sum := range s.Sums {
			add(sum.Event, sum.Events)
		}
		all = append(all, c)
	}
	return all
}

// Of payments whose sum no payment can have there is no summary.
func TestTooLarge(t *testing.T) {
	paid := event.ReimbursementPaid{Fact: event.Fact{OccurredOn: fund.NewDate(2025, 1, 1), Count: jcs.MaxInt}, Fund: "441300.390", Amount: 1}
	var b summary.Builder
	b.Begin(0)
	b.AddSum(paid, 1)
	if packed, err := b.Append(nil); len(packed) == 0 || err != nil {
		t.Errorf("%d bytes, %v", len(packed), err)
	}
	b.Begin(0)
	b.AddSum(paid, 1)
	b.AddSum(paid, 1)
	if packed, err := b.Append(nil); len(packed) > 0 || err != nil {
		t.Errorf("%d bytes, %v", len(packed), err)
	}
}

// Whatever bytes a summary has, it is read or refused.
func FuzzRead(f *testing.F) {
	t := new(testing.T)
	for seed := range uint64(3) {
		var b summary.Builder
		b.Begin(0)
		for i, e := range world(seed, 20) {
			r := recorded(t, e, i)
			b.Add(&r, e)
		}
		packed, err := b.Append(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
		if whole, err := summary.Plain(packed); err == nil {
			f.Add(whole)
		}
	}
	f.Fuzz(func(_ *testing.T, bytes []byte) {
		_, _ = summary.Read(bytes, 0) // it does not fail in another way
	})
}
