package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// need says whether a field must be given.
type need int

const (
	required need = iota
	optional
	oneIfAbsent // a count: written always, 1 in a row that leaves it out
)

// visitor is shown the fields of an event one by one, in the order of their
// canonical bytes. One list of fields per type so serves encoding, decoding,
// import rows and documentation alike, and they cannot disagree.
type visitor interface {
	field(name string, n need, s slot)
}

// reading is a visitor that fills events from bytes and so knows at once that an
// optional field is not there. Asking first spares making the slot of a field that
// most events leave out, which is much of what decoding costs.
type reading interface{ absent(name string) bool }

// without reports whether an optional field need not be shown.
func (f fields) without(name string) bool {
	r, ok := f.visitor.(reading)
	return ok && r.absent(name)
}

// fields shows the fields of the trade to a visitor. The same field name means
// the same thing and has the same form in every type; see dictionary.
type fields struct{ visitor }

const (
	nameBytes = 120
	noteBytes = 400
)

func (f fields) amount(p *money.Fen)  { f.field("amount", required, (*amountSlot)(p)) }
func (f fields) opening(p *money.Fen) { f.field("amount", required, (*openingSlot)(p)) }
func (f fields) count(p *int64)       { f.field("count", oneIfAbsent, countSlot{p, 0}) }
func (f fields) persons(p *int64)     { f.field("count", required, countSlot{p, 1}) }
func (f fields) document(p *string)   { f.field("document", required, wordsSlot{p, nameBytes}) }
func (f fields) caseNumber(p *string) { f.field("case", required, wordsSlot{p, nameBytes}) }
func (f fields) name(p *string)       { f.field("name", required, wordsSlot{p, nameBytes}) }
func (f fields) note(p *string) {
	if !f.without("note") {
		f.field("note", optional, wordsSlot{p, noteBytes})
	}
}
func (f fields) of(p *string) { f.field("of", required, wordsSlot{p, nameBytes}) }

func (f fields) occurredOn(p *fund.Date) { f.field("occurred_on", required, (*dateSlot)(p)) }
func (f fields) bookedOn(p *fund.Date)   { f.field("booked_on", optional, (*dateSlot)(p)) }
func (f fields) paidOn(p *fund.Date)     { f.field("paid_on", required, (*dateSlot)(p)) }
func (f fields) since(p *fund.Date)      { f.field("since", optional, (*dateSlot)(p)) }
func (f fields) paidYear(p *int64)       { f.field("paid_year", optional, (*yearSlot)(p)) }

func (f fields) fund(p *fund.ID)    { f.fundField("fund", p) }
func (f fields) aidFund(p *fund.ID) { f.fundField("aid_fund", p) }

func (f fields) fundField(name string, p *fund.ID) {
	f.field(name, required, codeSlot[fund.ID]{p, fund.ID.Valid, &badFund})
}

func (f fields) region(p *fund.Region) {
	f.field("region", required, codeSlot[fund.Region]{p, fund.Region.Valid, &badRegion})
}

func (f fields) institution(n need, p *fund.Institution) {
	f.field("institution", n, codeSlot[fund.Institution]{p, fund.Institution.Valid, &badInstitution})
}

func (f fields) person(p *fund.Person) {
	if !f.without("person") {
		f.field("person", optional, codeSlot[fund.Person]{p, fund.Person.Valid, &badPerson})
	}
}

func (f fields) limit(p *LimitKind) { f.field("limit", required, wordSlot[LimitKind]{p, limitKinds}) }
func (f fields) denial(p *Channel) {
	f.field("channel", required, wordSlot[Channel]{p, denialChannels})
}
func (f fields) channel(p *Channel) { f.field("channel", required, wordSlot[Channel]{p, Channels}) }
func (f fields) subject(p *Subject) { f.field("subject", optional, wordSlot[Subject]{p, Subjects}) }
func (f fields) scope(p *Scope)     { f.field("scope", required, wordSlot[Scope]{p, scopes}) }

func (f fields) kind(p *InstitutionKind) {
	f.field("kind", optional, wordSlot[InstitutionKind]{p, institutionKinds})
}

func (f fields) part(p *account.Part) {
	if !f.without("part") {
		f.field("part", optional, wordSlot[account.Part]{p, parts})
	}
}

func (f fields) partRequired(p *account.Part) {
	f.field("part", required, wordSlot[account.Part]{p, parts})
}

func (f fields) care(p *account.Care) {
	if !f.without("care") {
		f.field("care", optional, wordSlot[account.Care]{p, cares})
	}
}
func (f fields) level(p *Level) { f.field("level", required, wordSlot[Level]{p, levels}) }

func (f fields) via(p *account.Code) {
	if !f.without("via") {
		f.field("via", optional, wordSlot[account.Code]{p, moneyAccounts})
	}
}
func (f fields) from(p *account.Code) {
	f.field("from", required, wordSlot[account.Code]{p, moneyAccounts})
}
func (f fields) to(p *account.Code) {
	f.field("to", required, wordSlot[account.Code]{p, moneyAccounts})
}
func (f fields) account(p *account.Code) {
	f.field("account", required, wordSlot[account.Code]{p, openingAccounts})
}

func (f fields) prepaymentPurpose(p *Purpose) {
	f.field("purpose", required, wordSlot[Purpose]{p, prepaymentPurposes})
}

func (f fields) suspensePurpose(p *Purpose) {
	f.field("purpose", required, wordSlot[Purpose]{p, suspensePurposes})
}

func (f fields) period(p *Period)     { f.field("period", required, (*periodSlot)(p)) }
func (f fields) balances(p *Balances) { f.field("balances", required, (*balancesSlot)(p)) }
func (f fields) ofID(p *string)       { f.field("of_id", required, (*idSlot)(p)) }
func (f fields) ofType(p *string)     { f.field("of_type", required, wordsSlot{p, nameBytes}) }
func (f fields) ofVersion(p *int64)   { f.field("of_version", required, countSlot{p, 1}) }
func (f fields) ofData(p *string)     { f.field("of_data", required, (*dataSlot)(p)) }

func (f fields) item(p *string)        { f.field("item", required, wordsSlot{p, nameBytes}) }
func (f fields) party(p *string)       { f.field("party", optional, wordsSlot{p, nameBytes}) }
func (f fields) cost(p *money.Fen)     { f.field("cost", required, (*amountSlot)(p)) }
func (f fields) interest(p *money.Fen) { f.field("interest", optional, (*amountSlot)(p)) }

func (f fields) topic(p *string)  { f.field("topic", required, (*nameSlot)(p)) }
func (f fields) metric(p *string) { f.field("metric", required, (*nameSlot)(p)) }
func (f fields) unit(p *string)   { f.field("unit", required, (*nameSlot)(p)) }
func (f fields) value(p *string)  { f.field("value", required, (*decimalSlot)(p)) }

// yuan is an amount besides the event's own; zero: not given.
func (f fields) yuan(name string, p *money.Fen) { f.field(name, optional, (*amountSlot)(p)) }

func (f fields) careOn(p *fund.Date)    { f.field("care_on", optional, (*dateSlot)(p)) }
func (f fields) against(p *string)      { f.field("against", required, wordsSlot{p, nameBytes}) }
func (f fields) basis(p *string)        { f.field("basis", optional, wordsSlot{p, noteBytes}) }
func (f fields) caseOptional(p *string) { f.field("case", optional, wordsSlot{p, nameBytes}) }
func (f fields) department(p *string) {
	if !f.without("department") {
		f.field("department", optional, wordsSlot{p, nameBytes})
	}
}
func (f fields) due(p *fund.Date)           { f.field("due", optional, (*dateSlot)(p)) }
func (f fields) finding(n need, p *string)  { f.field("finding", n, wordsSlot{p, nameBytes}) }
func (f fields) multiple(p *string)         { f.field("multiple", optional, (*decimalSlot)(p)) }
func (f fields) ofOptional(p *string)       { f.field("of", optional, wordsSlot{p, nameBytes}) }
func (f fields) receivedYear(p *int64)      { f.field("received_year", required, (*yearSlot)(p)) }
func (f fields) until(n need, p *fund.Date) { f.field("until", n, (*dateSlot)(p)) }
func (f fields) settledCare(p *account.Care) {
	f.field("settled_care", optional, wordSlot[account.Care]{p, cares})
}
func (f fields) article(n need, p *law.Article) {
	f.field("article", n, wordSlot[law.Article]{p, articles})
}
func (f fields) violation(p *law.Violation) {
	f.field("violation", required, wordSlot[law.Violation]{p, violations})
}
func (f fields) authority(p *Authority) {
	f.field("authority", required, wordSlot[Authority]{p, authorities})
}
func (f fields) charge(p *Charge) { f.field("charge", optional, wordSlot[Charge]{p, charges}) }
func (f fields) discretion(p *Discretion) {
	f.field("discretion", optional, wordSlot[Discretion]{p, discretions})
}
func (f fields) grade(p *Grade)     { f.field("grade", optional, wordSlot[Grade]{p, grades}) }
func (f fields) outcome(p *Outcome) { f.field("outcome", required, wordSlot[Outcome]{p, outcomes}) }
func (f fields) reason(p *Reason)   { f.field("reason", required, wordSlot[Reason]{p, reasons}) }
func (f fields) warning(p *Warning) { f.field("warning", optional, wordSlot[Warning]{p, warnings}) }

func (f fields) legalCode(p *fund.LegalCode) {
	f.field("legal_code", optional, codeSlot[fund.LegalCode]{p, fund.LegalCode.Valid, &badLegalCode})
}

// The problems of identifiers; copied before use.
var (
	badFund = Problem{
		Why:    lang.Text{ZH: "没有这种基金代码", EN: "there is no such fund code"},
		Remedy: lang.Text{ZH: "写成 统筹区.险种，如 441300.390（310 职工、390 居民、610 医疗救助、all 未分险种）", EN: "write region.kind, such as 441300.390 (310 employee, 390 resident, 610 medical aid, all not split)"},
	}
	badRegion = Problem{
		Why:    lang.Text{ZH: "不是行政区划代码", EN: "this is not a division code"},
		Remedy: lang.Text{ZH: "写成六位数字，如 441300", EN: "write six digits, such as 441300"},
	}
	badInstitution = Problem{
		Why:    lang.Text{ZH: "不是定点医药机构编码", EN: "this is not an institution code"},
		Remedy: lang.Text{ZH: "写成 12 位编码：H（医疗机构）或 P（药店）加 11 位数字，如 H44130200026", EN: "write 12 characters: H (hospital) or P (pharmacy) and 11 digits, such as H44130200026"},
	}
	badLegalCode = Problem{
		Why:    lang.Text{ZH: "不是统一社会信用代码", EN: "this is not a unified social credit code"},
		Remedy: lang.Text{ZH: "写成 18 位代码，核对末位校验码", EN: "write 18 characters and check the last, the check character"},
	}
	badPerson = Problem{
		Why:    lang.Text{ZH: "不是人员假名", EN: "this is not a person's pseudonym"},
		Remedy: lang.Text{ZH: "填人员编号，由程序用密钥转换；不填姓名和身份证号", EN: "give the person number, which the program turns into a pseudonym; never a name or an identity number"},
	}
)
