package document

import (
	"encoding/binary"

	"github.com/fundledger/fundledger/ledger/event"
)

// Known holds the facts of a stream in which nothing was reversed, in a tenth of the
// room of a Register with Originals. It knows of most facts that they do not stand
// there, nor another fact of their document; and, as long as it is exact, of most facts
// whether they do. The zero Known holds none, and is not exact.
type Known struct {
	seen  table[brief, none]
	exact *table[brief, event.Digest] // instead of seen; nil: it is not exact
}

// none is the value of a table that is a set.
type none struct{}

// brief is half of a place: others may share it.
type brief uint64

func (b brief) top() uint32 { return uint32(b >> 32) }

func (p Place) brief() brief { return max(brief(binary.BigEndian.Uint64(p[:])), 1) }

// NewExact returns an exact Known that holds none.
func NewExact() Known { return Known{exact: &table[brief, event.Digest]{}} }

// Exact reports whether it is exact.
func (k *Known) Exact() bool { return k.exact != nil }

// Relax makes an exact Known one that is not, in a third of the room.
func (k *Known) Relax() {
	exact := k.exact
	if k.exact = nil; exact == nil {
		return
	}
	for _, s := range exact.slots {
		if s.at != 0 {
			k.seen.put(s.at, none{})
		}
	}
}

// Look reports whether the fact of a mark stands there with the same content
// (again), or nothing of its document does that could refuse it (clear). If
// neither, an exact Known must be asked, and then a Register.
func (k *Known) Look(m Mark) (again, clear bool) {
	if k.exact == nil {
		return false, k.seen.find(m.Place.brief()) == nil
	}
	stored := k.exact.find(m.Place.brief())
	if stored == nil {
		return false, true
	}
	return *stored == m.digest, false // a digest is of the document, too
}

// Note notes the fact of a mark, for which Look was clear, and reports whether it
// could: not if another fact is in its way.
func (k *Known) Note(m Mark) bool {
	if _, clear := k.Look(m); !clear {
		return false
	}
	if k.exact == nil {
		k.seen.put(m.Place.brief(), none{})
	} else {
		k.exact.put(m.Place.brief(), m.digest)
	}
	return true
}

// AppendTo appends the binary form of what is known to dst, for ReadKnown of this
// program. It does not say whether it was exact.
func (k *Known) AppendTo(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(k.Len()))
	if k.exact != nil {
		return appendPlaces(dst, k.exact.slots)
	}
	return appendPlaces(dst, k.seen.slots)
}

func appendPlaces[V any](dst []byte, slots []slot[brief, V]) []byte {
	for _, s := range slots {
		if s.at != 0 {
			dst = binary.LittleEndian.AppendUint64(dst, uint64(s.at))
		}
	}
	return dst
}

// ReadKnown returns the Known of which src begins with the binary form, not exact, and
// what follows it.
func ReadKnown(src []byte) (k Known, rest []byte) {
	n, size := binary.Uvarint(src)
	for src = src[size:]; n > 0; n-- {
		k.seen.put(brief(binary.LittleEndian.Uint64(src)), none{})
		src = src[8:]
	}
	return k, src
}

// Len returns how many facts are known.
func (k *Known) Len() int {
	if k.exact != nil {
		return k.exact.size
	}
	return k.seen.size
}
