package refusal

import (
	"errors"
	"fmt"
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
)

func TestRefusal(t *testing.T) {
	why, remedy := lang.Text{ZH: "超过", EN: "too much"}, lang.Text{ZH: "核对", EN: "check it"}
	for name, test := range map[string]struct {
		refused Error
		zh, en  string
	}{
		"why":            {Error{Why: why}, "超过", "too much"},
		"why and remedy": {Error{Why: why, Remedy: remedy}, "超过；核对", "too much; check it"},
		"why and source": {Error{Why: why, Source: "735"}, "超过〔735〕", "too much [735]"},
		"everything":     {Error{Rule: "r", Field: "f", Why: why, Remedy: remedy, Source: "735"}, "超过；核对〔735〕", "too much; check it [735]"},
		"an article":     {Error{Why: why, Source: "国务院令第735号 art. 45"}, "超过〔国务院令第735号第45条〕", "too much [国务院令第735号 art. 45]"},
		"articles and accounts": {Error{Why: why, Source: "国务院令第735号 art. 38, 40；财会〔2017〕28号 2001, 2101"},
			"超过〔国务院令第735号第38、40条；财会〔2017〕28号 2001、2101〕", "too much [国务院令第735号 art. 38, 40；财会〔2017〕28号 2001, 2101]"},
		"nothing is said": {Error{Rule: "r"}, "", ""},
	} {
		if got := test.refused.In(lang.ZH); got != test.zh {
			t.Errorf("%s: %s, want %s", name, got, test.zh)
		}
		if got := test.refused.Error(); got != test.en {
			t.Errorf("%s: %s, want %s", name, got, test.en)
		}
	}
}

func TestARefusalIsFoundInsideOtherErrors(t *testing.T) {
	found := (*Error)(nil)
	if err := fmt.Errorf("line 3: %w", &Error{Rule: "document-twice"}); !errors.As(err, &found) || found.Rule != "document-twice" {
		t.Error("lost")
	}
}
