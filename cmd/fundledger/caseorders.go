package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/projections/cases"
)

func (p *program) caseOrdersCommand() *cobra.Command {
	var a axes
	var filter caseFilter
	var outstanding bool
	cmd := &cobra.Command{
		Use:   "orders [NUMBER]",
		Short: p.say("责令退回登记：按基金、年度、条款逐项列示应退、已退、未退", "register of orders: each fund, year and article with what came in and what is outstanding"),
		Long: p.say("每项责令退回一行：基金、部分、原支付年度、条款、决定书，责令、撤销、到账、抵扣、退还、未退及天数。\n退回款先归入同部分、同年度的责令，再归入未分部分或年度的，先旧后新。",
			"One row an order: fund, part, year of the payment, article, decision; ordered, annulled, received, set off, refunded,\noutstanding and for how many days. Money goes to the orders of its own part and year, else to those that leave\nthe part or the year open, oldest first."),
		Example: "  fundledger case orders 2025-17\n  fundledger case orders --outstanding --institution H44130200026 --as-of 2025-12-31",
		Args:    p.arguments("NUMBER", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var v cases.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				number, err := p.numberOf(&v, args)
				return tables.Orders(&v, a.AsOf, p.day(&a), func(key cases.Key, o docket.Order) bool {
					return filter.wants(key, o.Fact.Institution) && (number == "" || key.Number == number) && (!outstanding || !o.Open().IsZero())
				}), err
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	filter.flags(p, cmd)
	cmd.Flags().BoolVar(&outstanding, "outstanding", false, p.say("只列未退清的", "only what did not come back in full"))
	return cmd
}

// numberOf returns the case number of the arguments; "" if there is none. Error:
// bad input if no case has it, but of the views of a few facts.
func (p *program) numberOf(v *cases.View, args []string) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	if p.drill == nil && !slices.ContainsFunc(v.Keys(), func(key cases.Key) bool { return key.Number == args[0] }) {
		return "", forms.NoCase(args[0])
	}
	return args[0], nil
}
