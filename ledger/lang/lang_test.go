package lang

import "testing"

func TestF(t *testing.T) {
	for name, test := range map[string]struct{ got, want Text }{
		"plain":           {F("甲", "a"), Text{"甲", "a"}},
		"arguments":       {F("%s 元超过 %d", "%s yuan beyond %d", "1.00", 2), Text{"1.00 元超过 2", "1.00 yuan beyond 2"}},
		"other order":     {F("%s在%s", "in %[2]s: %[1]s", "甲", "乙"), Text{"甲在乙", "in 乙: 甲"}},
		"a text inside":   {F("协议%s", "the agreement is %s", Text{"有效", "active"}), Text{"协议有效", "the agreement is active"}},
		"a percent sign":  {F("%d%%", "%d%%", 5), Text{"5%", "5%"}},
		"formats in data": {F("%s", "%s", "%d"), Text{"%d", "%d"}},
	} {
		if test.got != test.want {
			t.Errorf("%s: %+v, want %+v", name, test.got, test.want)
		}
	}
}

func TestIn(t *testing.T) {
	text := Text{ZH: "甲", EN: "a"}
	for l, want := range map[Lang]string{ZH: "甲", EN: "a", "": "a", "fr": "a"} {
		if got := text.In(l); got != want {
			t.Errorf("in %q: %s, want %s", l, got, want)
		}
	}
	if text.IsZero() || !(Text{}).IsZero() || (Text{EN: "a"}).IsZero() {
		t.Error("IsZero")
	}
}

// Of one thing English says another word than of none and of several.
func TestNumber(t *testing.T) {
	for n, want := range map[int][2]Text{
		0: {{"0 条", "0 facts"}, {"0 条此前已入账", "0 were recorded before"}},
		1: {{"1 条", "1 fact"}, {"1 条此前已入账", "1 was recorded before"}},
		2: {{"2 条", "2 facts"}, {"2 条此前已入账", "2 were recorded before"}},
	} {
		if got := [2]Text{Count(n, "条", "fact"), Number(n, "条此前已入账", "was recorded before", "were recorded before")}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
