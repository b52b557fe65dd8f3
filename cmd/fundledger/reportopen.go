package main

import (
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/annual"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/replay"
)

// openIndicator prints what makes up the indicator that is asked for: its terms, or the facts that it
// counts. Errors: bad input for one that the report does not have, or does not know.
func (p *program) openIndicator(cmd *cobra.Command, s store.Store, a *axes, r *annual.Report, facts []report.Fact) error {
	row, err := url.PathUnescape(p.drill.row)
	if err != nil {
		return fault.Input("%q 不是数的标识：%v", "%q is no key of a figure: %v", p.drill.row, err)
	}
	at := slices.IndexFunc(r.All, func(i annual.Indicator) bool { return i.String() == row })
	if at < 0 {
		return p.noRow("figures")
	}
	key := r.All[at].Key
	switch before, ok := key.Span.Before(); p.drill.column {
	case "value":
	case "growth":
		key = key.Growth()
	case "last":
		if key.Span = before; !ok {
			return p.noRow("figures")
		}
	default:
		return fault.Input("%s 没有 %q 栏", "%s has no column %q", "figures", p.drill.column)
	}
	return p.openKey(cmd, s, a, r, key, facts)
}

// openKey prints what makes up an indicator: its terms, or the facts that it counts. Error: bad input for
// one that is not known.
func (p *program) openKey(cmd *cobra.Command, s store.Store, a *axes, r *annual.Report, key annual.Key, facts []report.Fact) error {
	i := r.Find(key.Metric, key.Detail, key.Scheme, key.Span)
	if !i.Known() {
		return fault.Input("没有“%s”的数：%s", "there is no figure for %s: %s", i.Name, i.Missing)
	}
	if i.Document != "" {
		return p.printDocument(cmd.Context(), s, i.Document, office.FactQuery{Axes: a.Axes}, a)
	}
	if len(i.Terms) > 0 {
		t := tables.Terms(i, facts, func(k annual.Key) string { return keyOfIndicator(r, a, k) })
		return p.print(cmd.Context(), s, a, tables.Listing{Table: t})
	}
	return p.countedFacts(cmd, s, a, i, r, facts)
}

// keyOfIndicator is what explain opens an indicator by.
func keyOfIndicator(r *annual.Report, a *axes, k annual.Key) string {
	options := append(strings.Split(k.Span.Option(), ":"), "region="+escaped(string(r.Region)))
	if a.knownAt != "" {
		options = append(options, "known-at="+escaped(a.knownAt))
	}
	slices.Sort(options) // as in the keys of other reports
	return "report.figures:" + strings.Join(options, ":") + "/" + figures.Escape(k.String()) + "/value"
}

// countedFacts prints the facts that an indicator counts, with what each adds.
func (p *program) countedFacts(cmd *cobra.Command, s store.Store, a *axes, i annual.Indicator, r *annual.Report,
	facts []report.Fact) error {
	page, err := p.drill.page()
	if err != nil {
		return err
	}
	var v annual.View
	if _, is := v.Count(r.Region, i.Key); !is {
		return fault.Input("%s 不由事项加总：%s", "no facts add up to %s: %s", i.Name, i.Basis)
	}
	o := tables.Opened{Row: i.String(), Column: "value", Name: i.Name, Cell: tables.Indicator(i), Number: i.Num}
	q := office.OriginQuery{Axes: a.Axes, Views: []replay.View{&v}, Figure: func() (wide.Int, error) {
		n, _ := v.Count(r.Region, i.Key)
		return n, nil
	}}
	if i.CameLate() {
		q.After = office.EndOf(i.Span)
	}
	return p.Origins(cmd.Context(), s, q, func(of iter.Seq2[figures.Origin, error]) error {
		t, err := tables.Origins(facts, o, figures.Checked(o.Name.EN, o.Number, of), page)
		if err != nil {
			return err
		}
		return p.print(cmd.Context(), s, a, t)
	})
}
