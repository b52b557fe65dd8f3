package annual

import (
	"math/big"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
)

// value is what a formula comes to.
type value struct {
	num, den wide.Int  // den is above zero, but of no value
	missing  lang.Text // why it is not known
	partial  lang.Text // what it is without
	bare     bool      // it is not known, for there are no facts at all
	unsplit  bool      // it is of a book that is not split by scheme
	loose    bool      // it is of what happens to be recorded of days before an opening: no more is made of it
	terms    []Term
	document string // that it is restated from
}

var zero, one = wide.Of(0), wide.Of(1)

// facts are what an indicator does not say of its value.
type facts struct{ bare, unsplit, loose bool }

// whole is a value that is a whole number.
func whole(n wide.Int, terms ...Term) value { return value{num: n, den: one, terms: terms} }

func amount(s money.Sum, terms ...Term) value { return whole(wide.Int(s), terms...) }

// missing is no value, and why.
func missing(zh, en string, args ...any) value {
	return value{den: one, missing: lang.F(zh, en, args...)}
}

// bare is no value, for there are no facts.
func bare() value {
	v := missing("本期没有这一项的事项，不知道，不是零", "no fact of it is recorded in the span: it is not known, which is not zero")
	v.bare = true
	return v
}

func (v value) known() bool { return v.missing.IsZero() }

// part is a value that is a part of others, and whose it is.
type part struct {
	value
	name lang.Text
}

// sumOf adds up whole numbers with their terms. What is not known is left out, and the sum says so;
// of what there are no facts it has nothing. If none is known the sum is not.
func sumOf(parts []part) value {
	sum := value{den: one, bare: true}
	var without []part
	some := false
	for _, p := range parts {
		sum.bare = sum.bare && p.bare
		switch {
		case p.known():
			if sum.document = p.document; some {
				sum.document = "" // of several
			}
			sum.num, some = sum.num.Plus(p.num), true
			sum.terms = append(sum.terms, p.terms...)
			sum.partial, sum.loose = alsoOf(sum.partial, p), sum.loose || p.loose
		case !p.bare:
			without = append(without, p)
		}
	}
	switch {
	case !some && len(without) > 0:
		sum.missing = without[0].missing
	case !some:
		return bare()
	}
	for _, p := range without {
		sum.partial = both(sum.partial, lang.F("不含%s：%s", "without %s: %s", p.name, p.missing))
	}
	return sum
}

// alsoOf adds to what a sum is without what a part of it is without.
func alsoOf(already lang.Text, p part) lang.Text {
	if p.partial.IsZero() {
		return already
	}
	return both(already, lang.F("%s%s", "%s%s", named(p.name), p.partial))
}

// named is a name in front of what is said of it.
func named(t lang.Text) lang.Text {
	if t.IsZero() {
		return t
	}
	return lang.Text{ZH: t.ZH + "：", EN: t.EN + ": "}
}

// both joins two texts, of which either may say nothing.
func both(a, b lang.Text) lang.Text {
	switch {
	case a.IsZero() || a == b:
		return b
	case b.IsZero():
		return a
	}
	return lang.F("%s；%s", "%s; %s", a, b)
}

// ratio divides one value by another, and multiplies by a number of times.
func ratio(a, b value, times int64) value {
	switch {
	case !a.known():
		return value{den: one, missing: a.missing, bare: a.bare}
	case !b.known():
		return value{den: one, missing: b.missing, bare: b.bare}
	case a.loose || b.loose:
		return incomplete()
	case b.num.Sign() <= 0:
		return missing("分母不大于零，没有意义", "the denominator is not above zero, so that it means nothing")
	}
	num := new(big.Int).Mul(a.num.Big(), b.den.Big())
	den := new(big.Int).Mul(b.num.Big(), a.den.Big())
	v := fraction(num.Mul(num, big.NewInt(times)), den)
	v.partial = both(a.partial, b.partial)
	return v
}

// fraction is the value of a quotient of whole numbers, of which the second is above zero.
func fraction(num, den *big.Int) value {
	if divisor := new(big.Int).GCD(nil, nil, new(big.Int).Abs(num), den); divisor.Sign() > 0 {
		num, den = new(big.Int).Quo(num, divisor), new(big.Int).Quo(den, divisor)
	}
	n, ok := wide.FromBig(num)
	d, fits := wide.FromBig(den)
	if !ok || !fits {
		return missing("数过大", "the number is too large")
	}
	return value{num: n, den: d}
}

// quotient divides one indicator by another, and multiplies by a number of times. A book that is not
// split by scheme and sums over schemes are never mixed.
func (c *compiler) quotient(a, b Key, times int64) value {
	x, y := c.valueAt(a), c.valueAt(b)
	v := ratio(x, y, times)
	if x.known() && y.known() && x.unsplit != y.unsplit {
		v = mixed()
	}
	v.unsplit, v.terms = x.unsplit && y.unsplit, []Term{c.term(a, Numerator), c.term(b, Denominator)}
	return v
}

// incomplete is no value, for what it would be made of is incomplete.
func incomplete() value {
	return missing("账在期内开始，此前的收支只有另行登记的合计，不全，不能据以计算", "the books begin in the span, and of what was before there are only totals that happen to be recorded: nothing can be made of them")
}

// mixed is no value, for it would mix two books.
func mixed() value {
	return missing("两项不是同一口径：一项未分险种，一项是分险种之和", "the two are not of the same: one is not split by scheme, the other is a sum over schemes")
}

// decimal is a value with two decimals.
func (v value) decimal() string { return new(big.Rat).SetFrac(v.num.Big(), v.den.Big()).FloatString(2) }

// growth is by how many percent a value is above that of the span before.
func growth(now, before value) value {
	switch {
	case !now.known():
		return value{den: one, missing: now.missing, bare: now.bare}
	case !before.known():
		v := missing("上年同期不知道：%s", "the same span of the year before is not known: %s", before.missing)
		v.bare = before.bare && now.bare
		return v
	case now.loose || before.loose:
		return incomplete()
	case before.num.Sign() <= 0:
		return missing("上年同期不大于零，没有增长率", "there is no rate over what was not above zero in the year before")
	case now.unsplit != before.unsplit:
		return mixed()
	case now.partial != before.partial:
		return missing("两期口径不同：本期%s，上年同期%s", "the two spans are not of the same: this one %s, the one before %s", complete(now.partial), complete(before.partial))
	}
	a := new(big.Int).Mul(now.num.Big(), before.den.Big())
	b := new(big.Int).Mul(before.num.Big(), now.den.Big())
	v := fraction(new(big.Int).Mul(new(big.Int).Sub(a, b), big.NewInt(100)), b)
	v.partial = now.partial
	return v
}

// complete is what a value is without, or that it is complete.
func complete(partial lang.Text) lang.Text {
	if partial.IsZero() {
		return lang.Text{ZH: "完整", EN: "is complete"}
	}
	return partial
}

// term is a term that is another indicator.
func (c *compiler) term(k Key, r Role) Term {
	i := c.at(k)
	return Term{Name: i.Name, Of: k, Role: r, Num: i.Num, Den: i.Den, Unit: i.Unit}
}

// withMetric returns the key of another metric of the same scheme and span.
func (k Key) withMetric(m Metric, detail string) Key { return Key{m, detail, k.Scheme, k.Span} }

// byFund adds up what a metric is of each fund of the key's scheme. Over funds it is what an
// unsplit book has, else the sum over the schemes that the metric is of: the two are never
// added up.
func (c *compiler) byFund(k Key, of func(id fund.ID) value) value {
	sum := func(kind fund.Kind) value {
		var parts []part
		for _, id := range c.funds[kind] {
			p := part{value: of(id)}
			if len(c.funds[kind]) > 1 {
				p.name = lang.Text{ZH: string(id), EN: string(id)}
			}
			parts = append(parts, p)
		}
		return sumOf(parts)
	}
	if k.Scheme != Over {
		return sum(fund.Kind(k.Scheme))
	}
	unsplit := sum(fund.All)
	c.whole[k] = !unsplit.bare
	root := rootOf(k)
	if unsplit.bare && root != k && c.isUnsplit(root) {
		return unsplit // a part of what is not split by scheme is not split either
	}
	var parts []part
	others := lang.Text{}
	for _, kind := range fund.Kinds() {
		if kind.Kind == fund.All || len(c.funds[kind.Kind]) == 0 || !c.of[k.Metric].has(string(kind.Kind)) {
			continue
		}
		key := Key{k.Metric, k.Detail, string(kind.Kind), k.Span}
		v := c.valueAt(key)
		if whole := c.valueAt(Key{root.Metric, root.Detail, key.Scheme, key.Span}); root != k && !v.bare && !whole.known() && !whole.bare {
			v = whole // of which the sum over funds is without, too
		}
		if v.known() {
			v.terms = []Term{c.term(key, Plus)}
			others = both(others, lang.Text{ZH: kind.Name.ZH, EN: kind.Name.EN})
		}
		parts = append(parts, part{v, lang.Text{ZH: kind.Name.ZH, EN: kind.Name.EN}})
	}
	if unsplit.bare {
		v := sumOf(parts)
		if v.known() && len(c.funds[fund.All]) > 0 && c.of[k.Metric].kinds(fund.All) {
			v.partial = both(v.partial, lang.Text{ZH: "未分险种的账没有这一项，只含分险种登记的", EN: "the book that is not split by scheme has none of it; it is of what is recorded by scheme only"})
		}
		return v
	}
	unsplit.unsplit = true
	if unsplit.known() && !others.IsZero() {
		unsplit.partial = both(unsplit.partial, lang.F("取未分险种的公布数，另行登记的未相加：%s", "as published without a split by scheme; what is recorded apart is not added: %s", others))
	}
	return unsplit
}

// rootOf returns the sum that an indicator is a part of; itself if of none.
func rootOf(k Key) Key {
	switch {
	case k.Metric == visits:
		return k.withMetric(Visits, "")
	case k.Metric == paidFor:
		return k.withMetric(Benefits, "")
	case strings.HasPrefix(string(k.Metric), string(Income)+"_"):
		return k.withMetric(Income, "")
	case strings.HasPrefix(string(k.Metric), string(Expense)+"_"):
		return k.withMetric(Expense, "")
	}
	return k.withMetric(k.Metric, "")
}

// isUnsplit reports whether a sum over funds is what a book has that is not split by scheme.
func (c *compiler) isUnsplit(root Key) bool {
	if _, asked := c.whole[root]; !asked && !c.of[root.Metric].only {
		c.at(root)
	}
	return c.whole[root]
}

// key writes what explain opens a figure by: a report with options, in which those of the time
// axes come first, and a place in it.
func (c *compiler) key(report, place string, options ...string) string {
	head := report + c.Options
	options = slices.DeleteFunc(options, func(o string) bool { return o == "" })
	if len(options) > 0 {
		head += ":" + strings.Join(options, ":")
	}
	return head + "/" + place
}
