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

// Flow is an event of a fund that stands for itself: income and expense
// that are neither premium nor benefit, and moves between its accounts.
//
//sumtype:decl
type Flow interface {
	Event
	flow()
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

// Budget is an event of the budget of a fund (基金预算).
//
//sumtype:decl
type Budget interface {
	Event
	budget()
}

// Issue is an event of the reports that a region issues (报告发布).
//
//sumtype:decl
type Issue interface {
	Event
	issue()
}

// Report is an event that states a figure without moving money.
//
//sumtype:decl
type Report interface {
	Event
	report()
}

// What family a type belongs to.

func (FundEstablished) book() {}
func (FundOpened) book()      {}
func (AccountOpened) book()   {}

func (LimitSet) limit() {}

func (NumberingDeclared) numbering() {}

func (PremiumReceived) premium()       {}
func (PremiumRefunded) premium()       {}
func (ParticipationAssisted) premium() {}

func (SubsidyReceived) flow()  {}
func (InterestReceived) flow() {}
func (PenaltyReceived) flow()  {}
func (OtherReceived) flow()    {}
func (OtherPaid) flow()        {}
func (MoneyMoved) flow()       {}
func (PremiumSplit) flow()     {}
func (InterestSplit) flow()    {}
func (SplitCorrected) flow()   {}
func (BalanceAdjusted) flow()  {}
func (GrantReceived) flow()    {}
func (GrantPaid) flow()        {}
func (InsurerPaid) flow()      {}
func (InsurerReturned) flow()  {}
func (TransferReceived) flow() {}
func (TransferPaid) flow()     {}
func (TransferReturned) flow() {}

func (PrepaymentPaid) openItem()       {}
func (PrepaymentRecovered) openItem()  {}
func (PrepaymentSetOff) openItem()     {}
func (PrepaymentWrittenOff) openItem() {}
func (SuspenseReceived) openItem()     {}
func (SuspensePaid) openItem()         {}
func (SuspenseForfeited) openItem()    {}
func (BondBought) openItem()           {}
func (BondRedeemed) openItem()         {}
func (LoanReceived) openItem()         {}
func (LoanRepaid) openItem()           {}
func (LoanAssumed) openItem()          {}

func (ReimbursementPaid) reimbursement()     {}
func (ReimbursementReversed) reimbursement() {}
func (ClaimDenied) reimbursement()           {}
func (ClaimCorrected) reimbursement()        {}
func (LossTraced) reimbursement()            {}

func (ReliefPaid) relief()     {}
func (ReliefReversed) relief() {}

// With a case a penalty is a fact of that case, too.
func (PenaltyReceived) enforcement() {}

func (ClawbackOrdered) enforcement()     {}
func (ClawbackReceived) enforcement()    {}
func (FineImposed) enforcement()         {}
func (FinePaid) enforcement()            {}
func (CaseOpened) enforcement()          {}
func (FindingRecorded) enforcement()     {}
func (LossDetermined) enforcement()      {}
func (ClawbackSetOff) enforcement()      {}
func (ClawbackAnnulled) enforcement()    {}
func (ClawbackRefunded) enforcement()    {}
func (SurchargeImposed) enforcement()    {}
func (GainConfiscated) enforcement()     {}
func (FineWaived) enforcement()          {}
func (FineRefunded) enforcement()        {}
func (PenaltyCharged) enforcement()      {}
func (SettlementSuspended) enforcement() {}
func (CaseTransferred) enforcement()     {}
func (CasePublished) enforcement()       {}
func (CaseClosed) enforcement()          {}
func (CaseReopened) enforcement()        {}

func (InstitutionDesignated) institution() {}
func (InstitutionSuspended) institution()  {}
func (InstitutionResumed) institution()    {}
func (InstitutionTerminated) institution() {}
func (AgreementSigned) institution()       {}
func (PaymentHeld) institution()           {}
func (PaymentReleased) institution()       {}

func (FactReversed) correction() {}

func (PeriodClosed) closing() {}

func (BudgetApproved) budget() {}
func (BudgetAdjusted) budget() {}

func (ReportIssued) issue() {}

func (PersonsInsured) report()    {}
func (StatisticReported) report() {}
func (RecoveryReported) report()  {}
func (ClockAcknowledged) report() {}

// What is known of a type.

func (FundEstablished) definition() *definition       { return fundEstablished }
func (FundOpened) definition() *definition            { return fundOpened }
func (LimitSet) definition() *definition              { return limitSet }
func (NumberingDeclared) definition() *definition     { return numberingDeclared }
func (PremiumReceived) definition() *definition       { return premiumReceived }
func (PremiumRefunded) definition() *definition       { return premiumRefunded }
func (ParticipationAssisted) definition() *definition { return participationAssisted }
func (SubsidyReceived) definition() *definition       { return subsidyReceived }
func (InterestReceived) definition() *definition      { return interestReceived }
func (PenaltyReceived) definition() *definition       { return penaltyReceived }
func (ReimbursementPaid) definition() *definition     { return reimbursementPaid }
func (ReimbursementReversed) definition() *definition { return reimbursementReversed }
func (ClaimDenied) definition() *definition           { return claimDenied }
func (ClaimCorrected) definition() *definition        { return claimCorrected }
func (ReliefPaid) definition() *definition            { return reliefPaid }
func (ReliefReversed) definition() *definition        { return reliefReversed }
func (ClawbackOrdered) definition() *definition       { return clawbackOrdered }
func (ClawbackReceived) definition() *definition      { return clawbackReceived }
func (FineImposed) definition() *definition           { return fineImposed }
func (FinePaid) definition() *definition              { return finePaid }
func (InstitutionDesignated) definition() *definition { return institutionDesignated }
func (InstitutionSuspended) definition() *definition  { return institutionSuspended }
func (InstitutionResumed) definition() *definition    { return institutionResumed }
func (InstitutionTerminated) definition() *definition { return institutionTerminated }
func (AccountOpened) definition() *definition         { return accountOpened }
func (OtherReceived) definition() *definition         { return otherReceived }
func (OtherPaid) definition() *definition             { return otherPaid }
func (MoneyMoved) definition() *definition            { return moneyMoved }
func (PremiumSplit) definition() *definition          { return premiumSplit }
func (InterestSplit) definition() *definition         { return interestSplit }
func (SplitCorrected) definition() *definition        { return splitCorrected }
func (BalanceAdjusted) definition() *definition       { return balanceAdjusted }
func (BudgetApproved) definition() *definition        { return budgetApproved }
func (BudgetAdjusted) definition() *definition        { return budgetAdjusted }
func (ReportIssued) definition() *definition          { return reportIssued }
func (GrantReceived) definition() *definition         { return grantReceived }
func (GrantPaid) definition() *definition             { return grantPaid }
func (InsurerPaid) definition() *definition           { return insurerPaid }
func (InsurerReturned) definition() *definition       { return insurerReturned }
func (TransferReceived) definition() *definition      { return transferReceived }
func (TransferPaid) definition() *definition          { return transferPaid }
func (TransferReturned) definition() *definition      { return transferReturned }
func (PrepaymentPaid) definition() *definition        { return prepaymentPaid }
func (PrepaymentRecovered) definition() *definition   { return prepaymentRecovered }
func (PrepaymentSetOff) definition() *definition      { return prepaymentSetOff }
func (PrepaymentWrittenOff) definition() *definition  { return prepaymentWrittenOff }
func (SuspenseReceived) definition() *definition      { return suspenseReceived }
func (SuspensePaid) definition() *definition          { return suspensePaid }
func (SuspenseForfeited) definition() *definition     { return suspenseForfeited }
func (BondBought) definition() *definition            { return bondBought }
func (BondRedeemed) definition() *definition          { return bondRedeemed }
func (LoanReceived) definition() *definition          { return loanReceived }
func (LoanRepaid) definition() *definition            { return loanRepaid }
func (LoanAssumed) definition() *definition           { return loanAssumed }
func (PeriodClosed) definition() *definition          { return periodClosed }
func (FactReversed) definition() *definition          { return factReversed }
func (CaseOpened) definition() *definition            { return caseOpened }
func (FindingRecorded) definition() *definition       { return findingRecorded }
func (LossDetermined) definition() *definition        { return lossDetermined }
func (LossTraced) definition() *definition            { return lossTraced }
func (ClawbackSetOff) definition() *definition        { return clawbackSetOff }
func (ClawbackAnnulled) definition() *definition      { return clawbackAnnulled }
func (ClawbackRefunded) definition() *definition      { return clawbackRefunded }
func (SurchargeImposed) definition() *definition      { return surchargeImposed }
func (GainConfiscated) definition() *definition       { return gainConfiscated }
func (FineWaived) definition() *definition            { return fineWaived }
func (FineRefunded) definition() *definition          { return fineRefunded }
func (PenaltyCharged) definition() *definition        { return penaltyCharged }
func (SettlementSuspended) definition() *definition   { return settlementSuspended }
func (CaseTransferred) definition() *definition       { return caseTransferred }
func (CasePublished) definition() *definition         { return casePublished }
func (CaseClosed) definition() *definition            { return caseClosed }
func (CaseReopened) definition() *definition          { return caseReopened }
func (AgreementSigned) definition() *definition       { return agreementSigned }
func (PaymentHeld) definition() *definition           { return paymentHeld }
func (PaymentReleased) definition() *definition       { return paymentReleased }
func (RecoveryReported) definition() *definition      { return recoveryReported }
func (ClockAcknowledged) definition() *definition     { return clockAcknowledged }
func (PersonsInsured) definition() *definition        { return personsInsured }
func (StatisticReported) definition() *definition     { return statisticReported }
