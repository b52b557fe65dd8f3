package clerk

import "testing"

func TestTotals(t *testing.T) {
	for text, want := range map[string]struct {
		sums Sums
		rest string
	}{
		"合计": {All, ""}, "合 计：": {All, ""}, "总计": {All, ""}, "Grand total": {All, ""}, "Total": {All, ""}, "本页小计": {Since, ""}, "Subtotal": {Since, ""},
		"五、本年收入小计": {Since, "五、本年收入"}, "收入合计": {All, "收入"}, "Total income": {All, "income"}, "total of benefits": {All, "benefits"},
		"合计数": {Nothing, "合计数"}, "利息": {Nothing, "利息"}, "": {Nothing, ""},
	} {
		if sums, rest := Totals(text); sums != want.sums || rest != want.rest {
			t.Errorf("%q: %v %q, not %v %q", text, sums, rest, want.sums, want.rest)
		}
	}
}
