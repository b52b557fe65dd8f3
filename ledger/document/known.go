package document

import (
	"encoding/binary"

	"github.com/fundledger/fundledger/ledger/event"
)

// Known holds the facts of a stream in which nothing was reversed, in a third of
// the room of a Register with Originals. It knows whether a fact stands there, and
// mostly whether another fact of its document does. The zero Known holds none.
type Known struct{ seen table[brief, event.Digest] }

// brief is half of a place: others may share it.
type brief uint64

func (b brief) top() uint32 { return uint32(b >> 32) }

func (p Place) brief() brief { return max(brief(binary.BigEndian.Uint64(p[:])), 1) }

// Look reports whether the fact of a mark stands there with the same content
// (again), or nothing of its document does that could refuse it (clear). If
// neither, a Register must be asked.
func (k *Known) Look(m Mark) (again, clear bool) {
	stored := k.seen.find(m.Place.brief())
	if stored == nil {
		return false, true
	}
	return *stored == m.digest, false // a digest is of the document, too
}

// Note notes the fact of a mark, for which Look was clear, and reports whether it
// could: not if another fact is in its way.
func (k *Known) Note(m Mark) bool {
	at := m.Place.brief()
	if k.seen.find(at) != nil {
		return false
	}
	k.seen.put(at, m.digest)
	return true
}

// Len returns how many facts are known.
func (k *Known) Len() int { return k.seen.size }
