// Package annual compiles the indicators that a report of a year, or of any other days, is
// made of: per fund and over funds, with those of the span before, each with its formula.
//
// An indicator is an exact quotient of whole numbers, or not known: what has no facts is
// never zero. It names what it is made of, so that it can be opened down to documents.
// Figures over funds (统计口径) are for a text; they stand in no fund's books.
package annual

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
)

// Metric is what an indicator measures. Codes are stable names in JSON, CSV and tokens.
type Metric string

// Over stands in a key in place of a kind of fund for a figure over all funds of a region.
const Over = "all"

// Key names an indicator. Its text, such as income.390.2025 or recovered/inspection.all.2021-2025,
// is what a free paragraph cites it by.
type Key struct {
	Metric Metric
	Detail string // channel, kind of care, article; "": none
	Scheme string // the kind of fund, such as 390; Over
	Span   Span
}

// String returns the key as tokens have it.
func (k Key) String() string {
	name := string(k.Metric)
	if k.Detail != "" {
		name += "/" + k.Detail
	}
	return name + "." + k.Scheme + "." + k.Span.String()
}

// Unit is what an indicator is measured in.
type Unit string

// The units. Yuan and YuanEach are kept in fen.
const (
	Yuan         Unit = "yuan"
	YuanEach     Unit = "yuan_each" // per head, per person-time
	Persons      Unit = "persons"
	PersonTimes  Unit = "person_times"
	Cases        Unit = "cases"
	Institutions Unit = "institutions"
	Facts        Unit = "facts"
	Months       Unit = "months"
	Percent      Unit = "percent" // Num is a hundred times the numerator
)

// Indicator is one figure. Its value is Num divided by Den.
type Indicator struct {
	Key
	Name lang.Text
	Unit Unit

	Num, Den wide.Int  // Den is never below one
	Missing  lang.Text // why it is not known; the zero Text: it is
	Partial  lang.Text // what it does not cover, or covers but in part; the zero Text: it is whole

	Formula lang.Text
	Basis   lang.Text // what is counted, and by which date
	Source  string    // where the definition is from
	Terms   []Term    // what it is made of, in the order of the formula

	Document string // of a figure that is restated as it was published; "": of another
}

// Known reports whether the value is known.
func (i Indicator) Known() bool { return i.Missing.IsZero() }

// Derived reports whether the indicator is growth or a share of another.
func (i Indicator) Derived() bool {
	_, made := i.Of()
	return made
}

// Of returns the key of which another is growth or a share, and whether it is of any.
func (k Key) Of() (Key, bool) {
	for _, end := range []string{growthOf, shareOf} {
		if of, made := strings.CutSuffix(string(k.Metric), end); made {
			return k.withMetric(Metric(of), k.Detail), true
		}
	}
	return k, false
}

// In returns the key of the same in another span.
func (k Key) In(s Span) Key {
	k.Span = s
	return k
}

// CameLate reports whether an indicator counts facts that were recorded after the end of its span.
func (k Key) CameLate() bool {
	return k.Metric == lateFacts || k.Metric == lateIncome || k.Metric == lateExpense
}

// Growth returns the key of the growth of an indicator.
func (k Key) Growth() Key { return k.withMetric(k.Metric+growthOf, k.Detail) }

// Share returns the key of the share of an indicator in the sum that it is a part of.
func (k Key) Share() Key { return k.withMetric(k.Metric+shareOf, k.Detail) }

// Term is a part of an indicator.
type Term struct {
	Name  lang.Text
	Of    Key    // of another indicator; the zero Key: Opens says what
	Opens string // the key by which explain opens it
	Role  Role
	Num   wide.Int // its own value, over Den
	Den   wide.Int
	Unit  Unit
}

// Role is what a term is in its formula.
type Role string

// The roles.
const (
	Plus        Role = "plus"
	Minus       Role = "minus"
	Numerator   Role = "numerator"
	Denominator Role = "denominator"
)

// Report is all indicators of a region and a span, with those of every year in it and of the
// span before.
type Report struct {
	Region  fund.Region
	Span    Span
	Schemes []fund.Kind // the kinds of funds that there are, in their order
	All     []Indicator // in the order of a report
}

// Find returns the indicator with a key. One that the report does not have is not known.
func (r *Report) Find(m Metric, detail, scheme string, s Span) Indicator {
	return r.At(Key{Metric: m, Detail: detail, Scheme: scheme, Span: s})
}

// At returns the indicator with a key; see Find.
func (r *Report) At(k Key) Indicator {
	i := slices.IndexFunc(r.All, func(i Indicator) bool { return i.Key == k })
	if i < 0 {
		return Indicator{Key: k, Den: wide.Of(1), Missing: lang.Text{ZH: "没有此项数据", EN: "there are no facts of it"}}
	}
	return r.All[i]
}

// Details returns the details that an indicator is split by in a span, in their order.
func (r *Report) Details(m Metric, scheme string, s Span) (details []string) {
	for _, i := range r.All {
		if i.Metric == m && i.Scheme == scheme && i.Span == s && i.Detail != "" {
			details = append(details, i.Detail)
		}
	}
	return details
}
