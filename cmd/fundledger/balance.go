package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/balances"
)

func (p *program) balanceCommand() *cobra.Command {
	var a axes
	var detail, yearly, total bool
	var kinds []string
	var region string
	cmd := &cobra.Command{
		Use:   "balance",
		Short: p.say("各基金的收入、支出和余额（收付实现制）", "income, expense and balance of each fund (cash basis)"),
		Long: p.say("各基金的收入、支出和余额，按收付实现制。余额自期初余额起算；没有登记期初余额的基金不列余额。罚款归国库，不在任何基金内。",
			"Income, expense and balance of each fund on the cash basis. A balance is counted from the opening\nbalance; a fund without one shows none. A fine belongs to the treasury and is in no fund."),
		Example: "  fundledger balance\n  fundledger balance --as-of 2025-06-30 --known-at 2025-07-31\n  fundledger balance --detail --unit yi\n  fundledger balance --yearly\n  fundledger balance --yearly --total --kind 310,390\n  fundledger balance --out balance.xlsx",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if detail && (yearly || total) {
				return fault.Input("--detail 不和 --yearly、--total 一起用", "--detail goes without --yearly and --total")
			}
			if err := knownKinds(kinds); err != nil {
				return err
			}
			wanted := func(id fund.ID) bool {
				return strings.HasPrefix(string(id), region) && (len(kinds) == 0 || slices.Contains(kinds, string(id.Kind())))
			}
			var v balances.View
			var inYears []int // those of all facts, also when the view is shown a few
			return p.printList(cmd, &a, func() (tables.List, error) {
				if yearly {
					if inYears == nil {
						inYears = v.Years(a.AsOf)
					}
					years, err := v.In(inYears, a.AsOf)
					begun := func(y balances.Year) bool { return !y.Income.IsZero() || !y.Expense.IsZero() || y.End.Opened }
					return tables.BalanceByYear(slices.DeleteFunc(years,
						func(y balances.Year) bool { return !begun(y) || !wanted(y.End.Fund) }), total), err
				}
				rows, err := v.AsOf(a.AsOf)
				rows = slices.DeleteFunc(rows, func(r balances.Row) bool { return !wanted(r.Fund) })
				if detail {
					return tables.BalanceByAccount(rows), err
				}
				return tables.Balance(rows), err
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	cmd.Flags().BoolVar(&detail, "detail", false, p.say("按收支科目列示", "show the accounts of income and expense"))
	cmd.Flags().BoolVar(&yearly, "yearly", false, p.say("按年度列示", "show each year"))
	cmd.Flags().BoolVar(&total, "total", false, p.say("与 --yearly 并用：只列各年各基金合计（统计口径）", "with --yearly: only the sums over funds of each year"))
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, p.say("只列这些险种，如 310,390", "only funds of these kinds, such as 310,390"))
	p.regionFlag(cmd, &region)
	return cmd
}

// knownKinds refuses a kind that no fund has. Error: bad input.
func knownKinds(kinds []string) error {
	var known []fund.Kind
	for _, k := range fund.Kinds() {
		known = append(known, k.Kind)
	}
	for _, kind := range kinds {
		if !slices.Contains(known, fund.Kind(kind)) {
			return fault.Input("--kind：没有险种 %q；用 %s", "--kind: there is no kind %q; use %s", kind, listed(known))
		}
	}
	return nil
}
