// Package event holds every event of the ledger: a closed set of business
// facts, each in the past tense, with its wire name, version, canonical bytes
// and documentation.
//
// # What an event is
//
// One event is one fact of the trade that happened on a civil date
// (OccurredOn, Asia/Shanghai) and is proven by a document. When the ledger
// recorded it is not in the event but in its envelope. An event may stand for
// many: a published total of 58,840,000 visits is one event with Count
// 58,840,000 that covers the days from Since to OccurredOn.
//
// # Canonical bytes
//
// Encode writes one RFC 8785 (JCS) object: keys ascending, amounts as decimal
// strings of yuan with two decimals, dates as yyyy-mm-dd, counts as whole
// numbers, an empty optional field left out. Decode is strict: unknown fields,
// other spellings of the same value, and newer versions are refused. So equal
// events have equal bytes, and decode then encode gives back the same bytes.
//
// # Evolution
//
// Wire names are written by hand and never reused. The version of a type is the
// number of its upcasts plus one; an upcast turns the bytes of one version into
// the next. Every version of every type keeps a golden file for ever.
//
// # Twins
//
// A city has tens of millions of events, almost all of four types. So what is done with
// each of them has a plain form and a quick one, which takes and gives exactly the same;
// tests hold them together:
//
//   - Encode returns bytes of its own; EncodeTo writes into the caller's memory and gives
//     the digest too; EncodeParsed leaves out the check that Parse has made.
//   - Parse asks for each field by name; ParseRow takes values in the order of TypeOf.
//   - Decode makes the event; package tally sums payments from their bytes without making
//     any, for views that have ApplySum beside Apply, and a tally.Form makes the event of what
//     it has read.
//   - DigestOf is of an event, where EncodeTo has it from bytes that it wrote anyway, and
//     DigestOfRead from those that it was read from.
//   - The four types are shown to readers and writers directly, all others through their
//     definition (visit, create), and about and contradictions name them first.
//
// Everything here is pure: no clock, no files, no randomness.
package event

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// Event is one fact of the closed set in this package. Events are values: they
// can be compared with == and are never changed.
//
//sumtype:decl
type Event interface {
	// Common returns what every event has.
	Common() Fact
	definition() *definition
}

// Fact is what every event has.
type Fact struct {
	// Document is the number of the source document (凭证号), unique for one type
	// and fund in its stream. Required.
	Document string
	// OccurredOn is the business date in Asia/Shanghai: when money moved, a
	// decision was taken, a rule came into force. For a total, the last day that
	// it covers. Required.
	OccurredOn fund.Date
	// Since is the first day that a total covers; zero if OccurredOn is the only day.
	Since fund.Date
	// Count is how many single facts the event stands for: 1 for a single fact, 0
	// for a total whose number is not known. Types without a number leave it 0.
	Count int64
	// Note is a remark or the place where a figure was published; may be empty.
	Note string
	// BookedOn is the day on which the fact enters the books where that is not
	// OccurredOn, because the period of OccurredOn was closed already; else zero.
	BookedOn fund.Date
	// BookedFor is set in a fact that corrects one of a closed period, and then the fact
	// books nothing itself: the reversal of the wrong one books the difference between
	// both (FactReversed.By). With that the books are as if this fact had been entered on
	// BookedFor. Else zero.
	BookedFor fund.Date
}

// Booked returns the day on which the fact enters the books.
func (f Fact) Booked() fund.Date {
	if f.BookedOn != 0 {
		return f.BookedOn
	}
	return f.OccurredOn
}

// InBooks returns the day as of which the fact stands in the books. Of what corrects a
// closed period that is not the day on which the difference entered them.
func (f Fact) InBooks() fund.Date {
	if f.BookedFor != 0 {
		return f.BookedFor
	}
	return f.Booked()
}

// Common returns f.
func (f Fact) Common() Fact { return f }

// First returns the first day that the fact covers.
func (f Fact) First() fund.Date {
	if f.Since != 0 {
		return f.Since
	}
	return f.OccurredOn
}

// IsTotal reports whether the event is a total: of other than one fact, or of what was
// published of a period, be it one.
func (f Fact) IsTotal() bool { return f.Count != 1 || f.Since != 0 }

// FundEstablished says that a fund's set of books (账套) was set up.
type FundEstablished struct {
	Fact
	Fund fund.ID
	Name string // as printed on reports
}

// FundOpened says what a fund held at the close of OccurredOn, when its books
// here began (期初余额).
type FundOpened struct {
	Fact
	Fund   fund.ID
	Amount money.Fen // below zero: a deficit
	Part   fund.Part // 职工: pool or personal; whose balance it is
}

// LimitSet says that a limit applies in a region from OccurredOn on.
type LimitSet struct {
	Fact
	Region fund.Region
	Limit  LimitKind
	Amount money.Fen
}

// PremiumReceived says that premiums came in (保险费收入).
type PremiumReceived struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Part   fund.Part    // 职工: pool or personal; empty: awaiting split
	Via    account.Code // money account; zero: 财政专户
	Payer  Payer        // empty: not said
}

// PremiumRefunded says that premiums were paid back (退费): to who paid them, or, where a
// medical-aid fund had paid them (资助参保), to that fund, whose expense they then are no more.
type PremiumRefunded struct {
	Fact
	Fund    fund.ID
	AidFund fund.ID // had paid the premium and gets it back; empty: none
	Amount  money.Fen
	Of      string       // document of the premium that is refunded, or of the assisted participation
	PaidOn  fund.Date    // when that premium was received
	Part    fund.Part    // 职工: pool or personal; as in the premium
	Via     account.Code // money account; zero: 支出户, or, to an aid fund, 财政专户
}

// ParticipationAssisted says that a medical-aid fund paid premiums for people it
// supports into another fund (资助参保): expense of one, income of the other, in
// one event so that the two cannot come apart.
type ParticipationAssisted struct {
	Fact
	AidFund fund.ID // pays
	Fund    fund.ID // receives premium income
	Amount  money.Fen
}

// SubsidyReceived says that the government paid a subsidy (财政补贴收入).
type SubsidyReceived struct {
	Fact
	Fund    fund.ID
	Amount  money.Fen
	Via     account.Code // money account; zero: 财政专户
	Purpose Purpose      // StandardSubsidy, VaccineSubsidy or OtherPurpose; empty: not said
}

// InterestReceived says that interest was credited (利息收入).
type InterestReceived struct {
	Fact
	Fund   fund.ID
	Amount money.Fen
	Part   fund.Part    // 职工: pool or personal; empty: awaiting split
	Via    account.Code // money account; zero: 财政专户
}

// PenaltyReceived says that a contract penalty under a service agreement came
// in (违约金). Unlike a fine it is income of the fund.
type PenaltyReceived struct {
	Fact
	Fund        fund.ID
	Case        string           // the case it was charged in; may be empty
	Institution fund.Institution // empty: not named
	Amount      money.Fen
	Part        fund.Part    // 职工: pool or personal; whose income it is
	Via         account.Code // money account; zero: 财政专户
}

// ReimbursementPaid says that the fund paid for care (待遇支出).
type ReimbursementPaid struct {
	Fact
	Fund        fund.ID
	Institution fund.Institution // empty: paid to a person, or not named
	Person      fund.Person      // may be empty
	Amount      money.Fen
	Care        fund.Care    // empty: not classified
	CareOn      fund.Date    // last day of the care; zero: not said
	Department  string       // department of the institution; may be empty
	Part        fund.Part    // 职工: pool or personal; who pays
	Via         account.Code // money account; zero: 支出户

	TotalCost  money.Fen  // of the care, whoever pays (医疗总费用); zero: not known
	Eligible   money.Fen  // of it within the scope of payment (政策范围内费用); zero: not known
	Place      Place      // of the care; empty: not known
	Settlement Settlement // empty: not known
}

// ReimbursementReversed says that a payment came back because it was wrong (冲销).
type ReimbursementReversed struct {
	Fact
	Fund        fund.ID
	Institution fund.Institution // as in the payment
	Amount      money.Fen
	Of          string       // document of the payment
	PaidOn      fund.Date    // when it was paid
	Care        fund.Care    // as in the payment
	Part        fund.Part    // 职工: pool or personal; as in the payment
	Via         account.Code // money account; zero: 支出户 in the same year, else 财政专户
}

// ClaimDenied says that an audit refused a claim before payment (拒付). No cash moved.
type ClaimDenied struct {
	Fact
	Fund        fund.ID
	Institution fund.Institution // empty: not named
	Channel     Channel          // SmartAudit or SampleAudit
	Case        string           // empty: of no case
	Amount      money.Fen
}

// ClaimCorrected says that a reminder before payment made an institution
// correct a claim (事前提醒). No cash moved.
type ClaimCorrected struct {
	Fact
	Fund        fund.ID
	Institution fund.Institution // empty: not named
	Amount      money.Fen
}

// ReliefPaid says that medical aid was paid for a person's care (医疗救助支出), on
// what basic insurance and critical-illness insurance had left of its cost.
type ReliefPaid struct {
	Fact
	Fund     fund.ID
	Person   fund.Person // empty only in a total
	Amount   money.Fen
	Eligible money.Fen    // cost within the scope of payment; zero: not given
	Basic    money.Fen    // paid of it by basic insurance
	Critical money.Fen    // paid of it by critical-illness insurance
	Via      account.Code // money account; zero: 财政专户
}

// ReliefReversed says that relief came back; the person's room under the cap returns.
type ReliefReversed struct {
	Fact
	Fund   fund.ID
	Person fund.Person
	Amount money.Fen
	Of     string       // document of the relief
	PaidOn fund.Date    // when it was paid
	Via    account.Code // money account; zero: 财政专户
}

// ClawbackOrdered says that money must be returned to the fund that paid it (责令退回).
type ClawbackOrdered struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution
	Subject     Subject
	Channel     Channel
	Article     law.Article // empty: not said
	Part        fund.Part   // 职工: whose money; empty: not split
	PaidYear    int64       // calendar year of the original payments; 0 if not split
	Amount      money.Fen
	Warning     Warning // written by the ledger
}

// ClawbackReceived says that returned money reached the fund (追回, 退回).
type ClawbackReceived struct {
	Fact
	Case        string
	Fund        fund.ID
	Institution fund.Institution
	Subject     Subject
	Channel     Channel
	Amount      money.Fen
	PaidYear    int64        // calendar year of the original payment; 0 if not known
	Care        fund.Care    // of the original payment; empty: not classified
	Part        fund.Part    // 职工: pool or personal; who paid
	Via         account.Code // money account; zero: 支出户 in the same year, else 财政专户
}

// FineImposed says that an administrative fine was decided (行政罚款). It goes to
// the treasury; no fund is named because none is touched.
type FineImposed struct {
	Fact
	Case        string
	Region      fund.Region
	Institution fund.Institution
	Subject     Subject
	Article     law.Article // empty: not said
	Finding     string      // number of the finding that is fined; may be empty
	Base        money.Fen   // the loss or the amount defrauded; zero: not said
	Multiple    string      // of the base, as decided, such as "1.5"; may be empty
	Discretion  Discretion  // empty: not said
	Amount      money.Fen   // zero: published only as the multiple, of an amount that is not known
	Due         fund.Date   // last day to pay; zero: law.DaysToPay after the decision
	Warning     Warning     // written by the ledger
}

// FinePaid says that a fine, a surcharge or confiscated gains were paid to the
// treasury (国库).
type FinePaid struct {
	Fact
	Case        string
	Region      fund.Region
	Institution fund.Institution
	Subject     Subject
	Charge      Charge      // empty: a fine
	Of          string      // document of the decision; empty: the oldest that is unpaid
	Article     law.Article // of the decision; empty: any
	Amount      money.Fen
}

// InstitutionDesignated says that a service agreement was concluded (定点).
type InstitutionDesignated struct {
	Fact
	Institution fund.Institution
	Region      fund.Region
	Name        string
	Kind        InstitutionKind // empty: as its code says
	Grade       Grade           // empty: not said
	LegalCode   fund.LegalCode  // of the legal person (统一社会信用代码); may be empty
}

// InstitutionSuspended says that an agreement, or one department's, was
// suspended from OccurredOn on (中止协议).
type InstitutionSuspended struct {
	Fact
	Institution fund.Institution // empty only in a total
	Region      fund.Region
	Kind        InstitutionKind // empty: not said
	Scope       Scope
	Department  string      // which one; may be empty
	Until       fund.Date   // last day; zero: until it is resumed
	Case        string      // the case it follows from; may be empty
	Article     law.Article // empty: not said
	Warning     Warning     // written by the ledger
}

// InstitutionResumed says that a suspension ended on OccurredOn (恢复协议).
type InstitutionResumed struct {
	Fact
	Institution fund.Institution // empty only in a total
	Region      fund.Region
	Kind        InstitutionKind
	Scope       Scope
	Department  string // as in the suspension
}

// InstitutionTerminated says that an agreement ended on OccurredOn (解除协议).
type InstitutionTerminated struct {
	Fact
	Institution fund.Institution // empty only in a total
	Region      fund.Region
	Kind        InstitutionKind
	Case        string      // the case it follows from; may be empty
	Article     law.Article // empty: not said
}

// PersonsInsured says how many persons (Count) a fund insured on OccurredOn (参保人数).
type PersonsInsured struct {
	Fact
	Fund fund.ID
}

// StatisticReported says that a bureau published a figure that nothing else in
// the ledger implies. It is kept and given back with its source, and never
// becomes money of a fund.
type StatisticReported struct {
	Fact
	Region fund.Region
	Topic  string // lower-case English words joined by _
	Metric string // the same
	Value  string // a canonical decimal number
	Unit   string // such as yuan, person, percent
}
