// Package budgetform reads the official form of the budget of a fund as it was approved: two
// sides, income and expense, with lines, parts of lines (其中), void cells (×) and totals,
// which are checked. It reads cells, and no file.
package budgetform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// Form is what a form says.
type Form struct {
	Heading string                    // of the column that was read
	Lines   map[budget.Line]money.Fen // without those that are blank
}

// The totals of the form.
const (
	incomeSubtotal  = "本年收入小计"
	expenseSubtotal = "本年支出小计"
	incomeTotal     = "本年收入合计"
	expenseTotal    = "本年支出合计"
	surplus         = "本年收支结余"
	closing         = "年末滚存结余"
	grand           = "总计"
)

var totals = []string{incomeSubtotal, expenseSubtotal, incomeTotal, expenseTotal, surplus, closing, grand}

// reader reads one grid.
type reader struct {
	kind   fund.Kind
	year   int
	unit   clerk.Unit
	form   Form
	totals map[string]money.Fen // with the side of 总计
	step   money.Fen            // of the last digit that is printed anywhere
	faults []lang.Text
}

// units are how clerks call the units of reports.
var units = map[money.Unit]clerk.Unit{money.Yuan: clerk.Yuan, money.Wan: clerk.Wan, money.Yi: clerk.Yi}

// side is where one side of the form stands: its names, and the column that is read.
type side struct{ name, value int }

// Read reads the form of a fund and year in a grid whose amounts are in a unit, unless a line
// above says another. Faults say everything that is wrong, each with its row.
func Read(g rows.Grid, kind fund.Kind, year int, unit money.Unit) (Form, []lang.Text) {
	r := &reader{kind: kind, year: year, unit: units[unit], totals: map[string]money.Fen{}}
	r.form.Lines = map[budget.Line]money.Fen{}
	r.step = step(r.unit, 0)
	var sides []side
	for _, row := range g.Rows {
		if sides == nil {
			for _, cell := range row.Cells {
				if u, has := clerk.UnitAbove(cell); has {
					r.unit, r.step = u, step(u, 0)
				}
			}
			sides = r.heading(row)
			continue
		}
		for i, s := range sides {
			r.row(row, s, i)
		}
	}
	if sides == nil && len(r.faults) == 0 {
		r.add(lang.F("没有认得的表头：要有“项目”和“预算数”两种列", "no headings that are known: there should be columns 项目 and 预算数"))
	}
	if len(r.faults) == 0 {
		r.check()
	}
	return r.form, r.faults
}

func (r *reader) add(t lang.Text) { r.faults = append(r.faults, t) }

var yearIn = regexp.MustCompile(`(\d{4})年`)

// heading returns the sides of the form if a row is its headings.
func (r *reader) heading(row rows.GridRow) (sides []side) {
	names := []int{}
	for i, cell := range row.Cells {
		if text := plain(cell); text == "项目" || text == "收入项目" || text == "支出项目" {
			names = append(names, i)
		}
	}
	for n, from := range names {
		to := len(row.Cells)
		if n+1 < len(names) {
			to = names[n+1]
		}
		s := side{name: from, value: -1}
		for i := from + 1; i < to; i++ {
			text := plain(row.Cells[i])
			if !strings.Contains(text, "预算") || strings.Contains(text, "上年") || strings.Contains(text, "%") {
				continue
			}
			if year := yearIn.FindStringSubmatch(text); year != nil && year[1] != fmt.Sprint(r.year) {
				r.add(lang.F("第 %d 行：“%s”不是 %d 年的预算", "row %d: “%s” is not the budget of %d", row.Number, row.Cells[i], r.year))
				continue
			}
			s.value, r.form.Heading = i, row.Cells[i]
			break
		}
		if s.value >= 0 {
			sides = append(sides, s)
		}
	}
	return sides
}

// plain is a cell as a reader sees it, without blanks.
func plain(cell string) string { return strings.Join(strings.Fields(glyph.Normal(cell)), "") }

var ordinal = regexp.MustCompile(`^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])`)

// nameOf returns the name of a line without its number and the word 其中.
func nameOf(cell string) string {
	text := plain(cell)
	for {
		bare := strings.TrimPrefix(strings.TrimPrefix(ordinal.ReplaceAllString(text, ""), "其中:"), "其中")
		if bare == text {
			return text
		}
		text = bare
	}
}

// lineNamed returns the line of a side that a name means: the words of the scheme may stand in front.
func (r *reader) lineNamed(name string, of int) (budget.Row, bool) {
	for _, prefix := range []string{"职工", "城乡居民", "居民"} {
		name = strings.TrimPrefix(name, prefix)
	}
	for _, row := range budget.Rows(r.kind) {
		if plain(row.Name.ZH) == name && (row.Side == budget.Expense) == (of == 1) {
			return row, true
		}
	}
	return budget.Row{}, false
}

// row reads one side of a row.
func (r *reader) row(row rows.GridRow, s side, of int) {
	if s.name >= len(row.Cells) {
		return
	}
	name := nameOf(row.Cells[s.name])
	if name == "" || name == "×" || name == "x" || name == "X" {
		return
	}
	value := ""
	if s.value < len(row.Cells) {
		value = plain(strings.ReplaceAll(row.Cells[s.value], ",", ""))
	}
	line, known := r.lineNamed(name, of)
	isTotal := slices.Contains(totals, name)
	if !known && !isTotal {
		r.add(lang.F("第 %d 行：这种基金的预算没有“%s”", "row %d: the budget of such a fund has no line “%s”", row.Number, row.Cells[s.name]))
		return
	}
	if slices.Contains([]string{"", "×", "x", "X", "-", "—", "——"}, value) {
		return
	}
	amount, err := money.Read(clerk.InYuan(value, r.unit))
	if err != nil {
		r.add(lang.F("第 %d 行“%s”：%q 不是金额", "row %d “%s”: %q is no amount", row.Number, name, row.Cells[s.value]))
		return
	}
	if _, fraction, has := strings.Cut(value, "."); has {
		r.step = min(r.step, step(r.unit, len(fraction)))
	}
	switch _, twice := r.form.Lines[line.Line]; {
	case isTotal:
		if name == grand {
			name += fmt.Sprint(of)
		}
		r.totals[name] = amount
	case twice:
		r.add(lang.F("第 %d 行：“%s”有两行", "row %d: “%s” stands twice", row.Number, name))
	case amount < 0 && line.Line != budget.Opening:
		r.add(lang.F("第 %d 行：“%s”小于零", "row %d: “%s” is below zero", row.Number, name))
	default:
		r.form.Lines[line.Line] = amount
	}
}

// step is the last digit of an amount in a unit with decimals.
func step(u clerk.Unit, decimals int) money.Fen {
	fen, err := money.Read(clerk.InYuan("0."+strings.Repeat("0", max(0, decimals-1))+"1", u))
	if decimals == 0 {
		fen, err = money.Read(clerk.InYuan("1", u))
	}
	if err != nil { // finer than a fen
		return 1
	}
	return fen
}

// check ties the totals that are printed to the lines: one unit of the last digit is allowed.
func (r *reader) check() {
	sums := map[string]money.Sum{}
	parts := map[budget.Line]money.Sum{}
	add := func(key string, amount money.Fen) { sums[key] = sums[key].Add(amount) }
	for _, row := range budget.Rows(r.kind) {
		amount := r.form.Lines[row.Line]
		sub, all := incomeSubtotal, incomeTotal
		switch {
		case row.Within != "":
			parts[row.Within] = parts[row.Within].Add(amount)
			continue
		case row.Side == budget.Balance:
			add("opening", amount)
			continue
		case row.Side == budget.Expense:
			sub, all = expenseSubtotal, expenseTotal
		}
		if !row.Levels {
			add(sub, amount)
		}
		add(all, amount)
	}
	sums[surplus] = sums[incomeTotal].Minus(sums[expenseTotal])
	sums[closing] = sums["opening"].Plus(sums[surplus])
	sums[grand+"0"] = sums["opening"].Plus(sums[incomeTotal])
	sums[grand+"1"] = sums[closing].Plus(sums[expenseTotal])
	for _, key := range append(slices.Clone(totals[:len(totals)-1]), grand+"0", grand+"1") {
		if printed, is := r.totals[key]; is && r.beyond(printed.Sum().Minus(sums[key])) {
			r.add(lang.F("“%s”印的是 %s 元，各项相加是 %s 元", "“%s” is printed as %s yuan, and its lines add up to %s yuan", strings.TrimRight(key, "01"), printed, sums[key]))
		}
	}
	for _, row := range budget.Rows(r.kind) {
		more := parts[row.Line].Minus(r.form.Lines[row.Line].Sum())
		if whole, is := r.form.Lines[row.Line]; is && more.Sign() > 0 && r.beyond(more) {
			r.add(lang.F("“%s”的其中各项 %s 元超过它本身 %s 元", "the parts of “%s”, %[2]s yuan, are more than it is, %[3]s yuan", row.Name, parts[row.Line], whole))
		}
	}
	left, hasLeft := r.totals[grand+"0"]
	right, hasRight := r.totals[grand+"1"]
	if hasLeft && hasRight && left != right {
		r.add(lang.F("两边的总计不等：%s 元、%s 元", "the totals of both sides differ: %s yuan, %s yuan", left, right))
	}
}

// beyond reports whether a difference is more than one unit of the last digit.
func (r *reader) beyond(d money.Sum) bool {
	return d.Minus(r.step.Sum()).Sign() > 0 || d.Plus(r.step.Sum()).Sign() < 0
}
