package cluster

import (
	"bytes"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/netip"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 1, 15, 2, 0, 0, 0, time.UTC)

func chance(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// made is a cluster's files by name.
type made map[string]File

func makeFiles(t *testing.T, c Config, seed byte) made {
	t.Helper()
	files, err := Files(c, day, chance(seed))
	if err != nil {
		t.Fatal(err)
	}
	m := made{}
	for _, f := range files {
		if _, twice := m[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		m[f.Name] = f
	}
	return m
}

// machines returns a cluster with one node on each of three.
func machines() Config {
	c := Default()
	for i := range byte(size) {
		c.Hosts = append(c.Hosts, netip.AddrFrom4([4]byte{10, 0, 0, i + 1}))
	}
	return c
}

// folderOf returns where the files of a node stand.
func folderOf(c Config, node string) string {
	if len(c.Hosts) > 0 {
		return node + "/"
	}
	return ""
}

// All tests of the files share the making of the keys, which takes a while.
func TestFiles(t *testing.T) {
	for _, k := range []struct {
		name   string
		config Config
		files  []string
	}{
		{"one machine", Default(), []string{
			"certs/ca/ca.crt", "certs/node1/node.crt", "certs/node1/node.key*", "certs/node2/node.crt", "certs/node2/node.key*", "certs/node3/node.crt", "certs/node3/node.key*",
			"compose.yaml", "connection", "passwords/admin*", "passwords/auditor*", "passwords/ledger*", "passwords/ops*", "server.env*",
		}},
		{"three machines", machines(), []string{
			"certs/ca/ca.crt", "connection",
			"node1/certs/ca/ca.crt", "node1/certs/node1/node.crt", "node1/certs/node1/node.key*", "node1/compose.yaml", "node1/server.env*",
			"node2/certs/ca/ca.crt", "node2/certs/node2/node.crt", "node2/certs/node2/node.key*", "node2/compose.yaml", "node2/server.env*",
			"node3/certs/ca/ca.crt", "node3/certs/node3/node.crt", "node3/certs/node3/node.key*", "node3/compose.yaml", "node3/server.env*",
			"passwords/admin*", "passwords/auditor*", "passwords/ledger*", "passwords/ops*",
		}},
	} {
		t.Run(k.name, func(t *testing.T) {
			files := makeFiles(t, k.config, 1)
			var names []string
			for _, f := range files {
				secret := map[fs.FileMode]string{0o600: "*", 0o644: ""}
				mark, ok := secret[f.Mode]
				if !ok {
					t.Errorf("%s has mode %o", f.Name, f.Mode)
				}
				names = append(names, f.Name+mark)
			}
			slices.Sort(names)
			if !slices.Equal(names, k.files) {
				t.Errorf("files\n%v, want\n%v", names, k.files)
			}
			t.Run("secrets", func(t *testing.T) { secrets(t, files) })
			t.Run("certificates", func(t *testing.T) { certificates(t, k.config, files) })
			t.Run("handshakes", func(t *testing.T) { handshakes(t, k.config, files) })
			t.Run("compose", func(t *testing.T) { composed(t, k.config, files) })
			t.Run("folder", func(t *testing.T) { folder(t, files) })
		})
	}
}

// secrets checks that no secret stands in a file that others read, that passwords
// differ, and that the authority's key stands nowhere.
func secrets(t *testing.T, files made) {
	seen := map[string]bool{}
	for _, login := range []string{Administrator, Operator, Application, Auditor} {
		c, err := ParseCredentials(files["passwords/"+login].Text)
		if err != nil || c.Login != login || len(c.Password) != 26 || strings.Trim(c.Password, "abcdefghijklmnopqrstuvwxyz234567") != "" || seen[c.Password] {
			t.Errorf("%s: %v, %v", login, c, err)
		}
		seen[c.Password] = true
		for _, f := range files {
			if bytes.Contains(f.Text, []byte(c.Password)) && f.Mode != 0o600 {
				t.Errorf("%s shows the password of %s", f.Name, login)
			}
			if server := path.Base(f.Name) == serverFile; server &&
				bytes.Contains(f.Text, []byte(c.Password)) != (login == Administrator || login == Operator) {
				t.Errorf("%s and the password of %s", f.Name, login)
			}
		}
	}
	authority := parse(t, files[authorityFile].Text)
	for _, f := range files {
		block, _ := pem.Decode(f.Text)
		if block == nil || block.Type == "CERTIFICATE" {
			continue
		}
		if f.Mode != 0o600 {
			t.Errorf("the key %s has mode %o", f.Name, f.Mode)
		}
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if key.(*rsa.PrivateKey).PublicKey.Equal(authority.PublicKey) {
			t.Errorf("%s is the authority's key", f.Name)
		}
	}
}

func parse(t *testing.T, text []byte) *x509.Certificate {
	t.Helper()
	block, rest := pem.Decode(text)
	if block == nil || len(rest) > 0 {
		t.Fatalf("not one PEM block: %s", text)
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// certificates checks what the server and its clients check.
func certificates(t *testing.T, c Config, files made) {
	authority := parse(t, files[authorityFile].Text)
	if !authority.IsCA || authority.Subject.String() != authority.Issuer.String() {
		t.Error("the authority's certificate is no root")
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	nodes, err := c.nodes()
	if err != nil {
		t.Fatal(err)
	}
	serials := map[string]bool{authority.SerialNumber.String(): true}
	for _, n := range nodes {
		leaf := parse(t, files[folderOf(c, n.Name)+"certs/"+n.Name+"/node.crt"].Text)
		if leaf.Subject.CommonName != "eventstoredb-node" {
			t.Errorf("%s is called %s", n.Name, leaf.Subject.CommonName)
		}
		if serials[leaf.SerialNumber.String()] || leaf.SerialNumber.Sign() <= 0 || leaf.SerialNumber.BitLen() > 127 {
			t.Errorf("%s has the serial number %v", n.Name, leaf.SerialNumber)
		}
		serials[leaf.SerialNumber.String()] = true
		// CertificateExtensions.IsServerCertificate of the server.
		if want := x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment; leaf.KeyUsage != want {
			t.Errorf("%s has key usage %b, want %b", n.Name, leaf.KeyUsage, want)
		}
		if key, ok := leaf.PublicKey.(*rsa.PublicKey); !ok || key.N.BitLen() != keyBits {
			t.Errorf("%s has a key of another kind: %T", n.Name, leaf.PublicKey)
		}
		until := day.AddDate(0, 0, c.Days)
		for _, v := range []struct {
			name, address string
			usage         x509.ExtKeyUsage
			at            time.Time
			right         bool
		}{
			{"as a server", n.IP.String(), x509.ExtKeyUsageServerAuth, day, true},
			{"as a client", "", x509.ExtKeyUsageClientAuth, day, true},
			{"for clients", n.Client.Addr().String(), x509.ExtKeyUsageServerAuth, day, true},
			{"by its name", n.Name, x509.ExtKeyUsageServerAuth, day, true},
			{"on itself", "127.0.0.1", x509.ExtKeyUsageServerAuth, day, true},
			{"on itself, by name", "localhost", x509.ExtKeyUsageServerAuth, day, true},
			{"to the last second", n.IP.String(), x509.ExtKeyUsageServerAuth, until, true},
			{"on a clock that is behind", n.IP.String(), x509.ExtKeyUsageServerAuth, day.Add(-skew), true},
			{"too late", n.IP.String(), x509.ExtKeyUsageServerAuth, until.Add(time.Second), false},
			{"too early", n.IP.String(), x509.ExtKeyUsageServerAuth, day.Add(-skew - time.Second), false},
			{"elsewhere", "10.9.9.9", x509.ExtKeyUsageServerAuth, day, false},
			{"by another's name", "node9", x509.ExtKeyUsageServerAuth, day, false},
			{"to sign programs", "", x509.ExtKeyUsageCodeSigning, day, false},
		} {
			_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: v.address, CurrentTime: v.at, KeyUsages: []x509.ExtKeyUsage{v.usage}})
			if (err == nil) != v.right {
				t.Errorf("%s %s: %v", n.Name, v.name, err)
			}
		}
	}
}

// handshakes checks that nodes talk with each other in both directions, clients
// with nodes, and nobody with a stranger.
func handshakes(t *testing.T, c Config, files made) {
	one, two := pair(t, c, files, "node1"), pair(t, c, files, "node2")
	other := Default()
	other.Days = 30
	strange := makeFiles(t, other, 2)
	stranger := pair(t, other, strange, "node1")
	ours, theirs := pool(files), pool(strange)
	nodes, err := c.nodes()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		name           string
		server, client *tls.Certificate // without one the client is no node
		trusted        *x509.CertPool
		called         string
		right          bool
	}{
		{"node 2 calls node 1", one, two, ours, nodes[0].IP.String(), true},
		{"node 1 calls node 2", two, one, ours, nodes[1].IP.String(), true},
		{"a client calls node 1", one, nil, ours, nodes[0].Client.Addr().String(), true},
		{"a client gets to another machine", one, nil, ours, "192.0.2.1", false},
		{"a client of another cluster", one, nil, theirs, nodes[0].IP.String(), false},
		{"a node of another cluster calls", one, stranger, ours, nodes[0].IP.String(), false},
		{"a node of another cluster answers", stranger, two, ours, "127.0.0.1", false},
	} {
		server := &tls.Config{Certificates: []tls.Certificate{*k.server}, ClientCAs: ours,
			ClientAuth: tls.RequireAndVerifyClientCert, Time: clock}
		client := &tls.Config{RootCAs: k.trusted, ServerName: k.called, Time: clock, MinVersion: tls.VersionTLS12}
		if k.client == nil {
			server.ClientAuth = tls.NoClientCert
		} else {
			client.Certificates = []tls.Certificate{*k.client}
		}
		if err := handshake(t, server, client); (err == nil) != k.right {
			t.Errorf("%s: %v", k.name, err)
		}
	}
}

func clock() time.Time { return day }

func pool(files made) *x509.CertPool {
	p := x509.NewCertPool()
	p.AppendCertsFromPEM(files[authorityFile].Text)
	return p
}

func pair(t *testing.T, c Config, files made, node string) *tls.Certificate {
	t.Helper()
	at := folderOf(c, node) + "certs/" + node
	p, err := tls.X509KeyPair(files[at+"/node.crt"].Text, files[at+"/node.key"].Text)
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

// handshake connects both over loopback and says one word, so that the client
// learns what the server thought of it.
func handshake(t *testing.T, server, client *tls.Config) error {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", server)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = conn.Write([]byte("x")) // the client tells whether it got it
		_ = conn.Close()
	}()
	defer func() { _ = listener.Close(); <-ended }()
	raw, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn := tls.Client(raw, client)
	defer func() { _ = conn.Close() }()
	_, err = conn.Read(make([]byte, 1))
	return err
}

func TestRefusals(t *testing.T) {
	for _, k := range []struct {
		name   string
		change func(*Config)
		says   string
	}{
		{"image without a version", func(c *Config) { c.Image = "kurrentdb" }, "does not say which version"},
		{"newest image", func(c *Config) { c.Image = "docker.kurrent.io/kurrent-lts/kurrentdb:latest" }, "does not say which version"},
		{"another server", func(c *Config) { c.Image = "postgres:18" }, "begins neither with kurrentdb nor with eventstore"},
		{"no image", func(c *Config) { c.Image = "kurrentdb:26\nprivileged: true" }, "is no name of an image"},
		{"two machines", func(c *Config) { c.Hosts = machines().Hosts[:2] }, "2 machines are named"},
		{"one machine twice", func(c *Config) { c.Hosts = machines().Hosts; c.Hosts[2] = c.Hosts[0] }, "10.0.0.1 is named twice"},
		{"a machine that only it reaches", func(c *Config) { c.Hosts = machines().Hosts; c.Hosts[1] = c.Address }, "no IPv4 address that other machines reach"},
		{"IPv6", func(c *Config) { c.Address = netip.IPv6Loopback() }, "no single IPv4 address"},
		{"all addresses", func(c *Config) { c.Address = netip.IPv4Unspecified() }, "no single IPv4 address"},
		{"no port for the third", func(c *Config) { c.Port = 65534 }, "the port cannot be 65534"},
		{"no port", func(c *Config) { c.Port = 0 }, "the port cannot be 0"},
		{"a narrow network", func(c *Config) { c.Subnet = netip.MustParsePrefix("172.30.240.0/29") }, "no private network"},
		{"a public network", func(c *Config) { c.Subnet = netip.MustParsePrefix("8.8.8.0/24") }, "no private network"},
		{"no days", func(c *Config) { c.Days = 0 }, "for 0 days"},
		{"too many days", func(c *Config) { c.Days = 3651 }, "for 3651 days"},
	} {
		c := Default()
		k.change(&c)
		_, err := Files(c, day, chance(1))
		if err == nil || !strings.Contains(err.Error(), k.says) {
			t.Errorf("%s: %v", k.name, err)
		}
	}
	if _, err := Files(Default(), day, bytes.NewReader(nil)); err == nil {
		t.Error("made a cluster without chance")
	}
}
