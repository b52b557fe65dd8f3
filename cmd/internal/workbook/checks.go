package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// checks writes the last sheet: control totals of the ledger beside those of the sheets, which
// are formulas, and whether they are equal. All are when the workbook is made.
func (b *book) checks(tables []Table) error {
	s, err := b.sheet(b.name(b.say("核对", "checks")), 1, 26, 34, 24, 24, 10, 60)
	if err != nil {
		return err
	}
	var heads []any
	for _, t := range []lang.Text{{ZH: "表", EN: "table"}, {ZH: "控制数", EN: "control total"}, {ZH: "账本", EN: "ledger"}, {ZH: "本工作簿", EN: "this workbook"},
		{ZH: "相符", EN: "equal"}, {ZH: "说明", EN: "remark"}} {
		heads = append(heads, b.in(t, look{head: true}))
	}
	if err := s.add(24, heads...); err != nil {
		return err
	}
	for i, t := range tables {
		if err := s.checksOf(t.Table, b.made[i]); err != nil {
			return err
		}
	}
	all := excelize.Cell{StyleID: b.looks.of(look{bold: true, center: true, above: true}), Value: true, Formula: fmt.Sprintf("COUNTIF(E2:E%d,FALSE)=0", s.row)}
	line := b.cell("", look{above: true})
	if err := s.add(0, b.in(lang.Text{ZH: "全部相符", EN: "all are equal"}, look{bold: true, above: true}), line, line, line, all, line); err != nil {
		return err
	}
	return s.end(1, true)
}

// checksOf writes the checks of a table.
func (s *sheet) checksOf(t report.Table, m *made) error {
	var rows []string
	for _, p := range m.spans {
		if m.rows > 0 {
			rows = append(rows, fmt.Sprintf("ROWS(%sA%d:A%d)", quoted(p.sheet), p.first, p.last))
		}
	}
	if m.rows == 0 {
		return s.remark(t, lang.Text{ZH: "行数", EN: "rows"}, report.Count(0), lang.Text{ZH: "没有数据", EN: "there are none"})
	}
	if err := s.check(t, lang.Text{ZH: "行数", EN: "rows"}, report.Count(m.rows), strings.Join(rows, "+"), lang.Text{}); err != nil {
		return err
	}
	for _, c := range m.columns {
		if !c.summed() {
			continue
		}
		if err := s.checkColumn(t, m, c); err != nil {
			return err
		}
	}
	return nil
}

// checkColumn writes the check of a column, and what is to be said of the total under it.
func (s *sheet) checkColumn(t report.Table, m *made, c *column) error {
	what := lang.F("%s：各行之和", "%s: sum of the rows", s.book.heading(c.Column))
	formula, ok := m.sumIn(c, s.name)
	switch {
	case c.long:
		return s.remark(t, what, report.Cell{}, lang.Text{ZH: "有的数写成了文本，不能用公式相加", EN: "some figures are text, which no formula adds up"})
	case !ok:
		return s.remark(t, what, c.figure(), lang.Text{ZH: "行数和金额太大，公式不能保证精确到分", EN: "too many rows and too large amounts for a formula that is exact to the fen"})
	}
	remark := lang.Text{}
	switch {
	case c.total && c.plain:
		remark = lang.Text{ZH: "与合计行相等", EN: "equals the total below the rows"}
	case c.total:
		remark = lang.F("合计行为 %s，不是本表各行之和：有小计、其中项，或是全部各页的合计", "the total below the rows is %s, which is not their sum: some rows are parts of others, or it is that of all pages",
			shown(t.Total[c.at].Listed()))
	}
	return s.check(t, what, c.figure(), formula, remark)
}

// shown is a figure in a sentence.
func shown(c report.Cell) string {
	n, _ := c.Figure()
	if c.Kind() == report.IsAmount {
		return money.Sum(n).In(money.Yuan)
	}
	return money.Group(n.String())
}

// grid is the look of a check.
var grid = look{grid: true}

// check writes a control total, its formula, and that they are equal.
func (s *sheet) check(t report.Table, what lang.Text, figure report.Cell, formula string, remark lang.Text) error {
	b := s.book
	v, err := b.value(figure, look{grid: true})
	if err != nil || !v.number {
		return s.remark(t, what, figure, remark)
	}
	of := v.Cell
	of.Formula = formula
	row := s.row + 1
	same := excelize.Cell{StyleID: b.looks.of(look{center: true, grid: true}), Value: true, Formula: fmt.Sprintf("ABS(C%d-D%d)<0.005", row, row)}
	return s.add(0, b.cell(b.title(t), grid), b.in(what, grid), v.Cell, of, same, b.in(remark, look{grey: true, grid: true}))
}

// remark writes a control total that no formula checks, and why.
func (s *sheet) remark(t report.Table, what lang.Text, figure report.Cell, why lang.Text) error {
	b := s.book
	v, err := b.value(figure, look{grid: true})
	if err != nil {
		return err
	}
	none := b.cell("", grid)
	return s.add(0, b.cell(b.title(t), grid), b.in(what, grid), v.Cell, none, none, b.in(why, look{grey: true, grid: true}))
}
