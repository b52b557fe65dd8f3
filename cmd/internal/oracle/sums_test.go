package oracle

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// sums is a report as names and figures, to be compared line by line.
type sums map[string]*big.Int

func (s sums) add(name string, n *big.Int) {
	if s[name] == nil {
		s[name] = new(big.Int)
	}
	s[name].Add(s[name], n)
}

// String returns the figures that are not zero, one a line.
func (s sums) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if s[name].Sign() != 0 {
			fmt.Fprintf(&b, "%s = %s\n", name, s[name])
		}
	}
	return b.String()
}

// booking is what a fact does to one account of one fund.
type booking struct {
	fund    fund.ID
	account string
	amount  *big.Int
}

// bookings is 财会〔2017〕28号 read once more: 4001 and 5401 for refunds, 5001
// and 4501 for money that comes back, and nothing for what moves no cash of a fund.
func bookings(e event.Event) []booking {
	amount := amountOf(e)
	minus := new(big.Int).Neg(amount)
	on := e.Common().OccurredOn.Year()
	back := func(year int) []booking {
		if year != on {
			return []booking{{payer(e), "4501", amount}}
		}
		if strings.HasSuffix(string(payer(e)), ".610") {
			return []booking{{payer(e), "relief", minus}}
		}
		return []booking{{payer(e), "5001", minus}}
	}
	switch e := e.(type) {
	case event.PremiumReceived:
		return []booking{{e.Fund, "4001", amount}}
	case event.PremiumRefunded:
		if e.PaidOn.Year() == on {
			return []booking{{e.Fund, "4001", minus}}
		}
		return []booking{{e.Fund, "5401", amount}}
	case event.ParticipationAssisted:
		return []booking{{e.Fund, "4001", amount}, {e.AidFund, "participation", amount}}
	case event.SubsidyReceived:
		return []booking{{e.Fund, "4101", amount}}
	case event.InterestReceived:
		return []booking{{e.Fund, "4201", amount}}
	case event.PenaltyReceived:
		return []booking{{e.Fund, "4501", amount}}
	case event.ReimbursementPaid:
		return []booking{{e.Fund, "5001", amount}}
	case event.ReliefPaid:
		return []booking{{e.Fund, "relief", amount}}
	case event.ReimbursementReversed:
		return back(e.PaidOn.Year())
	case event.ReliefReversed:
		return back(e.PaidOn.Year())
	case event.ClawbackReceived:
		return back(int(e.PaidYear))
	}
	return nil
}

func upTo(facts []event.Event, on fund.Date) []event.Event {
	if on == 0 {
		return facts
	}
	return slices.DeleteFunc(slices.Clone(facts), func(e event.Event) bool { return e.Common().OccurredOn > on })
}

// balances returns what every fund took in, paid out and holds.
func (n *naive) balances(on fund.Date) sums {
	facts, out := upTo(n.facts, on), sums{}
	for _, opening := range facts {
		if opening, ok := opening.(event.FundOpened); ok {
			id := string(opening.Fund)
			out.add(id+" opened", big.NewInt(int64(opening.OccurredOn)))
			out.add(id+" opening", amountOf(opening))
			out.add(id+" balance", amountOf(opening))
		}
	}
	for _, f := range n.facts {
		if e, ok := f.(event.FundEstablished); ok {
			out.add(string(e.Fund)+" books", big.NewInt(1))
		}
	}
	for _, f := range facts {
		for _, b := range bookings(f) {
			id, income := string(b.fund), b.account[0] == '4'
			signed := new(big.Int).Set(b.amount)
			side := " income"
			if !income {
				signed.Neg(signed)
				side = " expense"
			}
			out.add(id+side, b.amount)
			out.add(id+" "+b.account, b.amount)
			opened := out[id+" opened"]
			if opened == nil || int64(f.Common().OccurredOn) <= opened.Int64() {
				continue
			}
			since := f.Common().Since
			if since == 0 {
				since = f.Common().OccurredOn
			}
			if int64(since) > opened.Int64() {
				out.add(id+side+" since", b.amount)
				out.add(id+" balance", signed)
			} else {
				out.add(id+" straddling", signed)
			}
		}
	}
	return out
}

// recoveries returns what came of losses, per fund and the other parts of a key.
func (n *naive) recoveries(on fund.Date, byInstitution, byChannel bool) sums {
	out := sums{}
	ordered := map[string]bool{} // by case and fund, in the order of recording
	for _, f := range n.facts {
		name := string(payer(f))
		if byInstitution {
			name += " " + string(institutionOf(f))
		}
		channel := string(field[event.Channel](f, "Channel"))
		if _, reminded := f.(event.ClaimCorrected); reminded {
			channel = "reminder"
		}
		if byChannel {
			name += " " + channel
		}
		dated := on == 0 || f.Common().OccurredOn <= on
		number := field[string](f, "Case") + string(payer(f)) + string(institutionOf(f))
		add := func(what string, amount *big.Int) {
			if dated {
				out.add(name+" "+what, amount)
			}
		}
		switch f.(type) {
		case event.ClawbackOrdered:
			ordered[number] = true
			add("ordered", amountOf(f))
			add("outstanding", amountOf(f))
		case event.ClawbackReceived:
			add("received", amountOf(f))
			if ordered[number] {
				add("outstanding", new(big.Int).Neg(amountOf(f)))
			}
		case event.ClaimDenied, event.ClaimCorrected:
			add("prevented", amountOf(f))
		}
	}
	return out
}

// statistics returns the figures of annual reports.
func (n *naive) statistics(on fund.Date) sums {
	out := sums{}
	heads := map[string]fund.Date{}
	for _, f := range upTo(n.facts, on) {
		c := f.Common()
		period := fmt.Sprint(c.OccurredOn.Year())
		if c.Since != 0 && c.Since.Year() != c.OccurredOn.Year() {
			period = fmt.Sprintf("%d-%s", c.Since.Year(), period)
		}
		add := func(about, item string, count int64) {
			name := period + " " + about + " " + item
			out.add(name+" amount", amountOf(f))
			out.add(name+" count", big.NewInt(count))
			if count == 0 {
				out.add(name+" vague", big.NewInt(1))
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
			add(string(r), item+" "+string(kind), c.Count)
		}
		id := string(payer(f))
		switch f := f.(type) {
		case event.PremiumReceived:
			add(id, "premiums ", c.Count)
		case event.PremiumRefunded:
			add(id, "premiums_refunded ", c.Count)
		case event.ParticipationAssisted:
			add(id, "assisted_premiums ", c.Count)
			add(string(f.AidFund), "assisted_participation ", c.Count)
		case event.SubsidyReceived:
			add(id, "subsidies ", c.Count)
		case event.InterestReceived:
			add(id, "interest ", c.Count)
		case event.PenaltyReceived:
			add(id, "contract_penalties ", c.Count)
		case event.ReimbursementPaid:
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
		case event.ClawbackOrdered:
			add(id, "clawback_ordered "+string(f.Channel), c.Count)
		case event.ClawbackReceived:
			add(id, "recovered "+string(f.Channel), c.Count)
		case event.FineImposed:
			add(string(f.Region), "fines_imposed ", c.Count)
		case event.FinePaid:
			add(string(f.Region), "fines_paid ", c.Count)
		case event.InstitutionDesignated:
			add(string(f.Region), "institutions_designated ", 1)
		case event.InstitutionSuspended:
			agreement("agreements_suspended", f.Region, f.Institution, f.Kind)
		case event.InstitutionResumed:
			agreement("agreements_resumed", f.Region, f.Institution, f.Kind)
		case event.InstitutionTerminated:
			agreement("agreements_terminated", f.Region, f.Institution, f.Kind)
		case event.PersonsInsured:
			name := period + " " + id + " persons_insured  count"
			if c.OccurredOn >= heads[name] { // the latest day; of one day the latest said
				heads[name] = c.OccurredOn
				out[name] = big.NewInt(c.Count)
			}
		case event.LimitSet:
			out.add(fmt.Sprintf("%s %s limits %s %s %s", period, f.Region, f.Limit, f.Amount, f.Document), big.NewInt(1))
		case event.StatisticReported:
			out.add(fmt.Sprintf("%s %s %s/%s %s %s %s", period, f.Region, f.Topic, f.Metric, f.Value, f.Unit, f.Document), big.NewInt(1))
		}
	}
	return out
}
