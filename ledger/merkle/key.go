package merkle

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/fundledger/fundledger/ledger/lang"
)

// MaxNameBytes is the length of the longest name of a ledger or a witness.
const MaxNameBytes = 100

// KeyID names a key in few characters: its owner and 32 bits of its hash. Keys
// that are known are told apart by it; it is no proof of anything.
type KeyID struct {
	Name string
	Hash uint32
}

// String returns the id as verifier keys begin: "county.example/ledger+0377ae58".
func (id KeyID) String() string { return fmt.Sprintf("%s+%08x", id.Name, id.Hash) }

// Verifier is a public key with its owner's name. Verifiers are equal if they
// are the same key of the same name. The zero Verifier is no key.
type Verifier struct{ text string }

// Signer is a secret key with its owner's name. Printing it shows its KeyID only.
type Signer struct {
	verifier Verifier
	sign     note.Signer
	secret   func() string
}

// GenerateSigner returns a new Ed25519 key from 32 bytes of random. The name is
// of 1 to MaxNameBytes bytes: printing ASCII without space and plus, and Chinese
// characters (U+4E00 to U+9FFF). Errors: *KeyError, those of random.
func GenerateSigner(random io.Reader, name string) (Signer, error) {
	if !validName(name) {
		return Signer{}, &KeyError{Why: nameText(name)}
	}
	if random == nil {
		panic("merkle: a key needs a source of randomness")
	}
	secret, _, err := note.GenerateKey(random, name)
	if err != nil {
		return Signer{}, fmt.Errorf("make a key for %s: %w", name, err)
	}
	return ParseSigner(secret)
}

// ParseSigner returns the key of a text such as
// "PRIVATE+KEY+county.example/ledger+0377ae58+AYEK…". Error: *KeyError.
func ParseSigner(text string) (Signer, error) {
	bad := func() (Signer, error) {
		return Signer{}, &KeyError{Why: lang.Text{ZH: "不是 PRIVATE+KEY+名称+哈希+base64 形式的签名私钥，或已损坏", EN: "it is no signing key of the form PRIVATE+KEY+name+hash+base64, or is damaged"}}
	}
	parts := strings.Split(text, "+")
	if len(parts) < 5 || !validName(parts[2]) || parts[3] != strings.ToLower(parts[3]) {
		return bad()
	}
	seed, ok := decode64(strings.Join(parts[4:], "+"))
	sign, err := note.NewSigner(text)
	if err != nil || !ok {
		return bad()
	}
	public, ok := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return bad()
	}
	verifier, err := note.NewEd25519VerifierKey(parts[2], public)
	if err != nil {
		return bad()
	}
	return Signer{verifier: Verifier{verifier}, sign: sign, secret: func() string { return text }}, nil
}

// Verifier returns the public half of the key, to be given to everybody.
func (s Signer) Verifier() Verifier { return s.verifier }

// ID returns the key's id.
func (s Signer) ID() KeyID { return s.verifier.ID() }

// Secret returns the key as text, which ParseSigner reads. Whoever has it can
// sign for its owner: keep it outside the ledger's directory.
func (s Signer) Secret() string { return s.secret() }

// String returns the key's id, and GoString too, so that no log shows a secret.
func (s Signer) String() string { return "signer " + s.ID().String() }

// GoString returns String.
func (s Signer) GoString() string { return s.String() }

// ParseVerifier returns the key of a text such as
// "county.example/ledger+0377ae58+AZ3g…". Error: *KeyError, also for a point of
// small order, under which anybody can sign.
func ParseVerifier(text string) (Verifier, error) {
	bad := func() (Verifier, error) {
		return Verifier{}, &KeyError{Why: lang.Text{ZH: "不是 名称+哈希+base64 形式的公钥，或已损坏", EN: "it is no verifier key of the form name+hash+base64, or is damaged"}}
	}
	parts := strings.SplitN(text, "+", 3)
	if len(parts) < 3 || !validName(parts[0]) || parts[1] != strings.ToLower(parts[1]) {
		return bad()
	}
	key, ok := decode64(parts[2])
	if _, err := note.NewVerifier(text); err != nil || !ok {
		return bad()
	}
	if weak(key[1:]) {
		return Verifier{}, &KeyError{Why: lang.F("%s 不是安全的公钥：任何人都能用它签名", "%s is no safe key: anybody can sign under it", parts[0]+"+"+parts[1])}
	}
	return Verifier{text: text}, nil
}

// String returns the key as text, which ParseVerifier reads.
func (v Verifier) String() string { return v.text }

// ID returns the key's id.
func (v Verifier) ID() KeyID {
	k := v.note()
	return KeyID{Name: k.Name(), Hash: k.KeyHash()}
}

// public returns the part of the text that is the key itself, without its owner.
func (v Verifier) public() string { return v.text[len(v.ID().String())+1:] }

// note returns the key as package note has it.
func (v Verifier) note() note.Verifier {
	k, err := note.NewVerifier(v.text)
	if err != nil {
		panic("merkle: the zero Verifier is no key")
	}
	return k
}

// validName reports whether name may be a ledger's or a witness's: a choice that
// every language can check, without characters that look like others or are not seen.
func validName(name string) bool {
	for _, c := range name {
		if (c <= ' ' || c > '~' || c == '+') && (c < '\u4e00' || c > '\u9fff') {
			return false
		}
	}
	return name != "" && len(name) <= MaxNameBytes
}

func nameText(name string) lang.Text {
	return lang.F("%q 不能作名称：1 至 %d 字节，ASCII 字符（不含空格、加号）或汉字", "%q is no name: 1 to %d bytes of ASCII without space and plus, or Chinese characters", name, MaxNameBytes)
}

// weak reports whether an Ed25519 public key is one of the points whose order
// divides 8, or is not written in the one way of RFC 8032 §5.1.2.
func weak(key []byte) bool {
	y := slices.Clone(key)
	y[31] &= 0x7f // without the sign of x
	slices.Reverse(y)
	switch number := hex.EncodeToString(y); number {
	case "0000000000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000001",
		"05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
		"7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7":
		return true
	default: // the largest is 2²⁵⁵ − 19 − 1, whose order is 2
		return number >= "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"
	}
}
