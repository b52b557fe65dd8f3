package workbook

import (
	"fmt"
	"math"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/money"
)

// A program adds doubles, each addition wrong by up to 2⁻⁵³ of the sum so far: n of them by no
// more than n·2⁻⁵³ of the sum of their absolute values, in whatever order it adds them. While
// that is less than half a fen, the sum rounded to the fen is exact. A column for which it is
// more is summed in blocks, each rounded.

// blocksMost is how many blocks a formula names: it has at most 8,192 characters.
const blocksMost = 128

// Blocks have 64 rows, or 2, 4, 8 … times as many.
const (
	leastBlock = 64
	sizes      = 15
)

// adder is what is known of the numbers of a column: the sum of their absolute values, and for
// every size of blocks that of this block and the greatest of one.
type adder struct {
	all        float64
	here, most [sizes]float64
}

// add adds a number that stands in a row, counted from 1.
func (a *adder) add(n, row int64) {
	x := math.Abs(float64(n))
	a.all += x
	for i := range sizes {
		if (row-1)&(leastBlock<<i-1) == 0 {
			a.here[i] = 0
		}
		a.here[i] += x
		a.most[i] = max(a.most[i], a.here[i])
	}
}

// exact reports whether n numbers, whose absolute values have a sum, add up to the nearest whole.
func exact(n int, sum float64) bool { return float64(n)*sum/(1<<53) < 0.45 }

// sum is the formula of the sum of a column, exact whatever program computes it, on the last sheet
// of its table. It reports false if there is none.
func (m *made) sum(c *column) (string, bool) { return m.sumIn(c, m.spans[len(m.spans)-1].sheet) }

// sumIn is sum in a cell of a sheet.
func (m *made) sumIn(c *column, sheet string) (string, bool) {
	round := "ROUND(%s,2)"
	if !c.money {
		round = "%s"
	}
	if whole := m.refs(c, sheet, math.MaxInt); exact(int(m.rows), c.added.all) && len(whole) < blocksMost {
		return fmt.Sprintf(round, "SUM("+strings.Join(whole, ",")+")"), true
	}
	for i := range sizes {
		rows := leastBlock << i
		if m.rows/int64(rows)+int64(len(m.spans)) >= blocksMost {
			continue
		}
		blocks := m.refs(c, sheet, rows)
		if !exact(rows, 2*c.added.most[i]) || !exact(len(blocks), c.added.all) { // a block may lie in two
			return "", false
		}
		for n, ref := range blocks {
			blocks[n] = fmt.Sprintf(round, "SUM("+ref+")")
		}
		return fmt.Sprintf(round, strings.Join(blocks, "+")), true
	}
	return "", false
}

// refs are the cells of a column, in blocks of so many rows, as a cell of a sheet names them.
func (m *made) refs(c *column, from string, rows int) (out []string) {
	for _, s := range m.spans {
		sheet := ""
		if s.sheet != from {
			sheet = quoted(s.sheet)
		}
		for first := s.first; first <= s.last; {
			last := s.last
			if last-first >= rows {
				last = first + rows - 1
			}
			out = append(out, sheet+at(c.to, first)+":"+at(c.to, last))
			first = last + 1
		}
	}
	return out
}

// quoted is a sheet in front of its cells.
func quoted(sheet string) string { return "'" + sheet + "'!" }

// summed reports whether a column has a control total: amounts do, and what there is a total of.
func (c *column) summed() bool { return c.money || c.total }

// figure is the sum of a column as a cell.
func (c *column) figure() report.Cell {
	if c.money {
		return report.Amount(money.Sum(c.sum))
	}
	return report.Counted(c.sum)
}
