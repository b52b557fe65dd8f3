// Package institution decides on the life of a service agreement (定点协议):
// designated, suspended, resumed, terminated, in the order of their dates.
//
// Totals without names ("1,679 agreements were terminated") have a stream per
// region of their own; nothing is decided on them but their documents.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号) art. 13, 38, 40.
package institution

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/rule"
)

// Status is where an agreement stands.
type Status int

// The statuses. The zero Status is an institution that was never designated.
const (
	Unknown Status = iota
	Active
	Suspended
	Terminated
)

// Name returns the status in words.
func (s Status) Name() lang.Text {
	switch s {
	case Active:
		return lang.Text{ZH: "有效", EN: "active"}
	case Suspended:
		return lang.Text{ZH: "中止", EN: "suspended"}
	case Terminated:
		return lang.Text{ZH: "已解除", EN: "terminated"}
	case Unknown:
	}
	return lang.Text{ZH: "未定点", EN: "not designated"}
}

// State is the history of one agreement. The zero State has none.
type State struct {
	changes []change // in the order of dates
}

type change struct {
	on     fund.Date
	status Status
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
	}
	panic("institution: a type without a stream")
}

// On returns the status on a date.
func (s State) On(d fund.Date) Status {
	status := Unknown
	for _, c := range s.changes {
		if c.on <= d {
			status = c.status
		}
	}
	return status
}

// Decide returns the events that recording the fact causes.
// Refusals: agreement-order, agreement-status.
func Decide(s State, fact event.Institution) ([]event.Event, error) {
	if total(fact) {
		return []event.Event{fact}, nil
	}
	on := fact.Common().OccurredOn
	if n := len(s.changes); n > 0 && on < s.changes[n-1].on {
		return nil, &rule.Refusal{
			Rule: "agreement-order", Field: "occurred_on",
			Why:    lang.F("%s 早于该协议最近一次变更 %s", "%s is before the agreement's latest change on %s", on, s.changes[n-1].on),
			Remedy: lang.F("协议变更须按日期先后登记", "record the changes of an agreement in the order of their dates"),
		}
	}
	now := s.On(on)
	allowed := false
	switch e := fact.(type) {
	case event.InstitutionDesignated:
		allowed = now == Unknown || now == Terminated
	case event.InstitutionSuspended:
		allowed = now == Active || now == Suspended && e.Scope == event.Department
	case event.InstitutionResumed:
		allowed = now == Suspended || now == Active && e.Scope == event.Department
	case event.InstitutionTerminated:
		allowed = now == Active || now == Suspended
	}
	if !allowed {
		title, _ := event.TypeOf(event.Wire(fact))
		return nil, &rule.Refusal{
			Rule: "agreement-status", Field: "type",
			Why:    lang.F("%s 的协议%s，不能登记“%s”", "the agreement is %[2]s on %[1]s; it cannot be followed by: %[3]s", on, now.Name(), title.Title),
			Remedy: lang.F("核对机构编码和协议的先后变更", "check the code of the institution and the earlier changes of its agreement"),
		}
	}
	return []event.Event{fact}, nil
}

// total reports whether the fact names no institution.
func total(fact event.Institution) bool {
	switch e := fact.(type) {
	case event.InstitutionDesignated:
		return false
	case event.InstitutionSuspended:
		return e.Institution == ""
	case event.InstitutionResumed:
		return e.Institution == ""
	case event.InstitutionTerminated:
		return e.Institution == ""
	}
	panic("institution: a type without a case")
}

// Evolve returns the state after a recorded event.
func Evolve(s State, e event.Institution) State {
	if total(e) {
		return s
	}
	set := func(status Status) {
		s.changes = append(s.changes[:len(s.changes):len(s.changes)], change{on: e.Common().OccurredOn, status: status})
	}
	switch e := e.(type) {
	case event.InstitutionDesignated:
		set(Active)
	case event.InstitutionSuspended:
		if e.Scope == event.Whole {
			set(Suspended)
		}
	case event.InstitutionResumed:
		if e.Scope == event.Whole {
			set(Active)
		}
	case event.InstitutionTerminated:
		set(Terminated)
	}
	return s
}

// Payable refuses a payment to an institution on a date unless its agreement is
// active. Refusals: institution-unknown, agreement-suspended, agreement-terminated.
func Payable(s State, i fund.Institution, on fund.Date) error {
	refuse := func(name string, why, remedy lang.Text) error {
		return &rule.Refusal{Rule: name, Field: "institution", Why: why, Remedy: remedy, Source: "国务院令第735号 art. 13"}
	}
	switch s.On(on) {
	case Active:
		return nil
	case Suspended:
		return refuse("agreement-suspended", lang.F("%s 的协议在 %s 处于中止", "the agreement of %s is suspended on %s", i, on),
			lang.F("恢复协议（institution.resumed）后再付款", "pay after the agreement is resumed (institution.resumed)"))
	case Terminated:
		return refuse("agreement-terminated", lang.F("%s 的协议在 %s 前已解除", "the agreement of %s was terminated by %s", i, on),
			lang.F("核对付款日期；解除前的费用须在解除日之前支付，或重新定点", "check the date; what was due before must be paid before the end, or the institution designated again"))
	case Unknown:
	}
	return Known(s, i, on)
}

// Known refuses an institution that was not designated by a date. Refusal: institution-unknown.
func Known(s State, i fund.Institution, on fund.Date) error {
	if s.On(on) != Unknown {
		return nil
	}
	return &rule.Refusal{
		Rule: "institution-unknown", Field: "institution",
		Why:    lang.F("%s 在 %s 还不是定点医药机构", "%s is not a designated institution on %s", i, on),
		Remedy: lang.F("核对编码；新机构先登记 institution.designated", "check the code; for a new one record institution.designated first"),
	}
}
