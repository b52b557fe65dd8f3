package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
)

func (p *program) caseCommand() *cobra.Command {
	subs := []*cobra.Command{p.caseListCommand(), p.caseShowCommand(), p.caseOrdersCommand(), p.caseFinesCommand(),
		p.casePenaltiesCommand(), p.caseStatisticsCommand()}
	for _, f := range forms.Cases() {
		subs = append(subs, p.formCommand("case", f))
	}
	return p.groupCommand("case",
		lang.Text{ZH: "监管案件：逐步登记，按时间线查看", EN: "enforcement cases: record each step, see a case as a timeline"},
		lang.F(
			"监管案件从立案到结案：认定违法事实和损失、责令退回、到账或抵扣、罚款及缴纳、违约金、移送、曝光。\n退回的钱回到原基金；罚款、加处罚款、没收归国库，任何基金都不记账。\n立案之后，统筹区、渠道、对象、机构取自立案，不必再填。一份决定书涉及几个基金、年度或条款的，每项登记一次，凭证号相同。\n通常的顺序：%s。一次登记很多条用 import。",
			"An enforcement case from opening to closing: findings, losses, money ordered back, received or set off, fines\nand their payment, contract penalties, handing over, publishing. Returned money goes back to the fund that paid;\nfines, surcharges and confiscations belong to the treasury and touch no fund.\nOnce a case is open, area, channel, subject and institution are taken from its opening. A decision about several\nfunds, years or articles is recorded once for each, with the same document number.\nThe usual order: %s.\nFor many facts at once use import.",
			forms.Names(forms.Cases())),
		"  fundledger case open 2025-17 channel=inspection institution=H44130200026 document=LA-17 occurred_on=2025-03-01\n"+
			"  fundledger case finding 2025-17 finding=1 article=38 violation=split_admission document=JC-1 occurred_on=2025-04-01\n"+
			"  fundledger case order 2025-17 fund=441300.390 paid_year=2024 article=38 amount=20000 document=JD-17 occurred_on=2025-05-01\n"+
			"  fundledger case show 2025-17\n  fundledger case list --open",
		subs...)
}

// caseFilter is which cases a report is about.
type caseFilter struct{ region, institution string }

func (f *caseFilter) flags(p *program, cmd *cobra.Command) {
	p.regionFlag(cmd, &f.region)
	cmd.Flags().StringVar(&f.institution, "institution", "", p.say("只列该机构的", "only those of this institution"))
}

// wants reports whether the report is about a case and an institution in it.
func (f *caseFilter) wants(key cases.Key, i fund.Institution) bool {
	return strings.HasPrefix(string(key.Region), f.region) && (f.institution == "" || string(i) == f.institution)
}

func (p *program) caseListCommand() *cobra.Command {
	var a axes
	var filter caseFilter
	var open bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   p.say("全部案件和各案未了事项", "every case and what is open in it"),
		Long:    p.say("每案一行：状态、来源、对象、应退、已退、未退及最早未退天数、应缴国库未缴数。", "One row a case: where it stands, how it came up, against whom, due back, returned, outstanding and for how many\ndays, unpaid to the treasury."),
		Example: "  fundledger case list\n  fundledger case list --open --region 441300 --as-of 2025-12-31",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var v cases.View
			var names agreements.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				return tables.Cases(&v, &names, a.AsOf, p.day(&a), func(key cases.Key, d docket.Docket) bool {
					opened, _ := d.Opened()
					return filter.wants(key, opened.Institution) && !(open && d.Closed())
				}), nil
			}, &v, &names)
		},
	}
	a.flags(p, cmd)
	a.listFlags(p, cmd)
	filter.flags(p, cmd)
	cmd.Flags().BoolVar(&open, "open", false, p.say("只列未结案的", "only those that are not closed"))
	return cmd
}
