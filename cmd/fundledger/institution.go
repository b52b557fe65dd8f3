package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/agreement"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/agreements"
)

func (p *program) institutionCommand() *cobra.Command {
	subs := []*cobra.Command{p.institutionListCommand(), p.institutionShowCommand()}
	for _, f := range forms.Institutions() {
		subs = append(subs, p.formCommand("institution", f))
	}
	return p.groupCommand("institution",
		lang.Text{ZH: "定点医药机构：协议的签订、中止、恢复、解除，暂停拨付", EN: "designated institutions: agreements signed, suspended, resumed, ended; payments held"},
		lang.F(
			"定点协议从签订到解除。中止（整个机构）、到期、解除之后，以及暂停拨付期间，对该机构的付款拒绝入账；暂停的科室按 department 拒绝。\n定点之后，统筹区取自定点登记，不必再填。\n通常的顺序：%s。",
			"The life of a service agreement. Payments to an institution are refused while it is suspended, after its agreement\nran out or was ended, and while payments are held; for a suspended department, those that name it.\nOnce it is designated its area need not be given again.\nThe usual order: %s.",
			forms.Names(forms.Institutions())),
		"  fundledger institution designate H44130200026 region=441300 name=某医院 grade=tertiary document=DD-1 occurred_on=2025-01-01\n"+
			"  fundledger institution suspend H44130200026 department=骨科 until=2025-12-31 article=38 case=2025-17 document=ZT-1 occurred_on=2025-07-01\n"+
			"  fundledger institution show H44130200026\n  fundledger institution list --status suspended",
		subs...)
}

func (p *program) institutionListCommand() *cobra.Command {
	var a axes
	var region, status string
	cmd := &cobra.Command{
		Use:   "list",
		Short: p.say("协议登记：全部机构和协议现状", "the register of agreements: every institution and where it stands"),
		Long: p.say("每个机构一行：名称、等级、协议状态、自何时起、到何时止、暂停的科室、暂停拨付的案件。截至日期默认今天。",
			"One row an institution: name, grade, where its agreement stands, since when and until when, suspended departments,\nand the cases for which payments are held. As of today unless --as-of says otherwise."),
		Example: "  fundledger institution list\n  fundledger institution list --status terminated --region 441300 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if status != "" && !slices.Contains(statuses(), status) {
				return fault.Input("--status：不能是 %q；用 %s", "--status: cannot be %q; use %s", status, listed(statuses()))
			}
			var v agreements.View
			return p.printList(cmd, &a, func() (tables.List, error) {
				return tables.Agreements(slices.DeleteFunc(v.Register(p.day(&a)), func(r agreements.Row) bool {
					wanted := string(r.Status) == status || status == "" && r.Status != agreement.Unknown
					return !wanted || !strings.HasPrefix(string(r.Region), region)
				})), nil
			}, &v)
		},
	}
	a.dateFlags(p, cmd)
	a.listFlags(p, cmd)
	p.regionFlag(cmd, &region)
	cmd.Flags().StringVar(&status, "status", "", p.say("只列该状态：%s", "only this status: %s", listed(statuses())))
	return cmd
}

func statuses() []string {
	return []string{string(agreement.Active), string(agreement.Suspended), string(agreement.Expired),
		string(agreement.Terminated), string(agreement.Unknown)}
}

func (p *program) institutionShowCommand() *cobra.Command {
	var a axes
	cmd := &cobra.Command{
		Use:   "show CODE",
		Short: p.say("一个机构的协议现状和全部变更", "one institution: where its agreement stands, and all that happened to it"),
		Long: p.say("机构的协议现状，及按日期列示的定点、签约、中止、恢复、解除、暂停拨付。",
			"Where an agreement stands, and everything that happened to it in the order of dates."),
		Example: "  fundledger institution show H44130200026\n  fundledger institution show H44130200026 --as-of 2025-06-30",
		Args:    p.arguments("CODE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			code := fund.Institution(args[0])
			var v agreements.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				if len(v.Steps(code)) == 0 {
					return report.Table{}, forms.NoInstitution(args[0])
				}
				return tables.KeyedFacts(tables.Institution(&v, code, p.day(&a)), a.keys), nil
			}, &v)
		},
	}
	a.dateFlags(p, cmd)
	a.keysFlag(p, cmd)
	return cmd
}

// dateFlags adds the flags of a report without amounts as of a business date.
func (a *axes) dateFlags(p *program, cmd *cobra.Command) {
	a.knownFlags(p, cmd)
	a.today = true
	cmd.Flags().StringVar(&a.asOf, "as-of", "", p.say("截至的业务日期（北京时间），默认今天", "business date up to which facts count (Asia/Shanghai); default today"))
}
