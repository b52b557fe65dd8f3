// Package tamper tries to change history unseen. It is tests only: a forger who
// knows the form of a ledger's file and its checksums changes a ledger of up to 100,000
// events in every way that we can think of, past the program; the tests state what
// verify says then, which event it names, and whether a checkpoint that somebody
// else kept shows it. Another test flips single bits.
//
// What they show, in short:
//
//   - Whoever changes rows and checksums only is found by the ledger's own tree,
//     and the event is named.
//   - Whoever also computes the tree again is found where events contradict one
//     another: the order, the clock, the stream, the sealed balances of a closing.
//   - Whoever makes everything agree, or cuts the end off cleanly, has made a right
//     ledger of another history. No check of the file alone can tell; a checkpoint
//     that was taken later than the change reaches back can.
package tamper
