package aggregates

import (
	"context"
	"fmt"

	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
)

// numbers returns what is declared of document numbers. No decision rests on it: what is
// declared later tells more numbers apart, or applies to days to come.
func (d *Desk) numbers(ctx context.Context) (document.Numbering, error) {
	if d.numbering == nil {
		if err := d.loadNumbers(ctx); err != nil {
			return document.Numbering{}, err
		}
	}
	return *d.numbering, nil
}

func (d *Desk) loadNumbers(ctx context.Context) error {
	var n document.Numbering
	for entry, err := range d.read(ctx, event.NumberingStream) {
		if err != nil {
			return fmt.Errorf("load %s: %w", event.NumberingStream, err)
		}
		n = n.After(entry.Event)
	}
	d.numbering = &n
	return nil
}

// numbersOf is numbers for the facts of a stream: in that of the declarations themselves
// none begins again.
func (d *Desk) numbersOf(ctx context.Context, stream string) (document.Numbering, error) {
	if stream == event.NumberingStream {
		return document.Numbering{}, nil
	}
	return d.numbers(ctx)
}

// renumber has everything loaded again after an event that changes how documents are
// numbered: what is kept of a file says which numbers stand there.
func (d *Desk) renumber(e event.Event) {
	if r, ok := e.(event.FactReversed); ok {
		e = r.Reversed()
	}
	if _, ok := e.(event.Numbering); !ok {
		return
	}
	d.numbering, d.cache = nil, newCache()
}
