// Package agreements is the register of service agreements (定点协议): of every
// institution what it is, where its agreement stands as of a date, and everything
// that happened to it, with the dates. Totals without names count per region.
//
// Source: 国务院令第735号 art. 13, 30, 38, 40.
package agreements

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Status is where an agreement stands.
type Status string

// The statuses.
const (
	Unknown    Status = "unknown" // not designated by then
	Active     Status = "active"
	Suspended  Status = "suspended"
	Expired    Status = "expired"
	Terminated Status = "terminated"
)

// Name returns the status in words.
func (s Status) Name() lang.Text {
	switch s {
	case Active:
		return lang.Text{ZH: "有效", EN: "active"}
	case Suspended:
		return lang.Text{ZH: "中止", EN: "suspended"}
	case Expired:
		return lang.Text{ZH: "已到期", EN: "expired"}
	case Terminated:
		return lang.Text{ZH: "已解除", EN: "terminated"}
	case Unknown:
	}
	return lang.Text{ZH: "未定点", EN: "not designated"}
}

// Row is one agreement as of a date.
type Row struct {
	Institution fund.Institution
	Region      fund.Region
	Name        string
	Kind        event.InstitutionKind
	Grade       event.Grade
	LegalCode   fund.LegalCode
	Status      Status
	Since       fund.Date // when it came to the status
	Until       fund.Date // last day of the signed term, or of the suspension; zero: open
	Departments []string  // suspended ones, in the order of names
	Holds       []string  // numbers of the cases for which payments are held, in their order
}

// Step is one fact of an agreement.
type Step struct {
	Event    event.Institution
	Reversed fund.Date // from this day on it counts no more; zero: it stands
}

// View is the fold. The zero View has seen nothing.
type View struct{ steps map[fund.Institution][]Step }

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "agreements.v1" }

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
	v.steps[code] = append(v.steps[code], Step{Event: e})
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
	f := fold{row: Row{Institution: code, Status: Unknown}, departments: map[string]fund.Date{}, holds: map[string]bool{}}
	for _, s := range v.steps[code] {
		if s.Event.Common().OccurredOn <= on && (s.Reversed == 0 || on < s.Reversed) {
			f.take(s.Event)
		}
	}
	return f.asOf(on)
}

// fold is an agreement while its facts are taken.
type fold struct {
	row            Row
	suspendedUntil fund.Date // of a suspension with a last day
	terms          []event.AgreementSigned
	departments    map[string]fund.Date // suspended, with the last day; Latest: open
	holds          map[string]bool
}

// Latest is later than every date: as of it every fact counts.
const Latest = fund.Date(1<<31 - 1)

func (f *fold) take(e event.Institution) {
	on := e.Common().OccurredOn
	set := func(s Status) { f.row.Status, f.row.Since, f.suspendedUntil = s, on, 0 }
	switch e := e.(type) {
	case event.InstitutionDesignated:
		f.row.Region, f.row.Name, f.row.Grade, f.row.LegalCode = e.Region, e.Name, e.Grade, e.LegalCode
		f.row.Kind = event.KindOf(e.Institution)
		f.terms = nil
		set(Active)
		clear(f.departments)
	case event.AgreementSigned:
		f.terms = append(f.terms, e)
	case event.InstitutionSuspended:
		switch {
		case e.Scope == event.Whole:
			set(Suspended)
			f.suspendedUntil = e.Until
		case e.Department != "":
			f.departments[f.named(e.Department)] = cmp.Or(e.Until, Latest)
		}
	case event.InstitutionResumed:
		switch {
		case e.Scope == event.Whole:
			set(Active)
		case e.Department != "":
			delete(f.departments, f.named(e.Department))
		}
	case event.InstitutionTerminated:
		set(Terminated)
	case event.PaymentHeld:
		f.holds[e.Case] = true
	case event.PaymentReleased:
		delete(f.holds, e.Case)
	}
}

// named returns the name under which a department was suspended, if it was, however it is
// written.
func (f *fold) named(department string) string {
	for name := range f.departments {
		if event.SameName(name, department) {
			return name
		}
	}
	return department
}

func (f *fold) asOf(on fund.Date) Row {
	r := f.row
	if r.Status == Suspended {
		r.Until = f.suspendedUntil
		if f.suspendedUntil != 0 && f.suspendedUntil < on { // it ended by itself
			r.Status, r.Since, r.Until = Active, f.suspendedUntil+1, 0
		}
	}
	if r.Status == Active {
		f.term(&r, on)
	}
	for name, until := range f.departments {
		if on <= until {
			r.Departments = append(r.Departments, name)
		}
	}
	slices.Sort(r.Departments)
	r.Holds = slices.Sorted(maps.Keys(f.holds))
	return r
}

// term applies the signed terms to an agreement that is active otherwise. All of
// them began by the date.
func (f *fold) term(r *Row, on fund.Date) {
	var last fund.Date // last day of all terms
	for _, t := range f.terms {
		last = max(last, t.Until)
	}
	switch {
	case len(f.terms) == 0:
	case last < on:
		r.Status, r.Since, r.Until = Expired, max(r.Since, last+1), last
	default:
		r.Until, r.Since = last, max(r.Since, f.since(on))
	}
}

// since returns the first day from which terms follow each other without a gap
// up to a date; the zero Date if the first of them reaches back to it, too.
func (f *fold) since(on fund.Date) fund.Date {
	first := on
	for grown := true; grown; {
		grown = false
		for _, t := range f.terms {
			if t.OccurredOn < first && first <= t.Until+1 {
				first, grown = t.OccurredOn, true
			}
		}
	}
	for _, t := range f.terms {
		if t.OccurredOn < first {
			return first
		}
	}
	return 0 // no gap: the agreement stands as designated
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, code := range slices.Sorted(maps.Keys(v.steps)) {
		for _, s := range v.steps[code] {
			wire, version, data, err := event.Encode(s.Event)
			if err != nil {
				panic("agreements: a recorded event cannot be encoded: " + err.Error())
			}
			dst = fmt.Appendf(dst, "%s %s/%d %s %s\n", code, wire, version, s.Reversed, data)
		}
	}
	return dst
}
