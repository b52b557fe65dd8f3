package fund

import "strings"

// Writing says how a text fails to be a date.
type Writing int

// The ways.
const (
	NoWriting    Writing = iota // it is a date
	NotWritten                  // not written as a date at all
	NoSuchDay                   // written as a date, but there is no such day
	SerialDay                   // the number by which a spreadsheet counts days
	HasTime                     // a date with a time of day other than midnight
	AmbiguousDay                // a date without a year of four digits in front
)

// ReadDate returns the date that a person wrote, in any form that has one meaning:
// year, month and day in this order, parted by hyphens, slashes, points or 年月日, or
// as eight digits, also with the midnight that databases and spreadsheets put behind a
// date. Else it says what is wrong; of a spreadsheet's number the date is the one that
// it means there, counted from 1900.
func ReadDate(text string) (Date, Writing) {
	if d, ok := ParseDate(text); ok {
		return d, NoWriting
	}
	if len(text) > 40 {
		return 0, NotWritten
	}
	day, clock := cutClock(text)
	numbers, shape := numbersOf(day)
	switch {
	case clock != "" && shape != "" && !isMidnight(clock):
		return 0, HasTime
	case shape == "8" && clock == "":
		return existing(number(day[:4]), number(day[4:6]), number(day[6:]))
	case len(numbers) == 3 && isDateShape(shape):
		return existing(numbers[0], numbers[1], numbers[2])
	case len(numbers) == 3 && (shape[0] == '1' || shape[0] == '2'):
		return 0, AmbiguousDay
	case shape == "5" && clock == "":
		const of1970 = 25569 // the number of 1970-01-01
		return dateOf(numbers[0] - of1970), SerialDay
	}
	return 0, NotWritten
}

func existing(year, month, day int) (Date, Writing) {
	if d, ok := DateOf(year, month, day); ok {
		return d, NoWriting
	}
	return 0, NoSuchDay
}

// cutClock parts a date from the time of day behind it.
func cutClock(text string) (day, clock string) {
	if i := strings.IndexAny(text, " T"); i > 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}

// isMidnight reports whether a time of day is the beginning of it, without a zone.
func isMidnight(clock string) bool {
	return strings.Trim(clock, "0:.") == "" && strings.Contains(clock, ":") && len(clock) <= len("00:00:00.000000000")
}

// numbersOf returns the numbers in a text, and its shape: how many digits each has,
// with what stands between them, such as "4/1/2"; "" if there is anything that dates do
// not have.
func numbersOf(text string) (numbers []int, shape string) {
	var b strings.Builder
	n, digits := 0, 0
	end := func() {
		if digits > 0 {
			numbers = append(numbers, n)
			b.WriteByte('0' + byte(min(digits, 9)))
		}
		n, digits = 0, 0
	}
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9' && digits < 9:
			n, digits = 10*n+int(r-'0'), digits+1
		case strings.ContainsRune("-/.年月日", r):
			end()
			b.WriteRune(r)
		default:
			return nil, ""
		}
	}
	end()
	return numbers, b.String()
}

// chineseMarks turns the shape of a date with Chinese characters into that of one with hyphens.
var chineseMarks = strings.NewReplacer("年", "-", "月", "-", "日", "")

// isDateShape reports whether a shape is that of a date with its year in front.
func isDateShape(shape string) bool {
	parts := chineseMarks.Replace(shape)
	one := strings.Contains(shape, "年")
	if one != strings.Contains(shape, "月") || one && strings.ContainsAny(shape, "-/.") {
		return false
	}
	if len(parts) != len("4-2-2") || parts[1] != parts[3] {
		return false
	}
	return parts[0] == '4' && parts[2] <= '2' && parts[4] <= '2'
}

// number returns the number that digits are.
func number(digits string) int {
	n := 0
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}
