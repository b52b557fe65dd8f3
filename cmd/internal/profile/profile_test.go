package profile_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/profile"
	"github.com/fundledger/fundledger/ledger/lang"
)

func own(t testing.TB) *profile.Profile {
	t.Helper()
	text, err := os.ReadFile("testdata/own.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, faults := profile.Parse(text)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return p
}

// known is an identity number that the table of persons has; its check character is right.
const known, unknown = "440000190001010027", "440000190001010035"

func bound(t testing.TB) *profile.Mapping {
	t.Helper()
	m, problems := own(t).Bind([]string{"版本", "类型", "摘要", "金额(万元)", "方向 ", "身份证号", "月份", "人数"}, profile.Given{
		Values: map[string]string{"fund": "441300.390", "purpose": "b"},
		Person: func(identity string) (string, bool) { return "P0001", identity == known },
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return m
}

// told is all that becomes of a row.
func told(m *profile.Mapping, row profile.Row) string {
	records, skip, problems := m.Map(row)
	var out []string
	for _, r := range records {
		text := r.Type
		for _, f := range r.Fields {
			text += " " + f.Name + "=" + f.Value
			if f.From != "" {
				text += "<" + f.From
			}
		}
		if r.Unknown {
			text += " unknown"
		}
		out = append(out, text)
	}
	if skip != nil {
		out = append(out, "skip "+skip.Yuan+" "+skip.Why.ZH)
	}
	for _, p := range problems {
		out = append(out, "problem "+p.Heading+": "+p.Why.ZH)
	}
	return strings.Join(out, "|")
}

func TestMap(t *testing.T) {
	m := bound(t)
	base := cells{"版本": "2022", "类型": "11", "摘要": "报销号007", "金额(万元)": "1,234.56", "方向 ": "借", "身份证号": known, "月份": "2026年2月", "人数": "1"}
	const start = "reimbursement.paid amount=12345600.00<金额(万元) care=outpatient<类型 count=1<人数 document=007<摘要 fund=441300.390 " +
		"occurred_on=2026-02-28<月份 person=P0001<身份证号 since=2026-02-01<月份"
	for _, c := range []struct{ name, set, want string }{
		{"as it is", "", start},
		{"a code of another version", "版本=2018", strings.Replace(start, "care=outpatient", "care=outpatient_pooled", 1)},
		{"no such version", "版本=2020", "problem 版本: 没有这个版本的代码表 clr_type"},
		{"no version", "版本=", "problem 版本: 没有这个版本的代码表 clr_type"},
		{"no such code", "类型=99", "problem 类型: 代码表 clr_type（2022 版）没有这个代码"},
		{"unknown person", "身份证号=" + unknown, strings.Replace(strings.Replace(start, " person=P0001<身份证号", "", 1), "<月份", "<月份", 1) + " unknown"},
		{"unknown number", "人数=", strings.Replace(start, "count=1", "count=0", 1)},
		{"a number with useless zeros", "人数=12.00", strings.Replace(start, "count=1", "count=12", 1)},
		{"no number", "人数=若干", "problem 人数: 不是整数的写法"},
		{"no month", "月份=", "problem 月份: 空着|problem 月份: 空着"},
		{"no such month", "月份=202613", "problem 月份: 不是月份的写法|problem 月份: 不是月份的写法"},
		{"a fen in 万元", "金额(万元)=0.000001", strings.Replace(start, "12345600.00", "0.01", 1)},
		{"finer than a fen", "金额(万元)=0.0000001", "problem 金额(万元): 不是金额的写法"},
		{"badly grouped", "金额(万元)=1,23.4", "problem 金额(万元): 不是金额的写法"},
		{"below zero", "金额(万元)=-1", "problem 金额(万元): 金额是负数（红字）"},
		{"no side", "方向 =", "problem 方向 : 既不是收（贷）也不是支（借）"},
		{"no text", "摘要=报销", "problem 摘要: 不是方案所说的写法"},
		{"no rule", "摘要=付款", "problem 摘要: 方案 own 没有规则说明这一行是什么，不猜测"},
		{"skipped", "摘要=;方向 =贷", "skip 12345600.00 无摘要"},
		{"the version that is given", "摘要=来款;方向 =贷;类型=x", "suspense.received amount=12345600.00<金额(万元) document=ZS-202602<月份 fund=441300.390 item=ZS-202602<月份 occurred_on=2026-02-28<月份 purpose=crossregion<类型"},
		{"a line of totals", "版本=合 计;方向 =", "skip  合计行"},
		{"what may be there", "备注=补", strings.Replace(start, "document=007", "document=007-补", 1)},
	} {
		row := cells{}
		for k, v := range base {
			row[k] = v
		}
		for _, pair := range strings.Split(c.set, ";") {
			k, v, _ := strings.Cut(pair, "=")
			row[k] = v
		}
		if got := told(m, row); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

// In a bank's file 贷 is money that came in. A row has one of both.
func TestSides(t *testing.T) {
	p, _ := profile.Named("bank_icbc")
	m, problems := p.Bind(nil, profile.Given{Values: map[string]string{"fund": "441300.390"}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	row := func(out, in, text string) cells {
		return cells{"记账日期": "20260810", "借方发生额": out, "贷方发生额": in, "余额": "10,500,000.00", "交易摘要": text}
	}
	for _, c := range []struct {
		row  cells
		want string
	}{
		{row("", "9,000,000.00", "拨入支出户"), "money.moved amount=9000000.00<贷方发生额 document=1004-2026-08-10-10500000.00<记账日期 from=1003 fund=441300.390 occurred_on=2026-08-10<记账日期 to=1004"},
		{row("0.00", "9,000,000.00", "季度利息"), "interest.received amount=9000000.00<贷方发生额 document=1004-2026-08-10-10500000.00<记账日期 fund=441300.390 occurred_on=2026-08-10<记账日期 via=1004"},
		{row("9,000,000.00", "", "拨入支出户"), "problem 借方发生额: 方案 bank_icbc 没有规则说明这一行是什么，不猜测"},
		{row("1.00", "2.00", "拨入支出户"), "problem 贷方发生额: 同一行既有收入又有支出"},
		{row("", "", "拨入支出户"), "problem 贷方发生额: 没有金额"},
		{row("", "-5.00", "季度利息"), "problem 贷方发生额: 金额是负数（红字）"},
		{row("35.00", "", "手续费"), "problem 交易摘要: 方案 bank_icbc 没有规则说明这一行是什么，不猜测"},
		{row("", "500.00", "罚款"), "problem 交易摘要: 方案 bank_icbc 没有规则说明这一行是什么，不猜测"},
	} {
		if got := told(m, c.row); got != c.want {
			t.Errorf("%v: %s\nwant %s", c.row, got, c.want)
		}
	}
}

// What the file does not say is given, and well given; what nobody asks for is told.
func TestBind(t *testing.T) {
	p, _ := profile.Named("appropriation_order")
	headings, _ := sample(t, p.Name)
	for _, c := range []struct {
		name     string
		headings []string
		given    profile.Given
		want     string
	}{
		{"nothing given", headings, profile.Given{}, "institution 文件里没有定点机构编码，须另外给出|paid_on 文件里没有银行付款日，须另外给出|region 文件里没有统筹区，须另外给出"},
		{"no day", headings, profile.Given{Values: map[string]string{"region": "441300", "institution": "H", "paid_on": "八月"}}, "paid_on 不是日期的写法"},
		{"a list for all rows", headings, profile.Given{
			Values: map[string]string{"institution": "H", "paid_on": "20260814"}, Tables: map[string]map[string]string{"region": {"a": "b"}},
		}, "region 文件里没有统筹区，须另外给出|region region 对全部行是同一个值，不能用表"},
		{"not asked for", headings, profile.Given{Values: map[string]string{"region": "441300", "institution": "H", "paid_on": "20260814", "fund": "x"}}, "fund 方案 appropriation_order 不问 fund"},
		{"two of one heading", append(slices.Clone(headings), "实际应拨付 金额"), profile.Given{Values: map[string]string{
			"region": "441300", "institution": "H", "paid_on": "20260814",
		}}, "实际应拨付 金额 “实际应拨付金额”和“实际应拨付 金额”是同一列名的两种写法，不知道用哪一列"},
		{"another file", []string{"拨付单号"}, profile.Given{Values: map[string]string{"region": "441300", "institution": "H", "paid_on": "20260814"}}, "业务类型"},
	} {
		m, problems := p.Bind(c.headings, c.given)
		var texts []string
		for _, wrong := range problems {
			texts = append(texts, wrong.Heading+" "+wrong.Why.ZH)
			if wrong.Remedy.ZH == "" || wrong.Remedy.EN == "" {
				t.Errorf("%s: no remedy for %s", c.name, wrong.Heading)
			}
		}
		if got := strings.Join(texts, "|"); m != nil || got != c.want && !strings.HasPrefix(got, c.want+" 文件里没有") {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
	_, problems := own(t).Bind(nil, profile.Given{Values: map[string]string{"fund": "x"}})
	if len(problems) != 1 || problems[0].Heading != "purpose" || !strings.Contains(problems[0].Remedy.EN, "a, b") {
		t.Errorf("the version of a table: %v", problems)
	}
}

// A table gives what is another in each row; whom it does not have is told at the row.
func TestGivenByTable(t *testing.T) {
	p, _ := profile.Named("appropriation_order")
	_, rows := sample(t, p.Name)
	m, problems := p.Bind(nil, profile.Given{Values: map[string]string{"region": "441399"}, Tables: map[string]map[string]string{
		"institution": {"BF441320260700001": "H44139900001"}, "paid_on": {"BF441320260700001": "20260814", "BF2": "八月"},
	}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got := told(m, rows[0]); !strings.Contains(got, "institution=H44139900001 occurred_on=2026-08-14") {
		t.Error(got)
	}
	rows[0]["拨付单号"] = "BF2"
	const want = "problem 拨付单号: 不知道它的定点机构编码|problem 拨付单号: 表里给它的银行付款日不是日期的写法"
	if got := told(m, rows[0]); got != want {
		t.Error(got)
	}
}

// A profile is strict: what it refers to and does not have is a fault, with its line.
func TestParse(t *testing.T) {
	text, err := os.ReadFile("testdata/own.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"name: own", "name: own\nnaem: x", "line 3: there is no key naem here"},
		{"name: own", "name: own\nname: own", "line 3: name stands twice"},
		{"name: own", "name: 自己", "line 2: name has lower-case letters"},
		{"name: own\n", "", "line 2: name is missing"},
		{"purpose: books", "purpose: fun", "line 4: there is no fun; use one of: [books evidence]"},
		{"purpose: books", "purpose: *books", "this is not YAML"},
		{"title: {zh: 自己的文件, en: a file of one's own}", "title: {zh: 自己的文件}", "line 3: both zh and en are needed"},
		{"personal: [身份证号]", "personal: []", "identity is for person alone, of a column that is personal"},
		{"{column: 备注, empty: \"\"}", "{column: 身份证号}", `"身份证号" is personal and must not be written`},
		{"person: {column", "note: {column", "identity is for person alone"},
		{"type: reimbursement.paid", "type: reimbursement.made", "there is no type reimbursement.made"},
		{"          fund: {given: fund}\n          amount: {money: yes}\n          care", "          amount: {money: yes}\n          care", "reimbursement.paid needs the field fund"},
		{"care: {", "booked_on: {", "reimbursement.paid has no field booked_on"},
		{"table: clr_type", "table: clr_typ", "tables has no clr_typ"},
		{"{given: fund}", "{given: fond}", "given has no fond"},
		{"as: month_end", "as: monthend", "there is no monthend"},
		{"pattern: \"号([0-9]+)\"", "pattern: \"号([0-9]+\"", "this is no regular expression"},
		{"pattern: \"号([0-9]+)\"", "pattern: \"号[0-9]+\"", "one pair of brackets"},
		{"unit: 万元", "unit: 千元", "a unit is 元, 万元 or 亿元"},
		{"money: {amount: 金额（万元）, side: 方向, in: [贷], out: [借], unit: 万元}", "", "the profile has no money"},
		{"in: [贷], ", "", "give a column each as in and out"},
		{"skip: 无摘要", "{}", "this is not YAML"},
		{"    skip: 无摘要\n", "", "a rule has either skip"},
		{"filled: no", "filled: maybe", "write yes or no"},
		{"filled: no", "filled: no, is: [x]", "a condition has a column"},
		{"rules:", "rules: {}\nrule:", "here is a list"},
		{"fund: {title: 基金, example: \"441300.390\"}", "fund: {title: 基金}", "fund needs a title and an example"},
		{"also: [备注]", "also: [备注, 摘要]", `the heading "摘要" is empty or stands twice`},
	} {
		if !strings.Contains(string(text), c.old) {
			t.Fatalf("the profile has no %q", c.old)
		}
		_, faults := profile.Parse([]byte(strings.ReplaceAll(string(text), c.old, c.new)))
		told := func(f profile.Fault) bool { return strings.Contains(f.In(lang.EN), c.want) && f.In(lang.ZH) != "" }
		if !slices.ContainsFunc(faults, told) {
			t.Errorf("%q → %q: %v", c.old, c.new, faults)
		}
	}
	for text, want := range map[string]string{
		"": "this is not YAML", "- a": "a profile is a list of keys", "a: b\n---\nc: d": "more than one document", "\xff\xfe": "this is not YAML",
		"a: &a [*a]": "there is no key a", strings.Repeat("x", profile.MostText+1): "more than 1048576 bytes",
	} {
		_, faults := profile.Parse([]byte(text))
		if !slices.ContainsFunc(faults, func(f profile.Fault) bool { return strings.Contains(f.In(lang.EN), want) }) {
			t.Errorf("%.20q: %v", text, faults)
		}
	}
}

// The samples tie with each other, whatever paper of one payment is read.
func TestTies(t *testing.T) {
	all := map[string]map[string]string{}
	for _, p := range profile.All() {
		_, sums := mapped(t, p)
		all[p.Name] = map[string]string{}
		for key, sum := range sums {
			all[p.Name][key] = sum.String()
		}
	}
	for _, tie := range []struct{ profile, key, want string }{
		{"appropriation_order", "reimbursement.paid 441399.310", "4840594.08"}, // voucher_lines, of 职工
		{"appropriation_order", "reimbursement.paid 441399.390", "2146953.96"}, // voucher_lines, of 居民
		{"bank_expense_account", "skipped 代付集采货款，在拨付单金额之内", "758000.00"},       // direct_goods_settlement
		{"tax_unit", "premium.received 441399.310", "129750.00"},
		{"tax_resident", "premium.received 441399.390", "1000.00"},
		{"tax_unit", "other.received 441399.310", "168.75"},
		{"tax_arrival", "money.moved 441399.310", "129918.75"}, // what units paid, with its surcharge
		{"tax_arrival", "money.moved 441399.390", "1000.00"},
		{"bank_fiscal_account", "skipped 税款划转，由到账确认按险种登记（tax_arrival）", "130918.75"},
		{"bank_fiscal_account", "skipped 拨付支出户，由支出户流水登记（bank_expense_account）", "9000000.00"},
		{"bank_expense_account", "money.moved 441399.310", "9000000.00"},
		{"bank_fiscal_account", "subsidy.received 441399.390", "2600000.00"}, // the basic part of subsidy_ledger
		{"subsidy_ledger", "skipped 部分到账，没说多少；由财政专户流水登记", "2600000.00"},
		{"subsidy_ledger", "skipped 没有到账，没有收入", "124000.00"}, // the same persons as in medical_aid_arrival
		{"medical_aid_arrival", "skipped 没有到账，没有收入", "124000.00"},
	} {
		if got := all[tie.profile][tie.key]; got != tie.want {
			t.Errorf("%s: %s is %s, want %s", tie.profile, tie.key, got, tie.want)
		}
	}
}

// Personal columns are in no field of any fact, as they stand.
func TestNothingPersonal(t *testing.T) {
	for _, p := range profile.All() {
		headings, rows := sample(t, p.Name)
		m, _ := p.Bind(headings, profile.Given{Values: valuesOf(p)})
		for _, row := range rows {
			records, _, _ := m.Map(row)
			for _, r := range records {
				for _, f := range r.Fields {
					for _, column := range p.Personal {
						if text, ok := row.Get(column); ok && strings.Contains(f.Value, text) {
							t.Errorf("%s: %s has %s", p.Name, f.Name, text)
						}
					}
				}
			}
		}
	}
}
