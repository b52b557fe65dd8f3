package document

import (
	"encoding/binary"

	"github.com/fundledger/fundledger/ledger/event"
)

// Known holds the facts of a stream in which nothing was reversed, in a fifteenth of
// the room of a Register with Originals. It knows of most facts that they do not stand
// there, nor another fact of their document; and, as long as it is exact, of most facts
// whether they do. The zero Known holds none, and is not exact.
type Known struct {
	seen  table[short, none]
	facts int
	exact *table[brief, event.Digest] // instead of seen and facts; nil: it is not exact
}

// none is the value of a table that is a set.
type none struct{}

// brief is half of a place, and short a quarter: others may share them.
type (
	brief uint64
	short uint32
)

func (b brief) top() uint32 { return uint32(b >> 32) }

func (s short) top() uint32 { return uint32(s) }

func (b brief) short() short { return max(short(b>>32), 1) }

func (p Place) brief() brief { return max(brief(binary.BigEndian.Uint64(p[:])), 1) }

// NewExact returns an exact Known that holds none.
func NewExact() Known { return Known{exact: &table[brief, event.Digest]{}} }

// Exact reports whether it is exact.
func (k *Known) Exact() bool { return k.exact != nil }

// Relax makes an exact Known one that is not, in a fifth of the room.
func (k *Known) Relax() {
	exact := k.exact
	if k.exact = nil; exact == nil {
		return
	}
	k.facts = exact.size
	for _, s := range exact.slots {
		if s.at != 0 {
			k.seen.put(s.at.short(), none{})
		}
	}
}

// Look reports whether the fact of a mark stands there with the same content
// (again), or nothing of its document does that could refuse it (clear). If
// neither, an exact Known must be asked, and then a Register.
func (k *Known) Look(m Mark) (again, clear bool) {
	at := m.Place.brief()
	if k.exact == nil {
		return false, k.seen.find(at.short()) == nil
	}
	stored := k.exact.find(at)
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
	if at := m.Place.brief(); k.exact == nil {
		k.seen.put(at.short(), none{})
		k.facts++
	} else {
		k.exact.put(at, m.digest)
	}
	return true
}

// Len returns how many facts are known.
func (k *Known) Len() int {
	if k.exact != nil {
		return k.exact.size
	}
	return k.facts
}

// Room returns how many bytes the binary form takes at the most.
func (k *Known) Room() int {
	if k.exact != nil {
		return binary.MaxVarintLen64 + 24*k.exact.size
	}
	return 2*binary.MaxVarintLen64 + 4*k.seen.size
}

// AppendTo appends the binary form of what is known to dst, for ReadKnown of this
// program.
func (k *Known) AppendTo(dst []byte) []byte {
	if k.exact != nil {
		dst = binary.AppendUvarint(dst, uint64(k.exact.size)<<1|1)
		for _, s := range k.exact.slots {
			if s.at != 0 {
				dst = append(binary.LittleEndian.AppendUint64(dst, uint64(s.at)), s.value[:]...)
			}
		}
		return dst
	}
	dst = binary.AppendUvarint(dst, uint64(k.seen.size)<<1)
	dst = binary.AppendUvarint(dst, uint64(k.facts))
	for _, s := range k.seen.slots {
		if s.at != 0 {
			dst = binary.LittleEndian.AppendUint32(dst, uint32(s.at))
		}
	}
	return dst
}

// ReadKnown returns the Known of which src begins with the binary form, and what
// follows it.
func ReadKnown(src []byte) (k Known, rest []byte) {
	head, size := binary.Uvarint(src)
	src = src[size:]
	n := int(head >> 1)
	if head&1 > 0 {
		for k = NewExact(); n > 0; n-- {
			k.exact.put(brief(binary.LittleEndian.Uint64(src)), event.Digest(src[8:24]))
			src = src[24:]
		}
		return k, src
	}
	facts, size := binary.Uvarint(src)
	k.facts = int(facts)
	for src = src[size:]; n > 0; n-- {
		k.seen.put(short(binary.LittleEndian.Uint32(src)), none{})
		src = src[4:]
	}
	return k, src
}
