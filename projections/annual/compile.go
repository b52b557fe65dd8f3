package annual

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

// Input is what a report is compiled from: views that hold the same facts.
type Input struct {
	Region fund.Region // or how the codes of several areas begin
	Span   Span

	Books      *books.View
	Balances   *balances.View
	Statistics *statistics.View
	Recoveries *recoveries.View
	Budgets    *budgets.View // nil: no budgets
	Facts      *View
	Closed     *View // as it was known at the end of the span; nil: that is not known

	Options string // of both time axes in the keys of reports, such as :known-at=2026-01-31; "": none
}

// Compile returns the report. It changes nothing.
func Compile(in Input) *Report {
	c := newCompiler(in)
	r := &Report{Region: in.Region, Span: in.Span}
	schemes := []string{Over}
	for _, k := range fund.Kinds() {
		if len(c.funds[k.Kind]) > 0 && k.Kind != fund.All {
			r.Schemes = append(r.Schemes, k.Kind)
			schemes = append(schemes, string(k.Kind))
		}
	}
	spans := in.spans()
	for _, scheme := range schemes {
		for i := range c.all {
			d := &c.all[i]
			if !d.has(scheme) {
				continue
			}
			for _, detail := range d.detailsIn(c, scheme, spans) {
				for _, s := range spans {
					r.All = append(r.All, c.at(Key{d.Metric, detail, scheme, s}))
				}
			}
		}
	}
	for _, scheme := range schemes {
		for _, m := range []Metric{Income, Expense, Balance} {
			for _, s := range in.history() {
				r.All = append(r.All, c.at(Key{m, "", scheme, s}))
			}
		}
	}
	return r
}

// history are the years that stand in a chart beside the year that is asked for, the one before
// left out, which is there anyway.
func (in Input) history() (years []Span) {
	last := in.Span.To.Year()
	for year := last - 4; in.Span.IsYear() && year < last-1; year++ {
		years = append(years, Years(year, year))
	}
	return years
}

// spans are the span that is asked for, each year of it, and the one before.
func (in Input) spans() []Span {
	spans := append([]Span{in.Span}, in.Span.EachYear()...)
	if before, ok := in.Span.Before(); ok {
		spans = append(spans, before)
	}
	return spans
}

// compiler makes indicators, each once.
type compiler struct {
	Input
	funds map[fund.Kind][]fund.ID
	all   []definition
	of    map[Metric]*definition
	made  map[Key]Indicator
	said  map[Key]facts
	whole map[Key]bool // of sums over funds: it is what an unsplit book has
	held  map[held]books.Book
	rows  map[fund.Date][]statistics.Row
}

// held is a day at whose close a fund's books are asked for.
type held struct {
	fund fund.ID
	on   fund.Date
}

func newCompiler(in Input) *compiler {
	c := &compiler{Input: in, funds: map[fund.Kind][]fund.ID{}, all: definitions(), of: map[Metric]*definition{}, made: map[Key]Indicator{},
		said: map[Key]facts{}, whole: map[Key]bool{}, held: map[held]books.Book{}, rows: map[fund.Date][]statistics.Row{}}
	for i := range c.all {
		c.of[c.all[i].Metric] = &c.all[i]
	}
	for _, id := range in.Books.Booked() {
		if c.isOf(id.Region()) {
			c.funds[id.Kind()] = append(c.funds[id.Kind()], id)
		}
	}
	return c
}

// isOf reports whether a pooling area is of the report.
func (c *compiler) isOf(r fund.Region) bool { return strings.HasPrefix(string(r), string(c.Region)) }

// at returns the indicator with a key.
func (c *compiler) at(k Key) Indicator {
	if made, ok := c.made[k]; ok {
		return made
	}
	d := c.of[k.Metric]
	v := d.value(c, k)
	i := Indicator{Key: k, Name: d.nameOf(c, k), Unit: d.Unit, Num: v.num, Den: v.den, Missing: v.missing, Partial: v.partial,
		Formula: d.Formula, Basis: d.Basis, Source: d.Source, Terms: v.terms, Document: v.document}
	if d.unit != nil {
		i.Unit = d.unit(c, k)
	}
	if k.Scheme == Over && !d.ofRegion() {
		i.Basis = lang.F("%s；统计口径：各基金之和，不是任何基金的账", "%s; over funds: a figure for a text, of no fund's books", i.Basis)
	}
	if !i.Known() {
		i.Num, i.Partial = zero, lang.Text{}
	}
	if i.Den.Sign() <= 0 {
		i.Den = one
	}
	c.made[k], c.said[k] = i, facts{v.bare, v.unsplit, v.loose}
	return i
}

// valueAt returns the indicator with a key as a value.
func (c *compiler) valueAt(k Key) value {
	i := c.at(k)
	said := c.said[k]
	return value{num: i.Num, den: i.Den, missing: i.Missing, partial: i.Partial, bare: said.bare, unsplit: said.unsplit, loose: said.loose}
}

// book returns the books of a fund at the close of a day.
func (c *compiler) book(id fund.ID, on fund.Date) books.Book {
	key := held{id, on}
	b, ok := c.held[key]
	if !ok {
		b = c.Books.AsOf(id, on)
		c.held[key] = b
	}
	return b
}

// counted returns the statistics of everything dated up to a day; 0: all.
func (c *compiler) counted(on fund.Date) []statistics.Row {
	rows, ok := c.rows[on]
	if !ok {
		rows = slices.DeleteFunc(c.Statistics.AsOf(on), func(r statistics.Row) bool { return !c.isOf(r.Region) })
		c.rows[on] = rows
	}
	return rows
}
