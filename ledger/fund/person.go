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
func (p Person) Valid() bool { return len(p) == 32 && AreHex(p) }

// AreHex reports whether the first 32 bytes of s are lowercase hexadecimal digits,
// as those of a Person are. It panics if there are fewer.
func AreHex[T ~string | ~[]byte](s T) bool {
	const (
		ones  = 0x0101010101010101 // times a byte: that byte eight times
		highs = 0x8080808080808080
	)
	wrong := uint64(0)
	for i := 0; i < 32; i += 8 {
		w := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		// The highest bit of each byte says whether it is at least so much.
		low := w &^ highs
		from0, from9 := low+ones*(0x80-'0'), low+ones*(0x80-'9'-1)
		fromA, fromF := low+ones*(0x80-'a'), low+ones*(0x80-'f'-1)
		wrong |= w | ^(from0&^from9 | fromA&^fromF)
	}
	return wrong&highs == 0
}
