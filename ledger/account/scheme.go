package account

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Scheme is what the books of a kind of fund have. Every rule that asks whether a
// fund may take a fact asks here, so that a new kind is one row.
type Scheme struct {
	Kind     fund.Kind
	Parts    bool // 统筹基金 and 个人账户基金 apart, premiums that await their split, transfers between places
	Premiums bool // 保险费收入, also 资助参保
	Benefits bool // claims of institutions: reimbursements and all that follows
	Insurer  bool // buys 大病保险 from an insurer
	Relief   bool // aid to persons, and pays premiums of others

	pool, personal []Care // the kinds of care; without parts pool only
	benefits       []benefit
}

// Schemes returns what each kind has, in the order of fund.Kinds.
//
// Source: KJ Part 2 and 4 for 310 and 390, 5001 and 5101; by analogy to 390, with
// the care that the scheme is about, for the others; 财社〔2013〕217号 for 610.
func Schemes() []Scheme { return schemes }

var schemes = func() []Scheme {
	resident := []Care{Inpatient, Outpatient, OtherCare}
	plain := func(k fund.Kind) Scheme {
		return Scheme{Kind: k, Premiums: true, Benefits: true, Insurer: true, pool: resident}
	}
	veterans := func(k fund.Kind) Scheme { return Scheme{Kind: k, Benefits: true, pool: resident} } // of subsidies alone
	all := []Scheme{
		{
			Kind: fund.Employee, Parts: true, Premiums: true, Benefits: true, Insurer: true,
			pool:     []Care{Inpatient, OutpatientMajor, OutpatientPooled, MaternityCare, MaternityAllowance},
			personal: []Care{Inpatient, Outpatient, Pharmacy},
		},
		plain(fund.CivilServant), plain(fund.LargeAmount), plain(fund.Retired),
		veterans(fund.Disabled), veterans(fund.RedArmy),
		plain(fund.Enterprise), plain(fund.Resident),
		{Kind: fund.LongTermCare, Premiums: true, Benefits: true, pool: []Care{OtherCare}},
		{Kind: fund.Maternity, Premiums: true, Benefits: true, pool: []Care{MaternityCare, MaternityAllowance}},
		{Kind: fund.MedicalAid, Relief: true},
		plain(fund.All),
	}
	for i := range all {
		all[i].benefits = all[i].benefitAccounts()
	}
	return all
}()

// SchemeOf returns what a kind has; the zero Scheme if the kind is unknown.
func SchemeOf(k fund.Kind) Scheme { return *schemeOf(k) }

func schemeOf(k fund.Kind) *Scheme {
	for i := range schemes {
		if schemes[i].Kind == k {
			return &schemes[i]
		}
	}
	return &Scheme{}
}

// Cares returns the kinds of care that a part pays for; those of a scheme without
// parts for "".
func (s Scheme) Cares(p Part) []Care {
	switch {
	case s.Parts != (p != ""):
		return nil
	case p == Personal:
		return s.personal
	default:
		return s.pool
	}
}

// KindsThat returns the codes of the kinds with something, such as "310、390".
func KindsThat(has func(Scheme) bool) lang.Text {
	var list lang.Text
	for _, s := range schemes {
		if !has(s) {
			continue
		}
		if !list.IsZero() {
			list = lang.Text{ZH: list.ZH + "、", EN: list.EN + ", "}
		}
		list = lang.Text{ZH: list.ZH + string(s.Kind), EN: list.EN + string(s.Kind)}
	}
	return list
}

// has reports whether a part pays for a kind of care.
func (s Scheme) has(p Part, c Care) bool { return slices.Contains(s.Cares(p), c) }
