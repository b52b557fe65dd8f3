package printed

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/cmd/internal/rows"
)

// The columns of named figures, in their order here.
var namedWords = [][]string{
	{"name", "indicator", "metric", "figure", "指标", "指标名称", "名称", "项目"},
	{"value", "printed", "数值", "值", "公布数", "印数", "指标值"},
	{"unit", "单位", "计量单位"},
}

// Columns of named figures that say nothing of what a figure is of.
var (
	precisionWords = []string{"precision", "精度"}
	asideWords     = []string{"note", "remark", "备注", "说明", "group", "分组", "source", "来源", "precision", "精度"}
)

// namedForm returns the row of headings of named figures, and its columns.
func namedForm(g rows.Grid) (row int, columns []int, is bool) {
	for i := range min(len(g.Rows), mostAbove) {
		if columns, all := find(g.Rows[i], namedWords); all {
			return i, columns, true
		}
	}
	return 0, nil, false
}

// named reads rows of named figures. What the other columns say is what they are of: figures of the same are
// tied as their names say, and a name that comes twice is the same figure.
func (p *Printed) named(g rows.Grid, head int, columns []int) {
	heads := g.Rows[head]
	precision := slices.IndexFunc(heads.Cells, func(c string) bool { return slices.Contains(precisionWords, bare(c)) })
	books := map[string]map[string]map[code]int{}
	first := map[string]int{}
	var loose []int
	for _, row := range g.Rows[head+1:] {
		of := ""
		for column, h := range heads.Cells {
			if !slices.Contains(columns, column) && !slices.Contains(asideWords, bare(h)) {
				of += strings.TrimSpace(at(row, column)) + " "
			}
		}
		said := at(row, columns[0])
		unit, known := UnitOf(at(row, columns[2]))
		if !known {
			unit = Unit{at(row, columns[2]), Base(bare(at(row, columns[2]))), 0}
		}
		figure, ok := p.put(strings.TrimSpace(of), strings.TrimSpace(said), at(row, columns[1]), unit, placeOf(g, row.Number, columns[1]))
		if !ok {
			continue
		}
		f := &p.Figures[figure]
		if last, err := decimal.NewFromString(strings.TrimSpace(at(row, precision))); precision >= 0 && err == nil && last.Sign() > 0 {
			f.Last, f.Exact = last.Shift(f.Unit.Power), false
		} else {
			loose = append(loose, figure)
		}
		l := readLabel(said)
		key := of + "\x00" + l.words
		if before, twice := first[key]; twice {
			p.relate(Relation{Kind: Same, Total: figure, Terms: []Term{{Figure: before}}})
			continue
		}
		first[key] = figure
		if l.code != "" {
			if books[of] == nil {
				books[of] = map[string]map[code]int{}
			}
			enter(books[of], l.scope, l.code, figure)
		}
	}
	p.align(loose)
	for _, of := range sorted(books) {
		p.book(books[of])
	}
}

// issues ties one line of one year that stands in several issues: last year's column of this year's issue
// against last year's issue. Its words, its column's words, its year and the table's title, but for years,
// must be the same, and stand once in each.
func (p *Printed) issues(all []*table) {
	type key struct {
		title, line, column string
		role                role
		year                int
	}
	found := map[key][]int{}
	var order []key
	for _, t := range all {
		for _, s := range t.sides {
			for _, l := range s.lines {
				for _, column := range s.columns {
					f, has := l.figures[column]
					h := s.titles[column]
					if !has || h.year <= lastYear+1 || h.role > budget {
						continue
					}
					k := key{bare(yearIn.ReplaceAllString(t.title, "")), l.scope + l.words, h.words, h.role, h.year}
					if found[k] == nil {
						order = append(order, k)
					}
					found[k] = append(found[k], f)
				}
			}
		}
	}
	for _, k := range order {
		same := found[k]
		for i, f := range same[1:] {
			if p.Figures[f].Place.File != p.Figures[same[0]].Place.File && len(same) == len(distinctFiles(p.Figures, same)) {
				p.relate(Relation{Kind: Same, Total: f, Terms: []Term{{Figure: same[i]}}})
			}
		}
	}
}

// distinctFiles returns the files that figures stand in.
func distinctFiles(figures []Figure, of []int) map[string]bool {
	files := map[string]bool{}
	for _, f := range of {
		files[figures[f].Place.File] = true
	}
	return files
}
