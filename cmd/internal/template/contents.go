package template

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/ledger/event"
)

// fewTypes is of how many types a workbook needs no contents.
const fewTypes = 8

// contents writes the first sheet of a workbook of many types: what each is called, with a link to
// its sheet, and what it does. Types of one kind stand together. The import finds no headings in it.
func (b *book) contents(types []event.Type) error {
	sheet, f := b.say("目录", "contents"), b.file
	err := errors.Join(b.add(sheet), f.SetColWidth(sheet, "A", "A", 40), f.SetColWidth(sheet, "B", "B", 90),
		f.SetCellStyle(sheet, "A1", "B1", b.looks.title), f.SetCellStr(sheet, "A1", b.say("导入模板", "Templates for import")),
		f.SetCellStyle(sheet, "A2", "B2", b.looks.how),
		f.SetCellStr(sheet, "A2", b.say("点事项名称到它的工作表；用不到的工作表可以留空或删除。", "Click what happened to go to its sheet; sheets that are not needed may stay empty or be deleted.")))
	row, kind := 3, ""
	for _, t := range types {
		if of, _, _ := strings.Cut(t.Wire, "."); of != kind {
			kind = of
			row++
		}
		at := func(column string) string { return fmt.Sprint(column, row) }
		err = errors.Join(err,
			f.SetCellStyle(sheet, at("A"), at("A"), b.looks.link), f.SetCellStr(sheet, at("A"), t.Title.In(b.lang)),
			f.SetCellHyperLink(sheet, at("A"), "'"+SheetName(t, b.lang)+"'!A1", "Location"),
			f.SetCellStyle(sheet, at("B"), at("B"), b.looks.text), f.SetCellStr(sheet, at("B"), t.Effect.In(b.lang)))
		row++
	}
	wide := excelize.ViewOptions{ShowGridLines: new(bool)}
	return errors.Join(err, f.SetSheetView(sheet, 0, &wide))
}
