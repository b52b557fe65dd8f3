package account

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
)

// The expenses of a medical-aid fund, by analogy below 5001: the statute for
// social-insurance funds does not cover it.
//
// Source: 社会救助暂行办法 art. 29–31 (two outlays); 财社〔2013〕217号.
const (
	DirectRelief  = Benefits + "01" // 直接救助
	Participation = Benefits + "02" // 资助参保
)

// Unclassified reports whether an account is that of benefits whose kind of care is not
// known.
func (c Code) Unclassified() bool {
	return c.Within(Benefits) && strings.HasSuffix(string(c), fund.Unclassified)
}

// CareAccount returns the sub-account of 5001 for a part and kind of care in
// the books of a kind, and whether the statute has it.
//
// Source: KJ 5001 (明细科目); 生育 where it is merged with 职工.
func CareAccount(kind fund.Kind, p fund.Part, c fund.Care) (Code, bool) {
	for i := range benefits {
		if benefits[i].kind == kind {
			return benefits[i].account(p, c)
		}
	}
	return "", false
}

// HasCare reports whether there is a CareAccount.
func HasCare(kind fund.Kind, p fund.Part, c fund.Care) bool {
	_, has := CareAccount(kind, p, c)
	return has
}

// benefits are the sub-accounts of 5001 of each kind. They are never changed.
var benefits = func() (all []kindBenefits) {
	for _, s := range fund.Kinds() {
		b := kindBenefits{kind: s.Kind, parts: s.Kind.Has(fund.Parts)}
		for _, p := range []fund.Part{"", fund.Pool, fund.Personal} {
			for _, c := range fund.Cares() {
				switch {
				case s.Kind.Has(fund.Relief) && c.Care == "" && p == "":
					b.list = append(b.list, benefit{p, c.Care, DirectRelief})
				case s.Kind.Pays(p, c.Care):
					b.list = append(b.list, benefit{p, c.Care, Of(s.Kind, Benefits, p) + Code(c.Digits)})
				}
			}
		}
		all = append(all, b)
	}
	return all
}()

// kindBenefits are the sub-accounts of 5001 of one kind.
type kindBenefits struct {
	kind  fund.Kind
	parts bool
	list  []benefit
}

// benefit is the sub-account of 5001 of a part and kind of care.
type benefit struct {
	part fund.Part
	care fund.Care
	code Code
}

func (k *kindBenefits) account(p fund.Part, c fund.Care) (Code, bool) {
	if !k.parts {
		p = ""
	}
	for i := range k.list {
		if of := &k.list[i]; of.care == c && of.part == p {
			return of.code, true
		}
	}
	return "", false
}
