package statements

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Counting is how a line counts an account.
type Counting int

// The ways of counting.
const (
	Net     Counting = iota + 1 // turnover of the account's own side less that of the other
	Gross                       // turnover of the account's own side alone
	Closing                     // what stands at the end, whenever it was booked
)

// String returns the counting as settings and reports write it.
func (c Counting) String() string {
	return [...]string{"", "net", "gross", "closing"}[c]
}

// Settings say how the lines of 收支表 count, by statutory account. What they do not
// name counts as Usual says. The zero Settings are Usual.
type Settings map[account.Code]Counting

// Usual returns how an account of income or expense counts unless a setting says
// otherwise: net, and 待转 as what stands at the end.
//
// The instructions fill eight lines, and 大病保险支出, from one side alone (see
// ByForm). That is right as long as the other side has closing entries only. Here
// it has none of those, but it has reversals, and for 5101 what the insurer
// returned (KJ 5101 §2(2)). Counted gross, income that was reversed would still
// be shown, and the surplus would not be what the fund has.
func Usual(c account.Code) Counting {
	if c == account.UnsplitPremiums || c == account.UnsplitInterest {
		return Closing
	}
	return Net
}

// ByForm returns how the instructions of 收支表 fill a statutory account of income
// or expense, to the letter.
//
// Source: KJ Part 5 §2(2) 4 and 5.
func ByForm(c account.Code) Counting {
	switch c {
	case account.Premiums, account.TransfersIn, account.Benefits, account.TransfersOut:
		return Net // 贷方发生额减去借方发生额后的净额; of expense the other way round
	case account.CriticalIllness:
		return Gross // 借方发生额
	case account.Subsidy, account.Interest, account.FromUpper, account.FromLower, account.OtherIncome,
		account.ToUpper, account.ToLower, account.OtherExpense:
		return Gross // 贷方发生额; of expense 借方发生额
	case account.UnsplitPremiums, account.UnsplitInterest:
		return Closing // 期末余额
	}
	panic("statements: no line of 收支表 for account " + string(c))
}

// ByForm adds what the instructions of the form say of every account of a kind that the
// settings do not name.
func (s Settings) ByForm(kind fund.Kind) {
	for _, a := range account.Chart(kind) {
		if e := a.Code.Element(); a.Code != a.Code.Top() || e != account.Income && e != account.Expense {
			continue
		}
		if _, named := s[a.Code]; !named {
			s[a.Code] = ByForm(a.Code)
		}
	}
}

// of returns how an account counts.
func (s Settings) of(c account.Code) Counting {
	if counting, ok := s[c.Top()]; ok {
		return counting
	}
	return Usual(c.Top())
}
