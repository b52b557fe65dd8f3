package workbook

import (
	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"
)

// look is how a cell looks.
type look struct {
	format string // of its number
	bold   bool
	grey   bool // a remark
	blue   bool // a link
	right  bool
	left   bool
	center bool
	wrap   bool
	head   bool // on the colour of headings, with lines around it
	grid   bool // with thin lines around it
	above  bool // with a line above it: of a total
	size   float64
}

// in returns the look of a number in a format.
func (l look) in(format string) look {
	l.format = format
	return l
}

// looks are those of a workbook, each made when it is first asked for.
type looks struct {
	file  *excelize.File
	known map[look]int
	err   error // the first; cells look plain then
}

// of returns the number of a look.
func (l *looks) of(k look) int {
	id, ok := l.known[k]
	if ok {
		return id
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: l.font(), Size: 10, Bold: k.bold || k.head},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: k.wrap || k.head},
	}
	if k.size > 0 {
		s.Font.Size = k.size
	}
	if k.grey {
		s.Font.Color = "595959"
	}
	if k.blue {
		s.Font.Color = "14507F"
	}
	switch {
	case k.left:
		s.Alignment.Horizontal = "left"
	case k.right:
		s.Alignment.Horizontal = "right"
	case k.center || k.head:
		s.Alignment.Horizontal = "center"
	}
	if k.wrap {
		s.Alignment.Vertical = "top"
	}
	switch k.format {
	case "":
	case texts:
		s.NumFmt = 49 // by this number programs know that what is typed is text
	default:
		s.CustomNumFmt = &k.format
	}
	if k.head {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE6EE"}}
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "8EA4B8", Style: 1})
		}
	}
	if k.grid {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "D0D7DE", Style: 1})
		}
	}
	if k.above {
		s.Border = []excelize.Border{{Type: "top", Color: "000000", Style: 1}}
	}
	id, err := l.file.NewStyle(s)
	if err != nil && l.err == nil {
		l.err = err
	}
	l.known[k] = id
	return id
}

// font is the workbook's font.
func (l *looks) font() string {
	name, err := l.file.GetDefaultFont()
	if err != nil && l.err == nil {
		l.err = err
	}
	return name
}

// screen is how wide texts are: a Chinese character takes two columns.
var screen = &runewidth.Condition{StrictEmojiNeutral: true}

// width is how many columns a text takes.
func width(s string) int { return screen.StringWidth(s) }
