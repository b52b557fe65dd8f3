package clerk

import (
	"regexp"
	"strings"

	"github.com/fundledger/fundledger/ledger/glyph"
)

// A year has four digits: which one 25/8/3 is, nobody knows. A time of day is taken only where it
// says nothing, as databases write dates.
var (
	dayForm   = regexp.MustCompile(`^(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?$`)
	digitForm = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	monthForm = regexp.MustCompile(`^(\d{4})(?:-|/|\.|年)(\d{1,2})月?(?:份)?$`)
	bareMonth = regexp.MustCompile(`^(\d{4})(\d{2})$`)
	yearForm  = regexp.MustCompile(`^(\d{4})年(?:度)?$`)
	midnight  = regexp.MustCompile(`[ T]0{1,2}:00(:00(\.0+)?)?$`)
)

// Day returns a date in the form of the ledger, 2025-08-03, of one in a form that people write:
// 2025/8/3, 2025.8.3, 20250803, 2025年8月3日, each also with a midnight behind it. Whether there
// is such a day is for the ledger to say.
func Day(text string) (day string, ok bool) {
	text = glyph.Normal(text)
	text = midnight.ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, " ", "")
	found := dayForm.FindStringSubmatch(text)
	if found == nil {
		found = digitForm.FindStringSubmatch(text)
	}
	if found == nil {
		return "", false
	}
	return found[1] + "-" + two(found[2]) + "-" + two(found[3]), true
}

// Period returns a month or a year in the form of the ledger, 2025-06 or 2025, of one in a form that
// people write: 2025年6月, 2025/6, 202506, 2025年度.
func Period(text string) (period string, ok bool) {
	text = glyph.Name(text)
	if found := yearForm.FindStringSubmatch(text); found != nil {
		return found[1], true
	}
	found := monthForm.FindStringSubmatch(text)
	if found == nil {
		found = bareMonth.FindStringSubmatch(text)
	}
	if found == nil {
		return "", false
	}
	return found[1] + "-" + two(found[2]), true
}

func two(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}
