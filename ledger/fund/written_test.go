package fund_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
)

// One number, invented, in the writings that people use, and what is none.
func TestRevealsIdentity(t *testing.T) {
	for _, text := range []string{
		"11010519491231002X", "11010519491231002x", "110105194912310021"[:17] + "X", "440524188001010014",
		"110105 19491231 002X", "110105-1949-12-31-002X", "110105.19491231.002X", "1101 0519 4912 3100 2X", "110105·19491231·002X", "110105_19491231_002x",
		"１１０１０５１９４９１２３１００２Ｘ", "１１０１０５ １９４９１２３１ ００２ｘ", "①①⓪①⓪⑤①⑨④⑨①②③①⓪⓪②X",
		"一一〇一〇五一九四九一二三一〇〇二X", "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰Ｘ", "٤٤٠٥٢٤١٨٨٠٠١٠١٠٠١٤",
		"身份证11010519491231002X的人", "ID:110105 19491231 002 X", "张某（11010519491231002Х）", "440524 18800101 0014,", "No.5 440524188001010014",
		"110105\u200b19491231\u200b002X", "110105\u00a019491231\u00a0002X", "110105\u300019491231　002X", "11010519491231002 X", "11010519491231002×",
		"110105491231002", "身份证110105491231002", "110105 491231 002", "110105-49-12-31-002", "１１０１０５４９１２３１００２", "ID110105491231002", "R 110105491231002",
	} {
		if !fund.RevealsIdentity(text) {
			t.Errorf("%q is not seen", text)
		}
	}
	for _, text := range []string{
		"", "R-2025-000123456", "11010519491231002", "11010519491231002Y", "110105194912310021", "441302202507310012"[:17] + "1", "H13110200026202111291809520478",
		"441302250731001", "202507311200001", "441302-20250731-0001", "R441302900101002", "20250131000000001234", "010105491231002", "110105491331002", "110105290101002",
		"2025-07-31 12345.67 8901.23", "惠医保罚〔2025〕17号", "二〇二五年七月三十一日", "4410 5491 2310 02", "110105 4912.31 002", "441300.390 4001 2025-01-31 1003",
		"6222021234567890123", "1234567890123456789012345678901234567890", "共 12,345,678.90 元，其中 1,234.50 元", "18 90 07 441302 1990",
	} {
		if fund.RevealsIdentity(text) {
			t.Errorf("%q is taken for an identity number", text)
		}
	}
}

// Whatever holds a plain number reveals it.
func TestPlainNumbersAreRevealed(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	pieces := []string{"11010519491231002X", "440524188001010014", "110105194912310021", "1", "0", "X", "-", "证", " ", "99", "R", "(", "19491231"}
	found := 0
	for range 50_000 {
		text := ""
		for range 1 + random.IntN(5) {
			text += pieces[random.IntN(len(pieces))]
		}
		if fund.HoldsIdentityNumber(text) {
			found++
			if !fund.RevealsIdentity(text) {
				t.Fatalf("%q is not seen", text)
			}
		}
	}
	if found < 5000 {
		t.Errorf("only %d texts held a number", found)
	}
}

// Any separators in any places hide no number.
func TestSeparatorsHideNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 4))
	for range 20_000 {
		var b strings.Builder
		for _, c := range "11010519491231002X" {
			if random.IntN(3) == 0 {
				for range 1 + random.IntN(3) {
					b.WriteRune([]rune(" -.·_/\u3000、，")[random.IntN(9)])
				}
			}
			if random.IntN(4) == 0 {
				c += 'Ａ' - 'A'
			}
			b.WriteRune(c)
		}
		if !fund.RevealsIdentity("号" + b.String() + "。") {
			t.Fatalf("%q is not seen", b.String())
		}
	}
}

func BenchmarkRevealsIdentity(b *testing.B) {
	for _, text := range []string{"R-2025-000123", "R2025073100000123456", "公报第3页"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				fund.RevealsIdentity(text)
			}
		})
	}
}
