package statistics

import (
	"cmp"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/daily"
)

// paper is what single facts of a case are counted by, within one figure: a
// decision or a receipt by its document, however many articles, years or parts it
// is about; opening, handing over, publishing and closing by the case, however
// often it was said; findings and persons one by one. Bureaux publish it so
// (惠州 "261宗", 咸宁 "10起").
type paper struct {
	Key
	number   string // of the case; "" if it is of none
	document string // "": the case is counted
	silent   bool   // the amount of a decision was not published
}

// paper counts a single fact of a case, or takes it back. A total stands for so
// many as it says, in cases that it does not name. Error:
// daily.ErrTooMany.
func (v *View) paper(key Key, fact event.Enforcement, on fund.Date, sign int64) error {
	f := fact.Common()
	if event.Total(fact) {
		return nil
	}
	_, number := event.CaseOf(fact)
	p := paper{Key: key, number: number}
	switch e := fact.(type) {
	case event.CaseOpened, event.CaseTransferred, event.CasePublished, event.CaseClosed, event.CaseReopened:
	case event.FindingRecorded, event.SettlementSuspended:
		p.document = f.Document + "/" + event.LineOf(fact)
	case event.FineImposed:
		p.document, p.silent = f.Document, e.Amount == 0
	case event.LossDetermined, event.ClawbackOrdered, event.ClawbackReceived, event.ClawbackSetOff, event.ClawbackAnnulled,
		event.ClawbackRefunded,
		event.FinePaid, event.SurchargeImposed, event.GainConfiscated, event.FineWaived, event.FineRefunded, event.PenaltyCharged,
		event.PenaltyReceived:
		p.document = f.Document
	}
	return v.papers.Add(p, on, daily.Sum{Count: wide.Of(sign)})
}

// counts is what the papers of a figure come to.
type counts struct {
	facts  wide.Int // that the papers were said by
	papers int64
	cases  int64
	silent int64
}

// counts returns what the papers dated up to a date (0 means all) come to. They come
// by figure, case and document, those that say an amount first.
func (v *View) counts(on fund.Date) map[Key]*counts {
	out := map[Key]*counts{}
	var c *counts
	var before paper // of those that count
	for p, sum := range v.papers.Until(on, comparePapers) {
		if c == nil || p.Key != before.Key {
			c, before = &counts{}, paper{Key: p.Key}
			out[p.Key] = c
		}
		c.facts = c.facts.Plus(sum.Count)
		if sum.Count.Sign() <= 0 {
			continue // taken back
		}
		if p.silent {
			c.silent++
		}
		if c.papers == 0 || p.number != before.number || p.document != before.document {
			c.papers++
		}
		if p.number != "" && p.number != before.number {
			c.cases++
		}
		before = p
	}
	return out
}

// of returns the row of a figure with its single facts counted by paper and case.
// A total is of as many cases as it says decisions: bureaux publish cases.
func (c *counts) of(r Row) Row {
	if !r.Item.inCases() {
		if c != nil {
			r.Count = r.Count.Plus(wide.Of(c.papers)).Minus(c.facts)
		}
		return r
	}
	if r.Cases = r.Count; c != nil {
		named := r.Count.Minus(c.facts)
		r.Count, r.Cases, r.Silent = named.Plus(wide.Of(c.papers)), named.Plus(wide.Of(c.cases)), c.silent
	}
	return r
}

// inCases reports whether a figure counts decisions, receipts, findings or persons,
// of which one case may have several.
func (i Item) inCases() bool {
	switch i {
	case Findings, Losses, Ordered, Recovered, SetOff, Annulled, Refunded, PenaltiesCharged, Penalties, OnlineSuspended,
		FinesImposed, FinesPaid, FinesWaived, FinesRefunded, Surcharges, Confiscated:
		return true
	default:
		return false
	}
}

func comparePapers(a, b paper) int {
	silent := func(p paper) int {
		if p.silent {
			return 1
		}
		return 0
	}
	return cmp.Or(compare(a.Key, b.Key), cmp.Compare(a.number, b.number), cmp.Compare(a.document, b.document),
		cmp.Compare(silent(a), silent(b)))
}
