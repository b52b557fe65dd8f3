// Package viewkey authenticates what a program keeps beside a log to be fast, such as
// snapshots and indexes, so that it need not be believed.
//
// Whoever can write the ledger's folder could put another file there, and every
// report would rest on it. So each is sealed by an HMAC-SHA-256 under a view key,
// which stands outside of the ledger beside the signing key. A file without the right
// seal counts as none. Another reader has another key, or none, and does without
// what others kept: all of it can be made again from the log.
//
// A seal says who wrote a file and under which name. That it is of this log, and of
// which place in it, its content must say.
//
// # Form
//
//	"fundledger sealed 1\n", the seal (32 bytes), the content
//
// The seal is the HMAC of the name, a line feed and the content.
package viewkey

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
)

// Key is a view key.
type Key [32]byte

// Source returns the view key of whoever runs the program; if there is none yet it
// makes one where that is asked for. Errors: ErrNone, or those of reading and writing.
type Source func(make bool) (Key, error)

// ErrNone says that there is no view key and none was to be made.
var ErrNone = errors.New("there is no view key")

// ErrSeal says that a file does not carry the seal of a key under its name.
var ErrSeal = errors.New("it is not sealed by the view key of this user")

const magic = "fundledger sealed 1\n"

// New returns a new key. Error: that of random.
func New(random io.Reader) (Key, error) {
	var k Key
	if _, err := io.ReadFull(random, k[:]); err != nil {
		return Key{}, fmt.Errorf("make a view key: %w", err)
	}
	return k, nil
}

// Parse returns the key of a text, and whether it is one.
func Parse(text string) (k Key, ok bool) {
	raw, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) != len(k) {
		return Key{}, false
	}
	return Key(raw), true
}

// Secret returns the text of the key, for its file.
func (k Key) Secret() string { return hex.EncodeToString(k[:]) }

// String hides the key.
func (k Key) String() string { return "view key" }

// MAC returns the hash that makes the seal of the content that is written to it,
// for files that are too large to be held; see Seal.
func (k Key) MAC(name string) hash.Hash {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(name + "\n")) // a hash takes all that is written
	return mac
}

// Seal returns the sealed form of a file's content. The name is of the file and of
// its purpose, without a line feed: what was sealed under one is nothing under another.
func (k Key) Seal(name string, content []byte) []byte {
	mac := k.MAC(name)
	mac.Write(content)
	sealed := make([]byte, 0, len(magic)+sha256.Size+len(content))
	return append(mac.Sum(append(sealed, magic...)), content...)
}

// Open returns the content of a sealed form, which is part of it. Error: ErrSeal.
func (k Key) Open(name string, sealed []byte) ([]byte, error) {
	content, ok := Content(sealed)
	if !ok {
		return nil, ErrSeal
	}
	mac := k.MAC(name)
	mac.Write(content)
	if !hmac.Equal(mac.Sum(nil), sealed[len(magic):len(magic)+sha256.Size]) {
		return nil, ErrSeal
	}
	return content, nil
}

// Content returns what stands in a sealed form, whoever sealed it, for those who check
// it against the log; false if it is none.
func Content(sealed []byte) (content []byte, ok bool) {
	rest, ok := bytes.CutPrefix(sealed, []byte(magic))
	if !ok || len(rest) < sha256.Size {
		return nil, false
	}
	return rest[sha256.Size:], true
}
