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
	debts map[debt]*account
}

// account is what stands under one debt: its orders and receipts.
type account struct {
	facts []event.Event // in the order of recording
	first int           // index of the first order; len(facts) if there is none
}

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "recoveries.v1" }

// Apply folds one entry in. Error: money.ErrOverflow.
func (v *View) Apply(entry ledger.Entry) error {
	if r, ok := entry.Event.(event.FactReversed); ok {
		return v.fold(r.Reversed(), r.OccurredOn, -1)
	}
	return v.fold(entry.Event, entry.Event.Common().OccurredOn, 1)
}

// fold counts a fact on a day: once, or taken back.
func (v *View) fold(fact event.Event, on fund.Date, sign int64) error {
	switch e := fact.(type) {
	case event.ClaimCorrected:
		return v.add(prevented, Key{e.Fund, e.Institution, Reminder}, on, e.Amount, e.Count, sign)
	case event.ClaimDenied:
		return v.add(prevented, Key{e.Fund, e.Institution, e.Channel}, on, e.Amount, e.Count, sign)
	case event.ClawbackOrdered:
		if err := v.add(ordered, Key{e.Fund, e.Institution, e.Channel}, on, e.Amount, e.Count, sign); err != nil {
			return err
		}
		a := v.account(debt{e.Case, e.Fund, e.Institution})
		if sign > 0 {
			a.first = min(a.first, len(a.facts))
			a.facts = append(a.facts, e)
			return nil
		}
		return v.unorder(a, e, on)
	case event.ClawbackReceived:
		a := v.account(debt{e.Case, e.Fund, e.Institution})
		at := len(a.facts)
		if sign < 0 {
			at = slices.Index(a.facts, event.Event(e))
		}
		k := receivedFreely
		if a.first < at {
			k = receivedOrder
		} else {
			a.first += int(sign)
		}
		if sign < 0 {
			a.facts = slices.Delete(a.facts, at, at+1)
		} else {
			a.facts = append(a.facts, e)
		}
		return v.add(k, Key{e.Fund, e.Institution, e.Channel}, on, e.Amount, e.Count, sign)
	default:
		return nil
	}
}

// unorder takes an order out of an account. Receipts that only this order stood
// before have none from that day on, and reduce nothing outstanding.
func (v *View) unorder(a *account, order event.ClawbackOrdered, on fund.Date) error {
	at := slices.Index(a.facts, event.Event(order))
	a.facts = slices.Delete(a.facts, at, at+1)
	if at != a.first {
		return nil
	}
	for ; a.first < len(a.facts); a.first++ {
		e, isReceipt := a.facts[a.first].(event.ClawbackReceived)
		if !isReceipt {
			break
		}
		key := Key{e.Fund, e.Institution, e.Channel}
		if err := v.add(receivedOrder, key, on, e.Amount, e.Count, -1); err != nil {
			return err
		}
		if err := v.add(receivedFreely, key, on, e.Amount, e.Count, 1); err != nil {
			return err
		}
	}
	return nil
}

func (v *View) account(d debt) *account {
	if v.debts == nil {
		v.debts = map[debt]*account{}
	}
	if v.debts[d] == nil {
		v.debts[d] = new(account)
	}
	return v.debts[d]
}

func (v *View) add(k kind, key Key, on fund.Date, amount money.Fen, count, sign int64) error {
	return v.sums.Add(sumKey{key, k}, on, daily.Sum{Amount: money.Fen(sign) * amount, Count: sign * count})
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
		if sum == (daily.Sum{}) {
			continue // all of it was reversed
		}
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
		if a := v.debts[d]; a.first < len(a.facts) {
			dst = fmt.Appendf(dst, "case %q %s %s\n", d.number, d.fund, d.institution)
		}
	}
	return v.sums.AppendState(dst, daily.Compare)
}
