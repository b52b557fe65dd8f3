package office

import (
	"cmp"
	"context"
	"slices"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/terms"
)

// Document calls do with every fact that stands under a document number or names it, as what
// reverses or refunds it does, in the order of the log. q says which of them; its terms do not
// count. Errors: those of reading the log, that of do.
func (o *Office) Document(ctx context.Context, s store.Store, number string, q FactQuery, do func(Fact) error) error {
	var found []Fact
	for _, kind := range []terms.Kind{terms.Document, terms.Reference} {
		q.Terms = nil
		q.About(kind, number)
		err := o.Facts(ctx, s, q, func(f Fact) error {
			f.Recorded.Data = slices.Clone(f.Recorded.Data)
			found = append(found, f)
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(found, func(a, b Fact) int { return cmp.Compare(a.Entry.Position, b.Entry.Position) })
	found = slices.CompactFunc(found, func(a, b Fact) bool { return a.Entry.Position == b.Entry.Position })
	if q.Limit > 0 {
		found = found[:min(len(found), q.Limit)]
	}
	for _, f := range found {
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}
