package workbook

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// cover writes the first sheet: what the workbook has, and of what ledger it is.
func (b *book) cover(tables []Table) error {
	s, err := b.sheet(b.cov, 0, 18, 78)
	if err != nil {
		return err
	}
	if !b.head.Title.IsZero() {
		return s.whole(tables)
	}
	for i, t := range tables {
		if i > 0 {
			if err := s.add(0); err != nil {
				return err
			}
		}
		if err := s.add(30, b.cell(b.title(t.Table), look{bold: true, size: 16})); err != nil {
			return err
		}
		facts := slices.Clone(t.Facts)
		if slices.ContainsFunc(b.made[i].columns, func(c *column) bool { return c.money }) {
			facts = append(facts, report.Fact{Title: unitWord, Value: report.Words(b.units())})
		}
		if !t.Basis.IsZero() {
			facts = append(facts, report.Fact{Title: basisWord, Value: report.Words(t.Basis)})
		}
		facts = append(facts, report.Fact{Title: lang.Text{ZH: "行数", EN: "rows"}, Value: report.Count(b.made[i].rows)})
		if err := s.facts(facts); err != nil {
			return err
		}
	}
	if err := s.add(0); err != nil {
		return err
	}
	if err := s.facts(b.head.Facts); err != nil {
		return err
	}
	return s.end(0, false)
}

// whole writes the cover of a workbook that is one thing: its title, what is said of it, and which
// sheets there are, each a link.
func (s *sheet) whole(tables []Table) error {
	b := s.book
	if err := s.add(40, b.in(b.head.Title, look{bold: true, size: 18})); err != nil {
		return err
	}
	if err := s.facts(b.head.Facts); err != nil {
		return err
	}
	if err := s.add(0); err != nil {
		return err
	}
	for i, t := range tables {
		name := b.made[i].name
		number := excelize.Cell{StyleID: b.looks.of(look{grey: true, left: true}), Value: i + 1}
		if err := s.add(0, number, b.cell(b.title(t.Table), look{blue: true})); err != nil {
			return err
		}
		if err := b.file.SetCellHyperLink(s.name, at(2, s.row), quoted(name)+"A1", "Location"); err != nil {
			return err
		}
	}
	return s.end(0, false)
}

// basisWord is what the basis is called.
var basisWord = lang.Text{ZH: "口径", EN: "basis"}

// units are the units of amounts.
func (b *book) units() lang.Text {
	unit, _ := report.UnitName(b.style.Unit)
	if b.style.Unit == "" || b.style.Unit == "yuan" {
		return unit
	}
	return lang.F("元，并列%s", "yuan, and beside it %s", unit)
}

// facts writes statements, one a row; one without a value is left out.
func (s *sheet) facts(facts []report.Fact) error {
	b := s.book
	for _, f := range facts {
		c := f.Value.Listed()
		v, err := b.value(c, look{left: true})
		if err != nil {
			return named(err, f.Title.In(b.style.Lang))
		}
		if v.Value == nil {
			continue
		}
		if text, is := v.Value.(string); is {
			v.Cell = b.cell(text, look{wrap: true})
		}
		if err := s.add(lines(v.width, 88), b.in(f.Title, look{grey: true, wrap: true}), v.Cell); err != nil {
			return err
		}
	}
	return nil
}

// lines is how high a row is for a text of some width in a cell that is as wide.
func lines(width, cell int) float64 { return 15 * float64(max(1, (width+cell-1)/cell)) }
