// Package oracle checks the ledger as a whole against a second ledger that is
// written straight from the rules: a naive list of facts that is searched from
// its beginning for every decision and every sum, in big integers. It shares no
// code with the aggregates and projections. Random facts go to both; decisions,
// balances, recoveries and statistics must agree.
//
// It has tests only:
//
//	go test ./cmd/internal/oracle -seed 7 -facts 5000
package oracle
