package event

import "github.com/fundledger/fundledger/ledger/fund"

// How many bytes free text may have.
const (
	nameBytes = 120
	noteBytes = 400
)

// The fields of the trade. They are never changed.
var (
	amountField            = amountOf("amount")
	openingField           = openingOf("amount")
	countField             = countOf("count", 0)
	personsField           = countOf("count", 1)
	documentField          = numberOf("document")
	caseField              = numberOf("case")
	nameField              = freeText("name", nameBytes)
	noteField              = freeText("note", noteBytes)
	ofField                = numberOf("of")
	occurredOnField        = dateField{labelled("occurred_on")}
	bookedForField         = dateField{labelled("booked_for")}
	bookedOnField          = dateField{labelled("booked_on")}
	paidOnField            = dateField{labelled("paid_on")}
	sinceField             = dateField{labelled("since")}
	paidYearField          = yearOf("paid_year")
	fundField              = fundOf("fund")
	aidFundField           = fundOf("aid_fund")
	regionField            = codeOf("region", fund.Region.Valid, &badRegion)
	institutionField       = institutionOf("institution")
	personField            = personOf("person")
	limitField             = oneOf("limit", limitWords)
	denialField            = oneOf("channel", channelWords[:2])
	channelField           = oneOf("channel", channelWords)
	subjectField           = oneOf("subject", subjectWords)
	scopeField             = oneOf("scope", scopeWords)
	kindField              = oneOf("kind", kindWords)
	partField              = oneOf("part", partWords)
	careField              = oneOf("care", careWords)
	levelField             = oneOf("level", levelWords)
	viaField               = oneOf("via", moneyWords)
	fromField              = oneOf("from", moneyWords)
	toField                = oneOf("to", moneyWords)
	accountField           = oneOf("account", openingWords)
	prepaymentPurposeField = oneOf("purpose", prepaymentWords)
	suspensePurposeField   = oneOf("purpose", suspenseWords)
	periodField            = textOf("period", checkPeriod)
	balancesField          = textOf("balances", checkBalances)
	seenField              = someOf("seen")
	ofIDField              = textOf("of_id", checkID)
	ofTypeField            = freeText("of_type", nameBytes)
	ofVersionField         = countOf("of_version", 1)
	byTypeField            = freeText("by_type", nameBytes)
	byVersionField         = someOf("by_version")
	byDataField            = textOf("by_data", checkData)
	ofPositionField        = countOf("of_position", 0)
	ofDataField            = textOf("of_data", checkData)
	itemField              = numberOf("item")
	partyField             = freeText("party", nameBytes)
	costField              = amountOf("cost")
	interestField          = amountOf("interest")
	topicField             = textOf("topic", checkName)
	metricField            = textOf("metric", checkName)
	unitField              = textOf("unit", checkName)
	valueField             = textOf("value", checkDecimal)
	baseField              = amountOf("base")
	basicPaidField         = amountOf("basic_paid")
	criticalPaidField      = amountOf("critical_paid")
	eligibleCostField      = amountOf("eligible_cost")
	careOnField            = dateField{labelled("care_on")}
	againstField           = numberOf("against")
	basisField             = freeText("basis", noteBytes)
	departmentField        = freeText("department", nameBytes)
	dueField               = dateField{labelled("due")}
	findingField           = numberOf("finding")
	multipleField          = textOf("multiple", checkDecimal)
	receivedYearField      = yearOf("received_year")
	untilField             = dateField{labelled("until")}
	settledCareField       = oneOf("settled_care", careWords)
	articleField           = oneOf("article", articleWords)
	violationField         = oneOf("violation", violationWords)
	authorityField         = oneOf("authority", authorityWords)
	chargeField            = oneOf("charge", chargeWords)
	discretionField        = oneOf("discretion", discretionWords)
	gradeField             = oneOf("grade", gradeWords)
	outcomeField           = oneOf("outcome", outcomeWords)
	annulReasonField       = offering(oneOf("reason", reasonWords), Review, Litigation, Corrected)
	waiveReasonField       = offering(oneOf("reason", reasonWords), Waived, Review, Litigation, Corrected)
	reopenReasonField      = offering(oneOf("reason", reasonWords), Review, Litigation, Corrected, NewFacts)
	warningField           = oneOf("warning", warningWords)
	factsField             = freeText("facts", nameBytes)
	beginsField            = oneOf("begins", beginningWords)
	appliesOnField         = dateField{labelled("applies_on")}
	legalCodeField         = codeOf("legal_code", fund.LegalCode.Valid, &badLegalCode)
)
