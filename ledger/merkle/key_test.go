package merkle_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/fundledger/fundledger/ledger/merkle"
)

const (
	ledgerName = "huizhou.example/ledger"
	bureauName = "惠州市财政局"
)

// signer returns the key of a name that has this number, always the same.
func signer(t testing.TB, name string, number int) merkle.Signer {
	t.Helper()
	seed := sha256.Sum256(fmt.Appendf(nil, "%s %d", name, number))
	s, err := merkle.GenerateSigner(bytes.NewReader(seed[:]), name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// verifiers returns the keys of the ledger that have these numbers, and no witness.
func verifiers(t testing.TB, numbers ...int) merkle.Verifiers {
	t.Helper()
	var keys []merkle.Verifier
	for _, n := range numbers {
		keys = append(keys, signer(t, ledgerName, n).Verifier())
	}
	v, err := merkle.NewVerifiers(keys)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestKeysAsText(t *testing.T) {
	for _, name := range []string{ledgerName, bureauName, "a", strings.Repeat("中", 33), "x/!*,-~"} {
		s := signer(t, name, 1)
		again, err := merkle.ParseSigner(s.Secret())
		if err != nil || again.Verifier() != s.Verifier() || again.ID().Name != name {
			t.Errorf("%s: %v, %v", name, again, err)
		}
		v, err := merkle.ParseVerifier(s.Verifier().String())
		if err != nil || v != s.Verifier() || v.ID() != s.ID() {
			t.Errorf("%s: %v, %v", name, v, err)
		}
		if !strings.HasPrefix(s.Secret(), "PRIVATE+KEY+"+v.ID().String()+"+") || !strings.HasPrefix(v.String(), v.ID().String()+"+") {
			t.Errorf("%s: %s", name, v)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	s := signer(t, ledgerName, 1)
	secret := s.Secret()[strings.LastIndex(s.Secret(), "+")+1:]
	for _, form := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if text := fmt.Sprintf(form, s); strings.Contains(text, secret) || strings.Contains(text, hex.EncodeToString([]byte(secret))) {
			t.Errorf("%s shows %s", form, text)
		}
	}
	for at := range s.Secret() {
		if _, err := merkle.ParseSigner(s.Secret()[:at]); err == nil || at > 40 && strings.Contains(err.Error(), secret[:5]) {
			t.Errorf("cut off at %d: %v", at, err)
		}
	}
}

func TestNames(t *testing.T) {
	for _, bad := range []string{
		"", " ", "a b", "a+b", "a\n", "a\tb", "a\u00a0b", "\u3000", "a\u200bb", "a\u202eb", "\ufeffa", "\x7f", "\u009b", "а", "é", "\xff", "惠州　医保", "，",
		strings.Repeat("a", 101), strings.Repeat("中", 34),
	} {
		_, err := merkle.GenerateSigner(bytes.NewReader(make([]byte, 32)), bad)
		var key *merkle.KeyError
		if !errors.As(err, &key) {
			t.Errorf("%q is a name (%v)", bad, err)
		}
	}
	if _, err := merkle.GenerateSigner(bytes.NewReader(make([]byte, 31)), "short"); err == nil {
		t.Error("a key from 31 bytes")
	}
	mustPanic(t, "no randomness", func() { _, _ = merkle.GenerateSigner(nil, "a") })
	mustPanic(t, "no key", func() { _ = merkle.Verifier{}.ID() })
}

func TestKeysThatAreNotCanonical(t *testing.T) {
	s := signer(t, ledgerName, 1)
	good := s.Verifier().String()
	parts := strings.SplitN(good, "+", 3)
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"empty":           "",
		"no key":          parts[0] + "+" + parts[1],
		"upper case":      parts[0] + "+" + strings.ToUpper(parts[1]) + "+" + parts[2],
		"other hash":      parts[0] + "+00000000+" + parts[2],
		"other name":      "x" + good,
		"line break":      good + "\n",
		"inner break":     good[:60] + "\n" + good[60:],
		"space":           good + " ",
		"more":            good + "+",
		"other algorithm": rekeyed(parts[0], append([]byte{4}, data[1:]...)),
		"short":           rekeyed(parts[0], data[:32]),
		"long":            rekeyed(parts[0], append(data[:33:33], 0)),
		"bad name":        rekeyed("a\u200bb", data),
	} {
		var key *merkle.KeyError
		if _, err := merkle.ParseVerifier(bad); !errors.As(err, &key) {
			t.Errorf("%s: %q (%v)", name, bad, err)
		}
	}
	if len(data) != 33 {
		t.Fatal("test needs 33 bytes")
	}
	secret := s.Secret()
	for name, bad := range map[string]string{
		"empty": "", "public": good, "half": "PRIVATE+KEY+" + good, "line break": secret + "\n", "upper case": strings.Replace(secret, parts[1], strings.ToUpper(parts[1]), 1),
		"other name": strings.Replace(secret, parts[0], "other", 1), "lower case": strings.Replace(secret, "PRIVATE", "private", 1),
	} {
		var key *merkle.KeyError
		if _, err := merkle.ParseSigner(bad); !errors.As(err, &key) {
			t.Errorf("%s: a key (%v)", name, err)
		}
	}
}

// rekeyed returns a verifier key of any bytes with the right hash.
func rekeyed(name string, data []byte) string {
	sum := sha256.Sum256(append([]byte(name+"\n"), data...))
	return fmt.Sprintf("%s+%x+%s", name, sum[:4], base64.StdEncoding.EncodeToString(data))
}

// Keys under which anybody can sign: the eight points of small order and their
// other spellings. Some forged signature does verify for each that is a point.
func TestWeakKeys(t *testing.T) {
	for _, key := range weakKeys(t) {
		text := rekeyed("witness", append([]byte{1}, key...))
		if _, err := note.NewVerifier(text); err != nil {
			t.Errorf("%x: package note refuses it by itself: %v", key, err)
		}
		var out *merkle.KeyError
		if _, err := merkle.ParseVerifier(text); !errors.As(err, &out) {
			t.Errorf("%x is a key", key)
		}
	}
	identity := append([]byte{1}, make([]byte, 31)...)
	forged := append(bytes.Clone(identity), make([]byte, 32)...)
	if !ed25519.Verify(identity, []byte("anything"), forged) {
		t.Error("the forged signature does not verify: why refuse these keys?")
	}
}

// weakKeys returns encodings, little-endian, with both signs of x.
func weakKeys(t testing.TB) [][]byte {
	t.Helper()
	var out [][]byte
	for _, number := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000001",
		"05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
		"7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
		"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
		"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed", // 0
		"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffee", // 1
		"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", // 18
	} {
		y, err := hex.DecodeString(number)
		if err != nil {
			t.Fatal(err)
		}
		for i, j := 0, len(y)-1; i < j; i, j = i+1, j-1 {
			y[i], y[j] = y[j], y[i]
		}
		negative := bytes.Clone(y)
		negative[31] |= 0x80
		out = append(out, y, negative)
	}
	return out
}

func TestVerifiersThatDoNotFitTogether(t *testing.T) {
	a, b, w := signer(t, ledgerName, 1).Verifier(), signer(t, ledgerName, 2).Verifier(), signer(t, bureauName, 1).Verifier()
	if v, err := merkle.NewVerifiers([]merkle.Verifier{a, b}, w); err != nil || v.Ledger() != ledgerName {
		t.Errorf("%v, %v", v, err)
	}
	for name, c := range map[string]struct{ ledger, witnesses []merkle.Verifier }{
		"none":                        {nil, []merkle.Verifier{w}},
		"two names":                   {[]merkle.Verifier{a, w}, nil},
		"twice":                       {[]merkle.Verifier{a, a}, nil},
		"witness twice":               {[]merkle.Verifier{a}, []merkle.Verifier{w, w}},
		"witness of the ledger":       {[]merkle.Verifier{a}, []merkle.Verifier{b}},
		"one key under two names":     {[]merkle.Verifier{a}, []merkle.Verifier{renamed(t, a, bureauName)}},
		"witness and ledger the same": {[]merkle.Verifier{a}, []merkle.Verifier{a}},
	} {
		var out *merkle.KeyError
		if _, err := merkle.NewVerifiers(c.ledger, c.witnesses...); !errors.As(err, &out) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// renamed returns the same key with another owner.
func renamed(t testing.TB, v merkle.Verifier, name string) merkle.Verifier {
	t.Helper()
	parts := strings.SplitN(v.String(), "+", 3)
	out, err := merkle.ParseVerifier(rekeyed(name, unbase(t, &parts[2])))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
