package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// CaseOpened says that a case was opened (立案), how it came up and against whom.
type CaseOpened struct {
	Fact
	Case        string
	Region      fund.Region
	Channel     Channel
	Subject     Subject
	Institution fund.Institution // empty: not an institution
	Person      fund.Person      // empty: not a person
	Party       string           // name of a company, department or agency; may be empty
}

// FindingRecorded says what was found and which article it falls under (违法事实).
type FindingRecorded struct {
	Fact
	Case        string
	Region      fund.Region
	Finding     string // its number in the case
	Article     law.Article
	Violation   law.Violation
	Institution fund.Institution // empty: not an institution, or not named
	Warning     Warning          // written by the ledger
}

// LossDetermined says how much a fund lost by payments of one year (损失认定).
// It moves no money; what is to come back is ordered by ClawbackOrdered.
type LossDetermined struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution // empty: not named
	Subject     Subject
	Article     law.Article // empty: not said
	Part        fund.Part   // 职工: whose money; empty: not split
	PaidYear    int64       // calendar year of the original payments; 0 if not known
	Amount      money.Fen
	Basis       string // how it was computed, as the decision says; may be empty
}

// LossTraced says how much of one payment was lost, in which case (逐笔认定). Of
// one payment no more is lost than was paid and not reversed, over all cases.
type LossTraced struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution // as in the payment
	Amount      money.Fen
	Of          string    // document of the payment
	PaidOn      fund.Date // when it was paid
	Care        fund.Care // as in the payment
	Part        fund.Part // as in the payment
}

// ClawbackSetOff says that money ordered back was kept from a settlement (抵扣):
// the settlement is expense in full, its part that was kept is recovered, and no
// cash moves for it. The payment itself is recorded with what was paid out.
type ClawbackSetOff struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution
	Subject     Subject
	Channel     Channel
	Amount      money.Fen
	PaidYear    int64     // calendar year of the original payment; 0 if not known
	Care        fund.Care // of the original payment; empty: not classified
	Part        fund.Part // 职工: whose money
	Against     string    // number of the settlement
	SettledCare fund.Care // of the settlement; empty: not classified
}

// ClawbackAnnulled says that an order was taken back, whole or in part (撤销),
// such as on review or appeal. What came in beyond the rest is to be refunded.
type ClawbackAnnulled struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution
	Part        fund.Part
	PaidYear    int64
	Amount      money.Fen
	Of          string      // document of the order
	Article     law.Article // of the order; empty: any
	Reason      Reason
}

// ClawbackRefunded says that the fund gave back money that it had received under
// an order that was annulled (退还).
type ClawbackRefunded struct {
	Fact
	Case         string
	Fund         fund.ID
	Institution  fund.Institution
	Part         fund.Part
	PaidYear     int64
	Care         fund.Care // of the original payment; empty: not classified
	Amount       money.Fen
	Of           string       // document of the order
	Article      law.Article  // of the order; empty: any
	ReceivedYear int64        // calendar year in which the money had come in
	Via          account.Code // money account; zero: 支出户
}

// SurchargeImposed says that a surcharge on a fine paid late was decided (加处罚款).
type SurchargeImposed struct {
	Fact
	Case        string
	Region      fund.Region
	Institution fund.Institution
	Subject     Subject
	Amount      money.Fen
	Of          string  // document of the fine
	Warning     Warning // written by the ledger
}

// GainConfiscated says that illegal gains were confiscated (没收违法所得). They
// belong to the treasury.
type GainConfiscated struct {
	Fact
	Case        string
	Region      fund.Region
	Institution fund.Institution
	Subject     Subject
	Article     law.Article // empty: not said
	Amount      money.Fen
}

// FineWaived says that a fine, surcharge or confiscation is not due any more,
// whole or in part: waived (减免) or annulled (撤销).
type FineWaived struct {
	Fact
	Case        string
	Region      fund.Region
	Institution fund.Institution
	Subject     Subject
	Charge      Charge // empty: a fine
	Amount      money.Fen
	Of          string      // document of the decision
	Article     law.Article // of the decision; empty: any
	Reason      Reason
}

// FineRefunded says that the treasury gave back what had been paid on a decision
// that was annulled.
type FineRefunded struct {
	Fact
	Case        string
	Region      fund.Region
	Institution fund.Institution
	Subject     Subject
	Charge      Charge // empty: a fine
	Amount      money.Fen
	Of          string      // document of the decision
	Article     law.Article // of the decision; empty: any
}

// PenaltyCharged says that a contract penalty is due under a service agreement
// (违约金). Unlike a fine it will be income of the fund; see PenaltyReceived.
type PenaltyCharged struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution
	Amount      money.Fen
}

// SettlementSuspended says that a person's online settlement is suspended
// (暂停联网结算): the person pays in full and is reimbursed later.
type SettlementSuspended struct {
	Fact
	Case    string
	Region  fund.Region
	Person  fund.Person // empty only in a total
	Article law.Article
	Until   fund.Date // last day
	Warning Warning   // written by the ledger
}

// CaseTransferred says that a case was handed to another authority (移送).
type CaseTransferred struct {
	Fact
	Case      string
	Region    fund.Region
	Authority Authority
}

// CasePublished says that a case was published as a typical one (曝光典型案例).
type CasePublished struct {
	Fact
	Case   string
	Region fund.Region
}

// CaseClosed says that a case was closed (结案).
type CaseClosed struct {
	Fact
	Case    string
	Region  fund.Region
	Outcome Outcome
}

// CaseReopened says that a closed case is dealt with again.
type CaseReopened struct {
	Fact
	Case   string
	Region fund.Region
	Reason Reason
}

// AgreementSigned says that a service agreement runs from OccurredOn to Until (签订协议).
type AgreementSigned struct {
	Fact
	Institution fund.Institution
	Region      fund.Region
	Until       fund.Date // last day
}

// PaymentHeld says that payments to an institution stop while a case runs (暂停拨付).
type PaymentHeld struct {
	Fact
	Institution fund.Institution
	Region      fund.Region
	Case        string
}

// PaymentReleased says that a hold ended on OccurredOn (恢复拨付).
type PaymentReleased struct {
	Fact
	Institution fund.Institution
	Region      fund.Region
	Case        string
}

// RecoveryReported says that recovered money and fines were published as one
// amount (追回与罚款合计). It cannot be split and never becomes money of a fund.
type RecoveryReported struct {
	Fact
	Region fund.Region
	Amount money.Fen
}
