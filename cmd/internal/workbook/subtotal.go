package workbook

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/wide"
)

// subtotal is the formula of a figure that is the sum of the rows below it that stand one deeper, if
// it is that to the fen, and whatever program computes it.
func (w *tableWriter) subtotal(row int, c *column) (string, bool) {
	t := w.table
	if row >= len(t.Levels) || len(t.Levels) != len(t.Rows) || len(t.Rows) > w.book.rows-headRows-1 {
		return "", false
	}
	own, is := t.Rows[row][c.at].Listed().Figure()
	if !is {
		return "", false
	}
	sum, all, n, level := wide.Int{}, 0.0, 0, t.Levels[row]
	var refs []string
	first, last := 0, 0 // of the cells beside each other that were met last
	flush := func() {
		switch {
		case first == 0:
		case first == last:
			refs = append(refs, at(c.to, first))
		default:
			refs = append(refs, at(c.to, first)+":"+at(c.to, last))
		}
	}
	for i := row + 1; i < len(t.Rows) && t.Levels[i] > level; i++ {
		if t.Levels[i] > level+1 {
			continue
		}
		cell := t.Rows[i][c.at].Listed()
		part, is := cell.Figure()
		fen, whole := short(part)
		if !is || !whole || cell.Kind() != t.Rows[row][c.at].Listed().Kind() {
			return "", false // of what is not known nothing is a sum
		}
		sum, all, n = sum.Plus(part), all+float64(abs(fen)), n+1
		if place := headRows + 1 + i; place == last+1 {
			last = place
		} else {
			flush()
			first, last = place, place
		}
	}
	flush()
	if n < 2 || sum != own || !exact(n, all) || len(refs) >= blocksMost {
		return "", false
	}
	formula := "SUM(" + strings.Join(refs, ",") + ")"
	if t.Rows[row][c.at].Listed().Kind() == report.IsAmount {
		formula = fmt.Sprintf("ROUND(%s,2)", formula)
	}
	return formula, true
}
