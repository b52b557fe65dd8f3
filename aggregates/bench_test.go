package aggregates

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// payments returns n payments to 40 institutions over a year, month after month,
// after what they rest on.
func payments(n int) (before, paid []event.Event) {
	const institutions = 40
	before = []event.Event{event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: "441300.390", Name: "x"}}
	code := func(i int) fund.Institution { return fund.Institution(fmt.Sprintf("H441302%05d", i)) }
	for i := range institutions {
		before = append(before, event.InstitutionDesignated{
			Fact: event.Fact{Document: fmt.Sprint("D-", i), OccurredOn: fund.NewDate(2024, 12, 31)}, Institution: code(i), Region: "441300", Name: "x",
		})
	}
	for k := range n {
		group := k * 12 * institutions / n
		paid = append(paid, event.ReimbursementPaid{
			Fact: event.Fact{Document: fmt.Sprintf("R%09d", k),
				OccurredOn: fund.NewDate(2025, 1, 1).AddMonths(group/institutions) + fund.Date(k%28), Count: 1},
			Fund: "441300.390", Institution: code(group % institutions), Person: fund.Person(fmt.Sprintf("%032x", k)), Amount: money.Fen(100 + k), Care: "inpatient",
		})
	}
	return before, paid
}

func nothing(context.Context, string) iter.Seq2[ledger.Entry, error] {
	return func(func(ledger.Entry, error) bool) {}
}

// BenchmarkDecide prepares payments, decides on prepared ones, and does both.
func BenchmarkDecide(b *testing.B) {
	const n = 100_000
	before, paid := payments(n)
	var preparer Preparer
	ready := make([]Prepared, n)
	prepare := func() {
		for i, e := range paid {
			var err error
			if ready[i], err = preparer.Prepare(e); err != nil {
				b.Fatal(err)
			}
		}
	}
	prepare()
	for _, way := range []string{"prepare", "prepared", "both"} {
		b.Run(way, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if way == "prepare" {
					prepare()
					continue
				}
				b.StopTimer()
				d := NewDesk(nothing, fund.NewDate(2026, 1, 15))
				for _, e := range before {
					if _, err := d.Decide(context.Background(), e); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				for i := range ready {
					var err error
					if way == "both" {
						_, err = d.Decide(context.Background(), paid[i])
					} else {
						_, err = d.DecidePrepared(context.Background(), &ready[i])
					}
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/fact")
		})
	}
}
