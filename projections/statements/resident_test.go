package statements_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/statements"
)

// residentYears is a small 居民 book, invented: 2024 in outline, and the beginning
// of 2025. The figures below are added up by hand from it.
func residentYears() []event.Event {
	const f = resident
	return []event.Event{
		event.FundEstablished{Fact: fact(2023, 12, 31), Fund: f, Name: "惠州居民医保"},
		event.FundOpened{Fact: fact(2023, 12, 31), Fund: f, Amount: 10_000_00},
		event.AccountOpened{Fact: fact(2023, 12, 31), Fund: f, Account: account.ExpenseAccount, Amount: 500_00},
		event.PremiumReceived{Fact: fact(2024, 11, 20), Fund: f, Amount: 4_000_00},
		event.ReimbursementPaid{Fact: fact(2024, 12, 31), Fund: f, Amount: 300_00, Care: fund.Inpatient},

		event.SubsidyReceived{Fact: fact(2025, 1, 1), Fund: f, Amount: 600_00},
		event.MoneyMoved{Fact: fact(2025, 1, 2), Fund: f, From: account.SpecialAccount, To: account.ExpenseAccount, Amount: 3_000_00},
		event.PrepaymentPaid{Fact: fact(2025, 1, 15), Fund: f, Item: "1", Purpose: event.CrossRegion, Amount: 90_00},
		event.PrepaymentPaid{Fact: fact(2025, 1, 16), Fund: f, Item: "2", Purpose: event.OtherPurpose, Amount: 150_00},
		event.SuspenseReceived{Fact: fact(2025, 1, 20), Fund: f, Item: "3", Purpose: event.CrossRegion, Amount: 70_00},
		event.SuspenseReceived{Fact: fact(2025, 1, 20), Fund: f, Item: "4", Purpose: event.OtherPurpose, Amount: 11_00},
		event.BondBought{Fact: fact(2025, 1, 25), Fund: f, Item: "5", Amount: 1_000_00},
		event.LoanReceived{Fact: fact(2025, 1, 26), Fund: f, Item: "6", Amount: 300_00},
		event.PremiumReceived{Fact: fact(2025, 1, 31), Fund: f, Amount: 900_00, Via: account.Treasury},

		event.MoneyMoved{Fact: fact(2025, 2, 1), Fund: f, From: account.Treasury, To: account.SpecialAccount, Amount: 900_00},
		event.GrantReceived{Fact: fact(2025, 2, 5), Fund: f, Level: event.Upper, Amount: 80_00},
		event.GrantReceived{Fact: fact(2025, 2, 5), Fund: f, Level: event.Lower, Amount: 20_00},
		event.GrantPaid{Fact: fact(2025, 2, 6), Fund: f, Level: event.Upper, Amount: 15_00},
		event.GrantPaid{Fact: fact(2025, 2, 6), Fund: f, Level: event.Lower, Amount: 10_00},
		event.PenaltyReceived{Fact: fact(2025, 2, 7), Fund: f, Amount: 33_00},
		event.ReimbursementPaid{Fact: fact(2025, 2, 10), Fund: f, Amount: 700_00, Care: fund.Inpatient},
		event.ReimbursementPaid{Fact: fact(2025, 2, 11), Fund: f, Amount: 200_00, Care: fund.Outpatient},
		event.InsurerPaid{Fact: fact(2025, 2, 12), Fund: f, Amount: 400_00},
		event.ClawbackReceived{Fact: fact(2025, 2, 20), Case: "1", Fund: f, Amount: 100_00, PaidYear: 2025, Care: fund.Inpatient},
		event.ClawbackReceived{Fact: fact(2025, 2, 21), Case: "1", Fund: f, Amount: 60_00, PaidYear: 2024, Care: fund.Inpatient},
		event.InterestReceived{Fact: fact(2025, 2, 21), Fund: f, Amount: 12_34},
		event.InsurerReturned{Fact: fact(2025, 2, 25), Fund: f, Amount: 25_00},
		event.PrepaymentSetOff{Fact: fact(2025, 2, 27), Fund: f, Item: "2", Purpose: event.OtherPurpose, Amount: 120_00, Care: fund.Inpatient},
		event.ReimbursementPaid{Fact: fact(2025, 2, 28), Fund: f, Amount: 30_00, Care: fund.OtherCare},
		event.PremiumRefunded{Fact: fact(2025, 2, 28), Fund: f, Amount: 50_00, PaidOn: date(2025, 1, 31)},

		event.ReimbursementPaid{Fact: fact(2025, 3, 1), Fund: f, Amount: 7_00},
		event.PremiumRefunded{Fact: fact(2025, 3, 3), Fund: f, Amount: 40_00, PaidOn: date(2024, 11, 20)},
	}
}

// Source of the lines: KJ Part 4 会社保01表; of the figures: Part 5 §1(3), by item.
func TestBalanceSheetOfResidents(t *testing.T) {
	s, err := statements.BalanceSheet(resident, "2025-02", asOf(view(t, residentYears()...), resident))
	if err != nil {
		t.Fatal(err)
	}
	if got := columns(s); !slices.Equal(got, []string{"年初余额 /2024-12-31", "期末余额 /2025-02-28"}) {
		t.Errorf("columns %v", got)
	}
	compare(t, s, []line{
		{"assets_heading", "一、资产：", [2]string{}},
		{"1001", "库存现金", [2]string{"0.00", "0.00"}},
		{"1002", "收入户存款", [2]string{"0.00", "0.00"}},
		// 10,000 − 500 + 4,000; then + 600 − 3,000 − 90 − 150 + 81 − 1,000 + 300 + 900 + 100 − 25 + 33 + 60 + 12.34 + 25
		{"1003", "财政专户存款", [2]string{"13500.00", "11346.34"}},
		// 500 − 300; then + 3,000 − 700 − 200 − 400 + 100 − 30 − 50
		{"1004", "支出户存款", [2]string{"200.00", "1920.00"}},
		{"1005", "国库存款", [2]string{"0.00", "0.00"}},  // 900 in January, swept on 1 February
		{"1101", "暂付款", [2]string{"0.00", "120.00"}}, // 90 + 150 − 120
		{"110101", "其中：异地就医预付金", [2]string{"0.00", "90.00"}},
		{"1201", "债券投资", [2]string{"0.00", "1000.00"}},
		{"assets", "资产总计", [2]string{"13700.00", "14386.34"}},
		{"liabilities_heading", "二、负债：", [2]string{}},
		{"2001", "暂收款", [2]string{"0.00", "81.00"}},
		{"200103", "其中：异地就医资金", [2]string{"0.00", "70.00"}},
		{"2101", "借入款项", [2]string{"0.00", "300.00"}},
		{"liabilities", "负债合计", [2]string{"0.00", "381.00"}},
		{"net_assets_heading", "三、净资产：", [2]string{}},
		{"3001", "一般基金结余", [2]string{"13700.00", "14005.34"}}, // 10,000 + 4,000 − 300; then + 1,655.34 − 1,350
		{"net_assets", "净资产合计", [2]string{"13700.00", "14005.34"}},
		{"liabilities_and_net_assets", "负债与净资产总计", [2]string{"13700.00", "14386.34"}},
	})
	if s.Form != "会社保01表" || s.Analogy || len(s.Notes) != 0 {
		t.Errorf("%s, analogy %v, notes %v", s.Form, s.Analogy, s.Notes)
	}
}

// Source of the lines: KJ Part 4 会社保02表 (城乡居民); of the figures: Part 5 §2(2)5 and (3).
func TestIncomeOfResidents(t *testing.T) {
	at := asOf(view(t, residentYears()...), resident)
	s, err := statements.Income(resident, "2025-02", nil, at)
	if err != nil {
		t.Fatal(err)
	}
	if got := columns(s); !slices.Equal(got, []string{"本月数 2025-02-01/2025-02-28", "本年累计数 2025-01-01/2025-02-28"}) {
		t.Errorf("columns %v", got)
	}
	compare(t, s, []line{
		{"income", "一、基金收入", [2]string{"155.34", "1655.34"}},
		{"4001", "社会保险费收入", [2]string{"-50.00", "850.00"}}, // KJ 5(2): net; a refund of this year debits it
		{"4101", "财政补贴收入", [2]string{"0.00", "600.00"}},
		{"4201", "利息收入", [2]string{"12.34", "12.34"}},
		{"4401", "上级补助收入", [2]string{"80.00", "80.00"}},
		{"4402", "下级上解收入", [2]string{"20.00", "20.00"}},
		{"4501", "其他收入", [2]string{"93.00", "93.00"}}, // 违约金 33, 追回 of last year 60 (KJ 4501)
		{"expense", "二、基金支出", [2]string{"1350.00", "1350.00"}},
		{"5001", "社会保险待遇支出", [2]string{"950.00", "950.00"}},
		{"500101", "（一）住院费用", [2]string{"720.00", "720.00"}}, // 700 + 120 set off − 100 recovered (KJ 5001 §3(2))
		{"500102", "（二）门诊费用", [2]string{"200.00", "200.00"}},
		{"500103", "（三）其他费用", [2]string{"30.00", "30.00"}},
		{"5101", "大病保险支出", [2]string{"375.00", "375.00"}}, // 400 − 25 returned (KJ 5101 §2(2)), net by our choice
		{"5301", "上解上级支出", [2]string{"15.00", "15.00"}},
		{"5302", "补助下级支出", [2]string{"10.00", "10.00"}},
		{"5401", "其他支出", [2]string{"0.00", "0.00"}},
		{"surplus", "三、本期基金结余", [2]string{"-1194.66", "305.34"}},
	})
	if len(s.Notes) != 0 {
		t.Errorf("notes %v", s.Notes)
	}
}

// 5101 by the letter of the form: debits alone, and the statement says what that does; of
// 5001 once, not for each kind of care within it.
func TestGross(t *testing.T) {
	at := asOf(view(t, residentYears()...), resident)
	s, err := statements.Income(resident, "2025-02", statements.Settings{
		account.CriticalIllness: statements.Gross, account.Premiums: statements.Gross, account.Benefits: statements.Gross,
	}, at)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"5101": "400.00", "4001": "0.00", "5001": "1050.00", "500101": "820.00", "surplus": "-1269.66"} {
		if got := figure(s, key, 0); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	var notes []string
	for _, n := range s.Notes {
		notes = append(notes, n.ZH)
	}
	if want := []string{
		"4001 社会保险费收入（本月数）按制度只填增加方发生额；另有 50.00 元冲减，未扣除。",
		"4001 社会保险费收入（本年累计数）按制度只填增加方发生额；另有 50.00 元冲减，未扣除。",
		"5001 社会保险待遇支出（本月数）按制度只填增加方发生额；另有 100.00 元冲减，未扣除。",
		"5001 社会保险待遇支出（本年累计数）按制度只填增加方发生额；另有 100.00 元冲减，未扣除。",
		"5101 大病保险支出（本月数）按制度只填增加方发生额；另有 25.00 元冲减，未扣除。",
		"5101 大病保险支出（本年累计数）按制度只填增加方发生额；另有 25.00 元冲减，未扣除。",
		"因此本期基金结余（本月数）与基金收支净额 -1194.66 元相差 -75.00 元。",
		"因此本期基金结余（本年累计数）与基金收支净额 305.34 元相差 -75.00 元。",
	}; !slices.Equal(notes, want) {
		t.Errorf("notes\n%s", strings.Join(notes, "\n"))
	}
}

// Source: KJ Part 5 §2(4): 本年数, 上年数; the line that is not on the form.
func TestYearOfResidents(t *testing.T) {
	at := asOf(view(t, residentYears()...), resident)
	s, err := statements.Income(resident, "2025", nil, at)
	if err != nil {
		t.Fatal(err)
	}
	if got := columns(s); !slices.Equal(got, []string{"本年数 2025-01-01/2025-12-31", "上年数 2024-01-01/2024-12-31"}) {
		t.Errorf("columns %v", got)
	}
	for _, want := range []line{
		{"income", "", [2]string{"1655.34", "4000.00"}},
		{"4001", "", [2]string{"850.00", "4000.00"}},
		{"5001", "", [2]string{"957.00", "300.00"}},
		{"500101", "", [2]string{"720.00", "300.00"}},
		{"500199", "", [2]string{"7.00", "0.00"}},
		{"5401", "", [2]string{"40.00", "0.00"}}, // KJ 5401 §3(3): refund of last year's premium
		{"expense", "", [2]string{"1397.00", "300.00"}},
		{"surplus", "", [2]string{"258.34", "3700.00"}},
	} {
		if got := [2]string{figure(s, want.key, 0), figure(s, want.key, 1)}; got != want.figures {
			t.Errorf("%s: %v, want %v", want.key, got, want.figures)
		}
	}
	if l, _ := s.Line("500199"); !l.OffForm || l.Name.ZH != "未分类待遇支出（表外）" {
		t.Errorf("%+v", l)
	}
}

// Each fact is in its month and year by one day.
func TestBoundaries(t *testing.T) {
	at := asOf(view(t, residentYears()...), resident)
	for _, c := range []struct {
		period event.Period
		key    string
		want   [2]string
	}{
		{"2024-12", "500101", [2]string{"300.00", "300.00"}}, // 31 December
		{"2025-01", "500101", [2]string{"0.00", "0.00"}},
		{"2025-01", "4101", [2]string{"600.00", "600.00"}}, // 1 January
		{"2025-01", "4001", [2]string{"900.00", "900.00"}}, // 31 January
		{"2025-02", "500103", [2]string{"30.00", "30.00"}}, // 28 February
		{"2025-03", "500103", [2]string{"0.00", "30.00"}},
		{"2025-02", "500199", [2]string{"-", "-"}},
		{"2025-03", "500199", [2]string{"7.00", "7.00"}}, // 1 March
	} {
		s, err := statements.Income(resident, c.period, nil, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{figure(s, c.key, 0), figure(s, c.key, 1)}; got != c.want {
			t.Errorf("%s %s: %v, want %v", c.period, c.key, got, c.want)
		}
	}
	s, err := statements.BalanceSheet(resident, "2025-01", at)
	if err != nil {
		t.Fatal(err)
	}
	if got := figure(s, "1005", 1); got != "900.00" { // swept on 1 February
		t.Errorf("1005 at the end of January: %s", got)
	}
}

// The days that are numbered 1 and -1 follow one another; 0 is none.
func TestBoundaryOf1970(t *testing.T) {
	at := asOf(view(t, event.PremiumReceived{Fact: fact(1969, 12, 31), Fund: resident, Amount: 1_00},
		event.PremiumReceived{Fact: fact(1970, 1, 1), Fund: resident, Amount: 2_00}), resident)
	for _, c := range []struct {
		period        event.Period
		income, sheet [2]string
	}{
		{"1969-12", [2]string{"1.00", "1.00"}, [2]string{"0.00", "1.00"}},
		{"1970-01", [2]string{"2.00", "2.00"}, [2]string{"1.00", "3.00"}},
		{"1970", [2]string{"2.00", "1.00"}, [2]string{"1.00", "3.00"}},
	} {
		income, err := statements.Income(resident, c.period, nil, at)
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := statements.BalanceSheet(resident, c.period, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{figure(income, "4001", 0), figure(income, "4001", 1)}; got != c.income {
			t.Errorf("%s: income %v, want %v", c.period, got, c.income)
		}
		if got := [2]string{figure(sheet, "assets", 0), figure(sheet, "assets", 1)}; got != c.sheet {
			t.Errorf("%s: assets %v, want %v", c.period, got, c.sheet)
		}
	}
}
