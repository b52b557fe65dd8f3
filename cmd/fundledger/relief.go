package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/reliefs"
)

func (p *program) reliefCommand() *cobra.Command {
	subs := []*cobra.Command{p.reliefListCommand(), p.reliefShowCommand(), p.reliefFundsCommand()}
	for _, f := range forms.Relief() {
		subs = append(subs, p.formCommand("relief", f))
	}
	return p.groupCommand("relief",
		lang.Text{ZH: "医疗救助：支付、冲销、资助参保、年度限额", EN: "medical aid: pay, reverse, assist participation, the annual cap"},
		lang.Text{
			ZH: "医疗救助。每人每年不超过统筹区的年度救助限额，冲销后恢复余额；先基本医保、再大病保险、后医疗救助。\n资助参保是一条事项、两本账：救助基金支出，参保基金收保险费；退费用 record premium.refunded，填 aid_fund，两本账同时退。",
			EN: "Medical aid. Nobody gets more in a year than the area's cap; a reversal gives the room back. Basic insurance pays\nfirst, then critical-illness insurance, then aid. Assisted participation is one fact in two books: expense of the\naid fund, premium income of the other; record premium.refunded with aid_fund takes both back.",
		},
		"  fundledger relief cap region=430522 amount=80000 document=XZ-2025 occurred_on=2025-01-01\n"+
			"  fundledger relief pay fund=430522.610 person=1001 amount=1200 eligible_cost=9000 basic_paid=6000 critical_paid=1500 document=JZ-1 occurred_on=2025-03-05\n"+
			"  fundledger relief show 1001\n  fundledger relief list --year 2025 --full",
		subs...)
}

func (p *program) reliefListCommand() *cobra.Command {
	var a axes
	var region string
	var year int
	var full bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: p.say("救助登记：每人每年的救助、限额和余额", "the register of relief: paid, cap and room left per person and year"),
		Long: p.say("每人每年一行：支付、冲销、净支付、人次、年度限额、余额。人员以假名列示；--full 只列余额用完的。",
			"One row a person and year: paid, reversed, net, times, annual cap, room left. Persons are listed by their\npseudonyms; --full lists only those without room left."),
		Example: "  fundledger relief list --year 2025\n  fundledger relief list --region 430522 --year 2025 --full",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			unwanted := func(r reliefs.Row) bool {
				return r.Person == "" || !strings.HasPrefix(string(r.Fund), region) || year != 0 && r.Year != year ||
					full && !(r.HasCap && r.Room().IsZero())
			}
			return p.printPersons(cmd, &a, func(v *reliefs.View) []reliefs.Row { return slices.DeleteFunc(v.Persons(a.AsOf), unwanted) })
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	p.regionFlag(cmd, &region)
	cmd.Flags().Var((*natural)(&year), "year", p.say("只列该年", "only this year"))
	cmd.Flags().BoolVar(&full, "full", false, p.say("只列余额用完的", "only those without room left"))
	return cmd
}

func (p *program) reliefShowCommand() *cobra.Command {
	var a axes
	var file string
	cmd := &cobra.Command{
		Use:     "show PERSON",
		Short:   p.say("一个人各年的救助、限额和余额", "one person: paid, cap and room left of each year"),
		Long:    p.say("给人员编号（在本机转换为假名），或 relief list 列出的假名。", "Give the person number, which is turned into a pseudonym on this machine, or a pseudonym as relief list prints it."),
		Example: "  fundledger relief show 1001\n  fundledger relief show 1001 --as-of 2025-06-30\n  fundledger relief show --person-file person.txt",
		Args:    p.personArgument(&file),
		RunE: func(cmd *cobra.Command, args []string) error {
			person, err := p.personGiven(cmd, file, args)
			if err != nil {
				return err
			}
			a.names = []string{string(person)}
			return p.printPersons(cmd, &a, func(v *reliefs.View) []reliefs.Row { return v.Person(person, a.AsOf) })
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	p.personFlag(cmd, &file)
	return cmd
}

func (p *program) printPersons(cmd *cobra.Command, a *axes, rows func(*reliefs.View) []reliefs.Row) error {
	var v reliefs.View
	return p.printList(cmd, a, func() (tables.List, error) {
		return tables.ReliefOfPersons(rows(&v)), nil
	}, &v)
}

func (p *program) reliefFundsCommand() *cobra.Command {
	var a axes
	var region string
	cmd := &cobra.Command{
		Use:   "funds",
		Short: p.say("各救助基金各年的救助和资助参保", "relief and assisted participation of each fund and year"),
		Long: p.say("每个救助基金每年两行：直接救助、资助参保。跨年的公布数列在自己的期间。",
			"Two rows for each aid fund and year: direct relief and assisted participation. A total published over several\nyears has a period of its own."),
		Example: "  fundledger relief funds\n  fundledger relief funds --region 430522 --unit wan",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var v reliefs.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				direct, assisted := v.Funds(a.AsOf)
				elsewhere := func(r reliefs.Row) bool { return !strings.HasPrefix(string(r.Fund), region) }
				return tables.Relief(slices.DeleteFunc(direct, elsewhere), slices.DeleteFunc(assisted, elsewhere)), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	p.regionFlag(cmd, &region)
	return cmd
}
