package kurrent

import (
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"github.com/fundledger/fundledger/ledger/disk"
	"github.com/fundledger/fundledger/ledger/store"
)

// DefaultName is the name of a ledger whose address gives none.
const DefaultName = "fundledger"

// defaultPort is where a node listens.
const defaultPort = 2113

// Options says where a ledger is and how to reach it. ParseAddress makes them from
// what a user wrote.
type Options struct {
	Hosts    []string // host:port of one or more nodes
	Discover bool     // Hosts is one DNS name of the whole cluster
	Name     string   // of the ledger: its streams begin with it and a dot

	// CAFile is a PEM file of the authority that signed the nodes' certificates;
	// empty: those that the system trusts.
	CAFile string
	// Plaintext turns TLS off: everybody on the way can read and change everything,
	// and no credentials are sent. For tests, and servers on this machine.
	Plaintext bool

	User, Password string // of the application; empty: none

	// Index is a file that keeps where in the cluster which position of the ledger
	// is, so that it need not be counted from the beginning each time. Empty: none is
	// kept. It may be deleted at any time.
	Index string

	// Patience is for how long a call that fails for want of the cluster is tried
	// again before it gives up, if its context lasts; 0: 30 seconds.
	Patience time.Duration
	// Attempt is how long one attempt may take; 0: 10 seconds.
	Attempt time.Duration
	// Pause is how long to wait before an append of unknown outcome is tried again:
	// a retry that comes before the first attempt is replicated is dropped by the
	// server. 0: 2 seconds, which is also the least that is right in production.
	Pause time.Duration

	// Waiting, if not nil, is called when a call begins to wait for the cluster because
	// an attempt failed, by whichever goroutine it happens in.
	Waiting func()

	// MaxWrite is the most bytes of one append to the server; 0: 512 KiB, half of
	// what servers accept.
	MaxWrite int

	spacing store.Position // of the points of the index; 0: firstSpacing
}

// AddressError says what is wrong with the address of a ledger.
type AddressError struct {
	Kind  AddressFault
	Value string // what is wrong: a setting, a host, a name
}

// AddressFault is a kind of AddressError.
type AddressFault int

// The faults of an address.
const (
	FaultForm       AddressFault = iota // it is no address
	FaultPassword                       // it holds credentials
	FaultPlaintext                      // it asks for no TLS, which must be allowed
	FaultSetting                        // a setting that is not known, or a value that it cannot have
	FaultLedgerName                     // the ledger's name is not a name
)

func (e *AddressError) Error() string {
	switch e.Kind {
	case FaultPassword:
		return "the address holds credentials; others can read it, so give them in the environment or a file"
	case FaultPlaintext:
		return "the address asks for no encryption (tls=false), which must be allowed by name"
	case FaultSetting:
		return fmt.Sprintf("the address has a setting %q that is not known or not right; tls=true, tls=false and tlsCAFile=<file> are known", e.Value)
	case FaultLedgerName:
		return fmt.Sprintf("%q is no name of a ledger; use a to z, 0 to 9 and _", e.Value)
	default:
		return fmt.Sprintf("%q is no address; write esdb://host:2113/name", e.Value)
	}
}

// IsAddress reports whether a location is the address of a ledger in a cluster.
func IsAddress(location string) bool {
	return strings.HasPrefix(location, "esdb://") || strings.HasPrefix(location, "esdb+discover://")
}

// ParseAddress returns the options of
//
//	esdb://host[:port][,host[:port]…][/name][?tlsCAFile=file]
//	esdb+discover://dns-name[:port][/name]
//
// tls=false is refused unless plaintext allows it. Errors: *AddressError.
func ParseAddress(address string, plaintext bool) (Options, error) {
	var o Options
	fail := func(kind AddressFault, value string) (Options, error) {
		return Options{}, &AddressError{Kind: kind, Value: value}
	}
	scheme, rest, _ := strings.Cut(address, "://")
	if !IsAddress(address) || rest == "" {
		return fail(FaultForm, address)
	}
	o.Discover = scheme == "esdb+discover"
	rest, query, _ := strings.Cut(rest, "?")
	hosts, name, _ := strings.Cut(rest, "/")
	if strings.Contains(hosts, "@") {
		return fail(FaultPassword, "")
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), strconv.Itoa(defaultPort))
		}
		name, port, err := net.SplitHostPort(host)
		if n, numErr := strconv.ParseUint(port, 10, 16); err != nil || numErr != nil || n == 0 || name == "" {
			return fail(FaultForm, address)
		}
		o.Hosts = append(o.Hosts, host)
	}
	if o.Discover && len(o.Hosts) != 1 {
		return fail(FaultForm, address)
	}
	if o.Name = strings.TrimSuffix(name, "/"); o.Name == "" {
		o.Name = DefaultName
	}
	if strings.Trim(o.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || len(o.Name) > maxName {
		return fail(FaultLedgerName, o.Name)
	}
	settings, err := url.ParseQuery(query)
	if err != nil {
		return fail(FaultForm, address)
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		values := settings[key]
		switch value := values[len(values)-1]; {
		case strings.EqualFold(key, "tls") && value == "true":
		case strings.EqualFold(key, "tls") && value == "false":
			o.Plaintext = true
		case strings.EqualFold(key, "tlsCAFile"):
			o.CAFile = value
		default:
			return fail(FaultSetting, key) // without its value, which may be a password
		}
	}
	if o.Plaintext && !plaintext {
		return fail(FaultPlaintext, "")
	}
	return o, nil
}

// with returns the options with what is left out filled in.
func (o Options) with() Options {
	o.Name = orElse(o.Name, DefaultName)
	o.Patience = orElse(o.Patience, 30*time.Second)
	o.Attempt = orElse(o.Attempt, 10*time.Second)
	o.Pause = orElse(o.Pause, 2*time.Second)
	o.MaxWrite = orElse(o.MaxWrite, 512<<10)
	o.spacing = orElse(o.spacing, firstSpacing)
	return o
}

func orElse[T comparable](v, other T) T {
	var none T
	if v == none {
		return other
	}
	return v
}

// configuration returns what the client is told. It is made here, and not from a
// connection string, because the client takes a wrong setting for zero.
func (o Options) configuration() (esdb.Configuration, error) {
	c := esdb.Configuration{
		DnsDiscover:    o.Discover,
		DisableTLS:     o.Plaintext,
		NodePreference: esdb.NodePreferenceLeader,
		Username:       o.User,
		Password:       o.Password,
		// One attempt: trying again is this package's, whose waiting ends with its caller's context.
		MaxDiscoverAttempts: 1,
		DiscoveryInterval:   1,
		GossipTimeout:       2,
		KeepAliveInterval:   10 * time.Second,
		KeepAliveTimeout:    10 * time.Second,
		Logger:              esdb.NoopLogging(),
	}
	if len(o.Hosts) == 0 {
		return c, errors.New("no host is given")
	}
	if len(o.Hosts) == 1 {
		c.Address = o.Hosts[0]
	} else {
		for _, host := range o.Hosts {
			name, port, err := net.SplitHostPort(host)
			if err != nil {
				return c, err
			}
			n, err := strconv.ParseUint(port, 10, 16)
			if err != nil {
				return c, err
			}
			if strings.Contains(name, ":") {
				name = "[" + name + "]" // the client does not think of IPv6
			}
			c.GossipSeeds = append(c.GossipSeeds, &esdb.EndPoint{Host: name, Port: uint16(n)})
		}
	}
	if o.CAFile != "" {
		pem, err := disk.ReadFollowing(o.CAFile, disk.Note)
		if err != nil {
			return c, fmt.Errorf("read the authority's certificate: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return c, fmt.Errorf("read the authority's certificate: %s holds none", o.CAFile)
		}
	}
	return c, c.Validate()
}
