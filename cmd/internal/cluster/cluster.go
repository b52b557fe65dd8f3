// Package cluster makes what three secure nodes of KurrentDB (EventStoreDB) need
// to start: a compose.yaml, certificates of an authority of their own, passwords;
// and what makes a ledger of such a database: who may read, append and delete.
//
// Files is pure: what it returns follows from the configuration, the clock and
// the random source. Write puts that into a folder, Open reads it again, MakeUsers
// talks to the nodes. What the server accepts was taken from its documentation
// and source, version 26.0.3 (docs.kurrent.io/server/v26.0) and 24.10.
package cluster

import (
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/lang"
)

// DefaultImage is the server that is started if no other is named: the release
// with long-term support until 2028, of the vendor's own registry. Its licence is
// the Kurrent License v1: free to use, the source can be read, it may not be
// offered to others as a service.
const DefaultImage = "docker.kurrent.io/kurrent-lts/kurrentdb:26.0.3"

// What nodes listen on, wherever they run.
const (
	nodePort        = 2113 // clients, gossip, health
	replicationPort = 1112 // between nodes
)

// size is how many nodes there are: the fewest of which one may fail.
const size = 3

// Config says which cluster to make.
type Config struct {
	Image string // of the server, with its version

	// Hosts are three machines with one node each. Without them all nodes run on
	// one machine, and the rest of the addresses counts.
	Hosts   []netip.Addr
	Address netip.Addr   // of that machine, where clients find the nodes
	Port    int          // of the first node there; the others have the next ones
	Subnet  netip.Prefix // of the network between containers

	Days int // that the certificates are valid
}

// Default returns three nodes on this machine that only this machine reaches.
func Default() Config {
	return Config{
		Image:   DefaultImage,
		Address: netip.AddrFrom4([4]byte{127, 0, 0, 1}),
		Port:    2111,
		Subnet:  netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 30, 240, 0}), 24),
		Days:    5 * 365,
	}
}

// Error says that a configuration or a folder cannot be used, and what can.
type Error struct{ lang.Text }

func (e *Error) Error() string { return e.EN }

// Kind is that it is bad input.
func (e *Error) Kind() fault.Kind { return fault.BadInput }

func refuse(zh, en string, args ...any) error { return &Error{lang.F(zh, en, args...)} }

// File is one file of a cluster's folder.
type File struct {
	Name string // within the folder, with slashes
	Mode fs.FileMode
	Text []byte
}

// Names within a cluster's folder.
const (
	authorityFile  = "certs/ca/ca.crt"
	connectionFile = "connection"
	passwordFolder = "passwords"
)

// Files returns all files of a new cluster. What is secret has mode 0600. The
// authority's own key is in none of them: nobody can make another certificate
// that these nodes trust, and new ones are made all together. Error: *Error.
func Files(c Config, now time.Time, random io.Reader) ([]File, error) {
	s, err := serverOf(c.Image)
	if err != nil {
		return nil, err
	}
	nodes, err := c.nodes()
	if err != nil {
		return nil, err
	}
	if c.Days < 1 || c.Days > 3650 {
		return nil, refuse("证书有效期 %d 天不行；用 1 至 3650 天", "certificates cannot be valid for %d days; use 1 to 3650", c.Days)
	}
	raw := make([]byte, 4)
	if _, err := io.ReadFull(random, raw); err != nil {
		return nil, fmt.Errorf("name the cluster: %w", err)
	}
	name := "fundledger-" + hex.EncodeToString(raw)
	until := now.AddDate(0, 0, c.Days)
	authority, err := newAuthority(name, now, until, random)
	if err != nil {
		return nil, err
	}
	users, err := newUsers(random)
	if err != nil {
		return nil, err
	}
	env := s.environment(users)

	files := []File{
		{authorityFile, 0o644, authority.certificate()},
		{connectionFile, 0o644, []byte(connection(nodes) + "\n")},
	}
	for _, u := range users {
		files = append(files, File{passwordFolder + "/" + u.Login, 0o600, []byte(u.String() + "\n")})
	}
	layout := layout{Project: name, Server: s, Image: c.Image, Until: until.UTC().Format(time.DateOnly), Nodes: nodes}
	if len(c.Hosts) == 0 {
		layout.Subnet = c.Subnet.Masked().String()
		text, err := layout.compose()
		if err != nil {
			return nil, err
		}
		files = append(files, File{"compose.yaml", 0o644, text}, File{serverFile, 0o600, env})
	}
	for _, n := range nodes {
		certificate, key, err := authority.issue(n, now, until, random)
		if err != nil {
			return nil, err
		}
		folder := ""
		if len(c.Hosts) > 0 { // each machine gets a folder with what it needs, and no key of another
			folder = n.Name + "/"
			alone := layout
			alone.Nodes = []node{n}
			text, err := alone.compose()
			if err != nil {
				return nil, err
			}
			files = append(files, File{folder + "compose.yaml", 0o644, text}, File{folder + serverFile, 0o600, env},
				File{folder + authorityFile, 0o644, authority.certificate()})
		}
		files = append(files,
			File{folder + "certs/" + n.Name + "/node.crt", 0o644, certificate},
			File{folder + "certs/" + n.Name + "/node.key", 0o600, key})
	}
	return files, nil
}

// node is one node of a cluster.
type node struct {
	Name   string         // node1
	IP     netip.Addr     // where the other nodes find it
	Client netip.AddrPort // where clients find it
	Seeds  string         // the other nodes
}

// nodes returns the nodes with their addresses. Error: *Error.
func (c Config) nodes() ([]node, error) {
	nodes := make([]node, size)
	switch {
	case len(c.Hosts) > 0:
		if len(c.Hosts) != size {
			return nil, refuse("给了 %d 台机器；要 3 台，各一个节点", "%d machines are named; name 3, for one node each", len(c.Hosts))
		}
		for i, ip := range c.Hosts {
			if !ip.Is4() || ip.IsUnspecified() || ip.IsLoopback() {
				return nil, refuse("%s 不是别的机器能连到的 IPv4 地址；写成 10.0.0.1", "%s is no IPv4 address that other machines reach; write 10.0.0.1", ip)
			}
			nodes[i].IP, nodes[i].Client = ip, netip.AddrPortFrom(ip, nodePort)
		}
	case !c.Address.Is4() || c.Address.IsUnspecified():
		return nil, refuse("%s 不是这台机器的一个 IPv4 地址；写成 127.0.0.1 或 10.0.0.1", "%s is no single IPv4 address of this machine; write 127.0.0.1 or 10.0.0.1", c.Address)
	case c.Port < 1 || c.Port+size-1 > 65535:
		return nil, refuse("端口 %d 不行；三个节点各用一个，从 1 至 65533 起", "the port cannot be %d; the nodes use three in a row, from 1 to 65533 on", c.Port)
	case !c.Subnet.Addr().Is4() || c.Subnet.Bits() < 8 || c.Subnet.Bits() > 24 || !c.Subnet.Addr().IsPrivate():
		return nil, refuse("%s 不是可用的内部网段；写成 172.30.240.0/24", "%s is no private network for containers; write 172.30.240.0/24", c.Subnet)
	default:
		base := c.Subnet.Masked().Addr().As4()
		for i := range nodes {
			base[3] = byte(11 + i)
			nodes[i].IP = netip.AddrFrom4(base)
			nodes[i].Client = netip.AddrPortFrom(c.Address, uint16(c.Port+i))
		}
	}
	for i := range nodes {
		nodes[i].Name = fmt.Sprintf("node%d", i+1)
		var seeds []string
		for j, other := range nodes {
			if other.IP == nodes[i].IP && j != i {
				return nil, refuse("%s 出现了两次；三台机器各不相同", "%s is named twice; name three different machines", other.IP)
			}
			if j != i {
				seeds = append(seeds, netip.AddrPortFrom(other.IP, nodePort).String())
			}
		}
		nodes[i].Seeds = strings.Join(seeds, ",")
	}
	return nodes, nil
}

// connection returns how a client finds the nodes.
func connection(nodes []node) string {
	var found []string
	for _, n := range nodes {
		found = append(found, n.Client.String())
	}
	return scheme + strings.Join(found, ",") + "?tls=true"
}

const scheme = "esdb://"
