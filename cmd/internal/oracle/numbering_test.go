package oracle

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// fineness of numberings: how many numbers they tell apart.
var fineness = map[event.Beginning]int{event.NotAgain: 0, event.EachYear: 1, event.EachMonth: 2}

func begun(e event.NumberingDeclared) fund.Date {
	if e.AppliesOn != 0 {
		return e.AppliesOn
	}
	return e.OccurredOn
}

// numbering returns the declaration that applies to a type in a region on a day.
func (n *naive) numbering(wire string, region fund.Region, on fund.Date) (found event.NumberingDeclared, some bool) {
	for _, f := range n.live() {
		e, ok := f.(event.NumberingDeclared)
		if ok && e.Facts == wire && e.Region == region && begun(e) <= on && (!some || begun(e) > begun(found)) {
			found, some = e, true
		}
	}
	return found, some
}

// series says which numbers of a type and region a day's belong to: those of its year or
// month, where they begin again.
func (n *naive) series(wire string, region fund.Region, on fund.Date) string {
	e, some := n.numbering(wire, region, on)
	switch {
	case !some:
		return ""
	case e.Begins == event.EachYear:
		return on.String()[:4]
	case e.Begins == event.EachMonth:
		return on.String()[:7]
	default:
		return "since " + begun(e).String()
	}
}

func (n *naive) seriesOf(e event.Event) string {
	region, _ := caseOf(e)
	return n.series(event.Wire(e), region, e.Common().OccurredOn)
}

// declare lets a numbering begin once on a day, and where it tells fewer numbers apart
// only on a day to come.
func (n *naive) declare(e event.NumberingDeclared) string {
	for _, f := range n.live() {
		if f, ok := f.(event.NumberingDeclared); ok && f.Region == e.Region && f.Facts == e.Facts && begun(f) == begun(e) {
			return "numbering-twice"
		}
	}
	if now, some := n.numbering(e.Facts, e.Region, begun(e)); some && begun(e) <= n.today && fineness[e.Begins] < fineness[now.Begins] {
		return "numbering-late"
	}
	return taken
}
