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
	return o.asked(q.Axes).document(ctx, s, number, q, do)
}

func (h *held) document(ctx context.Context, s store.Store, number string, f FactQuery, do func(Fact) error) error {
	return h.answer(ctx, s, needs{shelf: true}, func(q *question) error {
		var found []Fact
		for _, kind := range []terms.Kind{terms.Document, terms.Reference} {
			f.Terms = nil
			f.About(kind, number)
			err := q.facts(ctx, &f, func(fact Fact) error {
				fact.Recorded.Data = slices.Clone(fact.Recorded.Data)
				found = append(found, fact)
				return nil
			})
			if err != nil {
				return err
			}
		}
		slices.SortFunc(found, func(a, b Fact) int { return cmp.Compare(a.Entry.Position, b.Entry.Position) })
		found = slices.CompactFunc(found, func(a, b Fact) bool { return a.Entry.Position == b.Entry.Position })
		if f.Limit > 0 {
			found = found[:min(len(found), f.Limit)]
		}
		if f.Last > 0 {
			found = found[max(0, len(found)-f.Last):]
		}
		q.told = true
		for _, fact := range found {
			if err := do(fact); err != nil {
				return err
			}
		}
		return nil
	})
}
