package report_test

import (
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// A coded value reads as its name, and is the same for machines in every language.
func TestCode(t *testing.T) {
	table := report.Table{
		Key:     "codes",
		Columns: []report.Column{{Key: "channel", Title: lang.Text{ZH: "渠道", EN: "channel"}}},
		Rows:    [][]report.Cell{{report.Code("self_check", lang.Text{ZH: "自查自纠", EN: "self-check"})}},
	}
	for want, look := range map[string]struct {
		format report.Format
		lang   lang.Lang
	}{
		"\n自查自纠\n":                  {report.Plain, lang.ZH},
		"\nself-check\n":            {report.Plain, lang.EN},
		`"channel": "self_check"`:   {report.JSON, lang.ZH},
		"channel\r\nself_check\r\n": {report.CSV, lang.ZH},
	} {
		var b strings.Builder
		if err := table.Write(&b, look.format, report.Style{Lang: look.lang}); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s in %s: %v\n%s", look.format, look.lang, err, b.String())
		}
	}
}
