// Package oracle checks the ledger as a whole against a second ledger that is
// written straight from the rules: a naive list of facts that is searched from
// its beginning for every decision and every sum, in big integers. It shares no
// code with the aggregates and projections. Random facts go to both, among them
// reversals and closings; decisions, balances, the books of every account,
// recoveries and statistics must agree.
//
// On the way it checks what holds in any books (debits equal credits, assets are
// liabilities and net assets, 3001 rolls forward), that a reversal leaves every
// view as it was, and that no closed period ever changes.
//
// It has tests only:
//
//	go test ./cmd/internal/oracle -seed 7 -facts 5000
package oracle
