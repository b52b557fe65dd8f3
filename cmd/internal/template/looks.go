package template

import "github.com/xuri/excelize/v2"

// looks are how cells look.
type looks struct {
	title, how, example, required, optional, link, group int
	text, amount, date, whole                            int
}

// make makes the looks of a workbook.
func (l *looks) make(f *excelize.File) error {
	font, err := f.GetDefaultFont()
	if err != nil {
		return err
	}
	amounts, dates := "#,##0.00", "yyyy-mm-dd"
	head := func(colour string) *excelize.Style {
		s := &excelize.Style{
			Font: &excelize.Font{Family: font, Size: 10, Bold: true}, NumFmt: 49,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"},
		}
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "8EA4B8", Style: 1})
		}
		return s
	}
	body := excelize.Font{Family: font, Size: 10}
	for _, of := range []struct {
		id *int
		*excelize.Style
	}{
		{&l.title, &excelize.Style{Font: &excelize.Font{Family: font, Size: 14, Bold: true}, NumFmt: 49}},
		{&l.how, &excelize.Style{Font: &excelize.Font{Family: font, Size: 10, Color: "595959"}, NumFmt: 49}},
		{&l.example, &excelize.Style{Font: &excelize.Font{Family: font, Size: 10, Italic: true, Color: "7F7F7F"}, NumFmt: 49}},
		{&l.required, head("F6C77C")}, {&l.optional, head("E8EDF2")},
		{&l.group, &excelize.Style{Font: &excelize.Font{Family: font, Size: 11, Bold: true}, NumFmt: 49}},
		{&l.link, &excelize.Style{Font: &excelize.Font{Family: font, Size: 10, Color: "0563C1", Underline: "single"}, NumFmt: 49}},
		{&l.text, &excelize.Style{Font: &body, NumFmt: 49}},
		{&l.amount, &excelize.Style{Font: &body, CustomNumFmt: &amounts}},
		{&l.date, &excelize.Style{Font: &body, CustomNumFmt: &dates}},
		{&l.whole, &excelize.Style{Font: &body, NumFmt: 1}},
	} {
		if *of.id, err = f.NewStyle(of.Style); err != nil {
			return err
		}
	}
	return nil
}
