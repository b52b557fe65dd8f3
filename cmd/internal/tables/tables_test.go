package tables

import (
	"math"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/docket"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/fines"
)

// written is a table in a format.
func written(t *testing.T, table report.Table, f report.Format) string {
	t.Helper()
	var b strings.Builder
	if err := table.Write(&b, f, report.Style{Lang: lang.EN}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A column is declared once: its heading, its cells, and what stands under several rows.
func TestFill(t *testing.T) {
	columns := []column[money.Fen]{
		col("name", "名", "name", func(f money.Fen) report.Cell { return report.Text(f.String()) }),
		sum("paid", "付", "paid", func(f money.Fen) money.Sum { return f.Sum() }),
		amount("rest", "余", "rest", func(money.Fen) money.Fen { return 0 }).show(report.Filled),
		amount("zero", "零", "zero", func(money.Fen) money.Fen { return 0 }),
		text("wire", "", "", func(money.Fen) string { return "w" }).show(report.Never),
	}
	t1 := report.Table{Key: "fill"}
	if got, want := written(t, fill(t1, columns, []money.Fen{100, 250}), report.Plain), "unit: yuan\n\nname   paid  zero\n----  -----  ----\n1.00   1.00  0.00\n2.50   2.50  0.00\n----  -----  ----\ntotal  3.50\n"; squeeze(got) != squeeze(want) {
		t.Errorf("%s", got)
	}
	if got := written(t, fill(t1, columns, []money.Fen{100}), report.CSV); got != "\ufeffname,paid,rest,zero,wire\r\n1.00,1.00,0.00,0.00,w\r\n" {
		t.Errorf("%q", got)
	}
	if got := fill(t1, columns, []money.Fen{100}); got.Total != nil {
		t.Errorf("one row has a total: %v", got.Total)
	}
}

// squeeze takes runs of spaces and hyphens as one.
func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "-", "")), " ")
}

// A total of many large amounts is their sum.
func TestTotalBeyondOneAmount(t *testing.T) {
	row := fines.Row{Charge: docket.Charge{Amount: math.MaxInt64, Waived: money.Fen(1).Sum(), Paid: money.Fen(7).Sum(),
		Refunded: money.Fen(2).Sum()}, Unpaid: money.Fen(4).Sum()}
	total := Fines([]fines.Row{row, row}, 0).Whole()
	got := map[string]report.Cell{}
	for i, c := range total.Columns {
		if total.Total[i] != (report.Cell{}) {
			got[c.Key] = total.Total[i]
		}
	}
	for key, want := range map[string]money.Sum{
		"imposed": money.Fen(math.MaxInt64).Sum().Add(math.MaxInt64), "waived": money.Fen(2).Sum(), "paid": money.Fen(14).Sum(),
		"refunded": money.Fen(4).Sum(), "unpaid": money.Fen(8).Sum(),
	} {
		if got[key] != report.Amount(want) {
			t.Errorf("%s is %+v, want %s", key, got[key], want)
		}
	}
	if len(got) != 6 {
		t.Errorf("under the rows stands %v", got)
	}
}
