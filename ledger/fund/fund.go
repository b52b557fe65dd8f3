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

// The schemes that the ledger keeps books for.
//
// Source: insutype and fund_pay_type of the national medical-insurance platform
// (the three digits are the head of fund_pay_type: 310100, 390100, 610100, …).
const (
	Employee     Kind = "310" // 职工基本医疗保险
	CivilServant Kind = "320" // 公务员医疗补助
	LargeAmount  Kind = "330" // 大额医疗费用补助
	Retired      Kind = "340" // 离休人员医疗保障
	Enterprise   Kind = "370" // 企业补充医疗保险
	Resident     Kind = "390" // 城乡居民基本医疗保险
	MedicalAid   Kind = "610" // 医疗救助
	// All stands for the basic funds of a region together, for totals that were
	// published without a split. It is a book of published totals, not a legal fund.
	All Kind = "all"
)

// Kinds returns every kind with its name, in the order of their codes.
func Kinds() []struct {
	Kind Kind
	Name lang.Text
} {
	return []struct {
		Kind Kind
		Name lang.Text
	}{
		{Employee, lang.Text{ZH: "职工基本医疗保险", EN: "employee basic medical insurance"}},
		{CivilServant, lang.Text{ZH: "公务员医疗补助", EN: "civil servants' medical supplement"}},
		{LargeAmount, lang.Text{ZH: "大额医疗费用补助", EN: "large-amount medical supplement"}},
		{Retired, lang.Text{ZH: "离休人员医疗保障", EN: "medical security of retired cadres"}},
		{Enterprise, lang.Text{ZH: "企业补充医疗保险", EN: "enterprise supplementary insurance"}},
		{Resident, lang.Text{ZH: "城乡居民基本医疗保险", EN: "resident basic medical insurance"}},
		{MedicalAid, lang.Text{ZH: "医疗救助", EN: "medical aid"}},
		{All, lang.Text{ZH: "医保基金（未分险种）", EN: "medical-insurance funds, not split"}},
	}
}

// known reports whether the kind is one of Kinds.
func (k Kind) known() bool {
	switch k {
	case Employee, CivilServant, LargeAmount, Retired, Enterprise, Resident, MedicalAid, All:
		return true
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

// Valid reports whether the region is six digits that begin with a province.
func (r Region) Valid() bool {
	return len(r) == 6 && digits(string(r)) && IsProvince(r[0], r[1])
}

// IsProvince reports whether two characters are the digits that the division
// codes of a province begin with.
//
// Source: GB/T 2260.
func IsProvince(first, second byte) bool {
	if !isDigit(first) || !isDigit(second) {
		return false
	}
	switch 10*(first-'0') + second - '0' {
	case 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
		50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82:
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
	return len(i) == 12 && (i[0] == 'H' || i[0] == 'P') && digits(string(i[1:])) && Region(i[1:7]).Valid()
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
