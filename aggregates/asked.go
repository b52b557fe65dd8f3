package aggregates

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// complete refuses a fact that leaves out what its books need; see event.Asked. A fact
// that stands already is not asked again. Refusals: year-missing, care-missing.
func complete(fact event.Event) error {
	asked := event.Asked(fact)
	if len(asked) == 0 {
		return nil
	}
	if slices.Contains(asked, "paid_year") {
		also := lang.Text{}
		if len(asked) > 1 {
			also = lang.F("和 %s（%s）", " and %s (%s)", strings.Join(asked[1:], ", "), cares(fact))
		}
		return &refusal.Error{
			Rule: "year-missing", Field: "paid_year",
			Why:    lang.F("没有写明原支付年度：当年支付的冲减支出 5001，以前年度支付的记其他收入 4501", "the year of the original payment is missing: of this year it is less expense 5001, of an earlier year other income 4501"),
			Remedy: lang.F("填 paid_year%s；跨几年的分几条登记；还查不出的，先记 suspense.received", "give paid_year%s; of several years record several; while it is not known record the money as suspense.received", also),
			Source: "财会〔2017〕28号 5001 §3(2), 4501",
		}
	}
	return &refusal.Error{
		Rule: "care-missing", Field: asked[0],
		Why:    lang.F("没有写明待遇类别：待遇支出 5001 按它分明细，没有的不能结账", "the kind of care is missing: benefits 5001 are kept by it, and cannot be closed without"),
		Remedy: lang.F("%s 填其中之一：%s", "give %s, one of: %s", strings.Join(asked, ", "), cares(fact)),
		Source: "财会〔2017〕28号 5001",
	}
}

// cares lists the kinds of care of the part that a fact is about.
func cares(fact event.Event) string {
	part := fund.Part("")
	for name, value := range event.Values(fact) {
		if name == "part" {
			part = fund.Part(value)
		}
	}
	var list []string
	for _, c := range event.FundOf(fact).Kind().Cares(part) {
		list = append(list, string(c))
	}
	return strings.Join(list, ", ")
}
