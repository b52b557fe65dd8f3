package annual

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/wide"
	explained "github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/statistics"
)

// figures says which figures of the statistics count.
type figures struct {
	items  []statistics.Item
	detail string // "": all details
	fund   fund.ID
}

// of reports whether a figure counts.
func (f figures) of(id fund.ID, item statistics.Item, detail string) bool {
	return slices.Contains(f.items, item) && (f.detail == "" || detail == f.detail) && id == f.fund
}

// counts is what figures of the statistics come to in a span, by business date. What was reversed
// is left out of its own year; of a part of a year it counts on its own date.
func (c *compiler) counts(f figures, s Span, ofAmount bool) value {
	if v, cut := c.cut(s, func(t total) bool {
		return t.item != "" && c.isOf(cmp.Or(t.region, c.Region)) && f.of(t.fund, t.item, t.detail)
	}); cut {
		return v
	}
	sum, some := value{den: one}, false
	vague, silent := int64(0), int64(0)
	for _, r := range c.countedIn(s) {
		if !f.of(r.Fund, r.Item, r.Detail) {
			continue
		}
		n, column := r.Count, "count"
		if ofAmount {
			n, column = wide.Int(r.Amount), "amount"
		}
		sum.num, some = sum.num.Plus(n), true
		vague, silent = vague+r.Vague, silent+r.Silent
		sum.terms = append(sum.terms, c.termsOf(r, s, n, column)...)
	}
	switch {
	case !some:
		return bare()
	case !ofAmount && vague > 0 && sum.num.Sign() == 0:
		return missing("只公布了金额，没有公布件数", "it was published without its number")
	case !ofAmount && vague > 0:
		sum.partial = lang.F("有 %d 笔没有件数，是下限", "%d facts are without their number: it is a lower bound", vague)
	case ofAmount && silent > 0 && sum.num.Sign() == 0:
		return missing("没有公布金额", "the amounts were not published")
	case ofAmount && silent > 0:
		sum.partial = lang.F("有 %d 份决定没有公布金额", "the amounts of %d decisions were not published", silent)
	}
	return sum
}

// countedIn returns the statistics of a span. Of a part of a year they are what was counted up to
// its end, less what was up to the day before it.
func (c *compiler) countedIn(s Span) (in []statistics.Row) {
	within := func(r statistics.Row) bool { return s.From.Year() <= r.Period.First && r.Period.Last <= s.To.Year() }
	if s.isYears() {
		for _, r := range c.counted(0) {
			if within(r) {
				in = append(in, r)
			}
		}
		return in
	}
	before := c.counted(s.From.DayBefore())
	for _, r := range c.counted(s.To) {
		if !within(r) {
			continue
		}
		if i := slices.IndexFunc(before, func(b statistics.Row) bool { return b.Key == r.Key }); i >= 0 && r.Item != statistics.PersonsInsured {
			b := before[i]
			r.Amount, r.Count, r.Cases = r.Amount.Minus(b.Amount), r.Count.Minus(b.Count), r.Cases.Minus(b.Cases)
			r.Vague, r.Silent = r.Vague-b.Vague, r.Silent-b.Silent
			if r.Amount.IsZero() && r.Count.Sign() == 0 && r.Vague == 0 {
				continue // nothing in the span
			}
		}
		in = append(in, r)
	}
	return in
}

// termsOf are the terms of a figure of the statistics: what the report has of the year, or up to
// two days.
func (c *compiler) termsOf(r statistics.Row, s Span, n wide.Int, column string) []Term {
	unit := Yuan
	if column == "count" {
		unit = Facts
	}
	row := place(r.Period.String(), cmp.Or(string(r.Fund), string(r.Region)), string(r.Item), r.Detail)
	term := func(role Role, n wide.Int, asOf string) Term {
		return Term{Name: nameOfRow(r), Role: role, Num: n, Den: one, Unit: unit, Opens: c.key("statistics", row+"/"+column, asOf)}
	}
	if s.isYears() {
		return []Term{term(Plus, n, "")}
	}
	day := s.From.DayBefore()
	for _, b := range c.counted(day) {
		if b.Key != r.Key || r.Item == statistics.PersonsInsured {
			continue
		}
		earlier := b.Count
		if column == "amount" {
			earlier = wide.Int(b.Amount)
		}
		return []Term{term(Plus, n.Plus(earlier), "as-of="+s.To.String()), term(Minus, earlier, "as-of="+day.String())}
	}
	return []Term{term(Plus, n, "as-of="+s.To.String())}
}

// place is the key of a row of a report.
func place(parts ...string) string {
	for i := range parts {
		parts[i] = explained.Escape(parts[i])
	}
	return strings.TrimRight(strings.Join(parts, "/"), "/")
}

// nameOfRow is what a figure of the statistics counts, in words.
func nameOfRow(r statistics.Row) lang.Text {
	of := lang.F("%s %s", "%s %s", r.Period.String(), r.Item.Name())
	if r.Detail == "" {
		return of
	}
	return lang.F("%s·%s", "%s, %s", of, detailName(r.Item, r.Detail))
}

// insured is how many persons a fund insured at the latest day of a span that a document says.
func (c *compiler) insured(id fund.ID, s Span) value {
	var latest statistics.Row
	for _, r := range c.counted(s.To) {
		inSpan := s.From.Year() <= r.Period.Last && r.Period.Last <= s.To.Year()
		if r.Item == statistics.PersonsInsured && r.Fund == id && inSpan && r.Period.Last > latest.Period.Last {
			latest = r
		}
	}
	if latest.Period.Last == 0 {
		return bare()
	}
	row := place(latest.Period.String(), string(id), string(statistics.PersonsInsured))
	v := whole(latest.Count, Term{Name: lang.F("%s %s", "%s %s", latest.Period.String(), statistics.PersonsInsured.Name()), Role: Plus,
		Num: latest.Count, Den: one, Unit: Persons, Opens: c.key("statistics", row+"/count", "as-of="+s.To.String())})
	if latest.Period.Last < s.To.Year() {
		v.partial = lang.F("%d 年的数，此后没有", "of %d: there is none of later", latest.Period.Last)
	}
	return v
}

// standing is what stands of the register of recoveries at the end of a span.
func (c *compiler) standing(id fund.ID, k Key) value {
	some, v := false, value{den: one}
	for _, r := range c.Recoveries.AsOf(k.Span.To, recoveries.ByChannel) {
		if r.Fund != id || k.Detail != "" && string(r.Channel) != k.Detail || r.Ordered.IsZero() {
			continue
		}
		some, v.num = true, v.num.Plus(wide.Int(r.Outstanding))
		v.terms = append(v.terms, Term{Name: recoveries.ChannelName(r.Channel), Role: Plus, Num: wide.Int(r.Outstanding), Den: one, Unit: Yuan,
			Opens: c.key("recoveries", place(string(id), string(r.Channel))+"/outstanding", "as-of="+k.Span.To.String(), "by=channel")})
	}
	if !some {
		return bare()
	}
	return v
}

// detailName is a detail of a figure in words.
func detailName(item statistics.Item, detail string) lang.Text {
	switch item {
	case statistics.Denied, statistics.Ordered, statistics.Recovered, statistics.SetOff, statistics.CasesOpened:
		return recoveries.ChannelName(event.Channel(detail))
	case statistics.Losses, statistics.Findings:
		return law.ShortName(law.Article(detail))
	case statistics.FinesPaid, statistics.FinesWaived, statistics.FinesRefunded:
		return event.NameOf("charge", detail)
	case statistics.Transferred:
		return event.NameOf("authority", detail)
	case statistics.Closed:
		return event.NameOf("outcome", detail)
	case statistics.GrantsReceived, statistics.GrantsPaid:
		return event.NameOf("level", detail)
	default:
		return event.NameOf("kind", detail)
	}
}
