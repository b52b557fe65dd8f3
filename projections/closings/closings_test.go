package closings_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/closings"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/projtest"
)

const resident = fund.ID("441300.390")

func fact(document string, on string) event.Fact {
	date, _ := fund.ParseDate(on)
	return event.Fact{Document: document, OccurredOn: date, Count: 1}
}

// facts are two years of a fund: 1000.00 at the close of 2024; 300.00 of premiums
// and 100.00 of benefits in 2025; 50.00 of premiums in 2026.
func facts() []event.Event {
	opened := fact("O", "2024-12-31")
	opened.Count = 0
	return []event.Event{
		event.FundEstablished{Fact: opened, Fund: resident, Name: "居民"},
		event.FundOpened{Fact: opened, Fund: resident, Amount: 1000_00},
		event.PremiumReceived{Fact: fact("P-1", "2025-03-05"), Fund: resident, Amount: 300_00},
		event.ReimbursementPaid{Fact: fact("R-1", "2025-04-06"), Fund: resident, Amount: 100_00, Care: fund.Inpatient},
		event.PremiumReceived{Fact: fact("P-2", "2026-02-01"), Fund: resident, Amount: 50_00},
	}
}

// undo is the reversal of a fact on a day.
func undo(e event.Event, on string) event.Event {
	wire, version, data, err := event.Encode(e)
	if err != nil {
		panic(err)
	}
	f := fact("U-"+e.Common().Document, on)
	f.Count = 0
	return event.FactReversed{Fact: f, Of: "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11", OfType: wire, OfVersion: int64(version), OfData: string(data)}
}

func closing(period event.Period, balances event.Balances) event.Event {
	return event.PeriodClosed{Fact: event.Fact{Document: "J-" + string(period), OccurredOn: period.Last()}, Fund: resident,
		Period: period, Balances: balances}
}

// TestSeal: the balances by hand. Income and expense stand on their accounts until
// their year is closed, and in 3001 from then on. Facts that move no money are none.
func TestSeal(t *testing.T) {
	var f closings.Fold
	for i, e := range facts() {
		f.Apply(ledger.Entry{Position: store.Position(i), Event: e})
	}
	for period, want := range map[event.Period]closings.Seal{
		"2024-12": {"1003 1000.00; 3001 1000.00", 1},
		"2025-02": {"1003 1000.00; 3001 1000.00", 1},
		"2025-03": {"1003 1300.00; 3001 1000.00; 4001 300.00", 2},
		"2025-04": {"1003 1300.00; 1004 -100.00; 3001 1000.00; 4001 300.00; 500101 100.00", 3},
		"2025-12": {"1003 1300.00; 1004 -100.00; 3001 1000.00; 4001 300.00; 500101 100.00", 3},
		"2025":    {"1003 1300.00; 1004 -100.00; 3001 1200.00", 3},
		"2026-01": {"1003 1300.00; 1004 -100.00; 3001 1200.00", 3},
		"2026-02": {"1003 1350.00; 1004 -100.00; 3001 1200.00; 4001 50.00", 4},
		"2026":    {"1003 1350.00; 1004 -100.00; 3001 1250.00", 4},
	} {
		if got := f.Seal(resident, period); got != want {
			t.Errorf("%s: %+v\nwant %+v", period, got, want)
		}
	}
	if got := f.Seal("441300.310", "2025"); got != (closings.Seal{Balances: "-"}) {
		t.Errorf("a fund without books: %+v", got)
	}
}

// TestVerdicts: a closing counts if its balances are those of what stands in front of
// it. One that says how many facts it has seen is overtaken if there are more, and
// wrong if there are not.
func TestVerdicts(t *testing.T) {
	const march, year = "1003 1300.00; 3001 1000.00; 4001 300.00", "1003 1300.00; 1004 -100.00; 3001 1200.00"
	f := facts()
	late := event.PremiumReceived{Fact: fact("P-3", "2025-03-20"), Fund: resident, Amount: 7_00}
	april := event.PremiumReceived{Fact: fact("P-4", "2025-04-01"), Fund: resident, Amount: 7_00}
	aid := event.PremiumReceived{Fact: fact("P-5", "2025-03-20"), Fund: "441300.310", Amount: 7_00}
	denied := event.ClaimDenied{Fact: fact("D-1", "2025-03-20"), Fund: resident, Channel: event.SmartAudit, Amount: 7_00}
	saw := func(n int64, e event.Event) event.Event {
		c, _ := e.(event.PeriodClosed)
		c.Seen = n
		return c
	}
	const yes, no, wrong = closings.Counts, closings.Overtaken, closings.Wrong
	for name, test := range map[string]struct {
		events []event.Event
		want   []closings.Verdict
		closed string
	}{
		"right": {[]event.Event{f[0], f[1], f[2], closing("2025-03", march), f[3], closing("2025", year), f[4]},
			[]closings.Verdict{yes, yes}, "2025-12-31"},
		"right, closed later":        {[]event.Event{f[0], f[1], f[2], f[3], f[4], closing("2025-03", march), closing("2025", year)}, []closings.Verdict{yes, yes}, "2025-12-31"},
		"before anything was booked": {[]event.Event{f[0], f[1], closing("2025-02", "1003 1000.00; 3001 1000.00")}, []closings.Verdict{yes}, "2025-02-28"},
		"a balance":                  {[]event.Event{f[0], f[1], f[2], closing("2025-03", "1003 1300.01; 3001 1000.00; 4001 300.00")}, []closings.Verdict{no}, ""},
		"an account left out":        {[]event.Event{f[0], f[1], f[2], closing("2025-03", "1003 1300.00; 3001 1000.00")}, []closings.Verdict{no}, ""},
		"nothing":                    {[]event.Event{f[0], f[1], f[2], closing("2025-03", "-")}, []closings.Verdict{no}, ""},
		"a booking removed":          {[]event.Event{f[0], f[1], closing("2025-03", march)}, []closings.Verdict{no}, ""},
		"a booking before it":        {[]event.Event{f[0], f[1], f[2], late, closing("2025-03", march)}, []closings.Verdict{no}, ""},
		"the second of two":          {[]event.Event{f[0], f[1], f[2], closing("2025-03", march), f[3], closing("2025", march)}, []closings.Verdict{yes, no}, "2025-03-31"},
		"a month for a year":         {[]event.Event{f[0], f[1], f[2], f[3], closing("2025-12", year)}, []closings.Verdict{no}, ""},
		"without any books at all":   {[]event.Event{closing("2025-03", march)}, []closings.Verdict{no}, ""},
		"seen and right":             {[]event.Event{f[0], f[1], f[2], saw(2, closing("2025-03", march))}, []closings.Verdict{yes}, "2025-03-31"},
		"overtaken":                  {[]event.Event{f[0], f[1], f[2], late, saw(2, closing("2025-03", march))}, []closings.Verdict{no}, ""},
		"overtaken, and back":        {[]event.Event{f[0], f[1], f[2], late, undo(late, "2025-03-21"), saw(2, closing("2025-03", march))}, []closings.Verdict{no}, ""},
		"again": {[]event.Event{f[0], f[1], f[2], late, saw(2, closing("2025-03", march)), saw(3, closing("2025-03", "1003 1307.00; 3001 1000.00; 4001 307.00"))},
			[]closings.Verdict{no, yes}, "2025-03-31"},
		"other loads do not overtake": {[]event.Event{f[0], f[1], f[2], april, aid, denied, saw(2, closing("2025-03", march))}, []closings.Verdict{yes}, "2025-03-31"},
		"wrong":                       {[]event.Event{f[0], f[1], f[2], saw(2, closing("2025-03", "1003 1.00; 3001 1.00"))}, []closings.Verdict{wrong}, ""},
		"has seen more than there is": {[]event.Event{f[0], f[1], f[2], saw(3, closing("2025-03", march))}, []closings.Verdict{wrong}, ""},
		// What comes after a closing that counts changes nothing in front of its end.
		"late facts are of the next month": {
			[]event.Event{f[0], f[1], f[2], saw(2, closing("2025-03", march)), late, saw(2, closing("2025-03", march)), saw(3, closing("2025-04", "1003 1307.00; 3001 1000.00; 4001 307.00"))},
			[]closings.Verdict{yes, yes, yes}, "2025-04-30",
		},
		// A closing behind one that is void closes both periods.
		"out of order": {[]event.Event{f[0], f[1], f[2], closing("2025-03", "-"), closing("2025-05", march)}, []closings.Verdict{no, yes}, "2025-05-31"},
	} {
		var fold closings.Fold
		for i, e := range test.events {
			fold.Apply(ledger.Entry{Position: store.Position(i), Event: e})
		}
		var got []closings.Verdict
		for _, c := range fold.Of(resident) {
			got = append(got, c.Verdict)
		}
		if closed := fold.Closed(resident).String(); !slices.Equal(got, test.want) || closed != test.closed {
			t.Errorf("%s: %v, closed to %q; want %v, %q", name, got, closed, test.want, test.closed)
		}
	}
}

// TestBooked: what stands behind a closing that counts and is dated in it is booked
// on the first open day, whatever it says; all else on the day that it says.
func TestBooked(t *testing.T) {
	f := facts()
	day := func(document, on, booked string) event.Event {
		e := event.PremiumReceived{Fact: fact(document, on), Fund: resident, Amount: 1_00}
		e.BookedOn, _ = fund.ParseDate(booked)
		return e
	}
	const march = "1003 1300.00; 3001 1000.00; 4001 300.00"
	aided := event.ParticipationAssisted{Fact: fact("Z", "2025-03-31"), AidFund: resident, Fund: "441300.310", Amount: 1}
	for name, test := range map[string]struct {
		closing, then event.Event
		booked        string
	}{
		"dated in it":                {closing("2025-03", march), day("L", "2025-03-31", ""), "2025-04-01"},
		"dated long before":          {closing("2025-03", march), day("L", "2024-05-01", ""), "2025-04-01"},
		"dated behind":               {closing("2025-03", march), day("L", "2025-04-01", ""), "2025-04-01"},
		"says so":                    {closing("2025-03", march), day("L", "2025-03-31", "2025-04-01"), "2025-04-01"},
		"says a later day":           {closing("2025-03", march), day("L", "2025-03-31", "2025-06-01"), "2025-06-01"},
		"says a closed day":          {closing("2025-03", march), day("L", "2025-02-01", "2025-03-01"), "2025-04-01"},
		"a closing that is void":     {closing("2025-03", "-"), day("L", "2025-03-31", ""), "2025-03-31"},
		"another fund":               {closing("2025-03", march), event.PremiumReceived{Fact: fact("L", "2025-03-31"), Fund: "441300.310", Amount: 1}, "2025-03-31"},
		"one of two funds":           {closing("2025-03", march), aided, "2025-04-01"},
		"no fund":                    {closing("2025-03", march), event.CaseOpened{Fact: fact("L", "2025-03-31"), Case: "1", Region: "441300", Channel: event.Inspection}, "2025-03-31"},
		"a fact that moves no money": {closing("2025-03", march), event.ClaimDenied{Fact: fact("L", "2025-03-31"), Fund: resident, Channel: event.SmartAudit, Amount: 1}, "2025-04-01"},
		"a reversal":                 {closing("2025-03", march), undo(f[2], "2025-03-06"), "2025-04-01"},
		"a closing":                  {closing("2025-03", march), closing("2025-02", "-"), "2025-02-28"},
	} {
		var fold closings.Fold
		for i, e := range []event.Event{f[0], f[1], f[2], test.closing} {
			fold.Apply(ledger.Entry{Position: store.Position(i), Event: e})
		}
		got := fold.Apply(ledger.Entry{Position: 9, Stream: "s", Event: test.then})
		if booked := got.Event.Common().Booked().String(); booked != test.booked || got.Position != 9 || got.Stream != "s" {
			t.Errorf("%s: %+v, booked on %s, want %s", name, got, booked, test.booked)
		}
	}
}

// A reversal carries its fact as it is booked: of the same year it is booked back.
func TestReversalOfWhatWasMoved(t *testing.T) {
	f := facts()
	late := event.PremiumReceived{Fact: fact("L", "2025-12-31"), Fund: resident, Amount: 7_00}
	for _, summed := range []bool{false, true} {
		var fold closings.Fold
		for i, e := range append(f[:4:4], closing("2025", "1003 1300.00; 1004 -100.00; 3001 1200.00")) {
			fold.Apply(ledger.Entry{Position: store.Position(i), Event: e})
		}
		if summed {
			fold.Moved(late)
		} else {
			fold.Apply(ledger.Entry{Event: late})
		}
		restored := new(closings.Fold)
		if err := restored.Restore(fold.AppendSnapshot(nil)); err != nil {
			t.Fatal(err)
		}
		for _, fold := range []*closings.Fold{&fold, restored} {
			r, _ := fold.Apply(ledger.Entry{Event: undo(late, "2026-02-01")}).Event.(event.FactReversed)
			if on := r.Reversed().Common().BookedOn.String(); on != "2026-01-01" {
				t.Errorf("the fact of its reversal is booked on %q", on)
			}
		}
	}
}

// A correction of what was moved books the difference to where it stands in the books, and
// so does the next.
func TestCorrectionOfWhatWasMoved(t *testing.T) {
	f := facts()
	var fold closings.Fold
	for i, e := range append(f[:4:4], closing("2025", "1003 1300.00; 1004 -100.00; 3001 1200.00")) {
		fold.Apply(ledger.Entry{Position: store.Position(i), Event: e})
	}
	late := event.PremiumReceived{Fact: fact("L", "2025-12-31"), Fund: resident, Amount: 7_00}
	fold.Apply(ledger.Entry{Event: late}) // by a program that did not know of the closing
	right := late
	right.Amount, right.BookedOn, right.BookedFor = 5_00, fund.NewDate(2026, 1, 1), late.OccurredOn
	r, _ := undo(late, "2025-12-31").(event.FactReversed)
	got := fold.Apply(ledger.Entry{Event: r.CorrectedBy(right)})
	want := []posting.Line{{Fund: resident, Account: "1003", Credit: 2_00}, {Fund: resident, Account: "4001", Debit: 2_00}}
	if lines := posting.Of(got.Event); !slices.Equal(lines, want) {
		t.Errorf("the correction books %+v, want %+v", lines, want)
	}
	fold.Apply(ledger.Entry{Event: right})
	back := posting.Of(fold.Apply(ledger.Entry{Event: undo(right, "2025-12-31")}).Event)
	if want := []posting.Line{{Fund: resident, Account: "1003", Credit: 5_00},
		{Fund: resident, Account: "4001", Debit: 5_00}}; !slices.Equal(back, want) {
		t.Errorf("its reversal books %+v, want %+v", back, want)
	}
}

// Sums beyond what an amount can hold are exact, and can be sealed.
func TestWideSums(t *testing.T) {
	var f closings.Fold
	const much, n = 90_000_000_000_000_00, 2000
	for i := range n {
		f.Apply(ledger.Entry{Position: store.Position(i),
			Event: event.PremiumReceived{Fact: fact(fmt.Sprint(i), "2025-01-01"), Fund: resident, Amount: much}})
	}
	if made, want := f.Seal(resident, "2025-01"), (closings.Seal{Balances: "1003 180000000000000000.00; 4001 180000000000000000.00", Seen: n}); made != want {
		t.Errorf("%+v", made)
	}
	f.Apply(ledger.Entry{Event: closing("2025-01", "-")})
	for i := range n - 1 {
		f.Apply(ledger.Entry{Event: event.OtherPaid{Fact: fact(fmt.Sprint("O", i), "2025-01-01"), Fund: resident,
			Via: account.SpecialAccount, Amount: much}})
	}
	for i := range n - 1 {
		f.Apply(ledger.Entry{Event: undo(event.PremiumReceived{Fact: fact(fmt.Sprint(i), "2025-01-01"), Fund: resident, Amount: much}, "2025-01-02")})
		f.Apply(ledger.Entry{Event: undo(event.OtherPaid{Fact: fact(fmt.Sprint("O", i), "2025-01-01"), Fund: resident,
			Via: account.SpecialAccount, Amount: much}, "2025-01-02")})
	}
	made := f.Seal(resident, "2025-01")
	if want := (closings.Seal{Balances: "1003 90000000000000.00; 4001 90000000000000.00", Seen: 4*n - 3}); made != want {
		t.Errorf("%+v", made)
	}
	if f.Closed(resident) != 0 {
		t.Error("a closing counted that sealed nothing")
	}
}

// TestHistory: the history that has every event type has one closing, which counts.
func TestHistory(t *testing.T) {
	var f closings.Fold
	for _, entry := range projtest.History() {
		if booked := f.Apply(entry); booked != entry {
			t.Errorf("%+v is booked as %+v", entry, booked)
		}
	}
	if c := f.Of(resident); len(c) != 1 || !c[0].Counts() {
		t.Errorf("%+v", c)
	}
}
