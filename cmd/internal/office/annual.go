package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/replay"
)

// Reported are the views that a report is compiled from.
func (v *Views) Reported() []replay.View {
	return append(v.Published(), &v.Books, &v.Annual, &v.Budgets)
}

// Report compiles the report of an area and a span from the views of Reported, as they stand.
// closed is what was known at the end of the span, nil if that is not known; of is the axes of
// the views.
func (v *Views) Report(region fund.Region, span annual.Span, closed *annual.View, of Axes) *annual.Report {
	return annual.Compile(annual.Input{Region: region, Span: span, Books: &v.Books, Balances: &v.Balances, Statistics: &v.Statistics,
		Recoveries: &v.Recoveries, Budgets: &v.Budgets, Facts: &v.Annual, Closed: closed, Options: of.options()})
}

// Annual compiles the report of an area and a span as it is known at a time. No area means the only
// one that there is. The business dates are those of the span; a.AsOf does not count. Errors: bad
// input for an area that no fund is of; those of reading the log.
func (o *Office) Annual(ctx context.Context, s store.Store, a Axes, region fund.Region, span annual.Span) (*annual.Report, error) {
	v, region, err := o.reported(ctx, s, a, region)
	if err != nil {
		return nil, err
	}
	closed, err := o.KnownAtEnd(ctx, s, a, span)
	if err != nil {
		return nil, err
	}
	return v.Report(region, span, closed, a), nil
}

// Monthly compiles the reports of a month and of its year to date, as they are known at a time. Neither
// has what came late. For the area and the errors see Annual.
func (o *Office) Monthly(ctx context.Context, s store.Store, a Axes, region fund.Region,
	month annual.Span) (of, toDate *annual.Report, err error) {
	v, region, err := o.reported(ctx, s, a, region)
	if err != nil {
		return nil, nil, err
	}
	return v.Report(region, month, nil, a), v.Report(region, month.YearToDate(), nil, a), nil
}

// reported returns the views of a report as they are known at a time, and the area that is asked for.
func (o *Office) reported(ctx context.Context, s store.Store, a Axes, region fund.Region) (*Views, fund.Region, error) {
	v := new(Views)
	if _, err := o.Rebuild(ctx, s, a, v.Reported()...); err != nil {
		return nil, "", err
	}
	region, err := o.Area(&v.Books, region)
	return v, region, err
}

// Area returns the pooling area that is asked for, or the only one that funds are of. Error: bad input.
func (o *Office) Area(v *books.View, region fund.Region) (fund.Region, error) {
	var all []string
	for _, id := range v.Funds() {
		if r := string(id.Region()); !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	slices.Sort(all)
	switch {
	case len(all) == 0:
		return "", fault.Input("账本里没有基金；先登记 fund.established", "there is no fund in the ledger; record fund.established first")
	case region == "" && len(all) == 1:
		return fund.Region(all[0]), nil
	case region == "":
		return "", fault.Input("账本里有几个统筹区；用 %s 指明一个：%s", "there are several pooling areas in the ledger; name one with %s: %s",
			o.called("region"), strings.Join(all, ", "))
	case !slices.Contains(all, string(region)):
		return "", fault.Input("账本里没有统筹区 %s 的基金；有：%s", "no fund in the ledger is of the pooling area %s; there are: %s", string(region), strings.Join(all, ", "))
	}
	return region, nil
}

// KnownAtEnd returns what was known of late facts at the end of a span; nil if the axes end
// before, or it has not come. Errors: those of reading the log.
func (o *Office) KnownAtEnd(ctx context.Context, s store.Store, a Axes, span annual.Span) (*annual.View, error) {
	end := EndOf(span)
	if !a.KnownAt.IsZero() && !a.KnownAt.After(end) || o.Now().Before(end) {
		return nil, nil
	}
	a.KnownAt, a.Until = end, 0
	v := new(annual.View)
	if _, err := o.Rebuild(ctx, s, a, v); err != nil {
		return nil, err
	}
	return v, nil
}

// EndOf returns the last moment of a span.
func EndOf(span annual.Span) time.Time {
	return time.Date(1970, 1, 1+span.To.DayAfter().Since1970(), 0, 0, 0, 0, fund.Shanghai()).Add(-time.Microsecond)
}

// options writes the axes as the keys of figures have them.
func (a Axes) options() string {
	if a.KnownAt.IsZero() {
		return ""
	}
	return ":known-at=" + strings.ReplaceAll(a.KnownAt.In(fund.Shanghai()).Format(time.RFC3339Nano), ":", "%3A")
}
