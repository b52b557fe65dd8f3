package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/bridge"
)

func (p *program) bridgeCommand() *cobra.Command {
	var a axes
	var id, year, from, to string
	codes := listed(bridge.Bases())
	cmd := &cobra.Command{
		Use:   "bridge",
		Short: p.say("同一年度两种口径的差额，逐条说明到分", "why two reports of one year differ, fact by fact to the fen"),
		Long: p.say("一个基金一年的收支在各报表里口径不同。\n本命令逐科目列出第一种口径的数、两种口径计法不同的每一条事项、第二种口径的数；加起来分毫不差。\n",
			"Reports count the income and expense of a year on different bases. For each account this lists what the first shows,\nevery fact that the two count differently, and what the second shows; it adds up to the fen.\n") + p.bases(),
		Example: "  fundledger bridge --fund 441300.390 --year 2025 --from booked --to business\n" +
			"  fundledger bridge --fund 441300.390 --year 2025 --from booked --to statistics --format csv > bridge.csv",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			v := bridge.View{Fund: fund.ID(id), From: bridge.Basis(from), To: bridge.Basis(to)}
			if !v.Fund.Valid() {
				return fault.Input("用 --fund 指明基金，如 441300.390", "name the fund with --fund, such as 441300.390")
			}
			period := event.Period(year)
			if len(year) != len("2025") || period.First() == 0 {
				return fault.Input("用 --year 指明年度，如 2025", "name the year with --year, such as 2025")
			}
			v.Year = period.First().Year()
			for _, f := range []struct {
				flag  string
				basis bridge.Basis
			}{{"--from", v.From}, {"--to", v.To}} {
				if !slices.Contains(bridge.Bases(), f.basis) {
					return fault.Input("%s：没有口径 %q；用 %s", "%s: there is no basis %q; use %s", f.flag, string(f.basis), codes)
				}
			}
			return p.With(func(s store.Store) error {
				if _, err := p.rebuild(cmd.Context(), s, &axes{Axes: office.Axes{KnownAt: a.KnownAt, Fresh: true}}, &v); err != nil {
					return err
				}
				if !v.Known() {
					return noFund(v.Fund, a.KnownAt)
				}
				show := func() (tables.List, error) { return tables.Bridge(&v, a.KnownAt), nil }
				l, _ := show()
				return p.writeList(cmd, s, &a, l, nil, show, &v)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	a.listFlags(p, cmd)
	f := cmd.Flags()
	f.StringVar(&id, "fund", "", p.say("基金，如 441300.390", "the fund, such as 441300.390"))
	f.StringVar(&year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
	f.StringVar(&from, "from", string(bridge.Booked), p.say("自哪种口径：%s", "the basis to begin with: %s", codes))
	f.StringVar(&to, "to", string(bridge.Business), p.say("至哪种口径：%s", "the basis to end with: %s", codes))
	return cmd
}

// bases lists every basis with what it is.
func (p *program) bases() string {
	var out string
	for _, b := range bridge.Bases() {
		out += "\n  " + string(b) + "  " + b.Name().In(p.lang)
	}
	return out
}
