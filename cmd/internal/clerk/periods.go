package clerk

import (
	"regexp"

	"github.com/fundledger/fundledger/ledger/glyph"
)

// Dates are read by the ledger itself in every form that has one meaning (fund.ReadDate); months and years
// are not.
var (
	monthForm = regexp.MustCompile(`^(\d{4})(?:-|/|\.|年)(\d{1,2})月?(?:份)?$`)
	bareMonth = regexp.MustCompile(`^(\d{4})(\d{2})$`)
	yearForm  = regexp.MustCompile(`^(\d{4})年(?:度)?$`)
)

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
