// Package bridge explains why two reports show different figures for one year of
// one fund: fact by fact, to the fen.
//
// Each report counts on a basis of its own: by the day on which a fact entered the
// books or by its business date, with what came back taken off or not. All are
// right, and they differ. A bridge leads from the one to the other: what the first
// shows, every fact that the two count differently, what the second shows.
package bridge

import (
	"cmp"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/statements"
)

// Basis is what a report counts, and when.
type Basis string

// The bases. Codes are stable names.
const (
	Booked     Basis = "booked"     // 收支表: day of booking, net
	Business   Basis = "business"   // 收支余额表: business date, net; a reversal on its own date
	Net        Basis = "net"        // 收支表 with --net: as Booked
	Gross      Basis = "gross"      // 收支表 with --gross: day of booking, what came back not taken off
	Form       Basis = "form"       // 收支表 with --by-form: day of booking, net or gross as the form says of each account
	Statistics Basis = "statistics" // 年度统计: business date, gross, what was reversed left out of its own year
)

// Bases returns every basis, in the order of this file.
func Bases() []Basis { return []Basis{Booked, Business, Net, Gross, Form, Statistics} }

// Name returns what figures on the basis are, in words.
func (b Basis) Name() lang.Text { return names[b][0] }

// Short returns the basis in a few words.
func (b Basis) Short() lang.Text { return names[b][1] }

// names are the words for each basis: what its figures are, and a few.
var names = map[Basis][2]lang.Text{
	Booked:     {{ZH: "收支表：按记账日，净额", EN: "statement of income: day of booking, net"}, {ZH: "收支表（净额）", EN: "statement (net)"}},
	Net:        {{ZH: "收支表：按记账日，净额", EN: "statement of income: day of booking, net"}, {ZH: "收支表（净额）", EN: "statement (net)"}},
	Business:   {{ZH: "收支余额：按业务日期，净额，冲销计入冲销日", EN: "balance: business date, net, a reversal on its own date"}, {ZH: "收支余额", EN: "balance"}},
	Gross:      {{ZH: "收支表 --gross：按记账日，发生额，退回和冲销不扣减", EN: "statement of income --gross: day of booking, what came back or was reversed not taken off"}, {ZH: "收支表（发生额）", EN: "statement (gross)"}},
	Form:       {{ZH: "收支表 --by-form：按记账日，各科目按制度的填列说明", EN: "statement of income --by-form: day of booking, each account as the form says"}, {ZH: "收支表（填列说明）", EN: "statement (by form)"}},
	Statistics: {{ZH: "年度统计：按业务日期，发生额，已冲销的事项在原年度剔除", EN: "statistics: business date, gross, what was reversed is left out of its own year"}, {ZH: "年度统计", EN: "statistics"}},
}

// Reason is why two bases count a fact differently.
type Reason string

// The reasons, most telling first.
const (
	Reversal     Reason = "reversal"      // it takes another fact back
	OtherYear    Reason = "other_year"    // its business date and its booking lie in two years
	SeveralYears Reason = "several_years" // a total that covers several years
	CameBack     Reason = "came_back"     // it takes off what was counted
	Split        Reason = "split"         // it moves what was counted to the accounts of its part
)

// Name returns the reason in words.
func (r Reason) Name() lang.Text { return reasons[r] }

var reasons = map[Reason]lang.Text{
	Reversal:     {ZH: "冲销", EN: "a reversal"},
	OtherYear:    {ZH: "业务日期与记账日不在同一年", EN: "business date and booking in two years"},
	SeveralYears: {ZH: "跨年汇总数", EN: "a total of several years"},
	CameBack:     {ZH: "退回、追回或冲减", EN: "came back, or taken off"},
	Split:        {ZH: "分账", EN: "split over the parts"},
}

// Fact is one fact that two bases count differently.
type Fact struct {
	Position store.Position
	Type     string // wire name
	Document string
	Occurred fund.Date
	Booked   fund.Date
	Reason   Reason
	Amount   money.Fen // by which it raises the second figure above the first
}

// Line is one account of income or expense, with all below it.
type Line struct {
	Account  account.Code // four digits
	From, To money.Sum    // on the two bases
	Facts    []Fact       // From with their amounts added is To; in the order of the log
}

// View is the fold: set what to explain, then apply the log.
type View struct {
	Fund     fund.ID
	Year     int
	From, To Basis

	known  bool      // the fund was established
	opened fund.Date // at whose close its opening balance shows; no date: there is none
	lines  map[account.Code]*Line
}

// Name returns the name of the view.
func (v *View) Name() string { return "bridge" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{Fund: v.Fund, Year: v.Year, From: v.From, To: v.To} }

// Known reports whether the fund was established.
func (v *View) Known() bool { return v.known }

// Before returns the day of the fund's opening if that is the end of the year or later and
// nothing is recorded of the year, so that nothing is known of it; else no date.
func (v *View) Before() fund.Date {
	if v.opened < fund.NewDate(v.Year, 12, 31) || len(v.Lines()) > 0 {
		return 0
	}
	return v.opened
}

// AppendState appends nothing: the view answers one question and is never kept.
func (v *View) AppendState(dst []byte) []byte { return dst }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	switch e := entry.Event.(type) {
	case event.FundEstablished:
		v.known = v.known || e.Fund == v.Fund
		return nil
	case event.FundOpened:
		if e.Fund == v.Fund {
			v.opened = e.OccurredOn
		}
	default:
	}
	from, to := v.count(entry.Event, v.From), v.count(entry.Event, v.To)
	for code, amount := range to {
		v.add(entry, code, from[code], amount)
		delete(from, code)
	}
	for code, amount := range from {
		v.add(entry, code, amount, 0)
	}
	return nil
}

// add counts a fact in a line on both bases.
func (v *View) add(entry ledger.Entry, code account.Code, from, to money.Fen) {
	l := v.lines[code]
	if l == nil {
		if v.lines == nil {
			v.lines = map[account.Code]*Line{}
		}
		l = &Line{Account: code}
		v.lines[code] = l
	}
	l.From, l.To = l.From.Add(from), l.To.Add(to)
	if from == to {
		return
	}
	f := entry.Event.Common()
	l.Facts = append(l.Facts, Fact{
		Position: entry.Position, Type: event.Wire(entry.Event), Document: f.Document, Occurred: f.OccurredOn, Booked: f.Booked(),
		Reason: reason(entry.Event), Amount: to - from,
	})
}

// Lines returns every account with a figure on either basis, in the order of codes.
func (v *View) Lines() []Line {
	var out []Line
	for _, code := range slices.Sorted(maps.Keys(v.lines)) {
		l := *v.lines[code]
		if l.From.IsZero() && l.To.IsZero() && len(l.Facts) == 0 {
			continue
		}
		slices.SortStableFunc(l.Facts, func(a, b Fact) int { return cmp.Compare(a.Position, b.Position) })
		out = append(out, l)
	}
	return out
}

// count returns what an event adds to each account of the year on a basis.
func (v *View) count(e event.Event, b Basis) map[account.Code]money.Fen {
	f := e.Common()
	switch b {
	case Booked, Net:
		return v.sum(e, posting.Of(e), f.Booked().Year() == v.Year, 1, net)
	case Business:
		return v.sum(e, posting.ByDate(e), f.OccurredOn.Year() == v.Year, 1, net)
	case Gross:
		return v.sum(e, posting.Of(e), f.Booked().Year() == v.Year, 1, gross)
	case Form:
		return v.sum(e, posting.Of(e), f.Booked().Year() == v.Year, 1, byForm)
	case Statistics:
		sign := money.Fen(1)
		if r, ok := e.(event.FactReversed); ok {
			e, sign = r.Reversed(), -1
			f = e.Common()
		}
		return v.sum(e, posting.ByDate(e), counts(e) && f.First().Year() == v.Year && f.OccurredOn.Year() == v.Year, sign, statistic)
	}
	return map[account.Code]money.Fen{}
}

// reason returns why bases may count an event differently.
func reason(e event.Event) Reason {
	f := e.Common()
	switch e.(type) {
	case event.FactReversed:
		return Reversal
	case event.PremiumSplit, event.InterestSplit, event.SplitCorrected:
		return Split
	default:
	}
	switch {
	case f.Booked().Year() != f.OccurredOn.Year():
		return OtherYear
	case f.First().Year() != f.OccurredOn.Year():
		return SeveralYears
	}
	return CameBack
}

// counts reports whether statistics count an event under the name of the account
// that it is booked on. What came back, and what cases recover, stands there in
// lines of its own.
func counts(e event.Event) bool {
	switch e.(type) {
	case event.PremiumRefunded, event.ReimbursementReversed, event.ReliefReversed, event.InsurerReturned, event.TransferReturned,
		event.PremiumSplit, event.InterestSplit, event.SplitCorrected, event.AccountOpened:
		return false
	case event.PenaltyReceived, event.ClawbackSetOff: // income of the case; the settlement that the debt was kept from
		return true
	case event.Enforcement:
		return false
	default:
		return true
	}
}

// byForm is the amount of a line as the form counts its account.
func byForm(l line) money.Fen {
	if statements.ByForm(l.Account.Top()) == statements.Gross {
		return gross(l)
	}
	return net(l)
}
