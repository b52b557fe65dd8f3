// Package oracle checks the ledger as a whole against a second ledger that is
// written straight from the rules: a naive list of facts that is searched from
// its beginning for every decision and every sum, in big integers. It shares no
// code with the aggregates and projections, nor the files of cases and the frames
// of the law, which it reads once more. Random facts go to both, among them
// reversals and closings, in a world of everything, in one of few cases, and in
// one of few agreements; decisions, warnings, balances, the books of every
// account, recoveries in every grouping, cases, agreements, contract penalties and
// statistics must agree, as of several days.
//
// On the way it checks what holds in any books (debits equal credits, assets are
// liabilities and net assets, 3001 rolls forward) and in any case (nothing comes
// in, is refunded or paid beyond what was decided), that a reversal leaves every
// view as it was, that no closed period ever changes, and that a history without
// its fines, surcharges and confiscations leaves the same books.
//
// It has tests only:
//
//	go test ./cmd/internal/oracle -seed 7 -facts 5000
//	go test ./cmd/internal/oracle -run Cases -seed 7 -facts 1000
package oracle
