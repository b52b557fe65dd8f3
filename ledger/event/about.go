package event

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
)

// FundOf returns the fund that an event is about, or "" for a type that has
// none. Assisted participation is about the fund that receives the premium.
func FundOf(e Event) fund.ID {
	switch e := e.(type) {
	case FundEstablished:
		return e.Fund
	case FundOpened:
		return e.Fund
	case PremiumReceived:
		return e.Fund
	case PremiumRefunded:
		return e.Fund
	case ParticipationAssisted:
		return e.Fund
	case SubsidyReceived:
		return e.Fund
	case InterestReceived:
		return e.Fund
	case PenaltyReceived:
		return e.Fund
	case ReimbursementPaid:
		return e.Fund
	case ReimbursementReversed:
		return e.Fund
	case ClaimDenied:
		return e.Fund
	case ClaimCorrected:
		return e.Fund
	case ReliefPaid:
		return e.Fund
	case ReliefReversed:
		return e.Fund
	case ClawbackOrdered:
		return e.Fund
	case ClawbackReceived:
		return e.Fund
	case PersonsInsured:
		return e.Fund
	case AccountOpened:
		return e.Fund
	case OtherReceived:
		return e.Fund
	case OtherPaid:
		return e.Fund
	case MoneyMoved:
		return e.Fund
	case PremiumSplit:
		return e.Fund
	case InterestSplit:
		return e.Fund
	case SplitCorrected:
		return e.Fund
	case GrantReceived:
		return e.Fund
	case GrantPaid:
		return e.Fund
	case InsurerPaid:
		return e.Fund
	case InsurerReturned:
		return e.Fund
	case TransferReceived:
		return e.Fund
	case TransferPaid:
		return e.Fund
	case TransferReturned:
		return e.Fund
	case PrepaymentPaid:
		return e.Fund
	case PrepaymentRecovered:
		return e.Fund
	case PrepaymentSetOff:
		return e.Fund
	case PrepaymentWrittenOff:
		return e.Fund
	case SuspenseReceived:
		return e.Fund
	case SuspensePaid:
		return e.Fund
	case SuspenseForfeited:
		return e.Fund
	case BondBought:
		return e.Fund
	case BondRedeemed:
		return e.Fund
	case LoanReceived:
		return e.Fund
	case LoanRepaid:
		return e.Fund
	case LoanAssumed:
		return e.Fund
	case PeriodClosed:
		return e.Fund
	case FactReversed:
		return FundOf(e.Reversed())
	case LossDetermined:
		return e.Fund
	case LossTraced:
		return e.Fund
	case ClawbackSetOff:
		return e.Fund
	case ClawbackAnnulled:
		return e.Fund
	case ClawbackRefunded:
		return e.Fund
	case PenaltyCharged:
		return e.Fund
	case LimitSet, NumberingDeclared, FineImposed, FinePaid, InstitutionDesignated, InstitutionSuspended, InstitutionResumed, InstitutionTerminated, StatisticReported, CaseOpened, FindingRecorded, SurchargeImposed, GainConfiscated, FineWaived, FineRefunded, SettlementSuspended, CaseTransferred, CasePublished, CaseClosed, CaseReopened, AgreementSigned, PaymentHeld, PaymentReleased, RecoveryReported, ClockAcknowledged:
		return ""
	}
	panic("event: a type without an answer")
}

// FundsOf returns the funds in whose books an event may book something: that of
// FundOf, and the aid fund of assisted participation and its refund; "" where there is none.
func FundsOf(e Event) [2]fund.ID {
	funds := [2]fund.ID{FundOf(e)}
	switch e := e.(type) {
	case FactReversed:
		return FundsOf(e.Reversed())
	case ParticipationAssisted:
		funds[1] = e.AidFund
	case PremiumRefunded:
		funds[1] = e.AidFund
	default:
	}
	return funds
}

// InstitutionOf returns the institution that an event names, or "".
func InstitutionOf(e Event) fund.Institution {
	switch e := e.(type) {
	case PenaltyReceived:
		return e.Institution
	case ReimbursementPaid:
		return e.Institution
	case ReimbursementReversed:
		return e.Institution
	case ClaimDenied:
		return e.Institution
	case ClaimCorrected:
		return e.Institution
	case ClawbackOrdered:
		return e.Institution
	case ClawbackReceived:
		return e.Institution
	case FineImposed:
		return e.Institution
	case FinePaid:
		return e.Institution
	case InstitutionDesignated:
		return e.Institution
	case InstitutionSuspended:
		return e.Institution
	case InstitutionResumed:
		return e.Institution
	case InstitutionTerminated:
		return e.Institution
	case PrepaymentPaid:
		return e.Institution
	case CaseOpened:
		return e.Institution
	case FindingRecorded:
		return e.Institution
	case LossDetermined:
		return e.Institution
	case LossTraced:
		return e.Institution
	case ClawbackSetOff:
		return e.Institution
	case ClawbackAnnulled:
		return e.Institution
	case ClawbackRefunded:
		return e.Institution
	case SurchargeImposed:
		return e.Institution
	case GainConfiscated:
		return e.Institution
	case FineWaived:
		return e.Institution
	case FineRefunded:
		return e.Institution
	case PenaltyCharged:
		return e.Institution
	case AgreementSigned:
		return e.Institution
	case PaymentHeld:
		return e.Institution
	case PaymentReleased:
		return e.Institution
	case SettlementSuspended, CaseTransferred, CasePublished, CaseClosed, CaseReopened, RecoveryReported, ClockAcknowledged, FundEstablished, PeriodClosed, FactReversed, FundOpened, LimitSet, NumberingDeclared, PremiumReceived, PremiumRefunded, ParticipationAssisted, SubsidyReceived, InterestReceived, ReliefPaid, ReliefReversed, PersonsInsured, StatisticReported, AccountOpened, OtherReceived, OtherPaid, MoneyMoved, PremiumSplit, InterestSplit, SplitCorrected, GrantReceived, GrantPaid, InsurerPaid, InsurerReturned, TransferReceived, TransferPaid, TransferReturned, PrepaymentRecovered, PrepaymentSetOff, PrepaymentWrittenOff, SuspenseReceived, SuspensePaid, SuspenseForfeited, BondBought, BondRedeemed, LoanReceived, LoanRepaid, LoanAssumed:
		return ""
	}
	panic("event: a type without an answer")
}

// CaseOf returns the case that an event belongs to, or follows from, with its
// region; "" if there is none.
func CaseOf(e Event) (fund.Region, string) {
	switch e := e.(type) {
	case CaseOpened:
		return e.Region, e.Case
	case FindingRecorded:
		return e.Region, e.Case
	case LossDetermined:
		return e.Fund.Region(), e.Case
	case LossTraced:
		return e.Fund.Region(), e.Case
	case ClawbackOrdered:
		return e.Fund.Region(), e.Case
	case ClawbackReceived:
		return e.Fund.Region(), e.Case
	case ClawbackSetOff:
		return e.Fund.Region(), e.Case
	case ClawbackAnnulled:
		return e.Fund.Region(), e.Case
	case ClawbackRefunded:
		return e.Fund.Region(), e.Case
	case FineImposed:
		return e.Region, e.Case
	case FinePaid:
		return e.Region, e.Case
	case SurchargeImposed:
		return e.Region, e.Case
	case GainConfiscated:
		return e.Region, e.Case
	case FineWaived:
		return e.Region, e.Case
	case FineRefunded:
		return e.Region, e.Case
	case PenaltyCharged:
		return e.Fund.Region(), e.Case
	case PenaltyReceived:
		return e.Fund.Region(), e.Case
	case ClaimDenied:
		return e.Fund.Region(), e.Case
	case SettlementSuspended:
		return e.Region, e.Case
	case CaseTransferred:
		return e.Region, e.Case
	case CasePublished:
		return e.Region, e.Case
	case CaseClosed:
		return e.Region, e.Case
	case CaseReopened:
		return e.Region, e.Case
	case InstitutionSuspended:
		return e.Region, e.Case
	case InstitutionTerminated:
		return e.Region, e.Case
	case PaymentHeld:
		return e.Region, e.Case
	case PaymentReleased:
		return e.Region, e.Case
	case FactReversed:
		return CaseOf(e.Reversed())
	default:
		return "", ""
	}
}

// LineOf tells the facts apart that one document states for one fund: a decision
// orders back what was paid in several years, fines under two articles, suspends
// two departments. It is "" where a document states one fact.
func LineOf(e Event) string {
	line := func(parts ...string) string { return strings.Join(parts, "/") }
	year := func(y int64) string { return strconv.FormatInt(y, 10) }
	switch e := e.(type) {
	case NumberingDeclared:
		return line(string(e.Region), e.Facts)
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
	return definitionOf(e).alter(e, to(booker{field, day}))
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
