package clerk

import "strings"

// Sums is what a row of totals sums up.
type Sums int

// What it sums up.
const (
	Nothing Sums = iota // it is no row of totals
	Since               // the rows since the last such row
	All                 // all rows above it
)

// The words by which such a row is known, longer ones before those that end like them.
var (
	allWords   = []string{"合计金额", "总合计", "总计", "合计", "grandtotal", "total"}
	sinceWords = []string{"本页小计", "本页合计", "小计", "subtotal"}
)

// Totals returns what a row sums up whose text is, or ends in, a word such as 合计, 小计 or total, or begins
// with total as English does, and the rest of the text, in its plain form: of 本年收入合计 it is 本年收入.
func Totals(text string) (sums Sums, rest string) {
	text = strings.TrimRight(plain(text), ":")
	for _, word := range sinceWords {
		if rest, is := strings.CutSuffix(text, word); is {
			return Since, rest
		}
	}
	for _, word := range allWords {
		if rest, is := strings.CutSuffix(text, word); is {
			return All, rest
		}
	}
	if rest, is := strings.CutPrefix(text, "total"); is {
		return All, strings.TrimPrefix(rest, "of")
	}
	return Nothing, text
}
