package event

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
)

// FundOf returns the fund that an event is about, or "" for a type that has
// none. Assisted participation is about the fund that receives the premium.
func FundOf(e Event) fund.ID { return about(e).funds[0] }

// FundsOf returns the funds in whose books an event may book something: that of
// FundOf, and the aid fund of assisted participation and its refund; "" where there is none.
func FundsOf(e Event) [2]fund.ID { return about(e).funds }

// InstitutionOf returns the institution that an event names, or ""; a reversal names none.
func InstitutionOf(e Event) fund.Institution {
	if _, isReversal := e.(FactReversed); isReversal {
		return ""
	}
	return about(e).institution
}

// CaseOf returns the case that an event belongs to, or follows from, with its
// region; "" if there is none.
func CaseOf(e Event) (fund.Region, string) {
	a := about(e)
	if !a.ofCase {
		return "", ""
	}
	return a.regionOf(), a.caseNumber
}

// RegionOf returns the region of an event: that of its fund, or the one that it names;
// "" if there is none.
func RegionOf(e Event) fund.Region {
	a := about(e)
	return a.regionOf()
}

func (a *asked) regionOf() fund.Region {
	if id := a.funds[0]; id != "" {
		return id.Region()
	}
	return a.region
}

// asked is what an event is about: the values of the fields of these names.
type asked struct {
	funds       [2]fund.ID // fund, aid_fund
	institution fund.Institution
	region      fund.Region
	caseNumber  string
	ofCase      bool // the type has a case
}

// about asks the field list of an event's type; a reversal is about what its fact is about.
func about(e Event) asked {
	switch e := e.(type) { // a log is full of the first four
	case ReimbursementPaid:
		return asked{funds: [2]fund.ID{e.Fund}, institution: e.Institution}
	case ReliefPaid:
		return asked{funds: [2]fund.ID{e.Fund}}
	case PremiumReceived:
		return asked{funds: [2]fund.ID{e.Fund}}
	case ParticipationAssisted:
		return asked{funds: [2]fund.ID{e.Fund, e.AidFund}}
	case FactReversed:
		return about(e.Reversed())
	default:
		var a asked
		e.definition().list(e, to(&a)) // in any order
		return a
	}
}

func (a *asked) text(d *textField, _ need, v string) string {
	switch d {
	case &fundField:
		a.funds[0] = fund.ID(v)
	case &aidFundField:
		a.funds[1] = fund.ID(v)
	case &institutionField:
		a.institution = fund.Institution(v)
	case &regionField:
		a.region = fund.Region(v)
	case &caseField:
		a.caseNumber, a.ofCase = v, true
	}
	return v
}

func (*asked) whole(_ *wholeField, _ need, v int64) int64 { return v }

func (*asked) date(_ *dateField, _ need, v fund.Date) fund.Date { return v }

// LineOf tells the facts apart that one document states for one fund: a decision
// orders back what was paid in several years, fines under two articles, suspends
// two departments. It is "" where a document states one fact.
func LineOf(e Event) string {
	line := func(parts ...string) string { return strings.Join(parts, "/") }
	year := func(y int64) string { return strconv.FormatInt(y, 10) }
	switch e := e.(type) {
	case NumberingDeclared:
		return line(string(e.Region), e.Facts)
	case BudgetApproved:
		return line(year(e.Year), string(e.Line))
	case BudgetAdjusted:
		return line(year(e.Year), string(e.Line))
	case StatisticReported: // a publication states many figures, also of several years
		return line(e.Topic, e.Metric, e.First().String(), e.OccurredOn.String())
	case FindingRecorded:
		return line(string(e.Institution), e.Finding)
	case LossDetermined:
		return line(string(e.Institution), string(e.Part), year(e.PaidYear), string(e.Article))
	case LossTraced:
		return line(e.Of, e.PaidOn.String())
	case ClawbackOrdered:
		return line(string(e.Institution), string(e.Part), year(e.PaidYear), string(e.Article))
	case ClawbackReceived:
		return line(string(e.Institution), string(e.Part), year(e.PaidYear), string(e.Care))
	case ClawbackSetOff:
		return line(string(e.Institution), string(e.Part), year(e.PaidYear), string(e.Care))
	case ClawbackAnnulled:
		return line(string(e.Institution), string(e.Part), year(e.PaidYear), e.Of, string(e.Article))
	case ClawbackRefunded:
		return line(string(e.Institution), string(e.Part), year(e.PaidYear), e.Of, string(e.Article))
	case FineImposed:
		return line(string(e.Institution), string(e.Article), e.Finding)
	case SurchargeImposed:
		return line(string(e.Institution), e.Of)
	case GainConfiscated:
		return line(string(e.Institution), string(e.Article))
	case PenaltyCharged:
		return string(e.Institution)
	case FinePaid:
		return line(string(e.Institution), string(cmp.Or(e.Charge, Fine)), e.Of, string(e.Article))
	case FineWaived:
		return line(string(e.Institution), string(cmp.Or(e.Charge, Fine)), e.Of, string(e.Article))
	case FineRefunded:
		return line(string(e.Institution), string(cmp.Or(e.Charge, Fine)), e.Of, string(e.Article))
	case SettlementSuspended:
		return line(string(e.Person))
	case CaseTransferred:
		return line(string(e.Authority))
	case InstitutionSuspended:
		return e.Department
	case InstitutionResumed:
		return e.Department
	default:
		return ""
	}
}

// WarningOf returns the warning of an event, or "".
func WarningOf(e Event) Warning {
	for name, value := range Values(e) {
		if name == warningField.name {
			return Warning(value)
		}
	}
	return ""
}

// BookOn returns the event with the day on which it enters the books; unchanged
// if its type enters none.
func BookOn(e Event, day fund.Date) Event { return bookAs(e, &bookedOnField, day) }

// BookFor returns the event with the day as of which it stands in the books by the
// difference that its reversal booked; zero: it books itself. It is unchanged if its type
// enters none.
func BookFor(e Event, day fund.Date) Event { return bookAs(e, &bookedForField, day) }

// Unclosed returns the event as it would be if no period had been closed.
func Unclosed(e Event) Event { return BookOn(BookFor(e, 0), 0) }

func bookAs(e Event, field *dateField, day fund.Date) Event {
	return e.definition().alter(e, to(booker{field, day}))
}

// booker sets one date among the fields that it is shown.
type booker struct {
	field *dateField
	day   fund.Date
}

func (booker) text(_ *textField, _ need, v string) string { return v }

func (booker) whole(_ *wholeField, _ need, v int64) int64 { return v }

func (b booker) date(d *dateField, _ need, v fund.Date) fund.Date {
	if d == b.field {
		return b.day
	}
	return v
}
