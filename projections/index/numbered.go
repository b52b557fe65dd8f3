package index

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

// numbered is what is declared in a log of its document numbers: it decides which number a
// fact has. An index is of one numbering; after a declaration it is made anew.
type numbered struct {
	document.Numbering
	last store.Revision // of the declarations and reversals
}

// numberedBy returns what is declared in a log. Errors: those of reading it.
func numberedBy(ctx context.Context, s store.Store) (numbered, error) {
	n := numbered{last: store.NoStream}
	for entry, err := range ledger.Stream(ctx, s, event.NumberingStream) {
		if err != nil {
			return n, fmt.Errorf("read how documents are numbered: %w", err)
		}
		n.Numbering, n.last = n.After(entry.Event), entry.Revision
	}
	return n, nil
}

// recordOf returns the record of an entry. Error: *renumberedError.
func (n *numbered) recordOf(e ledger.Entry) (Record, error) {
	if e.Stream == event.NumberingStream && e.Revision > n.last {
		return Record{}, &renumberedError{e.Position}
	}
	return Record{uint64(n.NumberOf(e.Event)), uint64(e.Position)}, nil
}

// renumberedError says that a log goes on with a declaration by which its facts have other
// numbers.
type renumberedError struct{ at store.Position }

func (e *renumberedError) Error() string {
	return fmt.Sprintf("event %d says how documents are numbered", e.at)
}

// Number returns the number under which a fact is found, of which plain is the one without
// a period. It is that of the declarations that the index has seen.
func (ix *Index) Number(fact event.Event, plain document.Number) document.Number {
	return ix.numbered.Number(fact, plain)
}
