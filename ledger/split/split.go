// Package split keeps what awaits its split between the parts of a 职工 fund, and what
// each part was given in earlier years: by day, whatever the order of recording. So no
// more is split than awaits it, and no more is moved between the parts than the one had.
//
// What awaits its split stands on 4601 and 4602. What a part was given is premiums,
// interest and the balance at the opening, here under its account of 3001; of a year it
// counts from the next one on, for only a split of an earlier year is corrected.
//
// Source: 财会〔2017〕28号 3001, 4601, 4602.
package split

import (
	"maps"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/running"
)

// Sums is the sums of facts by account. The zero Sums is nothing. Sums are values: none
// is changed.
type Sums struct {
	of map[account.Code]running.Sum
}

// move is what a fact adds to an account from a day on, or takes.
type move struct {
	on     fund.Date
	code   account.Code
	amount money.Fen
	stays  bool // a reversal in a later year leaves it: it is booked on 4501 or 5401
}

// moves returns what a fact moves; nothing, unless it is about a fund with parts.
func moves(e event.Event) []move {
	if !event.FundOf(e).Kind().Has(fund.Parts) {
		return nil
	}
	received := func(p fund.Part, waits account.Code, amount money.Fen) []move {
		if p == "" {
			return []move{{e.Common().OccurredOn, waits, amount, true}}
		}
		return []move{given(e, p, amount)}
	}
	switch e := e.(type) {
	case event.FundOpened:
		return []move{{e.OccurredOn, of(e.Part), e.Amount, false}}
	case event.PremiumReceived:
		return received(e.Part, account.UnsplitPremiums, e.Amount)
	case event.ParticipationAssisted:
		return received("", account.UnsplitPremiums, e.Amount)
	case event.InterestReceived:
		return received(e.Part, account.UnsplitInterest, e.Amount)
	case event.PremiumSplit:
		return []move{{e.OccurredOn, account.UnsplitPremiums, -e.Amount, true}, given(e, e.Part, e.Amount)}
	case event.InterestSplit:
		return []move{{e.OccurredOn, account.UnsplitInterest, -e.Amount, true}, given(e, e.Part, e.Amount)}
	case event.SplitCorrected:
		return []move{{e.OccurredOn, of(e.Part.Other()), -e.Amount, false}, {e.OccurredOn, of(e.Part), e.Amount, false}}
	default:
		return nil
	}
}

// given is what a fact gives a part, from the year after it on.
func given(e event.Event, p fund.Part, amount money.Fen) move {
	on := fund.NewDate(e.Common().OccurredOn.Year()+1, 1, 1)
	return move{on, of(p), amount, true}
}

func of(p fund.Part) account.Code { return account.Of(fund.Employee, account.Balance, p) }

// Empty reports whether nothing was added up.
func (s Sums) Empty() bool { return len(s.of) == 0 }

// After returns the sums with those of a recorded fact.
func (s Sums) After(e event.Event) Sums { return s.with(moves(e)) }

// Reversed returns the sums with those of a fact that stood until the day of its
// reversal.
func (s Sums) Reversed(e event.Event, by event.Fact) Sums {
	return s.with(moves(e)).with(undone(e, by))
}

// Undone returns the sums, which have those of a fact, after its reversal.
func (s Sums) Undone(e event.Event, by event.Fact) Sums { return s.with(undone(e, by)) }

// undone is what the reversal of a fact moves.
func undone(e event.Event, by event.Fact) []move {
	var back []move
	for _, m := range moves(e) {
		if !m.stays || by.Booked().Year() == e.Common().Booked().Year() {
			back = append(back, move{max(m.on, by.OccurredOn), m.code, -m.amount, m.stays})
		}
	}
	return back
}

func (s Sums) with(all []move) Sums {
	if len(all) == 0 {
		return s
	}
	out := Sums{of: make(map[account.Code]running.Sum, len(s.of)+1)}
	maps.Copy(out.of, s.of)
	for _, m := range all {
		out.of[m.code] = out.of[m.code].Add(m.on, m.amount)
	}
	return out
}

// Plus returns both sums in one.
func (s Sums) Plus(others Sums) Sums {
	if len(s.of) == 0 {
		return others
	}
	if len(others.of) == 0 {
		return s
	}
	out := Sums{of: maps.Clone(s.of)}
	for code, sum := range others.of {
		out.of[code] = out.of[code].Plus(sum)
	}
	return out
}

// Takes reports whether a fact takes from any sum, so that Check has something to say.
func Takes(e event.Event) bool { return takes(moves(e)) }

// GivesBack reports whether the reversal of a fact takes from any sum.
func GivesBack(e event.Event, by event.Fact) bool { return takes(undone(e, by)) }

func takes(all []move) bool {
	for _, m := range all {
		if m.amount < 0 {
			return true
		}
	}
	return false
}

// Check refuses a fact that takes more than there is on its day or a later one.
// Refusal: split-exceeded.
func (s Sums) Check(e event.Event) error {
	for _, m := range moves(e) {
		on, left := s.of[m.code].Least(m.on)
		if m.amount >= 0 || !left.Less((-m.amount).Sum()) {
			continue
		}
		refused := &refusal.Error{
			Rule: "split-exceeded", Field: "amount",
			Why: lang.F("%s 元超过 %s %s 在 %s 待分账的 %s 元", "%s yuan is more than awaits its split on %s %s on %s, %s yuan",
				-m.amount, m.code, account.FullName(fund.Employee, m.code), on, left),
			Remedy: lang.F("核对金额和日期；收入先入账，再分账；分账有误的先冲销", "check the amount and the date; income is recorded first, then split; reverse a wrong split first"),
			Source: "财会〔2017〕28号 4601, 4602",
		}
		if m.code.Within(account.Balance) {
			refused.Why = lang.F("%s 元超过 %s 在 %s 以前年度分得的 %s 元（期初余额、保险费、利息，减已更正数）",
				"%s yuan is more than %s was given in years before %s, %s yuan (opening balance, premiums and interest, less earlier corrections)",
				-m.amount, account.FullName(fund.Employee, m.code), on, left)
			refused.Remedy = lang.F("核对金额、日期和基金部分；当年的分账有误，冲销后重新登记", "check the amount, the date and the part; a split of this year is reversed and recorded again")
			refused.Source = "财会〔2017〕28号 3001"
		}
		return refused
	}
	return nil
}

// CheckReversal refuses to reverse a fact from under the splits that rest on it.
// Refusal: split-exceeded.
func (s Sums) CheckReversal(e event.Event, by event.Fact) error {
	for _, m := range undone(e, by) {
		on, left := s.of[m.code].Least(m.on)
		if m.amount >= 0 || !left.Less((-m.amount).Sum()) {
			continue
		}
		return &refusal.Error{
			Rule: "split-exceeded", Field: "of_id",
			Why: lang.F("冲销 %s 元后，%s %s 在 %s 不够已分账的数（只有 %s 元未分）", "%s yuan less on %s %s leave too little on %s for what was split (%s yuan are not)",
				-m.amount, m.code, account.FullName(fund.Employee, m.code), on, left),
			Remedy: lang.F("先冲销分账（premium.split、interest.split、split.corrected），再冲销这一笔", "reverse the splits first (premium.split, interest.split, split.corrected), then this"),
			Source: "财会〔2017〕28号 3001, 4601, 4602",
		}
	}
	return nil
}
