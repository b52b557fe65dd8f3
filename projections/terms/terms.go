// Package terms says by what facts are asked for, beside the figures that they make up: an
// institution, a person, a case, a document, what was recorded together. It codes where in the
// log they stand, so closely that a term of an event takes two bytes.
//
// # Form
//
// A term is kept as a hash of 20 bits, and where it stands as a group of 64 positions.
// What is found is a candidate: whoever asks reads the events of the group and compares. In a
// volume of a million positions, in which every event is of another person, someone is found by
// chance once. A bit more of the hash would halve that, and a bit more of the group what is read
// of what is found; each takes a bit of every term.
//
// A Set collects the terms of a volume and writes them as chunks of some four thousand bytes, each
// with the key that it begins with. A key stands in one chunk, which is read without any other.
package terms

import (
	"math/bits"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
)

// Kind says what a term is.
type Kind uint8

// The kinds of terms. The number of a kind stands in files.
const (
	Institution Kind = iota + 1
	Person
	Case      // its number; regions may share one
	Document  // the number of the fact's own paper
	Reference // the number of another paper that the fact names: what is reversed, refunded, annulled
	Batch     // the correlation of the envelope: what was recorded together
	lastKind
)

// Term is something that facts are asked for by. Two writings of one number are one term.
type Term struct {
	Kind Kind
	Text string
}

// New returns the term of a text as somebody wrote it.
func New(kind Kind, text string) Term {
	switch kind {
	case Case, Document, Reference:
		text = document.Normal(text)
	default:
	}
	return Term{kind, text}
}

// Of appends the terms of a recorded fact to dst. A reversal has its own document, and
// is found under the institution, person and case of what it reverses; the document of that it
// names.
func Of(dst []Term, entry ledger.Entry) []Term {
	dst = factTerms(dst, entry.Event)
	if entry.Correlation != "" {
		dst = append(dst, Term{Batch, entry.Correlation})
	}
	return dst
}

func factTerms(dst []Term, e event.Event) []Term {
	if r, isReversal := e.(event.FactReversed); isReversal {
		dst = append(dst, New(Document, r.Document))
		from := len(dst)
		dst = factTerms(dst, r.Reversed())
		for i, t := range dst[from:] {
			if t.Kind == Document {
				dst[from+i].Kind = Reference
			}
		}
		return dst
	}
	for name, text := range event.Values(e) {
		if kind := kindOf(name); kind != 0 {
			dst = append(dst, New(kind, text))
		}
	}
	return dst
}

// kindOf returns the kind of the terms in a field of facts; 0: it has none.
func kindOf(field string) Kind {
	switch field {
	case "institution":
		return Institution
	case "person":
		return Person
	case "case":
		return Case
	case "document":
		return Document
	case "of", "against":
		return Reference
	}
	return 0
}

// In reports whether a recorded fact has the term.
func (t Term) In(entry ledger.Entry) bool { return slices.Contains(Of(nil, entry), t) }

// Key stands for a term: its kind, and a part of its hash, which terms may share.
type Key uint32

const hashBits = 20

// Kind returns the kind of the terms with that key.
func (k Key) Kind() Kind { return Kind(k >> hashBits) }

// Key returns the key of the term, the same in every program.
func (t Term) Key() Key { return keyOf(t.Kind, t.Text) }

// keyOf is Key of a text in its normal form.
func keyOf[T ~string | ~[]byte](kind Kind, text T) Key {
	const odd = 0x9e3779b97f4a7c15 // the golden ratio: bits without a pattern
	h := uint64(kind)<<56 ^ uint64(len(text))
	for ; len(text) >= 8; text = text[8:] {
		h = mixed(h^(uint64(text[0])|uint64(text[1])<<8|uint64(text[2])<<16|uint64(text[3])<<24|
			uint64(text[4])<<32|uint64(text[5])<<40|uint64(text[6])<<48|uint64(text[7])<<56), odd)
	}
	last := uint64(0)
	for i := range len(text) {
		last |= uint64(text[i]) << (8 * i)
	}
	h = mixed(mixed(h^last, odd)^odd, 0xd6e8feb86659fd93)
	return Key(kind)<<hashBits | Key(h>>(64-hashBits))
}

// mixed mixes all bits of a word.
func mixed(w, by uint64) uint64 {
	high, low := bits.Mul64(w^by, by)
	return high ^ low
}
