package printed

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/clerk"
	"github.com/fundledger/fundledger/ledger/fund"
)

// code is what a line of a table is, wherever that is clear from its words.
type code string

const (
	income      code = "income"
	expense     code = "expense"
	surplus     code = "surplus"
	begin       code = "begin"
	end         code = "end"
	months      code = "months"
	surplusRate code = "surplus_rate"
	insured     code = "insured"
	working     code = "working"
	retired     code = "retired"
	assets      code = "assets"
	claims      code = "claims" // on them: liabilities and net assets
)

// lineWords are the words of lines, in their bare form.
var lineWords = map[code][]string{
	income: {
		"收入", "总收入", "本年收入", "当年收入", "当期收入", "本期收入", "基金收入", "基金总收入", "本年基金收入", "收入总额", "全年收入",
		"income", "fundincome", "incomeoftheyear", "revenue",
	},
	expense: {
		"支出", "总支出", "本年支出", "当年支出", "当期支出", "本期支出", "基金支出", "基金总支出", "本年基金支出", "支出总额", "全年支出",
		"expense", "expenses", "expenditure", "fundexpense", "expenseoftheyear",
	},
	surplus: {
		"当期结余", "当年结余", "本年结余", "本期结余", "本年收支结余", "收支结余", "当年收支结余", "当期收支结余", "当期结存", "当年结存", "本年结存",
		"基金当期结余", "基金当期结存", "基金当年结余", "surplus", "surplusoftheyear", "incomelessexpense", "balanceoftheyear",
	},
	begin: {
		"上年结余", "上年末结余", "上年滚存结余", "上年累计结余", "上年末滚存结余", "上年末累计结余", "年初结余", "年初累计结余", "期初结余", "期初累计结余", "上年结转",
		"openingbalance", "balancebroughtforward", "balanceatthebeginning",
	},
	end: {
		"累计结余", "年末累计结余", "期末累计结余", "滚存结余", "年末滚存结余", "期末滚存结余", "年末结余", "期末结余", "累计结存", "年末累计结存", "滚存结存",
		"基金累计结余", "基金累计结存", "基金滚存结余", "cumulativebalance", "closingbalance", "balanceattheend", "balancecarriedforward",
	},
	months: {
		"可支付月数", "累计结余可支付月数", "基金支付能力", "支付能力", "基金可支付月数", "累计结余支付能力", "monthsofreserve", "monthsofexpense", "monthsofcover",
	},
	surplusRate: {"当期结余率", "结余率", "当年结余率", "本年结余率", "surplusrate"},
	assets:      {"资产总计", "资产合计", "资产总额", "totalassets"},
	claims:      {"负债与净资产总计", "负债和净资产总计", "负债及净资产总计", "totalliabilitiesandnetassets"},
	insured:     {"参保人数", "参保人员", "总参保人数", "年末参保人数", "期末参保人数", "insured", "insuredpersons"},
	working:     {"在职", "在职职工", "在职人员", "在职职工参保人数", "在职参保人数", "在职人数", "working"},
	retired:     {"退休", "退休人员", "退休人员参保人数", "退休参保人数", "退休人数", "retired"},
}

// numbering is what stands before the words of a line, by how deep it makes the line.
var numbering = []*regexp.Regexp{
	regexp.MustCompile(`^[一二三四五六七八九十]+[、.:]`),
	regexp.MustCompile(`^\([一二三四五六七八九十]+\)`),
	regexp.MustCompile(`^\d+[、.)](?:\D|$)`),
	regexp.MustCompile(`^\(\d+\)`),
}

var ofWhich = regexp.MustCompile(`^(?:其中|ofwhich|including)[:,]?`)

// label is what the first cell of a line says.
type label struct {
	words   string // without numbering
	depth   int    // of its numbering; 0: it has none
	indent  int    // blanks in front of it
	ofWhich bool
	sums    clerk.Sums // it is a total
	grand   bool       // of everything, balances too
	code    code
	scope   string // kind of fund and part of it, if the words name them
}

// read reads what stands in the first cell of a line.
func readLabel(text string) label {
	l := label{}
	for _, r := range text {
		if r != ' ' && r != '\u3000' && r != '\t' {
			break
		}
		l.indent++
		if r == '\u3000' {
			l.indent++
		}
	}
	rest, _, _ := heading(text)
	rest = strings.Trim(bare(rest), "*")
	for deeper := range numbering {
		if at := numbering[deeper].FindStringIndex(rest); at != nil {
			l.depth, rest = deeper+1, strings.TrimLeft(rest[numberEnd(rest, at[1]):], " ")
			break
		}
	}
	if at := ofWhich.FindStringIndex(rest); at != nil {
		l.ofWhich, rest = true, rest[at[1]:]
		for deeper := range numbering {
			if at := numbering[deeper].FindStringIndex(rest); at != nil {
				rest = rest[numberEnd(rest, at[1]):]
			}
		}
	}
	l.words = strings.TrimRight(rest, ":")
	l.scope, l.code = meaning(l.words)
	if sums, of := clerk.Totals(l.words); sums != clerk.Nothing {
		l.sums = sums
		l.grand = strings.HasSuffix(l.words, "总计") || l.words == "grandtotal"
		if l.code == "" && of != "" {
			l.scope, l.code = meaning(of)
		}
	}
	return l
}

// numberEnd returns where the numbering of a line ends: the pattern of 1. takes the first character behind
// it, so that 1.5 is none.
func numberEnd(text string, end int) int {
	for i, r := range text {
		if strings.ContainsRune("、.:)", r) {
			return i + len(string(r))
		}
	}
	return end
}

// funds are the names of kinds of funds in front of other words, longer ones first.
var funds = fundNames()

type fundName struct{ name, scheme string }

func fundNames() []fundName {
	names := []fundName{
		{"基本医疗保险", string(fund.All)}, {"基本医保", string(fund.All)}, {"全市", string(fund.All)},
		{"职工医疗保险", "310"}, {"职工医保", "310"}, {"职工", "310"}, {"城镇职工基本医疗保险", "310"},
		{"居民基本医疗保险", "390"}, {"居民医疗保险", "390"}, {"城乡居民医保", "390"}, {"居民医保", "390"}, {"城乡居民", "390"}, {"居民", "390"},
		{"城乡医疗救助", "610"}, {"医疗救助", "610"}, {"救助", "610"}, {"生育保险", "510"},
	}
	for _, s := range fund.Kinds() {
		names = append(names, fundName{bare(s.Name.ZH), string(s.Kind)}, fundName{bare(s.Name.EN), string(s.Kind)})
	}
	slices.SortStableFunc(names, func(a, b fundName) int { return len(b.name) - len(a.name) })
	return names
}

// parts are the parts of a fund, which may stand behind its name.
var parts = []struct{ name, part string }{
	{"统筹基金", "pool"}, {"统筹账户", "pool"}, {"个人账户基金", "personal"}, {"个人账户", "personal"}, {"个账", "personal"},
	{"pooledfund", "pool"}, {"personalaccounts", "personal"},
}

// meaning returns which fund and which line some words name; no code if that is not clear.
func meaning(words string) (scope string, c code) {
	part := ""
	if found := brackets.FindStringSubmatch(words); found != nil {
		words = found[1]
		for _, p := range parts {
			if found[2] == p.name {
				part = "/" + p.part
			}
		}
	}
	if c = codeOf(words); c != "" {
		return part, c
	}
	for _, f := range funds {
		rest, is := strings.CutPrefix(words, f.name)
		if !is {
			continue
		}
		scope := f.scheme
		for _, p := range parts {
			if of, is := strings.CutPrefix(rest, p.name); is {
				scope, rest = scope+"/"+p.part, of
				break
			}
		}
		return scope, codeOf(strings.TrimPrefix(rest, "的"))
	}
	for _, p := range parts {
		if rest, is := strings.CutPrefix(words, p.name); is {
			return "/" + p.part, codeOf(rest)
		}
	}
	return "", ""
}

func codeOf(words string) code {
	for c, all := range lineWords {
		if slices.Contains(all, words) {
			return c
		}
	}
	return ""
}

// role is what the figures of a column are.
type role int

const (
	actual     role = iota // of a year, or said to be nothing else
	budget                 // 预算
	sharing                // 占比
	growing                // 增长率
	changing               // 增减额
	executing              // 完成预算的
	deviating              // 预算偏差率
	unitColumn             // 单位
	remark                 // no figures: 备注, 序号
)

// roleWords are parts of headings, the first that is in a heading decides.
var roleWords = []struct {
	role  role
	words []string
}{
	{remark, []string{"备注", "序号", "行次", "栏次", "说明", "原因", "remark", "note", "reason", "why"}},
	{deviating, []string{"偏差", "deviation"}},
	{executing, []string{"完成预算", "预算完成", "完成年度预算", "执行率", "完成率", "完成%", "占预算", "完成年初预算", "完成调整预算", "execution", "ofbudget", "ofthebudget"}},
	{changing, []string{"增减额", "增长额", "增加额", "增减数", "change"}},
	{growing, []string{"增长", "增减", "增幅", "同比", "growth"}},
	{sharing, []string{"占比", "比重", "构成", "占总", "占全部", "share"}},
	{actual, []string{"执行数", "执行情况", "决算", "完成数", "实际", "actual", "final"}},
	{budget, []string{"预算", "budget"}},
}

// title is the heading of a column.
type title struct {
	text  string // as printed
	words string // bare, without its unit and its year
	unit  Unit
	role  role
	year  int // as printed; 0: none. -1 for 上年, which is no year of the calendar
	code  code
	scope string
	sums  clerk.Sums
}

var yearIn = regexp.MustCompile(`(?:19|20)\d\d`)

// readTitle reads the heading of a column.
func readTitle(text string) title {
	rest, unit, _ := heading(text)
	t := title{text: strings.Join(strings.Fields(text), " "), unit: unit}
	words := bare(rest)
	if year := yearIn.FindString(words); year != "" && yearIn.FindAllString(words, -1)[0] == year {
		t.year, _ = strconv.Atoi(year)
	}
	t.role = roleOf(words, bare(text))
	if words == "单位" || words == "unit" || words == "计量单位" {
		t.role = unitColumn
	}
	isLast := strings.Contains(words, "上年") || strings.Contains(words, "去年") || strings.Contains(words, "lastyear") || strings.Contains(words, "yearbefore")
	isThis := strings.Contains(words, "本年") || strings.Contains(words, "当年") || strings.Contains(words, "thisyear")
	if t.role == actual || t.role == budget {
		t.scope, t.code = meaning(words)
		switch {
		case t.year != 0 || t.code != "":
		case isLast:
			t.year = lastYear
		case isThis:
			t.year = lastYear + 1
		}
	}
	if sums, of := clerk.Totals(words); sums != clerk.Nothing && t.role == actual {
		t.sums = sums
		if of != "" && t.code == "" {
			t.scope, t.code = meaning(of)
		}
	}
	t.words = yearIn.ReplaceAllString(words, "")
	for _, w := range []string{"上年", "去年", "本年", "当年", "年度", "年"} {
		t.words = strings.Replace(t.words, w, "", 1)
	}
	if t.unit.Base == Unsaid && (t.role == growing || t.role == sharing || t.role == executing || t.role == deviating) {
		t.unit = Unit{"%", Percent, 0}
	}
	return t
}

// lastYear stands for 上年 where no year is said, and the number after it for 本年.
const lastYear = 1

func roleOf(words, whole string) role {
	for _, r := range roleWords {
		for _, w := range r.words {
			if strings.Contains(words, w) || strings.Contains(whole, w) {
				return r.role
			}
		}
	}
	return actual
}
