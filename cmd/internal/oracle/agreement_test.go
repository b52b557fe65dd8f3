package oracle

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// The standings of an agreement.
const (
	never     = "never designated"
	active    = "active"
	suspended = "suspended"
	ended     = "ended"
)

// turn is a fact that changes where an agreement stands, and to what.
func turn(f event.Event) (i fund.Institution, to string) {
	switch f := f.(type) {
	case event.InstitutionDesignated:
		return f.Institution, active
	case event.InstitutionSuspended:
		if f.Scope == event.Whole {
			return f.Institution, suspended
		}
	case event.InstitutionResumed:
		if f.Scope == event.Whole {
			return f.Institution, active
		}
	case event.InstitutionTerminated:
		return f.Institution, ended
	}
	return "", ""
}

// standing returns where an agreement stands on a day, and the day of its latest change.
func (n *naive) standing(i fund.Institution, on fund.Date) (standing string, latest fund.Date) {
	standing = never
	for _, f := range n.live() {
		who, to := turn(f)
		if to == "" || who != i {
			continue
		}
		latest = max(latest, f.Common().OccurredOn)
		if f.Common().OccurredOn <= on {
			standing = to
		}
	}
	return standing, latest
}

// change says whether an agreement may change in this way.
func (n *naive) change(e event.Event) string {
	var i fund.Institution
	part := false
	switch e := e.(type) {
	case event.InstitutionDesignated:
		i = e.Institution
	case event.InstitutionSuspended:
		i, part = e.Institution, e.Scope == event.Department
	case event.InstitutionResumed:
		i, part = e.Institution, e.Scope == event.Department
	case event.InstitutionTerminated:
		i = e.Institution
	}
	if i == "" {
		return taken // a total without names
	}
	on := e.Common().OccurredOn
	now, latest := n.standing(i, on)
	if on < latest {
		return "agreement-order"
	}
	lives := now == active || now == suspended
	fits := false
	switch e.(type) {
	case event.InstitutionDesignated:
		fits = !lives
	case event.InstitutionSuspended:
		fits = now == active || lives && part
	case event.InstitutionResumed:
		fits = now == suspended || lives && part
	case event.InstitutionTerminated:
		fits = lives
	}
	if !fits {
		return "agreement-status"
	}
	return taken
}

func (n *naive) established(id fund.ID) bool {
	for _, f := range n.live() {
		if f, ok := f.(event.FundEstablished); ok && f.Fund == id {
			return true
		}
	}
	return false
}

// grounds says what a fact lacks outside its own place: books, an agreement.
func (n *naive) grounds(e event.Event) string {
	switch e.(type) {
	case event.FundEstablished, event.FundOpened, event.AccountOpened, event.InstitutionDesignated, event.InstitutionSuspended,
		event.InstitutionResumed, event.InstitutionTerminated, event.FactReversed:
		return ""
	}
	if e, ok := e.(event.ParticipationAssisted); ok && !n.established(e.AidFund) {
		return "fund-unknown"
	}
	if id := payer(e); id != "" && !n.established(id) {
		return "fund-unknown"
	}
	i := institutionOf(e)
	if i == "" {
		return ""
	}
	now, _ := n.standing(i, e.Common().OccurredOn)
	pays := false
	switch e.(type) {
	case event.ReimbursementPaid, event.PrepaymentPaid:
		pays = true
	}
	switch {
	case now == never:
		return "institution-unknown"
	case pays && now == suspended:
		return "agreement-suspended"
	case pays && now == ended:
		return "agreement-terminated"
	}
	return ""
}

// institutionOf returns the institution that a fact names, or "".
func institutionOf(e event.Event) fund.Institution { return field[fund.Institution](e, "Institution") }
