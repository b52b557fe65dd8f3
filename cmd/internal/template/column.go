package template

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/ledger/event"
)

// column writes the column of a field: its look, heading, note, example and choices.
func (b *book) column(sheet string, n int, field event.Field, example string) error {
	letter, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return err
	}
	heading := clerk.Title(field.Name).In(b.lang)
	head, look := b.looks.optional, b.looks.text
	if field.Required {
		head = b.looks.required
	}
	switch field.Form {
	case event.FormYuan:
		look = b.looks.amount
	case event.FormDate:
		look = b.looks.date
	case event.FormWhole:
		look = b.looks.whole
	}
	for _, w := range field.Words {
		if w.Code == example {
			example = w.Name.In(b.lang)
		}
	}
	at := func(row int) string { return fmt.Sprint(letter, row) }
	wide := max(runewidth.StringWidth(heading)+6, runewidth.StringWidth(example)+3, 13)
	f := b.file
	return errors.Join(
		f.SetColStyle(sheet, letter, look), f.SetColWidth(sheet, letter, letter, float64(min(wide, 40))),
		f.SetCellStyle(sheet, at(exampleRow), at(exampleRow), b.looks.example), f.SetCellStr(sheet, at(exampleRow), example),
		f.SetCellStyle(sheet, at(headRow), at(headRow), head), f.SetCellStr(sheet, at(headRow), heading),
		f.AddComment(sheet, b.note(at(headRow), field, example)), b.choices(sheet, letter, field),
	)
}

// note is what is said of a field at its heading.
func (b *book) note(cell string, field event.Field, example string) excelize.Comment {
	m := field.Meaning()
	need := b.say("可不填", "may be left out")
	if field.Required {
		need = b.say("必填", "must be filled in")
	}
	lines := []string{m.Title.In(b.lang) + b.say("（%s）", " (%s)", need)}
	if format := m.Format.In(b.lang); format != "" {
		lines = append(lines, b.say("写法：%s", "how to write it: %s", format))
	}
	if len(field.Words) > 0 {
		lines = append(lines, b.say("从下拉列表里选", "choose from the list"))
	}
	if example != "" {
		lines = append(lines, b.say("示例：%s", "example: %s", example))
	}
	text := strings.Join(lines, "\n")
	rows := 1
	for _, line := range lines {
		rows += 1 + runewidth.StringWidth(line)/44
	}
	return excelize.Comment{Cell: cell, Author: "fundledger", Text: text, Width: 320, Height: uint(18 * rows)}
}

// choices makes a closed list drop down below its heading. Something else is warned of, not refused:
// codes are taken, too.
func (b *book) choices(sheet, letter string, field event.Field) error {
	if len(field.Words) == 0 {
		return nil
	}
	from, err := b.listed(field.Words)
	if err != nil {
		return err
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s%d:%s%d", letter, firstRow, letter, excelize.TotalRows))
	v.SetSqrefDropList(from)
	v.SetError(excelize.DataValidationErrorStyleWarning, b.say("不在列表里", "Not in the list"), b.say("请从下拉列表里选。", "Choose from the list."))
	return b.file.AddDataValidation(sheet, v)
}

// listed writes a list of choices into the hidden sheet, once, and returns where it stands.
func (b *book) listed(words []event.Word) (string, error) {
	var names []string
	for _, w := range words {
		names = append(names, w.Name.In(b.lang))
	}
	key := strings.Join(names, "\n")
	if at, done := b.lists[key]; done {
		return at, nil
	}
	sheet := b.hidden()
	if b.list == 0 {
		if _, err := b.file.NewSheet(sheet); err != nil {
			return "", err
		}
	}
	b.list++
	letter, err := excelize.ColumnNumberToName(b.list)
	for i, name := range names {
		err = errors.Join(err, b.file.SetCellStr(sheet, fmt.Sprint(letter, i+1), name))
	}
	b.lists[key] = fmt.Sprintf("'%s'!$%s$1:$%s$%d", sheet, letter, letter, len(names))
	return b.lists[key], err
}

// hidden is the sheet of choices, which is hidden.
func (b *book) hidden() string { return b.say("选项", "choices") }

// hide hides the sheet of choices, if there is one.
func (b *book) hide() error {
	b.file.SetActiveSheet(0)
	if b.list == 0 {
		return nil
	}
	return b.file.SetSheetVisible(b.hidden(), false)
}
