package esdbtest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"time"
)

// Options says what server Start makes. The zero value is one node without TLS
// and without authentication, as EventStoreDB runs with --insecure.
type Options struct {
	// Nodes is the size of the cluster; 0 is 1. Node 0 leads at the start.
	Nodes int

	// TLS is the configuration of the server's side; nil is plaintext.
	// Certificate makes one.
	TLS *tls.Config

	// Users may log in, by name. Nil: there is no authentication and every
	// access is allowed. Users need TLS: without it the client sends no
	// credentials and says nothing about it.
	Users map[string]User

	// Version is what the server says it is; empty is "24.10.14".
	Version string

	// MaxAppend is the most bytes of one append: data, metadata and two bytes
	// for each character of the type, as the server counts; 0 is 1 MiB.
	MaxAppend int

	// Seed decides, with Faults, which operations go wrong.
	Seed uint64

	// Faults are in force from the start; SetFaults changes them.
	Faults Faults

	// Now is the server's clock, in "created" of each event. Nil counts from
	// the start of 2025, one millisecond for each event.
	Now func() time.Time
}

// User is one account. The name "admin" and the group "$admins" may do
// everything.
type User struct {
	Password string
	Groups   []string
}

// check fills in what was left out. Errors: what cannot be a server.
func (o *Options) check() error {
	if o.Nodes == 0 {
		o.Nodes = 1
	}
	if o.Nodes < 0 || o.Nodes > 16 {
		return fmt.Errorf("esdbtest: %d nodes; take 1 to 16", o.Nodes)
	}
	if o.Users != nil && o.TLS == nil {
		return errors.New("esdbtest: users without TLS: the client sends credentials over TLS only; set TLS, see Certificate")
	}
	if o.Version == "" {
		o.Version = "24.10.14"
	}
	if o.MaxAppend == 0 {
		o.MaxAppend = 1 << 20
	}
	return nil
}
