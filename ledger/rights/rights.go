// Package rights says what roles allow, in which regions and funds.
//
// What an account may do stands in the log (facts role.granted, role.withdrawn); this
// package has the words and the arithmetic, for who decides on facts and for who shows them.
// Nothing is allowed that no role allows.
package rights

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
)

// Role is what somebody does in an office.
type Role string

// The roles. Who makes, checks or closes also sees what that is about; who administers sees and
// books nothing; who audits sees, verifies and proves, and writes nothing.
const (
	View       Role = "view"       // 查看
	Make       Role = "make"       // 制单
	Check      Role = "check"      // 复核
	Close      Role = "close"      // 结账
	Audit      Role = "audit"      // 审计
	Administer Role = "administer" // 管理
)

// Roles returns all roles, in the order in which they are listed.
func Roles() []Role { return []Role{View, Make, Check, Close, Audit, Administer} }

// Sees reports whether a role shows the books.
func (r Role) Sees() bool { return r != Administer && slices.Contains(Roles(), r) }

// Writes reports whether a role records anything in the books, or agrees to it.
func (r Role) Writes() bool { return r == Make || r == Check || r == Close }

// Together reports whether one account may have both roles: who administers has no other, and
// who audits writes nothing.
func Together(a, b Role) bool {
	return a == b || a != Administer && b != Administer && (a != Audit || !b.Writes()) && (b != Audit || !a.Writes())
}

// Scope is where a role holds: in a region with all below it, in one fund, or, the zero Scope,
// everywhere.
type Scope struct {
	Region fund.Region
	Fund   fund.ID
}

// Matter is what an act or a row is about. That of no fund and no region is about all.
type Matter struct {
	Funds  [2]fund.ID  // "": none
	Region fund.Region // of what has no fund
}

// OfFund is the matter of a fund.
func OfFund(id fund.ID) Matter { return Matter{Funds: [2]fund.ID{id}} }

// OfRegion is the matter of a region: of all its funds.
func OfRegion(r fund.Region) Matter { return Matter{Region: r} }

// Within reports whether a region is another one, or below it: 441302 is in 441300, and that in
// 440000. All are in the country.
func Within(r, other fund.Region) bool {
	prefix := string(other)
	if other == fund.Country {
		prefix = ""
	}
	for strings.HasSuffix(prefix, "00") {
		prefix = strings.TrimSuffix(prefix, "00")
	}
	return r.Valid() && strings.HasPrefix(string(r), prefix)
}

// fund reports whether a scope has a fund.
func (s Scope) fund(id fund.ID) bool {
	return (s.Fund == "" || s.Fund == id) && (s.Region == "" || Within(id.Region(), s.Region))
}

// region reports whether a scope has all of a region.
func (s Scope) region(r fund.Region) bool {
	return s.Fund == "" && (s.Region == "" || r != "" && Within(r, s.Region))
}

// Grant is a role and where it holds.
type Grant struct {
	Role
	Scope
}

// Grants are what one account may do.
type Grants []Grant

// May reports whether they allow what a role does about a matter: about each of its funds, or
// about its region if it has none.
func (g Grants) May(role Role, m Matter) bool {
	return g.covers(m, func(of Grant) bool { return of.Role == role })
}

func (g Grants) covers(m Matter, counts func(Grant) bool) bool {
	some := false
	for _, id := range m.Funds {
		if id == "" {
			continue
		}
		some = true
		if !slices.ContainsFunc(g, func(of Grant) bool { return counts(of) && of.fund(id) }) {
			return false
		}
	}
	return some || slices.ContainsFunc(g, func(of Grant) bool { return counts(of) && of.region(m.Region) })
}

// Has reports whether they have a role anywhere.
func (g Grants) Has(role Role) bool {
	return slices.ContainsFunc(g, func(of Grant) bool { return of.Role == role })
}

// Sight is what somebody sees of the books. The zero Sight is nothing.
type Sight struct {
	all    bool
	grants Grants // roles that see
}

// Everything is the sight of whoever has a ledger alone.
func Everything() Sight { return Sight{all: true} }

// Sight is what the grants show.
func (g Grants) Sight() Sight {
	s := Sight{}
	for _, of := range g {
		if of.Sees() {
			s.grants = append(s.grants, of)
			s.all = s.all || of.Scope == Scope{}
		}
	}
	return s
}

// All reports whether everything is seen.
func (s Sight) All() bool { return s.all }

// None reports whether nothing is.
func (s Sight) None() bool { return !s.all && len(s.grants) == 0 }

// Matter reports whether a matter is seen whole.
func (s Sight) Matter(m Matter) bool {
	return s.all || s.grants.covers(m, func(Grant) bool { return true })
}

// Fund reports whether a fund is seen.
func (s Sight) Fund(id fund.ID) bool { return s.Matter(OfFund(id)) }

// Region reports whether a region is seen, with all its funds.
func (s Sight) Region(r fund.Region) bool { return s.Matter(OfRegion(r)) }
