// Package fund holds the identifiers of the trade: funds, pooling areas,
// medical institutions, persons, and civil dates.
//
// Every identifier is checked when it is parsed and has one written form. A
// fund is one accounting entity: funds never share a book.
//
// Source: 财会〔2017〕28号 Part 1 §3–4.
package fund

import "strings"

// Region is a pooling area (统筹区) by its six-digit administrative division
// code (GB/T 2260), such as "441300".
type Region string

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
	return id.Region().Valid() && id.Kind().scheme() != nil
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
