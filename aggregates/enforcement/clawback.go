package enforcement

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// receivable refuses money that was not ordered back, or comes beyond or before
// the order.
func receivable(s State, e event.Enforcement, l docket.Line, c event.Channel, amount money.Fen) error {
	_, number := event.CaseOf(e)
	under := docket.Under{Line: l, Channel: c}
	matched, found := s.MatchIn(under)
	under.Line = matched
	if !found {
		if c.Voluntary() || event.Total(e) {
			return nil
		}
		return &refusal.Error{
			Rule: "clawback-not-ordered", Field: "case",
			Why: lang.F("案件 %s 没有责令 %s 向基金 %s 退回%s", "nothing was ordered back from %[2]s to %[3]s in case %[1]s%[4]s",
				number, named(l.Institution), l.Fund, lineName(s, l, c)),
			Remedy: lang.F("核对案件编号、基金、机构、渠道、基金部分和原支付年度；先登记 clawback.ordered", "check the case, the fund, the institution, the channel, the part and the year paid; record clawback.ordered first"),
			Source: "国务院令第735号 art. 38, 40, 45",
		}
	}
	if since := s.Since(under); e.Common().OccurredOn < since {
		refused := early(since, e.Common().OccurredOn, number)
		refused.Remedy = lang.F("核对日期；决定之前收到的钱记 suspense.received", "check the date; money that came before the decision is suspense.received")
		return refused
	}
	if due, came, open := s.Sums(matched, c); open.Less(amount.Sum()) {
		line := lang.Text{ZH: " "}
		if matched.Part != "" || matched.PaidYear != 0 {
			t := partAndYear(matched)
			line = lang.Text{ZH: "（" + t.ZH + "）", EN: " (" + t.EN + ")"}
		}
		return &refusal.Error{
			Rule: "clawback-beyond-order", Field: "amount",
			Why: lang.F("收到 %s 元超过案件 %s%s的未退金额 %s 元（责令 %s 元，已退 %s 元）",
				"%s yuan is more than is outstanding in case %s%s, %s yuan (ordered %s yuan, received %s yuan)",
				amount, number, line, open, due, came),
			Remedy: lang.F("核对金额、基金部分和原支付年度；多收的钱记 suspense.received，退还对方时记 suspense.paid", "check the amount, the part and the year paid; record what came beyond the order as suspense.received, and its return as suspense.paid"),
			Source: "国务院令第735号 art. 45；财会〔2017〕28号 2001",
		}
	}
	return nil
}

func annullable(s State, e event.ClawbackAnnulled) error {
	l := docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}
	under := docket.Under{Line: l, Document: e.Of, Article: e.Article}
	due, _, _, found := s.Ordered(under)
	if !found {
		return unknownOrder(s, l, e.Case, e.Of)
	}
	if err := after(s.Since(under), e.OccurredOn, e.Case); err != nil {
		return err
	}
	if due.Less(e.Amount.Sum()) {
		return &refusal.Error{
			Rule: "annulled-beyond-order", Field: "amount",
			Why:    lang.F("撤销 %s 元超过 %s 仍责令的 %s 元", "%s yuan is more than %[2]s still orders, %[3]s yuan", e.Amount, e.Of, due),
			Remedy: lang.F("核对金额和决定书", "check the amount and the decision"),
		}
	}
	return nil
}

func refundable(s State, e event.ClawbackRefunded) error {
	l := docket.Line{Fund: e.Fund, Institution: e.Institution, Part: e.Part, PaidYear: e.PaidYear}
	under := docket.Under{Line: l, Document: e.Of, Article: e.Article}
	matched, found := s.MatchIn(under)
	if !found {
		return unknownOrder(s, l, e.Case, e.Of)
	}
	under.Line = matched
	_, excess, changed, _ := s.Ordered(under)
	if excess.Less(e.Amount.Sum()) {
		return beyondExcess(e.Of, e.Amount, excess)
	}
	came, latest := s.CameIn(under, docket.Booking{Year: e.ReceivedYear, Part: e.Part, PaidYear: e.PaidYear, Care: e.Care})
	if came.Less(e.Amount.Sum()) {
		return &refusal.Error{
			Rule: "refund-booking", Field: "received_year",
			Why: lang.F("退还 %s 元超过 %d 年记入账内的同类到账 %[5]s 元（%[3]s、%[4]s）", "%s yuan is more than entered the books alike in %d, %[5]s yuan (%[3]s, %[4]s)",
				e.Amount, e.ReceivedYear, partAndYear(l), careName(e.Care), came.Positive()),
			Remedy: lang.F("received_year、part、paid_year、care 与当初到账的相同：退款照当初的记账冲回；不同的分几条登记", "give received_year, part, paid_year and care as the money was booked when it came in: a refund takes that booking back; record several where they differ"),
		}
	}
	return after(max(changed, latest), e.OccurredOn, e.Case)
}

func careName(c fund.Care) lang.Text {
	if c == "" {
		return lang.Text{ZH: "未分类", EN: "care not classified"}
	}
	return event.NameOf("care", c)
}

func unknownOrder(s State, l docket.Line, number, document string) error {
	return &refusal.Error{
		Rule: "order-unknown", Field: "of",
		Why: lang.F("案件 %s 的 %s 没有责令 %s 向基金 %s 退回%s", "%[2]s of case %[1]s orders nothing back from %[3]s to %[4]s%[5]s",
			number, document, named(l.Institution), l.Fund, lineName(s, l, "")),
		Remedy: lang.F("of 填 clawback.ordered 的凭证号；基金、机构与它相同，写明的基金部分、原支付年度也相同", "give the document of clawback.ordered as of; fund and institution as in it, and part and year where it states them"),
	}
}

func beyondExcess(document string, amount money.Fen, excess money.Sum) error {
	return &refusal.Error{
		Rule: "refund-beyond-excess", Field: "amount",
		Why:    lang.F("退还 %s 元超过 %s 撤销后多收的 %s 元", "%s yuan is more than came in beyond %[2]s after its annulment, %[3]s yuan", amount, document, excess),
		Remedy: lang.F("先登记撤销；最多退还多收的数额", "record the annulment first; refund at most what is too much"),
	}
}

// after refuses a fact dated before the decision that it rests on.
func after(decision, on fund.Date, number string) error {
	if on >= decision {
		return nil
	}
	return early(decision, on, number)
}

func early(decision, on fund.Date, number string) *refusal.Error {
	return &refusal.Error{
		Rule: "case-dates", Field: "occurred_on",
		Why:    lang.F("%s 早于案件 %s 的决定 %s", "%s is before the decision in case %s, %s", on, number, decision),
		Remedy: lang.F("核对日期和所依据的决定", "check the date, and the decision that it rests on"),
	}
}

func named(i fund.Institution) lang.Text {
	if i == "" {
		return lang.Text{ZH: "未具名对象", EN: "anyone not named"}
	}
	return lang.Text{ZH: string(i), EN: string(i)}
}

// lineName says which part, year and channel a receipt is about, and which are
// ordered, where the case orders anything back from the same institution to the
// fund. The channel is named if c is given and an order has another.
func lineName(s State, l docket.Line, c event.Channel) lang.Text {
	channels := c != "" && slices.ContainsFunc(s.Orders(), func(o *docket.Order) bool { return o.Fact.Channel != c })
	describe := func(l docket.Line, c event.Channel) lang.Text {
		t := partAndYear(l)
		if channels {
			t = lang.F("%s、%s", "%s, %s", t, event.NameOf("channel", c))
		}
		return t
	}
	var zh, en []string
	for _, o := range s.Orders() {
		if o.Fact.Fund == l.Fund && o.Fact.Institution == l.Institution {
			t := describe(docket.LineOf(o.Fact), o.Fact.Channel)
			zh, en = append(zh, t.ZH), append(en, t.EN)
		}
	}
	if len(zh) == 0 {
		return lang.Text{}
	}
	own := describe(l, c)
	return lang.Text{
		ZH: "（" + own.ZH + "；责令的是：" + strings.Join(zh, "、") + "）",
		EN: " (" + own.EN + "; ordered is: " + strings.Join(en, ", ") + ")",
	}
}

// partAndYear names the part, for a fund that has any, and the year of a line.
func partAndYear(l docket.Line) lang.Text {
	year := lang.F("%d 年", "%d", l.PaidYear)
	if l.PaidYear == 0 {
		year = lang.Text{ZH: "年度未分", EN: "any year"}
	}
	if !l.Fund.Kind().Has(fund.Parts) {
		return year
	}
	part := event.NameOf("part", l.Part)
	if l.Part == "" {
		part = lang.Text{ZH: "不分部分", EN: "any part"}
	}
	return lang.F("%s、%s", "%s of %s", part, year)
}
