package template

import (
	"errors"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
)

// fewTypes is of how many types a workbook needs no contents.
const fewTypes = 8

// group is types of one kind, which stand together.
type group struct {
	name   lang.Text
	colour string // of the tabs of their sheets
}

// groups are all groups, in the order of a workbook.
var groups = []group{
	{lang.Text{ZH: "账套、期初、限额", EN: "books, opening balances, limits"}, "8EA4B8"},
	{lang.Text{ZH: "收入和支出", EN: "income and expense"}, "7FB77E"},
	{lang.Text{ZH: "待遇支付", EN: "benefits"}, "E0A458"},
	{lang.Text{ZH: "往来款项", EN: "what must come back or be paid on"}, "9A8FBF"},
	{lang.Text{ZH: "医疗救助", EN: "medical aid"}, "D98C8C"},
	{lang.Text{ZH: "监管案件", EN: "enforcement cases"}, "C06C6C"},
	{lang.Text{ZH: "定点机构", EN: "institutions"}, "6C9EC0"},
	{lang.Text{ZH: "预算", EN: "budgets"}, "7CA6A6"},
	{lang.Text{ZH: "公布数", EN: "published figures"}, "B0B0B0"},
}

// groupOf is the place among the groups of a type.
func groupOf(t event.Type) int {
	switch t.Example.(type) {
	case event.Premium, event.Flow:
		return 1
	case event.Reimbursement:
		return 2
	case event.OpenItem:
		return 3
	case event.Relief:
		return 4
	case event.Enforcement:
		return 5
	case event.Institution:
		return 6
	case event.Budget:
		return 7
	case event.Report, event.Issue:
		return 8
	default:
		return 0
	}
}

// grouped are types in the order of their groups.
func grouped(types []event.Type) []event.Type {
	return slices.SortedStableFunc(slices.Values(types), func(a, b event.Type) int { return groupOf(a) - groupOf(b) })
}

// contents writes the first sheet of a workbook of many types, which are in the order of their
// groups: what each is called, with a link to its sheet, and what it does. The import finds no
// headings in it.
func (b *book) contents(types []event.Type) error {
	sheet, f := b.say("目录", "contents"), b.file
	err := errors.Join(b.add(sheet), f.SetColWidth(sheet, "A", "A", 36), f.SetColWidth(sheet, "B", "B", 80),
		f.SetCellStyle(sheet, "A1", "B1", b.looks.title), f.SetCellStr(sheet, "A1", b.say("导入模板", "Templates for import")),
		f.SetCellStyle(sheet, "A2", "B2", b.looks.how),
		f.SetCellStr(sheet, "A2", b.say("点事项名称到它的工作表；用不到的工作表可以留空或删除。", "Click what happened to go to its sheet; sheets that are not needed may stay empty or be deleted.")))
	row, last := 3, -1
	for _, t := range types {
		if of := groupOf(t); of != last {
			last = of
			name := fmt.Sprint("A", row+1)
			err = errors.Join(err, f.SetCellStyle(sheet, name, name, b.looks.group), f.SetCellStr(sheet, name, groups[of].name.In(b.lang)))
			row += 2
		}
		title, effect := fmt.Sprint("A", row), fmt.Sprint("B", row)
		err = errors.Join(err,
			f.SetCellStyle(sheet, title, title, b.looks.link), f.SetCellStr(sheet, title, t.Title.In(b.lang)),
			f.SetCellHyperLink(sheet, title, "'"+SheetName(t, b.lang)+"'!A1", "Location"),
			f.SetCellStyle(sheet, effect, effect, b.looks.text), f.SetCellStr(sheet, effect, t.Effect.In(b.lang)))
		row++
	}
	return errors.Join(err, f.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: new(bool)}), b.paper(sheet, ""))
}

// paper makes a sheet print as wide as a page, and its tab a colour.
func (b *book) paper(sheet, colour string) error {
	fit, size, orientation, wide, tall := true, 9, "landscape", 1, 0 // 9: A4
	props := excelize.SheetPropsOptions{FitToPage: &fit}
	if colour != "" {
		props.TabColorRGB = &colour
	}
	return errors.Join(b.file.SetSheetProps(sheet, &props),
		b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall}))
}
