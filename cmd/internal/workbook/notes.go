package workbook

import (
	"fmt"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
)

// notes writes the sheet that says how the tables are to be read.
func (b *book) notes(tables []Table) error {
	s, err := b.sheet(b.name(b.say("说明", "notes")), 0, 26, 22, 66)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if err := s.about(t.Table, b.made[i]); err != nil {
			return err
		}
	}
	if err := s.add(24, b.in(lang.Text{ZH: "怎样读", EN: "How to read it"}, look{bold: true, size: 12})); err != nil {
		return err
	}
	for _, text := range []lang.Text{
		{ZH: "金额是精确到分的数，单位为元；其他单位的数由旁边一栏的公式算出，四舍五入到两位小数。", EN: "Amounts are numbers in yuan, exact to the fen; in another unit they are computed by a formula in the column beside, rounded half up to two decimals."},
		{ZH: "空格是没有数，写明原因的是不知道；都不是零。", EN: "A blank cell has no figure, and one with a reason in it is not known: neither is zero."},
		{ZH: "编码、凭证号是文本，不会被改写成数或公式。", EN: "Codes and document numbers are text, and never become numbers or formulas."},
		{ZH: "工作表有保护，以防误改，没有密码：审阅 → 撤消工作表保护。", EN: "Sheets are protected against slips, without a password: Review → Unprotect Sheet."},
	} {
		if err := s.note("", text); err != nil {
			return err
		}
	}
	return s.end(0, false)
}

// about says of a table what its notes say, and what its columns are called elsewhere.
func (s *sheet) about(t report.Table, m *made) error {
	b := s.book
	if err := s.add(24, b.cell(b.title(t), look{bold: true, size: 12})); err != nil {
		return err
	}
	if !t.Basis.IsZero() {
		if err := s.note(basisWord.In(b.style.Lang), t.Basis); err != nil {
			return err
		}
	}
	for i, note := range t.Notes {
		label := b.say("注", "note")
		if len(t.Notes) > 1 {
			label = fmt.Sprint(label, " ", i+1)
		}
		if err := s.note(label, note); err != nil {
			return err
		}
	}
	if len(m.long) > 0 {
		where := strings.Join(m.long[:min(len(m.long), 20)], ", ")
		text := lang.F("%s，超过 15 位数字，电子表格的数装不下，写成文本，不参与公式：%s", "%s with more than 15 digits, which a number of a spreadsheet does not hold, written as text and in no formula: %s",
			lang.Count(len(m.long), "个数", "figure"), where)
		if err := s.note(b.say("注", "note"), text); err != nil {
			return err
		}
	}
	if err := s.add(0); err != nil || !b.head.Title.IsZero() {
		return err // the columns of a document are called nothing elsewhere
	}
	head := look{head: true}
	err := s.add(0, b.in(lang.Text{ZH: "栏", EN: "column"}, head), b.in(lang.Text{ZH: "CSV、JSON 中的名称", EN: "its name in CSV and JSON"}, head))
	for _, c := range m.columns {
		if err == nil {
			err = s.add(0, b.cell(b.heading(c.Column), look{}), b.cell(c.Key, look{}))
		}
	}
	if err == nil {
		err = s.add(0)
	}
	return err
}

// note writes a text over the width of the sheet.
func (s *sheet) note(label string, text lang.Text) error {
	b := s.book
	words := text.In(b.style.Lang)
	if err := s.add(lines(width(words), 100), b.cell(label, look{grey: true, wrap: true}), b.cell(words, look{wrap: true})); err != nil {
		return err
	}
	return s.MergeCell(at(2, s.row), at(3, s.row))
}
