package issues_test

import (
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/issues"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/replay"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(issues.View) }, projtest.History(), "../../testdata/projections/issues.txt")
}

// Editions stand by region, span and language, the first first, and without what was reversed.
func TestOf(t *testing.T) {
	issue := func(span string, edition int64, l event.Language) event.ReportIssued {
		return event.ReportIssued{Fact: event.Fact{Document: "B", OccurredOn: fund.NewDate(2026, 2, 1)}, Region: "441300", Span: span, Edition: edition,
			Language: l, Root: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Template: "1",
			PDF: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
	}
	var v issues.View
	second := issue("2025", 2, event.Chinese)
	for i, e := range []event.Event{
		issue("2025", 1, event.English), issue("2025", 1, event.Chinese), second, issue("2025H1", 1, event.Chinese),
		projtest.Reversal(event.Fact{Document: "CX", OccurredOn: fund.NewDate(2026, 2, 2)}, "issue-441300-2025-zh", second),
	} {
		if err := v.Apply(ledger.Entry{Position: 7, Event: e}); err != nil {
			t.Fatal(err)
		}
		if want := []int{0, 1, 2, 2, 1}[i]; len(v.Of("441300", "2025", event.Chinese)) != want {
			t.Errorf("after %d: %+v", i, v.Of("441300", "2025", event.Chinese))
		}
	}
	if all := v.All(); len(all) != 3 || all[0].Language != event.English || all[2].Span != "2025H1" || all[0].Position != 7 {
		t.Errorf("%+v", all)
	}
}
