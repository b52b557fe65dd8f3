package account

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/fundledger/fundledger/ledger/fund"
)

var rewrite = flag.Bool("rewrite", false, "write the charts into the golden file")

func kinds() []fund.Kind { return []fund.Kind{fund.Employee, fund.Resident, fund.MedicalAid, fund.All} }

// The chart of the statute (财会〔2017〕28号 科目表): the 25 accounts that medical
// insurance uses of its 34, and who uses them. The others belong to other
// schemes: 1202, 3101, 3201, 4102, 4202, 5102–5105.
func TestStatutoryAccounts(t *testing.T) {
	const both, employeeOnly = "职居", "职"
	want := []struct {
		code, name, users string
		debit             bool
	}{
		{"1001", "库存现金", both, true}, {"1002", "收入户存款", both, true}, {"1003", "财政专户存款", both, true},
		{"1004", "支出户存款", both, true}, {"1005", "国库存款", both, true}, {"1101", "暂付款", both, true}, {"1201", "债券投资", both, true},
		{"2001", "暂收款", both, false}, {"2101", "借入款项", both, false}, {"3001", "一般基金结余", both, false},
		{"4001", "社会保险费收入", both, false}, {"4101", "财政补贴收入", both, false}, {"4201", "利息收入", both, false},
		{"4301", "转移收入", employeeOnly, false}, {"4401", "上级补助收入", both, false}, {"4402", "下级上解收入", both, false},
		{"4501", "其他收入", both, false}, {"4601", "待转社会保险费收入", employeeOnly, false}, {"4602", "待转利息收入", employeeOnly, false},
		{"5001", "社会保险待遇支出", both, true}, {"5101", "大病保险支出", both, true}, {"5201", "转移支出", employeeOnly, true},
		{"5301", "上解上级支出", both, true}, {"5302", "补助下级支出", both, true}, {"5401", "其他支出", both, true},
	}
	for kind, letter := range map[fund.Kind]string{fund.Employee: "职", fund.Resident: "居"} {
		var got, expected []string
		for _, a := range Chart(kind) {
			if len(a.Code) == 4 {
				got = append(got, fmt.Sprintf("%s %s %v", a.Code, a.Name.ZH, a.Code.Element().IsDebit()))
			}
		}
		for _, w := range want {
			if strings.Contains(w.users, letter) {
				expected = append(expected, fmt.Sprintf("%s %s %v", w.code, w.name, w.debit))
			}
		}
		if !slices.Equal(got, expected) {
			t.Errorf("%s:\n%s\nwant\n%s", kind, strings.Join(got, "\n"), strings.Join(expected, "\n"))
		}
	}
	if len(want) != len(statutory) {
		t.Errorf("%d accounts in the program, %d in the statute", len(statutory), len(want))
	}
}

// Accounts carried in 统筹 and 个人账户 (KJ 3001, 4001, 4201, 4401, 4402, 4501, 5001,
// 5301, 5302, 5401); 财政补贴 and 大病保险 touch only the pool, transfers only
// personal accounts.
func TestParts(t *testing.T) {
	want := []string{"3001", "4001", "4201", "4401", "4402", "4501", "5001", "5301", "5302", "5401"}
	var got []string
	for _, a := range Chart(fund.Employee) {
		if len(a.Code) == 4 && Of(fund.Employee, a.Code, fund.Pool) != a.Code {
			got = append(got, string(a.Code))
			if Of(fund.Employee, a.Code, fund.Pool) != a.Code+"01" || Of(fund.Employee, a.Code, fund.Personal) != a.Code+"02" {
				t.Errorf("%s: parts %s, %s", a.Code, Of(fund.Employee, a.Code, fund.Pool), Of(fund.Employee, a.Code, fund.Personal))
			}
		}
		if len(a.Code) == 4 && Of(fund.Resident, a.Code, "") != a.Code {
			t.Errorf("%s has parts in 居民 books", a.Code)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("carried in parts: %v, want %v", got, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("职工 books took an account without its part")
		}
	}()
	Of(fund.Employee, Premiums, "")
}

// The sub-accounts of 5001 as the statute has them: five and three for 职工,
// three for 居民; and one more of ours each for care that is not known.
func TestCareAccounts(t *testing.T) {
	for _, test := range []struct {
		kind fund.Kind
		part fund.Part
		want string
	}{
		{fund.Employee, fund.Pool, "住院费用支出 门诊大病费用支出 门诊统筹费用支出 生育医疗费用支出 生育津贴支出 未分类费用支出"},
		{fund.Employee, fund.Personal, "住院费用支出 门诊费用支出 药店医药费用支出 未分类费用支出"},
		{fund.Resident, "", "住院费用支出 门诊费用支出 其他费用支出 未分类费用支出"},
		{fund.MedicalAid, "", "直接救助支出"},
	} {
		var names []string
		for _, c := range fund.Cares() {
			code, ok := CareAccount(test.kind, test.part, c.Care)
			if !ok {
				continue
			}
			a, found := Find(test.kind, code)
			if !found || !a.Leaf || !code.Within(Of(test.kind, Benefits, test.part)) {
				t.Errorf("%s %s %q: %s is no account to book on", test.kind, test.part, c.Care, code)
			}
			if unknown := code.Unclassified(); unknown != (c.Care == "" && test.kind != fund.MedicalAid) {
				t.Errorf("%s for %q", code, c.Care)
			}
			names = append(names, string(code)+a.Name.ZH)
		}
		slices.Sort(names)
		for i := range names {
			names[i] = strings.TrimLeft(names[i], "0123456789")
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.kind, test.part, got, test.want)
		}
	}
}

// A chart is in the order of codes, without gaps above a sub-account, named in
// both languages; exactly the accounts without sub-accounts are booked on.
func TestCharts(t *testing.T) {
	for _, kind := range kinds() {
		chart := Chart(kind)
		for i, a := range chart {
			if i > 0 && chart[i-1].Code >= a.Code {
				t.Errorf("%s: %s follows %s", kind, a.Code, chart[i-1].Code)
			}
			if !strings.ContainsFunc(a.Name.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }) ||
				strings.ContainsFunc(a.Name.EN, func(r rune) bool { return r > unicode.MaxASCII }) || a.Name.EN == "" {
				t.Errorf("%s: %s is named %+v", kind, a.Code, a.Name)
			}
			below := slices.ContainsFunc(chart, func(b Account) bool { return b.Code != a.Code && b.Code.Within(a.Code) })
			if a.Leaf == below {
				t.Errorf("%s: %s is a leaf: %v", kind, a.Code, a.Leaf)
			}
			for n := 4; n < len(a.Code); n += 2 {
				if _, found := Find(kind, a.Code[:n]); !found {
					t.Errorf("%s: %s has no account above it", kind, a.Code)
				}
			}
			if found, ok := Find(kind, a.Code); !ok || found != a {
				t.Errorf("%s: %s is found as %+v", kind, a.Code, found)
			}
			if a.Code.Top() != a.Code[:4] || !a.Code.Within(a.Code.Top()) || a.Code.Within(a.Code+"01") {
				t.Errorf("%s and the account above it", a.Code)
			}
			if full := FullName(kind, a.Code); !strings.HasSuffix(full.ZH, a.Name.ZH) || strings.Count(full.ZH, "—") != (len(a.Code)-4)/2 {
				t.Errorf("%s: full name %s", a.Code, full.ZH)
			}
		}
	}
	if got := FullName(fund.Employee, "50010101"); got.ZH != "社会保险待遇支出—统筹基金—住院费用支出" || got.EN != "benefits: pool: inpatient" {
		t.Errorf("%+v", got)
	}
	if got := FullName(fund.Resident, "9999"); got.ZH != "9999" {
		t.Errorf("an account that is not: %+v", got)
	}
	if _, found := Find(fund.MedicalAid, Premiums); found {
		t.Error("a medical-aid fund has premiums")
	}
}

// The charts stay as they were reviewed.
func TestGolden(t *testing.T) {
	var out strings.Builder
	for _, kind := range kinds() {
		fmt.Fprintf(&out, "%s\n", kind)
		for _, a := range Chart(kind) {
			side, leaf := "Cr", " "
			if a.Code.Element().IsDebit() {
				side = "Dr"
			}
			if a.Leaf {
				leaf = "*"
			}
			fmt.Fprintf(&out, "%s %s %-10s %s | %s\n", leaf, side, a.Code, FullName(kind, a.Code).ZH, FullName(kind, a.Code).EN)
		}
	}
	const path = "../../testdata/charts.txt"
	if *rewrite {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || out.String() != string(want) {
		t.Errorf("the charts are\n%s\nnot as in %s (%v)", out.String(), path, err)
	}
}

func TestElements(t *testing.T) {
	for code, want := range map[Code]Element{"1003": Asset, "2001": Liability, "3001": NetAsset, "4001": Income, "5001": Expense} {
		if got := code.Element(); got != want || got.Name().ZH == "" || got.Name().EN == "" {
			t.Errorf("%s: %d %+v", code, got, got.Name())
		}
	}
	for _, bad := range []Code{"", "0001", "6001"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q has an element", bad)
				}
			}()
			bad.Element()
		}()
	}
}
