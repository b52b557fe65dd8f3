package fund

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Person is an insured person as the ledger knows them: 32 lowercase
// hexadecimal digits, the first 128 bits of HMAC-SHA-256 of the person number
// under a key kept outside the ledger. Without the key nobody can go back from
// a Person to a number, nor test a guess.
//
// Source: RFC 2104 §5 (truncation to half the hash); 个人信息保护法 art. 51
// (de-identification).
type Person string

// KeySize is the size of a person key in bytes.
const KeySize = 32

// Pseudonym returns the Person of a person number (人员编号) under a key of KeySize bytes.
func Pseudonym(key []byte, number string) Person {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(number))
	return Person(hex.EncodeToString(mac.Sum(nil)[:16]))
}

// Valid reports whether p is well formed.
func (p Person) Valid() bool {
	if len(p) != 32 {
		return false
	}
	for i := range len(p) {
		if c := p[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
