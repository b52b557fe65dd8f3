package printed

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/glyph"
)

// table is a table with lines. It has one side, or several beside each other.
type table struct {
	grid  rows.Grid
	title string // what stands above it
	head  int    // which row of the grid has the headings, the last of them if there are two
	until int    // the row of the grid behind its last one
	unit  Unit
	sides []side
}

// side is a column of words with the columns of figures that stand beside it.
type side struct {
	item    int
	columns []int // of the grid
	titles  map[int]title
	lines   []line
}

// itemWords are headings of the column that says what a line is.
var itemWords = []string{
	"项目", "收入项目", "支出项目", "收支项目", "科目", "指标", "指标名称", "名称", "险种", "基金", "统筹区", "地区", "区县", "县区", "类别", "内容", "项目名称",
	"机构", "机构名称", "年份", "年度", "月份", "收入", "支出", "item", "items", "indicator", "name", "fund", "scheme", "year", "month", "region", "income", "expense", "expenditure",
}

// tablesOf finds the tables of a grid by their headings.
func tablesOf(g rows.Grid) (all []*table) {
	var said []string // since the last table
	for i := 0; i < len(g.Rows); i++ {
		items := itemColumns(g, i)
		if items == nil {
			said = append(said, strings.Join(g.Rows[i].Cells, " "))
			continue
		}
		t := &table{grid: g, head: i}
		for _, line := range said {
			if u, has := unitAbove(line); has {
				t.unit = u
			}
			t.title = strings.TrimSpace(t.title + " " + strings.Join(strings.Fields(withoutUnit(line)), " "))
		}
		t.headings(items)
		i = t.head + 1
		for i < len(g.Rows) && itemColumns(g, i) == nil {
			i++
		}
		t.until, said = i, nil
		// What stands alone in the last rows is the title of the next table.
		for i < len(g.Rows) && t.until > t.head+1 && filled(g.Rows[t.until-1]) == 1 {
			t.until--
			said = append([]string{strings.Join(g.Rows[t.until].Cells, " ")}, said...)
		}
		i--
		all = append(all, t)
	}
	return all
}

// filled returns how many cells of a row say something.
func filled(row rows.GridRow) (n int) {
	for _, c := range row.Cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// itemColumns returns the columns of words of a row of headings; nil if it is none: if it has no such
// word, nothing beside it, or numbers that are no years.
func itemColumns(g rows.Grid, row int) (items []int) {
	first := true
	for column, cell := range g.Rows[row].Cells {
		word := bare(cell)
		if word == "" || first && roleOf(word, word) == remark {
			continue
		}
		if f, is := ReadFigure(cell, Unit{}); is && (len(word) != 4 || f.Text == "" || yearIn.FindString(word) == "") {
			return nil
		}
		is := slices.Contains(itemWords, word)
		if isFlowWord(word) && !first { // else it is a column of figures
			is = len(items) > 0 && isFlowWord(bare(at(g.Rows[row], items[0])))
		}
		if first && !is {
			return nil
		}
		if is {
			items = append(items, column)
		}
		first = false
	}
	// An item with nothing beside it has no figures: it is a word of a heading.
	kept := items[:0:0]
	for i, column := range items {
		next := len(g.Rows[row].Cells)
		if i+1 < len(items) {
			next = items[i+1]
		}
		if next > column+1 {
			kept = append(kept, column)
		}
	}
	if filled(g.Rows[row]) < 2 {
		return nil
	}
	return kept
}

func isFlowWord(word string) bool {
	return slices.Contains([]string{"收入", "支出", "income", "expense", "expenditure"}, word)
}

// headings reads the headings of the columns: of one row, or of two if the second has no words of lines.
func (t *table) headings(items []int) {
	g, top := t.grid, t.head
	second := rows.GridRow{}
	if top+1 < len(g.Rows) {
		next := g.Rows[top+1]
		words := filled(next) > 0
		for column, cell := range next.Cells {
			_, isNumber := ReadFigure(cell, Unit{})
			words = words && !(slices.Contains(items, column) && strings.TrimSpace(cell) != "") && (!isNumber || yearIn.FindString(cell) != "")
		}
		if words {
			second, t.head = next, top+1
		}
	}
	for i, item := range items {
		until := max(len(g.Rows[top].Cells), len(second.Cells))
		if i+1 < len(items) {
			until = items[i+1]
		}
		s := side{item: item, titles: map[int]title{}}
		over := ""
		for column := item + 1; column < until; column++ {
			text := at(g.Rows[top], column)
			if strings.TrimSpace(text) != "" {
				over = text
			}
			if second.Number > 0 {
				text = strings.TrimSpace(over + " " + at(second, column))
			}
			if strings.TrimSpace(text) == "" {
				continue
			}
			s.columns = append(s.columns, column)
			s.titles[column] = readTitle(text)
		}
		t.sides = append(t.sides, s)
	}
}

// read reads the lines of a table with their figures.
func (p *Printed) read(t *table) {
	for i := range t.sides {
		s := &t.sides[i]
		section := ""
		for _, row := range t.grid.Rows[t.head+1 : t.until] {
			text := at(row, s.item)
			if IsVoid(text) {
				p.nameless(t, s, row)
				continue
			}
			l := line{label: readLabel(text), text: strings.Join(strings.Fields(text), " "), row: row.Number, figures: map[int]int{}}
			l.unit = t.unitOf(s, row, text)
			p.figures(t, s, row, &l)
			if scope := fundNamed(l.words); len(l.figures) == 0 && scope != "" {
				section = scope
			}
			if l.scope == "" {
				l.scope = section
			}
			s.lines = append(s.lines, l)
		}
	}
	for _, s := range t.sides {
		for _, column := range s.columns {
			var all []int
			for _, l := range s.lines {
				if f, has := l.figures[column]; has {
					all = append(all, f)
				}
			}
			p.align(all)
		}
	}
}

// fundNamed returns the kind of fund that words name, and nothing else.
func fundNamed(words string) string {
	for _, f := range funds {
		if rest, is := strings.CutPrefix(words, f.name); is && slices.Contains([]string{"", "基金", "收支", "基金收支", "收支情况", "fund"}, rest) {
			return f.scheme
		}
	}
	return ""
}

// unitOf returns the unit that a line says, in its words or in a cell of its own.
func (t *table) unitOf(s *side, row rows.GridRow, text string) Unit {
	_, unit, _ := heading(text)
	for _, column := range s.columns {
		if s.titles[column].role == unitColumn {
			if u, known := UnitOf(at(row, column)); known {
				u.Name = strings.TrimSpace(glyph.Normal(at(row, column)))
				unit = u
			}
		}
	}
	return unit
}

// figures reads the figures of a line.
func (p *Printed) figures(t *table, s *side, row rows.GridRow, l *line) {
	for _, column := range s.columns {
		h := s.titles[column]
		if h.role == remark || h.role == unitColumn {
			continue
		}
		unit := t.unit
		switch {
		case h.unit != Unit{}:
			unit = h.unit
		case l.unit != Unit{}:
			unit = l.unit
		case l.code == months:
			unit = Unit{"", MonthsLong, 0}
		case l.code == surplusRate:
			unit = Unit{"%", Percent, 0}
		}
		name := strings.TrimSpace(l.text + " " + h.text)
		if f, ok := p.put(t.title, name, at(row, column), unit, placeOf(t.grid, row.Number, column)); ok {
			l.figures[column] = f
		}
	}
}

// nameless tells of figures in a row that does not say what they are.
func (p *Printed) nameless(t *table, s *side, row rows.GridRow) {
	for _, column := range s.columns {
		text := at(row, column)
		if h := s.titles[column]; !IsVoid(text) && h.role != remark && h.role != unitColumn {
			p.put(t.title, h.text, text, h.unit, placeOf(t.grid, row.Number, column))
		}
	}
}
