package account

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Care is the kind of care that a benefit paid for: what splits account 5001.
type Care string

// The kinds of care. The zero Care is care whose kind is not known.
const (
	Inpatient          Care = "inpatient"           // 住院
	Outpatient         Care = "outpatient"          // 门诊 (居民); 门诊 of personal accounts (职工)
	OutpatientMajor    Care = "outpatient_major"    // 门诊大病 (职工 pool)
	OutpatientPooled   Care = "outpatient_pooled"   // 门诊统筹 (职工 pool)
	Pharmacy           Care = "pharmacy"            // 药店 (职工 personal)
	MaternityCare      Care = "maternity_care"      // 生育医疗 (职工 pool)
	MaternityAllowance Care = "maternity_allowance" // 生育津贴 (职工 pool)
	OtherCare          Care = "other"               // 其他 (居民)
)

// Cares returns every kind of care with its name.
func Cares() []struct {
	Care Care
	Name lang.Text
} {
	return []struct {
		Care Care
		Name lang.Text
	}{
		{Inpatient, lang.Text{ZH: "住院费用", EN: "inpatient"}},
		{Outpatient, lang.Text{ZH: "门诊费用", EN: "outpatient"}},
		{OutpatientMajor, lang.Text{ZH: "门诊大病费用", EN: "outpatient, major illness"}},
		{OutpatientPooled, lang.Text{ZH: "门诊统筹费用", EN: "outpatient, pooled"}},
		{Pharmacy, lang.Text{ZH: "药店医药费用", EN: "pharmacy"}},
		{MaternityCare, lang.Text{ZH: "生育医疗费用", EN: "maternity care"}},
		{MaternityAllowance, lang.Text{ZH: "生育津贴", EN: "maternity allowance"}},
		{OtherCare, lang.Text{ZH: "其他费用", EN: "other care"}},
		{"", lang.Text{ZH: "未分类费用", EN: "care not classified"}},
	}
}

// The expenses of a medical-aid fund, by analogy below 5001: the statute for
// social-insurance funds does not cover it.
//
// Source: 社会救助暂行办法 art. 29–31 (two outlays); 财社〔2013〕217号.
const (
	DirectRelief  = Benefits + "01" // 直接救助
	Participation = Benefits + "02" // 资助参保
)

// unclassified ends the code of the sub-account of benefits whose kind of care
// is not known, such as published totals. The statement has no line for it, so
// a period with a balance there cannot be closed.
const unclassified = "99"

// Unclassified reports whether an account is that of benefits whose kind of care is not
// known.
func (c Code) Unclassified() bool {
	return c.Within(Benefits) && strings.HasSuffix(string(c), unclassified)
}

// CareAccount returns the sub-account of 5001 for a part and kind of care in
// the books of a kind, and whether the statute has it.
//
// Source: KJ 5001 (明细科目); 生育 where it is merged with 职工.
func CareAccount(kind fund.Kind, p Part, c Care) (Code, bool) {
	scheme := schemeOf(kind)
	if !scheme.Parts {
		p = ""
	}
	for i := range scheme.benefits {
		if of := &scheme.benefits[i]; of.care == c && of.part == p {
			return of.code, true
		}
	}
	return "", false
}

// benefit is the sub-account of 5001 of a part and kind of care.
type benefit struct {
	part Part
	care Care
	code Code
}

// benefitAccounts returns the sub-accounts of 5001 of a scheme.
func (s *Scheme) benefitAccounts() (all []benefit) {
	parts := []Part{""}
	if s.Parts {
		parts = []Part{Pool, Personal}
	}
	for _, p := range parts {
		for _, c := range Cares() {
			digits := s.careDigits(p, c.Care)
			switch {
			case digits == "":
			case s.Relief:
				all = append(all, benefit{p, c.Care, DirectRelief})
			default:
				all = append(all, benefit{p, c.Care, s.of(Benefits, p).Sub(digits)})
			}
		}
	}
	return all
}

// HasCare reports whether there is a CareAccount.
func HasCare(kind fund.Kind, p Part, c Care) bool { _, has := CareAccount(kind, p, c); return has }

// careDigits returns what ends the code of the sub-account of 5001, or "" if the
// books have none. The digits of a kind of care are the same in every kind of books
// without parts.
func (s *Scheme) careDigits(p Part, c Care) string {
	switch {
	case s.Relief && c == "":
		return "01" // of DirectRelief
	case s.Relief || !s.Benefits:
		return ""
	case c == "":
		return unclassified
	case !s.has(p, c):
		return ""
	}
	switch c {
	case Inpatient:
		return "01"
	case Outpatient, OutpatientMajor:
		return "02"
	case OtherCare, OutpatientPooled, Pharmacy:
		return "03"
	case MaternityCare:
		return "04"
	case MaternityAllowance:
		return "05"
	}
	return ""
}

// careName returns the name of the sub-account of 5001.
func careName(kind fund.Kind, p Part, c Care) lang.Text {
	for _, known := range Cares() {
		if known.Care == c {
			return lang.Text{ZH: known.Name.ZH + "支出", EN: known.Name.EN}
		}
	}
	panic("account: no such care: " + string(c))
}
