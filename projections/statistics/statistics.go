// Package statistics is the view of what an annual report counts: per year and
// fund the insured persons, person-times, income by kind, benefits, relief and
// recoveries; per year and region the fines, agreements and reported figures.
//
// A total that covers several years cannot be split: it stands under its own
// period, such as 2021–2025, never under one of the years. Benefits and relief
// are gross; what came back stands in lines of its own.
package statistics

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/daily"
)

// Period is the calendar years that a figure covers, first and last.
type Period struct{ First, Last int }

// String returns the period as "2025" or "2021-2025".
func (p Period) String() string {
	if p.First == p.Last {
		return strconv.Itoa(p.Last)
	}
	return fmt.Sprintf("%d-%d", p.First, p.Last)
}

func periodOf(f event.Fact) Period { return Period{First: f.First().Year(), Last: f.OccurredOn.Year()} }

// Key is what a figure is about.
type Key struct {
	Period Period
	Region fund.Region
	Fund   fund.ID // "" for figures of a region
	Item   Item
	Detail string // channel, kind of institution, or topic/metric; "" if none
}

// Row is one figure. Which of Amount, Count and Value it has depends on its
// item; see Item.
type Row struct {
	Key
	Amount money.Sum
	Count  wide.Int // persons, person-times, decisions, cases, institutions; see counting
	Cases  wide.Int // of decisions and receipts: in how many cases
	Silent int64    // decisions in it whose amount was not published: Amount is without them
	Vague  int64    // totals in it whose number was not known: Count is a lower bound
	Value  string   // reported figures only, with Unit and Document
	Unit   string

	Document string
	On       fund.Date // of what is shown as it was reported: its day
}

// View is the fold. The zero View has seen nothing.
type View struct {
	flows    daily.Sums[Key]
	papers   daily.Sums[paper]
	heads    map[Key]map[fund.Date][]headcount // the latest of the latest day of a period counts
	reported []reported
}

// reported is a figure that is shown as it was recorded, never summed.
type reported struct {
	on  fund.Date
	row Row
}

// headcount is a number of persons as a document states it.
type headcount struct {
	document string
	persons  int64
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "statistics.v3" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. Error: daily.ErrTooMany.
func (v *View) Apply(entry ledger.Entry) error {
	if r, ok := entry.Event.(event.FactReversed); ok {
		return v.fold(r.Reversed(), r.OccurredOn, -1)
	}
	return v.fold(entry.Event, entry.Event.Common().OccurredOn, 1)
}

// fold counts a fact on a day, under its own period: once, or taken back.
func (v *View) fold(fact event.Event, on fund.Date, sign int64) error {
	common := fact.Common()
	add := func(item Item, id fund.ID, r fund.Region, detail string, amount money.Fen) error {
		if id != "" {
			r = id.Region()
		}
		key := Key{Period: periodOf(common), Region: r, Fund: id, Item: item, Detail: detail}
		return v.flows.Add(key, on, counted(amount, common.Count, sign))
	}
	one := func(item Item, id fund.ID, amount money.Fen) error { // of the types without a number
		if amount == 0 {
			return nil
		}
		key := Key{Period: periodOf(common), Region: id.Region(), Fund: id, Item: item}
		return v.flows.Add(key, on, counted(amount, 1, sign))
	}
	switch e := fact.(type) {
	case event.PremiumReceived:
		return add(Premiums, e.Fund, "", "", e.Amount)
	case event.PremiumRefunded:
		if e.AidFund != "" {
			if err := add(AssistedReturned, e.AidFund, "", "", e.Amount); err != nil {
				return err
			}
		}
		return add(PremiumsRefunded, e.Fund, "", "", e.Amount)
	case event.ParticipationAssisted:
		if err := add(AssistedPremiums, e.Fund, "", "", e.Amount); err != nil {
			return err
		}
		return add(Assisted, e.AidFund, "", "", e.Amount)
	case event.SubsidyReceived:
		return add(Subsidies, e.Fund, "", "", e.Amount)
	case event.InterestReceived:
		return add(Interest, e.Fund, "", "", e.Amount)
	case event.OtherReceived:
		return add(OtherIncome, e.Fund, "", "", e.Amount)
	case event.OtherPaid:
		return add(OtherExpense, e.Fund, "", "", e.Amount)
	case event.GrantReceived:
		return add(GrantsReceived, e.Fund, "", string(e.Level), e.Amount)
	case event.GrantPaid:
		return add(GrantsPaid, e.Fund, "", string(e.Level), e.Amount)
	case event.InsurerPaid:
		return add(InsurerPaid, e.Fund, "", "", e.Amount)
	case event.InsurerReturned:
		return add(InsurerReturned, e.Fund, "", "", e.Amount)
	case event.TransferReceived:
		return add(TransfersIn, e.Fund, "", "", e.Amount)
	case event.TransferPaid:
		return add(TransfersOut, e.Fund, "", "", e.Amount)
	case event.TransferReturned:
		return add(TransfersReturned, e.Fund, "", "", e.Amount)
	case event.MoneyMoved, event.PremiumSplit, event.InterestSplit, event.SplitCorrected, event.BalanceAdjusted, event.AccountOpened,
		event.PrepaymentPaid, event.PrepaymentRecovered,
		event.SuspenseReceived, event.SuspensePaid,
		event.BondBought, event.LoanReceived:
		return nil // moves within the books; see the statements
	case event.PrepaymentWrittenOff:
		return one(OtherExpense, e.Fund, e.Amount)
	case event.SuspenseForfeited:
		return one(OtherIncome, e.Fund, e.Amount)
	case event.BondRedeemed:
		return one(Interest, e.Fund, e.Amount-e.Cost)
	case event.LoanRepaid:
		return one(OtherExpense, e.Fund, e.Interest)
	case event.LoanAssumed:
		return one(Subsidies, e.Fund, e.Amount)
	case event.PrepaymentSetOff:
		return add(Benefits, e.Fund, "", "", e.Amount)
	case event.ReimbursementPaid:
		return add(Benefits, e.Fund, "", "", e.Amount)
	case event.ReimbursementReversed:
		return add(BenefitsReversed, e.Fund, "", "", e.Amount)
	case event.ClaimDenied:
		return add(Denied, e.Fund, "", string(e.Channel), e.Amount)
	case event.ClaimCorrected:
		return add(Denied, e.Fund, "", string(event.Reminder), e.Amount)
	case event.ReliefPaid:
		return add(Relief, e.Fund, "", "", e.Amount)
	case event.ReliefReversed:
		return add(ReliefReversed, e.Fund, "", "", e.Amount)
	case event.Enforcement:
		return v.enforcement(e, on, sign)
	case event.Institution:
		return v.agreement(e, on, sign)
	case event.LossTraced:
		return nil // a part of what is determined
	case event.RecoveryReported:
		return add(Mixed, "", e.Region, "", e.Amount)
	case event.PersonsInsured:
		key := Key{Period: periodOf(common), Region: e.Fund.Region(), Fund: e.Fund, Item: PersonsInsured}
		v.headcount(key, common, sign)
		return nil
	case event.StatisticReported:
		key := Key{Period: periodOf(common), Region: e.Region, Item: Reported, Detail: e.Topic + "/" + e.Metric}
		v.state(common.OccurredOn, Row{Key: key, Value: e.Value, Unit: e.Unit, Document: e.Document}, sign)
		return nil
	case event.LimitSet:
		key := Key{Period: periodOf(common), Region: e.Region, Item: Limits, Detail: string(e.Limit)}
		v.state(common.OccurredOn, Row{Key: key, Amount: e.Amount.Sum(), Document: e.Document}, sign)
		return nil
	case event.BudgetApproved, event.BudgetAdjusted, event.ReportIssued:
		return nil // what was planned, and papers
	case event.FundEstablished, event.FundOpened, event.PeriodClosed, event.ClockAcknowledged, event.NumberingDeclared:
		return nil
	case event.FactReversed:
		panic("statistics: a reversal of a reversal")
	}
	panic("statistics: a type without a line")
}

// counted is the sum of one fact, or of taking it back.
func counted(amount money.Fen, count, sign int64) daily.Sum {
	sum := daily.Of(amount, count)
	if count == 0 {
		sum.Vague = 1
	}
	if sign < 0 {
		return sum.Neg()
	}
	return sum
}

// state keeps a reported figure, or forgets the latest that is equal.
func (v *View) state(on fund.Date, row Row, sign int64) {
	if sign > 0 {
		v.reported = append(v.reported, reported{on, row})
		return
	}
	for i := len(v.reported) - 1; i >= 0; i-- {
		if v.reported[i].row == row {
			v.reported = slices.Delete(v.reported, i, i+1)
			return
		}
	}
}

// headcount keeps a headcount, or forgets it: then what was said before of its
// day counts again.
func (v *View) headcount(key Key, f event.Fact, sign int64) {
	if v.heads == nil {
		v.heads = map[Key]map[fund.Date][]headcount{}
	}
	if v.heads[key] == nil {
		v.heads[key] = map[fund.Date][]headcount{}
	}
	days, said := v.heads[key], headcount{f.Document, f.Count}
	if sign > 0 {
		days[f.OccurredOn] = append(days[f.OccurredOn], said)
		return
	}
	days[f.OccurredOn] = slices.DeleteFunc(days[f.OccurredOn], func(h headcount) bool { return h == said })
	if len(days[f.OccurredOn]) == 0 {
		delete(days, f.OccurredOn)
	}
}

// AsOf returns the figures of everything dated up to and including a date (0
// means all), in the order of period, region, fund, item and detail.
func (v *View) AsOf(on fund.Date) []Row {
	counts := v.counts(on)
	var rows []Row
	for key, sum := range v.flows.Until(on, compare) {
		if sum == (daily.Sum{}) {
			continue // all of it was reversed
		}
		rows = append(rows, counts[key].of(Row{Key: key, Amount: sum.Amount, Count: sum.Count, Vague: sum.Vague}))
	}
	for key, days := range v.heads {
		var latest fund.Date
		for day := range days {
			if (on == 0 || day <= on) && day > latest {
				latest = day
			}
		}
		if latest != 0 {
			said := days[latest]
			rows = append(rows, Row{Key: key, Count: wide.Of(said[len(said)-1].persons)})
		}
	}
	for _, r := range v.reported {
		if on == 0 || r.on <= on {
			row := r.row
			row.On = r.on
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(compare(a.Key, b.Key), cmp.Compare(a.On, b.On), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Value, b.Value))
	})
	return rows
}

func compare(a, b Key) int {
	return cmp.Or(
		cmp.Compare(a.Period.Last, b.Period.Last), cmp.Compare(a.Period.First, b.Period.First),
		cmp.Compare(a.Region, b.Region), cmp.Compare(a.Fund, b.Fund),
		cmp.Compare(rank(a.Item), rank(b.Item)), cmp.Compare(a.Detail, b.Detail))
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	dst = v.flows.AppendState(dst, compare)
	dst = v.papers.AppendState(dst, comparePapers)
	var heads []Key
	for key := range v.heads {
		heads = append(heads, key)
	}
	slices.SortFunc(heads, compare)
	for _, key := range heads {
		var days []fund.Date
		for day := range v.heads[key] {
			days = append(days, day)
		}
		slices.Sort(days)
		for _, day := range days {
			for _, h := range v.heads[key][day] {
				dst = fmt.Appendf(dst, "%v %s %d %q\n", key, day, h.persons, h.document)
			}
		}
	}
	for _, r := range v.reported {
		dst = fmt.Appendf(dst, "%v %s %s %s %s %q\n", r.row.Key, r.on, r.row.Amount, r.row.Value, r.row.Unit, r.row.Document)
	}
	return dst
}
