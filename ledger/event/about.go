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
	case LimitSet, FineImposed, FinePaid, InstitutionDesignated, InstitutionSuspended, InstitutionResumed,
		InstitutionTerminated, StatisticReported:
		return ""
	}
	panic("event: a type without an answer")
}
