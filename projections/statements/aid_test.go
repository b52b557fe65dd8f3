package statements_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/projections/statements"
)

// Medical aid has the lines of 城乡居民; what it spends on has names of its own.
// Source: KJ Part 4 会社保02表 by analogy; 国办发〔2021〕42号: 直接救助, 资助参保.
func TestIncomeOfMedicalAid(t *testing.T) {
	s, err := statements.Income(aid, "2025-02", nil, asOf(view(t,
		event.SubsidyReceived{Fact: fact(2025, 1, 3), Fund: aid, Amount: 100_00},
		event.ReliefPaid{Fact: fact(2025, 1, 4), Fund: aid, Amount: 4_00},
		event.ReliefPaid{Fact: fact(2025, 2, 4), Fund: aid, Amount: 30_00},
		event.ParticipationAssisted{Fact: fact(2025, 2, 5), Fund: resident, AidFund: aid, Amount: 20_00},
	), aid))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, s, []line{
		{"income", "一、基金收入", [2]string{"0.00", "100.00"}},
		{"4101", "财政补贴收入", [2]string{"0.00", "100.00"}},
		{"4201", "利息收入", [2]string{"0.00", "0.00"}},
		{"4401", "上级补助收入", [2]string{"0.00", "0.00"}},
		{"4402", "下级上解收入", [2]string{"0.00", "0.00"}},
		{"4501", "其他收入", [2]string{"0.00", "0.00"}},
		{"expense", "二、基金支出", [2]string{"50.00", "54.00"}},
		{"5001", "医疗救助支出", [2]string{"50.00", "54.00"}},
		{"500101", "（一）直接救助", [2]string{"30.00", "34.00"}},
		{"500102", "（二）资助参保", [2]string{"20.00", "20.00"}},
		{"5301", "上解上级支出", [2]string{"0.00", "0.00"}},
		{"5302", "补助下级支出", [2]string{"0.00", "0.00"}},
		{"5401", "其他支出", [2]string{"0.00", "0.00"}},
		{"surplus", "三、本期基金结余", [2]string{"-50.00", "46.00"}},
	})
	for key, want := range map[string]string{"500101": "(1) direct relief", "500102": "(2) assisted participation"} {
		if l, _ := s.Line(key); l.Name.EN != want {
			t.Errorf("%s: %s, want %s", key, l.Name.EN, want)
		}
	}
}
