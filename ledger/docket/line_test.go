package docket

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// What a docket keeps of its lines is what its orders say, of the newest version and of older
// ones that are gone on from again.
func TestLinesAreKept(t *testing.T) {
	few, older := 0, 0
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 3))
		number := func(n int) string { return fmt.Sprint("D-", random.IntN(n)) }
		line := func() Line {
			return Line{Fund: "441300.310", Institution: "H44130200026", Part: [...]fund.Part{"", fund.Pool}[random.IntN(2)], PaidYear: int64(2024 * random.IntN(2))}
		}
		channels := [...]event.Channel{"", event.Inspection, event.SelfCheck}
		versions := []Docket{{}}
		for range 300 {
			d := versions[len(versions)-1]
			if random.IntN(12) == 0 {
				d = versions[random.IntN(len(versions))]
				older++
			}
			l, channel, amount := line(), channels[random.IntN(len(channels))], money.Fen(1+random.IntN(300))
			f := event.Fact{Document: number(40), OccurredOn: fund.NewDate(2025, 3, 1) + fund.Date(random.IntN(60))}
			var e event.Enforcement
			switch random.IntN(7) {
			case 0, 1:
				e = event.ClawbackOrdered{Fact: f, Case: "C", Fund: l.Fund, Institution: l.Institution, Part: l.Part, PaidYear: l.PaidYear,
					Channel: channel, Amount: amount}
			case 2, 3:
				e = event.ClawbackReceived{Fact: f, Case: "C", Fund: l.Fund, Institution: l.Institution, Part: l.Part, PaidYear: l.PaidYear,
					Channel: channel, Amount: amount}
			case 4:
				e = event.ClawbackSetOff{Fact: f, Case: "C", Fund: l.Fund, Institution: l.Institution, Part: l.Part, PaidYear: l.PaidYear,
					Channel: channel, Amount: amount}
			case 5:
				e = event.ClawbackAnnulled{Fact: f, Case: "C", Fund: l.Fund, Institution: l.Institution, Part: l.Part, PaidYear: l.PaidYear,
					Of: number(40), Amount: amount}
			default:
				e = event.ClawbackRefunded{Fact: f, Case: "C", Fund: l.Fund, Institution: l.Institution, Part: l.Part, PaidYear: l.PaidYear,
					Of: number(40), Amount: amount, ReceivedYear: 2025}
			}
			fresh := d
			fresh.lines = nil
			next, want := d.After(e), fresh.After(e)
			if got, want := ordersOf(next), ordersOf(want); got != want {
				t.Fatalf("seed %d: %+v:\n%s\nwith lines made anew\n%s", seed, e, got, want)
			}
			versions = append(versions, next)
			for _, l := range []Line{l, line()} {
				for _, c := range channels {
					due, came, open := next.Sums(l, c)
					var wantDue, wantCame, wantOpen money.Sum
					var since fund.Date
					matched := 0
					for _, o := range next.Orders() {
						if (Under{Line: l, Channel: c}).has(o) {
							matched++
							wantDue, wantCame, wantOpen = wantDue.Plus(o.Due()), wantCame.Plus(o.came()), wantOpen.Plus(o.Open())
							if since == 0 || o.Fact.OccurredOn < since {
								since = o.Fact.OccurredOn
							}
						}
					}
					if due != wantDue || came != wantCame || open != wantOpen || next.Since(Under{Line: l, Channel: c}) != since {
						t.Fatalf("seed %d: %+v of %q: %s, %s, %s since %s; want %s, %s, %s since %s", seed, l, c,
							due, came, open, next.Since(Under{Line: l, Channel: c}), wantDue, wantCame, wantOpen, since)
					}
					if matched > 3 {
						few++
					}
				}
			}
		}
	}
	if few < 1000 || older < 100 {
		t.Errorf("%d lines of some orders, %d older versions", few, older)
	}
}

func ordersOf(d Docket) string {
	text := ""
	for _, o := range d.Orders() {
		text += fmt.Sprintf("%s %s of %s: %s+%s-%s, %v\n", o.Fact.Document, o.Fact.Amount, o.Fact.Channel, o.Received, o.SetOff, o.Refunded, o.entries)
	}
	return text + fmt.Sprint(len(d.Free()))
}

// A receipt costs the same in a case of thousands of orders, on one line or on many.
func BenchmarkReceipts(b *testing.B) {
	for _, lines := range []int{1, 20_000} {
		b.Run(fmt.Sprintf("%d lines", lines), func(b *testing.B) {
			for range b.N {
				var d Docket
				fact := event.Fact{Document: "D", OccurredOn: fund.NewDate(2025, 1, 5)}
				at := func(i int) fund.Institution { return fund.Institution(fmt.Sprintf("H441302%05d", i%lines)) }
				for i := range 20_000 {
					d = d.After(event.ClawbackOrdered{Fact: fact, Case: "C", Fund: "441300.390", Institution: at(i),
						Channel: event.Inspection, Amount: 100})
				}
				for i := range 20_000 {
					l := Line{Fund: "441300.390", Institution: at(i)}
					if _, _, open := d.Sums(l, event.Inspection); open.Less(money.Fen(100).Sum()) || d.Since(Under{Line: l}) == 0 {
						b.Fatal(open)
					}
					d = d.After(event.ClawbackReceived{Fact: fact, Case: "C", Fund: l.Fund, Institution: l.Institution,
						Channel: event.Inspection, Amount: 100})
				}
			}
		})
	}
}
