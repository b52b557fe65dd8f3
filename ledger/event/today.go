package event

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/glyph"
	"github.com/fundledger/fundledger/ledger/lang"
)

// The rules here are for what is written today. Recorded facts are not judged by
// them: earlier programs took more.

// checkProse takes a name or a remark of which everything can be seen.
func checkProse(text string) *Problem {
	if p := flawed(text, false); p != nil {
		return p
	}
	return private(text)
}

// checkNumber takes a number or another sign that two readers read as the same.
func checkNumber(text string) *Problem {
	if isPlainNumber(text) {
		return nil
	}
	return checkWhole(text)
}

// checkWhole is checkNumber of any number.
func checkWhole(text string) *Problem {
	if p := flawed(text, true); p != nil {
		return p
	}
	if strings.Contains(text, "  ") {
		return problem(lang.F("有连续的空格", "it has several blanks in a row"), lang.F("只留一个空格，或去掉", "leave one blank, or none"))
	}
	if written, is := glyph.Alike(text); is {
		return problem(lang.F("有形似拉丁字母的其他字母，看不出差别", "it has letters of another alphabet that look like Latin ones"),
			lang.F("用键盘重新输入，如 %s", "type it again, such as %s", written))
	}
	if read := strings.TrimLeft(glyph.Normal(text), "'="); read != "" { // as a spreadsheet marks text
		if p := robbed(read); p != nil {
			return p
		}
	}
	return private(text)
}

// checkSign is checkNumber of what must have one writing only: its normal form, but for
// brackets of Chinese print, of which all must be such.
func checkSign(text string) *Problem {
	p := checkNumber(text)
	if p != nil || glyph.IsASCII(text) {
		return p
	}
	var b strings.Builder
	rest := text
	for at := strings.IndexAny(rest, "（）"); at >= 0; at = strings.IndexAny(rest, "（）") {
		end := at + len("（")
		b.WriteString(glyph.Normal(rest[:at]) + rest[at:end])
		rest = rest[end:]
	}
	plain := b.String() + glyph.Normal(rest)
	if b.Len() > 0 {
		plain = strings.NewReplacer("(", "（", ")", "）").Replace(plain)
	}
	if plain == text {
		return nil
	}
	return problem(lang.F("这个编号还有别的写法：有全角字符，或另一种连字符、括号", "this number can be written otherwise, too: it has full-width characters, or other hyphens or brackets"),
		lang.F("写成 %s", "write %s", plain))
}

// isPlainNumber reports whether a number is longer than a day or a power of ten, and is of
// Latin letters, hyphens and too few digits for an identity number, or for a spreadsheet
// to round: most are, and nothing of the rest of checkNumber speaks against one.
func isPlainNumber(text string) bool {
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			digits++
		case 'a' <= c|0x20 && c|0x20 <= 'z', c == '-':
		default:
			return false
		}
	}
	return len(text) > longestDay && digits < keptDigits
}

// flawed says which character cannot be read for certain, if one cannot. In prose
// blanks of any width and marks may stand.
func flawed(text string, number bool) *Problem {
	flaw, r := glyph.FlawOf(text)
	if flaw == 0 {
		return nil
	}
	code := fmt.Sprintf("U+%04X", r)
	again := lang.F("删去它，或重新键入这段文字", "remove it, or type the text again")
	switch flaw {
	case glyph.Unseen:
		return problem(lang.F("含看不见的字符 %s", "it has a character that cannot be seen, %s", code), again)
	case glyph.Private:
		return problem(lang.F("含自造字 %s，各机显示不同", "it has a character of private use, %s, which every machine shows in another way", code),
			lang.F("改用规范汉字", "write it with a standard character"))
	case glyph.Unassigned:
		return problem(lang.F("含没有定义的字符 %s", "it has a character that is not defined, %s", code), again)
	case glyph.Blank:
		if number {
			return problem(lang.F("含普通空格以外的空白 %s", "it has a blank other than the ordinary one, %s", code), lang.F("改用普通空格，或去掉", "write an ordinary blank, or none"))
		}
	case glyph.Mark:
		if number {
			return problem(lang.F("含叠加在其他字符上的符号 %s", "it has a mark over another character, %s", code), again)
		}
	}
	if flaw == glyph.Blank || flaw == glyph.Mark { // behind it there may be worse
		_, rest, _ := strings.Cut(text, string(r))
		return flawed(rest, number)
	}
	return nil
}

// private refuses a text that holds an identity number in any writing.
func private(text string) *Problem {
	if !fund.RevealsIdentity(text) {
		return nil
	}
	return problem(lang.F("含居民身份证号，账内不得有个人信息", "it holds an identity number; personal data must stay out of the ledger"),
		lang.F("删去身份证号；人员用人员编号填入 person 栏；若不是身份证号，在其中加一个字母", "remove it; put the person number into the person column; if it is none, put a letter into it"))
}

// FindPrivate says what in a text about whoever records tells too much, or cannot be
// read; nil if nothing does.
func FindPrivate(text string) *Problem { return checkProse(text) }

// What a spreadsheet program writes instead of a number, date or text.
//
// Source: IEEE 754 double precision keeps 15 decimal digits; cells in the general
// format show more than 11 digits as d.ddE+dd.
var (
	scientific = regexp.MustCompile(`^[+-]?[0-9](?:[.,][0-9]+[eE][+-]?|[eE][+-])[0-9]{1,3}$`)
	asDay      = regexp.MustCompile(`^(?:[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[0-9]{2})?|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2}|[0-9]{1,2}月[0-9]{1,2}日)$`)
	errorValue = regexp.MustCompile(`^(?:#{2,}|#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!))$`)
)

// longestDay is the length of the longest text that asDay takes.
const longestDay = len("12月31日")

// keptDigits is how many digits of a number a spreadsheet keeps.
const keptDigits = 15

func asText() lang.Text {
	return lang.F("在电子表格中把该列设为文本，从来源系统重新导出", "set the column to text in the spreadsheet, and export it again from its source")
}

// robbed says how a spreadsheet damaged a number, if one did.
func robbed(text string) *Problem {
	if c := text[0]; c >= 'a' && c <= 'z' || c > utf8.RuneSelf {
		return nil
	}
	isNumber := text[0] <= '9' // or begins as one
	switch {
	case isNumber && (strings.IndexByte(text, 'E') > 0 || strings.IndexByte(text, 'e') > 0) && scientific.MatchString(text):
		return problem(lang.F("被电子表格改成了科学计数法，后面的数字已丢失", "a spreadsheet turned it into scientific notation; its last digits are lost"), asText())
	case isRounded(text):
		return problem(lang.F("第 15 位以后全是 0，被电子表格舍入", "all digits behind the 15th are 0: a spreadsheet rounded it"),
			lang.F("%s；凭证上确实如此的，在其中加一个连字符", "%s; if the paper has it so, put a hyphen into it", asText()))
	case len(text) <= longestDay && asDay.MatchString(text):
		return problem(lang.F("被电子表格改成了日期", "a spreadsheet turned it into a date"), asText())
	case text[0] == '#' && errorValue.MatchString(text):
		return problem(lang.F("是电子表格的错误值", "it is an error value of a spreadsheet"), asText())
	}
	return nil
}

// isRounded reports whether a text is a whole number that a spreadsheet rounded. A
// number of 16 digits that begins with a day is a serial number of that day: one in ten
// ends so.
func isRounded(text string) bool {
	if len(text) <= keptDigits || strings.Trim(text[keptDigits:], "0") != "" || strings.Trim(text, "0123456789") != "" || strings.Trim(text, "0") == "" {
		return false
	}
	_, wrong := fund.ReadDate(text[:8])
	return len(text) > keptDigits+1 || wrong != fund.NoWriting
}

// Damaged says how a spreadsheet damaged a number, such as that of a person; nil if it
// did not.
func Damaged(number string) *Problem {
	if number == "" {
		return nil
	}
	return robbed(number)
}

// likelyCause says why a code is none: what was done to it, if that can be told.
func likelyCause(text string, valid func(string) bool, wrong *Problem) *Problem {
	bare := strings.Trim(text, " \t\u3000\u00a0")
	normal := glyph.Normal(bare)
	switch whole, fraction, hasPoint := strings.Cut(text, "."); {
	case bare != text && valid(bare):
		return problem(lang.F("首尾有空格或制表符", "it has blanks or tabs around it"), lang.F("去掉，只写 %s", "remove them and write %s", bare))
	case normal != text && valid(normal):
		return problem(lang.F("含全角字符或看不见的字符", "it has full-width characters, or some that cannot be seen"), lang.F("写成 %s", "write %s", normal))
	case hasPoint && valid(text+"0"):
		return problem(lang.F("被电子表格当作数字，去掉了末尾的 0", "a spreadsheet took it for a number and dropped the 0 at its end"),
			lang.F("应为 %s；%s", "it was %s; %s", text+"0", asText()))
	case hasPoint && fraction != "" && strings.Trim(fraction, "0") == "" && valid(whole):
		return problem(lang.F("被电子表格当作数字，加上了小数", "a spreadsheet took it for a number and added decimals"),
			lang.F("应为 %s；%s", "it was %s; %s", whole, asText()))
	case text != "" && robbed(text) != nil:
		return robbed(text)
	case text != "" && strings.Trim(text, "0123456789.,+-") == "":
		return problem(lang.F("%s；可能被电子表格当作数字改过", "%s; a spreadsheet may have taken it for a number", wrong.Why),
			lang.F("%s；%s", "%s; %s", wrong.Remedy, asText()))
	}
	p := *wrong
	return &p
}

// parseDate returns the date that a person wrote, or says why it is none.
func parseDate(text string) (fund.Date, *Problem) {
	d, wrong := fund.ReadDate(text)
	if bare := strings.Trim(text, " \t\u3000\u00a0"); bare != text {
		if _, again := fund.ReadDate(bare); again == fund.NoWriting {
			return 0, problem(lang.F("日期首尾有空格或制表符", "the date has blanks or tabs around it"), lang.F("去掉，只写 %s", "remove them and write %s", bare))
		}
	}
	switch wrong {
	case fund.NoWriting:
		return d, nil
	case fund.NoSuchDay:
		return 0, noDate()
	case fund.SerialDay:
		return 0, problem(lang.F("是电子表格的日期序号", "it is the number by which a spreadsheet counts days"),
			lang.F("可能是 %s，请核对；把该列设为日期格式 年-月-日 或文本，重新导出", "perhaps %s, check it; set the column to a date as yyyy-mm-dd or to text, and export it again", d))
	case fund.HasTime:
		return 0, problem(lang.F("日期后面有时间", "a time of day follows the date"), lang.F("只写日期，如 2025-07-31", "write the date alone, such as 2025-07-31"))
	case fund.AmbiguousDay:
		return 0, problem(lang.F("日期的写法有几种读法", "the date can be read in several ways"), lang.F("年份写四位、写在前面，如 2025-07-31", "write the year first, in four digits, such as 2025-07-31"))
	case fund.NotWritten:
	}
	return 0, problem(lang.F("不是日期的写法", "this is not written as a date"), lang.F("写成 年-月-日，如 2025-07-31", "write yyyy-mm-dd, such as 2025-07-31"))
}
