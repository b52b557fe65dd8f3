// Package institution decides on the life of a service agreement (定点协议):
// designated, signed for a term, suspended, resumed, terminated, in the order of
// their dates; and on holding payments while a case runs.
//
// A suspension with a last day ends by itself; without one it lasts until it is
// resumed. A department may be suspended alone. Once an agreement was signed for a
// term, it runs out with the last term; an institution that was designated
// without one has no end.
//
// Totals without names ("1,679 agreements were terminated") have a stream per
// region of their own; nothing is decided on them but their documents.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号) art. 13, 30, 38, 40.
package institution

import (
	"maps"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// Status is where an agreement stands.
type Status int

// The statuses. The zero Status is an institution that was never designated.
const (
	Unknown Status = iota
	Active
	Suspended
	Expired
	Terminated
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

// State is the history of one agreement. The zero State has none.
type State struct {
	changes     []change            // in the order of dates
	departments map[string][]change // by what all writings of their names share
	designated  []fund.Date         // in their order
	terms       []term
	holds       []hold
}

type change struct {
	on     fund.Date
	until  fund.Date // of a suspension: its last day; zero: open
	status Status
}

// term is how long a signed agreement runs.
type term struct {
	from, until fund.Date
	life        int // it was signed under this designation: 1, 2, 3, …
}

// hold is that payments stop for a case.
type hold struct {
	number      string
	from, until fund.Date // until: the first day on which they go on; zero: open
}

// Stream returns the stream of an institution, or of a region for totals without names.
func Stream(i fund.Institution, r fund.Region) string {
	if i == "" {
		return "institution-" + string(r)
	}
	return "institution-" + string(i)
}

// Of returns the stream that a fact belongs to.
func Of(fact event.Institution) string {
	switch e := fact.(type) {
	case event.InstitutionDesignated:
		return Stream(e.Institution, e.Region)
	case event.InstitutionSuspended:
		return Stream(e.Institution, e.Region)
	case event.InstitutionResumed:
		return Stream(e.Institution, e.Region)
	case event.InstitutionTerminated:
		return Stream(e.Institution, e.Region)
	case event.AgreementSigned:
		return Stream(e.Institution, e.Region)
	case event.PaymentHeld:
		return Stream(e.Institution, e.Region)
	case event.PaymentReleased:
		return Stream(e.Institution, e.Region)
	}
	panic("institution: a type without a stream")
}

// On returns the status on a date.
func (s State) On(d fund.Date) Status {
	status := at(s.changes, d)
	if status != Active {
		return status
	}
	life := 0
	for _, from := range s.designated {
		if from <= d {
			life++
		}
	}
	ended := false
	for _, t := range s.terms {
		if t.life == life && t.from <= d {
			if d <= t.until {
				return Active
			}
			ended = true
		}
	}
	if ended {
		return Expired
	}
	return Active // designated before its first term began
}

// latest returns the day of the latest change of the agreement, or of one of its
// departments (unless ""), which a designation changes, too; the zero Date if there
// is none.
func (s State) latest(department string) fund.Date {
	changes, latest := s.changes, fund.Date(0)
	if department != "" {
		changes = s.departments[event.NameOfAll(department)]
		if n := len(s.designated); n > 0 {
			latest = s.designated[n-1]
		}
	}
	if n := len(changes); n > 0 {
		latest = max(latest, changes[n-1].on)
	}
	return latest
}

// at returns the status that the changes say for a date.
func at(changes []change, d fund.Date) Status {
	status := Unknown
	for _, c := range changes {
		if c.on <= d {
			status = c.status
			if c.until != 0 && c.until < d {
				status = Active
			}
		}
	}
	return status
}

// Decide returns the events that recording the fact causes; a suspension outside
// the frame of its article with a warning. Refusals: agreement-order,
// agreement-status, hold-twice, hold-unknown.
func Decide(s State, fact event.Institution) ([]event.Event, error) {
	if e, ok := fact.(event.InstitutionSuspended); ok {
		e.Warning = departmentWarning(e)
		fact = e
	}
	if total(fact) {
		return []event.Event{fact}, nil
	}
	on := fact.Common().OccurredOn
	switch e := fact.(type) {
	case event.PaymentHeld:
		if slices.ContainsFunc(s.holds, func(h hold) bool { return h.number == e.Case && (h.until == 0 || on < h.until) }) {
			return nil, &refusal.Error{
				Rule: "hold-twice", Field: "case",
				Why:    lang.F("%s 已因案件 %s 暂停拨付", "payments to %s are held for case %s already", e.Institution, e.Case),
				Remedy: lang.F("不用再登记；要从另一日起暂停的，先登记 payment.released", "nothing more to record; to hold them from another day, record payment.released first"),
			}
		}
		return []event.Event{fact}, nil
	case event.PaymentReleased:
		if !slices.ContainsFunc(s.holds, func(h hold) bool { return h.number == e.Case && h.until == 0 && h.from <= on }) {
			return nil, &refusal.Error{
				Rule: "hold-unknown", Field: "case",
				Why:    lang.F("%s 在 %s 没有因案件 %s 暂停拨付", "payments to %s are not held for case %[3]s on %[2]s", e.Institution, on, e.Case),
				Remedy: lang.F("核对案件编号和日期；暂停中的案件：%s", "check the case number and the date; held for: %s", s.held()),
			}
		}
		return []event.Event{fact}, nil
	default:
	}
	if latest := s.latest(department(fact)); on < latest {
		return nil, &refusal.Error{
			Rule: "agreement-order", Field: "occurred_on",
			Why:    lang.F("%s 早于该协议最近一次变更 %s", "%s is before the agreement's latest change on %s", on, latest),
			Remedy: lang.F("协议变更须按日期先后登记", "record the changes of an agreement in the order of their dates"),
		}
	}
	now := s.On(on)
	running := now == Active || now == Expired
	allowed := false
	switch e := fact.(type) {
	case event.InstitutionDesignated:
		allowed = now == Unknown || now == Terminated
	case event.AgreementSigned:
		allowed = running || now == Suspended
	case event.InstitutionSuspended:
		allowed = running || now == Suspended && e.Scope == event.Department
	case event.InstitutionResumed:
		allowed = now == Suspended || running && e.Scope == event.Department
	case event.InstitutionTerminated:
		allowed = running || now == Suspended
	case event.PaymentHeld, event.PaymentReleased:
	}
	if !allowed {
		title, _ := event.TypeOf(event.Wire(fact))
		return nil, &refusal.Error{
			Rule: "agreement-status", Field: "type",
			Why:    lang.F("%[4]s 的协议在 %[1]s %[2]s，不能登记“%[3]s”", "the agreement of %[4]s is %[2]s on %[1]s; it cannot be followed by: %[3]s", on, now.Name(), title.Title, event.InstitutionOf(fact)),
			Remedy: lang.F("核对机构编码和协议的先后变更", "check the code of the institution and the earlier changes of its agreement"),
		}
	}
	return []event.Event{fact}, nil
}

// held names the cases for which payments are held.
func (s State) held() lang.Text {
	var numbers []string
	for _, h := range s.holds {
		if h.until == 0 {
			numbers = append(numbers, h.number)
		}
	}
	if len(numbers) == 0 {
		return lang.Text{ZH: "无", EN: "none"}
	}
	return lang.Text{ZH: strings.Join(numbers, "、"), EN: strings.Join(numbers, ", ")}
}

// departmentWarning says so if a department is suspended for shorter or longer
// than its article says. A total without names is not judged.
//
// Source: 国务院令第735号 art. 38, 40.
func departmentWarning(e event.InstitutionSuspended) event.Warning {
	article, known := law.Of(e.Article)
	if known && !total(e) && e.Scope == event.Department && e.Until != 0 && !article.Department.Holds(e.OccurredOn, e.Until) {
		return event.SuspensionOutsideFrame
	}
	return ""
}

// department returns the department that a change names, or "".
func department(fact event.Institution) string {
	switch e := fact.(type) {
	case event.InstitutionSuspended:
		return e.Department
	case event.InstitutionResumed:
		return e.Department
	default:
		return ""
	}
}

// total reports whether the fact names no institution.
func total(fact event.Institution) bool { return event.InstitutionOf(fact) == "" }

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Institution) State {
	if total(e) {
		return s
	}
	on := e.Common().OccurredOn
	set := func(status Status, until fund.Date) {
		s.changes = append(s.changes[:len(s.changes):len(s.changes)], change{on: on, status: status, until: until})
	}
	setDepartment := func(name string, status Status, until fund.Date) {
		s.departments = maps.Clone(s.departments)
		if s.departments == nil {
			s.departments = map[string][]change{}
		}
		s.departments[name] = append(slices.Clone(s.departments[name]), change{on: on, status: status, until: until})
	}
	switch e := e.(type) {
	case event.InstitutionDesignated:
		set(Active, 0)
		for name := range s.departments { // suspended under the agreement before
			setDepartment(name, Active, 0)
		}
		s.designated = append(slices.Clone(s.designated), on)
	case event.AgreementSigned:
		s.terms = append(slices.Clone(s.terms), term{from: on, until: e.Until, life: len(s.designated)})
	case event.InstitutionSuspended:
		if e.Scope == event.Whole {
			set(Suspended, e.Until)
		} else if e.Department != "" {
			setDepartment(event.NameOfAll(e.Department), Suspended, e.Until)
		}
	case event.InstitutionResumed:
		if e.Scope == event.Whole {
			set(Active, 0)
		} else if e.Department != "" {
			setDepartment(event.NameOfAll(e.Department), Active, 0)
		}
	case event.InstitutionTerminated:
		set(Terminated, 0)
	case event.PaymentHeld:
		s.holds = append(slices.Clone(s.holds), hold{number: e.Case, from: on})
	case event.PaymentReleased:
		s.holds = slices.Clone(s.holds)
		for i := range s.holds {
			if s.holds[i].number == e.Case && s.holds[i].until == 0 {
				s.holds[i].until = on
			}
		}
	}
	return s
}
