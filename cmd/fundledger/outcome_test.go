package main

import (
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/lang"
)

// What an import did is said of one fact as of several, and in grammar.
func TestOutcome(t *testing.T) {
	for _, test := range []struct {
		sum  importer.Summary
		o    importer.Options
		want lang.Text
	}{
		{importer.Summary{Already: 1}, importer.Options{}, lang.Text{ZH: "这 1 条此前已入账，账本没有变化", EN: "the 1 fact was recorded before; the ledger did not change"}},
		{importer.Summary{Already: 2}, importer.Options{}, lang.Text{ZH: "全部 2 条此前都已入账，账本没有变化", EN: "all 2 facts were recorded before; the ledger did not change"}},
		{importer.Summary{Recorded: 1, Already: 1}, importer.Options{}, lang.Text{ZH: "记入 1 条；1 条此前已入账", EN: "recorded 1 fact; 1 was recorded before"}},
		{importer.Summary{Recorded: 2}, importer.Options{}, lang.Text{ZH: "记入 2 条；0 条此前已入账", EN: "recorded 2 facts; 0 were recorded before"}},
		{importer.Summary{Recorded: 1, Late: 1}, importer.Options{}, lang.Text{ZH: "记入 1 条；0 条此前已入账\n其中 1 条所属期间已结账，记入其后未结账的日子",
			EN: "recorded 1 fact; 0 were recorded before\n1 of them belongs to a closed period and is booked on the first open day"}},
		{importer.Summary{Recorded: 3, Already: 1, Rejected: 1}, importer.Options{Partial: true, Rejects: "r.csv"}, lang.Text{
			ZH: "记入 3 条；1 条此前已入账\n退回 1 行：r.csv；改正后导入该文件",
			EN: "recorded 3 facts; 1 was recorded before\nrejected 1 row: r.csv; mend that file and import it"}},
	} {
		if got := outcome(test.sum, test.o); got != test.want {
			t.Errorf("%+v:\n%s\n%s\nwant\n%s\n%s", test.sum, got.ZH, got.EN, test.want.ZH, test.want.EN)
		}
	}
}
