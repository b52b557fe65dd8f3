package merkle

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Limits of a signed text.
const (
	MaxNoteBytes  = 1 << 15
	MaxSignatures = 32
)

// signed is a note taken apart, in the one form that it may have.
type signed struct {
	what lang.Text
	raw  []byte
	text string // what was signed, to its last line break
	sigs []note.Signature
}

// split takes a note apart; its first line is line first of what the user has
// before her. It checks no signature. Error: *FormError.
func split(what lang.Text, raw []byte, first int) (signed, error) {
	r := &reader{what: what, line: first - 1}
	if len(raw) > MaxNoteBytes {
		return signed{}, r.fail(lang.F("超过 %d 字节", "it is longer than %d bytes", MaxNoteBytes))
	}
	text, sigs, found := bytes.Cut(raw, []byte("\n\n"))
	if !found {
		return signed{}, &FormError{What: what, Why: lang.Text{ZH: "没有空行和其后的签名", EN: "there is no blank line with signatures after it"}}
	}
	s := signed{what: what, raw: raw, text: string(text) + "\n"}
	r.rest, r.line = sigs, r.line+strings.Count(s.text, "\n")+1
	seen := map[KeyID]bool{}
	for {
		sig, err := r.signature()
		if err != nil {
			return signed{}, err
		}
		id := KeyID{Name: sig.Name, Hash: sig.Hash}
		if seen[id] {
			return signed{}, r.fail(lang.F("%s 签名两次", "%s signed twice", id))
		}
		if seen[id] = true; len(seen) > MaxSignatures {
			return signed{}, r.fail(lang.F("签名超过 %d 个", "more than %d signatures", MaxSignatures))
		}
		if s.sigs = append(s.sigs, sig); r.done() {
			return s, nil
		}
	}
}

// signature reads one line "— name base64".
func (r *reader) signature() (note.Signature, error) {
	line, err := r.next()
	if err != nil {
		return note.Signature{}, err
	}
	rest, dash := strings.CutPrefix(line, "— ")
	name, text, _ := strings.Cut(rest, " ")
	data, ok := decode64(text)
	if !dash || !validName(name) || !ok || len(data) < 5 {
		return note.Signature{}, r.fail(lang.Text{ZH: "不是“— 名称 base64”形式的签名", EN: `it is no signature of the form "— name base64"`})
	}
	return note.Signature{Name: name, Hash: binary.BigEndian.Uint32(data), Base64: text}, nil
}

// keys returns who signed, unchecked.
func (s signed) keys() []KeyID {
	ids := make([]KeyID, len(s.sigs))
	for i, sig := range s.sigs {
		ids[i] = KeyID{Name: sig.Name, Hash: sig.Hash}
	}
	return ids
}

// open returns the keys that signed: of those that known has, checked, and the
// others. Errors: *SignatureError, *FormError.
func (s signed) open(known keyring) (good, unknown []KeyID, err error) {
	opened, err := note.Open(s.raw, known)
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		return nil, s.keys(), nil
	case errors.As(err, &invalid):
		return nil, nil, &SignatureError{Key: KeyID{Name: invalid.Name, Hash: invalid.Hash}}
	case err != nil:
		return nil, nil, &FormError{What: s.what, Why: lang.Text{ZH: err.Error(), EN: err.Error()}}
	case opened.Text != s.text:
		panic("merkle: two readers of a note disagree on its text")
	}
	for _, id := range s.keys() {
		if _, ok := known[id]; ok {
			good = append(good, id)
		} else {
			unknown = append(unknown, id)
		}
	}
	return good, unknown, nil
}

// keyring is a set of keys as package note looks them up.
type keyring map[KeyID]Verifier

func (k keyring) Verifier(name string, hash uint32) (note.Verifier, error) {
	v, ok := k[KeyID{Name: name, Hash: hash}]
	if !ok {
		return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
	}
	return v.note(), nil
}
