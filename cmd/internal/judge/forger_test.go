package judge_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/exceptions"
)

var now = time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC)

// forger writes logs that keep their form, with a tree that is honestly made of what
// they say, past every rule.
type forger struct {
	t      *testing.T
	events []store.Recorded
}

// honest returns a small ledger as the program records it.
func honest(t *testing.T) *forger {
	t.Helper()
	f := &forger{t: t}
	var s memory.Store
	at := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	for _, line := range strings.Split(strings.TrimSpace(ledgerLines), "\n") {
		wire, rest, _ := strings.Cut(line, " ")
		at = at.Add(time.Minute)
		if _, err := aggregates.Record(context.Background(), &s, fact(t, wire, rest),
			aggregates.Envelope{At: at, Actor: "clerk", Causation: "import facts.csv"}); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	for r, err := range s.All(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		r.Data = bytes.Clone(r.Data)
		f.events = append(f.events, r)
	}
	return f
}

const ledgerLines = `
fund.established document=F-1 occurred_on=2024-12-31 fund=441300.390 name=惠州居民医保
fund.opened document=F-2 occurred_on=2024-12-31 fund=441300.390 amount=10000.00
fund.established document=F-3 occurred_on=2024-12-31 fund=441300.610 name=惠州医疗救助
fund.opened document=F-4 occurred_on=2024-12-31 fund=441300.610 amount=10000.00
institution.designated document=D-1 occurred_on=2025-01-01 region=441300 institution=H44130200026 name=某医院
limit.set document=L-1 occurred_on=2025-01-01 region=441300 limit=relief_annual_cap amount=1000.00
premium.received document=P-1 occurred_on=2025-01-10 fund=441300.390 amount=500.00
money.moved document=M-1 occurred_on=2025-01-12 fund=441300.390 from=1003 to=1004 amount=2000.00
money.moved document=M-2 occurred_on=2025-01-12 fund=441300.610 from=1003 to=1004 amount=2000.00
reimbursement.paid document=R-1 occurred_on=2025-01-20 fund=441300.390 institution=H44130200026 care=inpatient amount=300.00
reimbursement.paid document=R-2 occurred_on=2025-02-20 fund=441300.390 institution=H44130200026 care=inpatient amount=200.00
relief.paid document=Z-1 occurred_on=2025-02-21 fund=441300.610 person=0123456789abcdef0123456789abcdef amount=900.00
finding.recorded document=K-1 occurred_on=2025-03-01 case=17 region=441300 institution=H44130200026 finding=1 article=38 violation=improper_charge
clawback.ordered document=C-1 occurred_on=2025-03-02 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 amount=100.00
clawback.received document=C-2 occurred_on=2025-03-03 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 care=inpatient amount=40.00
institution.terminated document=D-2 occurred_on=2025-06-30 region=441300 institution=H44130200026
`

// fact returns the fact of FIELD=VALUE words.
func fact(t *testing.T, wire, words string) event.Event {
	t.Helper()
	row := map[string]string{}
	for _, w := range strings.Fields(words) {
		name, value, _ := strings.Cut(w, "=")
		row[name] = value
	}
	e, problems := event.Parse(wire, func(field string) string { return row[field] })
	if len(problems) > 0 {
		t.Fatalf("%s %s: %v", wire, words, problems)
	}
	return e
}

// at returns the index of the event of a document.
func (f *forger) at(document string) int {
	f.t.Helper()
	i := slices.IndexFunc(f.events, func(r store.Recorded) bool { return bytes.Contains(r.Data, []byte(`"document":"`+document+`"`)) })
	if i < 0 {
		f.t.Fatalf("no document %s", document)
	}
	return i
}

// change changes the event of a document.
func (f *forger) change(document string, do func(r *store.Recorded)) { do(&f.events[f.at(document)]) }

// replace replaces text in the content of the event of a document.
func (f *forger) replace(document, old, by string) {
	f.change(document, func(r *store.Recorded) {
		if !bytes.Contains(r.Data, []byte(old)) {
			f.t.Fatalf("%s is not in %s", old, r.Data)
		}
		r.Data = bytes.Replace(r.Data, []byte(old), []byte(by), 1)
	})
}

// insert puts a fact behind the event of a document, "" for the end.
func (f *forger) insert(behind, wire, words string) { f.put(behind, fact(f.t, wire, words)) }

// again puts the event of a document at the end once more, with some of its text replaced.
func (f *forger) again(document, old, by string) {
	f.t.Helper()
	r := f.events[f.at(document)]
	if !bytes.Contains(r.Data, []byte(old)) {
		f.t.Fatalf("%s is not in %s", old, r.Data)
	}
	r.Data = bytes.Replace(r.Data, []byte(old), []byte(by), 1)
	f.events = append(f.events, r)
}

func (f *forger) put(behind string, e event.Event) {
	at := len(f.events)
	if behind != "" {
		at = f.at(behind) + 1
	}
	name, version, data, err := event.Encode(e)
	if err != nil {
		f.t.Fatal(err)
	}
	f.events = slices.Insert(f.events, at, store.Recorded{
		RecordedAt: f.events[at-1].RecordedAt, Actor: "clerk", Causation: "record", Type: name, Version: version, Data: data,
	})
}

// ahead has the events of documents recorded by a clock of the year 9999.
func (f *forger) ahead(documents ...string) {
	for _, document := range documents {
		f.change(document, func(r *store.Recorded) { r.RecordedAt = time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC) })
	}
}

// acknowledge puts at the end that times are wrong from a position on, recorded in time.
func (f *forger) acknowledge(from int64) {
	f.put("", event.ClockAcknowledged{Fact: event.Fact{Document: "SZ-1", OccurredOn: fund.NewDate(2026, 1, 5)}, OfPosition: from})
	f.events[len(f.events)-1].RecordedAt = f.events[0].RecordedAt.Add(time.Hour / 2)
}

// close puts a closing of a period of the fund at the end, as the program would seal it now.
func (f *forger) close(document string, period event.Period) {
	f.t.Helper()
	var fold closings.Fold
	for e, err := range ledger.All(context.Background(), f.log(), 0) {
		if err != nil {
			f.t.Fatal(err)
		}
		fold.Apply(e)
	}
	const id = fund.ID("441300.390")
	made := fold.Seal(id, period)
	f.put("", event.PeriodClosed{Fact: event.Fact{Document: document, OccurredOn: period.Last()}, Fund: id, Period: period,
		Balances: made.Balances, Seen: made.Seen})
}

// move puts the event of a document behind that of another.
func (f *forger) move(document, behind string) {
	at := f.at(document)
	r := f.events[at]
	f.events = slices.Delete(f.events, at, at+1)
	to := f.at(behind)
	r.RecordedAt = f.events[to].RecordedAt
	f.events = slices.Insert(f.events, to+1, r)
}

// log returns the log that was forged.
func (f *forger) log() *memory.Store {
	f.t.Helper()
	s, next := &memory.Store{}, map[string]store.Revision{}
	for _, r := range f.events {
		e, err := event.Decode(r.Type, r.Version, r.Data)
		if err != nil {
			f.t.Fatalf("%s: %v", r.Data, err)
		}
		stream := aggregates.StreamOf(e)
		if strings.HasPrefix(r.Stream, "elsewhere") {
			stream = r.Stream
		}
		a := store.Append{Stream: stream, Expected: next[stream] - 1, RecordedAt: r.RecordedAt, Actor: r.Actor,
			Correlation: r.Correlation, Causation: r.Causation,
			Events: []store.Event{{Type: r.Type, Version: r.Version, Data: r.Data}}}
		if _, err := s.Append(context.Background(), a); err != nil {
			f.t.Fatal(err)
		}
		next[stream]++
	}
	return s
}

// said says in a line what a judge says of a log.
func said(t *testing.T, s store.Store) string {
	t.Helper()
	_, v, err := judge.Log(context.Background(), s, now, verify.Options{}, nil)
	fault := (*verify.Fault)(nil)
	if errors.As(err, &fault) {
		return fmt.Sprintf("damage at %d", fault.Position)
	}
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, b := range v.Broken {
		all = append(all, fmt.Sprintf("%s at %d", b.Rule, b.Position))
	}
	cuts := make([]int, len(entriesOf(t, s)))
	for i := range cuts {
		cuts[i] = i + 1
	}
	resumed(t, s, cuts)
	if len(all) != v.Breaches {
		t.Errorf("%d of %d broken rules are listed", len(all), v.Breaches)
	}
	for _, row := range v.Register.Rows() {
		if row.Kind == exceptions.Overdrawn {
			all = append(all, fmt.Sprintf("(%s %s %s %s)", row.Kind, row.Fund, row.Account, row.Amount))
			continue
		}
		all = append(all, fmt.Sprintf("(%s at %d)", row.Kind, row.Position))
	}
	if len(all) == 0 {
		return "whole"
	}
	return strings.Join(all, ", ")
}

// A log is altered in more than thirty ways, each of which keeps the form, so that only a
// rule can tell. Each is told as what it is: damage, a broken rule, an exception.
func TestForgedHistories(t *testing.T) {
	undo := func(f *forger, document, on string) event.Event {
		r := f.events[f.at(document)]
		e, err := event.Decode(r.Type, r.Version, r.Data)
		if err != nil {
			t.Fatal(err)
		}
		day, _ := fund.ParseDate(on)
		return event.FactReversed{
			Fact:   event.Fact{Document: "X-" + document, OccurredOn: day},
			Of:     store.EventID(aggregates.StreamOf(e), r.Type, r.Version, r.Data).String(),
			OfType: r.Type, OfVersion: int64(r.Version), OfData: string(r.Data),
		}
	}
	for name, test := range map[string]struct {
		do   func(f *forger)
		want string
	}{
		"nothing":                             {func(*forger) {}, "whole"},
		"the same document, the same content": {func(f *forger) { f.events = append(f.events, f.events[f.at("P-1")]) }, "document-twice at 16"},
		"the same document, another amount": {func(f *forger) {
			f.insert("", "premium.received", "document=P-1 occurred_on=2025-01-10 fund=441300.390 amount=501.00")
		}, "document-twice at 16"},
		// Older programs told numbers and names apart by their bytes.
		"a number in another writing":       {func(f *forger) { f.again("P-1", `"P-1"`, `"Ｐ-1"`) }, "(double at 16)"},
		"a number with what cannot be seen": {func(f *forger) { f.again("P-1", `"P-1"`, "\"P-1\ufe0f\"") }, "(double at 16)"},
		"a number in another writing, another amount": {func(f *forger) {
			f.again("P-1", `"P-1"`, `"Ｐ-1"`)
			f.replace("Ｐ-1", "500.00", "501.00")
		}, "(double at 16)"},
		"a number in two other writings, and one of them twice": {func(f *forger) {
			f.again("P-1", `"P-1"`, `"Ｐ-1"`)
			f.again("P-1", `"P-1"`, "\"P-1\ufe0f\"")
			f.again("P-1", `"P-1"`, `"Ｐ-1"`)
		}, "document-twice at 18, (double at 16), (double at 17)"},
		"a number in three writings, and one of them reversed": {func(f *forger) {
			f.again("P-1", `"P-1"`, `"Ｐ-1"`)
			f.again("P-1", `"P-1"`, "\"P-1\ufe0f\"")
			f.put("", undo(f, "Ｐ-1", "2025-01-11"))
		}, "(double at 17)"},
		"a number in another writing, and the first reversed": {func(f *forger) {
			f.put("", undo(f, "P-1", "2025-01-11"))
			f.again("P-1", `"P-1"`, `"Ｐ-1"`)
		}, "whole"},
		"a name with more blanks, the same document": {func(f *forger) {
			f.insert("", "statistic.reported", "document=T-1 occurred_on=2025-01-10 region=441300 topic=benefit metric=visits unit=person value=1 note=某医院")
			f.replace("T-1", "某医院", "某\u3000医院")
			f.again("T-1", "某\u3000医院", "某医院")
		}, "document-twice at 17"},
		"a name with more blanks after a reversal": {func(f *forger) {
			f.insert("", "statistic.reported", "document=T-1 occurred_on=2025-01-10 region=441300 topic=benefit metric=visits unit=person value=1 note=某医院")
			f.replace("T-1", "某医院", "某\u3000医院")
			f.put("", undo(f, "T-1", "2025-01-11"))
			f.again("T-1", "某\u3000医院", "某医院")
		}, "whole"},
		"a payment twice": {func(f *forger) { f.events = slices.Insert(f.events, f.at("R-1")+1, f.events[f.at("R-1")]) }, "document-twice at 10"},
		"an institution that does not exist": {func(f *forger) {
			f.insert("R-1", "reimbursement.paid", "document=R-9 occurred_on=2025-01-21 fund=441300.390 institution=H44130299999 care=inpatient amount=5.00")
		}, "institution-unknown at 10"},
		"an institution before its time": {func(f *forger) { f.move("D-1", "R-1") }, "institution-unknown at 8"},
		"a fund that does not exist": {func(f *forger) {
			f.insert("", "premium.received", "document=P-9 occurred_on=2025-01-10 fund=441300.310 part=pool amount=1.00")
		}, "fund-unknown at 16"},
		"a fund before its time": {func(f *forger) { f.move("F-1", "P-1") }, "fund-unknown at 0, fund-unknown at 5"},
		"money without an order": {func(f *forger) {
			f.insert("", "clawback.received", "document=C-9 occurred_on=2025-03-03 fund=441300.390 case=18 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 care=inpatient amount=5000.00")
		}, "clawback-not-ordered at 16"},
		"money before its order": {func(f *forger) { f.move("C-1", "C-2") }, "clawback-not-ordered at 13"},
		"more than was ordered":  {func(f *forger) { f.replace("C-2", `"40.00"`, `"140.00"`) }, "clawback-beyond-order at 14"},
		"an order removed":       {func(f *forger) { i := f.at("C-1"); f.events = slices.Delete(f.events, i, i+1) }, "clawback-not-ordered at 13"},
		"a warning left out": {func(f *forger) {
			f.insert("K-1", "clawback.ordered", "document=C-0 occurred_on=2025-03-01 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 amount=1.00")
			f.insert("C-0", "loss.determined", "document=S-1 occurred_on=2025-03-01 fund=441300.390 case=17 region=441300 institution=H44130200026 paid_year=2025 finding=1 amount=10.00")
		}, "warning-missing/order_beyond_loss at 15"},
		"a warning that is none": {func(f *forger) {
			f.replace("C-1", `"subject"`, `"subject"`)
			f.change("C-1", func(r *store.Recorded) { r.Data = withWarning(t, r.Data, "order_beyond_loss") })
		}, "warning-extra/order_beyond_loss at 13"},
		"a reversal of nothing": {func(f *forger) {
			e := undo(f, "P-1", "2025-01-11")
			i := f.at("P-1")
			f.events = slices.Delete(f.events, i, i+1)
			f.put("", e)
		}, "reversal-unknown at 15"},
		"a reversal twice": {func(f *forger) {
			f.put("", undo(f, "P-1", "2025-01-11"))
			e, _ := undo(f, "P-1", "2025-01-12").(event.FactReversed)
			e.Document = "X-2"
			f.put("", e)
		}, "reversal-twice at 17"},
		"a reversal of what others rest on":      {func(f *forger) { f.put("", undo(f, "D-1", "2025-01-11")) }, "reversal-kind at 16"},
		"a reversal that leaves money unordered": {func(f *forger) { f.put("", undo(f, "C-1", "2025-03-11")) }, "reversal-needed at 16"},
		"an agreement out of order": {func(f *forger) {
			f.insert("", "institution.suspended", "document=D-9 occurred_on=2025-05-01 region=441300 institution=H44130200026 scope=whole")
		}, "agreement-order at 16"},
		"a day that has not come": {func(f *forger) { f.replace("P-1", "2025-01-10", "2026-03-10") }, "date-in-future at 6"},
		"hours back": {func(f *forger) {
			f.change("C-2", func(r *store.Recorded) { r.RecordedAt = r.RecordedAt.Add(-3 * time.Hour) })
		}, "damage at 14"},
		"in the year 9999": {func(f *forger) {
			f.change("D-2", func(r *store.Recorded) { r.RecordedAt = time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC) })
		}, "recorded-in-future at 15"},
		"in the year 9999, and acknowledged": {func(f *forger) {
			f.ahead("D-2")
			f.acknowledge(15)
		}, "(clock_ahead at 16)"},
		"several in the year 9999, and acknowledged": {func(f *forger) {
			f.ahead("C-2", "D-2")
			f.acknowledge(14)
		}, "(clock_ahead at 16)"},
		"acknowledged, and ahead again": {func(f *forger) {
			f.ahead("D-2")
			f.acknowledge(15)
			f.insert("", "premium.received", "document=P-9 occurred_on=2025-01-10 fund=441300.390 amount=1.00")
			f.insert("", "premium.received", "document=P-10 occurred_on=2025-01-10 fund=441300.390 amount=1.00")
			f.ahead("P-9", "P-10")
		}, "recorded-in-future at 17, (clock_ahead at 16)"},
		"acknowledged from another event on": {func(f *forger) {
			f.ahead("C-2", "D-2")
			f.acknowledge(15)
		}, "damage at 16"},
		"a clock acknowledged that was right": {func(f *forger) { f.acknowledge(15) }, "clock-right at 16"},
		"an actor that cannot be seen":        {func(f *forger) { f.change("P-1", func(r *store.Recorded) { r.Actor = "cl\u200berk" }) }, "envelope-text at 6"},
		"a cause with a control character":    {func(f *forger) { f.change("P-1", func(r *store.Recorded) { r.Causation = "import\tx" }) }, "envelope-text at 6"},
		"into another stream":                 {func(f *forger) { f.change("P-1", func(r *store.Recorded) { r.Stream = "elsewhere" }) }, "damage at 6"},
		"a fund twice": {func(f *forger) {
			f.insert("", "fund.established", "document=F-9 occurred_on=2024-12-31 fund=441300.390 name=惠州")
		}, "book-established at 16"},
		"opened twice": {func(f *forger) {
			f.insert("F-2", "fund.opened", "document=F-9 occurred_on=2024-12-31 fund=441300.390 amount=1.00")
		}, "book-opened at 2"},
		"an original that does not exist": {func(f *forger) {
			f.insert("", "reimbursement.reversed", "document=Q-1 occurred_on=2025-02-01 fund=441300.390 institution=H44130200026 care=inpatient of=R-77 paid_on=2025-01-20 amount=1.00")
		}, "original-unknown at 16"},
		"more than the original": {func(f *forger) {
			f.insert("", "reimbursement.reversed", "document=Q-1 occurred_on=2025-02-01 fund=441300.390 institution=H44130200026 care=inpatient of=R-1 paid_on=2025-01-20 amount=301.00")
		}, "original-exceeded at 16"},
		"more than was open of an item": {func(f *forger) {
			f.insert("", "suspense.paid", "document=T-1 occurred_on=2025-02-01 fund=441300.390 item=ZS-1 purpose=other amount=1.00")
		}, "item-exceeded at 16"},
		"a fine paid that nobody imposed": {func(f *forger) {
			f.insert("", "fine.paid", "document=B-1 occurred_on=2025-04-01 case=17 region=441300 institution=H44130200026 subject=hospital of=B-0 amount=1.00")
		}, "fine-not-imposed at 16"},
		"after the end of an agreement": {func(f *forger) {
			f.insert("", "reimbursement.paid", "document=R-9 occurred_on=2025-07-01 fund=441300.390 institution=H44130200026 care=inpatient amount=5.00")
		}, "(after_end at 16)"},
		"above the cap": {func(f *forger) {
			f.insert("", "relief.paid", "document=Z-2 occurred_on=2025-03-01 fund=441300.610 person=0123456789abcdef0123456789abcdef amount=200.00")
		}, "(over_cap at 16)"},
		"above the cap, and reversed": {func(f *forger) {
			f.insert("", "relief.paid", "document=Z-2 occurred_on=2025-03-01 fund=441300.610 person=0123456789abcdef0123456789abcdef amount=200.00")
			f.put("", undo(f, "Z-2", "2025-03-02"))
		}, "whole"},
		"a recovery without its year": {func(f *forger) {
			f.insert("C-1", "clawback.ordered", "document=C-3 occurred_on=2025-03-02 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection amount=10.00")
			f.insert("", "clawback.received", "document=C-4 occurred_on=2025-03-04 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection amount=10.00 care=inpatient")
		}, "(undated_recovery at 17)"},
		"a total of recoveries without their years": {func(f *forger) {
			f.insert("", "clawback.received", "document=C-4 occurred_on=2025-03-04 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection amount=10.00 count=2")
		}, "(undated_recovery at 16)"},
		"without the kind of care": {func(f *forger) { f.replace("R-2", `"care":"inpatient",`, "") }, "(without_care at 10)"},
		"a total without it": {func(f *forger) {
			f.insert("", "reimbursement.paid", "document=R-9 occurred_on=2025-03-01 fund=441300.390 count=0 amount=5.00")
		}, "whole"},
		"a fine for a finding that is not there": {func(f *forger) {
			f.insert("", "fine.imposed", "document=B-1 occurred_on=2025-04-01 case=17 region=441300 institution=H44130200026 subject=hospital finding=9 amount=1.00")
		}, "(without_finding at 16)"},
		"and is recorded later": {func(f *forger) {
			f.insert("", "fine.imposed", "document=B-1 occurred_on=2025-04-01 case=17 region=441300 institution=H44130200026 subject=hospital finding=9 amount=1.00")
			f.insert("", "finding.recorded", "document=K-9 occurred_on=2025-03-01 case=17 region=441300 finding=9 article=38 violation=improper_charge")
		}, "whole"},
		"or the fine is reversed": {func(f *forger) {
			f.insert("", "fine.imposed", "document=B-1 occurred_on=2025-04-01 case=17 region=441300 institution=H44130200026 subject=hospital finding=9 amount=1.00")
			f.put("", undo(f, "B-1", "2025-04-02"))
		}, "whole"},
		"kept from a settlement that is not there": {func(f *forger) {
			f.insert("", "clawback.set_off", "document=C-5 occurred_on=2025-03-05 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 care=inpatient settled_care=inpatient against=R-99 amount=10.00")
		}, "(set_off_open at 16)"},
		"kept from one that is": {func(f *forger) {
			f.insert("", "clawback.set_off", "document=C-5 occurred_on=2025-03-05 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 care=inpatient settled_care=inpatient against=R-2 amount=10.00")
		}, "whole"},
		"more than the account holds": {func(f *forger) {
			f.insert("", "money.moved", "document=M-9 occurred_on=2025-05-01 fund=441300.390 from=1004 to=1003 amount=3000.00")
		}, "(overdrawn 441300.390 1004 -1460.00)"},
		"months closed one after another": {func(f *forger) { f.close("J-1", "2025-01"); f.close("J-2", "2025-02") }, "whole"},
		"a month closed twice":            {func(f *forger) { f.close("J-1", "2025-01"); f.close("J-2", "2025-01") }, "period-order at 17"},
		"a month closed twice, with the same document": {func(f *forger) {
			f.close("J-1", "2025-01")
			f.events = append(f.events, f.events[f.at("J-1")])
		}, "document-twice at 17, period-order at 17"},
		"a month closed twice, with other months between": {func(f *forger) {
			f.close("J-1", "2025-01")
			f.close("J-2", "2025-02")
			f.close("J-3", "2025-01")
		}, "period-order at 18"},
		"a month closed twice, and a fact of it between": {func(f *forger) {
			f.close("J-1", "2025-01")
			f.insert("", "premium.received", "document=P-9 occurred_on=2025-01-10 fund=441300.390 amount=1.00")
			f.close("J-2", "2025-01")
		}, "period-order at 18, (behind_closing at 17)"},
		"a month skipped":            {func(f *forger) { f.close("J-1", "2025-01"); f.close("J-3", "2025-03") }, "period-order at 17"},
		"a year without its months":  {func(f *forger) { f.close("J-1", "2025-01"); f.close("J-Y", "2025") }, "period-order at 17"},
		"the year before its months": {func(f *forger) { f.close("J-Y", "2025") }, "period-order at 16"},
		"an overtaken closing, and a valid one": {func(f *forger) {
			f.close("J-1", "2025-01")
			f.insert("D-2", "premium.received", "document=P-9 occurred_on=2025-01-10 fund=441300.390 amount=1.00") // in front of it
			f.close("J-2", "2025-01")
		}, "whole"},
		"a closing reversed": {func(f *forger) {
			f.close("J-1", "2025-01")
			f.put("", undo(f, "J-1", "2025-02-01"))
		}, "reversal-kind at 17"},
	} {
		f := honest(t)
		test.do(f)
		if got := said(t, f.log()); got != test.want {
			t.Errorf("%s:\n  %s\nwant\n  %s", name, got, test.want)
		}
	}
}

func withWarning(t *testing.T, data []byte, warning string) []byte {
	t.Helper()
	return append(data[:len(data)-1:len(data)-1], []byte(`,"warning":"`+warning+`"}`)...)
}
