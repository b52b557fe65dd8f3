package annual

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Definition says what a metric is, as it is printed and in the manual.
type Definition struct {
	Metric  Metric
	Name    lang.Text
	Unit    Unit
	Formula lang.Text
	Basis   lang.Text
	Source  string
}

// Definitions returns every metric, in the order of a report. Growth and shares are one line
// for all: they are metrics with the same beginning.
func Definitions() (all []Definition) {
	for _, d := range definitions() {
		if d.from == "" {
			all = append(all, d.Definition)
		}
	}
	return append(all,
		Definition{"…" + growthOf, lang.Text{ZH: "…比上年增长", EN: "growth of …"}, Percent, growthFormula, lang.Text{ZH: "两期各按其口径；上年同期不知道、不大于零，或两期口径不同的，没有", EN: "both spans as they are; none where that of the year before is not known, not above zero, or not of the same"}, "统计公报惯例"},
		Definition{"…" + shareOf, lang.Text{ZH: "…占比", EN: "share of …"}, Percent, shareFormula, booked, "统计公报惯例"})
}

// The ends of metrics that are made of others, and their formulas.
const (
	growthOf = "_growth"
	shareOf  = "_share"
)

var (
	growthFormula = lang.Text{ZH: "（本期 − 上年同期）÷ 上年同期 × 100", EN: "(this span − the same of the year before) ÷ the same of the year before × 100"}
	shareFormula  = lang.Text{ZH: "该项 ÷ 合计 × 100", EN: "the item ÷ the sum × 100"}
)

// definition is a metric with what makes its value.
type definition struct {
	Definition
	value   func(c *compiler, k Key) value
	kinds   func(fund.Kind) bool                      // that have it; nil: it is of the region, not of funds
	details func(c *compiler, scheme string) []string // that it may be split by; nil: none
	name    func(detail string) lang.Text             // of a detail
	only    bool                                      // there is none without a detail
	apart   bool                                      // there is none over funds
	unit    func(c *compiler, k Key) Unit             // nil: always the same
	plain   bool                                      // no growth
	from    Metric                                    // the one of which it is growth or share; "": none
}

// ofRegion reports whether the metric is of the region and not of funds.
func (d *definition) ofRegion() bool { return d.kinds == nil }

// has reports whether there is a metric for a scheme, or over all funds.
func (d *definition) has(scheme string) bool {
	if scheme == Over {
		return !d.apart
	}
	return d.kinds != nil && d.kinds(fund.Kind(scheme))
}

// detailsIn returns the details of which there are facts in one of the spans: "" first, which is
// there in any case.
func (d *definition) detailsIn(c *compiler, scheme string, spans []Span) (details []string) {
	if !d.only {
		details = []string{""}
	}
	if d.details == nil {
		return details
	}
	for _, detail := range d.details(c, scheme) {
		if slices.ContainsFunc(spans, func(s Span) bool { k := Key{d.Metric, detail, scheme, s}; c.at(k); return !c.said[k].bare }) {
			details = append(details, detail)
		}
	}
	return details
}

// nameOf is the name of an indicator.
func (d *definition) nameOf(_ *compiler, k Key) lang.Text {
	if k.Detail == "" || d.name == nil {
		return d.Name
	}
	return lang.F("%s：%s", "%s: %s", d.Name, d.name(k.Detail))
}

// The kinds of funds that have a metric.
func anyKind(fund.Kind) bool     { return true }
func insuring(k fund.Kind) bool  { return k.Has(fund.Premiums) }
func withParts(k fund.Kind) bool { return k.Has(fund.Parts) }
func paying(k fund.Kind) bool    { return k.Has(fund.Benefits) }
func aiding(k fund.Kind) bool    { return k.Has(fund.Relief) }
func insuringAndPaying(k fund.Kind) bool {
	return k.Has(fund.Premiums|fund.Benefits) && insuring(k) && paying(k)
}

// definitions returns every metric with growth and shares behind what they are of.
func definitions() (all []definition) {
	groups := [][]definition{
		people(), income(), expense(), results(), budgeted(), benefits(), costs(), elsewhereOf(), aid(), supervision(), arrivalsOf(), published(),
	}
	for _, group := range groups {
		for _, d := range group {
			all = append(all, d)
			if of := d.shares(); of != "" {
				all = append(all, share(d, of))
			}
			if d.grows() {
				all = append(all, grown(d))
			}
		}
	}
	return all
}

// grows reports whether there is growth of a metric.
func (d *definition) grows() bool {
	switch d.Unit {
	case Yuan, YuanEach, Persons, PersonTimes, Cases, Institutions:
		return !d.plain
	case Facts, Months, Percent:
	}
	return false
}

// grown is the growth of a metric.
func grown(of definition) definition {
	d := of
	d.Metric, d.from, d.unit = of.Metric+growthOf, of.Metric, nil
	d.Name, d.Unit, d.Formula = lang.F("%s比上年增长", "growth of %s", of.Name), Percent, growthFormula
	d.value = func(c *compiler, k Key) value {
		now := k.withMetric(of.Metric, k.Detail)
		then := now
		before, ok := k.Span.Before()
		if !ok {
			return missing("几年合计没有上年同期", "several years have no year before")
		}
		then.Span = before
		v := growth(c.valueAt(now), c.valueAt(then))
		v.terms = []Term{c.term(now, Numerator), c.term(then, Denominator)}
		return v
	}
	return d
}

// shares returns the metric of which another is a share; "": of none.
func (d *definition) shares() Metric {
	switch {
	case d.Metric != Income && len(d.Metric) > len(Income) && d.Metric[:len(Income)+1] == Income+"_" && d.Unit == Yuan:
		return Income
	case d.Metric == Expense:
		return Expense
	}
	return ""
}

// share is the share of a metric, or of its details, in another.
func share(of definition, whole Metric) definition {
	d := of
	d.Metric, d.from, d.unit = of.Metric+shareOf, of.Metric, nil
	d.Name, d.Unit, d.Formula = lang.F("%s占比", "share of %s", of.Name), Percent, shareFormula
	d.only, d.plain = of.Metric == whole, true
	d.value = func(c *compiler, k Key) value {
		a, b := k.withMetric(of.Metric, k.Detail), k.withMetric(whole, "")
		return c.quotient(a, b, 100)
	}
	return d
}

// quotient is a metric that divides one by another, and multiplies by a number of times.
func quotient(d definition, num, den Metric, times int64) definition {
	d.value = func(c *compiler, k Key) value {
		a, b := k.withMetric(num, k.Detail), k.withMetric(den, "")
		if c.of[den].details != nil && d.details != nil {
			b.Detail = k.Detail
		}
		return c.quotient(a, b, times)
	}
	return d
}

// Metrics returns every metric that a report may have, growth and shares among them.
func Metrics() (all []Metric) {
	for _, d := range definitions() {
		all = append(all, d.Metric)
	}
	return all
}
