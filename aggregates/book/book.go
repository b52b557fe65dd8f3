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
	"github.com/fundledger/fundledger/ledger/rule"
)

// State is what is decided on. The zero State is a fund without books.
type State struct {
	name   string
	opened []event.FundOpened // one; of 职工 funds one for each part
}

// Stream returns the stream of a fund's books.
func Stream(id fund.ID) string { return "book-" + string(id) }

// Decide returns the events that recording the fact causes.
// Refusals: book-established, book-opened, book-opened-on, account-without-opening,
// fund-unknown.
func Decide(s State, fact event.Book) ([]event.Event, error) {
	switch e := fact.(type) {
	case event.FundEstablished:
		if s.name != "" {
			return nil, &rule.Refusal{
				Rule: "book-established", Field: "fund",
				Why:    lang.F("基金 %s 已设立账套“%s”", "the books of %s are established already as %q", e.Fund, s.name),
				Remedy: lang.F("删去这一行", "leave this out"),
			}
		}
	case event.AccountOpened:
		if len(s.opened) == 0 || s.opened[0].OccurredOn != e.OccurredOn {
			return nil, &rule.Refusal{
				Rule: "account-without-opening", Field: "occurred_on",
				Why:    lang.F("基金 %s 在 %s 没有期初余额，不能登记期初科目余额", "%s has no opening balance on %s for an account to be part of", e.Fund, e.OccurredOn),
				Remedy: lang.F("先登记 fund.opened，日期相同", "record fund.opened of the same date first"),
			}
		}
	case event.FundOpened:
		if err := Established(s, e.Fund); err != nil {
			return nil, err
		}
		for _, first := range s.opened {
			switch {
			case first.Part == e.Part:
				return nil, &rule.Refusal{
					Rule: "book-opened", Field: "fund",
					Why: lang.F("基金 %s 已有期初余额：%s 日终 %s 元", "%s has its opening balance already: at the close of %s it held %s yuan",
						e.Fund, first.OccurredOn, first.Amount),
					Remedy: lang.F("期初余额只登记一次（职工医保每部分一次）；核对凭证", "an opening balance is recorded once (for a 职工 fund once for each part); check the paper"),
				}
			case first.OccurredOn != e.OccurredOn:
				return nil, &rule.Refusal{
					Rule: "book-opened-on", Field: "occurred_on",
					Why:    lang.F("基金 %s 的期初余额日是 %s，不是 %s", "the books of %s were opened on %s, not on %s", e.Fund, first.OccurredOn, e.OccurredOn),
					Remedy: lang.F("两部分的期初余额须是同一天的", "give both parts' opening balances of the same day"),
				}
			}
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Book) State {
	switch e := e.(type) {
	case event.FundEstablished:
		s.name = e.Name
	case event.FundOpened:
		s.opened = append(s.opened[:len(s.opened):len(s.opened)], e)
	case event.AccountOpened:
	}
	return s
}

// Established refuses a fund whose books are not established. Refusal: fund-unknown.
func Established(s State, id fund.ID) error {
	if s.name != "" {
		return nil
	}
	return &rule.Refusal{
		Rule: "fund-unknown", Field: "fund",
		Why:    lang.F("基金 %s 没有设立账套", "the fund %s has no books here", id),
		Remedy: lang.F("核对代码；新基金先登记 fund.established", "check the code; for a new fund record fund.established first"),
	}
}
