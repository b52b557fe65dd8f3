package generate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/ties"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// Item is one published figure that a generated history adds up to.
type Item int

// The items. Amounts are in fen.
const (
	Insured        Item = iota // persons at the end
	Balance                    // amount, of the basic funds at the end
	Visits                     // reimbursements
	Reimbursed                 // amount
	Corrected                  // amount, after a reminder
	Denied                     // amount, by smart audit
	SelfChecked                // amount, returned
	Inspected                  // amount, recovered by inspection
	Fined                      // amount
	FinedCases                 // cases
	Terminated                 // agreements
	Suspended                  // agreements
	ToPolice                   // cases
	Assisted                   // persons
	AssistedAmount             // amount
	Reliefs                    // payments
	ReliefAmount               // amount
	items          int  = iota
)

// published says under which subject and metric each item was published, and in
// which unit; the first two on a day, the others of years.
var published = [items]struct{ name, unit string }{
	Insured:        {"all/insured_persons", "person"},
	Balance:        {"all/cumulative_balance", "yuan"},
	Visits:         {"all/reimbursed_visits", "person_time"},
	Reimbursed:     {"all/reimbursed_amount", "yuan"},
	Corrected:      {"recovery/prepayment_reminder_averted", "yuan"},
	Denied:         {"recovery/smart_audit_denied", "yuan"},
	SelfChecked:    {"recovery/self_check_returned", "yuan"},
	Inspected:      {"recovery/inspection_recovered", "yuan"},
	Fined:          {"fine/fines_imposed", "yuan"},
	FinedCases:     {"fine/penalty_cases", "case"},
	Terminated:     {"institution/agreements_terminated", "institution"},
	Suspended:      {"institution/agreements_suspended", "institution"},
	ToPolice:       {"enforcement/cases_to_police", "case"},
	Assisted:       {"relief/assisted_participation_persons", "person_time"},
	AssistedAmount: {"relief/assisted_participation_amount", "yuan"},
	Reliefs:        {"relief/relief_person_times", "person_time"},
	ReliefAmount:   {"relief/relief_amount", "yuan"},
}

// Items returns every item, in the order of reports.
func Items() []Item {
	all := make([]Item, items)
	for i := range all {
		all[i] = Item(i)
	}
	return all
}

// Name returns the subject and metric under which the item was published.
func (i Item) Name() string { return published[i].name }

// Unit returns the unit in which the item was published, such as yuan or person.
func (i Item) Unit() string { return published[i].unit }

// IsAmount reports whether the item is an amount of money.
func (i Item) IsAmount() bool { return published[i].unit == "yuan" }

// Totals is one number for each Item: fen of an amount, else a count.
type Totals [items]int64

// NotPublishedError says that a region and years lack figures that a history
// needs to add up to.
type NotPublishedError struct {
	Region      fund.Region
	First, Last int
	Missing     []string // subject/metric
	Available   []string // what there are figures for, such as "441300 2021-2025"
}

func (e *NotPublishedError) Error() string {
	return fmt.Sprintf("generate: %s %d-%d: not published: %s; available: %s", e.Region, e.First, e.Last,
		strings.Join(e.Missing, ", "), strings.Join(e.Available, ", "))
}

// span is a region and the years that figures are about.
type span struct {
	region      fund.Region
	first, last int
}

// spans returns what the figures are about that cover years.
func spans(figures []ties.Figure) []span {
	var all []span
	for _, f := range figures {
		first, last, ranged := strings.Cut(f.Period, "/")
		if !ranged {
			last = first
		}
		a, errA := strconv.Atoi(first)
		b, errB := strconv.Atoi(last)
		if s := (span{f.Region, a, b}); errA == nil && errB == nil && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// find returns the figures of a span, and the names of those that are missing.
func (s span) find(figures []ties.Figure) (values [items]decimal.Decimal, name string, missing []string) {
	years := strconv.Itoa(s.first) + "/" + strconv.Itoa(s.last)
	if s.first == s.last {
		years = strconv.Itoa(s.first)
	}
	end := strconv.Itoa(s.last) + "-12-31"
	for i := range values {
		period := years
		if i == int(Insured) || i == int(Balance) {
			period = end
		}
		at := slices.IndexFunc(figures, func(f ties.Figure) bool {
			return f.Region == s.region && f.Period == period && f.Subject+"/"+f.Metric == published[i].name && f.Unit == published[i].unit
		})
		if at < 0 {
			missing = append(missing, published[i].name)
			continue
		}
		values[i], name = figures[at].Value, figures[at].RegionName
	}
	return values, name, missing
}

// scaled returns the totals for a scale: amounts and counts in proportion,
// rounded half up; of what happened at all at least one fact stays.
func scaled(values [items]decimal.Decimal, scale decimal.Decimal) (Totals, error) {
	var t Totals
	for i, v := range values {
		if Item(i).IsAmount() {
			whole, err := money.FromYuan(v)
			if err != nil {
				return t, fmt.Errorf("generate: %s: %w", published[i].name, err)
			}
			amount, err := whole.Times(scale)
			if err != nil {
				return t, fmt.Errorf("generate: %s: %w", published[i].name, err)
			}
			t[i] = int64(amount)
			continue
		}
		t[i] = v.Mul(scale).Round(0).IntPart()
		if v.Sign() > 0 {
			t[i] = max(1, t[i])
		}
	}
	return t, nil
}
