package document

import "slices"

// versions is a map of which every version stays as it was. Only one of them holds a
// plain map; each other one says in what it differs from the next on the way there, and
// becomes the plain one when it is asked. So the newest, which is asked nearly always,
// costs little more than a map. The zero versions is empty. Not for use by several
// goroutines, not even for asking.
//
// Source: Baker, Shallow Binding Makes Functional Arrays Fast (1991).
type versions[K comparable, V any] struct{ *version[K, V] }

type version[K comparable, V any] struct {
	plain map[K]V // nil: as in next, but for one key
	next  *version[K, V]
	key   K
	value V
	some  bool // the key is there
}

// all returns the map of this version, which holds until another version is asked.
func (v versions[K, V]) all() map[K]V {
	if v.version == nil {
		return nil
	}
	var way []*version[K, V]
	for w := v.version; w.plain == nil; w = w.next {
		way = append(way, w)
	}
	for _, w := range slices.Backward(way) {
		after, key, value, some := w.next, w.key, w.value, w.some
		*w = version[K, V]{plain: after.plain}
		after.follow(w, key)
		w.set(key, value, some)
	}
	return v.plain
}

// follow has the version, whose map w has now, say in what it differs from w: in a key.
func (v *version[K, V]) follow(w *version[K, V], key K) {
	value, some := w.plain[key]
	*v = version[K, V]{next: w, key: key, value: value, some: some}
}

func (v *version[K, V]) set(key K, value V, some bool) {
	if some {
		v.plain[key] = value
	} else {
		delete(v.plain, key)
	}
}

// change returns the version in which a key has that value, or is not there.
func (v versions[K, V]) change(key K, value V, some bool) versions[K, V] {
	w := &version[K, V]{plain: v.all()}
	if v.version == nil {
		w.plain = map[K]V{}
	} else {
		v.follow(w, key)
	}
	w.set(key, value, some)
	return versions[K, V]{w}
}

func (v versions[K, V]) with(key K, value V) versions[K, V] { return v.change(key, value, true) }

func (v versions[K, V]) without(key K) versions[K, V] {
	var none V
	return v.change(key, none, false)
}
