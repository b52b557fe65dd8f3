package report_test

import (
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// People do not see what is for machines, nor a column or a fact in which there is nothing
// to read; JSON and CSV always have all of it.
func TestForPeople(t *testing.T) {
	blank := report.Cell{}
	table := report.Table{
		Key: "people",
		Facts: []report.Fact{
			{Key: "said", Title: lang.Text{EN: "said"}, Value: report.Text("x")},
			{Key: "unsaid", Title: lang.Text{EN: "unsaid"}, Value: report.Text("y").ForPeople(blank)},
		},
		Columns: []report.Column{
			{Key: "a", Title: lang.Text{EN: "a"}}, {Key: "never", Show: report.Never}, {Key: "zero", Show: report.Filled},
			{Key: "same", Show: report.Filled}, {Key: "b", Title: lang.Text{EN: "b"}, Show: report.Filled},
		},
		Rows: [][]report.Cell{
			{report.Text("1"), report.Text("m"), report.Amount(money.Fen(0)), report.Text("s").ForPeople(blank), blank},
			{report.Text("2").ForPeople(report.Text("two")), report.Text("m"), blank, report.Text("s").ForPeople(blank), report.Text("b2")},
		},
	}
	if got, want := render(t, table, report.Plain, report.Style{Lang: lang.EN}), "said: x\n\na    b\n---  --\n1\ntwo  b2\n"; got != want {
		t.Errorf("%s", got)
	}
	if got, want := render(t, table, report.CSV, report.Style{}), "\ufeffa,never,zero,same,b\r\n1,m,0.00,s,\r\n2,m,,s,b2\r\n"; got != want {
		t.Errorf("%q", got)
	}
	table.Rows = nil // all columns stand, but that of machines
	if got, want := render(t, table, report.Plain, report.Style{Lang: lang.EN}), "said: x\n\na      b\n-      -\n(no rows)\n"; got != want {
		t.Errorf("%q", got)
	}
}
