// Package recoveries is the register of what was lost to funds and what came of
// it: money ordered back, received, set off and outstanding, and money that was
// never paid out because a claim was corrected or denied (no cash). The two are
// never added up.
//
// Outstanding is counted against orders only. Money that a subject returned
// without an order, or that was published as a total, is received but reduces
// nothing that is outstanding. How receipts go to orders: see package docket.
//
// The year of a row is that of the order; of money without an order, that in
// which it came.
package recoveries

import (
	"cmp"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/daily"
)

// Reminder is the channel of claims that were corrected after a reminder, before payment.
const Reminder = event.Reminder

// ChannelName returns the name of a channel, Reminder included.
func ChannelName(c event.Channel) lang.Text {
	if c == Reminder {
		return lang.Text{ZH: "事前提醒", EN: "reminder before payment"}
	}
	return event.NameOf("channel", c)
}

// Key is what a row is about. Grouping leaves fields empty.
type Key struct {
	Fund        fund.ID
	Institution fund.Institution // "": not named
	Channel     event.Channel
	Subject     event.Subject // "": not said
	Article     law.Article   // "": not said
	Year        int
	Case        string // "": not of a case
}

// Row is what came of the losses under one key.
type Row struct {
	Key
	Ordered     money.Sum
	Annulled    money.Sum // of what was ordered
	Received    money.Sum // cash, with or without an order
	SetOff      money.Sum // kept from settlements
	Refunded    money.Sum // given back after an annulment
	Outstanding money.Sum // ordered and not in yet; never negative
	Excess      money.Sum // to be refunded; never negative
	Prevented   money.Sum // corrected or denied before payment: no cash
	Oldest      fund.Date // of the orders that are outstanding; zero: none is
}

// View is the fold. The zero View has seen nothing.
type View struct {
	prevented daily.Sums[Key]
	cases     cases.View
}

// Cases returns the cases that the register is made of.
func (v *View) Cases() *cases.View { return &v.cases }

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "recoveries.v3" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. Error: daily.ErrTooMany.
func (v *View) Apply(entry ledger.Entry) error {
	fact, on, back := entry.Event, entry.Event.Common().OccurredOn, false
	if r, ok := fact.(event.FactReversed); ok {
		fact, on, back = r.Reversed(), r.OccurredOn, true
	}
	prevent := func(id fund.ID, i fund.Institution, c event.Channel, number string, amount money.Fen) error {
		f := fact.Common()
		key := Key{Fund: id, Institution: i, Channel: c, Subject: event.SubjectOf(i), Year: f.OccurredOn.Year(), Case: number}
		sum := daily.Of(amount, f.Count)
		if back {
			sum = sum.Neg()
		}
		return v.prevented.Add(key, on, sum)
	}
	switch e := fact.(type) {
	case event.ClaimCorrected:
		return prevent(e.Fund, e.Institution, Reminder, "", e.Amount)
	case event.ClaimDenied:
		if err := prevent(e.Fund, e.Institution, e.Channel, e.Case, e.Amount); err != nil {
			return err
		}
		return v.cases.Apply(entry) // of a case only, if it names one
	default:
		return v.cases.Apply(entry)
	}
}

// By is what rows are grouped by.
type By string

// The groupings. Each keeps funds apart.
const (
	ByChannel     By = "channel"
	ByInstitution By = "institution"
	ByBoth        By = "both" // institution and channel
	BySubject     By = "subject"
	ByArticle     By = "article"
	ByYear        By = "year"
	ByCase        By = "case"
)

// Groupings returns every grouping.
func Groupings() []By {
	return []By{ByChannel, ByInstitution, ByBoth, BySubject, ByArticle, ByYear, ByCase}
}

// of returns what remains of a key in a grouping.
func (by By) of(k Key) Key {
	switch by {
	case ByChannel:
		return Key{Fund: k.Fund, Channel: k.Channel}
	case ByInstitution:
		return Key{Fund: k.Fund, Institution: k.Institution}
	case ByBoth:
		return Key{Fund: k.Fund, Institution: k.Institution, Channel: k.Channel}
	case BySubject:
		return Key{Fund: k.Fund, Subject: k.Subject}
	case ByArticle:
		return Key{Fund: k.Fund, Article: k.Article}
	case ByYear:
		return Key{Fund: k.Fund, Year: k.Year}
	case ByCase:
		return Key{Fund: k.Fund, Case: k.Case}
	}
	return k
}

// AsOf returns the rows of everything dated up to and including a date (0 means
// all), grouped, in the order of the fields of Key.
func (v *View) AsOf(on fund.Date, by By) []Row {
	t := table{by: by, rows: map[Key]*Row{}}
	for k, sum := range v.prevented.Until(on, compareKeys) {
		if sum != (daily.Sum{}) { // else all of it was reversed
			row := t.row(k)
			row.Prevented = row.Prevented.Plus(sum.Amount)
		}
	}
	for key, d := range v.cases.All(on) {
		opened, _ := d.Opened()
		for _, o := range d.Orders() {
			row := ofOrder(key.Number, opened, *o)
			t.row(row.Key).Add(row)
		}
		for _, r := range d.Free() {
			row := ofReceipt(key.Number, opened, r)
			t.row(row.Key).Add(row)
		}
	}
	out := make([]Row, 0, len(t.rows))
	for _, r := range t.rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, compare)
	return out
}

func ofOrder(number string, opened event.CaseOpened, o docket.Order) Row {
	f := o.Fact
	r := Row{
		Key: Key{
			Fund: f.Fund, Institution: f.Institution, Channel: f.Channel, Article: f.Article, Year: f.OccurredOn.Year(), Case: number,
			Subject: cmp.Or(f.Subject, opened.Subject, event.SubjectOf(f.Institution)),
		},
		Ordered: f.Amount.Sum(), Annulled: o.Annulled, Received: o.Received, SetOff: o.SetOff, Refunded: o.Refunded,
		Outstanding: o.Open(), Excess: o.Excess(),
	}
	if !r.Outstanding.IsZero() {
		r.Oldest = f.OccurredOn
	}
	return r
}

func ofReceipt(number string, opened event.CaseOpened, r docket.Receipt) Row {
	row := Row{Key: Key{
		Institution: r.Line.Institution, Fund: r.Line.Fund, Year: r.Fact.Common().OccurredOn.Year(), Case: number,
		Channel: r.Channel, Subject: cmp.Or(r.Subject, opened.Subject, event.SubjectOf(r.Line.Institution)),
	}}
	if r.SetOff {
		row.SetOff = r.Amount.Sum()
	} else {
		row.Received = r.Amount.Sum()
	}
	return row
}

// table sums rows under the keys of a grouping.
type table struct {
	by   By
	rows map[Key]*Row
	last *Row // nil, or the one that was asked for: it is that of many
}

// row returns the row that a key belongs to.
func (t *table) row(k Key) *Row {
	key := t.by.of(k)
	if t.last != nil && t.last.Key == key {
		return t.last
	}
	if t.last = t.rows[key]; t.last == nil {
		t.last = &Row{Key: key}
		t.rows[key] = t.last
	}
	return t.last
}

// Add adds the amounts of another row.
func (r *Row) Add(other Row) {
	r.Ordered, r.Annulled = r.Ordered.Plus(other.Ordered), r.Annulled.Plus(other.Annulled)
	r.Received, r.SetOff, r.Refunded = r.Received.Plus(other.Received), r.SetOff.Plus(other.SetOff), r.Refunded.Plus(other.Refunded)
	r.Outstanding, r.Excess = r.Outstanding.Plus(other.Outstanding), r.Excess.Plus(other.Excess)
	r.Prevented = r.Prevented.Plus(other.Prevented)
	if other.Oldest != 0 && (r.Oldest == 0 || other.Oldest < r.Oldest) {
		r.Oldest = other.Oldest
	}
}

func compare(a, b Row) int {
	return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Institution, b.Institution), cmp.Compare(rank(a.Channel), rank(b.Channel)),
		cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Case, b.Case))
}

// rank orders channels: those before payment first.
func rank(c event.Channel) int {
	return slices.IndexFunc(event.Channels(), func(w event.Word) bool { return w.Code == string(c) })
}

// State yields the whole state in parts: equal histories give equal bytes. A part
// is valid until the next.
func (v *View) State() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for line := range v.prevented.State(compareKeys) {
			if !yield(line) {
				return
			}
		}
		yield(v.cases.AppendState(nil))
	}
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for part := range v.State() {
		dst = append(dst, part...)
	}
	return dst
}
