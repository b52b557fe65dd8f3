package printed

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/paper"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/annual"
)

// Made says how an indicator follows from others, by their keys.
type Made struct {
	Relation // its figures are places in Keys
	Keys     []string
}

// OfIndicators returns how the indicators of a report follow from each other: those whose terms are all
// indicators, and balances, which roll forward from year to year.
func OfIndicators(r *annual.Report) (all []Made) {
	for _, i := range r.All {
		if m, ok := made(i); ok {
			all = append(all, m)
		}
		for _, of := range []func(*annual.Report, annual.Indicator) (Made, bool){rolled, left} {
			if m, ok := of(r, i); ok {
				all = append(all, m)
			}
		}
	}
	return all
}

// made returns the relation of an indicator with its terms; ok is false if it is not known, or if a term
// is no indicator.
func made(i annual.Indicator) (m Made, ok bool) {
	if !i.Known() || len(i.Terms) == 0 {
		return Made{}, false
	}
	m = Made{Keys: []string{i.Key.String()}, Relation: Relation{Kind: Parts, Rounded: true}}
	for n, t := range i.Terms {
		if t.Of == (annual.Key{}) || t.Of == i.Key {
			return Made{}, false
		}
		m.Keys = append(m.Keys, t.Of.String())
		m.Terms = append(m.Terms, Term{Figure: n + 1, Minus: t.Role == annual.Minus, Under: t.Role == annual.Denominator})
		if t.Role == annual.Minus {
			m.Kind = Surplus
		}
	}
	if !m.IsQuotient() {
		return m, true
	}
	m.Kind, m.Factor = Quotient, 1
	switch i.Unit {
	case annual.Percent:
		m.Factor = 100
	case annual.Months:
		m.Kind, m.Factor = Months, int64(i.Span.Months())
	}
	switch name := string(i.Metric); {
	case strings.HasSuffix(name, "_growth"):
		m.Kind, m.Offset = Growth, 100
	case strings.HasSuffix(name, "_share"):
		m.Kind = Share
	}
	return m, true
}

// rolled returns how the balance of one kind of fund follows from that at the end of the year before. That
// holds where both are of the books, from the same opening, which is the first that they are made of, and no
// balance was adjusted between. Of the parts of a fund it does not: a corrected split moves what neither
// received.
func rolled(r *annual.Report, i annual.Indicator) (m Made, ok bool) {
	before, hasBefore := i.Span.Before()
	isOfFund := i.Metric == annual.Balance && i.Scheme != annual.Over && i.Scheme != string(fund.All)
	if !isOfFund || !hasBefore || before.To.DayAfter() != i.Span.From || !isOfBooks(i) {
		return Made{}, false
	}
	last := r.Find(i.Metric, "", i.Scheme, before)
	in, out := r.Find(annual.Income, "", i.Scheme, i.Span), r.Find(annual.Expense, "", i.Scheme, i.Span)
	isWhole := in.Known() && out.Known() && in.Partial.IsZero() && out.Partial.IsZero()
	if !isOfBooks(last) || i.Terms[0].Num != last.Terms[0].Num || !isWhole {
		return Made{}, false
	}
	return Made{
		Keys:     []string{i.Key.String(), last.Key.String(), in.Key.String(), out.Key.String()},
		Relation: Relation{Kind: Roll, Rounded: true, Terms: []Term{{Figure: 1}, {Figure: 2}, {Figure: 3, Minus: true}}},
	}, true
}

// left returns that a surplus over all funds is income over all less expense over all, whatever it is made
// of: whoever reads the three together subtracts.
func left(r *annual.Report, i annual.Indicator) (m Made, ok bool) {
	if i.Metric != annual.Surplus || i.Scheme != annual.Over || !i.Known() {
		return Made{}, false
	}
	in, out := r.Find(annual.Income, "", i.Scheme, i.Span), r.Find(annual.Expense, "", i.Scheme, i.Span)
	return Made{
		Keys:     []string{i.Key.String(), in.Key.String(), out.Key.String()},
		Relation: Relation{Kind: Surplus, Rounded: true, Terms: []Term{{Figure: 1}, {Figure: 2, Minus: true}}},
	}, in.Known() && out.Known()
}

// isOfBooks reports whether a balance is known, and made of accounts.
func isOfBooks(i annual.Indicator) bool {
	if !i.Known() || len(i.Terms) == 0 {
		return false
	}
	for _, t := range i.Terms {
		if !strings.HasPrefix(t.Opens, "explain") {
			return false
		}
	}
	return true
}

// OfReport reads the figures of a report as it is printed, and ties them: each with the value of its
// indicator, one indicator that stands in several places, each with those that it is made of, and tables
// without keys by the words of their lines. What is printed of an indicator that the report
// does not have, or of one that is not known, is Unread. Indicators whose terms are not all printed stand
// in fewer relations.
func OfReport(d paper.Document, r *annual.Report) Printed {
	p := OfDocument(d)
	known := map[string]annual.Indicator{}
	for _, i := range r.All {
		if i.Known() {
			known[i.Key.String()] = i
		}
	}
	for n := range p.Figures {
		f := &p.Figures[n]
		i, is := known[f.Key]
		if !is || !fits(i.Unit, f.Unit.Base) {
			p.Unread = append(p.Unread, Unread{Name: f.Key, Text: f.Text, Place: f.Place})
			continue
		}
		f.Name = strings.Replace(f.Name, f.Key, i.Name.In(d.Lang)+" ["+f.Key+"]", 1)
		f.Exact = f.Exact && (i.Unit == annual.Yuan || i.Unit != annual.YuanEach && i.Den.Big().IsInt64() && i.Den.Big().Int64() == 1)
	}
	finest := p.finest()
	p.known(d.Lang, known)
	for _, m := range OfIndicators(r) {
		p.printed(m, finest)
	}
	p.join(forms(d))
	return p
}

// known ties every figure to the value of its indicator, of which it must be the rounded one.
func (p *Printed) known(l lang.Lang, known map[string]annual.Indicator) {
	at := map[string]int{}
	for n, f := range p.Figures {
		i, is := known[f.Key]
		if !is || !fits(i.Unit, f.Unit.Base) {
			continue
		}
		own, some := at[f.Key]
		if !some {
			own = len(p.Figures)
			at[f.Key] = own
			p.Figures = append(p.Figures, valueOf(i, f, l))
		}
		p.relate(Relation{Kind: Same, Total: n, Terms: []Term{{Figure: own}}, Rounded: true})
	}
}

// valuePlaces is to how many places a quotient is given: many more than are ever printed.
const valuePlaces = 12

// valueOf returns the value of an indicator as a figure beside one that is printed.
func valueOf(i annual.Indicator, printed Figure, l lang.Lang) Figure {
	f := Figure{Key: printed.Key, Name: printed.Name, Unit: printed.Unit, Last: decimal.New(1, -valuePlaces)}
	f.Value = decimal.NewFromBigInt(i.Num.Big(), 0).DivRound(decimal.NewFromBigInt(i.Den.Big(), 0), valuePlaces+2)
	if i.Unit == annual.Yuan || i.Unit == annual.YuanEach { // in fen
		f.Value = f.Value.Shift(-2)
	}
	f.Exact = f.Value.Equal(f.Value.Round(2)) && i.Den.Big().IsInt64() && i.Den.Big().Int64() == 1
	if f.Exact {
		f.Last = decimal.New(1, min(0, f.Value.Exponent()))
	}
	f.Place.Part = lang.Text{ZH: "账本的指标", EN: "the indicator in the ledger"}.In(l)
	return f
}

// fits reports whether an indicator may be printed in a unit.
func fits(of annual.Unit, printed Base) bool {
	base, known := map[annual.Unit]Base{
		annual.Yuan: Yuan, annual.YuanEach: Yuan, annual.Persons: Persons, annual.PersonTimes: PersonTimes, annual.Percent: Percent,
		annual.Months: MonthsLong, annual.Cases: "cases", annual.Institutions: "institutions", annual.Facts: "facts",
	}[of]
	return !known || base == printed
}

// printed adds a relation of indicators that are all printed.
func (p *Printed) printed(m Made, finest map[string]int) {
	r := m.Relation
	r.Terms = append([]Term(nil), r.Terms...)
	var all bool
	if r.Total, all = finest[m.Keys[0]]; !all {
		return
	}
	for n, t := range m.Terms {
		at, is := finest[m.Keys[t.Figure]]
		if !is {
			return
		}
		r.Terms[n].Figure = at
	}
	p.relate(r)
}

// Refusal says in both languages why a report may not be issued: everything that does not tie, and every
// figure that could not be read. The zero Text: all ties.
func (p Printed) Refusal() (why lang.Text) {
	add := func(t lang.Text) {
		if why.IsZero() {
			why = t
			return
		}
		why = lang.F("%s\n%s", "%s\n%s", why, t)
	}
	for _, f := range Check(p.Figures, p.Relations) {
		add(lang.Text{ZH: f.In(lang.ZH), EN: f.In(lang.EN)})
	}
	for _, u := range p.Unread {
		add(lang.F("%[2]s的 %[1]s 印作 %[3]q，读不成该指标的数", "%s at %s is printed %q, which is no figure of that indicator", u.Name, u.Place.Part, u.Text))
	}
	return why
}
