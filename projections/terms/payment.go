package terms

import (
	"bytes"
	"slices"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event/tally"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/store"
)

// paymentKeys appends the keys of the terms of a payment to dst, without those of its envelope.
func paymentKeys(dst []Key, p *tally.Payment) []Key {
	if glyph.IsASCII(p.Document) {
		dst = append(dst, keyOf(Document, p.Document))
	} else {
		dst = append(dst, keyOf(Document, document.Normal(string(p.Document))))
	}
	if len(p.Institution) > 0 {
		dst = append(dst, keyOf(Institution, p.Institution))
	}
	if len(p.Person) > 0 {
		dst = append(dst, keyOf(Person, p.Person))
	}
	return dst
}

// May reports whether a stored event may have the term, which is not of its envelope: false
// where its bytes say that it has not.
func (t Term) May(r *store.Recorded) bool {
	if (t.Kind == Person || t.Kind == Institution) && tally.IsPayment(r.Type, r.Version) && !bytes.Contains(r.Data, []byte(t.Text)) {
		return false // it would stand there as it is
	}
	var p tally.Payment
	var room [4]Key
	return t.Kind == Batch || !p.Read(r.Type, r.Version, r.Data) || slices.Contains(paymentKeys(room[:0], &p), t.Key())
}
