// Package crash makes the disk fail under the program, one system call after
// another, and looks at what is left. It has tests only.
//
// Each subcommand that writes is run once under strace, to see which calls it
// makes on its files: every open, write, sync, rename, link, unlink, truncate and
// mapping. Then it is run again for each of these calls, on a fresh copy of the
// same ledger, and that one call fails: with EIO, with ENOSPC, or the whole
// program is killed (SIGKILL) instead of it. After each:
//
//   - a healthy program opens the ledger, and verify finds nothing wrong in it;
//   - what was there before stands, and what the program said it had recorded;
//   - what it did not say is there as a whole or not at all;
//   - doing it again succeeds, and once more changes nothing;
//   - the failure was told as what it is: a failing disk is not a full one.
//
// What a fault of hardware may do besides, such as losing what was synced, no
// program can undo; package sqlite's tests show that it is noticed.
//
// The suite takes a sample of the calls. All of them, and what was told:
//
//	go test ./cmd/internal/crash -every -v
package crash
