package event

// The families: what the stream of one aggregate may hold. Each is closed, and each
// is declared alone, because go-check-sumtype does not read the mark inside a group.

// Book is an event in the life of a fund's set of books (账套).
//
//sumtype:decl
type Book interface {
	Event
	book()
}

// Limit is an event that sets a limit of a region.
//
//sumtype:decl
type Limit interface {
	Event
	limit()
}

// Numbering is an event that says how documents are numbered.
//
//sumtype:decl
type Numbering interface {
	Event
	numbering()
}

// Premium is an event of premium income (保险费收入).
//
//sumtype:decl
type Premium interface {
	Event
	premium()
}

// General is an event of a fund that stands for itself: income and expense
// that are neither premium nor benefit, and moves between its accounts.
//
//sumtype:decl
type General interface {
	Event
	general()
}

// OpenItem is an event of money that must come back or be paid on: a
// prepayment, suspense money, a bond, a borrowing (往来款项).
//
//sumtype:decl
type OpenItem interface {
	Event
	openItem()
}

// Reimbursement is an event of paying, or not paying, an institution's claims (待遇支付).
//
//sumtype:decl
type Reimbursement interface {
	Event
	reimbursement()
}

// Relief is an event of medical aid to a person (医疗救助).
//
//sumtype:decl
type Relief interface {
	Event
	relief()
}

// Enforcement is an event of one enforcement case (基金监管案件).
//
//sumtype:decl
type Enforcement interface {
	Event
	enforcement()
}

// Institution is an event in the life of a service agreement (定点协议).
//
//sumtype:decl
type Institution interface {
	Event
	institution()
}

// Correction is an event that reverses another, in the stream of that one.
//
//sumtype:decl
type Correction interface {
	Event
	correction()
}

// Closing is an event that closes a period of a fund's books.
//
//sumtype:decl
type Closing interface {
	Event
	closing()
}

// Report is an event that states a figure without moving money.
//
//sumtype:decl
type Report interface {
	Event
	report()
}

func (FundEstablished) book() {}
func (FundOpened) book()      {}

func (LimitSet) limit() {}

func (PremiumReceived) premium()       {}
func (PremiumRefunded) premium()       {}
func (ParticipationAssisted) premium() {}

func (SubsidyReceived) general()  {}
func (InterestReceived) general() {}
func (PenaltyReceived) general()  {}

// With a case a penalty is a fact of that case, too.
func (PenaltyReceived) enforcement() {}

func (ReimbursementPaid) reimbursement()     {}
func (ReimbursementReversed) reimbursement() {}
func (ClaimDenied) reimbursement()           {}
func (ClaimCorrected) reimbursement()        {}

func (ReliefPaid) relief()     {}
func (ReliefReversed) relief() {}

func (ClawbackOrdered) enforcement()  {}
func (ClawbackReceived) enforcement() {}
func (FineImposed) enforcement()      {}
func (FinePaid) enforcement()         {}

func (InstitutionDesignated) institution() {}
func (InstitutionSuspended) institution()  {}
func (InstitutionResumed) institution()    {}
func (InstitutionTerminated) institution() {}

func (PersonsInsured) report()    {}
func (StatisticReported) report() {}

func (FundEstablished) sealed()       {}
func (FundOpened) sealed()            {}
func (LimitSet) sealed()              {}
func (PremiumReceived) sealed()       {}
func (PremiumRefunded) sealed()       {}
func (ParticipationAssisted) sealed() {}
func (SubsidyReceived) sealed()       {}
func (InterestReceived) sealed()      {}
func (PenaltyReceived) sealed()       {}
func (ReimbursementPaid) sealed()     {}
func (ReimbursementReversed) sealed() {}
func (ClaimDenied) sealed()           {}
func (ClaimCorrected) sealed()        {}
func (ReliefPaid) sealed()            {}
func (ReliefReversed) sealed()        {}
func (ClawbackOrdered) sealed()       {}
func (ClawbackReceived) sealed()      {}
func (FineImposed) sealed()           {}
func (FinePaid) sealed()              {}
func (InstitutionDesignated) sealed() {}
func (InstitutionSuspended) sealed()  {}
func (InstitutionResumed) sealed()    {}
func (InstitutionTerminated) sealed() {}
func (PersonsInsured) sealed()        {}
func (StatisticReported) sealed()     {}

func (AccountOpened) book()   {}
func (AccountOpened) sealed() {}

func (OtherReceived) general() {}
func (OtherReceived) sealed()  {}

func (OtherPaid) general() {}
func (OtherPaid) sealed()  {}

func (MoneyMoved) general() {}
func (MoneyMoved) sealed()  {}

func (PremiumSplit) general() {}
func (PremiumSplit) sealed()  {}

func (InterestSplit) general() {}
func (InterestSplit) sealed()  {}

func (SplitCorrected) general() {}
func (SplitCorrected) sealed()  {}

func (GrantReceived) general() {}
func (GrantReceived) sealed()  {}

func (GrantPaid) general() {}
func (GrantPaid) sealed()  {}

func (InsurerPaid) general() {}
func (InsurerPaid) sealed()  {}

func (InsurerReturned) general() {}
func (InsurerReturned) sealed()  {}

func (TransferReceived) general() {}
func (TransferReceived) sealed()  {}

func (TransferPaid) general() {}
func (TransferPaid) sealed()  {}

func (TransferReturned) general() {}
func (TransferReturned) sealed()  {}

func (PrepaymentPaid) openItem() {}
func (PrepaymentPaid) sealed()   {}

func (PrepaymentRecovered) openItem() {}
func (PrepaymentRecovered) sealed()   {}

func (PrepaymentSetOff) openItem() {}
func (PrepaymentSetOff) sealed()   {}

func (PrepaymentWrittenOff) openItem() {}
func (PrepaymentWrittenOff) sealed()   {}

func (SuspenseReceived) openItem() {}
func (SuspenseReceived) sealed()   {}

func (SuspensePaid) openItem() {}
func (SuspensePaid) sealed()   {}

func (SuspenseForfeited) openItem() {}
func (SuspenseForfeited) sealed()   {}

func (BondBought) openItem() {}
func (BondBought) sealed()   {}

func (BondRedeemed) openItem() {}
func (BondRedeemed) sealed()   {}

func (LoanReceived) openItem() {}
func (LoanReceived) sealed()   {}

func (LoanRepaid) openItem() {}
func (LoanRepaid) sealed()   {}

func (LoanAssumed) openItem() {}
func (LoanAssumed) sealed()   {}

func (FactReversed) correction() {}
func (FactReversed) sealed()     {}

func (PeriodClosed) closing() {}
func (PeriodClosed) sealed()  {}

func (CaseOpened) enforcement() {}
func (CaseOpened) sealed()      {}

func (FindingRecorded) enforcement() {}
func (FindingRecorded) sealed()      {}

func (LossDetermined) enforcement() {}
func (LossDetermined) sealed()      {}

func (LossTraced) reimbursement() {}
func (LossTraced) sealed()        {}

func (ClawbackSetOff) enforcement() {}
func (ClawbackSetOff) sealed()      {}

func (ClawbackAnnulled) enforcement() {}
func (ClawbackAnnulled) sealed()      {}

func (ClawbackRefunded) enforcement() {}
func (ClawbackRefunded) sealed()      {}

func (SurchargeImposed) enforcement() {}
func (SurchargeImposed) sealed()      {}

func (GainConfiscated) enforcement() {}
func (GainConfiscated) sealed()      {}

func (FineWaived) enforcement() {}
func (FineWaived) sealed()      {}

func (FineRefunded) enforcement() {}
func (FineRefunded) sealed()      {}

func (PenaltyCharged) enforcement() {}
func (PenaltyCharged) sealed()      {}

func (SettlementSuspended) enforcement() {}
func (SettlementSuspended) sealed()      {}

func (CaseTransferred) enforcement() {}
func (CaseTransferred) sealed()      {}

func (CasePublished) enforcement() {}
func (CasePublished) sealed()      {}

func (CaseClosed) enforcement() {}
func (CaseClosed) sealed()      {}

func (CaseReopened) enforcement() {}
func (CaseReopened) sealed()      {}

func (AgreementSigned) institution() {}
func (AgreementSigned) sealed()      {}

func (PaymentHeld) institution() {}
func (PaymentHeld) sealed()      {}

func (PaymentReleased) institution() {}
func (PaymentReleased) sealed()      {}

func (RecoveryReported) report() {}
func (RecoveryReported) sealed() {}
