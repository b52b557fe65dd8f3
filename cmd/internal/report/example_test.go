package report_test

import (
	"fmt"
	"os"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

func Example() {
	balance := report.Table{
		Key:   "balance",
		Title: lang.Text{ZH: "基金结余", EN: "Fund balances"},
		Facts: []report.Fact{{
			Key: "as_of", Title: lang.Text{ZH: "截至", EN: "as of"},
			Value: report.Date(fund.NewDate(2025, 6, 30)),
		}},
		Columns: []report.Column{
			{Key: "fund", Title: lang.Text{ZH: "险种", EN: "fund"}},
			{Key: "balance", Title: lang.Text{ZH: "结余", EN: "balance"}},
		},
		Rows: [][]report.Cell{
			{report.Words(fund.Employee.Name()), report.Amount(money.Fen(1_234_567_890_00))},
			{report.Words(fund.MedicalAid.Name()), report.Amount(money.Fen(98_765_43))},
		},
		Total: []report.Cell{report.Words(lang.Text{ZH: "合计", EN: "total"}), report.Amount(money.Fen(1_234_666_655_43))},
	}
	if err := balance.Write(os.Stdout, report.Plain, report.Style{Lang: lang.ZH, Unit: money.Wan}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 基金结余
	// 截至：2025-06-30
	// 单位：万元
	//
	// 险种                    结余
	// ----------------  ----------
	// 职工基本医疗保险  123,456.79
	// 医疗救助                9.88
	// ----------------  ----------
	// 合计              123,466.67
}
