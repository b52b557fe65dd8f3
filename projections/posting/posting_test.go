package posting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/projtest"
)

// Every row of the table books as it says.
func TestOf(t *testing.T) {
	covered := map[string]bool{}
	for _, r := range table() {
		covered[event.Wire(r.event)] = true
		if got := printed(posting.Of(r.event)); got != r.want {
			t.Errorf("%s (%s):\n%s\nwant\n%s", r.name, r.source, got, r.want)
		}
		if r.source == "" {
			t.Errorf("%s has no source", r.name)
		}
	}
	for _, typ := range event.Types() {
		if !covered[typ.Wire] {
			t.Errorf("%s has no row", typ.Wire)
		}
	}
}

// printed writes lines as the table does: fund, side, account and amount, sides
// of equal amounts joined.
func printed(lines []posting.Line) string {
	var out []string
	for _, l := range lines {
		side, amount := "Dr", l.Debit
		if l.Credit != 0 {
			side, amount = "Cr", l.Credit
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", l.Fund[7:], side, l.Account, amount))
	}
	return strings.Join(out, "; ")
}

// balanced reports what is wrong with the lines of one event, or "".
func balanced(lines []posting.Line) string {
	sums := map[fund.ID]money.Fen{}
	for _, l := range lines {
		if l.Debit < 0 || l.Credit < 0 || (l.Debit == 0) == (l.Credit == 0) {
			return fmt.Sprintf("not one side above zero: %+v", l)
		}
		chart, found := account.Find(l.Fund.Kind(), l.Account)
		if !found || !chart.Leaf {
			return fmt.Sprintf("%s books of %s have no account %s to book on", l.Fund.Kind(), l.Fund, l.Account)
		}
		if net := l.Net(); net != l.Debit-l.Credit && net != l.Credit-l.Debit || (net > 0) != ((l.Debit > 0) == l.Account.Element().IsDebit()) {
			return fmt.Sprintf("net of %+v is %s", l, net)
		}
		sums[l.Fund] += l.Debit - l.Credit
	}
	for id, sum := range sums {
		if sum != 0 {
			return fmt.Sprintf("debits and credits of %s differ by %s", id, sum)
		}
	}
	return ""
}

// Debits equal credits in every fund, on accounts of its own chart: for the rows
// of the table, every documented example, and random facts.
func TestDebitsEqualCredits(t *testing.T) {
	var all []event.Event
	for _, r := range table() {
		all = append(all, r.event)
	}
	for _, typ := range event.Types() {
		all = append(all, typ.Example)
	}
	for _, entry := range projtest.History() {
		all = append(all, entry.Event)
	}
	for seed := range uint64(10) {
		world := eventtest.NewWorld(seed)
		for range 1000 {
			e := world.Next()
			world.Recorded(e)
			all = append(all, e)
		}
	}
	for _, e := range all {
		if wrong := balanced(posting.Of(e)); wrong != "" {
			t.Fatalf("%s %+v: %s", event.Wire(e), e, wrong)
		}
	}
}

// Every account of every chart that bookings go to is booked on by some row, but
// for the kinds of care and purposes that differ from others by their code only.
func TestTheTableUsesTheWholeChart(t *testing.T) {
	used := map[account.Code]bool{}
	for _, r := range table() {
		for _, l := range posting.Of(r.event) {
			used[l.Account.Top()] = true
		}
	}
	for _, kind := range []fund.Kind{fund.Employee, fund.Resident, fund.MedicalAid} {
		for _, a := range account.Chart(kind) {
			if !used[a.Code.Top()] {
				t.Errorf("no row of the table books on %s", a.Code)
			}
		}
	}
}

// A reversal in the same year books back every line; across years it touches
// neither income nor expense of the year before but 4501 and 5401, and moves
// the same money.
func TestReversals(t *testing.T) {
	for _, r := range table() {
		if _, isCorrection := r.event.(event.Correction); isCorrection || len(event.Check(r.event)) > 0 {
			continue
		}
		lines := posting.Of(r.event)
		back := posting.Of(reversal(r.event, r.event.Common().Booked()))
		if len(back) != len(lines) {
			t.Errorf("%s: %d lines booked back, %d booked", r.name, len(back), len(lines))
			continue
		}
		later := posting.Of(reversal(r.event, day(2026)))
		for i, l := range lines {
			if b := back[i]; b.Account != l.Account || b.Debit != l.Credit || b.Credit != l.Debit || b.Fund != l.Fund {
				t.Errorf("%s: %+v is booked back as %+v", r.name, l, b)
			}
			b := later[i]
			if b.Debit != l.Credit || b.Credit != l.Debit || b.Fund != l.Fund {
				t.Errorf("%s, across years: %+v is booked back as %+v", r.name, l, b)
			}
			want := l.Account.Top()
			if e := l.Account.Element(); e == account.Income || e == account.Expense {
				want = account.OtherIncome
				if b.Debit > 0 {
					want = account.OtherExpense
				}
			}
			if b.Account.Top() != want {
				t.Errorf("%s, across years: %+v is booked back on %s, want %s", r.name, l, b.Account, want)
			}
		}
		if wrong := balanced(later); wrong != "" {
			t.Errorf("%s, across years: %s", r.name, wrong)
		}
	}
}

// The year that decides is that in which the facts enter the books.
func TestTheYearOfBooking(t *testing.T) {
	late := event.Fact{Document: "1", OccurredOn: fund.NewDate(2025, 12, 20), Count: 1, BookedOn: day(2026)}
	for _, test := range []struct {
		name  string
		event event.Event
		want  account.Code // on which the result is booked
	}{
		{"refund of 2025, booked in 2026", event.PremiumRefunded{Fact: late, Fund: resident, Amount: amount, PaidOn: day(2025)}, account.OtherExpense},
		{"reversal of 2025, booked in 2026", event.ReimbursementReversed{Fact: late, Fund: resident, Amount: amount, PaidOn: day(2025)}, account.OtherIncome},
		{"clawback of 2025, booked in 2026", event.ClawbackReceived{Fact: late, Case: "1", Fund: resident, Amount: amount, PaidYear: 2025}, account.OtherIncome},
		{"set off of 2025, booked in 2026", event.ClawbackSetOff{Fact: late, Case: "1", Fund: resident, Amount: amount, PaidYear: 2025, Against: "J"}, account.OtherIncome},
		{"refund of 2025, booked in 2026", event.ClawbackRefunded{Fact: late, Case: "1", Fund: resident, Amount: amount, PaidYear: 2024, ReceivedYear: 2025,
			Of: "D"}, account.Benefits},
		{"reversal in 2026 of what was booked in 2026", reversal(event.SubsidyReceived{Fact: late, Fund: resident, Amount: amount}, day(2026)), account.Subsidy},
		{"reversal in 2026 of a clawback of 2025 booked in 2026", reversal(event.ClawbackReceived{Fact: late, Case: "1", Fund: resident, Amount: amount,
			Institution: "H44130200026", Channel: event.Inspection, PaidYear: 2025}, day(2026)), account.OtherIncome},
	} {
		if lines := posting.Of(test.event); !slices.ContainsFunc(lines, func(l posting.Line) bool { return l.Account.Top() == test.want }) {
			t.Errorf("%s: %s, want %s", test.name, printed(lines), test.want)
		}
	}
}

// By date the year of a fact's own day decides, whenever it entered the books and whatever
// was corrected: a fact of a closed period is on the accounts that it would be on if the
// period were open, and its reversal takes it back from them, whenever that was booked.
func TestByDateNothingIsClosed(t *testing.T) {
	differ := 0
	for _, r := range table() {
		if _, isCorrection := r.event.(event.Correction); isCorrection || len(event.Check(r.event)) > 0 {
			continue
		}
		own, in := posting.Of(r.event), day(r.event.Common().OccurredOn.Year()+1)
		late := event.BookOn(r.event, in)
		for name, fact := range map[string]event.Event{
			"in time": r.event, "late": late, "later": event.BookOn(r.event, day(in.Year()+1)),
			"right instead": event.BookFor(late, in), "right in its own year": event.BookFor(late, r.event.Common().OccurredOn),
		} {
			if lines := posting.ByDate(fact); !slices.Equal(lines, own) {
				t.Errorf("%s, %s: %s, want %s", r.name, name, printed(lines), printed(own))
			}
			back, _ := reversal(fact, r.event.Common().OccurredOn).(event.FactReversed)
			corrected := back.CorrectedBy(event.BookFor(late, in))
			for _, e := range []event.Event{back, event.BookOn(back, in), event.BookOn(back, day(in.Year()+1)), event.BookOn(corrected, in)} {
				if left := netOf(posting.ByDate(fact), posting.ByDate(e)); len(left) > 0 {
					t.Errorf("%s, %s: its reversal leaves %v", r.name, name, left)
				}
			}
			if now, then := posting.ByDate(reversal(fact, in)), posting.Of(reversal(r.event, in)); !slices.Equal(now, then) {
				t.Errorf("%s, %s: reversed in the year after: %s, want %s", r.name, name, printed(now), printed(then))
			}
		}
		if left := netOf(posting.Of(late), posting.Of(event.BookOn(reversal(late, late.Common().OccurredOn), in))); len(left) > 0 {
			t.Errorf("%s: in the books its reversal leaves %v", r.name, left)
		}
		if !slices.Equal(posting.Of(late), own) {
			differ++
		}
	}
	if differ == 0 {
		t.Error("no fact is on other accounts because of the year in which it was booked")
	}
}

// netOf returns what lines leave on each account of each fund, without what is zero.
func netOf(all ...[]posting.Line) map[posting.Line]money.Fen {
	left := map[posting.Line]money.Fen{}
	for _, l := range slices.Concat(all...) {
		at := posting.Line{Fund: l.Fund, Account: l.Account}
		if left[at] += l.Net(); left[at] == 0 {
			delete(left, at)
		}
	}
	return left
}

// One fen of an earlier year is on the side of a correction on which more of it would be;
// by date it is booked on its own day.
func TestOneFenOfAnEarlierYear(t *testing.T) {
	paid := func(amount money.Fen) event.Event {
		return event.ReimbursementPaid{Fact: on(2025), Fund: resident, Care: "inpatient", Amount: amount}
	}
	received := func(amount money.Fen) event.Event {
		return event.OtherReceived{Fact: on(2025), Fund: resident, Amount: amount}
	}
	for _, test := range []struct {
		name         string
		wrong, right event.Event
		want         account.Code
	}{
		{"one fen too much was paid", paid(2), paid(1), account.OtherIncome},
		{"one fen too little", paid(2), paid(3), account.OtherExpense},
		{"one fen too much came in", received(2), received(1), account.OtherExpense},
		{"one fen too little came in", received(2), received(3), account.OtherIncome},
	} {
		by := event.BookFor(event.BookOn(test.right, day(2026)), day(2025))
		r, _ := reversal(test.wrong, day(2026)).(event.FactReversed)
		is := func(l posting.Line) bool { return l.Account == test.want }
		if lines := posting.Of(r.CorrectedBy(by)); len(lines) != 2 || !slices.ContainsFunc(lines, is) {
			t.Errorf("%s: %s, want %s", test.name, printed(lines), test.want)
		}
		if lines := posting.ByDate(by); !slices.Equal(lines, posting.Of(test.right)) {
			t.Errorf("%s: by date %s", test.name, printed(lines))
		}
	}
	taken := reversal(event.SubsidyReceived{Fact: on(2025), Fund: resident, Amount: 1}, day(2026))
	is := func(l posting.Line) bool { return l.Account == account.OtherExpense && l.Debit == 1 }
	if lines := posting.Of(taken); !slices.ContainsFunc(lines, is) {
		t.Errorf("one fen taken back: %s", printed(lines))
	}
}

func reversal(e event.Event, on fund.Date) event.Event {
	return projtest.Reversal(event.Fact{Document: "CX-9", OccurredOn: on}, "stream-1", e)
}

// Money between two funds is neither made nor lost.
func TestParticipationIsExpenseOfOneAndIncomeOfTheOther(t *testing.T) {
	for _, e := range []event.Event{
		event.ParticipationAssisted{Fact: on(2025), AidFund: aid, Fund: resident, Amount: amount},
		refundedToAid(resident, "", 2025), refundedToAid(resident, "", 2024),
	} {
		var sum money.Fen
		for _, line := range posting.Of(e) {
			if line.Account.Element() == account.Asset {
				sum += line.Net()
			}
		}
		if sum != 0 {
			t.Errorf("%s: off by %s", event.Wire(e), sum)
		}
	}
}

// A correction books what its reversal and the right fact would book together, but on each
// account one side only, and of an earlier year either other income or other expense: for
// every row of the table, with other facts of its type and funds.
func TestCorrectionsBookTheDifference(t *testing.T) {
	rows := table()
	tried := 0
	for _, wrong := range rows {
		for _, right := range rows {
			_, isCorrection := wrong.event.(event.Correction)
			if isCorrection || event.Wire(wrong.event) != event.Wire(right.event) || event.FundsOf(wrong.event) != event.FundsOf(right.event) ||
				len(event.Check(wrong.event)) > 0 || len(event.Check(right.event)) > 0 || len(posting.Of(wrong.event)) == 0 {
				continue
			}
			for _, years := range []int{0, 1} {
				in := wrong.event.Common().Booked()
				on := day(in.Year() + years)
				by := event.BookFor(event.BookOn(right.event, max(on, right.event.Common().OccurredOn)), in)
				r, _ := reversal(wrong.event, on).(event.FactReversed)
				lines := posting.Of(r.CorrectedBy(by))
				if bad := balanced(lines); bad != "" {
					t.Fatalf("%s → %s: %s", wrong.name, right.name, bad)
				}
				seen, net := map[account.Code]bool{}, map[string]money.Fen{}
				for _, l := range lines {
					code := l.Account
					if years > 0 && code.Within(account.OtherExpense) {
						code = account.OtherIncome + code[4:]
					}
					if at := account.Code(l.Fund) + code; seen[at] {
						t.Fatalf("%s → %s: two lines on %s: %s", wrong.name, right.name, code, printed(lines))
					} else {
						seen[at] = true
					}
					if years > 0 && code >= "4" && !code.Within(account.OtherIncome) {
						t.Fatalf("%s → %s in a later year: %s", wrong.name, right.name, printed(lines))
					}
					if code < "4" {
						net[string(l.Fund)+string(code)] += l.Debit - l.Credit
					}
				}
				apart := append(posting.Of(r), posting.Of(event.BookOn(right.event, in))...)
				for _, l := range apart {
					if l.Account < "4" {
						net[string(l.Fund)+string(l.Account)] -= l.Debit - l.Credit
					}
				}
				for at, amount := range net {
					if amount != 0 {
						t.Fatalf("%s → %s: %s differs by %s", wrong.name, right.name, at, amount)
					}
				}
				if len(posting.Of(by))+len(posting.AppendOf(nil, by)) > 0 || !slices.Equal(posting.AppendOf(nil, r), posting.Of(r)) {
					t.Fatalf("%s books something itself", right.name)
				}
				tried++
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d corrections", tried)
	}
}

// A fact that writes out its usual money account is the same fact as one that leaves it
// out, and is booked alike; with another account it is another.
func TestUsualAccountIsNone(t *testing.T) {
	seen := 0
	for _, typ := range event.Types() {
		values := map[string]string{}
		for name, text := range event.Values(typ.Example) {
			values[name] = text
		}
		for _, account := range []string{"1001", "1002", "1003", "1004", "1005"} {
			for _, year := range []string{"2024", "2025"} {
				with := func(via string) (event.Event, bool) {
					e, problems := event.Parse(typ.Wire, func(field string) string {
						switch {
						case field == "via":
							return via
						case field == "paid_on":
							return year + "-01-31"
						case field == "paid_year" && values[field] != "" && typ.Wire != "clawback.refunded":
							return year
						}
						return values[field]
					})
					return e, len(problems) == 0
				}
				plain, ok := with("")
				written, also := with(account)
				if !ok || !also || plain == written {
					continue
				}
				alike := slices.Equal(posting.Of(plain), posting.Of(written))
				if same := event.DigestOf(plain) == event.DigestOf(written); same != alike {
					t.Errorf("%s of %s by %s: the same fact %v, booked alike %v", typ.Wire, year, account, same, alike)
				}
				if alike {
					seen++
				}
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d facts with their usual account", seen)
	}
}
