// Package agreements is the register of service agreements (定点协议): of every
// institution what it is, where its agreement stands as of a date, and everything
// that happened to it, with the dates. Totals without names count per region.
//
// Source: 国务院令第735号 art. 13, 30, 38, 40.
package agreements

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// Row is one agreement as of a date.
type Row struct {
	Institution fund.Institution
	Kind        event.InstitutionKind
	Region      fund.Region
	Name        string
	Grade       event.Grade
	LegalCode   fund.LegalCode
	agreement.Standing
}

// Step is one fact of an agreement.
type Step struct {
	Position store.Position
	Event    event.Institution
	Reversed fund.Date // from this day on it counts no more; zero: it stands
}

// View is the fold. The zero View has seen nothing.
type View struct{ steps map[fund.Institution][]Step }

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "agreements.v2" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	fact := entry.Event
	r, isReversal := fact.(event.FactReversed)
	if isReversal {
		fact = r.Reversed()
	}
	e, ok := fact.(event.Institution)
	if !ok {
		return nil
	}
	code := event.InstitutionOf(e)
	if code == "" {
		return nil // a total; see package statistics
	}
	if isReversal {
		for i, s := range v.steps[code] {
			if s.Event == fact && s.Reversed == 0 {
				v.steps[code][i].Reversed = r.OccurredOn
				break
			}
		}
		return nil
	}
	if v.steps == nil {
		v.steps = map[fund.Institution][]Step{}
	}
	v.steps[code] = append(v.steps[code], Step{Position: entry.Position, Event: e})
	return nil
}

// Steps returns every fact of an agreement in the order of recording, reversed
// ones too. They must not be changed.
func (v *View) Steps(i fund.Institution) []Step { return v.steps[i] }

// Register returns every institution as of a date, in the order of codes.
func (v *View) Register(on fund.Date) []Row {
	var rows []Row
	for _, code := range slices.Sorted(maps.Keys(v.steps)) {
		rows = append(rows, v.Agreement(code, on))
	}
	return rows
}

// Agreement returns one institution as of a date.
func (v *View) Agreement(code fund.Institution, on fund.Date) Row {
	var a agreement.Agreement
	for _, s := range v.steps[code] {
		if s.Event.Common().OccurredOn <= on && (s.Reversed == 0 || on < s.Reversed) {
			a = a.After(s.Event)
		}
	}
	row := Row{Institution: code, Standing: a.AsOf(on)}
	if e := row.Designated; e.Institution != "" {
		row.Kind, row.Region, row.Name, row.Grade, row.LegalCode = event.KindOf(code), e.Region, e.Name, e.Grade, e.LegalCode
	}
	return row
}

// Latest is later than every date: as of it every fact counts.
const Latest = fund.Date(1<<31 - 1)

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, code := range slices.Sorted(maps.Keys(v.steps)) {
		for _, s := range v.steps[code] {
			wire, version, data, err := event.Encode(s.Event)
			if err != nil {
				panic("agreements: a recorded event cannot be encoded: " + err.Error())
			}
			dst = fmt.Appendf(dst, "%s %d %s/%d %s %s\n", code, s.Position, wire, version, s.Reversed, data)
		}
	}
	return dst
}
