package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/recoveries"
)

func (p *program) recoveriesCommand() *cobra.Command {
	var a axes
	by := string(recoveries.ByChannel)
	cmd := &cobra.Command{
		Use:   "recoveries",
		Short: p.say("追回与防损：应退、到账、未退，现金与非现金分列", "recoveries: ordered, received, outstanding; cash and non-cash apart"),
		Long: p.say("按渠道或机构列示追回：责令退回、到账、未退（现金），以及支付前避免的损失（没有资金流动）。两者不相加。",
			"Recoveries by channel or institution: ordered, received and outstanding (cash), and losses prevented\nbefore payment (no money moved). The two are never added up."),
		Example: "  fundledger recoveries\n  fundledger recoveries --by institution --as-of 2025-12-31\n  fundledger recoveries --by both --format json",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			group := recoveries.By(by)
			if group != recoveries.ByChannel && group != recoveries.ByInstitution && group != recoveries.ByBoth {
				return badInput("--by：不能是 %q；用 channel、institution 或 both", "--by: cannot be %q; use channel, institution or both", by)
			}
			return p.print(cmd.Context(), &a, func(v *views) (report.Table, error) {
				rows, err := v.recoveries.AsOf(a.date, group)
				if err != nil {
					return report.Table{}, err
				}
				return recoveryTable(rows, group)
			})
		},
	}
	a.flags(p, cmd)
	cmd.Flags().StringVar(&by, "by", by, p.say("分组：channel 渠道、institution 机构、both 两者", "group by: channel, institution or both"))
	return cmd
}

func recoveryTable(rows []recoveries.Row, by recoveries.By) (report.Table, error) {
	t := report.Table{
		Key:     "recoveries",
		Title:   lang.Text{ZH: "追回与防损", EN: "Recoveries"},
		Columns: []report.Column{{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}}},
		Notes: []lang.Text{
			{ZH: "“未退”只对责令退回计算；主动退回和未具名的汇总数没有责令数。", EN: "Outstanding is counted against orders only; voluntary returns and totals without names have none."},
			{ZH: "支付前避免的损失没有资金流动，不与到账数相加。罚款归国库，见 statistics。", EN: "What was prevented before payment moved no money and is not added to cash. Fines belong to the treasury; see statistics."},
		},
	}
	if by != recoveries.ByChannel {
		t.Columns = append(t.Columns, report.Column{Key: "institution", Title: lang.Text{ZH: "机构", EN: "institution"}})
	}
	if by != recoveries.ByInstitution {
		t.Columns = append(t.Columns, report.Column{Key: "channel", Title: lang.Text{ZH: "渠道", EN: "channel"}})
	}
	labels := len(t.Columns)
	t.Columns = append(t.Columns,
		report.Column{Key: "ordered", Title: lang.Text{ZH: "责令退回", EN: "ordered"}},
		report.Column{Key: "received", Title: lang.Text{ZH: "到账", EN: "received"}},
		report.Column{Key: "outstanding", Title: lang.Text{ZH: "未退", EN: "outstanding"}},
		report.Column{Key: "prevented", Title: lang.Text{ZH: "支付前避免（无现金）", EN: "prevented (no cash)"}})
	var total recoveries.Row
	for _, r := range rows {
		cells := []report.Cell{report.Text(string(r.Fund))}
		if by != recoveries.ByChannel {
			institution := report.Text(string(r.Institution))
			if r.Institution == "" {
				institution = report.Blank(lang.Text{ZH: "（未具名）", EN: "(not named)"})
			}
			cells = append(cells, institution)
		}
		if by != recoveries.ByInstitution {
			cells = append(cells, report.Code(string(r.Channel), recoveries.ChannelName(r.Channel)))
		}
		t.Rows = append(t.Rows, append(cells, recoveryAmounts(r)...))
		for _, sum := range []struct {
			to  *money.Fen
			add money.Fen
		}{{&total.Ordered, r.Ordered}, {&total.Received, r.Received}, {&total.Outstanding, r.Outstanding}, {&total.Prevented, r.Prevented}} {
			var err error
			if *sum.to, err = sum.to.Add(sum.add); err != nil {
				return report.Table{}, err
			}
		}
	}
	if len(rows) > 1 {
		t.Total = []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"})}
		for len(t.Total) < labels {
			t.Total = append(t.Total, report.Blank(lang.Text{}))
		}
		t.Total = append(t.Total, recoveryAmounts(total)...)
	}
	return t, nil
}

func recoveryAmounts(r recoveries.Row) []report.Cell {
	return []report.Cell{report.Amount(r.Ordered), report.Amount(r.Received), report.Amount(r.Outstanding), report.Amount(r.Prevented)}
}
