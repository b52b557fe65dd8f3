package cluster

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"
)

// commonName is that of every node: a node takes another for one of its own if
// both have the same (docs.kurrent.io/server/v26.0/security/protocol-security,
// “Certificate common name”).
const commonName = "eventstoredb-node"

// keyBits is the size of the keys. They are RSA because the server reads no
// other: it loads a node's key file by RSA.Create (CertificateUtils.LoadFromFile,
// the same in 24.10 and 26.0), and wants the key usage “key encipherment”.
const keyBits = 2048

// skew is how far the clock of a node may be behind ours.
const skew = time.Hour

// authority is what signs the nodes' certificates. Its key lives in memory only.
type authority struct {
	self *x509.Certificate
	key  *rsa.PrivateKey
}

// newAuthority returns one with a certificate of its own.
func newAuthority(name string, now, until time.Time, random io.Reader) (*authority, error) {
	serial, err := newSerial(random)
	if err != nil {
		return nil, err
	}
	key, err := rsa.GenerateKey(random, keyBits)
	if err != nil {
		return nil, fmt.Errorf("make the authority's key: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: name + " CA", Organization: []string{"fundledger"}},
		NotBefore:             now.Add(-skew),
		NotAfter:              until,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
	}
	der, err := x509.CreateCertificate(random, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("make the authority's certificate: %w", err)
	}
	self, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("make the authority's certificate: %w", err)
	}
	return &authority{self, key}, nil
}

// certificate returns the authority's certificate as PEM.
func (a *authority) certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.self.Raw})
}

// issue returns a node's certificate and its key as PEM. It is one for both ends
// of a connection: nodes are clients of each other. It names every address under
// which the node is called, by nodes, clients and the health check.
func (a *authority) issue(n node, now, until time.Time, random io.Reader) (certificate, key []byte, err error) {
	serial, err := newSerial(random)
	if err != nil {
		return nil, nil, err
	}
	private, err := rsa.GenerateKey(random, keyBits)
	if err != nil {
		return nil, nil, fmt.Errorf("make the key of %s: %w", n.Name, err)
	}
	addresses := []net.IP{n.IP.AsSlice(), net.IPv4(127, 0, 0, 1)}
	if client := n.Client.Addr(); client != n.IP && !client.IsLoopback() {
		addresses = append(addresses, client.AsSlice())
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: commonName, Organization: []string{"fundledger"}},
		NotBefore:             now.Add(-skew),
		NotAfter:              until,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{n.Name, "localhost"},
		IPAddresses:           addresses,
	}
	der, err := x509.CreateCertificate(random, template, a.self, &private.PublicKey, a.key)
	if err != nil {
		return nil, nil, fmt.Errorf("make the certificate of %s: %w", n.Name, err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, fmt.Errorf("make the key of %s: %w", n.Name, err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), nil
}

// newSerial returns a serial number that no other certificate has: 127 random bits.
func newSerial(random io.Reader) (*big.Int, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(random, raw); err != nil {
		return nil, fmt.Errorf("number a certificate: %w", err)
	}
	raw[0] = raw[0]&0x7f | 0x40
	return new(big.Int).SetBytes(raw), nil
}
