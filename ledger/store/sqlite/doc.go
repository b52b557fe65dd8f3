// Package sqlite keeps a ledger's events in one SQLite file, ledger.db, in a
// directory of its own. It is the store that a ledger has unless another is
// asked for. SQLite here is modernc.org/sqlite: pure Go, nothing to install.
//
// # Form of the file
//
// One row of table appends is one append. What its events share stands once in
// columns; the events stand in data, one line for each:
//
//	type SP version SP canonical-JSON LF
//
// compressed as one zstd frame that states its size. What follows from these is
// not stored: event i of a row has position first+i and revision revision+i,
// and its id is store.EventID. A stream's name stands once, in table streams.
//
// sum is CRC-32C over every column and the stream's name. The file's
// application_id is "flgr"; user_version holds the format's number and its
// complement. Evolution rule: a program that knows format n reads formats up to
// n and refuses later ones; a format's tables are never altered.
//
// # One invariant
//
// Rows only follow one another: first and revision continue where the log and
// the stream ended. Triggers in the file itself refuse an UPDATE, a DELETE and
// any INSERT elsewhere, whichever program tries.
//
// # Damage
//
// Whatever can be found is found twice, by structures that share no page: an
// append's row and two indexes on where it ends; a name and its checksum. A
// walk that comes to an end asks the other structure whether that is the end.
// So damage to any one place of the file, even one that hides rows, is a
// *store.CorruptError and never a shorter answer.
//
// What the package cannot see is a whole file exchanged for an older or a
// forged one, or the loss of ledger.db-wal after a crash (a log file of SQLite
// that belongs to the ledger while it exists). Signed checkpoints show these.
//
// # Waiting and sharing
//
// Many programs may have the directory open. Readers never wait for writers.
// Writers take turns; one that waits longer than BusyTimeout gets
// *store.BusyError. Within one program, calls of Append that wait at the same
// moment share one transaction and one sync of the disk, and no caller sees
// that: each has its own outcome.
package sqlite
