// Package rules runs the scripts in testdata/rules: what the ledger accepts,
// what it refuses and why, and what the funds hold afterwards, in a form that
// an accountant can check without reading Go.
//
// A script is a text file. Lines that begin with # are remarks. One or more
// commands, a line "----", and what the program answers, up to an empty line:
//
//	record premium.received fund=441300.390 amount=400 document=P-1 occurred_on=2025-01-10
//	balance
//	----
//	recorded premium-441300.390-202501@0
//	...
//
// The commands:
//
//	record TYPE FIELD=VALUE …   record a fact; the fields are the import columns,
//	                            a person is given by number, a value with spaces
//	                            in double quotes (one in it as \"); an indented line goes on
//	correct TYPE DOCUMENT by=NUMBER [on=DATE] FIELD=VALUE…
//	                            correct the latest fact of that type and document; by is
//	                            the document of its reversal
//	reverse TYPE DOCUMENT [fund=FUND] document=NUMBER occurred_on=DATE
//	                            reverse the latest fact of that type and document
//	close fund=FUND period=PERIOD document=NUMBER
//	                            close a month or year with what stands in the books
//	language zh|en|both         of refusals from here on; both at first
//	today DATE                  set the clock; each recorded fact takes one second
//	balance [as-of=DATE] [known-at=WHEN]
//	books fund=FUND [as-of=DATE] [known-at=WHEN]
//	                            what stands on every account, by the day of booking
//	recoveries [by=channel|institution|both|subject|article|year|case] [as-of=DATE] [known-at=WHEN]
//	case NUMBER [as-of=DATE] [known-at=WHEN]
//	                            where a case stands: per order what is outstanding, per
//	                            fine and the like what is unpaid, with the last day to pay
//	                            and the surcharge accrued by the date; contract penalties
//	statistics [as-of=DATE] [known-at=WHEN]
//	files DATE|none             the latest time of the ledger's files
//	acknowledge DOCUMENT        say that recording times are of a clock that was ahead
//	postings                    what the last recorded fact books, or the reversal of a
//	                            correction
//
// A fact that the ledger records with a warning shows it below the answer. An
// amount of zero in a case is shown as -.
//
// WHEN is a number of recorded facts ago, or a time such as 2026-01-15T10:00:03.
//
// It has tests only. After a wanted change of wording:
//
//	go test ./cmd/internal/rules -rewrite
package rules
