// Package document keeps the rule of document numbers: in one stream, a
// document states each fact once.
//
// A document may state several facts, told apart by type and fund: a penalty
// decision orders money back to two funds and imposes a fine. The same fact
// again is not an error but nothing new; the same fact with other content is
// refused.
package document

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/rule"
)

// Key names one fact: which document states what for which fund.
type Key struct {
	Type     string // wire name
	Fund     fund.ID
	Document string
}

// KeyOf returns the key of an event; Fund is "" for a type that has no fund.
func KeyOf(e event.Event) Key {
	return Key{Type: event.Wire(e), Fund: event.FundOf(e), Document: e.Common().Document}
}

// Register holds the facts of one stream. The zero Register holds none.
type Register struct{ seen map[Key]event.Digest }

// Admit reports whether the fact stands in the register already with the same
// content (again), or refuses it if it stands there with other content.
// Refusal: document-twice.
func (r Register) Admit(e event.Event) (again bool, err error) {
	key := KeyOf(e)
	stored, found := r.seen[key]
	if !found {
		return false, nil
	}
	if event.DigestOf(e) == stored {
		return true, nil
	}
	return false, &rule.Refusal{
		Rule: "document-twice", Field: "document",
		Why: lang.F("凭证号 %s 已登记过，内容不同", "document %s is recorded already with other content", key.Document),
		Remedy: lang.F("核对凭证；确为另一笔的，用其自己的凭证号（如 %s/2）", "check the paper; if it is another fact, give it a number of its own (such as %s/2)",
			strings.TrimSpace(key.Document)),
	}
}

// Note returns the register with a recorded event in it. The old register must
// not be used any more.
func (r Register) Note(e event.Event) Register {
	if r.seen == nil {
		r.seen = map[Key]event.Digest{}
	}
	r.seen[KeyOf(e)] = event.DigestOf(e)
	return r
}

// Len returns how many facts the register holds.
func (r Register) Len() int { return len(r.seen) }
