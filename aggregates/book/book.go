// Package book decides what may happen to a fund's set of books (账套): it is
// established once, and opened once with what the fund held: a 职工 fund with what
// each of its parts held.
//
// Source: 财会〔2017〕28号 Part 1 §3–4 (one fund, one accounting entity).
package book

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/split"
)

// State is what is decided on. The zero State is a fund without books.
type State struct {
	name   string
	since  fund.Date          // when it was established
	opened []event.FundOpened // one; of 职工 funds one for each part
	split  split.Sums
}

// Split returns what the opening gives the parts of a fund.
func Split(s State) split.Sums { return s.split }

// Since returns the first day of the books: that after the opening, or the first of the
// year in which the fund was established; no date for a fund without books.
func (s State) Since() fund.Date {
	if len(s.opened) > 0 {
		return s.opened[0].OccurredOn + 1
	}
	if s.since == 0 {
		return 0
	}
	return fund.NewDate(s.since.Year(), 1, 1)
}

// Stream returns the stream of a fund's books.
func Stream(id fund.ID) string { return "book-" + string(id) }

// Command is a fact to record and, for an opening, what its balance would hold already.
type Command struct {
	Fact event.Book
	Held Held
}

// Decide returns the events that the command causes.
// Refusals: book-established, book-opened, book-opened-on, opening-after-facts,
// account-without-opening, fund-unknown.
func Decide(s State, c Command) ([]event.Event, error) {
	switch e := c.Fact.(type) {
	case event.FundEstablished:
		if s.name != "" {
			return nil, &refusal.Error{
				Rule: "book-established", Field: "fund",
				Why:    lang.F("基金 %s 已设立账套“%s”", "the books of %s are established already as %q", e.Fund, s.name),
				Remedy: lang.F("删去这一行", "leave this out"),
			}
		}
	case event.AccountOpened:
		if len(s.opened) == 0 || s.opened[0].OccurredOn != e.OccurredOn {
			return nil, &refusal.Error{
				Rule: "account-without-opening", Field: "occurred_on",
				Why:    lang.F("基金 %s 在 %s 没有期初余额，不能登记期初科目余额", "%s has no opening balance on %s for an account to be part of", e.Fund, e.OccurredOn),
				Remedy: lang.F("先登记 fund.opened，日期相同", "record fund.opened of the same date first"),
			}
		}
	case event.FundOpened:
		if err := Established(s, e.Fund, "fund"); err != nil {
			return nil, err
		}
		for _, first := range s.opened {
			switch {
			case first.Part == e.Part:
				return nil, &refusal.Error{
					Rule: "book-opened", Field: "fund",
					Why: lang.F("基金 %s 已有期初余额：%s 日终 %s 元", "%s has its opening balance already: at the close of %s it held %s yuan",
						e.Fund, first.OccurredOn, first.Amount),
					Remedy: lang.F("期初余额只登记一次（职工医保每部分一次）；核对凭证", "an opening balance is recorded once (for a 职工 fund once for each part); check the paper"),
				}
			case first.OccurredOn != e.OccurredOn:
				return nil, &refusal.Error{
					Rule: "book-opened-on", Field: "occurred_on",
					Why:    lang.F("基金 %s 的期初余额日是 %s，不是 %s", "the books of %s were opened on %s, not on %s", e.Fund, first.OccurredOn, e.OccurredOn),
					Remedy: lang.F("两部分的期初余额须是同一天的", "give both parts' opening balances of the same day"),
				}
			}
		}
		if c.Held.Some {
			return nil, holds(e, c.Held.One)
		}
	}
	return []event.Event{c.Fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Book) State {
	switch e := e.(type) {
	case event.FundEstablished:
		s.name, s.since = e.Name, e.OccurredOn
	case event.FundOpened:
		s.split = s.split.After(e)
		s.opened = append(s.opened[:len(s.opened):len(s.opened)], e)
	case event.AccountOpened:
	}
	return s
}

// Reversed returns the state after an event that stood until the day of its reversal.
func Reversed(s State, e event.Book, by event.Fact) State {
	s.split = s.split.Reversed(e, by)
	return s
}

// Established refuses the fund of a field whose books are not established. Refusal: fund-unknown.
func Established(s State, id fund.ID, field string) error {
	if s.name != "" {
		return nil
	}
	return &refusal.Error{
		Rule: "fund-unknown", Field: field,
		Why:    lang.F("基金 %s 没有设立账套", "the fund %s has no books here", id),
		Remedy: lang.F("核对代码；新基金先登记 fund.established", "check the code; for a new fund record fund.established first"),
	}
}
