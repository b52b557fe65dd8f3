package rules

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/statistics"
)

// show prints one view of the ledger.
func (d *desk) show(out *strings.Builder, view string, words []string) error {
	number := ""
	if view == "case" && len(words) > 0 {
		number, words = words[0], words[1:]
	}
	options, err := pairs(words)
	if err != nil {
		return err
	}
	asOf, err := dateOf(options["as-of"])
	if err != nil {
		return err
	}
	knownAt, err := d.timeOf(options["known-at"])
	if err != nil {
		return err
	}
	var b balances.View
	var r recoveries.View
	var s statistics.View
	var k books.View
	if _, err := replay.Run(context.Background(), &d.log, knownAt, nil, &b, &r, &s, &k); err != nil {
		return err
	}
	switch view {
	case "case":
		return d.showCase(out, r.Cases(), number, asOf)
	case "books":
		showBooks(out, &k, fund.ID(options["fund"]), asOf)
		return nil
	case "balance":
		return showBalance(out, &b, asOf)
	case "recoveries":
		by := recoveries.By(options["by"])
		if by == "" {
			by = recoveries.ByBoth
		}
		return showRecoveries(out, &r, asOf, by)
	default:
		return showStatistics(out, &s, asOf)
	}
}

func dateOf(text string) (fund.Date, error) {
	if text == "" {
		return 0, nil
	}
	on, ok := fund.ParseDate(text)
	if !ok {
		return 0, fmt.Errorf("no such date: %s", text)
	}
	return on, nil
}

// timeOf returns a known-at time: as given, or so many recorded facts ago.
func (d *desk) timeOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	ago, err := strconv.Atoi(text)
	if err != nil {
		return time.ParseInLocation("2006-01-02T15:04:05", text, fund.Shanghai())
	}
	if ago < 0 || ago >= len(d.times) {
		return time.Time{}, fmt.Errorf("%d facts ago nothing was recorded", ago)
	}
	return d.times[len(d.times)-1-ago], nil
}

func showBalance(out *strings.Builder, v *balances.View, asOf fund.Date) error {
	rows, err := v.AsOf(asOf)
	if err != nil {
		return err
	}
	for _, r := range rows {
		fmt.Fprintf(out, "%s %s\n", r.Fund, r.Name)
		for _, a := range r.Accounts {
			fmt.Fprintf(out, "  %-9s %15s  %s\n", a.Account, a.Amount, account.FullName(r.Fund.Kind(), a.Account).ZH)
		}
		fmt.Fprintf(out, "  income %s, expense %s\n", r.Income, r.Expense)
		if !r.Opened {
			fmt.Fprintln(out, "  no opening balance, so no balance")
			continue
		}
		fmt.Fprintf(out, "  balance %s = %s at the close of %s + %s - %s since\n", r.Balance, r.Opening, r.OpenedOn, r.IncomeSince, r.ExpenseSince)
		if !r.Straddling.IsZero() {
			fmt.Fprintf(out, "  not counted, covers days on both sides of the opening: %s\n", r.Straddling)
		}
	}
	return nil
}

func showRecoveries(out *strings.Builder, v *recoveries.View, asOf fund.Date, by recoveries.By) error {
	rows := v.AsOf(asOf, by)
	for _, r := range rows {
		fmt.Fprintf(out, "%s%s: ordered %s, received %s, outstanding %s; prevented %s", r.Fund, about(r, by), r.Ordered, r.Received, r.Outstanding, r.Prevented)
		for _, more := range []struct {
			name   string
			amount money.Sum
		}{{"set off", r.SetOff}, {"annulled", r.Annulled}, {"refunded", r.Refunded}, {"to refund", r.Excess}} {
			if !more.amount.IsZero() {
				fmt.Fprintf(out, "; %s %s", more.name, more.amount)
			}
		}
		fmt.Fprintln(out)
	}
	return nil
}

// about returns what a row of a grouping is about, beside its fund.
func about(r recoveries.Row, by recoveries.By) string {
	who, channel := cmp.Or(string(r.Institution), "(not named)"), fmt.Sprintf("%s %s", r.Channel, recoveries.ChannelName(r.Channel).ZH)
	switch by {
	case recoveries.ByChannel:
		return " " + channel
	case recoveries.ByInstitution:
		return " " + who
	case recoveries.ByBoth:
		return " " + who + " " + channel
	case recoveries.BySubject:
		return " " + strings.TrimSpace(cmp.Or(string(r.Subject), "(not said)")+" "+event.NameOf("subject", r.Subject).ZH)
	case recoveries.ByArticle:
		return " art. " + cmp.Or(string(r.Article), "(not said)")
	case recoveries.ByYear:
		return fmt.Sprintf(" %d", r.Year)
	case recoveries.ByCase:
		return " case " + cmp.Or(r.Case, "(none)")
	}
	return ""
}

func showStatistics(out *strings.Builder, v *statistics.View, asOf fund.Date) error {
	rows := v.AsOf(asOf)
	for _, r := range rows {
		about := string(r.Fund)
		if about == "" {
			about = string(r.Region)
		}
		fmt.Fprintf(out, "%s %s %s", r.Period, about, r.Item.Name().ZH)
		if r.Detail != "" {
			fmt.Fprintf(out, " %s", r.Detail)
		}
		switch {
		case r.Value != "":
			fmt.Fprintf(out, ": %s %s (%s)\n", r.Value, r.Unit, r.Document)
			continue
		case r.Item.HasAmount():
			fmt.Fprintf(out, ": %s yuan, count %s", r.Amount, r.Count)
		default:
			fmt.Fprintf(out, ": count %s", r.Count)
		}
		if r.Cases != wide.Of(0) && r.Cases != r.Count {
			fmt.Fprintf(out, " in %s case(s)", r.Cases)
		}
		if r.Silent > 0 {
			fmt.Fprintf(out, ", %d without its amount", r.Silent)
		}
		if r.Vague > 0 {
			fmt.Fprintf(out, " and %d total(s) of unknown number", r.Vague)
		}
		fmt.Fprintln(out)
	}
	return nil
}
