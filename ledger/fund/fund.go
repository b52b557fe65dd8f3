// Package fund holds the identifiers of the trade: funds, pooling areas,
// medical institutions, persons, and civil dates.
//
// Every identifier is checked when it is parsed and has one written form. A
// fund is one accounting entity: funds never share a book.
//
// Source: 财会〔2017〕28号 Part 1 §3–4.
package fund

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/lang"
)

// Region is a pooling area (统筹区) by its six-digit administrative division
// code (GB/T 2260), such as "441300".
type Region string

// Kind is a scheme (险种) by its three-digit national code, or All.
type Kind string

// The schemes that the ledger keeps books for: every scheme of the platform whose
// money is a fund of its own. 380 (新农合) and 391 (城镇居民) became 390; 392 (大病) is
// account 5101 of the fund that pays the insurer.
//
// 生育保险 (510) had books of its own until it was merged with 职工 insurance, at the
// latest by the end of 2019, and from then on is a part of fund 310. Such books are
// kept for what was before; what they hold then is handed over.
//
// Source: insutype and fund_pay_type of the national medical-insurance platform
// (the three digits are the head of fund_pay_type: 310100, 390100, 610100, …);
// 国办发〔2019〕10号 and 医疗保障法 art. 14–15 (生育), art. 55 (长期护理).
const (
	Employee     Kind = "310" // 职工基本医疗保险
	CivilServant Kind = "320" // 公务员医疗补助
	LargeAmount  Kind = "330" // 大额医疗费用补助
	Retired      Kind = "340" // 离休人员医疗保障
	Disabled     Kind = "350" // 一至六级残疾军人医疗补助
	RedArmy      Kind = "360" // 老红军医疗保障
	Enterprise   Kind = "370" // 企业补充医疗保险
	Resident     Kind = "390" // 城乡居民基本医疗保险
	LongTermCare Kind = "410" // 长期护理保险
	Maternity    Kind = "510" // 生育保险, before it was merged with 职工
	MedicalAid   Kind = "610" // 医疗救助
	// All stands for the basic funds of a region together, for totals that were
	// published without a split. It is a book of published totals, not a legal fund.
	All Kind = "all"
)

// Named is a kind with its name.
type Named struct {
	Kind Kind
	Name lang.Text
}

// Kinds returns every kind with its name, in the order of their codes. It is the
// one list of them.
func Kinds() []Named { return kinds[:] }

var kinds = [...]Named{
	{Employee, lang.Text{ZH: "职工基本医疗保险", EN: "employee basic medical insurance"}},
	{CivilServant, lang.Text{ZH: "公务员医疗补助", EN: "civil servants' medical supplement"}},
	{LargeAmount, lang.Text{ZH: "大额医疗费用补助", EN: "large-amount medical supplement"}},
	{Retired, lang.Text{ZH: "离休人员医疗保障", EN: "medical security of retired cadres"}},
	{Disabled, lang.Text{ZH: "一至六级残疾军人医疗补助", EN: "medical supplement of disabled soldiers"}},
	{RedArmy, lang.Text{ZH: "老红军医疗保障", EN: "medical security of Red Army veterans"}},
	{Enterprise, lang.Text{ZH: "企业补充医疗保险", EN: "enterprise supplementary insurance"}},
	{Resident, lang.Text{ZH: "城乡居民基本医疗保险", EN: "resident basic medical insurance"}},
	{LongTermCare, lang.Text{ZH: "长期护理保险", EN: "long-term care insurance"}},
	{Maternity, lang.Text{ZH: "生育保险（并入职工医保之前）", EN: "maternity insurance, before its merger"}},
	{MedicalAid, lang.Text{ZH: "医疗救助", EN: "medical aid"}},
	{All, lang.Text{ZH: "医保基金（未分险种）", EN: "medical-insurance funds, not split"}},
}

// KindList returns all kinds in words, such as "310 职工基本医疗保险、…".
func KindList() lang.Text {
	var list lang.Text
	for i, k := range kinds {
		if i > 0 {
			list = lang.Text{ZH: list.ZH + "、", EN: list.EN + ", "}
		}
		list = lang.Text{ZH: list.ZH + string(k.Kind) + " " + k.Name.ZH, EN: list.EN + string(k.Kind) + " " + k.Name.EN}
	}
	return list
}

// known reports whether the kind is one of Kinds.
func (k Kind) known() bool {
	for i := range kinds {
		if kinds[i].Kind == k {
			return true
		}
	}
	return false
}

// Name returns the kind's name; the zero Text if the kind is unknown.
func (k Kind) Name() lang.Text {
	for _, known := range Kinds() {
		if known.Kind == k {
			return known.Name
		}
	}
	return lang.Text{}
}

// ID is a fund: region, point, kind, such as "441300.390". The zero ID is no fund.
type ID string

// Of returns the fund of a kind in a region.
func Of(r Region, k Kind) ID { return ID(string(r) + "." + string(k)) }

// Region returns the fund's pooling area.
func (id ID) Region() Region { return Region(id[:id.point()]) }

// Kind returns the fund's scheme.
func (id ID) Kind() Kind { return Kind(id[min(id.point()+1, len(id)):]) }

// point returns the place of the point, or the length if there is none.
func (id ID) point() int {
	if i := strings.IndexByte(string(id), '.'); i >= 0 {
		return i
	}
	return len(id)
}

// Valid reports whether the fund is a known kind in a well-formed region.
func (id ID) Valid() bool {
	return id.Region().Valid() && id.Kind().known()
}

// Country is the region of national figures (全国).
//
// Source: 行政区划代码 of the national platform, which has 100000 for the country.
const Country Region = "100000"

// Valid reports whether the region is six digits that begin with a province, or
// the country.
func (r Region) Valid() bool {
	return len(r) == 6 && digits(string(r)) && (IsProvince(r[0], r[1]) || r == Country)
}

// IsProvince reports whether two characters are the digits that the division
// codes of a province begin with. 66 is 新疆生产建设兵团, whose divisions have pools of
// their own; 71, 81 and 82 are 台湾, 香港 and 澳门, whose residents have care here.
//
// Source: GB/T 2260; 66 by the national platform.
func IsProvince(first, second byte) bool {
	if !isDigit(first) || !isDigit(second) {
		return false
	}
	switch 10*(first-'0') + second - '0' {
	case 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
		50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 66, 71, 81, 82:
		return true
	}
	return false
}

// Institution is a designated institution (定点医药机构) by its 12-character
// national code: H (hospital) or P (pharmacy), six digits of region, five of
// serial number, such as "H44130200026".
//
// Source: 定点医药机构编码规则; there is no check digit.
type Institution string

// Valid reports whether the code is well formed.
func (i Institution) Valid() bool {
	return len(i) == 12 && (i[0] == 'H' || i[0] == 'P') && digits(string(i[1:])) && IsProvince(i[1], i[2])
}

// LegalCode is the unified social credit code (统一社会信用代码) of a legal person,
// which decisions print: 18 digits and capital letters, the last a check character.
//
// Source: GB 32100-2015.
type LegalCode string

const legalAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Valid reports whether the code is well formed and its check character right.
func (c LegalCode) Valid() bool {
	if len(c) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(legalAlphabet, c[i])
		if value < 0 {
			return false
		}
		sum += value * weight
		weight = weight * 3 % 31
	}
	return c[17] == legalAlphabet[(31-sum%31)%31]
}

func digits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
