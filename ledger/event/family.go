package event

// The families: what the stream of one aggregate may hold. Each is closed.
type (
	// Book is an event in the life of a fund's set of books (账套).
	//
	//sumtype:decl
	Book interface {
		Event
		book()
	}
	// Limit is an event that sets a limit of a region.
	//
	//sumtype:decl
	Limit interface {
		Event
		limit()
	}
	// Premium is an event of premium income (保险费收入).
	//
	//sumtype:decl
	Premium interface {
		Event
		premium()
	}
	// Receipt is an event of income that is not premium.
	//
	//sumtype:decl
	Receipt interface {
		Event
		receipt()
	}
	// Reimbursement is an event of paying, or not paying, an institution's claims (待遇支付).
	//
	//sumtype:decl
	Reimbursement interface {
		Event
		reimbursement()
	}
	// Relief is an event of medical aid to a person (医疗救助).
	//
	//sumtype:decl
	Relief interface {
		Event
		relief()
	}
	// Enforcement is an event of one enforcement case (基金监管案件).
	//
	//sumtype:decl
	Enforcement interface {
		Event
		enforcement()
	}
	// Institution is an event in the life of a service agreement (定点协议).
	//
	//sumtype:decl
	Institution interface {
		Event
		institution()
	}
	// Report is an event that states a figure without moving money.
	//
	//sumtype:decl
	Report interface {
		Event
		report()
	}
)

func (FundEstablished) book() {}
func (FundOpened) book()      {}

func (LimitSet) limit() {}

func (PremiumReceived) premium()       {}
func (PremiumRefunded) premium()       {}
func (ParticipationAssisted) premium() {}

func (SubsidyReceived) receipt()  {}
func (InterestReceived) receipt() {}
func (PenaltyReceived) receipt()  {}

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
