package forms

import (
	"context"
	"strings"
	"time"

	"github.com/fundledger/fundledger/aggregates/enforcement"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/replay"
)

// Cases are the steps of a case in the order in which they usually come.
func Cases() []Form {
	forms := []Form{
		{Name: "open", Wire: "case.opened"},
		{Name: "finding", Wire: "finding.recorded"},
		{Name: "loss", Wire: "loss.determined"},
		{Name: "trace", Wire: "loss.traced"},
		{Name: "order", Wire: "clawback.ordered"},
		{Name: "receive", Wire: "clawback.received"},
		{Name: "set-off", Wire: "clawback.set_off"},
		{Name: "annul", Wire: "clawback.annulled"},
		{Name: "refund", Wire: "clawback.refunded"},
		{Name: "fine", Wire: "fine.imposed"},
		{Name: "surcharge", Wire: "surcharge.imposed"},
		{Name: "confiscate", Wire: "gain.confiscated"},
		{Name: "pay", Wire: "fine.paid"},
		{Name: "waive", Wire: "fine.waived"},
		{Name: "refund-fine", Wire: "fine.refunded"},
		{Name: "penalty", Wire: "penalty.charged"},
		{Name: "receive-penalty", Wire: "penalty.received"},
		{Name: "suspend-person", Wire: "settlement.suspended"},
		{Name: "hand-over", Wire: "case.transferred"},
		{Name: "publish", Wire: "case.published"},
		{Name: "close", Wire: "case.closed"},
		{Name: "reopen", Wire: "case.reopened"},
	}
	for i := range forms {
		forms[i].Key, forms[i].known, forms[i].Follows = "case", knownOfCase, []string{"region", "channel", "subject", "institution"}
	}
	forms[0].known, forms[0].Follows = knownOfOpening, []string{"region", "subject"}
	return forms
}

// knownOfOpening returns what follows from the institution that a new case is
// about: the region in which it was designated, and what kind of subject it is.
func knownOfOpening(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error) {
	code := fund.Institution(given["institution"])
	if !code.Valid() {
		return nil, nil
	}
	v, err := agreementOf(ctx, s, code)
	if err != nil {
		return nil, err
	}
	subject := event.Hospital
	if event.KindOf(code) == event.KindPharmacy {
		subject = event.Pharmacy
	}
	return map[string]string{"region": string(v.Agreement(code, agreements.Latest).Region), "subject": string(subject)}, nil
}

// knownOfCase returns what the opening of a case says. The case is looked up in
// the region given, or that of the fund given; without both, in the whole ledger.
// Error: bad input if there is no such case, or several regions have one.
func knownOfCase(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error) {
	number, region := given["case"], fund.Region(given["region"])
	if region == "" {
		region = fund.ID(given["fund"]).Region()
	}
	if strings.TrimSpace(number) == "" || region != "" && !region.Valid() {
		return nil, nil // is told by the check of the fields
	}
	var v cases.View
	var err error
	if region != "" {
		err = applyStream(ctx, s, enforcement.Stream(region, number), v.Apply)
	} else {
		_, err = replay.Run(ctx, s, time.Time{}, nil, &v)
	}
	if err != nil {
		return nil, err
	}
	key, err := FindCase(&v, number, string(region))
	if err != nil {
		return nil, err
	}
	d := v.Docket(key, 0)
	opened, _ := d.Opened()
	follow := map[string]string{"region": string(key.Region), "channel": string(d.Channel()), "institution": string(opened.Institution)}
	if given["institution"] == "" || given["institution"] == follow["institution"] { // else it is about somebody else
		follow["subject"] = string(opened.Subject)
	}
	return follow, nil
}

// FindCase returns the case of a number. Error: bad input if there is none, or
// several regions have one.
func FindCase(v *cases.View, number, region string) (cases.Key, error) {
	var found []cases.Key
	var regions []string
	for _, key := range v.Keys() {
		if key.Number == number && strings.HasPrefix(string(key.Region), region) {
			found = append(found, key)
			regions = append(regions, string(key.Region))
		}
	}
	switch len(found) {
	case 0:
		return cases.Key{}, NoCase(number)
	case 1:
		return found[0], nil
	}
	return cases.Key{}, fault.Input("几个统筹区都有案件 %s（%s）；查看用 --region、登记用 region= 指明", "several areas have a case %s (%s); say which: --region to look, region= to record", number, strings.Join(regions, ", "))
}

// NoCase says that there is no such case: bad input.
func NoCase(number string) error {
	return fault.Input("账上没有案件 %s；用 case list 查看全部，新案用 case open 立案", "there is no case %s; see all with case list, open a new one with case open", number)
}
