package enforcement

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/refusal"
)

func payable(s State, e event.FinePaid) error {
	w := docket.Which{Kind: docket.Kind(e.Charge), Document: e.Of, Institution: e.Institution, Article: e.Article}
	imposed, open, _, found := s.Owed(w)
	if !found && event.Total(e) && e.Of == "" {
		return nil
	}
	if err := decided(s, w, e.Case, e.OccurredOn); err != nil {
		return err
	}
	if open.Less(e.Amount.Sum()) && !s.Unknown(w) {
		return &refusal.Error{
			Rule: "fine-beyond-imposed", Field: "amount",
			Why: lang.F("缴纳 %s 元超过案件 %s 的未缴%s %s 元（决定 %s 元，已缴 %s 元）",
				"%[1]s yuan is more than is unpaid in case %[2]s (%[3]s), %[4]s yuan (imposed %[5]s yuan, paid %[6]s yuan)",
				e.Amount, e.Case, event.NameOf("charge", w.Kind), open, imposed, imposed.Minus(open)),
			Remedy: lang.F("核对缴款书；多缴的由国库退还，只登记应缴数", "check the payment slip; the treasury returns what was paid too much, so record what was due"),
			Source: "行政处罚法 art. 67, 74",
		}
	}
	return nil
}

// found refuses a fine for a finding that was not recorded; of a total nobody asks.
//
// Source: 行政处罚法 art. 40, 57: no penalty before the facts are established.
func found(s State, e event.FineImposed) error {
	if s.Found(e) || event.Total(e) {
		return nil
	}
	return &refusal.Error{
		Rule: "finding-unknown", Field: "finding",
		Why:    lang.F("案件 %s 没有登记第 %s 项违法事实（%s）", "case %s has no finding %s recorded (%s)", e.Case, e.Finding, named(e.Institution)),
		Remedy: lang.F("先登记 finding.recorded；或核对 finding 的编号", "record finding.recorded first, or check its number in finding"),
		Source: "行政处罚法 art. 40, 57",
	}
}

func waivable(s State, e event.FineWaived) error {
	w := docket.Which{Kind: docket.Kind(e.Charge), Document: e.Of, Institution: e.Institution, Article: e.Article}
	if err := decided(s, w, e.Case, e.OccurredOn); err != nil {
		return err
	}
	remaining, open, _, _ := s.Owed(w)
	most := remaining // an annulled decision may have been paid
	if e.Reason == event.Waived {
		most = open
	}
	if most.Less(e.Amount.Sum()) {
		return &refusal.Error{
			Rule: "waived-beyond-due", Field: "amount",
			Why:    lang.F("减免或撤销 %s 元超过 %s 的%s %s 元", "%[1]s yuan is more than is due under %[2]s (%[3]s), %[4]s yuan", e.Amount, e.Of, event.NameOf("charge", w.Kind), most),
			Remedy: lang.F("减免不超过未缴数；已缴的只能因复议、诉讼或纠正而撤销", "waive at most what is unpaid; what was paid is annulled by review, litigation or correction only"),
		}
	}
	return nil
}

func treasuryRefund(s State, e event.FineRefunded) error {
	w := docket.Which{Kind: docket.Kind(e.Charge), Document: e.Of, Institution: e.Institution, Article: e.Article}
	if err := decided(s, w, e.Case, e.OccurredOn); err != nil {
		return err
	}
	if _, _, excess, _ := s.Owed(w); excess.Less(e.Amount.Sum()) {
		return beyondExcess(e.Of, e.Amount, excess)
	}
	return after(s.Paid(w), e.OccurredOn, e.Case)
}

// decided refuses a fact on a charge that was not decided, or decided later.
func decided(s State, w docket.Which, number string, on fund.Date) error {
	if _, _, _, found := s.Owed(w); found {
		return after(s.Decided(w), on, number)
	}
	name := event.NameOf("charge", w.Kind)
	why := lang.F("案件 %s 没有%s决定", "there is no such decision in case %s: %s", number, name)
	if w.Document != "" {
		why = lang.F("案件 %s 没有凭证号为 %s 的%s决定", "there is no decision %[2]s in case %[1]s: %[3]s", number, w.Document, name)
	}
	if w.Institution != "" {
		if _, _, _, other := s.Owed(docket.Which{Kind: w.Kind, Document: w.Document}); other {
			why = lang.F("案件 %s 没有对 %s 的%s决定", "there is no such decision against %[2]s in case %[1]s: %[3]s", number, w.Institution, name)
		}
	}
	return &refusal.Error{
		Rule: "fine-not-imposed", Field: "case", Why: why,
		Remedy: lang.F("核对案件编号和凭证号；先登记决定（fine.imposed、surcharge.imposed 或 gain.confiscated）", "check the case and the document; record the decision first (fine.imposed, surcharge.imposed or gain.confiscated)"),
		Source: "行政处罚法 art. 67",
	}
}

// fineWarning returns what is unusual about a fine, the gravest first.
//
// Source: 国务院令第735号 art. 37–41; 行政处罚法 art. 29 (no two fines for one act).
func fineWarning(s State, e event.FineImposed) event.Warning {
	article, known := law.Of(e.Article)
	base := e.Base
	switch {
	case s.FinedBefore(e.Institution, e.Finding):
		return event.FinedTwice
	case known && subject(s, e) != "" && !article.About(string(subject(s, e))):
		return event.ArticleSubject
	case known && article.Fine.None():
		return event.FineWithoutFrame
	case known && (e.Amount != 0 && !article.Fine.Holds(e.Amount, base) ||
		(base == 0 || e.Amount == 0) && !multipleHolds(article.Fine, e.Multiple)):
		return event.FineOutsideFrame
	case base != 0 && e.Amount != 0 && e.Multiple != "" && !agrees(e):
		return event.MultipleDiffers
	}
	return ""
}

// subject returns who is fined: as the fact says, else as the code of the
// institution says, else as the case was opened.
func subject(s State, e event.FineImposed) event.Subject {
	opened, _ := s.Opened()
	return cmp.Or(e.Subject, event.SubjectOf(e.Institution), opened.Subject)
}

// multipleHolds reports whether a multiple lies within a frame, where only it is given.
func multipleHolds(f law.Frame, multiple string) bool {
	if multiple == "" || f.High == 0 {
		return true
	}
	m, err := decimal.NewFromString(multiple)
	if err != nil {
		panic("enforcement: a checked event has no multiple: " + err.Error())
	}
	return m.GreaterThanOrEqual(decimal.NewFromInt(f.Low)) && m.LessThanOrEqual(decimal.NewFromInt(f.High))
}

// agrees reports whether a fine is its base times its multiple: up to the yuan, for
// decisions round there, or within one in the last digit that is printed of the
// fine, the base or the multiple, for publications round those. A multiple without
// decimals was chosen and not worked out, so it is exact.
func agrees(e event.FineImposed) bool {
	multiple, err := decimal.NewFromString(e.Multiple)
	if err != nil {
		panic("enforcement: a checked event has no multiple: " + err.Error())
	}
	base, digit := decimal.NewFromInt(int64(e.Base)), decimal.NewFromInt(int64(law.LastDigit(e.Base)))
	off := base.Mul(multiple).Sub(decimal.NewFromInt(int64(e.Amount))).Abs()
	rounded := digit.Mul(multiple).Add(decimal.NewFromInt(int64(law.LastDigit(e.Amount))))
	if places := multiple.Exponent(); places < 0 {
		rounded = rounded.Add(decimal.New(1, places).Mul(base))
	}
	return off.LessThan(decimal.NewFromInt(100)) || off.LessThanOrEqual(rounded)
}

// surchargeWarning says so if more was added than 3 % a day, or than the fine.
//
// Source: 行政处罚法 art. 72.
func surchargeWarning(s State, e event.SurchargeImposed) event.Warning {
	of := docket.Which{Kind: event.Fine, Document: e.Of, Institution: e.Institution}
	if s.Chargeable(e.Of, e.Institution, e.OccurredOn).Less(e.Amount.Sum()) && !s.Unknown(of) {
		return event.SurchargeBeyondLimit
	}
	return ""
}

// onlineWarning says so if online settlement is suspended for shorter or longer
// than its article says.
//
// Source: 国务院令第735号 art. 41.
func onlineWarning(e event.SettlementSuspended) event.Warning {
	article, _ := law.Of(e.Article)
	if !article.Online.Holds(e.OccurredOn, e.Until) {
		return event.SuspensionOutsideFrame
	}
	return ""
}
