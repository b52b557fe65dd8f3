package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// randomHistory is what a ledger takes of so many facts said in a random world, an
// hour between two of them, and its books.
func randomHistory(t *testing.T, seed uint64, said int) (*memory.Store, *books.View) {
	t.Helper()
	log, world, at := new(memory.Store), eventtest.NewWorld(seed), time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	for range said {
		e := world.Next()
		if _, err := aggregates.Record(t.Context(), log, e, aggregates.Envelope{At: at, Actor: "clerk"}); err == nil {
			world.Recorded(e)
			at = at.Add(time.Hour)
		}
	}
	v := new(books.View)
	for entry, err := range ledger.All(t.Context(), log, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return log, v
}

// quiet is a program that prints into a buffer.
func quiet() (*program, *bytes.Buffer) {
	var out bytes.Buffer
	return &program{out: &out, err: io.Discard}, &out
}

// csvOf returns the rows of a table in CSV, each by the keys of the columns.
func csvOf(t *testing.T, text string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, key := range rows[0] {
			m[key] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// yuan returns an amount of a CSV cell; an empty one is nil.
func yuan(t *testing.T, text string) money.Fen {
	t.Helper()
	if text == "" {
		return 0
	}
	f, err := money.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Every account of every fund, on any days and sides, is the sum of what explain
// lists; and a year's account is debits less credits of its rows.
func TestExplainAddsUp(t *testing.T) {
	log, v := randomHistory(t, 1, 120)
	p, out := quiet()
	a := axes{form: report.CSV}
	asked := 0
	for _, id := range v.Funds() {
		for i, l := range v.AsOf(id, 0).Accounts {
			if i > 0 && v.AsOf(id, 0).Accounts[i-1].Account.Top() == l.Account.Top() {
				continue
			}
			for _, days := range []figures.Days{{}, {To: fund.NewDate(2025, 1, 5)},
				{From: fund.NewDate(2025, 1, 1), To: fund.NewDate(2025, 2, 28)}} {
				for _, s := range []figures.Side{figures.OwnSide, figures.Debit, figures.Credit} {
					asked++
					f := figures.Figure{Fund: id, Codes: []account.Code{l.Account.Top()}, Side: s, Days: days}
					out.Reset()
					if err := p.explain(t.Context(), log, f, &a, figures.Page{}); err != nil {
						t.Fatal(err)
					}
					var debit, credit, last money.Fen
					for _, row := range csvOf(t, out.String()) {
						debit, credit, last = debit+yuan(t, row["debit"]), credit+yuan(t, row["credit"]), yuan(t, row["sum"])
					}
					want := map[figures.Side]money.Sum{figures.OwnSide: books.Totals{Debit: debit.Sum(),
						Credit: credit.Sum()}.Balance(l.Account), figures.Debit: debit.Sum(), figures.Credit: credit.Sum()}[s]
					if last.Sum() != want {
						t.Errorf("%s/%s %s %v: the running sum ends with %s, the rows have %s", id, l.Account, s, days, last, want)
					}
					whole := v.AsOf(id, 0).Balance(l.Account.Top())
					if s == figures.OwnSide && days == (figures.Days{}) && last.Sum() != whole {
						t.Errorf("%s/%s: %s, the books have %s", id, l.Account, last, whole)
					}
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("asked for %d figures only", asked)
	}
}

// Every cell of every statement, with any way of counting, is what explain lists.
func TestExplainAddsUpToStatements(t *testing.T) {
	log, v := randomHistory(t, 2, 60)
	p, _ := quiet()
	asked := 0
	for _, id := range v.Funds() {
		at := func(on fund.Date) books.Book { return v.AsOf(id, on) }
		for _, settings := range []statements.Settings{nil, {account.Premiums: statements.Gross, account.OtherIncome: statements.Net}} {
			for form, statement := range map[string]func() (statements.Statement, error){
				figures.BalanceSheet: func() (statements.Statement, error) { return statements.BalanceSheet(id, "2025-03", at) },
				figures.Income:       func() (statements.Statement, error) { return statements.Income(id, "2025-03", settings, at) },
			} {
				if form == figures.BalanceSheet && settings != nil {
					continue // it has none
				}
				st, err := statement()
				if err != nil {
					t.Logf("%s has no statement: %v", id, err)
					continue
				}
				for _, line := range st.Lines {
					for _, column := range st.Columns {
						if line.IsHeading() {
							continue
						}
						asked++
						f := figures.Figure{Fund: id, Side: figures.OwnSide, Form: form, Line: line.Key, Column: column.Key, Period: "2025-03", Settings: settings}
						if err := p.explain(t.Context(), log, f, &axes{form: report.CSV}, figures.Page{}); err != nil {
							t.Errorf("%s %s %s: %v", form, line.Key, column.Key, err)
						}
					}
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("asked for %d cells only", asked)
	}
}

// Between any two times, over any days, the differences and their entries add up
// to what the books have at both.
func TestDiffAddsUp(t *testing.T) {
	log, v := randomHistory(t, 3, 250)
	p, out := quiet()
	var times []time.Time
	for r, err := range log.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, r.RecordedAt)
	}
	n := len(times)
	for _, cut := range [][2]int{{0, n - 1}, {n / 2, n - 1}, {n / 3, n / 2}, {5, 5}} {
		for _, days := range []figures.Days{{}, {To: fund.NewDate(2025, 1, 5)}, {From: fund.NewDate(2025, 1, 1), To: fund.NewDate(2025, 2, 28)}} {
			d := &figures.Difference{Earlier: times[cut[0]], Days: days}
			a := axes{form: report.CSV}
			a.KnownAt = times[cut[1]]
			out.Reset()
			command := p.diffCommand()
			command.SetContext(t.Context())
			if err := p.difference(command, log, d, &a, figures.SpotPage{}); err != nil {
				t.Fatal(err)
			}
			differences := map[books.Key]money.Fen{}
			for _, row := range csvOf(t, out.String()) {
				if row["row"] == "account" {
					differences[books.Key{Fund: fund.ID(row["fund"]), Account: account.Code(row["account"])}] = yuan(t, row["b"]) - yuan(t, row["a"])
				}
			}
			for _, id := range v.Funds() {
				a, b := naive(t, log, id, days, times[cut[0]]), naive(t, log, id, days, times[cut[1]])
				for code := range b {
					if got, want := differences[books.Key{Fund: id, Account: code}], b[code].Minus(a[code]); got.Sum() != want {
						t.Errorf("%v %v %s/%s: changed by %s, not %s", cut, days, id, code, got, want)
					}
				}
			}
		}
	}
}

// naive returns the balances of a fund over some days as known at a time, by
// another way than the program's: each line of what was recorded by then.
func naive(t *testing.T, log *memory.Store, id fund.ID, days figures.Days, known time.Time) map[account.Code]money.Sum {
	t.Helper()
	sums := map[account.Code]money.Sum{}
	var v books.View
	for entry, err := range ledger.All(t.Context(), log, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if entry.RecordedAt.After(known) {
			break
		}
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range v.AsOf(id, days.To).Accounts {
		sums[l.Account] = l.Balance(l.Account)
	}
	if day, ok := days.Before(); ok {
		for _, l := range v.AsOf(id, day).Accounts {
			sums[l.Account] = sums[l.Account].Minus(l.Balance(l.Account))
		}
	}
	return sums
}

// A walk ends with the balances of the books at every pace, and its changes add
// up to them.
func TestStepsAddUp(t *testing.T) {
	log, v := randomHistory(t, 4, 250)
	for _, by := range []figures.Pace{figures.ByEvent, figures.ByDay, figures.ByBookDate} {
		p, out := quiet()
		w := &figures.Walk{Pace: by, Watch: []account.Code{"1", "3", "4001", "5"}}
		if err := p.walk(t.Context(), log, w, &axes{form: report.CSV}); err != nil {
			t.Fatal(err)
		}
		last, sums, facts := map[books.Key]money.Fen{}, map[books.Key]money.Fen{}, map[string]bool{}
		entries := 0
		for _, row := range csvOf(t, out.String()) {
			if !facts[row["step"]] {
				facts[row["step"]] = true
				n := 0
				fmt.Sscan(row["facts"], &n)
				entries += n
			}
			k := books.Key{Fund: fund.ID(row["fund"]), Account: account.Code(row["account"])}
			last[k] = yuan(t, row["balance"])
			if sums[k] += yuan(t, row["change"]); sums[k] != last[k] {
				t.Fatalf("by %s, step %s: the changes of %v add up to %s, not %s", by, row["step"], k, sums[k], last[k])
			}
		}
		total := 0
		for range log.All(t.Context(), 0) {
			total++
		}
		if entries != total {
			t.Errorf("by %s: %d of %d facts are in a step", by, entries, total)
		}
		for _, id := range v.Funds() {
			for _, code := range w.Watch {
				if want := v.AsOf(id, 0).Balance(code); last[books.Key{Fund: id, Account: code}].Sum() != want {
					t.Errorf("by %s: %s/%s ends with %s, not %s", by, id, code, last[books.Key{Fund: id, Account: code}], want)
				}
			}
		}
	}
}

// On a terminal a step waits for Enter; q, or the end of the input, ends the walk
// without an error.
func TestStepWaits(t *testing.T) {
	log, _ := randomHistory(t, 5, 60)
	for input, want := range map[string]int{"\n\nq\n": 3, "\n": 2, "": 1, "q": 1} {
		p, out := quiet()
		wait := waitFor(strings.NewReader(input), out, "? ")
		steps := 0
		w := &figures.Walk{Pace: figures.ByEvent, Watch: []account.Code{"1"}, Show: func(figures.Step) error {
			steps++
			return wait()
		}}
		if err := p.walkAll(t.Context(), log, w, &axes{}); err != nil || steps != want || strings.Count(out.String(), "? ") != want {
			t.Errorf("input %q: %d steps, want %d (%v)", input, steps, want, err)
		}
	}
}
