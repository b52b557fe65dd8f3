// Package recoveries is the view of what was lost to funds and what came of it,
// per institution and channel: money ordered back, received and outstanding
// (cash), and money that was never paid out because a claim was corrected or
// denied (no cash). The two are never added up.
//
// Outstanding is counted against orders only. Money that a subject returned
// without an order, or that was published as a total, is received but reduces
// nothing that is outstanding.
package recoveries

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/daily"
)

// Reminder is the channel of claims that were corrected after a reminder, before payment.
const Reminder event.Channel = "reminder"

// ChannelName returns the name of a channel, Reminder included.
func ChannelName(c event.Channel) lang.Text {
	if c == Reminder {
		return lang.Text{ZH: "事前提醒", EN: "reminder before payment"}
	}
	for _, w := range event.Channels() {
		if w.Code == string(c) {
			return w.Name
		}
	}
	return lang.Text{ZH: string(c), EN: string(c)}
}

// Key is what a row is about. Grouping leaves fields empty.
type Key struct {
	Fund        fund.ID
	Institution fund.Institution // "": not named
	Channel     event.Channel
}

// Row is what came of the losses under one key.
type Row struct {
	Key
	Ordered     money.Fen
	Received    money.Fen // cash, with or without an order
	Outstanding money.Fen // ordered and not received yet
	Prevented   money.Fen // corrected or denied before payment: no cash
}

// kind is what is summed.
type kind string

const (
	ordered        kind = "ordered"
	receivedOrder  kind = "received-against-order"
	receivedFreely kind = "received-without-order"
	prevented      kind = "prevented"
)

type sumKey struct {
	Key
	kind kind
}

// debt is what one institution (empty: not named) has to return to one fund in one case.
type debt struct {
	number      string
	fund        fund.ID
	institution fund.Institution
}

// View is the fold. The zero View has seen nothing.
type View struct {
	sums  daily.Sums[sumKey]
	debts map[debt]bool // those with an order
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "recoveries.v1" }

// Apply folds one entry in. Error: money.ErrOverflow.
func (v *View) Apply(entry ledger.Entry) error {
	add := func(k kind, id fund.ID, i fund.Institution, c event.Channel, amount money.Fen) error {
		f := entry.Event.Common()
		return v.sums.Add(sumKey{Key{id, i, c}, k}, f.OccurredOn, daily.Sum{Amount: amount, Count: f.Count})
	}
	switch e := entry.Event.(type) {
	case event.ClaimCorrected:
		return add(prevented, e.Fund, e.Institution, Reminder, e.Amount)
	case event.ClaimDenied:
		return add(prevented, e.Fund, e.Institution, e.Channel, e.Amount)
	case event.ClawbackOrdered:
		if v.debts == nil {
			v.debts = map[debt]bool{}
		}
		v.debts[debt{e.Case, e.Fund, e.Institution}] = true
		return add(ordered, e.Fund, e.Institution, e.Channel, e.Amount)
	case event.ClawbackReceived:
		if v.debts[debt{e.Case, e.Fund, e.Institution}] {
			return add(receivedOrder, e.Fund, e.Institution, e.Channel, e.Amount)
		}
		return add(receivedFreely, e.Fund, e.Institution, e.Channel, e.Amount)
	default:
		return nil
	}
}

// By is what rows are grouped by.
type By string

// The groupings. Each keeps funds apart.
const (
	ByChannel     By = "channel"
	ByInstitution By = "institution"
	ByBoth        By = "both"
)

// AsOf returns the rows of everything dated up to and including a date (0 means
// all), grouped, in the order of fund, institution, channel. Error: money.ErrOverflow.
func (v *View) AsOf(on fund.Date, by By) ([]Row, error) {
	sums, err := v.sums.AsOf(on)
	if err != nil {
		return nil, err
	}
	rows := map[Key]*Row{}
	for k, sum := range sums {
		group := k.Key
		switch by {
		case ByChannel:
			group.Institution = ""
		case ByInstitution:
			group.Channel = ""
		case ByBoth:
		}
		r := rows[group]
		if r == nil {
			r = &Row{Key: group}
			rows[group] = r
		}
		if err := r.add(k.kind, sum.Amount); err != nil {
			return nil, fmt.Errorf("%v: %w", group, err)
		}
	}
	out := make([]Row, 0, len(rows))
	for _, r := range rows {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Institution, b.Institution), cmp.Compare(rank(a.Channel), rank(b.Channel)))
	})
	return out, nil
}

func (r *Row) add(k kind, amount money.Fen) error {
	var err error
	switch k {
	case ordered:
		r.Ordered, err = r.Ordered.Add(amount)
		r.Outstanding += amount
	case receivedOrder:
		r.Received, err = r.Received.Add(amount)
		r.Outstanding -= amount
	case receivedFreely:
		r.Received, err = r.Received.Add(amount)
	case prevented:
		r.Prevented, err = r.Prevented.Add(amount)
	}
	return err
}

// rank orders channels: those before payment first.
func rank(c event.Channel) int {
	return slices.IndexFunc(event.Channels(), func(w event.Word) bool { return w.Code == string(c) })
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, d := range slices.SortedFunc(maps.Keys(v.debts), daily.Compare) {
		dst = fmt.Appendf(dst, "case %q %s %s\n", d.number, d.fund, d.institution)
	}
	return v.sums.AppendState(dst, daily.Compare)
}
