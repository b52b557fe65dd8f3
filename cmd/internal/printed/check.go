package printed

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/lang"
)

// State is what became of a relation.
type State string

// The states.
const (
	Tied   State = "tied"
	Within State = "within"   // the parts are less than the total, of which they are some
	Off    State = "not_tied" // a fault
	Open   State = "open"     // it cannot be judged
)

// Result is a relation that was checked.
type Result struct {
	Relation
	State      State
	Computed   decimal.Decimal // what the terms give, in whole units; of a quotient, to two more digits than printed
	Difference decimal.Decimal // printed less computed
	Why        lang.Text       // it cannot be judged
}

// Fault is a relation that does not hold, with the figures that it names.
type Fault struct {
	Result
	figures []Figure
}

// Judge checks every relation, in their order.
func Judge(figures []Figure, relations []Relation) []Result {
	results := make([]Result, len(relations))
	for i, r := range relations {
		results[i] = judge(figures, r)
	}
	return results
}

// Check returns a fault of each relation that does not hold: all of them.
func Check(figures []Figure, relations []Relation) []Fault {
	return Faults(figures, Judge(figures, relations))
}

// Faults returns the faults among results.
func Faults(figures []Figure, results []Result) (faults []Fault) {
	for _, r := range results {
		if r.State == Off {
			faults = append(faults, Fault{r, figures})
		}
	}
	return faults
}

func judge(figures []Figure, r Relation) Result {
	out := Result{Relation: r}
	total := figures[r.Total]
	for _, t := range r.Terms {
		if f := figures[t.Figure]; !r.IsQuotient() && f.Unit.Base != total.Unit.Base {
			return out.open(lang.F("单位不同：%s 和 %s", "the units differ: %s and %s", total.Unit.said(), f.Unit.said()))
		}
	}
	over, overSlack := sum(figures, r, false)
	if r.IsQuotient() {
		return quotient(figures, out, over, overSlack)
	}
	out.Computed, out.Difference = over, total.Value.Sub(over)
	allowed := overSlack.Add(total.slack())
	if !r.Rounded {
		allowed = total.Last
		for _, t := range r.Terms {
			allowed = decimal.Max(allowed, figures[t.Figure].Last)
		}
	}
	switch {
	case out.Difference.Abs().LessThanOrEqual(allowed):
		out.State = Tied
	case r.AtMost && out.Difference.Sign() > 0:
		out.State = Within
	default:
		out.State = Off
	}
	return out
}

func (r Result) open(why lang.Text) Result {
	r.State, r.Why = Open, why
	return r
}

// slack is how far from its value the figure may have been before it was rounded.
func (f Figure) slack() decimal.Decimal {
	if f.Exact {
		return decimal.Zero
	}
	return f.Last.Div(decimal.NewFromInt(2))
}

// sum adds up the terms over or under the line, and how far off rounding can have made that.
func sum(figures []Figure, r Relation, under bool) (all, slack decimal.Decimal) {
	for _, t := range r.Terms {
		if t.Under != under {
			continue
		}
		f := figures[t.Figure]
		slack = slack.Add(f.slack())
		if t.Minus {
			all = all.Sub(f.Value)
		} else {
			all = all.Add(f.Value)
		}
	}
	return all, slack
}

// quotient judges a relation that divides. It never does so itself but for what is shown: the
// bounds are compared by multiplying.
func quotient(figures []Figure, out Result, over, overSlack decimal.Decimal) Result {
	total := figures[out.Total]
	under, underSlack := sum(figures, out.Relation, true)
	least, most := under.Sub(underSlack), under.Add(underSlack)
	if least.Sign() <= 0 {
		return out.open(lang.Text{ZH: "除数不大于零，没有比率", EN: "there is no rate over what is not above zero"})
	}
	factor, offset := decimal.NewFromInt(out.Factor), decimal.NewFromInt(out.Offset)
	places := max(0, -total.Last.Exponent()) + 2
	out.Computed = over.Mul(factor).DivRound(under, places).Sub(offset)
	out.Difference = total.Value.Sub(out.Computed)
	allowed := total.Last
	if out.Rounded {
		allowed = total.slack()
	}
	low, high := over.Sub(overSlack).Mul(factor), over.Add(overSlack).Mul(factor)
	// The printed value and its tolerance must meet the quotients between low and high over least to most.
	up, down := total.Value.Add(allowed).Add(offset), total.Value.Sub(allowed).Add(offset)
	notBelow := up.Mul(pick(low.Sign() >= 0, most, least)).GreaterThanOrEqual(low)
	notAbove := down.Mul(pick(high.Sign() >= 0, least, most)).LessThanOrEqual(high)
	out.State = Off
	if notBelow && notAbove {
		out.State = Tied
	}
	return out
}

func pick(first bool, a, b decimal.Decimal) decimal.Decimal {
	if first {
		return a
	}
	return b
}

// Error returns the fault in English.
func (f Fault) Error() string { return f.In(lang.EN) }

// In returns the fault in language l: both figures, both values, the difference, and where each stands.
func (f Fault) In(l lang.Lang) string {
	total := f.figures[f.Total]
	name, printed, terms, computed := total.In(l), total.Amount(total.Value), f.Told(f.figures, l), f.ComputedIn(f.figures)
	difference := total.Amount(f.Difference)
	switch {
	case f.Kind == Same:
		return lang.F("%s印作 %s，%s：差 %s", "%s is printed %s, and %s: the difference is %s", name, printed, terms, difference).In(l)
	case f.AtMost:
		return lang.F("%s印作 %s，其中各项 %s = %s，多出 %s", "%s is printed %s, and of it %s = %s: too much by %s", name, printed, terms, computed, total.Amount(f.Difference.Neg())).In(l)
	}
	return lang.F("%s印作 %s，而 %s = %s：差 %s", "%s is printed %s, but %s = %s: the difference is %s", name, printed, terms, computed, difference).In(l)
}

// ComputedIn returns what the terms give, in the unit of the total.
func (r Result) ComputedIn(figures []Figure) string { return figures[r.Total].Amount(r.Computed) }

// Told returns the terms in language l, each with its name, its value and its place.
func (r Result) Told(figures []Figure, l lang.Lang) string {
	var over, under strings.Builder
	total := figures[r.Total]
	for _, t := range r.Terms {
		side := &over
		if t.Under {
			side = &under
		}
		switch sign := map[bool]string{true: "− ", false: "+ "}[t.Minus]; {
		case side.Len() > 0:
			side.WriteString(" " + sign)
		case t.Minus:
			side.WriteString(sign)
		}
		f := figures[t.Figure]
		name := f.Name
		if f.Of != total.Of {
			name = strings.TrimSpace(f.Of + " " + name)
		}
		side.WriteString(lang.F("%s %s（%s）", "%s %s (%s)", name, f.Amount(f.Value), f.Place.beside(total.Place, l)).In(l))
	}
	if under.Len() == 0 {
		return over.String()
	}
	text := over.String() + " ÷ " + under.String()
	switch {
	case r.Offset != 0:
		text += lang.Text{ZH: "，减一", EN: ", less one"}.In(l)
	case r.Kind == Months:
		text += lang.F(" × %d", " × %d", r.Factor).In(l)
	}
	return text
}
