package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

func (f fields) amount(p *money.Fen) { *p = money.Fen(f.whole(&amountField, required, int64(*p))) }
func (f fields) amountOptional(p *money.Fen) {
	*p = money.Fen(f.whole(&amountField, optional, int64(*p)))
}
func (f fields) opening(p *money.Fen)    { *p = money.Fen(f.whole(&openingField, required, int64(*p))) }
func (f fields) count(p *int64)          { *p = f.whole(&countField, oneIfAbsent, *p) }
func (f fields) persons(p *int64)        { *p = f.whole(&personsField, required, *p) }
func (f fields) document(p *string)      { *p = f.text(&documentField, required, *p) }
func (f fields) caseNumber(p *string)    { *p = f.text(&caseField, required, *p) }
func (f fields) name(p *string)          { *p = f.text(&nameField, required, *p) }
func (f fields) note(p *string)          { *p = f.text(&noteField, optional, *p) }
func (f fields) of(p *string)            { *p = f.text(&ofField, required, *p) }
func (f fields) occurredOn(p *fund.Date) { *p = f.date(&occurredOnField, required, *p) }
func (f fields) bookedOn(p *fund.Date)   { *p = f.date(&bookedOnField, optional, *p) }

// booked shows both days of entry into the books, which most facts do not have.
func (f fields) booked(e *Fact) {
	if f.reader != nil && !f.reader.near(&bookedOnField.label) {
		return
	}
	e.BookedFor = f.date(&bookedForField, optional, e.BookedFor)
	f.bookedOn(&e.BookedOn)
}

func (f fields) paidOn(p *fund.Date)        { *p = f.date(&paidOnField, required, *p) }
func (f fields) since(p *fund.Date)         { *p = f.date(&sinceField, optional, *p) }
func (f fields) paidYear(p *int64)          { *p = f.whole(&paidYearField, optional, *p) }
func (f fields) fund(p *fund.ID)            { *p = fund.ID(f.text(&fundField, required, string(*p))) }
func (f fields) aidFund(n need, p *fund.ID) { *p = fund.ID(f.text(&aidFundField, n, string(*p))) }
func (f fields) region(p *fund.Region)      { *p = fund.Region(f.text(&regionField, required, string(*p))) }
func (f fields) institution(n need, p *fund.Institution) {
	*p = fund.Institution(f.text(&institutionField, n, string(*p)))
}
func (f fields) person(p *fund.Person) { *p = fund.Person(f.text(&personField, optional, string(*p))) }
func (f fields) limit(p *LimitKind)    { *p = LimitKind(f.text(&limitField, required, string(*p))) }
func (f fields) denial(p *Channel)     { *p = Channel(f.text(&denialField, required, string(*p))) }
func (f fields) channel(p *Channel)    { *p = Channel(f.text(&channelField, required, string(*p))) }
func (f fields) subject(p *Subject)    { *p = Subject(f.text(&subjectField, optional, string(*p))) }
func (f fields) scope(p *Scope)        { *p = Scope(f.text(&scopeField, required, string(*p))) }
func (f fields) kind(p *InstitutionKind) {
	*p = InstitutionKind(f.text(&kindField, optional, string(*p)))
}
func (f fields) part(p *fund.Part) { *p = fund.Part(f.text(&partField, optional, string(*p))) }
func (f fields) partRequired(p *fund.Part) {
	*p = fund.Part(f.text(&partField, required, string(*p)))
}
func (f fields) care(p *fund.Care)      { *p = fund.Care(f.text(&careField, optional, string(*p))) }
func (f fields) level(p *Level)         { *p = Level(f.text(&levelField, required, string(*p))) }
func (f fields) facts(p *string)        { *p = f.text(&factsField, required, *p) }
func (f fields) begins(p *Beginning)    { *p = Beginning(f.text(&beginsField, required, string(*p))) }
func (f fields) appliesOn(p *fund.Date) { *p = f.date(&appliesOnField, optional, *p) }
func (f fields) via(p *account.Code)    { *p = account.Code(f.text(&viaField, optional, string(*p))) }
func (f fields) from(p *account.Code)   { *p = account.Code(f.text(&fromField, required, string(*p))) }
func (f fields) to(p *account.Code)     { *p = account.Code(f.text(&toField, required, string(*p))) }
func (f fields) account(p *account.Code) {
	*p = account.Code(f.text(&accountField, required, string(*p)))
}
func (f fields) prepaymentPurpose(p *Purpose) {
	*p = Purpose(f.text(&prepaymentPurposeField, required, string(*p)))
}
func (f fields) suspensePurpose(p *Purpose) {
	*p = Purpose(f.text(&suspensePurposeField, required, string(*p)))
}
func (f fields) period(p *Period)      { *p = Period(f.text(&periodField, required, string(*p))) }
func (f fields) seen(p *int64)         { *p = f.whole(&seenField, optional, *p) }
func (f fields) balances(p *Balances)  { *p = Balances(f.text(&balancesField, required, string(*p))) }
func (f fields) ofID(p *string)        { *p = f.text(&ofIDField, required, *p) }
func (f fields) ofType(p *string)      { *p = f.text(&ofTypeField, required, *p) }
func (f fields) ofPosition(p *int64)   { *p = f.whole(&ofPositionField, required, *p) }
func (f fields) byType(p *string)      { *p = f.text(&byTypeField, optional, *p) }
func (f fields) byVersion(p *int64)    { *p = f.whole(&byVersionField, optional, *p) }
func (f fields) byData(p *string)      { *p = f.text(&byDataField, optional, *p) }
func (f fields) ofVersion(p *int64)    { *p = f.whole(&ofVersionField, required, *p) }
func (f fields) ofData(p *string)      { *p = f.text(&ofDataField, required, *p) }
func (f fields) item(p *string)        { *p = f.text(&itemField, required, *p) }
func (f fields) party(p *string)       { *p = f.text(&partyField, optional, *p) }
func (f fields) cost(p *money.Fen)     { *p = money.Fen(f.whole(&costField, required, int64(*p))) }
func (f fields) interest(p *money.Fen) { *p = money.Fen(f.whole(&interestField, optional, int64(*p))) }
func (f fields) topic(p *string)       { *p = f.text(&topicField, required, *p) }
func (f fields) metric(p *string)      { *p = f.text(&metricField, required, *p) }
func (f fields) unit(p *string)        { *p = f.text(&unitField, required, *p) }
func (f fields) value(p *string)       { *p = f.text(&valueField, required, *p) }
func (f fields) base(p *money.Fen)     { *p = money.Fen(f.whole(&baseField, optional, int64(*p))) }
func (f fields) basicPaid(p *money.Fen) {
	*p = money.Fen(f.whole(&basicPaidField, optional, int64(*p)))
}
func (f fields) criticalPaid(p *money.Fen) {
	*p = money.Fen(f.whole(&criticalPaidField, optional, int64(*p)))
}
func (f fields) eligibleCost(p *money.Fen) {
	*p = money.Fen(f.whole(&eligibleCostField, optional, int64(*p)))
}
func (f fields) careOn(p *fund.Date)        { *p = f.date(&careOnField, optional, *p) }
func (f fields) against(p *string)          { *p = f.text(&againstField, required, *p) }
func (f fields) basis(p *string)            { *p = f.text(&basisField, optional, *p) }
func (f fields) caseOptional(p *string)     { *p = f.text(&caseField, optional, *p) }
func (f fields) department(p *string)       { *p = f.text(&departmentField, optional, *p) }
func (f fields) due(p *fund.Date)           { *p = f.date(&dueField, optional, *p) }
func (f fields) finding(n need, p *string)  { *p = f.text(&findingField, n, *p) }
func (f fields) multiple(p *string)         { *p = f.text(&multipleField, optional, *p) }
func (f fields) ofOptional(p *string)       { *p = f.text(&ofField, optional, *p) }
func (f fields) receivedYear(p *int64)      { *p = f.whole(&receivedYearField, required, *p) }
func (f fields) until(n need, p *fund.Date) { *p = f.date(&untilField, n, *p) }
func (f fields) settledCare(p *fund.Care) {
	*p = fund.Care(f.text(&settledCareField, optional, string(*p)))
}
func (f fields) article(n need, p *law.Article) {
	*p = law.Article(f.text(&articleField, n, string(*p)))
}
func (f fields) violation(p *law.Violation) {
	*p = law.Violation(f.text(&violationField, required, string(*p)))
}
func (f fields) authority(p *Authority) {
	*p = Authority(f.text(&authorityField, required, string(*p)))
}
func (f fields) charge(p *Charge) { *p = Charge(f.text(&chargeField, optional, string(*p))) }
func (f fields) discretion(p *Discretion) {
	*p = Discretion(f.text(&discretionField, optional, string(*p)))
}
func (f fields) grade(p *Grade)        { *p = Grade(f.text(&gradeField, optional, string(*p))) }
func (f fields) outcome(p *Outcome)    { *p = Outcome(f.text(&outcomeField, required, string(*p))) }
func (f fields) annulReason(p *Reason) { *p = Reason(f.text(&annulReasonField, required, string(*p))) }
func (f fields) waiveReason(p *Reason) { *p = Reason(f.text(&waiveReasonField, required, string(*p))) }
func (f fields) reopenReason(p *Reason) {
	*p = Reason(f.text(&reopenReasonField, required, string(*p)))
}
func (f fields) warning(p *Warning) { *p = Warning(f.text(&warningField, optional, string(*p))) }
func (f fields) legalCode(p *fund.LegalCode) {
	*p = fund.LegalCode(f.text(&legalCodeField, optional, string(*p)))
}
