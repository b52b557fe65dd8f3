package generate_test

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

// journal is the slow, obvious store of a test: it keeps facts as they are.
type journal struct {
	streams map[string][]event.Event
	entries []ledger.Entry
}

func (j *journal) read(_ context.Context, stream string) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		for i, e := range j.streams[stream] {
			if !yield(ledger.Entry{Stream: stream, Revision: store.Revision(i), Event: e}, nil) {
				return
			}
		}
	}
}

// record takes every fact of a plan through the desk. None is refused, none stands
// already, none gets a warning, none is booked on another day.
func record(t *testing.T, p *generate.Plan) *journal {
	t.Helper()
	j := &journal{streams: map[string][]event.Event{}}
	var last time.Time
	name := ""
	for b := range p.Batches() {
		if b.At.Before(last) || b.Name <= name {
			t.Fatalf("%s of %s comes after %s of %s", b.Name, b.At, name, last)
		}
		last, name = b.At, b.Name
		desk := aggregates.NewDesk(j.read, fund.DateIn(b.At))
		for e := range b.Facts {
			d, err := desk.Decide(t.Context(), e)
			if err != nil {
				t.Fatalf("%s: %+v: %v", b.Name, e, err)
			}
			if len(d.Events) != 1 || d.Events[0] != e {
				t.Fatalf("%s: %+v caused %+v", b.Name, e, d.Events)
			}
			j.streams[d.Stream] = append(j.streams[d.Stream], e)
			j.entries = append(j.entries,
				ledger.Entry{Position: store.Position(len(j.entries)), Stream: d.Stream, Revision: d.Expected + 1, RecordedAt: b.At, Event: e})
		}
	}
	if last.After(p.End()) {
		t.Errorf("the last batch is recorded at %s, after the end %s", last, p.End())
	}
	return j
}

// The ledger takes every fact, and its views give the published figures back.
func TestLedger(t *testing.T) {
	p := plan(t, "0.0005")
	j := record(t, p)
	var b balances.View
	var s statistics.View
	var r recoveries.View
	for _, entry := range j.entries {
		for _, view := range []interface{ Apply(ledger.Entry) error }{&b, &s, &r} {
			if err := view.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows, err := b.AsOf(fund.NewDate(2025, 12, 31))
	if err != nil {
		t.Fatal(err)
	}
	var balance money.Sum
	for _, row := range rows {
		if row.Fund.Kind() != fund.MedicalAid {
			balance = balance.Plus(row.Balance)
		} else if row.Balance.Sign() <= 0 {
			t.Errorf("medical aid ends with %s", row.Balance)
		}
	}
	if balance != money.Fen(p.Target[generate.Balance]).Sum() {
		t.Errorf("the basic funds end with %s, want %s", balance, money.Fen(p.Target[generate.Balance]))
	}
	figures := s.AsOf(0)
	amounts, counts := map[string]int64{}, map[string]int64{}
	for _, f := range figures {
		name := string(f.Item) + "/" + f.Detail
		amount, _ := f.Amount.Fen()
		count, _ := f.Count.Int64()
		amounts[name] += int64(amount)
		counts[name] += count
	}
	for name, item := range map[string]generate.Item{
		"benefits/": generate.Reimbursed, "relief/": generate.ReliefAmount, "assisted_participation/": generate.AssistedAmount,
		"recovered/self_check": generate.SelfChecked, "recovered/inspection": generate.Inspected, "fines_imposed/": generate.Fined,
		"denied_before_payment/smart_audit": generate.Denied, "denied_before_payment/" + string(recoveries.Reminder): generate.Corrected,
		"fines_paid/": generate.Fined,
	} {
		if got := amounts[name]; got != p.Target[item] {
			t.Errorf("statistics %s: %d, want %d", name, got, p.Target[item])
		}
	}
	for name, item := range map[string]generate.Item{
		"benefits/": generate.Visits, "relief/": generate.Reliefs, "assisted_participation/": generate.Assisted, "fines_imposed/": generate.FinedCases,
		"cases_handed_over/police": generate.ToPolice,
	} {
		if got := counts[name]; got != p.Target[item] {
			t.Errorf("statistics %s: %d, want %d", name, got, p.Target[item])
		}
	}
	overdrawn(t, j)
}

// overdrawn fails if an account of money is below zero on any day, by the dates of
// what happened: money is there before it is paid.
func overdrawn(t *testing.T, j *journal) {
	t.Helper()
	type line struct {
		on fund.Date
		posting.Line
	}
	var lines []line
	for _, entry := range j.entries {
		for _, l := range posting.Of(entry.Event) {
			if l.Account.Within(account.SpecialAccount) || l.Account.Within(account.ExpenseAccount) {
				lines = append(lines, line{entry.Event.Common().Booked(), l})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(a.on, b.on) })
	held := map[string]money.Fen{}
	for i, l := range lines {
		held[string(l.Fund)+" "+string(l.Account)] += l.Net()
		if i+1 < len(lines) && lines[i+1].on == l.on {
			continue
		}
		for name, amount := range held {
			if amount < 0 {
				t.Fatalf("on %s %s holds %s", l.on, name, amount)
			}
		}
	}
	if len(held) < 5 {
		t.Errorf("%d accounts only", len(held))
	}
}
