package tamper

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/projtest"
)

// bulk is the fund of the many claims.
const bulk = fund.ID("441400.390")

// clerk fills a ledger. Every append is recorded a second after the one before.
type clerk struct {
	t      testing.TB
	to     store.Store
	at     time.Time
	next   map[string]store.Revision
	size   int
	closed closings.Fold
}

// newLedger makes a ledger of so many events in a directory, with a year of a
// fund's claims in which every month is closed and its balances are sealed:
// premiums that a clerk records one by one, claims that are imported by the month
// and come in appends of many, and before all that a fact of every type. when is
// called at the end of each month.
func newLedger(t testing.TB, dir string, events int, when func(s *sqlite.Store, month int)) {
	t.Helper()
	s, err := sqlite.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	c := &clerk{t: t, to: s, at: time.Date(2025, 1, 15, 2, 0, 0, 0, time.UTC), next: map[string]store.Revision{}}
	c.begin()
	for month := range 12 {
		left := (events - c.size) / (12 - month)
		c.month(month, left)
		if when != nil {
			when(s, month)
		}
	}
	if c.size != events {
		t.Fatalf("%d events", c.size)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// begin records a fact of every type, and the fund.
func (c *clerk) begin() {
	var facts []event.Event
	for _, entry := range projtest.History() {
		facts = append(facts, entry.Event)
	}
	c.each(facts...)
	c.each(event.FundEstablished{Fact: event.Fact{Document: "账套-1", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: bulk, Name: "惠东居民医保"},
		event.FundOpened{Fact: event.Fact{Document: "期初-1", OccurredOn: fund.NewDate(2024, 12, 31)}, Fund: bulk, Amount: 900_000_000_00})
}

// month records so many facts of a month, of which the last closes it.
func (c *clerk) month(month, events int) {
	first := fund.NewDate(2025, time.Month(month+1), 1)
	last := first.NextMonth() - 1
	day := func(i int) fund.Date { return first + fund.Date(i%int(last-first+1)) }
	single := events / 100
	var premiums []event.Event
	for i := range single {
		premiums = append(premiums, event.PremiumReceived{
			Fact: event.Fact{Document: fmt.Sprintf("保费-%02d-%04d", month, i), OccurredOn: day(i), Count: 1},
			Fund: bulk, Amount: money.Fen(400_00 + i),
		})
	}
	c.at = time.Date(2025, time.Month(month+2), 3, 1, 0, 0, 0, time.UTC)
	c.each(premiums...)
	c.each(event.MoneyMoved{
		Fact: event.Fact{Document: fmt.Sprintf("划款-%02d", month), OccurredOn: first},
		Fund: bulk, From: account.SpecialAccount, To: account.ExpenseAccount, Amount: 45_000_000_00,
	})
	claims := make([]event.Event, 0, events)
	for i := range events - single - 2 {
		claims = append(claims, event.ReimbursementPaid{
			Fact: event.Fact{Document: fmt.Sprintf("JS2025%02d%06d", month, i), OccurredOn: day(i / 25), Count: 1},
			Fund: bulk, Institution: fund.Institution(fmt.Sprintf("H441302%05d", i%25)),
			Person: fund.Person(fmt.Sprintf("%016x%016x", uint64(i+1)*0x9e3779b97f4a7c15, uint64(i+1)*0xbf58476d1ce4e5b9)),
			Care:   fund.Inpatient, Amount: money.Fen(1_00 + i*7919%900_000),
		})
	}
	c.record(claims...)
	period := event.Period(first.String()[:7])
	made := c.closed.Seal(bulk, period)
	c.each(event.PeriodClosed{Fact: event.Fact{Document: "结账-" + string(period), OccurredOn: last}, Fund: bulk, Period: period,
		Balances: made.Balances, Seen: made.Seen})
}

// record appends facts with one commit, those of one stream together.
func (c *clerk) record(facts ...event.Event) {
	c.t.Helper()
	c.append(c.together(facts))
}

// each appends facts with one commit, each by itself.
func (c *clerk) each(facts ...event.Event) {
	c.t.Helper()
	var appends []store.Append
	for _, fact := range facts {
		appends = append(appends, c.together([]event.Event{fact})...)
	}
	c.append(appends)
}

func (c *clerk) append(appends []store.Append) {
	c.t.Helper()
	if _, err := c.to.Append(context.Background(), appends...); err != nil {
		c.t.Fatal(err)
	}
}

// together makes appends of facts, one for each stream.
func (c *clerk) together(facts []event.Event) (appends []store.Append) {
	c.t.Helper()
	c.at = c.at.Add(time.Second)
	index := map[string]int{}
	for _, fact := range facts {
		stream := aggregates.StreamOf(fact)
		i, touched := index[stream]
		if !touched {
			i = len(appends)
			index[stream] = i
			appends = append(appends, store.Append{
				Stream: stream, Expected: c.next[stream] - 1, RecordedAt: c.at,
				Actor: "王出纳", Correlation: "01KAN4Z0000000000000000000", Causation: fmt.Sprintf("record %d", c.size),
			})
		}
		wire, version, data, err := event.Encode(fact)
		if err != nil {
			c.t.Fatal(err)
		}
		appends[i].Events = append(appends[i].Events, store.Event{Type: wire, Version: version, Data: data})
		c.closed.Apply(ledger.Entry{Position: store.Position(c.size), Event: fact})
		c.next[stream]++
		c.size++
	}
	return appends
}

// copyLedger copies a closed ledger's file into a new directory and returns that.
func copyLedger(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "ledger")
	if err := sqlite.Restore(from, to); err != nil {
		t.Fatal(err)
	}
	return to
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
