package oracle

import (
	"reflect"
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
)

// live returns the facts that count: those that were not reversed.
func (n *naive) live() []event.Event {
	gone := map[event.Event]bool{}
	for _, f := range n.gone {
		if f != nil {
			gone[f] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(n.facts), func(f event.Event) bool {
		_, isReversal := f.(event.FactReversed)
		return isReversal || gone[f]
	})
}

// about returns what a reversal reverses, and any other fact itself.
func about(e event.Event) event.Event {
	if r, ok := e.(event.FactReversed); ok {
		return r.Reversed()
	}
	return e
}

// plainly returns a fact as it was said, without its day of entry.
func plainly(e event.Event) event.Event {
	if e.Common().BookedOn == 0 {
		return e
	}
	v := reflect.New(reflect.TypeOf(e)).Elem()
	v.Set(reflect.ValueOf(e))
	v.FieldByName("BookedOn").SetInt(0)
	out, _ := v.Interface().(event.Event)
	return out
}
