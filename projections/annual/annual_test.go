package annual_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/annual"
)

// stated makes facts of lines such as "premium.received P-1 2024-03-01 fund=441300.390 amount=400.00".
func stated(t *testing.T, lines string) (facts []event.Event) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		words := strings.Fields(line)
		given := map[string]string{"document": words[1], "occurred_on": words[2]}
		for _, w := range words[3:] {
			name, v, _ := strings.Cut(w, "=")
			given[name] = v
		}
		fact, problems := event.Parse(words[0], func(field string) string { return given[field] })
		if len(problems) > 0 {
			t.Fatalf("%s: %v", line, problems)
		}
		facts = append(facts, fact)
	}
	return facts
}

// twoYears are two years of single facts of an invented area.
const twoYears = `
fund.established F-1 2023-12-31 fund=441300.390 name=r
fund.established F-2 2023-12-31 fund=441300.310 name=e
fund.established F-3 2023-12-31 fund=441300.610 name=a
fund.opened O-1 2023-12-31 fund=441300.390 amount=1000.00
fund.opened O-2 2023-12-31 fund=441300.310 part=pool amount=500.00
fund.opened O-3 2023-12-31 fund=441300.310 part=personal amount=300.00
fund.opened O-4 2023-12-31 fund=441300.610 amount=0.01
premium.received P-1 2024-03-01 fund=441300.390 amount=400.00 count=10
participation.assisted A-1 2024-03-01 fund=441300.390 aid_fund=441300.610 amount=20.00 count=2
subsidy.received S-1 2024-06-01 fund=441300.390 amount=600.00
interest.received I-1 2024-06-21 fund=441300.390 amount=5.00
reimbursement.paid R-1 2024-07-01 fund=441300.390 care=inpatient amount=500.00 count=5
reimbursement.paid R-2 2024-08-01 fund=441300.390 care=outpatient amount=100.00 count=20
insurer.paid B-1 2024-09-01 fund=441300.390 amount=50.00
persons.insured H-1 2024-12-31 fund=441300.390 count=10
premium.received P-2 2024-03-01 fund=441300.310 part=pool amount=300.00 count=5
premium.received P-3 2024-03-01 fund=441300.310 part=personal amount=200.00 count=5
reimbursement.paid R-3 2024-07-01 fund=441300.310 part=pool care=inpatient amount=200.00 count=2
reimbursement.paid R-4 2024-07-01 fund=441300.310 part=personal care=pharmacy amount=100.00 count=10
persons.insured H-2 2024-12-31 fund=441300.310 count=5
subsidy.received S-2 2024-06-01 fund=441300.610 amount=100.00
relief.paid J-1 2024-10-01 fund=441300.610 person=0123456789abcdef0123456789abcdef amount=30.00
premium.received P-4 2025-03-01 fund=441300.390 amount=450.00 count=12
subsidy.received S-3 2025-06-01 fund=441300.390 amount=650.00
reimbursement.paid R-5 2025-02-01 fund=441300.390 care=inpatient amount=550.00 count=5
reimbursement.paid R-6 2025-08-01 fund=441300.390 care=outpatient amount=150.00 count=30
reimbursement.reversed R-7 2025-05-01 fund=441300.390 care=inpatient amount=10.00 of=R-5 paid_on=2025-02-01
insurer.paid B-2 2025-09-01 fund=441300.390 amount=60.00
persons.insured H-3 2025-06-30 fund=441300.390 count=11
persons.insured H-4 2025-12-31 fund=441300.390 count=12
premium.received P-5 2025-03-01 fund=441300.310 part=pool amount=330.00 count=5
premium.received P-6 2025-03-01 fund=441300.310 part=personal amount=210.00 count=5
reimbursement.paid R-8 2025-07-01 fund=441300.310 part=pool care=inpatient amount=250.00 count=2
reimbursement.paid R-9 2025-07-01 fund=441300.310 part=personal care=pharmacy amount=120.00 count=12
persons.insured H-5 2025-12-31 fund=441300.310 count=5
subsidy.received S-4 2025-06-01 fund=441300.610 amount=100.00
relief.paid J-2 2025-10-01 fund=441300.610 person=0123456789abcdef0123456789abcdef amount=45.00
case.opened L-1 2025-04-01 region=441300 case=1 channel=inspection subject=hospital institution=H44130200026
loss.determined L-2 2025-04-02 fund=441300.390 case=1 article=38 amount=42.00 basis=x institution=H44130200026
clawback.ordered D-1 2025-04-03 fund=441300.390 case=1 channel=inspection article=38 paid_year=2024 amount=40.00 institution=H44130200026
clawback.received K-1 2025-05-03 fund=441300.390 case=1 channel=inspection paid_year=2024 amount=25.00 institution=H44130200026
fine.imposed D-2 2025-04-03 region=441300 case=1 article=38 amount=80.00 institution=H44130200026
fine.paid K-2 2025-05-03 region=441300 case=1 amount=50.00 institution=H44130200026
claim.denied N-1 2025-06-03 fund=441300.390 channel=smart_audit amount=7.00
case.published X-1 2025-07-01 region=441300 case=1
reimbursement.paid R-10 2025-09-01 fund=441300.310 part=pool care=inpatient amount=60.00 total_cost=100.00 eligible_cost=80.00 place=in_province settlement=direct
reimbursement.paid R-11 2025-09-02 fund=441300.310 part=pool care=inpatient amount=30.00 total_cost=100.00 eligible_cost=50.00 place=out_of_province settlement=by_hand
reimbursement.paid R-12 2025-09-03 fund=441300.310 part=pool care=inpatient amount=20.00 place=out_of_province settlement=direct
budget.approved Y-1 2025-01-20 fund=441300.390 year=2025 line=premiums amount=500.00
budget.approved Y-2 2025-01-20 fund=441300.390 year=2025 line=subsidies amount=600.00
budget.approved Y-3 2025-01-20 fund=441300.390 year=2025 line=benefits amount=800.00
budget.adjusted Y-4 2025-09-20 fund=441300.390 year=2025 line=benefits amount=690.00 cause=x
balance.adjusted Y-5 2025-03-20 fund=441300.610 amount=-1.00 cause=x
statistic.reported T-1 2024-12-31 region=441300 topic=all metric=participation_rate value=97.50 unit=percent
statistic.reported T-2 2025-12-31 region=441300 topic=all metric=participation_rate value=97.62 unit=percent
statistic.reported T-3 2025-12-31 region=441300 topic=benefit metric=chronic value=2.50 unit=wan_persons
statistic.reported T-4 2025-12-31 region=441300 topic=benefit metric=chronic value=24000 unit=persons
`

// What indicators of the two years are, calculated by hand.
func TestTwoYears(t *testing.T) {
	v := of(t, stated(t, twoYears)...)
	for _, c := range []struct{ span, key, want string }{
		{"2025", "insured.390", "12"}, {"2025", "insured.all", "17"}, {"2025", "insured_growth.390", "20"},
		{"2025", "participation_rate.all", "97.62"},
		{"2024", "income.390", "1025"}, {"2025", "income.390", "1125"}, // 450 + 650 + 25 of a year before
		{"2025", "income_premiums.390", "450"}, {"2025", "income_other.390", "25"}, {"2025", "income_subsidy.390", "650"},
		{"2024", "income_premiums.390", "420"}, {"2024", "income_assisted.390", "20"}, {"2024", "income_interest.390", "5"},
		{"2025", "income_growth.390", "100/1025*100"}, {"2025", "income_premiums_share.390", "40"},
		{"2025", "income_per_head.390", "1125/12"},
		{"2024", "expense.390", "650"}, {"2025", "expense.390", "750"}, {"2025", "expense/inpatient.390", "540"},
		{"2025", "expense/outpatient.390", "150"}, {"2025", "expense/critical_illness.390", "60"}, {"2025", "expense_share/critical_illness.390", "8"},
		{"2025", "expense_growth.390", "100/650*100"},
		{"2024", "surplus.390", "375"}, {"2025", "surplus.390", "375"}, {"2025", "surplus_growth.390", "0"}, {"2025", "surplus_rate.390", "375/1125*100"},
		{"2024", "balance.390", "1375"}, {"2025", "balance.390", "1750"}, {"2025", "months.390", "28"},
		{"2025", "income_pool.310", "330"}, {"2025", "expense_pool.310", "360"}, {"2025", "surplus_pool.310", "-30"},
		{"2025", "income_personal.310", "210"}, {"2025", "expense_personal.310", "120"}, {"2025", "surplus_personal.310", "90"},
		{"2025", "balance_pool.310", "570"}, {"2025", "balance_personal.310", "490"}, {"2025", "balance.310", "1060"},
		{"2025", "pool_ratio.310", "570/1060*100"}, {"2025", "months_pool.310", "570/360*12"}, {"2025", "months.310", "1060/480*12"},
		{"2025", "benefits.390", "700"}, {"2025", "benefit_visits.390", "35"}, {"2025", "benefit_per_visit.390", "20"},
		{"2025", "benefits_reversed.390", "10"}, {"2025", "visits/inpatient.all", "10"}, {"2025", "per_visit/outpatient.390", "5"},
		{"2025", "hospitalization_rate.390", "5/12*100"}, {"2025", "visits_growth/outpatient.390", "50"},
		{"2025", "expense.610", "45"}, {"2024", "expense/participation.610", "20"}, {"2024", "assisted.610", "20"}, {"2024", "assisted_visits.610", "2"},
		{"2025", "relief.610", "45"}, {"2025", "relief_visits.610", "1"}, {"2025", "balance.610", "104.01"}, // 50.01 + 100 − 45 − 1
		{"2025", "balance_adjusted.610", "-1"},
		{"2025", "income.all", "1125+540+100"}, {"2025", "expense.all", "750+480+45"}, {"2025", "balance.all", "1750+1060+104.01"},
		{"2025", "ordered/inspection.390", "40"}, {"2025", "recovered.390", "25"}, {"2025", "outstanding.390", "15"},
		{"2025", "prevented/smart_audit.390", "7"}, {"2025", "recovered_headline.390", "32"}, {"2025", "losses/38.390", "42"},
		{"2025", "irregular_rate.390", "42/750*100"},
		{"2025", "total_ratio.310", "45"}, {"2025", "in_scope_ratio/inpatient.310", "90/130*100"}, {"2025", "total_cost.all", "200"},
		{"2025", "direct_rate/province.310", "100"}, {"2025", "direct_rate/outside.310", "50"}, {"2025", "elsewhere_visits.all", "3"},
		{"2025", "budget_income.390", "1100"}, {"2025", "budget_income_done.390", "1125/1100*100"}, {"2025", "budget_expense.390", "690"},
		{"2025", "budget/benefits.390", "690"}, {"2025", "executed/benefits.390", "690"}, {"2025", "budget_done/premiums.390", "90"},
		{"2025", "fines_imposed.all", "80"}, {"2025", "penalty_cases.all", "1"}, {"2025", "fines_paid.all", "50"},
		{"2025", "cases_opened/inspection.all", "1"}, {"2025", "cases_published.all", "1"},
		{"2025", "reported/benefit/chronic.all", "24000"}, {"2025", "reported/benefit/chronic@T-3.all", "25000"},
		{"2024-2025", "income.390", "2150"}, {"2024-2025", "insured.390", "12"}, {"2024-2025", "months.390", "1750/1400*24"},
		{"2024-2025", "surplus.all", "1115"},
		{"2025H1", "income.390", "1125"}, {"2025H1", "expense.390", "540"}, {"2025H1", "insured.390", "11"}, {"2025H1", "balance.390", "1960"},
		{"2025H2", "benefit_visits.390", "30"}, {"2025H2", "visits/outpatient.390", "30"}, {"2025Q1", "benefits.390", "550"},
		{"2025M01-07", "expense.310", "370"}, {"2025M01-08", "expense.390", "690"}, {"2025M01-08", "benefit_visits.390", "35"}, {"2025M01-08", "balance.390", "1810"},
		{"2025H1", "months.390", "1960/540*6"}, {"2025-05", "expense/inpatient.390", "-10"}, {"2025-05", "fines_paid.all", "50"},
	} {
		i, ok := find(v.report(t, "441300", c.span), c.key+"."+c.span)
		if !ok || !i.Known() {
			t.Errorf("%s.%s is not known: %s", c.key, c.span, i.Missing.EN)
			continue
		}
		if got := value(i); got.Cmp(worth(t, c.want)) != 0 {
			t.Errorf("%s is %s, want %s", i.Key, got.FloatString(4), c.want)
		}
	}
}

// worth is what sums of products and quotients of numbers come to, from left to right.
func worth(t *testing.T, text string) *big.Rat {
	t.Helper()
	sum := new(big.Rat)
	for _, term := range strings.Split(text, "+") {
		value := big.NewRat(1, 1)
		for _, product := range strings.Split(term, "*") {
			for m, factor := range strings.Split(product, "/") {
				f, ok := new(big.Rat).SetString(factor)
				if !ok {
					t.Fatalf("%q is no number", factor)
				}
				if m > 0 {
					f.Inv(f)
				}
				value.Mul(value, f)
			}
		}
		sum.Add(sum, value)
	}
	return sum
}

// What has no facts is not known, and says why; it is never zero.
func TestUnknown(t *testing.T) {
	v := of(t, stated(t, twoYears)...)
	for _, c := range []struct{ span, key, why string }{
		{"2025", "income_assisted.390", "no fact of it"}, {"2025", "assisted.610", "no fact of it"}, {"2025", "agreements_signed.all", "no fact of it"},
		{"2025", "set_off.390", "no fact of it"}, {"2025", "insured_active.all", "no fact of it"},
		{"2024", "income_growth.390", "the books begin"}, {"2024", "cases_opened.all", "no fact of it"},
		{"2025", "fines_imposed_growth.all", "the year before is not known"},
		{"2024-2025", "income_growth.390", "have no year before"}, {"2023", "balance_growth.390", "not known"},
		{"2022", "balance.390", "begin with the opening of 2023-12-31"},
		{"2025-11", "surplus.390", ""}, {"2025Q1", "surplus.610", ""}, {"2025", "late_facts.390", "not at hand"},
	} {
		i, ok := find(v.report(t, "441300", c.span), c.key+"."+c.span)
		if !ok || i.Known() || !strings.Contains(i.Missing.EN, c.why) || i.Missing.ZH == "" || i.Num.Sign() != 0 {
			t.Errorf("%s.%s: there %v, known %v: %q, want %q", c.key, c.span, ok, i.Known(), i.Missing.EN, c.why)
		}
	}
	for _, i := range v.report(t, "441300", "2025").All {
		if i.Known() == (i.Missing.ZH != "") || i.Den.Sign() <= 0 || i.Name.ZH == "" || i.Formula.EN == "" || i.Basis.EN == "" || i.Source == "" {
			t.Errorf("%s is not whole: %+v", i.Key, i)
		}
	}
}

// Sums over funds are those of the funds, sources add up to income, kinds to expense, and a balance
// rolls forward; so in every span.
func TestSums(t *testing.T) {
	v := of(t, stated(t, twoYears)...)
	for _, span := range []string{"2024", "2025", "2024-2025", "2025H1", "2025Q3", "2025-06"} {
		holds(t, v.report(t, "441300", span), true)
	}
}

// holds says which sums of a report are not what they are of.
func holds(t *testing.T, r *annual.Report, split bool) {
	t.Helper()
	rat := func(m annual.Metric, detail, scheme string) *big.Rat {
		if i := r.Find(m, detail, scheme, r.Span); i.Known() {
			return value(i)
		}
		return new(big.Rat)
	}
	equal := func(what string, is, want *big.Rat) {
		if is.Cmp(want) != 0 {
			t.Errorf("%s %s: %s, want %s", r.Span, what, is.FloatString(2), want.FloatString(2))
		}
	}
	for _, scheme := range append([]fund.Kind{annual.Over}, r.Schemes...) {
		s := string(scheme)
		if r.Find("income", "", s, r.Span).Known() {
			sum := new(big.Rat)
			for _, m := range []annual.Metric{"income_premiums", "income_subsidy", "income_interest", "income_transfers", "income_grants", "income_other"} {
				sum.Add(sum, rat(m, "", s))
			}
			equal("income by source of "+s, sum, rat("income", "", s))
		}
		if r.Find("expense", "", s, r.Span).Known() {
			sum := new(big.Rat)
			for _, d := range r.Details("expense", s, r.Span) {
				sum.Add(sum, rat("expense", d, s))
			}
			equal("expense by kind of "+s, sum, rat("expense", "", s))
		}
		if scheme == annual.Over || len(r.Find("balance", "", s, r.Span).Terms) == 0 {
			continue
		}
		for _, i := range r.All {
			if i.Scheme == s && i.Span == r.Span && i.Known() {
				equal("terms of "+i.String(), sumOfTerms(i), value(i))
			}
		}
	}
	if !split { // a sum over funds is what the book has that is not split by scheme
		return
	}
	if all := string(annual.Over); r.Find("surplus", "", all, r.Span).Known() { // also where a fund has no fact of one of both
		equal("over funds surplus", rat("surplus", "", all), new(big.Rat).Sub(rat("income", "", all), rat("expense", "", all)))
	}
	for _, m := range []annual.Metric{"income", "expense", "balance", "benefits", "relief", "recovered", "insured"} {
		sum := new(big.Rat)
		for _, scheme := range r.Schemes {
			sum.Add(sum, rat(m, "", string(scheme)))
		}
		equal("over funds "+string(m), rat(m, "", annual.Over), sum)
	}
}

// sumOfTerms is what the terms of an indicator come to; its own value if it has none.
func sumOfTerms(i annual.Indicator) *big.Rat {
	sum := new(big.Rat)
	for _, t := range i.Terms {
		v := value(annual.Indicator{Num: t.Num, Den: t.Den, Unit: t.Unit})
		switch t.Role {
		case annual.Plus:
			sum.Add(sum, v)
		case annual.Minus:
			sum.Sub(sum, v)
		case annual.Numerator, annual.Denominator:
			return value(i)
		}
	}
	if len(i.Terms) == 0 {
		return value(i)
	}
	return sum
}

// Growth and shares are of metrics that there are: no other metric has such a name.
func TestDerived(t *testing.T) {
	all := annual.Metrics()
	for _, m := range all {
		if of, made := (annual.Key{Metric: m}).Of(); made && !slices.Contains(all, of.Metric) {
			t.Errorf("%s is of no metric", m)
		}
	}
}
