package oracle

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// The standings of an agreement.
const (
	never     = "never designated"
	active    = "active"
	suspended = "suspended"
	expired   = "expired"
	ended     = "terminated"
)

// turn is a fact that changes where an agreement stands, or a department of it:
// to what, and until when if not for good.
func turn(f event.Event, department string) (to string, until fund.Date) {
	switch f := f.(type) {
	case event.InstitutionDesignated: // anew, with all departments
		return active, 0
	case event.InstitutionSuspended:
		to, until = suspended, f.Until
	case event.InstitutionResumed:
		to = active
	case event.InstitutionTerminated:
		to = ended
	}
	whole := field[event.Scope](f, "Scope") != event.Department
	if whole != (department == "") || field[string](f, "Department") != department {
		return "", 0
	}
	return to, until
}

// standing returns where an agreement, or a department of it, stands on a day,
// and the day of its latest change.
func (n *naive) standing(i fund.Institution, department string, on fund.Date) (standing string, latest fund.Date) {
	standing = never
	var until fund.Date
	signed, runs := false, false // a term of the agreement began by the day, and holds on it
	for _, f := range n.live() {
		if institutionOf(f) != i {
			continue
		}
		day := f.Common().OccurredOn
		if to, end := turn(f, department); to != "" {
			latest = max(latest, day)
			if _, anew := f.(event.InstitutionDesignated); anew {
				latest = day // what was told of departments before is of the agreement before
			}
			if day <= on {
				standing, until = to, end
			}
		}
		switch f := f.(type) {
		case event.InstitutionDesignated: // anew
			if day <= on {
				signed, runs = false, false
			}
		case event.AgreementSigned:
			if day <= on {
				signed, runs = true, runs || on <= f.Until
			}
		}
	}
	if standing == suspended && until != 0 && until < on {
		standing = active
	}
	if standing == active && signed && !runs && department == "" {
		standing = expired
	}
	return standing, latest
}

// hold is that payments stopped for a case.
type hold struct {
	number   string
	from, to fund.Date // to: the day on which it was released; far off: it was not
}

// farOff is later than every date.
const farOff = fund.Date(1 << 30)

// holds returns every hold of payments to an institution, for a case unless "".
func (n *naive) holds(i fund.Institution, number string) []hold {
	var holds []hold
	for _, f := range n.live() {
		switch f := f.(type) {
		case event.PaymentHeld:
			if f.Institution == i {
				holds = append(holds, hold{f.Case, f.OccurredOn, farOff})
			}
		case event.PaymentReleased:
			for k := range holds {
				if f.Institution == i && holds[k].number == f.Case && holds[k].to == farOff {
					holds[k].to = f.OccurredOn
				}
			}
		}
	}
	return slices.DeleteFunc(holds, func(h hold) bool { return number != "" && h.number != number })
}

// change says whether an agreement may change in this way.
func (n *naive) change(e event.Institution) string {
	i, on := institutionOf(e), e.Common().OccurredOn
	if i == "" {
		return taken // a total without names
	}
	switch e := e.(type) {
	case event.PaymentHeld:
		for _, h := range n.holds(i, e.Case) {
			if on < h.to {
				return "hold-twice"
			}
		}
		return taken
	case event.PaymentReleased:
		for _, h := range n.holds(i, e.Case) {
			if h.from <= on && h.to == farOff {
				return taken
			}
		}
		return "hold-unknown"
	}
	now, _ := n.standing(i, "", on)
	if _, latest := n.standing(i, field[string](e, "Department"), on); on < latest {
		return "agreement-order"
	}
	lives, part := now == active || now == expired, field[event.Scope](e, "Scope") == event.Department
	fits := false
	switch e.(type) {
	case event.InstitutionDesignated:
		fits = now == never || now == ended
	case event.AgreementSigned, event.InstitutionTerminated:
		fits = lives || now == suspended
	case event.InstitutionSuspended:
		fits = lives || now == suspended && part
	case event.InstitutionResumed:
		fits = now == suspended || lives && part
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
	case event.PaymentHeld, event.PaymentReleased:
	case event.Book, event.Institution, event.FactReversed:
		return ""
	}
	for _, id := range []fund.ID{payer(e), aidOf(e)} {
		if id != "" && !n.established(id) {
			return "fund-unknown"
		}
	}
	for _, id := range []fund.ID{payer(e), aidOf(e)} {
		if entersBefore(e, id, n.opened(id)) {
			return "before-opening"
		}
	}
	i, on, department := institutionOf(e), e.Common().OccurredOn, field[string](e, "Department")
	if i == "" {
		return ""
	}
	judged := on // the day for which the agreement must stand
	if e, ok := e.(event.ReimbursementPaid); ok && e.CareOn != 0 {
		judged = e.CareOn
	}
	now, _ := n.standing(i, "", judged)
	if now == never {
		return "institution-unknown"
	}
	switch e.(type) {
	case event.ReimbursementPaid, event.PrepaymentPaid:
	default:
		return ""
	}
	switch now {
	case suspended:
		return "agreement-suspended"
	case expired:
		return "agreement-expired"
	case ended:
		return "agreement-terminated"
	}
	if part, _ := n.standing(i, department, judged); department != "" && part == suspended {
		return "department-suspended"
	}
	for _, h := range n.holds(i, "") {
		if h.from <= on && on < h.to {
			return "payment-held"
		}
	}
	return ""
}

// institutionOf returns the institution that a fact names, or "".
func institutionOf(e event.Event) fund.Institution { return field[fund.Institution](e, "Institution") }
