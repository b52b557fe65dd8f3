package event

import "github.com/fundledger/fundledger/ledger/account"

// viaOf returns the money account that an event names, and the one that it moves where it
// names none; both "" for types that have none. A fact that writes out its usual account
// is the same as one that leaves it out, as files of other systems write it. Of money
// that comes back the usual one depends on the year, that of its own day.
//
// Source: package posting, which books it so.
func viaOf(e Event) (given, usual account.Code) {
	const income, special, expense = account.IncomeAccount, account.SpecialAccount, account.ExpenseAccount
	back := func(sameYear bool) account.Code {
		if sameYear {
			return expense
		}
		return special
	}
	switch e := e.(type) {
	case ReimbursementPaid: // most facts are
		return e.Via, expense
	case ReliefPaid:
		return e.Via, special
	case PremiumReceived:
		return e.Via, special
	case PremiumRefunded:
		if e.AidFund != "" {
			return e.Via, special
		}
		return e.Via, expense
	case SubsidyReceived:
		return e.Via, special
	case InterestReceived:
		return e.Via, special
	case PenaltyReceived:
		return e.Via, special
	case ReimbursementReversed:
		return e.Via, back(e.PaidOn.Year() == e.OccurredOn.Year())
	case ReliefReversed:
		return e.Via, special
	case ClawbackReceived:
		return e.Via, back(e.PaidYear == int64(e.OccurredOn.Year()))
	case ClawbackRefunded:
		return e.Via, expense
	case OtherReceived:
		return e.Via, special
	case OtherPaid:
		return e.Via, expense
	case BalanceAdjusted:
		return e.Via, special
	case GrantReceived:
		return e.Via, special
	case GrantPaid:
		return e.Via, special
	case InsurerPaid:
		return e.Via, expense
	case InsurerReturned:
		return e.Via, special
	case TransferReceived:
		return e.Via, income
	case TransferPaid:
		return e.Via, expense
	case TransferReturned:
		return e.Via, income
	case PrepaymentPaid:
		return e.Via, special
	case PrepaymentRecovered:
		return e.Via, special
	case SuspenseReceived:
		return e.Via, special
	case SuspensePaid:
		return e.Via, special
	case BondBought:
		return e.Via, special
	case BondRedeemed:
		return e.Via, special
	case LoanReceived:
		return e.Via, special
	case LoanRepaid:
		return e.Via, special
	default:
		return "", ""
	}
}
