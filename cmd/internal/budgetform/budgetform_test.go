package budgetform

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// published is a form that was published, with its columns of 2023 and 2024.
//
// Source: 2024 城乡居民基本医疗保险基金收支预算表 of a county, 万元.
const published = `项目,2023年执行数,2024年预算数,项目,2023年执行数,2024年预算数
一、基本医疗保险费收入,27362.00,28219.00,一、基本医疗保险待遇支出,70764.00,70965.00
其中:集体扶持收入,,,其中:住院费用支出,59585.00,59585.00
城乡医疗救助资助收入,897.00,959.00,门诊费用支出,11179.00,11380.00
财政为困难人员代缴收入,1578.00,1275.00,二、大病保险支出,7270.00,6907.00
二、财政补贴收入,50441.00,49755.00,三、其他支出,,
其中:按规定标准补助收入,50033.00,49755.00,×,×,×
对医保基金负担新冠病毒疫苗及接种费用的补助,408.00,,×,×,×
三、利息收入,376.00,525.00,×,×,×
四、其他收入,1474.00,,×,×,×
五、本年收入小计,79653.00,78499.00,四、本年支出小计,78034.00,77872.00
六、上级补助收入,,,五、补助下级支出,,
七、下级上解收入,,,六、上解上级支出,,
八、本年收入合计,79653.00,78499.00,七、本年支出合计,78034.00,77872.00
×,×,×,八、本年收支结余,1619.00,627.00
九、上年结余,35226.00,36845.00,九、年末滚存结余,36845.00,37472.00
总计,114879.00,115344.00,总计,114879.00,115344.00
`

func read(t *testing.T, text string, kind fund.Kind) (Form, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "form.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	grids, faults, err := rows.Grids(path)
	if err != nil || len(faults) > 0 || len(grids) != 1 {
		t.Fatal(grids, faults, err)
	}
	form, wrong := Read(grids[0], kind, 2024, money.Wan)
	var told []string
	for _, f := range wrong {
		told = append(told, f.EN)
	}
	return form, strings.Join(told, "; ")
}

func TestRead(t *testing.T) {
	form, told := read(t, published, fund.Resident)
	if told != "" || form.Heading != "2024年预算数" || len(form.Lines) != 11 {
		t.Fatalf("%s, %+v", told, form)
	}
	for line, wan := range map[budget.Line]money.Fen{
		budget.Premiums: 28219, budget.Assisted: 959, budget.TreasuryPaid: 1275, budget.Subsidies: 49755, budget.Standard: 49755,
		budget.Interest: 525, budget.Opening: 36845, budget.Benefits: 70965, budget.Inpatient: 59585, budget.Outpatient: 11380,
		budget.CriticalIllness: 6907,
	} {
		if got, is := form.Lines[line]; !is || got != wan*1_000_000 {
			t.Errorf("%s: %s", line, got)
		}
	}
	if form, told := read(t, "单位：元\n"+published, fund.Resident); told != "" || form.Lines[budget.Interest] != 525_00 {
		t.Errorf("%s: %+v", told, form.Lines)
	}
}

// Everything that is wrong is told at once.
func TestFaults(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"525.00", "52五", `row 9 “利息收入”: "52五" is no amount`},
		{"三、利息收入", "三、利钱", "row 9: the budget of such a fund has no line “三、利钱”"},
		{"四、其他收入,1474.00,", "三、利息收入,1474.00,1", "row 10: “利息收入” stands twice"},
		{"2024年预算数", "2025年预算数", "row 1: “2025年预算数” is not the budget of 2024; row 1: “2025年预算数” is not the budget of 2024"},
		{"二、大病保险支出,7270.00,6907.00", "二、大病保险支出,7270.00,6807.00",
			"“本年支出小计” is printed as 778720000.00 yuan, and its lines add up to 777720000.00 yuan; " +
				"“本年支出合计” is printed as 778720000.00 yuan, and its lines add up to 777720000.00 yuan; " +
				"“本年收支结余” is printed as 6270000.00 yuan, and its lines add up to 7270000.00 yuan; " +
				"“年末滚存结余” is printed as 374720000.00 yuan, and its lines add up to 375720000.00 yuan"},
		{"959.00", "39590.00", "the parts of “premiums”, 408650000.00 yuan, are more than it is, 282190000.00 yuan"},
		{"项目", "名目", "no headings that are known: there should be columns 项目 and 预算数"},
	} {
		_, told := read(t, strings.ReplaceAll(published, test.old, test.new), fund.Resident)
		if told != test.want {
			t.Errorf("%s: %s", test.new, told)
		}
	}
	if _, told := read(t, published, fund.MedicalAid); !strings.Contains(told, "row 2: the budget of such a fund has no line") {
		t.Error(told)
	}
}
