package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// The numbers of a file were looked up when it was checked. What others record until it is
// recorded itself may bear one of them. In a file of SQLite that can be ruled out: a group
// is appended only to the log that was looked at; if that has grown, what is new is
// compared with the staged numbers, and only if one is met are facts decided on again.

// mostGrowth is how often a group is tried again because the log has grown.
const mostGrowth = 200

// span is positions of events.
type span struct{ from, to store.Position }

// putBehind appends what was decided, where others record into the same file only behind
// what was looked at. Errors: those of put.
func (r *recording) putBehind(ctx context.Context, appends []staged) (receipts []store.Receipt, err error) {
	s := r.to
	own, isFile := s.base.(*sqlite.Store)
	guarded := isFile && r.sheet.waiting != nil
	if !guarded {
		return appendSealed(ctx, s.base, s.sealer, plainly(appends))
	}
	if s.met {
		return nil, &store.ConflictError{} // each fact is decided on again
	}
	for range mostGrowth {
		sealed := plainly(appends[len(receipts):])
		some, err := own.AppendSealed(ctx, resting(sealed, s.next)...)
		receipts = append(receipts, some...)
		if conflict := (*store.ConflictError)(nil); !errors.As(err, &conflict) || conflict.Stream != "" {
			return receipts, err
		}
		s.owns(some, sealed)
		if met, failed := r.crossed(ctx); failed != nil || met {
			return receipts, errors.Join(failed, err)
		}
	}
	some, err := own.AppendSealed(ctx, plainly(appends[len(receipts):])...) // it may stand twice, and exceptions tell
	return append(receipts, some...), err
}

// resting has the first append rest on a log of that length, and the others on what is in
// front of them.
func resting(sealed []sqlite.Sealed, length store.Position) []sqlite.Sealed {
	for k, x := range sealed {
		sealed[k] = x.Resting(length)
		length += store.Position(x.Len())
	}
	return sealed
}

// owns notes where appends were recorded.
func (s *staging) owns(receipts []store.Receipt, sealed []sqlite.Sealed) {
	for k, r := range receipts {
		s.own = append(s.own, span{r.First, r.First + store.Position(sealed[k].Len())})
	}
}

// crossed looks at what the log holds behind next, and reports whether others have
// recorded a number there that is staged, or had before. Errors: those of reading.
func (r *recording) crossed(ctx context.Context) (met bool, err error) {
	if r.sheet.waiting == nil {
		return false, nil
	}
	s := r.to
	for entry, err := range ledger.All(ctx, s.base, s.next) {
		if err != nil {
			return false, fmt.Errorf("import: read what others recorded: %w", err)
		}
		s.next = entry.Position + 1
		if slices.ContainsFunc(s.own, func(o span) bool { return o.from <= entry.Position && entry.Position < o.to }) {
			continue
		}
		s.alone = false
		has, err := r.sheet.waiting.Has(s.numberOf(entry.Event, document.NumberOf(entry.Event)))
		if err != nil {
			return false, fmt.Errorf("import: %w", err)
		}
		s.met = s.met || has
	}
	s.own = nil
	return s.met, nil
}

func plainly(appends []staged) []sqlite.Sealed {
	sealed := make([]sqlite.Sealed, len(appends))
	for k, x := range appends {
		sealed[k] = x.Sealed
	}
	return sealed
}
