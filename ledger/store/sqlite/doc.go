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
// # Tree
//
// Format 2 adds the Merkle tree of the log (see package merkle), written in the
// transaction that appends, so that log and tree are always of one state:
//
//	blocks   one row for each complete block of 256 events: the block's hash, and
//	         one byte of each leaf's hash, its tag
//	tail     one row: how many events the tree has, the root of those after the
//	         last complete block, and their tags
//
// That is 1.25 bytes an event; leaves and the levels above the blocks are computed.
// Before a handle's first append, and whenever another program has appended, the
// last events are compared with tail, so nothing is put on top of events that were
// changed there. Package verify compares all of them.
//
// A file of format 1 becomes one of format 2 when it is opened, in one transaction
// that makes the tree of what stands. A program that knows format 1 only refuses
// the file from then on. If the old file is damaged the tree stays empty, so that
// the damage can be found and the rest be read. A staging area (Scratch) keeps no
// tree; the first append to it that is none of a staging area makes up for it.
//
// # One invariant
//
// Rows only follow one another: first and revision continue where the log and
// the stream ended. Triggers in the file itself refuse an UPDATE, a DELETE and
// any INSERT elsewhere, whichever program tries. The row of tail alone is replaced,
// and only by one for a log that has grown.
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
// # Failures of the disk
//
// When the disk or the program fails during an append, either all of it stands or
// none, and every earlier append stands: an append returns when the write-ahead log
// is synced, and a transaction whose last frame is not whole is not seen by whoever
// opens the file next. No room is *FullError; a COMMIT of which it cannot be known
// what reached the disk is *store.UnknownOutcomeError, and the same append may be
// made again. cmd/internal/crash makes every system call fail in turn.
//
// # Backup
//
// Backup writes a copy as of one moment while appends go on, under another name
// until it is whole and synced. It is a ledger like any other, without empty pages.
// The file itself may be copied only when no program has it open: while one has, a
// part of the ledger stands in ledger.db-wal. Restore refuses then.
//
// # Waiting and sharing
//
// Many programs may have the directory open. Readers never wait for writers.
// Writers take turns; one that waits longer than BusyTimeout gets
// *store.BusyError. Within one program, calls of Append that wait at the same
// moment share one transaction and one sync of the disk, and no caller sees
// that: each has its own outcome.
//
// Conditions of an append (store.Append.Reads, Length) are checked in the transaction
// that writes it, after whatever stands before it there, be it of the same call or of
// another: they are exact, between programs too. One that fails leaves nothing of its
// append, and the others of the transaction stand.
//
// An append is sealed (checked, compressed, hashed) before it takes its turn, by the
// caller's goroutine; who has many seals them with several goroutines (Sealer) and
// hands them over (AppendSealed). Within a turn the writer asks the file for nothing
// that it wrote itself, unless another program has written since.
package sqlite
