package document

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// Identity names a fact in the whole ledger, whatever stream it stands in: a document
// states a fact once, not again in another month or year, of another person or case.
//
// One document may state facts of several funds and institutions, and on several lines
// (event.LineOf); of several regions, where no fund is named; and the same of several
// cases, where it moves nothing: one letter hands three cases over.
type Identity struct {
	Key                          // with the number in its normal form
	Institution fund.Institution // may be empty
	Region      fund.Region      // of a fact without a fund; may be empty
	Case        string           // of a fact about the case itself; may be empty
}

// IdentityOf returns the identity of a fact. It is of no use for a reversal, of
// which there is one of each fact, whatever its document: ok is false.
func IdentityOf(e event.Event) (id Identity, ok bool) {
	if _, isReversal := e.(event.FactReversed); isReversal {
		return Identity{}, false
	}
	id = Identity{Key: KeyOf(e), Institution: event.InstitutionOf(e)}
	id.Document = Normal(id.Document)
	switch e.(type) {
	case event.CaseOpened, event.FindingRecorded, event.CaseTransferred, event.CasePublished, event.CaseClosed, event.CaseReopened:
		_, id.Case = event.CaseOf(e)
	default:
	}
	if id.Fund == "" {
		id.Region = event.RegionOf(e)
	}
	return id, true
}

// Number stands for an identity in eight bytes: a hash, so that two may share one.
type Number uint64

// numberBits of a Number are used; the others are zero. Of a city's sixty million facts a
// new one shares its number by chance in one of four million cases.
const numberBits = 48

// NumberOf returns the number of a recorded event: that of its identity, or for a
// reversal that of the fact that is reversed; see Reversal.
func NumberOf(e event.Event) Number {
	if r, isReversal := e.(event.FactReversed); isReversal {
		return Reversal(r.Of)
	}
	id, _ := IdentityOf(e)
	h := hash(0)
	for _, part := range [...]string{id.Type, string(id.Fund), id.Document, id.Line, string(id.Institution), string(id.Region), id.Case} {
		h = h.text(part)
	}
	return h.number()
}

// Reversal returns the number under which the reversal of an event is found by the
// event's id.
func Reversal(of string) Number { return hash(0).text("fact.reversed").text(of).number() }

// hash is a hash of texts, of 64 bits, taken eight bytes at a time.
type hash uint64

// text adds a text, and where it ends.
func (h hash) text(s string) hash {
	last := uint64(len(s)) << 56
	for ; len(s) >= 8; s = s[8:] {
		h = h.word(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
	}
	for i := range len(s) {
		last |= uint64(s[i]) << (8 * i)
	}
	return h.word(last)
}

func (h hash) word(w uint64) hash {
	h = (h ^ hash(w)) * 0x9e3779b97f4a7c15 // the golden ratio: bits without a pattern
	return h ^ h>>32
}

// number returns the hash with all of it mixed into its upper bits, as SplitMix64 does.
func (h hash) number() Number {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	h ^= h >> 31
	return Number(h) &^ (1<<(64-numberBits) - 1)
}
