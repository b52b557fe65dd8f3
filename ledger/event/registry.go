package event

import "github.com/fundledger/fundledger/ledger/lang"

// definition is all that is known of one type: its wire name, its fields, what
// it means, and an example.
type definition struct {
	wire    string
	title   lang.Text
	effect  lang.Text
	example Event
	upcasts []upcast

	show   func(Event, fields)       // shows the fields of an event of this type
	fill   func(fields) Event        // returns the event that the visitor filled in
	change func(Event, fields) Event // returns the event as the visitor changed it
}

// upcast turns the canonical bytes of one version into those of the next.
type upcast func(data []byte) ([]byte, error)

// version is the current schema version: the number of upcasts plus one.
func (d *definition) version() int { return len(d.upcasts) + 1 }

func define[T Event](wire string, list func(*T, fields), title, effect lang.Text, example T, upcasts ...upcast) *definition {
	return &definition{
		wire: wire, title: title, effect: effect, example: example, upcasts: upcasts,
		show: func(e Event, f fields) {
			t := e.(T) //nolint:errcheck // its type gave the definition
			list(&t, f)
		},
		change: func(e Event, f fields) Event {
			t := e.(T) //nolint:errcheck // its type gave the definition
			list(&t, f)
			return t
		},
		fill: func(f fields) Event {
			var t T
			list(&t, f)
			return t
		},
	}
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
		f.apart(func(f fields) { d.show(e, f) })
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
		var e Event
		f.apart(func(f fields) { e = d.fill(f) })
		return e
	}
}

// alter returns the event as the visitor changed it.
func (d *definition) alter(e Event, f fields) Event { return d.change(e, f) }

// registry is every definition, in the order of a clerk's page. It is never changed.
var registry = [...]*definition{
	fundEstablished, fundOpened, accountOpened, limitSet, numberingDeclared,
	premiumReceived, premiumRefunded, premiumSplit, participationAssisted,
	subsidyReceived, interestReceived, interestSplit, splitCorrected, penaltyReceived, otherReceived, otherPaid,
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
	personsInsured, recoveryReported, statisticReported,
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
