package event

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// definition is all that is known of one type: its wire name, its fields, what
// it means, and an example.
type definition struct {
	wire    string
	title   lang.Text
	effect  lang.Text
	example Event
	none    Event // without any value
	upcasts []upcast

	rule  func(*clash, Event)       // adds which fields of a fact of this type do not go together; nil: all do
	list  func(Event, fields) Event // shows the fields of a fact of this type, and returns it as the visitor changed it
	order []int                     // the places, in list, of the fields in the order of their bytes
}

// upcast turns the canonical bytes of one version into those of the next.
type upcast func(data []byte) ([]byte, error)

// version is the current schema version: the number of upcasts plus one.
func (d *definition) version() int { return len(d.upcasts) + 1 }

// define returns the definition of a type. list shows its fields, in any order; rule
// adds which of them do not go together, nil if all always do.
func define[T Event](
	wire string, list func(*T, fields), rule func(*clash, T), title, effect lang.Text, example T, upcasts ...upcast,
) *definition {
	var none T
	d := &definition{wire: wire, title: title, effect: effect, example: example, none: none, upcasts: upcasts}
	d.list = func(e Event, f fields) Event {
		t := e.(T) //nolint:errcheck // its type gave the definition
		list(&t, f)
		return t
	}
	if rule != nil {
		d.rule = func(c *clash, e Event) { rule(c, e.(T)) } //nolint:errcheck // its type gave the definition
	}
	var o ordered
	d.list(none, to(&o))
	for i := range o.slots {
		d.order = append(d.order, i)
	}
	slices.SortFunc(d.order, func(a, b int) int { return cmp.Compare(o.slots[a].name(), o.slots[b].name()) })
	return d
}

// show shows the fields of an event of this type in the order of their bytes, whatever
// the order of its list.
func (d *definition) show(e Event, f fields) *ordered {
	o := &ordered{slots: make([]slot, 0, len(d.order))}
	d.list(e, to(o))
	for _, i := range d.order {
		switch s := &o.slots[i]; {
		case s.text != nil:
			s.value = f.text(s.text, s.need, s.value)
		case s.whole != nil:
			s.number = f.whole(s.whole, s.need, s.number)
		default:
			s.number = int64(f.date(s.date, s.need, fund.Date(s.number)))
		}
	}
	return o
}

// alter returns the event as the visitor changed it.
func (d *definition) alter(e Event, f fields) Event {
	o := d.show(e, f)
	o.answers = true
	return d.list(e, to(o))
}

// ordered takes down the fields that a list shows, and answers the same list with the
// values that they were given since.
type ordered struct {
	slots   []slot
	answers bool
	next    int
}

// slot is one field as a list shows it: one of the three, with its value.
type slot struct {
	text   *textField
	whole  *wholeField
	date   *dateField
	need   need
	value  string
	number int64
}

func (s *slot) name() string {
	switch {
	case s.text != nil:
		return s.text.name
	case s.whole != nil:
		return s.whole.name
	default:
		return s.date.name
	}
}

// take returns the slot of the field that is shown: a new one, or the answer.
func (o *ordered) take(shown slot) *slot {
	if !o.answers {
		o.slots = append(o.slots, shown)
		return &o.slots[len(o.slots)-1]
	}
	o.next++
	return &o.slots[o.next-1]
}

func (o *ordered) text(d *textField, n need, v string) string {
	return o.take(slot{text: d, need: n, value: v}).value
}

func (o *ordered) whole(d *wholeField, n need, v int64) int64 {
	return o.take(slot{whole: d, need: n, number: v}).number
}

func (o *ordered) date(d *dateField, n need, v fund.Date) fund.Date {
	return fund.Date(o.take(slot{date: d, need: n, number: int64(v)}).number)
}

// visit shows the fields of an event of this type. It names the types that a log
// is full of, so that they need not be allocated once more.
func (d *definition) visit(e Event, f fields) {
	switch e := e.(type) {
	case ReimbursementPaid:
		fieldsOfReimbursementPaid(&e, f)
	case ReliefPaid:
		fieldsOfReliefPaid(&e, f)
	case PremiumReceived:
		fieldsOfPremiumReceived(&e, f)
	case ParticipationAssisted:
		fieldsOfParticipationAssisted(&e, f)
	default:
		d.show(e, f)
	}
}

// create returns the event that the visitor filled in; see visit.
func (d *definition) create(f fields) Event {
	switch d {
	case reimbursementPaid:
		var e ReimbursementPaid
		fieldsOfReimbursementPaid(&e, f)
		return e
	case reliefPaid:
		var e ReliefPaid
		fieldsOfReliefPaid(&e, f)
		return e
	case premiumReceived:
		var e PremiumReceived
		fieldsOfPremiumReceived(&e, f)
		return e
	case participationAssisted:
		var e ParticipationAssisted
		fieldsOfParticipationAssisted(&e, f)
		return e
	default:
		return d.alter(d.none, f)
	}
}

// registry is every definition, in the order of a clerk's page. It is never changed.
var registry = [...]*definition{
	fundEstablished, fundOpened, accountOpened, limitSet, numberingDeclared,
	premiumReceived, premiumRefunded, premiumSplit, participationAssisted,
	subsidyReceived, interestReceived, interestSplit, splitCorrected, balanceAdjusted, penaltyReceived, otherReceived, otherPaid,
	moneyMoved, grantReceived, grantPaid, insurerPaid, insurerReturned,
	transferReceived, transferPaid, transferReturned,
	reimbursementPaid, reimbursementReversed, claimDenied, claimCorrected,
	prepaymentPaid, prepaymentRecovered, prepaymentSetOff, prepaymentWrittenOff,
	suspenseReceived, suspensePaid, suspenseForfeited, bondBought, bondRedeemed,
	loanReceived, loanRepaid, loanAssumed,
	reliefPaid, reliefReversed,
	caseOpened, findingRecorded, lossDetermined, lossTraced,
	clawbackOrdered, clawbackReceived, clawbackSetOff, clawbackAnnulled, clawbackRefunded,
	fineImposed, finePaid, surchargeImposed, gainConfiscated, fineWaived, fineRefunded,
	penaltyCharged, settlementSuspended, caseTransferred, casePublished, caseClosed, caseReopened,
	institutionDesignated, agreementSigned, institutionSuspended, institutionResumed, institutionTerminated,
	paymentHeld, paymentReleased,
	budgetApproved, budgetAdjusted,
	personsInsured, recoveryReported, statisticReported, reportIssued,
	periodClosed, factReversed, clockAcknowledged,
}

// byWire finds a definition by its wire name. It is never changed.
var byWire = func() map[string]*definition {
	m := make(map[string]*definition, len(registry))
	for _, d := range registry {
		m[d.wire] = d
	}
	return m
}()
