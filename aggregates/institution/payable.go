package institution

import (
	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// Payable refuses a payment on a date to an institution, or for one of its
// departments (unless ""), unless its agreement was active on the day of the care
// that is paid, and nothing is held on the day of the payment.
// Refusals: institution-unknown, agreement-suspended, agreement-terminated,
// agreement-expired, department-suspended, payment-held.
//
// Source: 国务院令第735号 art. 13, 30; 国家医疗保障局令第2号 art. 43: what arose after the
// end of an agreement is not settled.
func Payable(s State, i fund.Institution, department string, on, paid fund.Date) error {
	refuse := func(name string, why, remedy lang.Text) error {
		return &refusal.Error{Rule: name, Field: "institution", Why: why, Remedy: remedy, Source: "国务院令第735号 art. 13"}
	}
	switch s.On(on) {
	case agreement.Active:
	case agreement.Suspended:
		return refuse("agreement-suspended", lang.F("%s 的协议在 %s 处于中止", "the agreement of %s is suspended on %s", i, on),
			lang.F("期满或恢复协议（institution.resumed）后再付款；中止之前发生的费用写明 care_on", "pay after the suspension ends or is lifted (institution.resumed); for care before it give care_on"))
	case agreement.Expired:
		return refuse("agreement-expired", lang.F("%s 的协议在 %s 已到期，没有续签", "the agreement of %s has run out by %s and was not signed again", i, on),
			lang.F("登记续签的协议（agreement.signed）后再付款", "record the new agreement (agreement.signed), then pay"))
	case agreement.Terminated:
		return refuse("agreement-terminated", lang.F("%s 的协议在 %s 前已解除", "the agreement of %s was terminated by %s", i, on),
			lang.F("核对日期；解除前发生的费用写明 care_on（诊疗的最后一日），或重新定点", "check the date; for care before the end give care_on (its last day), or designate the institution again"))
	case agreement.Unknown:
		return Known(s, i, on)
	}
	if department != "" && s.Closed(department, on) {
		return &refusal.Error{
			Rule: "department-suspended", Field: "department",
			Why:    lang.F("%s 的科室“%s”在 %s 暂停医保服务", "the department %[2]s of %[1]s is suspended on %[3]s", i, department, on),
			Remedy: lang.F("期满或恢复（institution.resumed）后再付款；暂停之前的费用不填科室", "pay after the suspension ends or is lifted (institution.resumed); leave department out for care before it"),
			Source: "国务院令第735号 art. 38, 40",
		}
	}
	for _, h := range s.Holds() {
		if h.On(paid) {
			return &refusal.Error{
				Rule: "payment-held", Field: "institution",
				Why:    lang.F("对 %s 的拨付因案件 %s 自 %s 起暂停", "payments to %s are held for case %s since %s", i, h.Case, h.From),
				Remedy: lang.F("解除暂停（payment.released）后再付款", "pay after the hold is lifted (payment.released)"),
				Source: "国务院令第735号 art. 13, 30",
			}
		}
	}
	return nil
}

// Known refuses an institution that was not designated by a date. Refusal: institution-unknown.
func Known(s State, i fund.Institution, on fund.Date) error {
	if s.On(on) != agreement.Unknown {
		return nil
	}
	return &refusal.Error{
		Rule: "institution-unknown", Field: "institution",
		Why:    lang.F("%s 在 %s 还不是定点医药机构", "%s is not a designated institution on %s", i, on),
		Remedy: lang.F("核对编码；新机构先登记 institution.designated", "check the code; for a new one record institution.designated first"),
	}
}
