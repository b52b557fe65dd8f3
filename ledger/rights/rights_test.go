package rights

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
)

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		r, other fund.Region
		want     bool
	}{
		{"441302", "441300", true}, {"441302", "440000", true}, {"441302", "100000", true}, {"441300", "441300", true},
		{"441300", "441302", false}, {"441402", "441300", false}, {"430522", "440000", false}, {"", "440000", false},
		{"440100", "441000", false}, {"441000", "441000", true},
	} {
		if got := Within(c.r, c.other); got != c.want {
			t.Errorf("%q within %q: %v", c.r, c.other, got)
		}
	}
}

func TestMay(t *testing.T) {
	const a, b, aid, far = fund.ID("441300.390"), fund.ID("441300.310"), fund.ID("441300.620"), fund.ID("430522.390")
	all, city := Grants{{Role: Make}}, Grants{{Make, Scope{Region: "441300"}}}
	one, two := Grants{{Make, Scope{Fund: a}}}, Grants{{Make, Scope{Fund: a}}, {Make, Scope{Fund: aid}}}
	both := Matter{Funds: [2]fund.ID{a, aid}}
	for name, c := range map[string]struct {
		g    Grants
		role Role
		m    Matter
		want bool
	}{
		"no grant":                              {nil, View, OfFund(a), false},
		"another role":                          {all, Check, OfFund(a), false},
		"everywhere":                            {all, Make, OfFund(far), true},
		"everywhere, of no region":              {all, Make, Matter{}, true},
		"a region's fund":                       {city, Make, OfFund(b), true},
		"a fund of another":                     {city, Make, OfFund(far), false},
		"the region":                            {city, Make, OfRegion("441302"), true},
		"above the region":                      {city, Make, OfRegion("440000"), false},
		"all, with a region":                    {city, Make, Matter{}, false},
		"a fund":                                {one, Make, OfFund(a), true},
		"another fund":                          {one, Make, OfFund(b), false},
		"the region, with one fund of it":       {one, Make, OfRegion("441300"), false},
		"two funds, one granted":                {one, Make, both, false},
		"two funds, each granted":               {two, Make, both, true},
		"two funds of a region, seen by region": {city, Make, both, true},
	} {
		if got := c.g.May(c.role, c.m); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSight(t *testing.T) {
	for _, c := range []struct {
		g               Grants
		all, none, sees bool
	}{
		{nil, false, true, false},
		{Grants{{Role: Administer}}, false, true, false},
		{Grants{{Role: Audit}}, true, false, true},
		{Grants{{Close, Scope{Region: "440000"}}}, false, false, true},
		{Grants{{Check, Scope{Fund: "441300.310"}}}, false, false, false},
	} {
		s := c.g.Sight()
		if s.All() != c.all || s.None() != c.none || s.Fund("441300.390") != c.sees {
			t.Errorf("%v: all %v, none %v, fund %v", c.g, s.All(), s.None(), s.Fund("441300.390"))
		}
	}
	if !Everything().Matter(Matter{}) || (Sight{}).Region("441300") {
		t.Error("everything, or nothing, is not")
	}
}

func TestTogether(t *testing.T) {
	for _, a := range Roles() {
		for _, b := range Roles() {
			want := a == b || a != Administer && b != Administer && !(a == Audit && b.Writes()) && !(b == Audit && a.Writes())
			if Together(a, b) != want || Together(b, a) != want {
				t.Errorf("%s and %s", a, b)
			}
		}
	}
	if Together(Administer, View) || Together(Audit, Check) || !Together(Audit, View) || !Together(Make, Check) {
		t.Error("roles that exclude each other")
	}
}
