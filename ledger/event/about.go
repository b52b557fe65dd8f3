package event

import "github.com/fundledger/fundledger/ledger/fund"

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
	case LimitSet, FineImposed, FinePaid, InstitutionDesignated, InstitutionSuspended, InstitutionResumed, InstitutionTerminated, StatisticReported:
		return ""
	}
	panic("event: a type without an answer")
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
	case FundEstablished, PeriodClosed, FactReversed, FundOpened, LimitSet, PremiumReceived, PremiumRefunded, ParticipationAssisted, SubsidyReceived, InterestReceived, ReliefPaid, ReliefReversed, PersonsInsured, StatisticReported, AccountOpened, OtherReceived, OtherPaid, MoneyMoved, PremiumSplit, InterestSplit, SplitCorrected, GrantReceived, GrantPaid, InsurerPaid, InsurerReturned, TransferReceived, TransferPaid, TransferReturned, PrepaymentRecovered, PrepaymentSetOff, PrepaymentWrittenOff, SuspenseReceived, SuspensePaid, SuspenseForfeited, BondBought, BondRedeemed, LoanReceived, LoanRepaid, LoanAssumed:
		return ""
	}
	panic("event: a type without an answer")
}

// BookOn returns the event with the day on which it enters the books; unchanged
// if its type enters none.
func BookOn(e Event, day fund.Date) Event { return definitionOf(e).alter(e, booker(day)) }

// booker sets booked_on among the fields that it is shown.
type booker fund.Date

func (b booker) field(name string, _ need, s slot) {
	if name == "booked_on" {
		s.parse(fund.Date(b).String())
	}
}
