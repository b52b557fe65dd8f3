package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/fines"
	"github.com/fundledger/fundledger/projections/penalties"
	"github.com/fundledger/fundledger/projections/statistics"
)

func (p *program) caseFinesCommand() *cobra.Command {
	var a axes
	var filter caseFilter
	var unpaid bool
	cmd := &cobra.Command{
		Use:   "fines [NUMBER]",
		Short: p.say("罚没登记：决定、已缴、逾期、可加处数；收款人国库", "register of fines: imposed, paid, overdue, surcharge; payee: the treasury"),
		Long: p.say("每份决定一行：罚款、加处罚款、没收违法所得。\n缴款期限为决定书所载，未载的为决定之日起 15 日；逾期每日可按未缴数的 3%% 加处，不超过罚款数额。",
			"One row a decision: fines, surcharges, confiscated gains. Due as the decision says, else 15 days after it; each\nday after that may add 3 %% of what is unpaid, no more than the fine."),
		Example: "  fundledger case fines\n  fundledger case fines 2025-17\n  fundledger case fines --unpaid --as-of 2025-12-31",
		Args:    p.arguments("NUMBER", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var v cases.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				number, err := numberOf(&v, args)
				if err != nil {
					return report.Table{}, err
				}
				var rows []fines.Row
				for _, r := range fines.Register(&v, a.date, p.day(&a)) {
					if filter.wants(r.Case, r.Institution) && (!unpaid || !r.Unpaid.IsZero()) && (number == "" || r.Case.Number == number) {
						rows = append(rows, r)
					}
				}
				return finesTable(rows, &a, p.day(&a)), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	filter.flags(p, cmd)
	cmd.Flags().BoolVar(&unpaid, "unpaid", false, p.say("只列未缴清的", "only what is not paid in full"))
	return cmd
}

func finesTable(rows []fines.Row, a *axes, day fund.Date) report.Table {
	t := report.Table{
		Key: "fines", Title: lang.Text{ZH: "罚没登记（收款人：国库）", EN: "Fines (payee: the treasury)"}, Facts: []report.Fact{dayFact(day)},
		Columns: []report.Column{
			{Key: "region", Title: lang.Text{ZH: "统筹区", EN: "area"}},
			{Key: "case", Title: lang.Text{ZH: "案件", EN: "case"}},
			{Key: "institution", Title: lang.Text{ZH: "机构", EN: "institution"}},
			{Key: "subject", Title: lang.Text{ZH: "对象", EN: "subject"}},
			{Key: "charge", Title: lang.Text{ZH: "种类", EN: "charge"}},
			{Key: "article", Title: lang.Text{ZH: "条款", EN: "article"}},
			{Key: "document", Title: lang.Text{ZH: "决定书", EN: "decision"}},
			{Key: "decided", Title: lang.Text{ZH: "决定日期", EN: "decided"}},
			{Key: "due", Title: lang.Text{ZH: "期限", EN: "due"}},
			{Key: "multiple", Title: lang.Text{ZH: "倍数", EN: "times"}},
			{Key: "imposed", Title: lang.Text{ZH: "决定数", EN: "imposed"}},
			{Key: "waived", Title: lang.Text{ZH: "减免撤销", EN: "waived"}},
			{Key: "paid", Title: lang.Text{ZH: "已缴", EN: "paid"}},
			{Key: "refunded", Title: lang.Text{ZH: "退还", EN: "refunded"}},
			{Key: "unpaid", Title: lang.Text{ZH: "未缴", EN: "unpaid"}},
			{Key: "to_refund", Title: lang.Text{ZH: "国库应退", EN: "to refund"}},
			{Key: "overdue_days", Title: lang.Text{ZH: "逾期天数", EN: "days late"}},
			{Key: "accrued", Title: lang.Text{ZH: "可加处数", EN: "surcharge accrued"}},
			{Key: "warning", Title: lang.Text{ZH: "提示", EN: "warning"}},
		},
		Notes: []lang.Text{
			{ZH: "全部归国库，不是任何基金的收入。“可加处数”是依法可以加处的最高数，另有决定才是应缴。", EN: "All of it belongs to the treasury and is income of no fund. Accrued is the most that may be added; it is due only where it was decided."},
		},
	}
	unknown := 0
	for _, r := range rows {
		late := report.Blank(lang.Text{})
		if r.Overdue != 0 {
			late = report.Count(int64(r.Overdue))
		}
		accrued, imposed, unpaid := report.Blank(lang.Text{}), report.Amount(r.Amount), report.Amount(r.Unpaid)
		if r.Unknown() {
			unknown++
			imposed, unpaid = report.Blank(notPublished()), report.Blank(notPublished())
		} else if r.Due != 0 {
			accrued = report.Amount(r.Accrued)
		}
		t.Rows = append(t.Rows, []report.Cell{
			report.Text(string(r.Case.Region)), report.Text(r.Case.Number), textOrBlank(r.Institution), word("subject", r.Subject),
			word("charge", r.Kind), word("article", r.Article), report.Text(r.Document), report.Date(r.On), report.Date(r.Due),
			textOrBlank(r.Multiple), imposed, report.Amount(r.Waived), report.Amount(r.Paid), report.Amount(r.Refunded), unpaid, report.Amount(r.Excess()),
			late, accrued, word("warning", r.Warning),
		})
	}
	sum := fines.Sum(rows)
	if len(rows) > 1 {
		t.Total = totalRow(t.Columns, map[string]report.Cell{
			"imposed": report.Amount(sum.Imposed), "waived": report.Amount(sum.Waived), "paid": report.Amount(sum.Paid),
			"refunded": report.Amount(sum.Refunded), "unpaid": report.Amount(sum.Unpaid),
		})
	}
	if unknown != 0 {
		t.Notes = append(t.Notes, lang.F("有 %d 份决定没有公布罚款金额，合计不含。", "The amounts of %d decisions were not published; totals are without them.", unknown))
	}
	return withoutEmpty(t, a.form, "institution", "multiple", "waived", "refunded", "to_refund", "overdue_days", "accrued", "warning")
}

// notPublished stands where a fine was published as a multiple only.
func notPublished() lang.Text { return lang.Text{ZH: "未公布", EN: "not published"} }

func (p *program) casePenaltiesCommand() *cobra.Command {
	var a axes
	var region string
	var outstanding bool
	cmd := &cobra.Command{
		Use:   "penalties",
		Short: p.say("违约金登记：应收、已收、未收；是基金收入", "register of contract penalties: charged, received, outstanding; income of the fund"),
		Long: p.say("服务协议的违约金。与罚款不同，收到的违约金是基金的其他收入（4501）；收到时用 case receive-penalty 登记。",
			"Contract penalties under service agreements. Unlike a fine, a penalty received is other income of the fund (4501);\nrecord it with: case receive-penalty."),
		Example: "  fundledger case penalties\n  fundledger case penalties --outstanding --as-of 2025-12-31 --format csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var v penalties.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				return penaltiesTable(slices.DeleteFunc(v.AsOf(a.date), func(r penalties.Row) bool {
					return !strings.HasPrefix(string(r.Fund), region) || outstanding && r.Outstanding.IsZero()
				})), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	p.regionFlag(cmd, &region)
	cmd.Flags().BoolVar(&outstanding, "outstanding", false, p.say("只列未收清的", "only what was not received in full"))
	return cmd
}

func penaltiesTable(rows []penalties.Row) report.Table {
	t := report.Table{
		Key: "penalties", Title: lang.Text{ZH: "违约金登记", EN: "Contract penalties"},
		Columns: []report.Column{
			{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}},
			{Key: "institution", Title: lang.Text{ZH: "机构", EN: "institution"}},
			{Key: "case", Title: lang.Text{ZH: "案件", EN: "case"}},
			{Key: "charged", Title: lang.Text{ZH: "应收", EN: "charged"}},
			{Key: "received", Title: lang.Text{ZH: "已收", EN: "received"}},
			{Key: "outstanding", Title: lang.Text{ZH: "未收", EN: "outstanding"}},
		},
		Notes: []lang.Text{{ZH: "已收的记基金其他收入 4501。没有写明案件的违约金没有应收数。", EN: "What was received is other income of the fund, 4501. Penalties without a case were charged nowhere."}},
	}
	var total [3]money.Sum
	for _, r := range rows {
		for i, amount := range []money.Sum{r.Charged, r.Received, r.Outstanding} {
			total[i] = total[i].Plus(amount)
		}
		t.Rows = append(t.Rows, []report.Cell{report.Text(string(r.Fund)), textOrBlank(r.Institution), textOrBlank(r.Case),
			report.Amount(r.Charged), report.Amount(r.Received), report.Amount(r.Outstanding)})
	}
	if len(rows) > 1 {
		t.Total = totalRow(t.Columns, map[string]report.Cell{"charged": report.Amount(total[0]), "received": report.Amount(total[1]), "outstanding": report.Amount(total[2])})
	}
	return t
}

func (p *program) caseStatisticsCommand() *cobra.Command {
	var a axes
	var q statisticsQuery
	cmd := &cobra.Command{
		Use:   "statistics",
		Short: p.say("监管统计，按公布口径：追回、拒付、罚没、协议、移送、曝光", "enforcement statistics as bureaux publish them"),
		Long: p.say("按年度和统筹区的监管统计：各渠道追回（现金与非现金分列）、认定损失、罚没、违约金、立案结案、移送、曝光、协议处理。",
			"Enforcement per year and area: recovered by channel (cash and non-cash apart), losses, fines, contract penalties,\ncases opened and closed, handed over and published, agreements suspended and ended."),
		Example: "  fundledger case statistics\n  fundledger case statistics --year 2025 --region 441300\n  fundledger case statistics --year 2021-2025 --total",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := q.parse(); err != nil {
				return err
			}
			var v statistics.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				t := q.table(v.AsOf(a.date), statistics.Row.Enforcement, a.form)
				t.Key, t.Title = "enforcement", lang.Text{ZH: "监管统计", EN: "Enforcement statistics"}
				return t, nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	q.flags(p, cmd)
	return cmd
}
