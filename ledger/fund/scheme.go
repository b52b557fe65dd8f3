package fund

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Kind is a scheme (险种) by its three-digit national code, or All.
type Kind string

// The kinds that rules name. Every other kind is its row among the schemes alone.
const (
	Employee   Kind = "310" // 职工基本医疗保险
	Resident   Kind = "390" // 城乡居民基本医疗保险
	MedicalAid Kind = "610" // 医疗救助
	// All stands for the basic funds of a region together, for totals that were
	// published without a split. It is a book of published totals, not a legal fund.
	All Kind = "all"
)

// Scheme is a kind of fund: its name, and what its books have. Every rule that asks
// whether a fund may take a fact asks here, so that a new kind is one row.
type Scheme struct {
	Kind Kind
	Name lang.Text
	Has  Trait

	pool, personal []Care // the kinds of care that the fund pays for; without parts pool only
}

// Trait is something that the books of a kind of fund have. Traits are added with |.
type Trait uint8

// The traits.
const (
	Statute  Trait = 1 << iota // forms of its own in 财会〔2017〕28号; others follow those of 390
	Parts                      // 统筹基金 and 个人账户基金 apart, premiums that await their split, transfers between places
	Premiums                   // 保险费收入, also 资助参保
	Benefits                   // claims of institutions: reimbursements and all that follows
	Insurer                    // buys 大病保险 from an insurer
	Relief                     // aid to persons, and pays premiums of others
)

const basic = Premiums | Benefits | Insurer

// The schemes that the ledger keeps books for, in the order of their codes: every scheme
// of the platform whose money is a fund of its own. 380 (新农合) and 391 (城镇居民) became
// 390; 392 (大病) is account 5101 of the fund that pays the insurer. 320 to 340, 370 and
// 410 to 510 follow 390 by analogy, with the care that the scheme is about; 350 and 360
// live on subsidies alone.
//
// 生育保险 (510) had books of its own until it was merged with 职工 insurance, at the
// latest by the end of 2019, and from then on is a part of fund 310. Such books are
// kept for what was before; what they hold then is handed over.
//
// Source: insutype and fund_pay_type of the national medical-insurance platform
// (the three digits are the head of fund_pay_type: 310100, 390100, 610100, …);
// 国办发〔2019〕10号 and 医疗保障法 art. 14–15 (生育), art. 55 (长期护理); KJ Part 2 and 4
// for 310 and 390, 5001 and 5101; 财社〔2013〕217号 for 610.
var schemes = [...]Scheme{
	{
		Employee, lang.Text{ZH: "职工基本医疗保险", EN: "employee basic medical insurance"}, Statute | Parts | basic,
		[]Care{Inpatient, OutpatientMajor, OutpatientPooled, MaternityCare, MaternityAllowance}, []Care{Inpatient, Outpatient, Pharmacy},
	},
	{"320", lang.Text{ZH: "公务员医疗补助", EN: "civil servants' medical supplement"}, basic, residentCare, nil},
	{"330", lang.Text{ZH: "大额医疗费用补助", EN: "large-amount medical supplement"}, basic, residentCare, nil},
	{"340", lang.Text{ZH: "离休人员医疗保障", EN: "medical security of retired cadres"}, basic, residentCare, nil},
	{"350", lang.Text{ZH: "一至六级残疾军人医疗补助", EN: "medical supplement of disabled soldiers"}, Benefits, residentCare, nil},
	{"360", lang.Text{ZH: "老红军医疗保障", EN: "medical security of Red Army veterans"}, Benefits, residentCare, nil},
	{"370", lang.Text{ZH: "企业补充医疗保险", EN: "enterprise supplementary insurance"}, basic, residentCare, nil},
	{Resident, lang.Text{ZH: "城乡居民基本医疗保险", EN: "resident basic medical insurance"}, Statute | basic, residentCare, nil},
	{"410", lang.Text{ZH: "长期护理保险", EN: "long-term care insurance"}, Premiums | Benefits, []Care{OtherCare}, nil},
	{
		"510", lang.Text{ZH: "生育保险（并入职工医保之前）", EN: "maternity insurance, before its merger"}, Premiums | Benefits,
		[]Care{MaternityCare, MaternityAllowance}, nil,
	},
	{MedicalAid, lang.Text{ZH: "医疗救助", EN: "medical aid"}, Relief, nil, nil},
	{All, lang.Text{ZH: "医保基金（未分险种）", EN: "medical-insurance funds, not split"}, basic, residentCare, nil},
}

var residentCare = []Care{Inpatient, Outpatient, OtherCare}

// Kinds returns every kind of fund, in the order of their codes.
func Kinds() []Scheme { return schemes[:] }

// scheme returns the row of a kind, or nil if there is none.
func (k Kind) scheme() *Scheme {
	for i := range schemes {
		if schemes[i].Kind == k {
			return &schemes[i]
		}
	}
	return nil
}

// Name returns the kind's name; the zero Text if the kind is unknown.
func (k Kind) Name() lang.Text {
	if s := k.scheme(); s != nil {
		return s.Name
	}
	return lang.Text{}
}

// Has reports whether the books of a kind have a trait; those of an unknown kind have none.
func (k Kind) Has(t Trait) bool {
	s := k.scheme()
	return s != nil && s.Has&t != 0
}

// Cares returns the kinds of care that a part pays for; those of a scheme without
// parts for "".
func (k Kind) Cares(p Part) []Care {
	s := k.scheme()
	switch {
	case s == nil || (s.Has&Parts != 0) != (p != ""):
		return nil
	case p == Personal:
		return s.personal
	default:
		return s.pool
	}
}

// KindList returns all kinds in words, such as "310 职工基本医疗保险、…".
func KindList() lang.Text {
	return listed(func(s *Scheme) (lang.Text, bool) {
		return lang.Text{ZH: string(s.Kind) + " " + s.Name.ZH, EN: string(s.Kind) + " " + s.Name.EN}, true
	})
}

// KindsWith returns the codes of the kinds with a trait, such as "310、390".
func KindsWith(t Trait) lang.Text {
	return listed(func(s *Scheme) (lang.Text, bool) {
		return lang.Text{ZH: string(s.Kind), EN: string(s.Kind)}, s.Has&t != 0
	})
}

func listed(word func(*Scheme) (lang.Text, bool)) (list lang.Text) {
	for i := range schemes {
		w, is := word(&schemes[i])
		switch {
		case !is:
		case list.IsZero():
			list = w
		default:
			list = lang.Text{ZH: list.ZH + "、" + w.ZH, EN: list.EN + ", " + w.EN}
		}
	}
	return list
}

// Part is one of the two sub-funds of a scheme that has Parts.
type Part string

// The parts. The zero Part is a fund without parts.
const (
	Pool     Part = "pool"     // 统筹基金
	Personal Part = "personal" // 个人账户基金
)

// Other returns the other part.
func (p Part) Other() Part {
	if p == Pool {
		return Personal
	}
	return Pool
}

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

// NamedCare is a kind of care with its name, and the digits that end the code of its
// sub-account of 5001: the same in all books.
type NamedCare struct {
	Care   Care
	Digits string
	Name   lang.Text
}

// Unclassified are the digits of care whose kind is not known, such as of published
// totals. The statement has no line for it, so a period with a balance there cannot be
// closed.
const Unclassified = "99"

// Cares returns every kind of care.
//
// Source: KJ 5001 (明细科目); 生育 where it is merged with 职工.
func Cares() []NamedCare { return cares[:] }

var cares = [...]NamedCare{
	{Inpatient, "01", lang.Text{ZH: "住院费用", EN: "inpatient"}},
	{Outpatient, "02", lang.Text{ZH: "门诊费用", EN: "outpatient"}},
	{OutpatientMajor, "02", lang.Text{ZH: "门诊大病费用", EN: "outpatient, major illness"}},
	{OutpatientPooled, "03", lang.Text{ZH: "门诊统筹费用", EN: "outpatient, pooled"}},
	{Pharmacy, "03", lang.Text{ZH: "药店医药费用", EN: "pharmacy"}},
	{MaternityCare, "04", lang.Text{ZH: "生育医疗费用", EN: "maternity care"}},
	{MaternityAllowance, "05", lang.Text{ZH: "生育津贴", EN: "maternity allowance"}},
	{OtherCare, "03", lang.Text{ZH: "其他费用", EN: "other care"}},
	{"", Unclassified, lang.Text{ZH: "未分类费用", EN: "care not classified"}},
}

// Pays reports whether a part of the scheme pays for a kind of care. What is not
// classified every scheme with Benefits may have paid.
func (k Kind) Pays(p Part, c Care) bool {
	if c == "" {
		return k.Has(Benefits) && k.Has(Parts) == (p != "")
	}
	return slices.Contains(k.Cares(p), c)
}
