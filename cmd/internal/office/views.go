package office

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/folio"
	"github.com/fundledger/fundledger/projections/issues"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/reliefs"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// Views are the views of a ledger.
type Views struct {
	Balances   balances.View
	Books      books.View
	Recoveries recoveries.View
	Statistics statistics.View
	Cases      cases.View
	Reliefs    reliefs.View
	Agreements agreements.View
	Penalties  penalties.View
	Annual     annual.View
	Budgets    budgets.View
	Issues     issues.View
}

// Published are the views of what bureaux publish.
func (v *Views) Published() []replay.View {
	return []replay.View{&v.Balances, &v.Recoveries, &v.Statistics}
}

// All are all views.
func (v *Views) All() []replay.View {
	return append(v.Published(), &v.Books, &v.Cases, &v.Reliefs, &v.Agreements, &v.Penalties, &v.Annual, &v.Budgets, &v.Issues)
}

// forward brings all views and what makes up figures up to the end of the log, which is read
// once for both, if one of them is far behind: so the first question after an import is slow,
// and no other. It does nothing where nothing can be kept. Errors: those of reading the log.
func (o *Office) forward(ctx context.Context, s store.Store) error {
	all := append(new(Views).All(), replay.Closings())
	r := o.replaying(s, Axes{})
	if isReadOnly(s) || !r.Behind(ctx, all...) {
		return nil
	}
	if o.Bound != nil {
		defer o.Bound()()
	}
	r.Along = o.folio().Making(s)
	if _, err := o.start(ctx, r, all...); err != nil {
		return err
	}
	closed, err := o.start(ctx, o.replaying(s, Axes{})) // of the views nothing is held any more
	if err != nil {
		return err
	}
	shelf, err := o.shelf(ctx, s, closed)
	if unkept := (*folio.UnkeptError)(nil); errors.As(err, &unkept) {
		return nil // who needs it is told
	}
	if err != nil {
		return err
	}
	return shelf.Close()
}
