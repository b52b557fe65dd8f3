// Package penalties is the register of contract penalties (违约金) under service
// agreements: charged, received and outstanding. Unlike a fine a penalty is
// income of the fund (其他收入 4501).
//
// A penalty received in a case goes to what was charged in it; one received
// without a case was charged nowhere and has nothing outstanding.
//
// Source: 国务院令第735号 art. 13; 财会〔2017〕28号 account 4501.
package penalties

import (
	"cmp"
	"fmt"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/daily"
)

// Key is what a row is about.
type Key struct {
	Fund        fund.ID
	Institution fund.Institution // "": not named
	Case        string           // "": none
}

// Row is what came of the penalties under one key.
type Row struct {
	Key
	Charged     money.Sum
	Received    money.Sum // income of the fund
	Outstanding money.Sum // charged and not received; never negative
}

type sumKey struct {
	Key
	received bool
}

// View is the fold. The zero View has seen nothing.
type View struct{ sums daily.Sums[sumKey] }

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "penalties.v2" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. Error: daily.ErrTooMany.
func (v *View) Apply(entry ledger.Entry) error {
	fact, on, back := entry.Event, entry.Event.Common().OccurredOn, false
	if r, ok := fact.(event.FactReversed); ok {
		fact, on, back = r.Reversed(), r.OccurredOn, true
	}
	add := func(key sumKey, sum daily.Sum) error {
		if back {
			sum = sum.Neg()
		}
		return v.sums.Add(key, on, sum)
	}
	switch e := fact.(type) {
	case event.PenaltyCharged:
		return add(sumKey{Key{e.Fund, e.Institution, e.Case}, false}, daily.Of(e.Amount, e.Count))
	case event.PenaltyReceived:
		return add(sumKey{Key{e.Fund, e.Institution, e.Case}, true}, daily.Of(e.Amount, e.Count))
	default:
		return nil
	}
}

// AsOf returns the rows of everything dated up to and including a date (0 means
// all), in the order of the fields of Key.
func (v *View) AsOf(on fund.Date) []Row {
	var rows []Row
	for k, sum := range v.sums.Until(on, compareSums) {
		if sum == (daily.Sum{}) {
			continue // all of it was reversed
		}
		if n := len(rows); n == 0 || rows[n-1].Key != k.Key {
			rows = append(rows, Row{Key: k.Key})
		}
		r := &rows[len(rows)-1]
		if k.received {
			r.Received = sum.Amount
		} else {
			r.Charged = sum.Amount
		}
		r.Outstanding = r.Charged.Minus(r.Received).Positive()
	}
	return rows
}

func compare(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Fund, b.Fund), cmp.Compare(a.Institution, b.Institution), cmp.Compare(a.Case, b.Case))
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	return v.sums.AppendState(dst, compareSums)
}

func compareSums(a, b sumKey) int {
	return cmp.Or(compare(a.Key, b.Key), cmp.Compare(fmt.Sprint(a.received), fmt.Sprint(b.received)))
}
