package report

import (
	"bytes"
	"errors"
	"testing"

	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// A table whose rows come one by one is written like one that has them.
func TestStream(t *testing.T) {
	rows := [][]Cell{{Text("甲;\""), Amount(money.Fen(12_34))}, {Text("=1"), Blank(lang.Text{})}, {Text(""), Amount(money.Fen(-5))}}
	for n := range len(rows) + 1 {
		for had := range n + 1 {
			table := Table{
				Key: "t", Title: lang.Text{EN: "T"}, Facts: []Fact{{Key: "f", Value: Count(3)}}, Notes: []lang.Text{{EN: "a note"}},
				Columns: []Column{{Key: "a"}, {Key: "b"}}, Rows: rows[:n],
			}
			for _, f := range []Format{Plain, JSON, CSV} {
				var want, got bytes.Buffer
				if err := table.Write(&want, f, Style{}); err != nil {
					t.Fatal(err)
				}
				streamed := table
				streamed.Rows = rows[:had:had]
				if err := streamed.Stream(&got, f, Style{}, each(rows[had:n], nil)); err != nil {
					t.Fatal(err)
				}
				if got.String() != want.String() {
					t.Errorf("%s, %d of %d rows before: %q, want %q", f, had, n, got.String(), want.String())
				}
			}
		}
	}
}

func TestStreamErrors(t *testing.T) {
	table := Table{Key: "t", Columns: []Column{{Key: "a"}}}
	broken := errors.New("broken")
	for _, f := range []Format{Plain, JSON, CSV} {
		if err := table.Stream(new(bytes.Buffer), f, Style{}, each([][]Cell{{Text("x")}}, broken)); !errors.Is(err, broken) {
			t.Errorf("%s: rows that break: %v", f, err)
		}
		if err := table.Stream(new(bytes.Buffer), f, Style{}, each([][]Cell{{Text("x"), Text("y")}}, nil)); err == nil {
			t.Errorf("%s: a row of another length is written", f)
		}
	}
	if err := table.Stream(new(bytes.Buffer), "xml", Style{}, each(nil, nil)); err == nil {
		t.Error("an unknown format is written")
	}
}

// each yields rows, then an error if there is one.
func each(rows [][]Cell, err error) func(func([]Cell, error) bool) {
	return func(yield func([]Cell, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}
