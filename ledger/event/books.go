package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// AccountOpened says that so much of a fund's opening balance stood in a
// money account other than 财政专户 1003.
type AccountOpened struct {
	Fact
	Fund    fund.ID
	Account account.Code
	Amount  money.Fen
}

// OtherReceived says that other income came in, such as surcharges on late premiums
// (滞纳金) or donations.
type OtherReceived struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Part   fund.Part
	Via    account.Code
}

// OtherPaid says that an other expense of an approved kind was paid (其他支出).
type OtherPaid struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Part   fund.Part
	Via    account.Code
}

// MoneyMoved says that money moved between two accounts of the fund: a sweep of the
// treasury or income account into 财政专户, or an allocation to 支出户.
type MoneyMoved struct {
	Fact
	Fund   fund.ID
	From   account.Code
	To     account.Code
	Amount money.Fen
}

// PremiumSplit says which part of 职工 premiums that awaited their split is whose.
type PremiumSplit struct {
	Fact
	Fund   fund.ID
	Part   fund.Part
	Amount money.Fen
}

// InterestSplit says which part of 职工 interest that awaited its split is whose.
type InterestSplit struct {
	Fact
	Fund   fund.ID
	Part   fund.Part
	Amount money.Fen
}

// SplitCorrected says that in an earlier year this part should have had more, and the
// other part less.
type SplitCorrected struct {
	Fact
	Fund   fund.ID
	Part   fund.Part
	Amount money.Fen
}

// BalanceAdjusted says that an audit, or the approval of the final account, found another
// balance at the end of an earlier year (上年结余调整): Amount more, or below zero less, in a
// money account and in 3001. It is neither income nor expense of this year.
type BalanceAdjusted struct {
	Fact
	Fund   fund.ID
	Amount money.Fen    // not zero
	Part   fund.Part    // 职工: pool or personal; whose balance
	Via    account.Code // money account; zero: 财政专户
	Cause  string       // why
}

// GrantReceived says that money came from the upper or a lower level (上级补助, 下级上解).
type GrantReceived struct {
	Fact
	Fund   fund.ID
	Level  Level
	Amount money.Fen
	Part   fund.Part
	Via    account.Code
}

// GrantPaid says that money went to the upper or a lower level (上解上级, 补助下级).
type GrantPaid struct {
	Fact
	Fund   fund.ID
	Level  Level
	Amount money.Fen
	Part   fund.Part
	Via    account.Code
}

// InsurerPaid says that the fund paid the insurer of 大病保险: its premium, or a loss
// that policy caused.
type InsurerPaid struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Via    account.Code
}

// InsurerReturned says that the insurer of 大病保险 gave back surplus above the contract.
type InsurerReturned struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Via    account.Code
}

// TransferReceived says that a person's account balance came with them (转移收入).
type TransferReceived struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Via    account.Code
}

// TransferPaid says that a person's account balance left with them (转移支出).
type TransferPaid struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Via    account.Code
}

// TransferReturned says that a transfer out was sent back.
type TransferReturned struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Via    account.Code
}

// PrepaymentPaid says that money was paid in advance (预付, 周转金, 先行支付, 垫付).
type PrepaymentPaid struct {
	Fact
	Fund        fund.ID
	Item        string
	Purpose     Purpose
	Party       string
	Institution fund.Institution
	Amount      money.Fen
	Via         account.Code
}

// PrepaymentRecovered says that a prepayment came back in money.
type PrepaymentRecovered struct {
	Fact
	Fund    fund.ID
	Item    string
	Purpose Purpose
	Amount  money.Fen
	Via     account.Code
}

// PrepaymentSetOff says that a prepayment was used up against a settlement: it becomes
// benefits.
type PrepaymentSetOff struct {
	Fact
	Fund    fund.ID
	Item    string
	Purpose Purpose
	Amount  money.Fen
	Care    fund.Care
	Part    fund.Part
}

// PrepaymentWrittenOff says that a prepayment cannot be recovered and its loss was approved.
type PrepaymentWrittenOff struct {
	Fact
	Fund    fund.ID
	Item    string
	Purpose Purpose
	Amount  money.Fen
	Part    fund.Part
}

// SuspenseReceived says that money came in whose owner or purpose is open, or that is
// held for care of people insured elsewhere (异地就医).
type SuspenseReceived struct {
	Fact
	Fund    fund.ID
	Item    string
	Purpose Purpose
	Party   string
	Amount  money.Fen
	Via     account.Code
}

// SuspensePaid says that suspense money was paid out. For people insured elsewhere it is
// never expense at the place of treatment.
type SuspensePaid struct {
	Fact
	Fund    fund.ID
	Item    string
	Purpose Purpose
	Amount  money.Fen
	Via     account.Code
}

// SuspenseForfeited says that suspense money can never be paid out and was approved as income.
type SuspenseForfeited struct {
	Fact
	Fund    fund.ID
	Item    string
	Purpose Purpose
	Amount  money.Fen
	Part    fund.Part
}

// BondBought says that state bonds were bought; the amount is their cost with fees.
type BondBought struct {
	Fact
	Fund   fund.ID
	Item   string
	Amount money.Fen
	Via    account.Code
}

// BondRedeemed says that bonds were redeemed or sold: Amount came in, of which Cost was
// what they stood for in the books.
type BondRedeemed struct {
	Fact
	Fund   fund.ID
	Item   string
	Amount money.Fen
	Cost   money.Fen
	Part   fund.Part
	Via    account.Code
}

// LoanReceived says that the fund borrowed.
type LoanReceived struct {
	Fact
	Fund   fund.ID
	Item   string
	Party  string
	Amount money.Fen
	Via    account.Code
}

// LoanRepaid says that Amount of a borrowing was repaid, and Interest on top of it.
type LoanRepaid struct {
	Fact
	Fund     fund.ID
	Item     string
	Amount   money.Fen
	Interest money.Fen
	Part     fund.Part
	Via      account.Code
}

// LoanAssumed says that the treasury repaid a borrowing for the fund.
type LoanAssumed struct {
	Fact
	Fund   fund.ID
	Item   string
	Amount money.Fen
}
