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
