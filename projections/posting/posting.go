// Package posting is the one place where an event becomes bookings on a fund's
// income and expense, on the cash basis.
//
// Money views read postings, not events. What moves no cash of a fund (an
// order, a denial, a fine, a headcount) has no posting. A fine has none because
// it belongs to the treasury.
//
// Source: 财会〔2017〕28号 (KJ below) Part 1 §5 (收付实现制) and the accounts named
// at each case; 国务院令第735号 art. 45 for recovered money and fines. A medical-aid
// fund is not in KJ; its expenses have names of their own (财社〔2013〕217号).
package posting

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// Account is an income or expense account: its statutory code, or a name for
// the expenses of a medical-aid fund.
type Account string

// The accounts.
const (
	Premiums      Account = "4001"          // 社会保险费收入
	Subsidy       Account = "4101"          // 财政补贴收入
	Interest      Account = "4201"          // 利息收入
	OtherIncome   Account = "4501"          // 其他收入
	Benefits      Account = "5001"          // 社会保险待遇支出
	OtherExpense  Account = "5401"          // 其他支出
	Relief        Account = "relief"        // 医疗救助支出
	Participation Account = "participation" // 资助参保支出
)

// Accounts returns every account, income first.
func Accounts() []Account {
	return []Account{Premiums, Subsidy, Interest, OtherIncome, Benefits, Relief, Participation, OtherExpense}
}

// IsIncome reports whether the account is income; else it is expense.
func (a Account) IsIncome() bool {
	switch a {
	case Premiums, Subsidy, Interest, OtherIncome:
		return true
	case Benefits, OtherExpense, Relief, Participation:
		return false
	}
	panic("posting: no such account: " + string(a))
}

// Name returns the account's name.
func (a Account) Name() lang.Text {
	switch a {
	case Premiums:
		return lang.Text{ZH: "社会保险费收入", EN: "premiums"}
	case Subsidy:
		return lang.Text{ZH: "财政补贴收入", EN: "fiscal subsidy"}
	case Interest:
		return lang.Text{ZH: "利息收入", EN: "interest"}
	case OtherIncome:
		return lang.Text{ZH: "其他收入", EN: "other income"}
	case Benefits:
		return lang.Text{ZH: "社会保险待遇支出", EN: "benefits"}
	case OtherExpense:
		return lang.Text{ZH: "其他支出", EN: "other expense"}
	case Relief:
		return lang.Text{ZH: "医疗救助支出", EN: "relief"}
	case Participation:
		return lang.Text{ZH: "资助参保支出", EN: "assisted participation"}
	}
	panic("posting: no such account: " + string(a))
}

// Line is one booking: an amount that increases an account of a fund, or
// decreases it if negative.
type Line struct {
	Fund    fund.ID
	Account Account
	Amount  money.Fen
}

// Of returns the bookings of an event; none if it moves no cash of a fund.
func Of(e event.Event) []Line {
	switch e := e.(type) {
	case event.PremiumReceived: // KJ 4001
		return []Line{{e.Fund, Premiums, e.Amount}}
	case event.PremiumRefunded: // KJ 4001 (same year), 5401 (earlier year)
		if e.PaidOn.Year() == e.OccurredOn.Year() {
			return []Line{{e.Fund, Premiums, -e.Amount}}
		}
		return []Line{{e.Fund, OtherExpense, e.Amount}}
	case event.ParticipationAssisted: // KJ 4001 §1: premium, not subsidy, of the fund that insures
		return []Line{{e.AidFund, Participation, e.Amount}, {e.Fund, Premiums, e.Amount}}
	case event.SubsidyReceived: // KJ 4101
		return []Line{{e.Fund, Subsidy, e.Amount}}
	case event.InterestReceived: // KJ 4201
		return []Line{{e.Fund, Interest, e.Amount}}
	case event.PenaltyReceived: // KJ 4501: 违约金
		return []Line{{e.Fund, OtherIncome, e.Amount}}
	case event.ReimbursementPaid: // KJ 5001
		return []Line{{e.Fund, Benefits, e.Amount}}
	case event.ReimbursementReversed: // KJ 5001 §3(2), 4501 §1
		return []Line{returned(e.Fund, e.Amount, e.PaidOn.Year() == e.OccurredOn.Year())}
	case event.ReliefPaid: // 社会救助暂行办法 art. 29–31
		return []Line{{e.Fund, Relief, e.Amount}}
	case event.ReliefReversed:
		return []Line{returned(e.Fund, e.Amount, e.PaidOn.Year() == e.OccurredOn.Year())}
	case event.ClawbackReceived: // KJ 5001 §3(2), 4501 §1; 735 art. 45
		return []Line{returned(e.Fund, e.Amount, e.PaidYear == int64(e.OccurredOn.Year()))}
	case event.FineImposed, event.FinePaid: // 735 art. 45: to the treasury, never a fund's
		return nil
	case event.FundEstablished, event.FundOpened, event.LimitSet, event.ClaimDenied, event.ClaimCorrected,
		event.ClawbackOrdered, event.InstitutionDesignated, event.InstitutionSuspended, event.InstitutionResumed,
		event.InstitutionTerminated, event.PersonsInsured, event.StatisticReported:
		return nil
	}
	panic("posting: a type without a booking")
}

// returned is the booking of a payment that came back: less expense if it was
// paid in the same year, else (or if the year is not known) other income.
func returned(id fund.ID, amount money.Fen, sameYear bool) Line {
	switch {
	case !sameYear:
		return Line{id, OtherIncome, amount}
	case id.Kind() == fund.MedicalAid:
		return Line{id, Relief, -amount}
	default:
		return Line{id, Benefits, -amount}
	}
}
