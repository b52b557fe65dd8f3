package main

import "strings"

// The databases get one row for each fact, as it stands in the files, with its
// amount in whole fen. The keys are what a ledger needs to find a fact by its
// place, by its document, and by its fund and day; %s is the type of the first.
//
// What a fact does to a fund is worked out by the view booked: the third time
// that it is written down, after projections/posting and effects.
const (
	tableOfFacts = `CREATE TABLE facts (id %s PRIMARY KEY, type text NOT NULL, document text NOT NULL, occurred_on text NOT NULL, fund text, aid_fund text, institution text, person text, care text, amount bigint, paid_year text, paid_on text);
CREATE INDEX facts_document ON facts (type, document);
CREATE INDEX facts_fund ON facts (fund, occurred_on);
` + viewOfBookings

	viewOfBookings = `CREATE VIEW booked AS
SELECT id, type, document, occurred_on, fund,
  CASE
  WHEN type IN ('reimbursement.paid', 'relief.paid', 'other.paid', 'grant.paid', 'transfer.paid', 'insurer.paid') THEN 'expense'
  WHEN type IN ('premium.received', 'subsidy.received', 'interest.received', 'penalty.received', 'other.received', 'grant.received', 'transfer.received', 'participation.assisted') THEN 'income'
  WHEN type IN ('clawback.received', 'reimbursement.reversed', 'relief.reversed') THEN CASE WHEN substr(occurred_on, 1, 4) IN (paid_year, substr(paid_on, 1, 4)) THEN 'expense' ELSE 'income' END
  WHEN type = 'premium.refunded' THEN CASE WHEN substr(occurred_on, 1, 4) = substr(paid_on, 1, 4) THEN 'income' ELSE 'expense' END
  WHEN type = 'fund.opened' THEN 'opening'
  END AS side,
  CASE WHEN type IN ('clawback.received', 'reimbursement.reversed', 'relief.reversed', 'premium.refunded') AND substr(occurred_on, 1, 4) IN (paid_year, substr(paid_on, 1, 4)) THEN -amount ELSE amount END AS amount
FROM facts
UNION ALL
SELECT id, type, document, occurred_on, aid_fund, 'expense', amount FROM facts WHERE type = 'participation.assisted'
UNION ALL
SELECT id, type, document, occurred_on, aid_fund,
  CASE WHEN substr(occurred_on, 1, 4) = substr(paid_on, 1, 4) THEN 'expense' ELSE 'income' END,
  CASE WHEN substr(occurred_on, 1, 4) = substr(paid_on, 1, 4) THEN -amount ELSE amount END
FROM facts WHERE type = 'premium.refunded' AND aid_fund <> '';
`

	questionOfFacts = `SELECT substr(occurred_on, 1, 4), fund, side, sum(amount) FROM booked WHERE side IS NOT NULL GROUP BY 1, 2, 3;`
)

// answerOfRows returns the answer that a database printed.
func answerOfRows(out string) (answer, error) {
	changes, err := readChanges(strings.NewReader(out))
	if err != nil {
		return nil, err
	}
	return answerOf(changes)
}
