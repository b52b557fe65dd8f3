package clerk

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
)

// Every field has a short title of its own, which is read as that field; so are its name, its long
// title, and the title of every type.
func TestEveryTitleIsRead(t *testing.T) {
	l := New()
	seen := map[string]string{}
	for _, typ := range event.Types() {
		for _, title := range []string{typ.Wire, typ.Title.ZH, typ.Title.EN} {
			if wire, ok := l.Wire(title); !ok || wire != typ.Wire {
				t.Errorf("type %q is read as %q", title, wire)
			}
		}
		for _, f := range typ.Fields {
			title := Title(f.Name)
			if other, some := seen[title.ZH]; some && other != f.Name {
				t.Errorf("%s and %s are both called %s", other, f.Name, title.ZH)
			}
			seen[title.ZH] = f.Name
			for _, heading := range []string{title.ZH, title.EN, f.Name, f.Meaning().Title.ZH, " * " + title.ZH + "\n"} {
				if field, known := l.Field(heading); !known || field != f.Name {
					t.Errorf("heading %q of %s is read as %q", heading, f.Name, field)
				}
			}
			for _, w := range f.Words {
				for _, text := range []string{w.Name.ZH, w.Name.EN, w.Code + " " + w.Name.ZH} {
					if got := l.Value(f, text); got != w.Code {
						t.Errorf("%s: %q is read as %q, not %q", f.Name, text, got, w.Code)
					}
				}
			}
		}
	}
}

func TestHeadings(t *testing.T) {
	l := New()
	for heading, want := range map[string]string{
		"金额": "amount", "金额（元）": "amount", "金额(万元)": "amount", "金额 （ 亿元 ）": "amount", "金额\n（单位：万元）": "amount", "AMOUNT": "amount",
		"类型": "type", "凭证号": "document", "业务日期": "occurred_on", "基金": "fund", "笔数": "count", "人次": "count", "　备　注　": "note",
		"医疗费总额": "total_cost", "总费用（万元）": "total_cost", "政策范围内": "eligible_cost", "就医地": "place", "报销方式": "settlement",
		"凭证号(万元)": "", "金额(美元)": "", "": "", "姓名": "", "合计": "", "备注(元)": "",
	} {
		if field, _ := l.Field(heading); field != want {
			t.Errorf("%q is read as %q, not %q", heading, field, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for heading, want := range map[string]Unit{"金额（万元）": Wan, "金额(亿元)": Yi, "金额（元）": Yuan, "金额（单位：万元）": Wan} {
		if u, has := UnitOf(heading); u != want || !has {
			t.Errorf("%q has unit %d, %v", heading, u, has)
		}
	}
	for _, heading := range []string{"金额", "金额(美元)", "金额）万元（", "(万元)"} {
		if u, has := UnitOf(heading); has {
			t.Errorf("%q has unit %d", heading, u)
		}
	}
	for text, want := range map[string]Unit{"单位：万元": Wan, "金额单位：人民币亿元": Yi, "单位: 元": Yuan, "编制单位：示例市医保中心　　单位：万元": Wan} {
		if u, has := UnitAbove(text); u != want || !has {
			t.Errorf("%q says unit %d, %v", text, u, has)
		}
	}
	for _, text := range []string{"", "单位：示例市医保中心", "2025年收入明细表", "万元"} {
		if u, has := UnitAbove(text); has {
			t.Errorf("%q says unit %d", text, u)
		}
	}
	for _, test := range []struct {
		number string
		unit   Unit
		want   string
	}{
		{"1.5", Wan, "15000"}, {"0.0001", Wan, "1"}, {"0.00000001", Yi, "1"}, {"0.000001", Wan, "0.01"}, {"0.0000001", Wan, "0.001"},
		{"-12.345678", Wan, "-123456.78"}, {"0", Wan, "0"}, {"0.00", Yi, "0"}, {"1234.50", Yuan, "1234.50"}, {"00012", Wan, "120000"},
		{"1,5", Wan, "1,5"}, {"1.", Wan, "1."}, {".5", Wan, ".5"}, {"1e3", Wan, "1e3"}, {"", Wan, ""}, {"--1", Wan, "--1"},
	} {
		if got := InYuan(test.number, test.unit); got != test.want {
			t.Errorf("%s at 10^%d is %s, not %s", test.number, test.unit, got, test.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for text, want := range map[string]string{
		"2025年6月": "2025-06", "2025/6": "2025-06", "202506": "2025-06", "2025.12": "2025-12", "2025年度": "2025", "2025年": "2025", "2025年6月份": "2025-06",
		"2025": "", "6月": "", "2025年6月3日": "", "": "",
	} {
		if got, ok := Period(text); got != want || ok != (want != "") {
			t.Errorf("%q is the period %q, not %q", text, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	l := New()
	premium, _ := event.TypeOf("premium.received")
	fields := map[string]event.Field{}
	for _, f := range premium.Fields {
		fields[f.Name] = f
	}
	for _, test := range []struct{ field, text, want string }{
		{"fund", "441300.城乡居民基本医疗保险", "441300.390"}, {"fund", "441300 职工基本医疗保险", "441300.310"}, {"fund", "441300．390", "441300．390"},
		{"fund", "惠州居民", "惠州居民"}, {"occurred_on", "2025/8/3", "2025/8/3"}, {"part", "统筹基金 ", "统筹基金 "},
		{"part", "统筹基金", "pool"}, {"part", "个人账户基金", "personal"}, {"part", "其他", "其他"}, {"amount", "1,234.50", "1,234.50"}, {"document", "2025/8/3", "2025/8/3"},
	} {
		if got := l.Value(fields[test.field], test.text); got != test.want {
			t.Errorf("%s %q is %q, not %q", test.field, test.text, got, test.want)
		}
	}
	paid, _ := event.TypeOf("reimbursement.paid")
	for _, f := range paid.Fields {
		if f.Name != "care" {
			continue
		}
		for text, want := range map[string]string{"住院": "inpatient", "门诊": "outpatient", "门诊大病": "outpatient_major", "药店": "pharmacy", "其他": "other", "医药": "医药", "费用": "费用"} {
			if got := l.Value(f, text); got != want {
				t.Errorf("care %q is %q, not %q", text, got, want)
			}
		}
	}
	if wire, _ := l.Wire("收到保险费"); wire != "premium.received" {
		t.Error(wire)
	}
}
