// Package book decides what may happen to a fund's set of books (账套): it is
// established once, and opened once with what the fund held.
//
// Source: 财会〔2017〕28号 Part 1 §3–4 (one fund, one accounting entity).
package book

import (
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/rule"
)

// State is what is decided on. The zero State is a fund without books.
type State struct {
	documents document.Register
	name      string
	opened    *event.FundOpened
}

// Stream returns the stream of a fund's books.
func Stream(id fund.ID) string { return "book-" + string(id) }

// Decide returns the events that recording the fact causes: none if it stands
// already. Refusals: document-twice, book-established, book-opened, fund-unknown.
func Decide(s State, fact event.Book) ([]event.Event, error) {
	if again, err := s.documents.Admit(fact); again || err != nil {
		return nil, err
	}
	switch e := fact.(type) {
	case event.FundEstablished:
		if s.name != "" {
			return nil, &rule.Refusal{
				Rule: "book-established", Field: "fund",
				Why:    lang.F("基金 %s 已设立账套“%s”", "the books of %s are established already as %q", e.Fund, s.name),
				Remedy: lang.F("删去这一行", "leave this out"),
			}
		}
	case event.FundOpened:
		if err := Established(s, e.Fund); err != nil {
			return nil, err
		}
		if s.opened != nil {
			return nil, &rule.Refusal{
				Rule: "book-opened", Field: "fund",
				Why: lang.F("基金 %s 已有期初余额：%s 日终 %s 元", "%s has its opening balance already: at the close of %s it held %s yuan",
					e.Fund, s.opened.OccurredOn, s.opened.Amount),
				Remedy: lang.F("期初余额只登记一次；核对凭证", "an opening balance is recorded once; check the paper"),
			}
		}
	}
	return []event.Event{fact}, nil
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Book) State {
	s.documents = s.documents.Note(e)
	switch e := e.(type) {
	case event.FundEstablished:
		s.name = e.Name
	case event.FundOpened:
		s.opened = &e
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
