// Package kurrent keeps a ledger in a KurrentDB or EventStoreDB cluster, through the
// client EventStore-Client-Go v4.2.0, which nothing else imports. It is a store.Store
// and a store.Follower; with it the same ledger that fits a file on one machine goes
// on when that machine does not.
//
// # How a ledger stands in a cluster
//
// A ledger has a name; its streams are <name>.<stream>, so that a cluster may hold
// several ledgers and other things, and a category is <name>.<category>. One event
// of the ledger is one event of the server: JSON, its wire name as type, its
// canonical data untouched, and the rest of its envelope in flat metadata of strings
// (wire.go). Its id there is the ledger's, or follows from that and the metadata if
// its append has several events. The canonical line, and with it the Merkle root, is
// therefore the same as on any other store.
//
// Positions, which the server does not have, count the ledger's events in the order
// of $all. A local index remembers some of them (index.go); it is believed only
// where the event that stands there has the id that it says, and may be deleted.
//
// An append that is larger than the server takes at once is cut. Each event says
// which part of its append it is; they count from the last one on, all together, and
// an append that was not completed is void, for ever and for every reader
// (gather.go). Numbers of the server may run ahead of revisions for that reason;
// revisions stand in metadata.
//
// # What is guaranteed
//
// While a majority of nodes keeps what it acknowledged:
//
//   - What Append acknowledged stands, once, whole, at the exact revision, and was
//     on the disks of a majority. A conflict has changed nothing that any reader sees.
//   - An append that fails any other way has happened whole or not at all;
//     *store.UnknownOutcomeError says that it is not known which. The same append
//     again is recognised, by anybody, at any time: the server compares ids at exact
//     revisions, and equal ids mean equal content. A retry waits two seconds, since the
//     server drops one that comes before the first attempt is replicated.
//   - A store sees at least what it has appended or read itself, also after a
//     failover: an answer that knows less is not believed, and asked for again.
//   - Every call returns when its context ends, whatever the client or the server
//     do, and when Patience does. What it leaves behind ends some seconds later.
//   - Follow tells every event once, in order, wherever its connection drops, and
//     says when it has told all there is, and when it is cut off.
//   - Bytes that this package did not write so are a *store.CorruptError: metadata
//     must be canonical, and the id that of the content.
//
// # What is not
//
//   - A store that has just been opened may be answered by a node that lags: what it
//     sees is a beginning of the log, and an append to what it saw of a stream is a
//     conflict at the worst. The client cannot ask for the leader.
//   - Immutability. Administrators can hide, delete and scavenge events, and where
//     Harden was not run every user can. Alarms finds what was done through the
//     server; what was done to its files shows in the root, against a checkpoint that
//     somebody else keeps. A stream that was deleted or truncated is refused when it is
//     read.
//   - A cluster that loses a majority of its disks, or that runs with
//     --unsafe-disable-flush-to-disk or --insecure, keeps no promise.
//   - Atomicity over streams: each Append of a call is one; those before a failure stand.
//   - Conditions in the same moment. What an append asks of other streams and of the log
//     (store.Append.Reads, Length) is checked before it is sent, against the end of the
//     log as the node that answers has it, and again where it has come to stand. In
//     between another program may append: then the append stands, and its receipt says
//     so (store.Receipt.Overtaken). The order of the log says what counts: a closing that
//     was overtaken is void, and a payment behind the end of an agreement, say, is
//     listed in the register of exceptions. After an append of unknown outcome, a
//     conflict of a condition does not say that it does not stand: read its stream.
//   - Events read with their stream have no position (store.Unplaced).
//   - The first use without an index counts the ledger from its beginning. A cluster
//     that is shared with much else is read whole, for reads of $all have no filter.
//
// # Errors
//
// Those of store.Store; *UnreachableError (nothing was sent; retry), *DeniedError
// (rights), *VersionError, *NotFoundError, *ExistsError, *NewerFormatError, *AddressError.
package kurrent
