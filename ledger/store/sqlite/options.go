package sqlite

import "time"

// Option changes how Open and Create open a ledger.
type Option func(*options)

type options struct {
	busy        time.Duration
	synchronous string
	maxPages    int
	readOnly    string // how SQLite opens a file that is not to be written; "": it is
}

func newOptions(opts []Option) options {
	o := options{busy: 5 * time.Second, synchronous: "FULL"}
	for _, apply := range opts {
		apply(&o)
	}
	return o
}

// BusyTimeout says how long to wait for another program that holds the ledger,
// in whole milliseconds, before giving up with *store.BusyError. The default
// is five seconds; zero means not to wait.
func BusyTimeout(d time.Duration) Option {
	return func(o *options) { o.busy = d }
}

// Scratch opens the ledger without waiting for the disk: an Append that has
// returned may be lost, and the file ruined, if the machine stops. It is for a
// staging area that an import fills and can fill again, never for the ledger.
func Scratch() Option {
	return func(o *options) { o.synchronous = "OFF" }
}

// MaxPages is a disk quota: the file grows to n pages of 4096 bytes and not
// beyond; an Append that needs more gets *FullError. Files that SQLite keeps
// beside ledger.db are not counted. A file that is larger already stays as it is.
func MaxPages(n int) Option {
	return func(o *options) { o.maxPages = n }
}
