package importer

import (
	"cmp"
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
)

// Summary is what a clerk ticks off against the paper.
type Summary struct {
	File     string
	Rows     int   // rows that hold something
	Recorded int   // facts that are new
	Already  int   // facts that stood in the ledger already
	Rejected int   // rows with faults
	Late     int   // recorded facts of a closed period: they entered the books later
	Written  int64 // facts appended to the ledger: Recorded, or 0 if nothing was written
	Types    []TypeTotal
}

// TypeTotal is the good rows of one type.
type TypeTotal struct {
	Type     string // wire name
	Rows     int    // of which Already stood there
	Already  int
	Amount   money.Fen
	HasMoney bool
}

// add counts a good row. Error: money.ErrOverflow.
func (s *Summary) add(fact event.Event, decision aggregates.Decision) error {
	already := len(decision.Events) == 0
	for _, e := range decision.Events {
		if e.Common().BookedOn != fact.Common().BookedOn {
			s.Late++
		}
	}
	wire := event.Wire(fact)
	at, found := slices.BinarySearchFunc(s.Types, wire, func(t TypeTotal, w string) int { return cmp.Compare(t.Type, w) })
	if !found {
		s.Types = slices.Insert(s.Types, at, TypeTotal{Type: wire})
	}
	t := &s.Types[at]
	t.Rows++
	if already {
		s.Already++
		t.Already++
	} else {
		s.Recorded++
	}
	for name, text := range event.Values(fact) {
		if name != "amount" {
			continue
		}
		amount, err := money.Parse(text)
		if err != nil {
			return err
		}
		t.HasMoney = true
		if t.Amount, err = t.Amount.Add(amount); err != nil {
			return err
		}
	}
	return nil
}
