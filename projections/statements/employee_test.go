package statements_test

import (
	"errors"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/statements"
)

// employeeMonths is a small 职工 book, invented: January and February 2025.
func employeeMonths() []event.Event {
	const f = employee
	paid := func(p fund.Part, c fund.Care, yuan int64) event.Event {
		return event.ReimbursementPaid{Fact: fact(2025, 2, 8), Fund: f, Amount: money.Fen(yuan * 100), Part: p, Care: c}
	}
	return []event.Event{
		event.FundEstablished{Fact: fact(2024, 12, 31), Fund: f, Name: "惠州职工医保"},
		event.FundOpened{Fact: fact(2024, 12, 31), Fund: f, Amount: 1_000_00, Part: fund.Pool},
		event.FundOpened{Fact: fact(2024, 12, 31), Fund: f, Amount: 500_00, Part: fund.Personal},
		event.MoneyMoved{Fact: fact(2025, 1, 2), Fund: f, From: account.SpecialAccount, To: account.ExpenseAccount, Amount: 400_00},
		event.PremiumReceived{Fact: fact(2025, 1, 10), Fund: f, Amount: 300_00, Via: account.Treasury},
		event.InterestReceived{Fact: fact(2025, 1, 11), Fund: f, Amount: 10_00},
		event.PremiumReceived{Fact: fact(2025, 1, 12), Fund: f, Amount: 40_00, Part: fund.Pool},
		event.PremiumReceived{Fact: fact(2025, 1, 12), Fund: f, Amount: 60_00, Part: fund.Personal},

		event.PremiumSplit{Fact: fact(2025, 2, 5), Fund: f, Part: fund.Pool, Amount: 200_00},
		event.PremiumSplit{Fact: fact(2025, 2, 5), Fund: f, Part: fund.Personal, Amount: 50_00},
		event.SubsidyReceived{Fact: fact(2025, 2, 6), Fund: f, Amount: 80_00},
		event.TransferReceived{Fact: fact(2025, 2, 6), Fund: f, Amount: 9_00},
		event.TransferPaid{Fact: fact(2025, 2, 6), Fund: f, Amount: 4_00},
		event.TransferReturned{Fact: fact(2025, 2, 7), Fund: f, Amount: 1_00},
		paid(fund.Pool, fund.Inpatient, 120), paid(fund.Pool, fund.OutpatientMajor, 11),
		paid(fund.Pool, fund.OutpatientPooled, 12), paid(fund.Pool, fund.MaternityCare, 13), paid(fund.Pool, fund.MaternityAllowance, 14),
		paid(fund.Personal, fund.Inpatient, 5), paid(fund.Personal, fund.Outpatient, 6), paid(fund.Personal, fund.Pharmacy, 7),
		event.InsurerPaid{Fact: fact(2025, 2, 10), Fund: f, Amount: 60_00},
		event.InsurerReturned{Fact: fact(2025, 2, 20), Fund: f, Amount: 10_00},
		event.PenaltyReceived{Fact: fact(2025, 2, 21), Fund: f, Part: fund.Pool, Amount: 3_00},
		event.OtherReceived{Fact: fact(2025, 2, 21), Fund: f, Part: fund.Personal, Amount: 2_00},
		event.GrantReceived{Fact: fact(2025, 2, 22), Fund: f, Level: event.Upper, Part: fund.Pool, Amount: 20_00},
		event.GrantReceived{Fact: fact(2025, 2, 22), Fund: f, Level: event.Lower, Part: fund.Personal, Amount: 21_00},
		event.GrantPaid{Fact: fact(2025, 2, 22), Fund: f, Level: event.Upper, Part: fund.Personal, Amount: 22_00},
		event.GrantPaid{Fact: fact(2025, 2, 22), Fund: f, Level: event.Lower, Part: fund.Pool, Amount: 23_00},
		event.OtherPaid{Fact: fact(2025, 2, 23), Fund: f, Part: fund.Pool, Amount: 1_50},
		event.InterestReceived{Fact: fact(2025, 2, 24), Fund: f, Part: fund.Pool, Amount: 7},
		event.SplitCorrected{Fact: fact(2025, 2, 25), Fund: f, Part: fund.Pool, Amount: 5_00},
	}
}

// splitAtYearEnd is what KJ 4601 §2(3) and 4602 §2(3) ask for.
func splitAtYearEnd() []event.Event {
	return []event.Event{
		event.PremiumSplit{Fact: fact(2025, 12, 31), Fund: employee, Part: fund.Pool, Amount: 50_00},
		event.InterestSplit{Fact: fact(2025, 12, 31), Fund: employee, Part: fund.Personal, Amount: 10_00},
	}
}

// Source of the lines: KJ Part 4 会社保01表 and its note on 职工; of the figures: Part 5 §1(3)13.
func TestBalanceSheetOfEmployees(t *testing.T) {
	s, err := statements.BalanceSheet(employee, "2025-02", asOf(view(t, employeeMonths()...), employee))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, s, []line{
		{"assets_heading", "一、资产：", [2]string{}},
		{"1001", "库存现金", [2]string{"0.00", "0.00"}},
		{"1002", "收入户存款", [2]string{"0.00", "10.00"}}, // KJ 4301, 5201: 9 + 1
		// + 10 + 40 + 60 − 400 + 80 + 10 + 3 + 2 + 20 + 21 − 22 − 23 + 0.07
		{"1003", "财政专户存款", [2]string{"1500.00", "1301.07"}},
		{"1004", "支出户存款", [2]string{"0.00", "146.50"}}, // 400 − 4 − 170 − 18 − 60 − 1.50
		{"1005", "国库存款", [2]string{"0.00", "300.00"}},
		{"1101", "暂付款", [2]string{"0.00", "0.00"}},
		{"110101", "其中：异地就医预付金", [2]string{"0.00", "0.00"}},
		{"1201", "债券投资", [2]string{"0.00", "0.00"}},
		{"assets", "资产总计", [2]string{"1500.00", "1757.57"}},
		{"liabilities_heading", "二、负债：", [2]string{}},
		{"2001", "暂收款", [2]string{"0.00", "0.00"}},
		{"200103", "其中：异地就医资金", [2]string{"0.00", "0.00"}},
		{"2101", "借入款项", [2]string{"0.00", "0.00"}},
		{"liabilities", "负债合计", [2]string{"0.00", "0.00"}},
		{"net_assets_heading", "三、净资产：", [2]string{}},
		{"3001", "一般基金结余", [2]string{"1500.00", "1757.57"}},
		{"300101", "（一）统筹基金", [2]string{"1000.00", "1103.57"}}, // + 98.57 surplus + 5 (KJ 4601 §2(4))
		{"300102", "（二）个人账户基金", [2]string{"500.00", "594.00"}}, // + 99 surplus − 5
		{"unsplit", "（三）待转基金", [2]string{"0.00", "60.00"}},     // 4601: 300 − 250; 4602: 10
		{"net_assets", "净资产合计", [2]string{"1500.00", "1757.57"}},
		{"liabilities_and_net_assets", "负债与净资产总计", [2]string{"1500.00", "1757.57"}},
	})
	if got, want := joined(s), "在途资金：收入户存款 10.00 元尚未划转财政专户。\n在途资金：国库存款 300.00 元尚未划转财政专户。"; got != want {
		t.Errorf("notes\n%s\nwant\n%s", got, want)
	}
}

// Source of the lines: KJ Part 4 会社保02表 (职工); of the figures: Part 5 §2(2)4, by item.
func TestIncomeOfEmployees(t *testing.T) {
	s, err := statements.Income(employee, "2025-02", nil, asOf(view(t, employeeMonths()...), employee))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, s, []line{
		{"pool_income", "一、统筹基金收入", [2]string{"303.07", "343.07"}},
		{"400101", "社会保险费收入", [2]string{"200.00", "240.00"}},
		{"4101", "财政补贴收入", [2]string{"80.00", "80.00"}},
		{"420101", "利息收入", [2]string{"0.07", "0.07"}},
		{"440101", "上级补助收入", [2]string{"20.00", "20.00"}},
		{"440201", "下级上解收入", [2]string{"0.00", "0.00"}},
		{"450101", "其他收入", [2]string{"3.00", "3.00"}},
		{"personal_income", "二、个人账户基金收入", [2]string{"82.00", "142.00"}},
		{"400102", "社会保险费收入", [2]string{"50.00", "110.00"}},
		{"420102", "利息收入", [2]string{"0.00", "0.00"}},
		{"4301", "转移收入", [2]string{"9.00", "9.00"}},
		{"440102", "上级补助收入", [2]string{"0.00", "0.00"}},
		{"440202", "下级上解收入", [2]string{"21.00", "21.00"}},
		{"450102", "其他收入", [2]string{"2.00", "2.00"}},
		{"pool_expense", "三、统筹基金支出", [2]string{"244.50", "244.50"}},
		{"500101", "社会保险待遇支出", [2]string{"170.00", "170.00"}},
		{"50010101", "（一）住院费用", [2]string{"120.00", "120.00"}},
		{"50010102", "（二）门诊大病费用", [2]string{"11.00", "11.00"}},
		{"50010103", "（三）门诊统筹费用", [2]string{"12.00", "12.00"}},
		{"50010104", "（四）生育医疗费用", [2]string{"13.00", "13.00"}},
		{"50010105", "（五）生育津贴", [2]string{"14.00", "14.00"}},
		{"5101", "大病保险支出", [2]string{"50.00", "50.00"}},
		{"530101", "上解上级支出", [2]string{"0.00", "0.00"}},
		{"530201", "补助下级支出", [2]string{"23.00", "23.00"}},
		{"540101", "其他支出", [2]string{"1.50", "1.50"}},
		{"personal_expense", "四、个人账户基金支出", [2]string{"43.00", "43.00"}},
		{"500102", "社会保险待遇支出", [2]string{"18.00", "18.00"}},
		{"50010201", "（一）住院费用", [2]string{"5.00", "5.00"}},
		{"50010202", "（二）门诊费用", [2]string{"6.00", "6.00"}},
		{"50010203", "（三）药店医药费用", [2]string{"7.00", "7.00"}},
		{"5201", "转移支出", [2]string{"3.00", "3.00"}}, // 4 − 1 sent back: net
		{"530102", "上解上级支出", [2]string{"22.00", "22.00"}},
		{"530202", "补助下级支出", [2]string{"0.00", "0.00"}},
		{"540102", "其他支出", [2]string{"0.00", "0.00"}},
		{"surplus", "五、本期基金结余", [2]string{"157.57", "257.57"}},
		{"pool_surplus", "统筹基金结余", [2]string{"58.57", "98.57"}},
		{"personal_surplus", "个人账户基金结余", [2]string{"39.00", "99.00"}},
		{"unsplit", "待转基金", [2]string{"60.00", "60.00"}}, // Part 5 §2(2)4(5)③: 期末余额
	})
	// By the letter of the form the month shows 60.00; in the month it fell by 250.00.
	if len(s.Notes) != 2 || s.Notes[0].ZH != "待转基金（本月数）按制度填期末余额；期间变动为 -250.00 元。" {
		t.Errorf("notes %v", s.Notes)
	}
	s, err = statements.Income(employee, "2025-02",
		statements.Settings{account.UnsplitPremiums: statements.Net, account.UnsplitInterest: statements.Net},
		asOf(view(t, employeeMonths()...), employee))
	if err != nil || figure(s, "unsplit", 0) != "-250.00" || figure(s, "surplus", 0) != "-152.43" || len(s.Notes) != 0 {
		t.Errorf("counted net: %s, surplus %s, notes %v, %v", figure(s, "unsplit", 0), figure(s, "surplus", 0), s.Notes, err)
	}
}

// At the end of a year nothing may await its split: KJ 4601, 4602; the yearly
// forms, and 收支表 of December, have no line for it.
func TestUnsplitAtTheEndOfAYear(t *testing.T) {
	at := asOf(view(t, employeeMonths()...), employee)
	for _, p := range []event.Period{"2025", "2025-12"} {
		var unsplit *statements.UnsplitError
		if _, err := statements.Income(employee, p, nil,
			at); !errors.As(err, &unsplit) || unsplit.Premiums != money.Fen(50_00).Sum() || unsplit.Interest != money.Fen(10_00).Sum() {
			t.Errorf("收支表 %s: %v", p, err)
		}
	}
	var unsplit *statements.UnsplitError
	if _, err := statements.BalanceSheet(employee, "2025", at); !errors.As(err, &unsplit) {
		t.Errorf("资产负债表 2025: %v", err)
	}
	if s, err := statements.Income(employee, "2025-11", nil, at); err != nil || figure(s, "unsplit", 0) != "60.00" {
		t.Errorf("收支表 2025-11: %v", err)
	}

	at = asOf(view(t, append(employeeMonths(), splitAtYearEnd()...)...), employee)
	income, err := statements.Income(employee, "2025", nil, at)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"400101": "290.00", "420102": "10.00", "pool_surplus": "148.57", "personal_surplus": "109.00", "surplus": "257.57", "unsplit": "-",
	} {
		if got := figure(income, key, 0); got != want {
			t.Errorf("收支表 2025 %s: %s, want %s", key, got, want)
		}
	}
	sheet, err := statements.BalanceSheet(employee, "2025", at)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"300101": "1153.57", "300102": "604.00", "3001": "1757.57", "unsplit": "-"} {
		if got := figure(sheet, key, 1); got != want {
			t.Errorf("资产负债表 2025 %s: %s, want %s", key, got, want)
		}
	}
	if s, err := statements.BalanceSheet(employee, "2025-12", at); err != nil || figure(s, "unsplit", 1) != "0.00" {
		t.Errorf("资产负债表 2025-12 has its line for 待转基金: %v", err)
	}
}
