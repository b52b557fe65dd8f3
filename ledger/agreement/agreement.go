// Package agreement keeps the life of one service agreement (定点协议): designated,
// signed for a term, suspended, resumed, terminated, in the order of their dates; and
// the cases for which payments are held. It is a fold over its facts, used to decide on
// the next one and to show where the agreement stands, so that both always agree.
//
// A suspension with a last day ends by itself; without one it lasts until it is
// resumed. A department may be suspended alone. Once an agreement was signed for a
// term, it runs out with the last term; an institution that was designated
// without one has no end. Whoever is designated again begins anew: terms and suspended
// departments of the agreement before count no more.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号) art. 13, 30, 38, 40.
package agreement

import (
	"maps"
	"slices"

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

// Agreement is the life of one agreement. The zero Agreement knows nothing. After leaves
// it as it is.
type Agreement struct {
	designated  []event.InstitutionDesignated // in their order
	changes     []change                      // in the order of dates
	departments map[string][]change           // by what all writings of their names share
	terms       []term
	holds       []Hold
}

type change struct {
	on     fund.Date
	until  fund.Date // of a suspension: its last day; zero: open
	status Status
	name   string // of a department, as written when it was suspended
}

// term is how long a signed agreement runs.
type term struct {
	from, until fund.Date
	life        int // it was signed under this designation: 1, 2, 3, …
}

// Hold is that payments stop for a case.
type Hold struct {
	Case        string
	From, Until fund.Date // Until: the first day on which they go on; zero: open
}

// On reports whether payments are held on a day.
func (h Hold) On(d fund.Date) bool { return h.From <= d && (h.Until == 0 || d < h.Until) }

// Standing is where an agreement stands on a day.
type Standing struct {
	Designated  event.InstitutionDesignated // as it was last by then
	Status      Status
	Since       fund.Date // when it came to the status
	Until       fund.Date // last day of the signed term, or of the suspension; zero: open
	Departments []string  // suspended ones, in the order of names
	Holds       []string  // numbers of the cases for which payments are held, in their order
}

// On returns the status on a day.
func (a Agreement) On(d fund.Date) Status {
	status, _, _ := at(a.changes, d)
	if last, some := a.lastDay(d); status == Active && some && last < d {
		return Expired
	}
	return status
}

// AsOf returns where the agreement stands on a day.
func (a Agreement) AsOf(d fund.Date) Standing {
	var s Standing
	if life := a.life(d); life > 0 {
		s.Designated = a.designated[life-1]
	}
	s.Status, s.Since, s.Until = at(a.changes, d)
	if last, some := a.lastDay(d); s.Status == Active && some {
		if s.Until = last; last < d {
			s.Status, s.Since = Expired, max(s.Since, last+1)
		} else {
			s.Since = max(s.Since, a.unbroken(d))
		}
	}
	for _, changes := range a.departments {
		if status, _, _ := at(changes, d); status == Suspended {
			s.Departments = append(s.Departments, changes[len(changes)-1].name)
		}
	}
	slices.Sort(s.Departments)
	for _, h := range a.holds {
		if h.On(d) {
			s.Holds = append(s.Holds, h.Case)
		}
	}
	slices.Sort(s.Holds)
	return s
}

// Closed reports whether a department is suspended alone on a day.
func (a Agreement) Closed(department string, d fund.Date) bool {
	status, _, _ := at(a.departments[event.NameOfAll(department)], d)
	return status == Suspended
}

// Holds returns all holds in the order of recording. They must not be changed.
func (a Agreement) Holds() []Hold { return a.holds }

// Latest returns the day of the latest change of the agreement, or of one of its
// departments (unless ""), which a designation changes, too; the zero Date if there
// is none.
func (a Agreement) Latest(department string) fund.Date {
	changes, latest := a.changes, fund.Date(0)
	if department != "" {
		changes = a.departments[event.NameOfAll(department)]
		if n := len(a.designated); n > 0 {
			latest = a.designated[n-1].OccurredOn
		}
	}
	if n := len(changes); n > 0 {
		latest = max(latest, changes[n-1].on)
	}
	return latest
}

// at returns the status that the changes say for a day, since when, and until when a
// suspension lasts.
func at(changes []change, d fund.Date) (status Status, since, until fund.Date) {
	status = Unknown
	for _, c := range changes {
		if c.on <= d {
			status, since, until = c.status, c.on, c.until
			if until != 0 && until < d { // it ended by itself
				status, since, until = Active, until+1, 0
			}
		}
	}
	return status, since, until
}

// life returns how many times the institution was designated by a day.
func (a Agreement) life(d fund.Date) (n int) {
	for _, e := range a.designated {
		if e.OccurredOn <= d {
			n++
		}
	}
	return n
}

// lastDay returns the last day of all terms that began by a day, and whether there are any.
func (a Agreement) lastDay(d fund.Date) (last fund.Date, some bool) {
	life := a.life(d)
	for _, t := range a.terms {
		if t.life == life && t.from <= d {
			last, some = max(last, t.until), true
		}
	}
	return last, some
}

// unbroken returns the first day from which terms follow each other without a gap
// up to a day; the zero Date if the first of them reaches back to it, too.
func (a Agreement) unbroken(d fund.Date) fund.Date {
	first, earliest, life := d, d, a.life(d)
	for grown := true; grown; {
		grown = false
		for _, t := range a.terms {
			if t.life != life || t.from > d {
				continue
			}
			earliest = min(earliest, t.from)
			if t.from < first && first <= t.until+1 {
				first, grown = t.from, true
			}
		}
	}
	if earliest < first {
		return first
	}
	return 0 // no gap: the agreement stands as designated
}

// After returns the agreement after a recorded fact that names its institution.
func (a Agreement) After(e event.Institution) Agreement {
	on := e.Common().OccurredOn
	switch e := e.(type) {
	case event.InstitutionDesignated:
		a.changes = with(a.changes, change{on: on, status: Active})
		departments := make(map[string][]change, len(a.departments))
		for key, changes := range a.departments { // suspended under the agreement before
			departments[key] = with(changes, change{on: on, status: Active})
		}
		a.departments, a.designated = departments, with(a.designated, e)
	case event.AgreementSigned:
		a.terms = with(a.terms, term{from: on, until: e.Until, life: len(a.designated)})
	case event.InstitutionSuspended:
		a.change(e.Scope, e.Department, change{on: on, status: Suspended, until: e.Until, name: e.Department})
	case event.InstitutionResumed:
		a.change(e.Scope, e.Department, change{on: on, status: Active})
	case event.InstitutionTerminated:
		a.changes = with(a.changes, change{on: on, status: Terminated})
	case event.PaymentHeld:
		a.holds = with(a.holds, Hold{Case: e.Case, From: on})
	case event.PaymentReleased:
		a.holds = slices.Clone(a.holds)
		for i := range a.holds {
			if a.holds[i].Case == e.Case && a.holds[i].Until == 0 {
				a.holds[i].Until = on
			}
		}
	}
	return a
}

// change notes a change of the whole agreement or of one department.
func (a *Agreement) change(scope event.Scope, department string, c change) {
	switch {
	case scope == event.Whole:
		a.changes = with(a.changes, c)
	case department != "":
		key := event.NameOfAll(department)
		before := a.departments[key]
		if n := len(before); n > 0 && before[n-1].status == Suspended && c.status == Suspended {
			c.name = before[n-1].name
		}
		a.departments = maps.Clone(a.departments)
		if a.departments == nil {
			a.departments = map[string][]change{}
		}
		a.departments[key] = with(before, c)
	}
}

// with returns the list with one more at its end, in memory of its own.
func with[T any](list []T, one T) []T { return append(slices.Clip(list), one) }
