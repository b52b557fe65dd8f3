// Package esdbtest is a double of a KurrentDB (EventStoreDB) server, or of a
// cluster of them, for tests. It is a test aid: it keeps everything in memory,
// and no program may use it as a store.
//
//	c := esdbtest.ForTest(t, esdbtest.Options{Nodes: 3, Seed: 1})
//	cfg, err := esdb.ParseConnectionString(c.URL() + "?tls=false")
//
// It serves the real gRPC services over loopback TCP, so that the unmodified
// client v4.2.0 of package esdb drives it, and it can be made to go wrong in
// the ways that servers and networks do (Faults, Stop, Elect, Lag, Damage).
// What a test shows against it is worth as much as the two lists below; run
// the same test against a real server before relying on it.
//
// # Faithful, by the source of v24.10 and by trying the client
//
//   - Appends: optimistic concurrency and idempotency of CheckCommit, case by
//     case (decide); the memory for appends without a revision, its 8 MiB and
//     its loss on election and restart; WrongExpectedVersion as an ordinary
//     answer; all events of an append or none; the size limit and how it is
//     counted; empty appends; rejection of a caller who may not write before
//     the first event is read.
//   - Deletion: soft (hidden by "$tb", undone by appending, with the metadata
//     that the server then writes itself) and with a tombstone; "$tb",
//     "$maxCount" and "$maxAge" hide events of a stream and not of $all; one
//     mistake in metadata makes all of them count for nothing; "$$" streams
//     show their last event only.
//   - Reading: of a stream from a number, itself included, both ways; of $all
//     from a position, forwards itself included, backwards not; positions that
//     grow, are not dense, and differ for each event of an append; a position
//     within an event is refused; "stream not found" as a message, "stream
//     deleted" as a status with its trailers; ids, content type, and "created"
//     in ticks of 100 ns.
//   - Subscriptions: a confirmation first, then what comes after the position
//     or number; filters by prefix or pattern of stream name or event type;
//     with a filter a checkpoint for every window times interval events looked
//     at, and one before going live; "caught up" once.
//   - Access: Basic credentials over TLS; $admins; the built-in rules, the
//     default rules in "$settings", a stream's own "$acl"; roles that are
//     names, groups or "$all", one or a list; $all itself, which is a stream of
//     the system's that only administrators read until a rule says otherwise.
//   - The cluster: gossip; followers that forward appends and read their own
//     copy; "not leader" with the leader's address for those who send
//     requires-leader (the client never does); no service without a majority.
//   - The wire: keep-alive pings every ten seconds are accepted, messages up to
//     17 MiB too.
//
// # Not faithful
//
//   - Time: nothing takes any. Elections, restarts and replication happen at
//     once, timeouts are answered at once (Aborted), "created" counts
//     milliseconds from the start of 2025 unless Options.Now says otherwise.
//   - Stop drops connections and then resets those that come, where a host that
//     is down refuses them or is silent. Nothing is ever lost: no tail of
//     events that were not acknowledged is cut off by an election.
//   - While retries are dropped (Faults.NotReady) the events can be read
//     already. On a server they cannot, until they are replicated.
//   - A follower's lag is what Lag says, for reading; rules of access and
//     decisions on appends always see the whole log.
//   - Which position the receipt of several events names is not settled; here
//     it is that of the last. Empty appends take a place in the log and no more.
//   - Subscriptions outlive elections, and never fall behind. Every event is
//     read from the log, none from a live queue of limited size.
//   - Links are not resolved, scavenges remove nothing (Damage can), and of the
//     system's own events there are those about users, and what System writes.
//   - Patterns are Go's, not .NET's.
//   - Not there: batch append, persistent subscriptions, projections, user
//     certificates, the HTTP interface, limits on the size of one event.
package esdbtest
