package document

import "encoding/binary"

// table holds values by place. A desk keeps some hundred thousand of them: a
// table takes less room than a map, is nothing to look through for the collector
// of garbage, and need not hash, because a place is a hash.
type table[V any] struct {
	slots []slot[V]
	size  int
}

type slot[V any] struct {
	at    Place // the zero Place: the slot is free
	value V
}

// home returns the slot in which to begin to look for a place.
func (t *table[V]) home(at Place) int {
	return int(uint64(binary.BigEndian.Uint32(at[:])) * uint64(len(t.slots)) >> 32)
}

// after returns the slot to look at after slot i.
func (t *table[V]) after(i int) int {
	if i++; i < len(t.slots) {
		return i
	}
	return 0
}

// look returns the slot of a place, or the free one where it belongs.
func (t *table[V]) look(at Place) *slot[V] {
	for i := t.home(at); ; i = t.after(i) {
		if s := &t.slots[i]; s.at == at || s.at == (Place{}) {
			return s
		}
	}
}

// find returns the value at a place, or nil. It is good until the next put or remove.
func (t *table[V]) find(at Place) *V {
	if t.size == 0 {
		return nil
	}
	if s := t.look(at); s.at == at {
		return &s.value
	}
	return nil
}

// put puts a value at a place, instead of what stood there.
func (t *table[V]) put(at Place, v V) {
	if 4*t.size >= 3*len(t.slots) {
		t.grow()
	}
	s := t.look(at)
	if s.at != at {
		s.at = at
		t.size++
	}
	s.value = v
}

// grow makes room for as many places again; for half as many if there are many.
func (t *table[V]) grow() {
	old := t.slots
	room := max(4, 2*len(old))
	if len(old) >= 4096 {
		room = len(old) + len(old)/2
	}
	t.slots = make([]slot[V], room)
	for _, s := range old {
		if s.at != (Place{}) {
			*t.look(s.at) = s
		}
	}
}

// remove removes a place, and puts what stands behind it where it is looked for.
func (t *table[V]) remove(at Place) {
	i := t.home(at)
	for ; t.slots[i].at != at; i = t.after(i) {
		if t.slots[i].at == (Place{}) {
			return
		}
	}
	t.slots[i] = slot[V]{}
	t.size--
	for i = t.after(i); t.slots[i].at != (Place{}); i = t.after(i) {
		s := t.slots[i]
		t.slots[i] = slot[V]{}
		*t.look(s.at) = s
	}
}
