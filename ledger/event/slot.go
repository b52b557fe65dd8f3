package event

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

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

// slot is one field of an event, bound to its place in memory. Its text is
// canonical: parse accepts exactly what text can write, or says why not.
type slot interface {
	parse(text string) *Problem
	text() string // "" means absent
}

// oneForm marks the slots whose values have one form each: what parse accepts is
// what text writes.
type oneForm interface{ hasOneForm() }

func (*dateSlot) hasOneForm()   {}
func (wordsSlot) hasOneForm()   {}
func (codeSlot[T]) hasOneForm() {}
func (wordSlot[T]) hasOneForm() {}

// numeric marks the slots that are JSON numbers; the others are strings.
type numeric interface{ isNumber() }

func problem(why, remedy lang.Text) *Problem { return &Problem{Why: why, Remedy: remedy} }

// amountSlot is an amount of yuan above zero.
type amountSlot money.Fen

func (s *amountSlot) text() string {
	if *s == 0 {
		return ""
	}
	return money.Fen(*s).String()
}

func (s *amountSlot) parse(text string) *Problem {
	f, p := parseFen(text)
	if p == nil && f <= 0 {
		p = problem(lang.F("金额须大于零", "an amount must be above zero"),
			lang.F("退款、冲销用相应的事项类型登记，不用负数", "record refunds and reversals with their own type, not with a minus sign"))
	}
	*s = amountSlot(f)
	return p
}

// openingSlot is an amount of yuan, zero or above; zero is written too.
type openingSlot money.Fen

func (s *openingSlot) text() string { return money.Fen(*s).String() }

func (s *openingSlot) parse(text string) *Problem {
	f, p := parseFen(text)
	if p == nil && f < 0 {
		p = problem(lang.F("期初余额不能为负", "an opening balance cannot be negative"),
			lang.F("核对上年末余额", "check the balance at the end of the year before"))
	}
	*s = openingSlot(f)
	return p
}

// maxAmount bounds one amount, at 100 万亿元: far above any that was ever
// published, and so low that sums over a log stay within money.Fen.
const maxAmount money.Fen = 100_000_000_000_000_00

func parseFen(text string) (money.Fen, *Problem) {
	f, err := money.Parse(text)
	if err == nil && f <= maxAmount {
		return f, nil
	}
	tooLarge := problem(lang.F("金额过大", "the amount is too large"), lang.F("核对单位是否为元", "check that the unit is yuan"))
	if err == nil {
		return 0, tooLarge
	}
	parse, ok := err.(*money.ParseError) //nolint:errorlint // Parse documents the bare type
	if !ok {
		panic("event: money.Parse returned " + err.Error())
	}
	plain := lang.F("写成以元为单位的数字，最多两位小数，如 1234.50", "write yuan in plain digits with at most two decimals, such as 1234.50")
	switch parse.Fault {
	case money.TooFine:
		return 0, problem(lang.F("金额细于一分", "the amount is finer than one fen"), plain)
	case money.FullWidth:
		return 0, problem(lang.F("金额含全角字符", "the amount has full-width characters"), lang.F("改用半角数字，如 12.00", "use ASCII digits, such as 12.00"))
	case money.Separators:
		return 0, problem(lang.F("金额含千位分隔符", "the amount has thousands separators"), lang.F("去掉逗号，如 1234.50", "remove the commas, such as 1234.50"))
	case money.Exponent:
		return 0, problem(lang.F("金额是科学计数法", "the amount is in scientific notation"), lang.F("把单元格设为数值格式，写全数字", "set the cell to a number format and write all digits"))
	case money.TooLarge:
		return 0, tooLarge
	case money.Empty, money.NotDigits:
	}
	return 0, problem(lang.F("不是金额", "this is not an amount"), plain)
}

// countSlot is a whole number from min up.
type countSlot struct {
	n   *int64
	min int64
}

func (countSlot) isNumber() {}

func (s countSlot) text() string { return strconv.FormatInt(*s.n, 10) }

func (s countSlot) parse(text string) *Problem {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != text || n < s.min || n > jcs.MaxInt {
		return problem(lang.F("不是不小于 %d 的整数", "this is not a whole number of %d or more", s.min),
			lang.F("写成不带逗号和小数的整数，如 %d", "write a whole number without commas or decimals, such as %d", 12))
	}
	*s.n = n
	return nil
}

// yearSlot is a calendar year; 0 means absent.
type yearSlot int64

func (*yearSlot) isNumber() {}

func (s *yearSlot) text() string {
	if *s == 0 {
		return ""
	}
	return strconv.FormatInt(int64(*s), 10)
}

func (s *yearSlot) parse(text string) *Problem {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != text || n < 1950 || n > 9999 {
		return problem(lang.F("不是年份", "this is not a year"), lang.F("写成四位年份，如 2025", "write four digits, such as 2025"))
	}
	*s = yearSlot(n)
	return nil
}

// dateSlot is a civil date.
type dateSlot fund.Date

func (s *dateSlot) text() string { return fund.Date(*s).String() }

func (s *dateSlot) parse(text string) *Problem {
	d, ok := fund.ParseDate(text)
	if !ok {
		return problem(lang.F("没有这个日期", "there is no such date"), lang.F("写成 年-月-日，如 2025-07-31", "write yyyy-mm-dd, such as 2025-07-31"))
	}
	*s = dateSlot(d)
	return nil
}

// wordsSlot is free text on one line, of at most max bytes.
type wordsSlot struct {
	s   *string
	max int
}

func (s wordsSlot) text() string { return *s.s }

func (s wordsSlot) parse(text string) *Problem {
	switch {
	case text == "" || strings.TrimSpace(text) != text:
		return problem(lang.F("首尾有空格或为空", "it is empty or has spaces around it"), lang.F("去掉首尾空格", "remove the spaces around it"))
	case len(text) > s.max:
		return problem(lang.F("过长：%d 字节，最多 %d", "too long: %d bytes, at most %d", len(text), s.max), lang.F("缩短", "shorten it"))
	case !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError) || strings.ContainsFunc(text, invisible):
		return problem(lang.F("含控制字符、不可见字符或损坏的字符", "it has control, invisible or broken characters"), lang.F("重新输入这段文字", "type the text again"))
	case fund.HoldsIdentityNumber(text):
		return problem(lang.F("含居民身份证号，账内不得有个人信息", "it holds an identity number; personal data must stay out of the ledger"),
			lang.F("删去身份证号；人员用人员编号填入 person 栏", "remove it; put the person number into the person column"))
	}
	*s.s = text
	return nil
}

// invisible reports whether a character cannot be seen, so that two texts with
// and without it look the same: a document number must not differ unseen.
func invisible(r rune) bool {
	if r < 0x7f || 0x3000 <= r && r <= 0x9fff { // most text is
		return r < ' '
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// codeSlot is an identifier with a form of its own.
type codeSlot[T ~string] struct {
	v       *T
	valid   func(T) bool
	problem *Problem
}

func (s codeSlot[T]) text() string { return string(*s.v) }

func (s codeSlot[T]) parse(text string) *Problem {
	if !s.valid(T(text)) {
		p := *s.problem
		return &p
	}
	*s.v = T(text)
	return nil
}

// wordSlot is one word of a closed list.
type wordSlot[T ~string] struct {
	v    *T
	list func() []Word
}

func (s wordSlot[T]) text() string { return string(*s.v) }

func (s wordSlot[T]) parse(text string) *Problem {
	for _, w := range s.list() {
		if w.Code == text {
			*s.v = T(text)
			return nil
		}
	}
	var codes []string
	for _, w := range s.list() {
		codes = append(codes, w.Code)
	}
	list := strings.Join(codes, ", ")
	return problem(lang.F("没有这个代码", "there is no such code"), lang.F("用其中之一：%s", "use one of: %s", list))
}

// nameSlot is a lower-case name of letters, digits and underscores.
type nameSlot string

func (s *nameSlot) text() string { return string(*s) }

func (s *nameSlot) parse(text string) *Problem {
	for i, c := range text {
		if (c < 'a' || c > 'z') && c != '_' && (i == 0 || c < '0' || c > '9') {
			return problem(lang.F("名称只能用小写英文字母、数字和下划线", "a name has lower-case letters, digits and underscores only"), lang.F("如 insured_persons", "such as insured_persons"))
		}
	}
	if len(text) == 0 || len(text) > 64 {
		return problem(lang.F("名称须为 1 至 64 个字符", "a name has 1 to 64 characters"), lang.F("缩短", "shorten it"))
	}
	*s = nameSlot(text)
	return nil
}

// decimalSlot is a decimal number without useless zeros before the point.
type decimalSlot string

func (s *decimalSlot) text() string { return string(*s) }

func (s *decimalSlot) parse(text string) *Problem {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, hasPoint := strings.Cut(digits, ".")
	_, err := decimal.NewFromString(text)
	if err != nil || len(text) > 32 || strings.Trim(whole+fraction, "0123456789") != "" ||
		whole == "" || hasPoint && fraction == "" || len(whole) > 1 && whole[0] == '0' {
		return problem(lang.F("不是十进制数", "this is not a decimal number"), lang.F("写成普通数字，如 98.66", "write plain digits, such as 98.66"))
	}
	*s = decimalSlot(text)
	return nil
}
