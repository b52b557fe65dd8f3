package document

import "encoding/binary"

// Known tells of most facts that nothing of their document stands in a stream, in a tenth
// of the room of a Register: by a quarter of their places, which others may share. The zero
// Known holds none.
type Known struct {
	slots []uint32 // a table of quarters, each where it is looked for or behind; 0: free
	taken int      // slots
	facts int
}

// quarter returns a quarter of a place; no place has 0.
func quarter(p Place) uint32 { return max(binary.BigEndian.Uint32(p[:]), 1) }

// slot returns the slot of a quarter, or the free one where it belongs.
func (k *Known) slot(q uint32) *uint32 {
	for i := int(uint64(q) * uint64(len(k.slots)) >> 32); ; i++ {
		if i == len(k.slots) {
			i = 0
		}
		if s := &k.slots[i]; *s == q || *s == 0 {
			return s
		}
	}
}

// Clear reports whether nothing of the document of a mark stands there. If not, a Register
// must be asked.
func (k *Known) Clear(m Mark) bool { return len(k.slots) == 0 || *k.slot(quarter(m.Place)) == 0 }

// Note notes the fact of a mark.
func (k *Known) Note(m Mark) { k.note(m.Place) }

func (k *Known) note(p Place) {
	k.facts++
	if 4*(k.taken+1) > 3*len(k.slots) {
		old := k.slots
		k.slots = make([]uint32, max(4, len(old)+len(old)/2))
		for _, q := range old {
			if q != 0 {
				*k.slot(q) = q
			}
		}
	}
	if s, q := k.slot(quarter(p)), quarter(p); *s == 0 {
		*s = q
		k.taken++
	}
}

// Known returns what is known of the facts of the register, of which none was reversed.
func (r Register) Known() Known {
	var k Known
	for p := range r.seen.all() {
		k.note(p)
	}
	return k
}
