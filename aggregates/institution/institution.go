// Package institution decides on the life of a service agreement (定点协议):
// designated, signed for a term, suspended, resumed, terminated, in the order of
// their dates; and on holding payments while a case runs; see package
// agreement.
//
// Totals without names ("1,679 agreements were terminated") have a stream per
// region of their own; nothing is decided on them but their documents.
//
// Source: 医疗保障基金使用监督管理条例 (国务院令第735号) art. 13, 30, 38, 40.
package institution

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// State is the life of one agreement. The zero State is of an institution that was never
// designated.
type State = agreement.Agreement

// Stream returns the stream of an institution, or of a region for totals without names.
func Stream(i fund.Institution, r fund.Region) string {
	if i == "" {
		return "institution-" + string(r)
	}
	return "institution-" + string(i)
}

// Of returns the stream that a fact belongs to.
func Of(fact event.Institution) string {
	return Stream(event.InstitutionOf(fact), event.RegionOf(fact))
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
		if slices.ContainsFunc(s.Holds(), func(h agreement.Hold) bool { return h.Case == e.Case && (h.Until == 0 || on < h.Until) }) {
			return nil, &refusal.Error{
				Rule: "hold-twice", Field: "case",
				Why:    lang.F("%s 已因案件 %s 暂停拨付", "payments to %s are held for case %s already", e.Institution, e.Case),
				Remedy: lang.F("不用再登记；要从另一日起暂停的，先登记 payment.released", "nothing more to record; to hold them from another day, record payment.released first"),
			}
		}
		return []event.Event{fact}, nil
	case event.PaymentReleased:
		if !slices.ContainsFunc(s.Holds(), func(h agreement.Hold) bool { return h.Case == e.Case && h.Until == 0 && h.From <= on }) {
			return nil, &refusal.Error{
				Rule: "hold-unknown", Field: "case",
				Why:    lang.F("%s 在 %s 没有因案件 %s 暂停拨付", "payments to %s are not held for case %[3]s on %[2]s", e.Institution, on, e.Case),
				Remedy: lang.F("核对案件编号和日期；暂停中的案件：%s", "check the case number and the date; held for: %s", held(s)),
			}
		}
		return []event.Event{fact}, nil
	default:
	}
	if latest := s.Latest(department(fact)); on < latest {
		return nil, &refusal.Error{
			Rule: "agreement-order", Field: "occurred_on",
			Why:    lang.F("%s 早于该协议最近一次变更 %s", "%s is before the agreement's latest change on %s", on, latest),
			Remedy: lang.F("协议变更须按日期先后登记", "record the changes of an agreement in the order of their dates"),
		}
	}
	now := s.On(on)
	running := now == agreement.Active || now == agreement.Expired
	allowed := false
	switch e := fact.(type) {
	case event.InstitutionDesignated:
		allowed = now == agreement.Unknown || now == agreement.Terminated
	case event.AgreementSigned:
		allowed = running || now == agreement.Suspended
	case event.InstitutionSuspended:
		allowed = running || now == agreement.Suspended && e.Scope == event.Department
	case event.InstitutionResumed:
		allowed = now == agreement.Suspended || running && e.Scope == event.Department
	case event.InstitutionTerminated:
		allowed = running || now == agreement.Suspended
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
func held(s State) lang.Text {
	var numbers []string
	for _, h := range s.Holds() {
		if h.Until == 0 {
			numbers = append(numbers, h.Case)
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
	return s.After(e)
}
