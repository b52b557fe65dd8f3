package law_test

import (
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// Every article with its frame, as its text has it.
func TestArticles(t *testing.T) {
	fraud := law.Frame{Low: 2, High: 5}
	department, online := law.Months{Least: 6, Most: 12}, law.Months{Least: 3, Most: 12}
	want := []law.Rule{
		{Article: "13", Who: "hospital pharmacy"},   // 735 art. 13: contract; the agreement sets the penalty
		{Article: "36", Who: "agency"},              // 735 art. 36: correct, discipline; no fine
		{Article: "37", Who: "agency", Fine: fraud}, // 735 art. 37: 骗取金额2倍以上5倍以下
		{Article: "38", Who: "hospital pharmacy", Fine: law.Frame{Low: 1, High: 2}, Department: department},   // 735 art. 38: 损失金额1倍以上2倍以下；6个月以上1年以下
		{Article: "39", Who: "hospital pharmacy", Fine: law.Frame{Least: 10_000 * yuan, Most: 50_000 * yuan}}, // 735 art. 39: 1万元以上5万元以下
		{Article: "40", Who: "hospital pharmacy", Fine: fraud, Department: department},                        // 735 art. 40: 2倍以上5倍以下；6个月以上1年以下
		{Article: "41", Who: "insured_person", Online: online},                                                // 735 art. 41 ¶1: 暂停联网结算3个月至12个月; no fine
		{Article: "41-2", Who: "insured_person", Fine: fraud, Online: online},                                 // 735 art. 41 ¶2: 2倍以上5倍以下
		{Article: "42"}, // 735 art. 42: 没收违法所得
		{Article: "44"}, // 735 art. 44: 追回，没收违法所得
		{Article: "sil-87", Who: "hospital pharmacy agency company", Fine: fraud}, // 社会保险法 art. 87: 2倍以上5倍以下
		{Article: "sil-88", Who: "insured_person", Fine: fraud},                   // 社会保险法 art. 88: 2倍以上5倍以下
		{Article: "sa-68", Fine: law.Frame{Low: 1, High: 3}},                      // 社会救助暂行办法 art. 68: 1倍以上3倍以下
	}
	for i, got := range law.Rules() {
		if got.Name.ZH == "" || got.Name.EN == "" || got.Short.ZH == "" || got.Short.EN == "" {
			t.Errorf("%s has no name in both languages", got.Article)
		}
		if short := law.ShortName(got.Article); short != got.Short {
			t.Errorf("%s is %+v in tables", got.Article, short)
		}
		if found, ok := law.Of(got.Article); !ok || found != got {
			t.Errorf("%s is found as %+v, %v", got.Article, found, ok)
		}
		got.Name, got.Short = lang.Text{}, lang.Text{}
		if i >= len(want) || got != want[i] {
			t.Errorf("article %s: %+v", got.Article, got)
		}
	}
	if got := len(law.Rules()); got != len(want) {
		t.Errorf("%d articles, want %d", got, len(want))
	}
	if r, ok := law.Of("99"); ok || r != (law.Rule{}) {
		t.Errorf("an unknown article is %+v", r)
	}
	if short := law.ShortName("99"); short.ZH != "99" || short.EN != "99" {
		t.Errorf("an unknown article is %+v in tables", short)
	}
}

// Whom an article is about, by the words of its text; one that names nobody is about
// anybody, and no article is about nobody.
//
// Source: 国务院令第735号 art. 13, 36–42; 社会保险法 art. 87, 88.
func TestAbout(t *testing.T) {
	for _, test := range []struct {
		article law.Article
		subject string
		want    bool
	}{
		{law.InstitutionLoss, "hospital", true}, {law.InstitutionLoss, "pharmacy", true}, {law.InstitutionLoss, "insured_person", false}, {law.InstitutionLoss, "agency", false},
		{law.AgencyFraud, "agency", true}, {law.AgencyFraud, "hospital", false},
		{law.PersonFraud, "insured_person", true}, {law.PersonFraud, "hospital", false}, {law.PersonFraud, "insured", false},
		{law.BodyFraudBefore, "company", true}, {law.BodyFraudBefore, "insured_person", false},
		{law.IllegalIncome, "company", true}, {law.ReliefFraud, "insured_person", true}, {law.Embezzlement, "government", true},
	} {
		rule, _ := law.Of(test.article)
		if rule.About(test.subject) != test.want {
			t.Errorf("art. %s is about %s: %v", test.article, test.subject, !test.want)
		}
	}
}

const (
	yuan = money.Fen(100)
	most = money.Fen(100_000_000_000_000_00) // the largest amount of an event
)

// The frames at their edges: what is one fen outside is outside.
//
// Source: 国务院令第735号 art. 37–41; 社会救助暂行办法 art. 68.
// What one in the last digit is worth, if an amount was printed in 万元.
func TestLastDigit(t *testing.T) {
	for amount, want := range map[money.Fen]money.Fen{
		56_900 * yuan: 100 * yuan, 38_000 * yuan: 1_000 * yuan, 427_200 * yuan: 100 * yuan, 37_700 * yuan: 100 * yuan,
		1_200_000 * yuan: 10_000 * yuan, 240_000 * yuan: 1_000 * yuan, 250_000 * yuan: 10_000 * yuan, 24_000 * yuan: 100 * yuan,
		2_400 * yuan: 0, 56_950 * yuan: 0, 56_900_01: 0, 0: 0,
	} {
		if got := law.LastDigit(amount); got != want {
			t.Errorf("%s: %s, want %s", amount, got, want)
		}
	}
}

func TestFrames(t *testing.T) {
	for _, test := range []struct {
		article      law.Article
		amount, base money.Fen
		want         bool
	}{
		{law.InstitutionLoss, 1_313_23, 1_313_23, true}, // 1.0 times
		{law.InstitutionLoss, 1_313_22, 1_313_23, false},
		{law.InstitutionLoss, 1_970_00, 1_313_23, true}, // about 1.5 times
		{law.InstitutionLoss, 2_626_46, 1_313_23, true}, // 2.0 times
		{law.InstitutionLoss, 2_626_47, 1_313_23, false},
		{law.InstitutionLoss, 1, 1, true},
		{law.InstitutionLoss, 3, 1, false},
		{law.InstitutionLoss, 7 * yuan, 0, true}, // no base is given: not judged
		{law.InstitutionFraud, 2_626_46, 1_313_23, true},
		{law.InstitutionFraud, 2_626_45, 1_313_23, false},
		{law.InstitutionFraud, 6_566_15, 1_313_23, true}, // 5.0 times
		{law.InstitutionFraud, 6_566_16, 1_313_23, false},
		{law.InstitutionFraud, 4_596_31, 1_313_23, true}, // 3.5 times, rounded
		{law.AgencyFraud, 200 * yuan, 100 * yuan, true},
		{law.AgencyFraud, 200*yuan - 1, 100 * yuan, false},
		{law.PersonFraud, 500 * yuan, 100 * yuan, true},
		{law.PersonFraud, 500*yuan + 1, 100 * yuan, false},
		{law.BodyFraudBefore, 500*yuan + 1, 100 * yuan, false},
		{law.PersonFraudBefore, 200*yuan - 1, 100 * yuan, false},
		{law.ReliefFraud, 100 * yuan, 100 * yuan, true},
		{law.ReliefFraud, 300 * yuan, 100 * yuan, true},
		{law.ReliefFraud, 300*yuan + 1, 100 * yuan, false},
		{law.ReliefFraud, 100*yuan - 1, 100 * yuan, false},

		// Printed in 万元, within one in the last digit.
		{law.InstitutionFraud, 188_700 * yuan, 37_700 * yuan, true}, // 凤城, 5.005
		{law.InstitutionFraud, 188_900 * yuan, 37_700 * yuan, true},
		{law.InstitutionFraud, 189_200 * yuan, 37_700 * yuan, false},
		{law.InstitutionFraud, 188_701 * yuan, 37_700 * yuan, false}, // to the yuan: worked out
		{law.InstitutionFraud, 188_700 * yuan, 37_731 * yuan, true},
		{law.InstitutionLoss, 80_000 * yuan, 100_000 * yuan, false}, // 上栗, 0.80
		{law.InstitutionLoss, 209_000 * yuan, 100_000 * yuan, false},
		{law.InstitutionLoss, 800_000 * yuan, 100_000 * yuan, false},
		{law.InstitutionLoss, 100_000 * yuan, 100_400 * yuan, true}, // 10.0万 and 10.04万
		{law.InstitutionOrder, 50_100 * yuan, 0, false},             // an amount is no multiple
		{law.InstitutionLoss, 9_000_000_000_000_000_00, 4_000_000_000_000_000_00, false},
		{law.InstitutionOrder, 10_000 * yuan, 0, true},
		{law.InstitutionOrder, 10_000*yuan - 1, 0, false},
		{law.InstitutionOrder, 50_000 * yuan, 0, true},
		{law.InstitutionOrder, 50_000*yuan + 1, 0, false},
		{law.InstitutionOrder, 30_000 * yuan, 1, true},            // no multiple: a base changes nothing
		{law.InstitutionFraud, most, most, false},                 // no overflow
		{law.InstitutionFraud, most - 1, most/2 - 1, true},        //
		{law.InstitutionFraud, most - 1, most/2 + 1, false},       //
		{law.InstitutionLoss, most, most / 2, true},               //
		{law.InstitutionLoss, most - 1, most/2 - 1, false},        //
		{law.InstitutionFraud, 1<<63 - 1, 1<<63 - 1, false},       //
		{law.InstitutionFraud, 1<<63 - 1, (1<<63 - 1) / 5, false}, // 9,223,372,036,854,775,807 is 5 × 1,844,674,407,370,955,161 + 2
	} {
		rule, _ := law.Of(test.article)
		if rule.Fine.None() {
			t.Errorf("%s has no frame", test.article)
		}
		if got := rule.Fine.Holds(test.amount, test.base); got != test.want {
			t.Errorf("art. %s: a fine of %s on %s is within: %v", test.article, test.amount, test.base, got)
		}
	}
	for _, article := range []law.Article{law.Agreement, law.AgencyDuties, law.PersonLoss, law.IllegalIncome, law.Embezzlement} {
		if rule, known := law.Of(article); !known || !rule.Fine.None() {
			t.Errorf("art. %s knows a fine: %+v", article, rule.Fine)
		}
	}
}

// A department is suspended for 6 to 12 months, online settlement for 3 to 12;
// the first and the last day count.
//
// Source: 国务院令第735号 art. 38, 40, 41.
func TestMonths(t *testing.T) {
	rule, _ := law.Of(law.InstitutionFraud)
	department := rule.Department
	rule, _ = law.Of(law.PersonLoss)
	online := rule.Online
	for _, test := range []struct {
		months law.Months
		first  fund.Date
		least  fund.Date // shortest that is within
		most   fund.Date // longest that is within
	}{
		{department, date(2025, 3, 1), date(2025, 8, 31), date(2026, 3, 1)},
		{department, date(2025, 3, 15), date(2025, 9, 14), date(2026, 3, 15)},
		{department, date(2023, 3, 1), date(2023, 8, 31), date(2024, 3, 1)},     // to the end of a leap February
		{department, date(2025, 8, 31), date(2026, 2, 27), date(2026, 8, 31)},   // February has no 31st
		{department, date(2023, 8, 31), date(2024, 2, 28), date(2024, 8, 31)},   // nor a 31st in a leap year
		{department, date(2025, 10, 31), date(2026, 4, 29), date(2026, 10, 31)}, // nor has April
		{online, date(2025, 7, 31), date(2025, 10, 30), date(2026, 7, 31)},
		{online, date(2025, 11, 30), date(2026, 2, 27), date(2026, 11, 30)},
		{online, date(2025, 1, 1), date(2025, 3, 31), date(2026, 1, 1)},
	} {
		for last, want := range map[fund.Date]bool{
			test.least: true, test.least - 1: false, test.most: true, test.most + 1: false, (test.least + test.most) / 2: true,
			test.first: false, test.first - 1: false,
		} {
			if got := test.months.Holds(test.first, last); got != want {
				t.Errorf("%+v: %s to %s is within: %v", test.months, test.first, last, got)
			}
		}
	}
	if (law.Months{}).Holds(date(2025, 1, 1), date(2025, 1, 1)) {
		t.Error("an article that knows no suspension holds one of a day")
	}
}

func date(year int, month time.Month, day int) fund.Date { return fund.NewDate(year, month, day) }

// Which violations fall under which article, by the items that each lists.
func TestViolations(t *testing.T) {
	// 735 art. 38 (1)–(7)
	loss := []law.Violation{"split_admission", "over_treatment", "improper_charge", "substitution", "resale_helped", "beyond_scope", "other_loss"}
	// 735 art. 39 (1)–(7)
	order := []law.Violation{"no_internal_control", "records_not_kept", "data_not_uploaded", "not_reported", "not_disclosed", "no_consent", "inspection_refused"}
	// 735 art. 40 ¶1 (1)–(4); art. 37 for agencies
	fraud := []law.Violation{"induced_care", "forged_records", "invented_services", "other_fraud"}
	// 735 art. 41 ¶1 (1)–(3)
	person := []law.Violation{"certificate_lent", "double_benefit", "resale"}
	of := func(parts ...[]law.Violation) []law.Violation { return slices.Concat(parts...) }
	one := func(v ...law.Violation) []law.Violation { return v }
	table := map[law.Article][]law.Violation{
		law.Agreement:         of(loss, order, fraud), // 735 art. 13: every breach of an institution
		law.AgencyDuties:      one("agency_duties"),
		law.AgencyFraud:       fraud,
		law.InstitutionLoss:   loss,
		law.InstitutionOrder:  order,
		law.InstitutionFraud:  of(loss, fraud), // 735 art. 40 ¶2: an act of art. 38 in order to defraud
		law.PersonLoss:        person,
		law.PersonFraud:       of(person, one("certificate_misused", "forged_records", "invented_services", "other_fraud")), // 735 art. 41 ¶2, ¶3
		law.IllegalIncome:     one("illegal_income"),
		law.Embezzlement:      one("embezzlement"),
		law.BodyFraudBefore:   of(loss, fraud),
		law.PersonFraudBefore: of(person, one("certificate_misused", "forged_records", "invented_services", "other_fraud")), // 社会保险法 art. 88: 欺诈、伪造证明材料或者其他手段
		law.ReliefFraud:       one("forged_records", "invented_services", "other_fraud"),                                    // 社会救助暂行办法 art. 68: 虚报、隐瞒、伪造等手段
	}
	var known []law.Violation
	for _, act := range law.Acts() {
		if act.Name.ZH == "" || act.Name.EN == "" || len(act.Articles) == 0 || slices.Contains(known, act.Violation) {
			t.Errorf("%+v", act)
		}
		known = append(known, act.Violation)
	}
	for _, rule := range law.Rules() {
		for _, v := range append(known, "no_such_act") {
			if got, want := law.Under(v, rule.Article), slices.Contains(table[rule.Article], v); got != want {
				t.Errorf("%s under art. %s: %v", v, rule.Article, got)
			}
		}
	}
	if law.Under("split_admission", "99") || len(table) != len(law.Rules()) {
		t.Error("an article without a row")
	}
}
