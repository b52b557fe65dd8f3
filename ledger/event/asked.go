package event

import "github.com/fundledger/fundledger/ledger/fund"

// Total reports whether an event stands for other than one single fact: for as many as
// its count says, or, without a name, for one that was published of a period.
func Total(e Event) bool {
	f := e.Common()
	return f.Count != 1 || f.Since != 0 && InstitutionOf(e) == "" && namedIn(e) == ""
}

func namedIn(e Event) fund.Person {
	switch e := e.(type) {
	case ReimbursementPaid:
		return e.Person
	case ReliefPaid:
		return e.Person
	case CaseOpened:
		return e.Person
	case SettlementSuspended:
		return e.Person
	default:
		return ""
	}
}

// Asked returns the fields that a fact leaves out although the books of its fund need
// them: on which line of benefits it is booked, and of which year the payment was that
// comes back. Earlier programs did not ask, so recorded facts may lack them. None is
// asked of published totals: of the book of totals (all), and care not of a total that
// names nobody. A total may also leave out the year, for it may cover several.
//
// Source: 财会〔2017〕28号 5001 (明细科目), 5001 §3(2), 4501.
func Asked(e Event) []string {
	if paid, ok := e.(ReimbursementPaid); ok { // most facts are
		if paid.Care != "" || paid.Fund.Kind() == fund.All || paid.Institution == "" && paid.Person == "" && paid.IsTotal() {
			return nil
		}
		return []string{careField.name}
	}
	if id := FundOf(e); id.Kind() == fund.All || !id.Kind().Has(fund.Benefits) {
		return nil
	}
	year := int64(e.Common().OccurredOn.Year())
	var asked []string
	ask := func(f label, lacks bool) {
		if lacks {
			asked = append(asked, f.name)
		}
	}
	switch e := e.(type) {
	case PrepaymentSetOff:
		ask(careField.label, e.Care == "")
	case ClawbackReceived: // of an earlier year it is other income, whatever the care was
		ask(paidYearField.label, e.PaidYear == 0 && !e.IsTotal())
		ask(careField.label, e.Care == "" && e.PaidYear == year)
	case ClawbackSetOff:
		ask(paidYearField.label, e.PaidYear == 0 && !e.IsTotal())
		ask(careField.label, e.Care == "" && e.PaidYear == year)
		ask(settledCareField.label, e.SettledCare == "")
	case ClawbackRefunded: // what was other income in the same year is taken from it again
		ask(careField.label, e.Care == "" && (e.ReceivedYear != year || e.PaidYear == year))
	default:
	}
	return asked
}

// Undated reports whether an event is a recovery that does not say the year of the
// payments which came back, so that it is booked as other income; of the book of totals
// (all) nobody asks. What was recorded since it is asked for is a total.
func Undated(e Event) bool {
	switch e := e.(type) {
	case ClawbackReceived:
		return e.PaidYear == 0 && e.Fund.Kind() != fund.All
	case ClawbackSetOff:
		return e.PaidYear == 0 && e.Fund.Kind() != fund.All
	default:
		return false
	}
}
