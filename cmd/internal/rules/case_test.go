package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
)

// warningOf returns what is unusual about a recorded fact, or "".
func warningOf(e event.Event) event.Warning {
	for name, value := range event.Values(e) {
		if name == "warning" {
			return event.Warning(value)
		}
	}
	return ""
}

func bothLanguages(t lang.Text) string { return t.ZH + " / " + t.EN }

// showCase prints where the cases of a number stand at the close of a date (0
// means today): what is due to funds, and what is due to the treasury.
func (d *desk) showCase(out *strings.Builder, v *cases.View, number string, asOf fund.Date) error {
	found := false
	for key := range v.All(asOf) {
		if key.Number == number {
			found = true
			file := v.Docket(key, asOf)
			fmt.Fprintf(out, "%s\n", heading(key, file))
			showOrders(out, file)
			showCharges(out, file, cmp.Or(asOf, fund.DateIn(d.now)))
			showPenalties(out, v.Standing(key, asOf))
		}
	}
	if !found {
		return fmt.Errorf("no case %s", number)
	}
	return nil
}

// heading says which case it is, how it came up, against whom, and whether it is closed.
func heading(key cases.Key, file docket.Docket) string {
	words := []string{"case " + string(key.Region) + "." + key.Number}
	if c := file.Channel(); c != "" {
		words = append(words, string(c)+" "+event.NameOf("channel", c).ZH)
	}
	if opened, ok := file.Opened(); ok && opened.Subject != "" {
		words = append(words, strings.TrimSpace(string(opened.Subject)+" "+event.NameOf("subject", opened.Subject).ZH))
	}
	state := "open 未结案"
	if file.Closed() {
		state = "closed 已结案"
	}
	return strings.Join(append(words, state), ", ")
}

func showOrders(out *strings.Builder, file docket.Docket) {
	const row = "  %-10s %-10s %-8s %4s %-4s %12s %12s %12s %12s %12s %12s %12s\n"
	if len(file.Orders()) > 0 {
		fmt.Fprintf(out, row, "order", "fund", "part", "year", "art.", "ordered", "annulled", "received", "set off", "refunded", "outstanding", "to refund")
	}
	for _, o := range file.Orders() {
		year := "-"
		if o.Fact.PaidYear != 0 {
			year = fmt.Sprint(o.Fact.PaidYear)
		}
		fmt.Fprintf(out, row, o.Fact.Document, o.Fact.Fund, cmp.Or(string(o.Fact.Part), "-"), year, cmp.Or(string(o.Fact.Article), "-"),
			amount(o.Fact.Amount), amount(o.Annulled), amount(o.Received), amount(o.SetOff), amount(o.Refunded), amount(o.Open()),
			amount(o.Excess()))
	}
}

func showCharges(out *strings.Builder, file docket.Docket, on fund.Date) {
	const row = "  %-10s %-12s %-4s %12s %12s %12s %12s %12s %12s  %-10s %12s\n"
	if len(file.Charges()) > 0 {
		fmt.Fprintf(out, row, "treasury", "kind", "art.", "imposed", "waived", "paid", "refunded", "unpaid", "to refund", "pay by", "accrued")
	}
	for _, c := range file.Charges() {
		due := "-"
		if c.Due != 0 {
			due = c.Due.String()
		}
		fmt.Fprintf(out, row, c.Document, c.Kind, cmp.Or(string(c.Article), "-"),
			amount(c.Amount), amount(c.Waived), amount(c.Paid), amount(c.Refunded), amount(c.Open()), amount(c.Excess()), due, amount(c.Accrued(on)))
	}
}

// showPenalties prints the contract penalties of a case, which are money of the fund.
func showPenalties(out *strings.Builder, facts []event.Event) {
	var charged, received money.Fen
	for _, e := range facts {
		switch e := e.(type) {
		case event.PenaltyCharged:
			charged += e.Amount
		case event.PenaltyReceived:
			received += e.Amount
		default:
		}
	}
	if charged+received != 0 {
		fmt.Fprintf(out, "  contract penalty: charged %s, received %s\n", amount(charged), amount(received))
	}
}

// amount returns an amount, or - for zero.
func amount(a interface{ Sum() money.Sum }) string {
	if a.Sum().IsZero() {
		return "-"
	}
	return a.Sum().String()
}
