package docket

import "slices"

// list is a list of which every version stays as it was, whatever is made of it later. What
// is added to the newest version takes the room behind it; a version that another has gone
// on from is copied first. The zero list is empty. Not for use by several goroutines.
type list[T any] struct {
	items []T
	taken *int // how many items stand in the room that this version shares with others
}

// with returns the list with one item more.
func (l list[T]) with(item T) list[T] {
	if l.taken == nil || *l.taken != len(l.items) {
		l = l.own()
	}
	l.items = append(l.items, item)
	*l.taken = len(l.items)
	return l
}

// own returns the list in room of its own, in which items may be exchanged.
func (l list[T]) own() list[T] {
	n := len(l.items)
	return list[T]{slices.Clone(l.items), &n}
}

// renew puts a copy of an item in its place and returns it, to be changed; the list is in
// room of its own.
func renew[T any](l list[*T], i int) *T {
	copied := *l.items[i]
	l.items[i] = &copied
	return &copied
}
