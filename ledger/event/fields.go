package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

func (f fields) amount(p *money.Fen) fields         { return whole(f, &amountField, required, p) }
func (f fields) amountOptional(p *money.Fen) fields { return whole(f, &amountField, optional, p) }
func (f fields) opening(p *money.Fen) fields        { return whole(f, &openingField, required, p) }
func (f fields) count(p *int64) fields              { return whole(f, &countField, oneIfAbsent, p) }
func (f fields) persons(p *int64) fields            { return whole(f, &personsField, required, p) }
func (f fields) document(p *string) fields          { return text(f, &documentField, required, p) }
func (f fields) caseNumber(p *string) fields        { return text(f, &caseField, required, p) }
func (f fields) name(p *string) fields              { return text(f, &nameField, required, p) }
func (f fields) note(p *string) fields              { return text(f, &noteField, optional, p) }
func (f fields) of(p *string) fields                { return text(f, &ofField, required, p) }
func (f fields) occurredOn(p *fund.Date) fields     { return date(f, &occurredOnField, required, p) }
func (f fields) bookedOn(p *fund.Date) fields       { return date(f, &bookedOnField, optional, p) }

// fact shows what every fact has.
func (f fields) fact(e *Fact) fields {
	return f.document(&e.Document).note(&e.Note).occurredOn(&e.OccurredOn)
}

// total shows what a fact has that may stand for many.
func (f fields) total(e *Fact) fields { return f.fact(e).count(&e.Count).since(&e.Since) }

// entry shows what a fact has that enters books.
func (f fields) entry(e *Fact) fields { return f.fact(e).booked(e) }

// entries shows what a fact has that may stand for many and enters books.
func (f fields) entries(e *Fact) fields { return f.total(e).booked(e) }

// booked shows both days of entry into the books, which most facts do not have.
func (f fields) booked(e *Fact) fields {
	if f.reader != nil && !f.reader.near(&bookedOnField.label) {
		return f
	}
	return date(f, &bookedForField, optional, &e.BookedFor).bookedOn(&e.BookedOn)
}

func (f fields) paidOn(p *fund.Date) fields        { return date(f, &paidOnField, required, p) }
func (f fields) since(p *fund.Date) fields         { return date(f, &sinceField, optional, p) }
func (f fields) paidYear(p *int64) fields          { return whole(f, &paidYearField, optional, p) }
func (f fields) fund(p *fund.ID) fields            { return text(f, &fundField, required, p) }
func (f fields) aidFund(n need, p *fund.ID) fields { return text(f, &aidFundField, n, p) }
func (f fields) region(p *fund.Region) fields      { return text(f, &regionField, required, p) }
func (f fields) institution(n need, p *fund.Institution) fields {
	return text(f, &institutionField, n, p)
}
func (f fields) person(p *fund.Person) fields     { return text(f, &personField, optional, p) }
func (f fields) limit(p *LimitKind) fields        { return text(f, &limitField, required, p) }
func (f fields) denial(p *Channel) fields         { return text(f, &denialField, required, p) }
func (f fields) channel(p *Channel) fields        { return text(f, &channelField, required, p) }
func (f fields) subject(p *Subject) fields        { return text(f, &subjectField, optional, p) }
func (f fields) scope(p *Scope) fields            { return text(f, &scopeField, required, p) }
func (f fields) kind(p *InstitutionKind) fields   { return text(f, &kindField, optional, p) }
func (f fields) part(p *fund.Part) fields         { return text(f, &partField, optional, p) }
func (f fields) partRequired(p *fund.Part) fields { return text(f, &partField, required, p) }
func (f fields) care(p *fund.Care) fields         { return text(f, &careField, optional, p) }
func (f fields) level(p *Level) fields            { return text(f, &levelField, required, p) }
func (f fields) facts(p *string) fields           { return text(f, &factsField, required, p) }
func (f fields) begins(p *Beginning) fields       { return text(f, &beginsField, required, p) }
func (f fields) appliesOn(p *fund.Date) fields    { return date(f, &appliesOnField, optional, p) }
func (f fields) via(p *account.Code) fields       { return text(f, &viaField, optional, p) }
func (f fields) from(p *account.Code) fields      { return text(f, &fromField, required, p) }
func (f fields) to(p *account.Code) fields        { return text(f, &toField, required, p) }
func (f fields) account(p *account.Code) fields   { return text(f, &accountField, required, p) }
func (f fields) prepaymentPurpose(p *Purpose) fields {
	return text(f, &prepaymentPurposeField, required, p)
}
func (f fields) suspensePurpose(p *Purpose) fields {
	return text(f, &suspensePurposeField, required, p)
}
func (f fields) period(p *Period) fields               { return text(f, &periodField, required, p) }
func (f fields) seen(p *int64) fields                  { return whole(f, &seenField, optional, p) }
func (f fields) balances(p *Balances) fields           { return text(f, &balancesField, required, p) }
func (f fields) ofID(p *string) fields                 { return text(f, &ofIDField, required, p) }
func (f fields) ofType(p *string) fields               { return text(f, &ofTypeField, required, p) }
func (f fields) ofPosition(p *int64) fields            { return whole(f, &ofPositionField, required, p) }
func (f fields) byType(p *string) fields               { return text(f, &byTypeField, optional, p) }
func (f fields) byVersion(p *int64) fields             { return whole(f, &byVersionField, optional, p) }
func (f fields) byData(p *string) fields               { return text(f, &byDataField, optional, p) }
func (f fields) ofVersion(p *int64) fields             { return whole(f, &ofVersionField, required, p) }
func (f fields) ofData(p *string) fields               { return text(f, &ofDataField, required, p) }
func (f fields) item(p *string) fields                 { return text(f, &itemField, required, p) }
func (f fields) party(p *string) fields                { return text(f, &partyField, optional, p) }
func (f fields) cost(p *money.Fen) fields              { return whole(f, &costField, required, p) }
func (f fields) interest(p *money.Fen) fields          { return whole(f, &interestField, optional, p) }
func (f fields) topic(p *string) fields                { return text(f, &topicField, required, p) }
func (f fields) metric(p *string) fields               { return text(f, &metricField, required, p) }
func (f fields) unit(p *string) fields                 { return text(f, &unitField, required, p) }
func (f fields) value(p *string) fields                { return text(f, &valueField, required, p) }
func (f fields) base(p *money.Fen) fields              { return whole(f, &baseField, optional, p) }
func (f fields) basicPaid(p *money.Fen) fields         { return whole(f, &basicPaidField, optional, p) }
func (f fields) criticalPaid(p *money.Fen) fields      { return whole(f, &criticalPaidField, optional, p) }
func (f fields) eligibleCost(p *money.Fen) fields      { return whole(f, &eligibleCostField, optional, p) }
func (f fields) totalCost(p *money.Fen) fields         { return whole(f, &totalCostField, optional, p) }
func (f fields) place(p *Place) fields                 { return text(f, &placeField, optional, p) }
func (f fields) settlement(p *Settlement) fields       { return text(f, &settlementField, optional, p) }
func (f fields) payer(p *Payer) fields                 { return text(f, &payerField, optional, p) }
func (f fields) subsidyPurpose(p *Purpose) fields      { return text(f, &subsidyPurposeField, optional, p) }
func (f fields) careOn(p *fund.Date) fields            { return date(f, &careOnField, optional, p) }
func (f fields) against(p *string) fields              { return text(f, &againstField, required, p) }
func (f fields) basis(p *string) fields                { return text(f, &basisField, optional, p) }
func (f fields) caseOptional(p *string) fields         { return text(f, &caseField, optional, p) }
func (f fields) department(p *string) fields           { return text(f, &departmentField, optional, p) }
func (f fields) due(p *fund.Date) fields               { return date(f, &dueField, optional, p) }
func (f fields) finding(n need, p *string) fields      { return text(f, &findingField, n, p) }
func (f fields) multiple(p *string) fields             { return text(f, &multipleField, optional, p) }
func (f fields) ofOptional(p *string) fields           { return text(f, &ofField, optional, p) }
func (f fields) receivedYear(p *int64) fields          { return whole(f, &receivedYearField, required, p) }
func (f fields) until(n need, p *fund.Date) fields     { return date(f, &untilField, n, p) }
func (f fields) settledCare(p *fund.Care) fields       { return text(f, &settledCareField, optional, p) }
func (f fields) article(n need, p *law.Article) fields { return text(f, &articleField, n, p) }
func (f fields) violation(p *law.Violation) fields     { return text(f, &violationField, required, p) }
func (f fields) authority(p *Authority) fields         { return text(f, &authorityField, required, p) }
func (f fields) charge(p *Charge) fields               { return text(f, &chargeField, optional, p) }
func (f fields) discretion(p *Discretion) fields       { return text(f, &discretionField, optional, p) }
func (f fields) grade(p *Grade) fields                 { return text(f, &gradeField, optional, p) }
func (f fields) outcome(p *Outcome) fields             { return text(f, &outcomeField, required, p) }
func (f fields) annulReason(p *Reason) fields          { return text(f, &annulReasonField, required, p) }
func (f fields) waiveReason(p *Reason) fields          { return text(f, &waiveReasonField, required, p) }
func (f fields) reopenReason(p *Reason) fields         { return text(f, &reopenReasonField, required, p) }
func (f fields) warning(p *Warning) fields             { return text(f, &warningField, optional, p) }
func (f fields) legalCode(p *fund.LegalCode) fields    { return text(f, &legalCodeField, optional, p) }
