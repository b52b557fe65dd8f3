package annual

import (
	"math/big"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/statistics"
)

var restated = lang.Text{ZH: "登记的公布数，原样列示，不由事项推算", EN: "as it was published: restated, not derived from facts"}

// stated is a metric that only a reported figure says.
func stated(m Metric, zh, en string, unit Unit, topic string) definition {
	return definition{Definition: Definition{m, lang.Text{ZH: zh, EN: en}, unit, lang.F("公布的统计数 %s", "reported figure %s", topic), restated, "statistic.reported"},
		value: func(c *compiler, k Key) value { return c.stated(k.Span, topic, "") }, plain: unit == Percent}
}

// published are the reported figures: the latest of each, and where there are several of the same
// span, each by its document.
func published() []definition {
	topics := func(c *compiler, _ string) (details []string) {
		said := map[statistics.Key]string{} // the document that said it first
		for _, r := range c.counted(0) {
			if r.Item != statistics.Reported {
				continue
			}
			details = append(details, r.Detail)
			if first, twice := said[r.Key]; twice && first != r.Document {
				details = append(details, r.Detail+"@"+first, r.Detail+"@"+r.Document)
			} else if !twice {
				said[r.Key] = r.Document
			}
		}
		slices.Sort(details)
		return slices.Compact(details)
	}
	return []definition{{
		Definition: Definition{"reported", lang.Text{ZH: "公布的统计数", EN: "reported figure"}, Facts, lang.Text{ZH: "最近公布的；@ 后为其凭证号", EN: "that published last; behind @ stands its document"}, restated, "statistic.reported"},
		only:       true, plain: true, details: topics, name: func(detail string) lang.Text { return lang.Text{ZH: detail, EN: detail} },
		value: func(c *compiler, k Key) value {
			topic, document, _ := strings.Cut(k.Detail, "@")
			return c.stated(k.Span, topic, document)
		},
		unit: func(c *compiler, k Key) Unit {
			topic, document, _ := strings.Cut(k.Detail, "@")
			for _, r := range slices.Backward(c.reported(k.Span, topic, document)) {
				_, unit := scaled(r.Unit)
				return unit
			}
			return Facts
		},
	}}
}

// reported are the reported figures of a span under a topic, in the order of their days.
func (c *compiler) reported(s Span, topic, document string) (rows []statistics.Row) {
	of := statistics.Period{First: s.From.Year(), Last: s.To.Year()}
	for _, r := range c.counted(0) {
		is := r.Item == statistics.Reported && r.Detail == topic && (document == "" || r.Document == document)
		if is && r.Period == of && s.From <= r.On && r.On <= s.To {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b statistics.Row) int { return int(a.On) - int(b.On) })
	return rows
}

// stated is a reported figure: that published last.
func (c *compiler) stated(s Span, topic, document string) value {
	rows := c.reported(s, topic, document)
	if len(rows) == 0 {
		return bare()
	}
	r := rows[len(rows)-1]
	n, ok := new(big.Rat).SetString(r.Value)
	if !ok {
		return missing("公布值 %s 不是数", "%s, which was published, is no number", r.Value)
	}
	times, _ := scaled(r.Unit)
	n.Mul(n, big.NewRat(times, 1))
	v := fraction(n.Num(), n.Denom())
	v.document = r.Document
	for _, other := range rows[:len(rows)-1] {
		if other.Value != r.Value {
			v.partial = both(v.partial, lang.F("凭证 %s 为 %s", "document %s has %s", other.Document, other.Value))
		}
	}
	return v
}

// scaled returns the unit of a reported figure, and how many of it one is.
func scaled(unit string) (times int64, of Unit) {
	switch strings.TrimSuffix(unit, "s") {
	case "person":
		return 1, Persons
	case "wan_person":
		return 10_000, Persons
	case "person_time":
		return 1, PersonTimes
	case "wan_person_time":
		return 10_000, PersonTimes
	case "percent":
		return 1, Percent
	case "yuan":
		return 100, Yuan
	case "wan_yuan":
		return 100 * 10_000, Yuan
	case "yi_yuan":
		return 100 * 100_000_000, Yuan
	case "case":
		return 1, Cases
	case "institution":
		return 1, Institutions
	}
	return 1, Unit(unit)
}
