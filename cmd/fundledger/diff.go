package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/figures"
)

func (p *program) diffCommand() *cobra.Command {
	var a axes
	var times []string
	var from, asOf, id, after, before string
	var limit natural
	cmd := &cobra.Command{
		Use:   "diff --known-at A --known-at B",
		Short: p.say("同一期间在两个时点之间变了什么，逐笔列出", "what changed between two reports of the same period, event by event"),
		Long: p.say("同一期间的账，在 A 时点和 B 时点各看一次。每个变了的科目列出两个余额和差额，\n其下逐笔列出 A 与 B 之间入账的事项，加总正好是差额。\n"+
			"--as-of 为期间的截止日；给出 --from 则比较发生额。",
			"Look at the same period of the books at A and at B: for every account that changed, both balances and the\n"+
				"difference, and below it, fact by fact, what was recorded in between, adding up to the difference exactly.\n"+
				"--as-of is the last day of the period; with --from, turnovers are compared instead of balances."),
		Example: "  fundledger diff --known-at 2025-07-31 --known-at 2026-01-31 --as-of 2025-06-30\n" +
			"  fundledger diff --known-at \"2025-12-31 18:00:00\" --known-at 2026-01-05 --fund 441300.390 --from 2025-01-01 --as-of 2025-12-31 --format csv",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			d, err := parseDifference(&a, times, from, asOf, fund.ID(id))
			if err != nil {
				return err
			}
			page, err := parseSpots(int(limit), after, before)
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				if p.drill != nil {
					return p.openDifference(cmd, s, d, &a)
				}
				return p.difference(cmd, s, d, &a, page)
			})
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&times, "known-at", nil, p.say("两个时点，先早后晚：时间或日期（该日终）", "the two times, the earlier first: a time, or a date for its end"))
	f.StringVar(&id, "fund", "", p.say("只比较该基金", "this fund only"))
	f.StringVar(&from, "from", "", p.say("期间的起始日；给出则比较发生额", "first day of the period; then turnovers are compared"))
	f.StringVar(&asOf, "as-of", "", p.say("期间的截止日，默认全部", "last day of the period; default all"))
	f.Var(&limit, "limit", p.say("一页 N 行；余额是全部的", "a page of N lines; the balances are whole"))
	f.StringVar(&after, "after", "", p.say("接上一页，如 441300.390/1003@123", "the page behind this place, such as 441300.390/1003@123"))
	f.StringVar(&before, "before", "", p.say("往回翻：此处之前的一页", "the page in front of this place"))
	a.keysFlag(p, cmd)
	a.freshFlag(p, cmd)
	a.formatFlag(p, cmd)
	a.unitFlag(p, cmd)
	return cmd
}

// parseDifference reads the flags; the second time is that of the axes. Error: bad input.
func parseDifference(a *axes, times []string, from, asOf string, id fund.ID) (d *figures.Difference, err error) {
	d = &figures.Difference{Fund: id}
	if len(times) != 2 {
		return nil, fault.Input("用两个 --known-at 指明两个时点，先早后晚", "name the two times with --known-at twice, the earlier first")
	}
	if d.Earlier, err = parseInstant(times[0]); err != nil {
		return nil, err
	}
	if a.KnownAt, err = parseInstant(times[1]); err != nil {
		return nil, err
	}
	if d.Earlier.After(a.KnownAt) {
		return nil, fault.Input("第一个 --known-at %q 晚于第二个 %q；先早后晚",
			"the first --known-at, %q, is after the second, %q; give the earlier first", times[0], times[1])
	}
	d.Days, err = parsePeriod(from, "--as-of", asOf)
	return d, err
}

// difference prints a page of what changed. Errors: bad input for an unknown fund; those of
// figures.Difference.Read.
func (p *program) difference(cmd *cobra.Command, s store.Store, d *figures.Difference, a *axes, page figures.SpotPage) error {
	key := reportOf(cmd, a)
	err := p.Diff(cmd.Context(), s, d, a.Axes, page, func(changes []figures.Change, next figures.Spot) error {
		if d.Fund != "" && !figures.HasFund(d.After, d.Fund) {
			return noFund(d.Fund, a.KnownAt)
		}
		t := tables.Difference(d, a.KnownAt, changes, page.Limit > 0, next)
		account := func(row []report.Cell) string { return key + "/" + row[1].Value() + "/" + row[2].Value() }
		return p.print(cmd.Context(), s, a, t.Keyed(a.keys, "", account))
	})
	if wrong := (*figures.SumError)(nil); errors.As(err, &wrong) {
		return fmt.Errorf("diff %w", err)
	}
	return err
}
