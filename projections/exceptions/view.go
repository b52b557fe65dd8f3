package exceptions

import (
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// View finds the exceptions that no rule refuses: totals of recoveries without the year of
// their payment, money accounts that are below zero on a day; and what is one only until
// another fact is recorded: set-offs, fines without a finding, halves of corrections. It is shown entries as they
// are booked, in order. The zero View has seen nothing.
type View struct {
	balances map[place]map[fund.Date]*money.Sum // what each day changes
	last     place
	days     map[fund.Date]*money.Sum // of last
	withheld []Withheld
	half     map[event.Digest]ledger.Entry // reversals of corrections, by the right facts that have not come
	fined    []ledger.Entry                // single fines that name a finding
	found    map[numbered][]event.FindingRecorded
}

// numbered is a case.
type numbered struct {
	region fund.Region
	number string
}

// place is a money account of a fund.
type place struct {
	fund    fund.ID
	account account.Code
}

// Withheld is money that was kept from a settlement which a single fact names.
type Withheld struct {
	Entry ledger.Entry
	event.ClawbackSetOff
}

// Withheld returns what was kept from settlements and not reversed.
func (v *View) Withheld() []Withheld { return v.withheld }

// Apply folds one entry in, and notes what it finds.
func (v *View) Apply(entry ledger.Entry, r *Register) {
	switch e := entry.Event.(type) {
	case event.FactReversed:
		fact := e.Reversed()
		r.Reversed(fact)
		if right, ok := e.By(); ok {
			v.await(entry, right)
		}
		v.withheld = slices.DeleteFunc(v.withheld, func(w Withheld) bool { return w.Entry.Event == fact })
		v.fined = slices.DeleteFunc(v.fined, func(f ledger.Entry) bool { return f.Event == fact })
		if finding, ok := fact.(event.FindingRecorded); ok {
			in := numbered{finding.Region, finding.Case}
			v.found[in] = slices.DeleteFunc(v.found[in], func(f event.FindingRecorded) bool { return f == finding })
		}
	case event.FindingRecorded:
		v.find(e)
	case event.FineImposed:
		if e.Finding != "" && !event.Total(e) {
			v.fined = append(v.fined, entry)
		}
	case event.ClawbackReceived:
		v.undated(entry, e.PaidYear, r)
	case event.ClawbackSetOff:
		v.undated(entry, e.PaidYear, r)
		if e.Institution != "" && e.Against != "" { // of published totals it is not asked
			v.withheld = append(v.withheld, Withheld{entry, e})
		}
	default:
	}
	if entry.Event.Common().BookedFor != 0 {
		delete(v.half, event.DigestOf(entry.Event))
	}
	var room [2]posting.Line
	for _, l := range posting.AppendOf(room[:0], entry.Event) {
		if l.Account < account.Prepayments {
			v.add(place{l.Fund, l.Account}, entry.Event.Common().Booked(), l.Net())
		}
	}
}

// undated notes money that came back without the year of its payment, unless a rule that
// asks for it has noted that.
func (v *View) undated(entry ledger.Entry, year int64, r *Register) {
	if year == 0 && !slices.Contains(event.Asked(entry.Event), "paid_year") {
		r.NoteFact(Undated, entry, lang.Text{})
	}
}

// WithoutFinding notes each fine for a finding that is not recorded, before it or behind.
func (v *View) WithoutFinding(r *Register) {
	for _, entry := range v.fined {
		e, _ := entry.Event.(event.FineImposed)
		if !slices.ContainsFunc(v.found[numbered{e.Region, e.Case}], func(f event.FindingRecorded) bool { return docket.FinedFor(e, f) }) {
			r.NoteFact(WithoutFinding, entry, lang.F("没有登记第 %s 项违法事实", "there is no finding %s", e.Finding))
		}
	}
}

// await keeps the reversal of a correction until the right fact comes.
func (v *View) await(entry ledger.Entry, right event.Event) { v.awaitAs(event.DigestOf(right), entry) }

func (v *View) awaitAs(right event.Digest, entry ledger.Entry) {
	if v.half == nil {
		v.half = map[event.Digest]ledger.Entry{}
	}
	v.half[right] = entry
}

// find keeps a finding of a case.
func (v *View) find(e event.FindingRecorded) {
	if v.found == nil {
		v.found = map[numbered][]event.FindingRecorded{}
	}
	in := numbered{e.Region, e.Case}
	v.found[in] = append(v.found[in], e)
}

// Halves notes each correction whose right fact is missing: over a cluster the two are
// not one append.
func (v *View) Halves(r *Register) {
	for _, of := range slices.SortedFunc(maps.Keys(v.half), compareDigests) {
		r.Note(RowOf(HalfCorrection, v.half[of], lang.Text{}))
	}
}

func (v *View) add(at place, on fund.Date, by money.Fen) {
	if v.last != at {
		if v.balances == nil {
			v.balances = map[place]map[fund.Date]*money.Sum{}
		}
		if v.balances[at] == nil {
			v.balances[at] = map[fund.Date]*money.Sum{}
		}
		v.last, v.days = at, v.balances[at]
	}
	day := v.days[on]
	if day == nil {
		day = new(money.Sum)
		v.days[on] = day
	}
	*day = day.Add(by)
}

// Overdrawn notes each span of days on which a money account is below zero, with the
// least that it holds then.
func (v *View) Overdrawn(r *Register) {
	for at, days := range v.balances {
		var balance, least money.Sum
		var since fund.Date
		for _, on := range slices.Sorted(maps.Keys(days)) {
			balance = balance.Plus(*days[on])
			switch {
			case balance.Sign() < 0 && since == 0:
				since, least = on, balance
			case balance.Sign() < 0:
				least = money.Least(least, balance)
			case balance.Sign() >= 0 && since != 0:
				r.Note(overdrawn(at, since, on.DayBefore(), least))
				since = 0
			}
		}
		if since != 0 {
			r.Note(overdrawn(at, since, 0, least))
		}
	}
}

func overdrawn(at place, since, until fund.Date, lowest money.Sum) Row {
	why := lang.F("%s 起至今，最低 %s 元", "since %s, %s yuan at the lowest", since, lowest)
	if until != 0 {
		why = lang.F("%s 至 %s，最低 %s 元", "from %s to %s, %s yuan at the lowest", since, until, lowest)
	}
	return Row{Kind: Overdrawn, Position: None, On: since, Until: until, Fund: at.fund, Account: at.account, Amount: lowest, Why: why}
}
