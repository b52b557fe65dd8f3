package forms

import (
	"context"

	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
)

// Institutions are the steps in the life of an agreement.
func Institutions() []Form {
	forms := []Form{
		{Name: "designate", Wire: "institution.designated"},
		{Name: "sign", Wire: "agreement.signed"},
		{Name: "suspend", Wire: "institution.suspended"},
		{Name: "resume", Wire: "institution.resumed"},
		{Name: "terminate", Wire: "institution.terminated"},
		{Name: "hold", Wire: "payment.held"},
		{Name: "release", Wire: "payment.released"},
	}
	for i := range forms {
		forms[i].Key, forms[i].known, forms[i].Follows = "institution", knownOfInstitution, []string{"region", "kind"}
	}
	forms[0].known, forms[0].Follows = nil, nil // is new, or designated again
	return forms
}

// knownOfInstitution returns the region in which an institution was designated,
// and the scope of a fact that names a department.
// Error: bad input if it was not.
func knownOfInstitution(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error) {
	code := fund.Institution(given["institution"])
	if !code.Valid() {
		return nil, nil // is told by the check of the fields
	}
	v, err := agreementOf(ctx, s, code)
	if err != nil {
		return nil, err
	}
	if len(v.Steps(code)) == 0 {
		return nil, NoInstitution(string(code))
	}
	follow := map[string]string{"region": string(v.Agreement(code, agreements.Latest).Region)}
	if given["department"] != "" {
		follow["scope"] = string(event.Department)
	}
	return follow, nil
}

// NoInstitution says that there is no such institution: bad input.
func NoInstitution(code string) error {
	return fault.Input("账上没有机构 %s；用 institution list 查看全部，新机构用 institution designate 登记",
		"there is no institution %s; see all with institution list, record a new one with institution designate", code)
}

func agreementOf(ctx context.Context, s store.Store, code fund.Institution) (*agreements.View, error) {
	var v agreements.View
	err := applyStream(ctx, s, institution.Stream(code, ""), v.Apply)
	return &v, err
}
