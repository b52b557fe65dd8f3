package event

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/jcs"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// Problem is one thing wrong with one field of an event: bad input.
type Problem struct {
	Field  string
	Why    lang.Text
	Remedy lang.Text
}

func problem(why, remedy lang.Text) *Problem { return &Problem{Why: why, Remedy: remedy} }

// amountOf is a field of an amount of yuan above zero.
func amountOf(name string) wholeField {
	return wholeField{label: labelled(name), form: FormYuan, min: 1, max: int64(scan.MaxAmount), below: func() *Problem {
		return problem(lang.F("金额须大于零", "an amount must be above zero"),
			lang.F("退款、冲销用相应的事项类型登记，不用负数", "record refunds and reversals with their own type, not with a minus sign"))
	}}
}

// openingOf is a field of an amount of yuan; below zero is a deficit, and zero is written,
// too.
func openingOf(name string) wholeField {
	return wholeField{label: labelled(name), form: FormYuan, min: -int64(scan.MaxAmount), max: int64(scan.MaxAmount),
		zero: true, below: func() *Problem {
			return problem(lang.F("金额过大", "the amount is too large"), lang.F("核对单位是否为元", "check that the unit is yuan"))
		}}
}

// countOf is a field of a whole number from least up.
func countOf(name string, least int64) wholeField {
	return wholeField{label: labelled(name), form: FormWhole, min: least, max: jcs.MaxInt, zero: true, below: func() *Problem {
		return problem(lang.F("不是不小于 %d 的整数", "this is not a whole number of %d or more", least),
			lang.F("写成不带逗号和小数的整数，如 %d", "write a whole number without commas or decimals, such as %d", 12))
	}}
}

// someOf is a field of a number of things that are counted; 0 is absent.
func someOf(name string) wholeField {
	f := countOf(name, 1)
	f.zero = false
	return f
}

// yearOf is a field of a calendar year.
func yearOf(name string) wholeField {
	return wholeField{label: labelled(name), form: FormWhole, min: 1950, max: 9999, below: func() *Problem {
		return problem(lang.F("不是年份", "this is not a year"), lang.F("写成四位年份，如 2025", "write four digits, such as 2025"))
	}}
}

// absent reports whether a value is not written.
func (d *wholeField) absent(v int64) bool { return v == 0 && !d.zero }

// holds reports whether a value may be written.
func (d *wholeField) holds(v int64) bool { return d.min <= v && v <= d.max }

// spelled returns how a value is written.
func (d *wholeField) spelled(v int64) string {
	if d.form == FormYuan {
		return money.Fen(v).String()
	}
	return strconv.FormatInt(v, 10)
}

// parse returns the value of a text that a person wrote, or says why there is none.
func (d *wholeField) parse(text string) (int64, *Problem) {
	if d.form == FormYuan {
		f, p := parseFen(text)
		if p == nil && int64(f) < d.min {
			p = d.below()
		}
		return int64(f), p
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !d.holds(n) || strconv.FormatInt(n, 10) != text {
		return 0, d.below()
	}
	return n, nil
}

func parseFen(text string) (money.Fen, *Problem) {
	f, err := money.Read(text)
	if err == nil && f <= scan.MaxAmount {
		return f, nil
	}
	tooLarge := problem(lang.F("金额过大", "the amount is too large"), lang.F("核对单位是否为元", "check that the unit is yuan"))
	if err == nil {
		return 0, tooLarge
	}
	parse, ok := err.(*money.ParseError) //nolint:errorlint // Read documents the bare type
	if !ok {
		panic("event: money.Read returned " + err.Error())
	}
	plain := lang.F("写成以元为单位的数字，最多两位小数，如 1234.50", "write yuan in plain digits with at most two decimals, such as 1234.50")
	switch parse.Fault {
	case money.TooFine:
		return 0, problem(lang.F("金额细于一分", "the amount is finer than one fen"), plain)
	case money.FullWidth:
		return 0, problem(lang.F("金额含全角字符", "the amount has full-width characters"), lang.F("改用半角数字，如 12.00", "use ASCII digits, such as 12.00"))
	case money.Separators:
		return 0, problem(lang.F("金额含千位分隔符", "the amount has thousands separators"), lang.F("去掉逗号，如 1234.50", "remove the commas, such as 1234.50"))
	case money.Comma:
		return 0, problem(lang.F("金额含逗号", "the amount has a comma"),
			lang.F("逗号若是小数点，写成 1.50；若是千位分隔符，去掉", "if it marks the decimals write 1.50, if thousands leave it out"))
	case money.Exponent:
		return 0, problem(lang.F("金额是科学计数法", "the amount is in scientific notation"), lang.F("把单元格设为数值格式，写全数字", "set the cell to a number format and write all digits"))
	case money.Blanks:
		return 0, problem(lang.F("金额含空格或制表符", "the amount has blanks or tabs in or around it"), lang.F("去掉空格，如 1234.50", "remove them, such as 1234.50"))
	case money.Plus:
		return 0, problem(lang.F("金额带正号", "the amount has a plus sign"), lang.F("去掉正号，如 1234.50", "remove it, such as 1234.50"))
	case money.Currency:
		return 0, problem(lang.F("金额带货币符号或单位", "the amount has a currency sign or unit"), lang.F("只写以元为单位的数字，如 1234.50", "write the number of yuan alone, such as 1234.50"))
	case money.TooLarge:
		return 0, tooLarge
	case money.Empty, money.NotDigits:
	}
	return 0, problem(lang.F("不是金额", "this is not an amount"), plain)
}

// The first and last dates that can be written.
var (
	firstDate, _ = fund.DateOf(1949, 10, 1)
	lastDate, _  = fund.DateOf(9999, 12, 31)
)

func noDate() *Problem {
	return problem(lang.F("没有这个日期", "there is no such date"), lang.F("写成 年-月-日，如 2025-07-31", "write yyyy-mm-dd, such as 2025-07-31"))
}

// textOf is a field of text that check takes.
func textOf(name string, check func(string) *Problem) textField {
	return textField{label: labelled(name), check: check}
}

// freeText is a field of text on one line, of at most most bytes: a name or a remark.
func freeText(name string, most int) textField {
	d := textOf(name, func(text string) *Problem { return checkFreeText(text, most) })
	d.most, d.today, d.prose = most, checkProse, true
	return d
}

// numberOf is a field of a number or other sign that tells one thing from another.
func numberOf(name string) textField {
	d := freeText(name, scan.NameBytes)
	d.today, d.prose = checkNumber, false
	return d
}

// signOf is numberOf of what a stream or a state is found by as it is written.
func signOf(name string) textField {
	d := numberOf(name)
	d.today = checkSign
	return d
}

func checkFreeText(text string, most int) *Problem {
	switch {
	case isPlainText(text, most):
	case text == "" || strings.TrimSpace(text) != text:
		return problem(lang.F("首尾有空格或为空", "it is empty or has spaces around it"), lang.F("去掉首尾空格", "remove the spaces around it"))
	case len(text) > most:
		return problem(lang.F("过长：%d 字节，最多 %d", "too long: %d bytes, at most %d", len(text), most), lang.F("缩短", "shorten it"))
	case !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError) || strings.ContainsFunc(text, scan.Invisible):
		return problem(lang.F("含控制字符、不可见字符或损坏的字符", "it has control, invisible or broken characters"), lang.F("重新输入这段文字", "type the text again"))
	case fund.HoldsIdentityNumber(text):
		return problem(lang.F("含居民身份证号，账内不得有个人信息", "it holds an identity number; personal data must stay out of the ledger"),
			lang.F("删去身份证号；人员用人员编号填入 person 栏", "remove it; put the person number into the person column"))
	}
	return nil
}

// isPlainText reports whether free text is in good form and only of characters
// that stand for themselves in canonical bytes: most is.
func isPlainText[T ~string | ~[]byte](text T, most int) bool {
	return jcs.Plain(text) == len(text) && scan.IsPlain(text, most)
}

// codeOf is a field of an identifier with a form of its own.
func codeOf[T ~string](name string, valid func(T) bool, wrong *Problem) textField {
	isValid := func(text string) bool { return valid(T(text)) }
	return textOf(name, func(text string) *Problem {
		if isValid(text) {
			return nil
		}
		return likelyCause(text, isValid, wrong)
	})
}

// oneOf is a field of one word of a closed list.
func oneOf(name string, list []Word) textField {
	var codes []string
	for _, w := range list {
		codes = append(codes, w.Code)
	}
	d := textOf(name, func(text string) *Problem {
		if wordOf(codes, text) != "" {
			return nil
		}
		return problem(lang.F("没有这个代码", "there is no such code"), lang.F("用其中之一：%s", "use one of: %s", strings.Join(codes, ", ")))
	})
	d.words, d.codes = list, codes
	return d
}

// offering is the field of a type that takes some words of a list only; which, is
// said by its check, with the reason.
func offering[T ~string](d textField, codes ...T) textField {
	for _, w := range d.words {
		if slices.Contains(codes, T(w.Code)) {
			d.offered = append(d.offered, w)
		}
	}
	return d
}

// wordOf returns the code of a list that is text, or "" if there is none.
func wordOf(list []string, text string) string {
	for _, code := range list {
		if code == text {
			return code
		}
	}
	return ""
}

// checkName takes a name of lower-case letters or Chinese characters, with digits
// and underscores behind the first. Characters that only look like others of these
// (U+F900 and the like) are none of them.
func checkName(text string) *Problem {
	for i, c := range text {
		chinese := 0x4e00 <= c && c <= 0x9fff || 0x3400 <= c && c <= 0x4dbf
		if (c < 'a' || c > 'z') && c != '_' && !chinese && (i == 0 || c < '0' || c > '9') {
			return problem(lang.F("名称只能用汉字、小写英文字母、数字和下划线", "a name has Chinese characters, lower-case letters, digits and underscores only"),
				lang.F("如 职工医保基金收入、insured_persons", "such as 职工医保基金收入 or insured_persons"))
		}
	}
	if len(text) == 0 || len(text) > scan.NameBytes {
		return problem(lang.F("名称须为 1 至 %d 个字节", "a name has 1 to %d bytes", scan.NameBytes), lang.F("缩短", "shorten it"))
	}
	return nil
}

// checkDecimal takes a decimal number without useless zeros before the point.
func checkDecimal(text string) *Problem {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	_, err := decimal.NewFromString(text)
	if err != nil || len(text) > 32 || strings.Trim(whole+fraction, "0123456789") != "" ||
		whole == "" || hasPoint && fraction == "" || len(whole) > 1 && whole[0] == '0' {
		return problem(lang.F("不是十进制数", "this is not a decimal number"), lang.F("写成普通数字，如 98.66", "write plain digits, such as 98.66"))
	}
	return nil
}
