package oracle

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// statistics returns the figures of annual reports.
func (n *naive) statistics(on fund.Date) sums {
	out := sums{}
	heads, papers := map[string]fund.Date{}, map[paperSaid]int64{}
	counts := map[event.Event]bool{}
	for _, f := range n.live() {
		counts[f] = true
	}
	for _, said := range n.facts {
		if on != 0 && said.Common().OccurredOn > on {
			continue
		}
		f, sign := about(said), int64(1)
		if f != said {
			sign = -1
		}
		c := f.Common()
		period := fmt.Sprint(c.OccurredOn.Year())
		if c.Since != 0 && c.Since.Year() != c.OccurredOn.Year() {
			period = fmt.Sprintf("%d-%s", c.Since.Year(), period)
		}
		add := func(about, item string, count int64) {
			name := period + " " + about + " " + item
			out.add(name+" amount", new(big.Int).Mul(big.NewInt(sign), amountOf(f)))
			out.add(name+" count", big.NewInt(sign*count))
			if count == 0 {
				out.add(name+" vague", big.NewInt(sign))
			}
		}
		agreement := func(item string, r fund.Region, i fund.Institution, kind event.InstitutionKind) {
			if strings.HasPrefix(string(i), "H") {
				kind = event.KindHospital
			} else if strings.HasPrefix(string(i), "P") {
				kind = event.KindPharmacy
			}
			if field[event.Scope](f, "Scope") == event.Department {
				item = strings.Replace(item, "agreements", "departments", 1)
			}
			count := c.Count
			if strings.HasPrefix(item, "agreements_signed") || strings.HasPrefix(item, "payments_") {
				count = 1 // of types without a number
			}
			add(string(r), item+" "+string(kind), count)
		}
		id := string(payer(f))
		switch f := f.(type) {
		case event.PremiumReceived:
			add(id, "premiums ", c.Count)
		case event.PremiumRefunded:
			add(id, "premiums_refunded ", c.Count)
			if f.AidFund != "" {
				add(string(f.AidFund), "assisted_participation_returned ", c.Count)
			}
		case event.ParticipationAssisted:
			add(id, "assisted_premiums ", c.Count)
			add(string(f.AidFund), "assisted_participation ", c.Count)
		case event.SubsidyReceived:
			add(id, "subsidies ", c.Count)
		case event.InterestReceived:
			add(id, "interest ", c.Count)
		case event.OtherReceived:
			add(id, "other_income ", c.Count)
		case event.OtherPaid:
			add(id, "other_expense ", c.Count)
		case event.GrantReceived:
			add(id, "grants_received "+string(f.Level), c.Count)
		case event.GrantPaid:
			add(id, "grants_paid "+string(f.Level), c.Count)
		case event.InsurerPaid:
			add(id, "insurer_paid ", c.Count)
		case event.InsurerReturned:
			add(id, "insurer_returned ", c.Count)
		case event.TransferReceived:
			add(id, "transfers_in ", c.Count)
		case event.TransferPaid:
			add(id, "transfers_out ", c.Count)
		case event.TransferReturned:
			add(id, "transfers_returned ", c.Count)
		case event.PrepaymentWrittenOff:
			out.one(period+" "+id+" other_expense ", int64(f.Amount), sign)
		case event.SuspenseForfeited:
			out.one(period+" "+id+" other_income ", int64(f.Amount), sign)
		case event.BondRedeemed:
			out.one(period+" "+id+" interest ", int64(f.Amount-f.Cost), sign)
		case event.LoanRepaid:
			out.one(period+" "+id+" other_expense ", int64(f.Interest), sign)
		case event.LoanAssumed:
			out.one(period+" "+id+" subsidies ", int64(f.Amount), sign)
		case event.ReimbursementPaid, event.PrepaymentSetOff:
			add(id, "benefits ", c.Count)
		case event.ReimbursementReversed:
			add(id, "benefits_reversed ", c.Count)
		case event.ReliefPaid:
			add(id, "relief ", c.Count)
		case event.ReliefReversed:
			add(id, "relief_reversed ", c.Count)
		case event.ClaimDenied:
			add(id, "denied_before_payment "+string(f.Channel), c.Count)
		case event.ClaimCorrected:
			add(id, "denied_before_payment reminder", c.Count)
		case event.Enforcement:
			n.ofCases(f, func(about, item string, count int64) {
				add(about, item, count)
				if strings.HasPrefix(item, "benefits") {
					return
				}
				name := period + " " + about + " " + item
				_, number := caseOf(f)
				if !isTotal(f) {
					papers[paperSaid{name, number, documentOf(f)}] += sign
				}
				if documentOf(f) != "" {
					out.add(name+" cases", big.NewInt(sign*count))
				}
			})
		case event.InstitutionDesignated:
			add(string(f.Region), "institutions_designated ", 1)
		case event.InstitutionSuspended:
			agreement("agreements_suspended", f.Region, f.Institution, f.Kind)
		case event.InstitutionResumed:
			agreement("agreements_resumed", f.Region, f.Institution, f.Kind)
		case event.InstitutionTerminated:
			agreement("agreements_terminated", f.Region, f.Institution, f.Kind)
		case event.AgreementSigned:
			agreement("agreements_signed", f.Region, f.Institution, "")
		case event.PaymentHeld:
			agreement("payments_held", f.Region, f.Institution, "")
		case event.PaymentReleased:
			agreement("payments_released", f.Region, f.Institution, "")
		case event.RecoveryReported:
			add(string(f.Region), "recovered_including_fines ", c.Count)
		case event.PersonsInsured:
			name := period + " " + id + " persons_insured  count"
			if sign > 0 && counts[plainly(f)] && c.OccurredOn >= heads[name] { // the latest day; of one day the latest said
				heads[name] = c.OccurredOn
				out[name] = big.NewInt(c.Count)
			}
		case event.LimitSet:
			if sign < 0 || !counts[f] {
				continue
			}
			out.add(fmt.Sprintf("%s %s limits %s %s %s", period, f.Region, f.Limit, f.Amount, f.Document), big.NewInt(1))
		case event.StatisticReported:
			if sign < 0 || !counts[f] {
				continue
			}
			out.add(fmt.Sprintf("%s %s %s/%s %s %s %s", period, f.Region, f.Topic, f.Metric, f.Value, f.Unit, f.Document), big.NewInt(1))
		}
	}
	// A single fact is one of its paper, and of its case, however often it was said.
	cases := map[paperSaid]bool{}
	for p, times := range papers {
		out.add(p.name+" count", big.NewInt(-times))
		if p.document != "" {
			out.add(p.name+" cases", big.NewInt(-times))
		}
		if times == 0 {
			continue
		}
		out.add(p.name+" count", big.NewInt(1))
		if one := (paperSaid{name: p.name, number: p.number}); p.document != "" && p.number != "" && !cases[one] {
			cases[one] = true
			out.add(p.name+" cases", big.NewInt(1))
		}
	}
	return out
}

// paperSaid is a paper as one figure counts it.
type paperSaid struct{ name, number, document string }

// documentOf returns what a fact of a case is counted by: its document, what it
// found or whom it touches, or nothing but the case.
func documentOf(f event.Enforcement) string {
	switch f := f.(type) {
	case event.CaseOpened, event.CaseTransferred, event.CasePublished, event.CaseClosed, event.CaseReopened:
		return ""
	case event.FindingRecorded:
		return f.Document + " " + f.Finding + " " + string(f.Institution)
	case event.SettlementSuspended:
		return f.Document + " " + string(f.Person)
	default:
		return f.Common().Document
	}
}

// ofCases counts a fact of a case.
func (n *naive) ofCases(f event.Enforcement, add func(about, item string, count int64)) {
	region, _ := caseOf(f)
	about := or(payer(f), string(region))
	channel, charge := string(field[event.Channel](f, "Channel")), ""
	if c := chargeOf(f); c != event.Fine {
		charge = string(c)
	}
	item := ""
	switch f := f.(type) {
	case event.CaseOpened:
		item = "cases_opened " + channel
	case event.FindingRecorded:
		item = "findings " + string(f.Article)
	case event.LossDetermined:
		item = "losses_determined " + string(f.Article)
	case event.ClawbackOrdered:
		item = "clawback_ordered " + channel
	case event.ClawbackReceived:
		item = "recovered " + channel
	case event.ClawbackSetOff:
		add(about, "benefits ", 0) // the settlement, of nobody knows how many visits
		item = "recovered_by_set_off " + channel
	case event.ClawbackAnnulled:
		item = "clawback_annulled "
	case event.ClawbackRefunded:
		item = "clawback_refunded "
	case event.FineImposed:
		item = "fines_imposed "
	case event.FinePaid:
		item = "fines_paid " + charge
	case event.FineWaived:
		item = "fines_waived " + charge
	case event.FineRefunded:
		item = "fines_refunded " + charge
	case event.SurchargeImposed:
		item = "surcharges_imposed "
	case event.GainConfiscated:
		item = "gains_confiscated "
	case event.PenaltyReceived:
		item = "contract_penalties "
	case event.PenaltyCharged:
		item = "contract_penalties_charged "
	case event.SettlementSuspended:
		item = "online_settlements_suspended "
	case event.CaseTransferred:
		item = "cases_handed_over " + string(f.Authority)
	case event.CasePublished:
		item = "cases_published "
	case event.CaseClosed:
		item = "cases_closed " + string(f.Outcome)
	case event.CaseReopened:
		item = "cases_reopened "
	}
	add(about, item, f.Common().Count)
}

// one counts a fact of a type without a number, if it is of any amount.
func (s sums) one(name string, amount, sign int64) {
	if amount != 0 {
		s.add(name+" amount", big.NewInt(sign*amount))
		s.add(name+" count", big.NewInt(sign))
	}
}
