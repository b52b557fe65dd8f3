package document

import "encoding/binary"

// hashed is a key of a table: a hash, of which the zero value stands for none.
type hashed interface {
	comparable
	top() uint32 // its first bits
}

func (p Place) top() uint32 { return binary.BigEndian.Uint32(p[:]) }

// table holds values by place. A desk keeps some hundred thousand of them: a
// table takes less room than a map, is nothing to look through for the collector
// of garbage, and need not hash, because a place is a hash.
type table[K hashed, V any] struct {
	slots []slot[K, V]
	size  int
}

type slot[K hashed, V any] struct {
	value V // first, for a value without a size takes room behind the place only
	at    K // zero: the slot is free
}

// home returns the slot in which to begin to look for a place.
func (t *table[K, V]) home(at K) int {
	return int(uint64(at.top()) * uint64(len(t.slots)) >> 32)
}

// after returns the slot to look at after slot i.
func (t *table[K, V]) after(i int) int {
	if i++; i < len(t.slots) {
		return i
	}
	return 0
}

// look returns the slot of a place, or the free one where it belongs.
func (t *table[K, V]) look(at K) *slot[K, V] {
	var none K
	for i := t.home(at); ; i = t.after(i) {
		if s := &t.slots[i]; s.at == at || s.at == none {
			return s
		}
	}
}

// find returns the value at a place, or nil. It is good until the next put or remove.
func (t *table[K, V]) find(at K) *V {
	if t.size == 0 {
		return nil
	}
	if s := t.look(at); s.at == at {
		return &s.value
	}
	return nil
}

// put puts a value at a place, instead of what stood there.
func (t *table[K, V]) put(at K, v V) {
	if 4*(t.size+1) > 3*len(t.slots) {
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
func (t *table[K, V]) grow() {
	var none K
	old := t.slots
	room := max(2, 2*len(old))
	if len(old) >= 4096 {
		room = len(old) + len(old)/2
	}
	t.slots = make([]slot[K, V], room)
	for _, s := range old {
		if s.at != none {
			*t.look(s.at) = s
		}
	}
}

// remove removes a place, and puts what stands behind it where it is looked for.
func (t *table[K, V]) remove(at K) {
	var none K
	i := t.home(at)
	for ; t.slots[i].at != at; i = t.after(i) {
		if t.slots[i].at == none {
			return
		}
	}
	t.slots[i] = slot[K, V]{}
	t.size--
	for i = t.after(i); t.slots[i].at != none; i = t.after(i) {
		s := t.slots[i]
		t.slots[i] = slot[K, V]{}
		*t.look(s.at) = s
	}
}
