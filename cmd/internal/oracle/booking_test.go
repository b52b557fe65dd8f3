package oracle

import (
	"math/big"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// The words that facts are said in.
type (
	code     = account.Code
	careOf   = fund.Care
	partCode = fund.Part
)

// leg is one side of what a fact does to the books of a fund.
type leg struct {
	fund    fund.ID
	account string
	debit   bool
	amount  *big.Int
}

// entries is 财会〔2017〕28号 read once more, as a list of debit and credit: of a fact in the
// year in which it enters the books. A reversal takes back what its fact booked in a year.
func entries(e event.Event, entered, year int) []leg {
	r, isReversal := e.(event.FactReversed)
	if !isReversal {
		return legs(e, year)
	}
	return laterYear(takenBack(legs(about(r), entered)), entered, year)
}

// entered returns the year in whose books the fact stands that a reversal takes back.
func entered(r event.Event) int {
	fact := about(r).Common()
	if fact.BookedFor != 0 {
		return fact.BookedFor.Year()
	}
	return fact.Booked().Year()
}

func takenBack(legs []leg) []leg {
	for i := range legs {
		legs[i].debit = !legs[i].debit
	}
	return legs
}

// laterYear books in a year what is about another: income and expense as what the fund
// had too much or too little.
func laterYear(out []leg, about, year int) []leg {
	for i := range out {
		l := &out[i]
		if about == year || l.account[0] < '4' {
			continue
		}
		suffix := ""
		if l.fund[7:] == "310" { // whose it was; what is not carried in parts is the pool's, but for transfers
			suffix = "01"
			if len(l.account) > 4 && l.account[4:6] == "02" || l.account == "4301" || l.account == "5201" {
				suffix = "02"
			}
		}
		l.account = "4501" + suffix
		if l.debit {
			l.account = "5401" + suffix
		}
	}
	return out
}

// legs is what a fact itself books in a year.
func legs(e event.Event, year int) []leg {
	id := payer(e)
	both := func(debit, credit string, amount *big.Int) []leg {
		return []leg{{id, debit, true, amount}, {id, credit, false, amount}}
	}
	bank := func(usual string) string { return or(field[code](e, "Via"), usual) }
	part := func(account string) string { return account + partOf(e) }
	unless := func(account, waiting string) string { // the split is not known
		if id[7:] == "310" && partOf(e) == "" {
			return waiting
		}
		return part(account)
	}
	back := func(paid int, usual string) []leg {
		if paid == year {
			return both(bank(usual), benefit(e), amountOf(e))
		}
		return both(bank("1003"), part("4501"), amountOf(e))
	}
	level := func(upper, lower string) string {
		if field[event.Level](e, "Level") == event.Upper {
			return upper
		}
		return lower
	}
	amount := amountOf(e)
	switch e := e.(type) {
	case event.FundOpened:
		if amount.Sign() < 0 { // a deficit
			return both(part("3001"), "1003", new(big.Int).Neg(amount))
		}
		return both("1003", part("3001"), amount)
	case event.AccountOpened:
		return both(string(e.Account), "1003", amount)
	case event.PremiumReceived:
		return both(bank("1003"), unless("4001", "4601"), amount)
	case event.PremiumRefunded:
		code, returned := part("4001"), "500102"
		if e.PaidOn.Year() != year {
			code, returned = part("5401"), "4501"
		}
		if e.AidFund == "" {
			return both(code, bank("1004"), amount)
		}
		return append(both(code, bank("1003"), amount), leg{e.AidFund, "1003", true, amount}, leg{e.AidFund, returned, false, amount})
	case event.ParticipationAssisted:
		return append(both("1003", unless("4001", "4601"), amount), leg{e.AidFund, "500102", true, amount}, leg{e.AidFund, "1003", false, amount})
	case event.SubsidyReceived:
		return both(bank("1003"), "4101", amount)
	case event.InterestReceived:
		return both(bank("1003"), unless("4201", "4602"), amount)
	case event.PenaltyReceived, event.OtherReceived:
		return both(bank("1003"), part("4501"), amount)
	case event.OtherPaid:
		return both(part("5401"), bank("1004"), amount)
	case event.MoneyMoved:
		return both(string(e.To), string(e.From), amount)
	case event.PremiumSplit:
		return both("4601", part("4001"), amount)
	case event.InterestSplit:
		return both("4602", part("4201"), amount)
	case event.SplitCorrected:
		if part("") == "01" {
			return both("300102", "300101", amount)
		}
		return both("300101", "300102", amount)
	case event.BalanceAdjusted:
		if amount.Sign() < 0 {
			return both(part("3001"), bank("1003"), new(big.Int).Neg(amount))
		}
		return both(bank("1003"), part("3001"), amount)
	case event.GrantReceived:
		return both(bank("1003"), part(level("4401", "4402")), amount)
	case event.GrantPaid:
		return both(part(level("5301", "5302")), bank("1003"), amount)
	case event.InsurerPaid:
		return both("5101", bank("1004"), amount)
	case event.InsurerReturned:
		return both(bank("1003"), "5101", amount)
	case event.TransferReceived:
		return both(bank("1002"), "4301", amount)
	case event.TransferPaid:
		return both("5201", bank("1004"), amount)
	case event.TransferReturned:
		return both(bank("1002"), "5201", amount)
	case event.ReimbursementPaid:
		return both(benefit(e), bank("1004"), amount)
	case event.ReliefPaid:
		return both(benefit(e), bank("1003"), amount)
	case event.ReimbursementReversed:
		return back(e.PaidOn.Year(), "1004")
	case event.ReliefReversed:
		return back(e.PaidOn.Year(), "1003")
	case event.ClawbackReceived:
		return back(int(e.PaidYear), "1004")
	case event.ClawbackSetOff: // the settlement as if it were paid whole, and what was lost as if it came back
		settled := e
		settled.Care = e.SettledCare
		if int(e.PaidYear) == year {
			return both(benefit(settled), benefit(e), amount)
		}
		return both(benefit(settled), part("4501"), amount)
	case event.ClawbackRefunded: // what came in this year, as it came in; before, it is a benefit after all
		if int(e.ReceivedYear) == year && int(e.PaidYear) != year {
			return both(part("4501"), bank("1004"), amount)
		}
		return both(benefit(e), bank("1004"), amount)
	}
	return itemLegs(e, both, bank, part, unless)
}

// itemLegs is what the facts of open items book.
func itemLegs(e event.Event, both func(string, string, *big.Int) []leg, bank, part func(string) string,
	unless func(string, string) string) []leg {
	amount := amountOf(e)
	item := func(top string) string {
		switch purpose := field[event.Purpose](e, "Purpose"); {
		case purpose == event.OtherPurpose:
			return top + "09"
		case top == "1101" || purpose == event.CrossRegionPrepayment:
			return top + "01"
		case purpose == event.CrossRegionClearing:
			return top + "02"
		default:
			return top + "03"
		}
	}
	switch e := e.(type) {
	case event.PrepaymentPaid:
		return both(item("1101"), bank("1003"), amount)
	case event.PrepaymentRecovered:
		return both(bank("1003"), item("1101"), amount)
	case event.PrepaymentSetOff:
		return both(benefit(e), item("1101"), amount)
	case event.PrepaymentWrittenOff:
		return both(part("5401"), item("1101"), amount)
	case event.SuspenseReceived:
		return both(bank("1003"), item("2001"), amount)
	case event.SuspensePaid:
		return both(item("2001"), bank("1003"), amount)
	case event.SuspenseForfeited:
		return both(item("2001"), part("4501"), amount)
	case event.BondBought:
		return both("1201", bank("1003"), amount)
	case event.BondRedeemed:
		gain := big.NewInt(int64(e.Amount - e.Cost))
		out := append(both(bank("1003"), "1201", big.NewInt(int64(e.Cost))), both(bank("1003"), unless("4201", "4602"), new(big.Int).Abs(gain))...)
		if gain.Sign() < 0 {
			out[2].debit, out[3].debit = false, true
		}
		return out
	case event.LoanReceived:
		return both(bank("1003"), "2101", amount)
	case event.LoanRepaid:
		out := both("2101", bank("1003"), amount)
		if e.Interest > 0 {
			out = append(out, both(part("5401"), bank("1003"), big.NewInt(int64(e.Interest)))...)
		}
		return out
	case event.LoanAssumed:
		return both("2101", "4101", amount)
	}
	return nil
}

// benefit is the sub-account of 5001 by the words of the statute.
func benefit(e event.Event) string {
	kind := payer(e)[7:]
	care := string(field[careOf](e, "Care"))
	if kind == "610" {
		return "500101"
	}
	for digits, known := range map[string]map[string]string{
		"310pool":     {"inpatient": "01", "outpatient_major": "02", "outpatient_pooled": "03", "maternity_care": "04", "maternity_allowance": "05"},
		"310personal": {"inpatient": "01", "outpatient": "02", "pharmacy": "03"},
		"":            {"inpatient": "01", "outpatient": "02", "other": "03"},
	} {
		if p := string(field[partCode](e, "Part")); digits == string(kind)+p || digits == "" && p == "" {
			return "5001" + partOf(e) + or(known[care], "99")
		}
	}
	panic("oracle: a benefit without an account")
}

// partOf is what a part adds to an account that is carried in parts.
func partOf(e event.Event) string {
	return map[partCode]string{"pool": "01", "personal": "02"}[field[partCode](e, "Part")]
}

func or[T ~string](given T, usual string) string {
	if given == "" {
		return usual
	}
	return string(given)
}
