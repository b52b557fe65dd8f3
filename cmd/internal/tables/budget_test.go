package tables_test

import (
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
)

// publishedForm is a form that was published, row by row: 万元, "" where it is blank.
//
// Source: 2024 城乡居民基本医疗保险基金收支预算表 of a county.
var publishedForm = [][6]string{
	{"一、基本医疗保险费收入", "27362", "28219", "一、基本医疗保险待遇支出", "70764", "70965"},
	{"其中：集体扶持收入", "", "", "其中：住院费用支出", "59585", "59585"},
	{"城乡医疗救助资助收入", "897", "959", "门诊费用支出", "11179", "11380"},
	{"财政为困难人员代缴收入", "1578", "1275", "二、大病保险支出", "7270", "6907"},
	{"二、财政补贴收入", "50441", "49755", "三、其他支出", "", ""},
	{"其中：按规定标准补助收入", "50033", "49755", "×", "×", "×"},
	{"对医保基金负担新冠病毒疫苗及接种费用的补助", "408", "", "×", "×", "×"},
	{"三、利息收入", "376", "525", "×", "×", "×"},
	{"四、其他收入", "1474", "", "×", "×", "×"},
	{"五、本年收入小计", "79653", "78499", "四、本年支出小计", "78034", "77872"},
	{"六、上级补助收入", "", "", "五、补助下级支出", "", ""},
	{"七、下级上解收入", "", "", "六、上解上级支出", "", ""},
	{"八、本年收入合计", "79653", "78499", "七、本年支出合计", "78034", "77872"},
	{"×", "×", "×", "八、本年收支结余", "1619", "627"},
	{"九、上年结余", "35226", "36845", "九、年末滚存结余", "36845", "37472"},
	{"总计", "114879", "115344", "总计", "114879", "115344"},
}

const wan = money.Fen(1_000_000)

// publishedFacts are facts that the form follows from: totals of 2023 and the budget of 2024.
func publishedFacts() []event.Event {
	const id, aid = fund.ID("640500.390"), fund.ID("640500.610")
	year := event.Fact{Document: "2023", OccurredOn: fund.NewDate(2023, 12, 31), Since: fund.NewDate(2023, 1, 1)}
	approved := func(l budget.Line, amount money.Fen) event.Event {
		return event.BudgetApproved{Fact: event.Fact{Document: "3", OccurredOn: fund.NewDate(2024, 2, 5)}, Fund: id, Year: 2024, Line: l,
			Amount: amount * wan}
	}
	return []event.Event{
		event.FundEstablished{Fact: event.Fact{Document: "F", OccurredOn: fund.NewDate(2022, 1, 1)}, Fund: id, Name: "居民"},
		event.FundOpened{Fact: event.Fact{Document: "O", OccurredOn: fund.NewDate(2022, 12, 31)}, Fund: id, Amount: 35226 * wan},
		event.PremiumReceived{Fact: year, Fund: id, Amount: (27362 - 897 - 1578) * wan},
		event.PremiumReceived{Fact: year, Fund: id, Amount: 1578 * wan, Payer: event.PaidByTreasury},
		event.ParticipationAssisted{Fact: year, AidFund: aid, Fund: id, Amount: 897 * wan},
		event.SubsidyReceived{Fact: year, Fund: id, Amount: 50033 * wan, Purpose: event.StandardSubsidy},
		event.SubsidyReceived{Fact: year, Fund: id, Amount: 408 * wan, Purpose: event.VaccineSubsidy},
		event.InterestReceived{Fact: year, Fund: id, Amount: 376 * wan},
		event.OtherReceived{Fact: year, Fund: id, Amount: 1474 * wan},
		event.ReimbursementPaid{Fact: year, Fund: id, Care: fund.Inpatient, Amount: 59585 * wan},
		event.ReimbursementPaid{Fact: year, Fund: id, Care: fund.Outpatient, Amount: 11179 * wan},
		event.InsurerPaid{Fact: year, Fund: id, Amount: 7270 * wan},
		approved(budget.Premiums, 28219), approved(budget.Assisted, 959), approved(budget.TreasuryPaid, 1275),
		approved(budget.Subsidies, 49755), approved(budget.Standard, 49755), approved(budget.Interest, 525),
		approved(budget.Benefits, 70965), approved(budget.Inpatient, 59585), approved(budget.Outpatient, 11380),
		approved(budget.CriticalIllness, 6907), approved(budget.Opening, 36845),
	}
}

func sources(t *testing.T, facts []event.Event) *tables.BudgetSources {
	t.Helper()
	var b books.View
	s := &tables.BudgetSources{Budgets: new(budgets.View), Books: b.AsOf}
	for i, e := range facts {
		if problems := event.Check(e); len(problems) > 0 {
			t.Fatalf("%d: %+v", i, problems)
		}
		for _, v := range []interface{ Apply(ledger.Entry) error }{s.Budgets, &b} {
			if err := v.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// The form comes out as it was published, row by row; where that is blank nothing is known, or
// nothing was booked.
func TestBudgetForm(t *testing.T) {
	lines := tables.BudgetOf("640500.390", 2024, fund.NewDate(2024, 12, 31), sources(t, publishedFacts()))
	table := tables.BudgetForm(lines, false).Whole()
	if len(table.Rows) != len(publishedForm) {
		t.Fatalf("%d rows", len(table.Rows))
	}
	for i, row := range table.Rows {
		for n, want := range publishedForm[i] {
			cell := row[n+1]
			switch figure, is := cell.Figure(); {
			case n%3 == 0 || want == "×":
				if got := cell.Words().ZH; got != want {
					t.Errorf("row %d: %s, want %s", i, got, want)
				}
			case want == "" && is && figure.Sign() != 0, want != "" && cell.Value() != want+"0000.00":
				t.Errorf("row %d, %s: %q, want %s", i, publishedForm[i][n-n%3], cell.Value(), want)
			}
		}
	}
}

// What deviates by more than a fifth is marked; percentages are rounded to two decimals.
func TestBudget(t *testing.T) {
	const id = fund.ID("441300.390")
	fact := func(document string, month int) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, 9).AddMonths(month - 1), Count: 1}
	}
	approved := func(l budget.Line, amount money.Fen) event.Event {
		return event.BudgetApproved{Fact: fact("3", 1), Fund: id, Year: 2025, Line: l, Amount: amount}
	}
	s := sources(t, []event.Event{
		event.FundEstablished{Fact: fact("F", 1), Fund: id, Name: "居民"},
		approved(budget.Premiums, 3_00), approved(budget.Interest, 100), approved(budget.OtherIncome, 100),
		event.PremiumReceived{Fact: fact("P", 1), Fund: id, Amount: 2_00},
		event.InterestReceived{Fact: fact("N", 3), Fund: id, Amount: 120},
		event.OtherReceived{Fact: fact("Q", 3), Fund: id, Amount: 121},
		event.BudgetAdjusted{Fact: fact("9", 6), Fund: id, Year: 2025, Line: budget.OtherIncome, Amount: 121, Cause: "x"},
	})
	for _, test := range []struct {
		to                         fund.Date
		line                       int
		completed, deviation, mark string
	}{
		{fund.NewDate(2025, 12, 31), 0, "66.67", "-33.33", "yes"}, {fund.NewDate(2025, 12, 31), 7, "120.00", "20.00", ""},
		{fund.NewDate(2025, 12, 31), 8, "100.00", "0.00", ""}, {fund.NewDate(2025, 5, 31), 8, "121.00", "21.00", "yes"},
		{fund.NewDate(2025, 12, 31), 1, "", "", ""},
	} {
		row := tables.Budget(tables.BudgetOf(id, 2025, test.to, s), true).Whole().Rows[test.line]
		if row[6].Value() != test.completed || row[7].Value() != test.deviation || row[8].Value() != test.mark {
			t.Errorf("%s, line %d: %s, %s, %s", test.to, test.line, row[6].Value(), row[7].Value(), row[8].Value())
		}
	}
}

// Without an opening no balance is known, though income and expense are; funds are not added up.
func TestSummary(t *testing.T) {
	const id, aid = fund.ID("640500.390"), fund.ID("640500.610")
	s := sources(t, publishedFacts())
	table := tables.Summary([]tables.FundYear{tables.FundYearOf(id, "居民", 2024, s), tables.FundYearOf(aid, "救助", 2023, &tables.BudgetSources{
		Budgets: s.Budgets, Books: s.Books})}).Whole()
	for i, want := range [][]string{
		{"368450000.00", "0.00", "796530000.00", "0.00", "780340000.00", "0.00", "16190000.00", "368450000.00"},
		{"", "0.00", "", "8970000.00", "", "-8970000.00", "", ""},
	} {
		for n, value := range want {
			if got := table.Rows[i][n+2].Value(); got != value {
				t.Errorf("row %d, %s: %s, want %s", i, table.Columns[n+2].Key, got, value)
			}
		}
	}
	if table.Total != nil {
		t.Error("funds are added up")
	}
}
