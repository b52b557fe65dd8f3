// Package esdbtest is a double of a KurrentDB (EventStoreDB) server, or of a
// cluster, for tests. It is a test aid: no program may use it as a store.
package esdbtest
