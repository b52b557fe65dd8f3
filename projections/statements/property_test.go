package statements_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// random returns an event of any type that moves money, in one of three funds, in
// 2024 or 2025: the type's example with other fields. The event alone is in good
// form; that an aggregate would take it after the others is not needed here.
func random(r *rand.Rand) event.Event {
	types := event.Types()
	for {
		typ := types[r.IntN(len(types))]
		fields := map[string]string{}
		for name, text := range event.Values(typ.Example) {
			fields[name] = text
		}
		pick := func(name string, from ...string) {
			if _, has := fields[name]; has || slices.ContainsFunc(typ.Fields, func(f event.Field) bool { return f.Name == name }) {
				fields[name] = from[r.IntN(len(from))]
			}
		}
		day := fund.NewDate(2024, 1, 1) + fund.Date(r.IntN(731))
		pick("occurred_on", day.String())
		pick("paid_on", (day - fund.Date(r.IntN(400))).String())
		pick("paid_year", "2024", "2025")
		pick("since", "")
		pick("booked_on", "")
		pick("fund", string(resident), string(employee), string(employee), string(aid))
		pick("aid_fund", string(aid))
		pick("amount", money.Fen(1+r.Int64N(1_000_000)).String())
		pick("cost", money.Fen(1+r.Int64N(1_000_000)).String())
		pick("part", "", "pool", "personal")
		pick("care", "", "inpatient", "outpatient", "outpatient_major", "pharmacy", "maternity_care", "other")
		pick("via", "", "1001", "1002", "1004", "1005")
		pick("level", "upper", "lower")
		pick("purpose", "crossregion", "crossregion_clearing", "other")
		if e, problems := event.Parse(typ.Wire, func(name string) string { return fields[name] }); problems == nil {
			return e
		}
	}
}

var months = func() (out []event.Period) {
	for _, year := range []string{"2024", "2025"} {
		out = append(out, event.Period(year))
		for m := 1; m <= 12; m++ {
			out = append(out, event.Period(year+"-"+strconv.Itoa(100 + m)[1:]))
		}
	}
	return out
}()

// allNet counts every line net.
func allNet() statements.Settings {
	s := statements.Settings{}
	for _, a := range account.Chart(employee.Kind()) {
		if e := a.Code.Element(); e == account.Income || e == account.Expense {
			s[a.Code.Top()] = statements.Net
		}
	}
	return s
}

// For any history: every statement balances, or is refused because money awaits
// its split; what the sheets of two months differ by is the surplus between them and
// what was booked on 3001 itself; every total is the sum of its details.
func TestStatementsOfAnyHistory(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		v := new(books.View)
		for i := range 400 {
			if err := v.Apply(ledger.Entry{Position: store.Position(i), Event: random(r)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range []fund.ID{resident, employee, aid} {
			for _, p := range months {
				checkPeriod(t, id, p, asOf(v, id))
			}
			for range 20 {
				checkTrial(t, r, id, asOf(v, id))
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkPeriod(t *testing.T, id fund.ID, p event.Period, at statements.Books) {
	t.Helper()
	var unsplit *statements.UnsplitError
	yearEnd := p.IsYear() || p[5:] == "12"
	sheet, err := statements.BalanceSheet(id, p, at)
	if errors.As(err, &unsplit) && id == employee && p.IsYear() {
		if b := at(unsplit.On); b.Balance(account.UnsplitPremiums) != unsplit.Premiums || b.Balance(account.UnsplitInterest) != unsplit.Interest {
			t.Errorf("%s %s: %v", id, p, err)
		}
		return
	}
	if err != nil {
		t.Fatalf("%s %s: %v", id, p, err)
	}
	income, err := statements.Income(id, p, allNet(), at)
	if errors.As(err, &unsplit) && id == employee && yearEnd {
		return
	}
	if err != nil {
		t.Fatalf("%s %s: %v", id, p, err)
	}
	of := func(s statements.Statement, key string, column int) money.Sum {
		l, ok := s.Line(key)
		if !ok {
			return money.Sum{}
		}
		return l.Amounts[column]
	}
	toDate := 1 // 本年累计数
	if p.IsYear() {
		toDate = 0
	}
	booked := at(p.Last()).Balance(account.Balance).Minus(at(fund.NewDate(p.Last().Year()-1, 12, 31)).Balance(account.Balance))
	if change := of(sheet, "3001", 1).Minus(of(sheet, "3001", 0)); change != of(income, "surplus", toDate).Plus(booked) {
		t.Errorf("%s %s: 3001 changed by %s; surplus %s, booked on it %s", id, p, change, of(income, "surplus", toDate), booked)
	}
	for column := range 2 {
		if of(sheet, "assets", column) != of(sheet, "liabilities", column).Plus(of(sheet, "net_assets", column)) {
			t.Errorf("%s %s: does not balance", id, p)
		}
		checkDetails(t, income, column)
		checkDetails(t, sheet, column)
	}
}

// checkDetails adds up what stands within each item, where the form splits it all.
func checkDetails(t *testing.T, s statements.Statement, column int) {
	t.Helper()
	for i, l := range s.Lines {
		var sum money.Sum
		details := 0
		for _, d := range s.Lines[i+1:] {
			if d.Level <= l.Level || d.IsHeading() {
				break
			}
			if d.Level == l.Level+1 {
				sum = sum.Plus(d.Amounts[column])
				details++
			}
		}
		if l.IsHeading() || details == 0 || l.Key == "1101" || l.Key == "2001" { // 其中
			continue
		}
		if sum != l.Amounts[column] {
			t.Errorf("%s %s %s: details %s, total %s", s.Fund, s.Period, l.Key, sum, l.Amounts[column])
		}
	}
}

// checkTrial takes the trial balance of random days, in detail and not.
func checkTrial(t *testing.T, r *rand.Rand, id fund.ID, at statements.Books) {
	t.Helper()
	from := fund.NewDate(2024, 1, 1) + fund.Date(r.IntN(700))
	to := from + fund.Date(r.IntN(60))
	detail := statements.Trial(id, from, to, true, at)
	statutory := statements.Trial(id, from, to, false, at)
	if !detail.Balanced() || !statutory.Balanced() || detail.Total.Turnover != statutory.Total.Turnover {
		t.Errorf("%s %s–%s: %+v, %+v", id, from, to, detail.Total, statutory.Total)
	}
	for _, row := range detail.Rows {
		if !row.Opening.Debit.IsZero() && !row.Opening.Credit.IsZero() || !row.Closing.Debit.IsZero() && !row.Closing.Credit.IsZero() {
			t.Errorf("%s: a balance on two sides: %+v", row.Account, row)
		}
	}
}

// Every account that can be booked on is in exactly one item of each statement
// that is about its element: nothing is lost, nothing counts twice.
func TestEveryAccountHasOneLine(t *testing.T) {
	for _, k := range fund.Kinds() {
		id := fund.Of("441300", k.Kind)
		at := func(fund.Date) books.Book { return books.Book{Fund: id} }
		sheet, err := statements.BalanceSheet(id, "2025-06", at)
		if err != nil {
			t.Fatal(err)
		}
		income, err := statements.Income(id, "2025-06", nil, at)
		if err != nil {
			t.Fatal(err)
		}
		if sheet.Analogy != (k.Kind != fund.Employee && k.Kind != fund.Resident) || sheet.Analogy != (len(sheet.Notes) == 1) {
			t.Errorf("%s: analogy %v, notes %v", id, sheet.Analogy, sheet.Notes)
		}
		for _, a := range account.Chart(k.Kind) {
			if !a.Leaf {
				continue
			}
			if n := times(sheet, a.Code, "assets", "liabilities", "net_assets"); n != 1 {
				t.Errorf("%s %s: %d times on the balance sheet", id, a.Code, n)
			}
			want := 0
			if e := a.Code.Element(); e == account.Income || e == account.Expense {
				want = 1
			}
			if n := times(income, a.Code, "surplus"); n != want {
				t.Errorf("%s %s: %d times in the surplus", id, a.Code, n)
			}
		}
	}
}

// times counts the legs of lines that an account is in.
func times(s statements.Statement, c account.Code, keys ...string) (n int) {
	for _, key := range keys {
		l, _ := s.Line(key)
		for _, leg := range l.Legs {
			if c.Within(leg.Account) {
				n++
			}
		}
	}
	return n
}
