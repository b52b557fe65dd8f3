// Package document keeps the rule of document numbers: in one stream, a
// document states each fact once.
//
// A document may state several facts, told apart by type, fund and line: a penalty
// decision orders money back to two funds, of several years, and imposes a fine. The same fact
// again is not an error but nothing new; the same fact with other content is
// refused. A number is what a reader sees of it: see Normal.
package document

import (
	"crypto/sha256"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// Normal returns what tells document numbers apart: all writings that read as one
// number have one normal form. It is no number to show: facts keep theirs as written.
func Normal(number string) string { return glyph.Normal(number) }

// Key names one fact: which document states what for which fund, on which line.
type Key struct {
	Type     string // wire name
	Fund     fund.ID
	Document string // as written
	Line     string // see event.LineOf
	Period   Period // see Numbering
}

// KeyOf returns the key of an event; Fund is "" for a type that has no fund.
func KeyOf(e event.Event) Key {
	return Key{Type: event.Wire(e), Fund: event.FundOf(e), Document: e.Common().Document, Line: event.LineOf(e)}
}

// Place stands for a key in a third of its room: a stream may hold a hundred
// thousand facts. It is the first half of a SHA-256, so that no two keys share one.
type Place [16]byte

// Place returns the place of the key, the same for all writings of a number.
func (k Key) Place() Place {
	var buffer [160]byte
	text := append(append(append(buffer[:0], k.Type...), '\n'), k.Fund...)
	text = append(append(text, '\n'), Normal(k.Document)...)
	if k.Line != "" {
		text = append(append(text, '\n'), Normal(k.Line)...)
	}
	if k.Period != "" {
		text = append(append(text, "\n\n"...), k.Period...) // no line is empty
	}
	sum := sha256.Sum256(text)
	return Place(sum[:16])
}

// Mark is what a register keeps of a fact: hashes of its key and of its content,
// which take long to compute and depend on nothing else.
type Mark struct {
	Place  Place
	digest event.Digest
}

// MarkOf returns the mark of an event.
func MarkOf(e event.Event) Mark { return NewMark(e, event.DigestOf(e)) }

// NewMark returns the mark of an event that has that digest.
func NewMark(e event.Event, digest event.Digest) Mark { return Mark{KeyOf(e).Place(), digest} }

// Register holds the facts of one stream. The zero Register holds none. What is noted
// leaves it as it is. Not for use by several goroutines.
type Register struct {
	seen versions[Place, event.Digest]
	past versions[Mark, struct{}] // facts that were reversed, or share their number with one in seen
}

// AdmitMarked reports whether the fact of a mark stands in the register already with the
// same content (again), also if it was reversed since; or refuses it if it stands
// there with other content. The number of a reversed fact is free for a
// corrected one. Refusal: document-twice.
func (r Register) AdmitMarked(e event.Event, m Mark) (again bool, err error) {
	stored, stands := r.seen.all()[m.Place]
	if stands && m.digest == stored {
		return true, nil
	}
	if _, reversed := r.past.all()[m]; reversed {
		return true, nil
	}
	if !stands {
		return false, nil
	}
	return false, twice(e, lang.Text{ZH: "内容不同", EN: "other content"})
}

// Again refuses a fact that stands already with the same content: it is nothing to
// record, and where it stands twice nevertheless the second is too many. Refusal:
// document-twice.
func Again(e event.Event) error {
	return twice(e, lang.Text{ZH: "内容相同", EN: "the same content"})
}

func twice(e event.Event, how lang.Text) error {
	key := KeyOf(e)
	return &refusal.Error{
		Rule: "document-twice", Field: "document",
		Why: lang.F("凭证号 %s 已登记过，%s", "document %s is recorded already with %s", key.Document, how),
		Remedy: lang.F("核对凭证；确为另一笔的，用其自己的凭证号（如 %s/2）；登记有误的先冲销", "check the paper; if it is another fact, give it a number of its own (such as %s/2); if the first was wrong, reverse it",
			strings.TrimSpace(key.Document)),
	}
}

// NoteMarked returns the register with the recorded event of a mark in it. Where another fact stands
// under the number, written in another way, which was taken before numbers were
// identified by what a reader sees, the register goes on to know both.
func (r Register) NoteMarked(m Mark) Register {
	if stored, stands := r.seen.all()[m.Place]; stands && stored != m.digest {
		r.past = r.past.with(Mark{m.Place, stored}, struct{}{})
	}
	r.seen = r.seen.with(m.Place, m.digest)
	return r
}

// ReverseMarked returns the register after the recorded event of a mark was reversed.
func (r Register) ReverseMarked(m Mark) Register {
	if stored, stands := r.seen.all()[m.Place]; stands && stored == m.digest {
		r.seen = r.seen.without(m.Place)
	}
	r.past = r.past.with(m, struct{}{})
	return r
}
