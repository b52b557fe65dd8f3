package statements

import (
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// Income returns 收支表 (会社保02表) of a month (本月数, 本年累计数) or of a year
// (本年数, 上年数). Where a line does not count net, and net would be another
// figure, a note names the difference. It panics for a period that is not well
// formed. Errors: *UnsplitError (at a year's end, December included),
// *UnlistedError.
//
// Source: KJ Part 4; Part 5 §2.
func Income(id fund.ID, p event.Period, settings Settings, at Books) (Statement, error) {
	mustBe(p)
	s := Statement{Form: "会社保02表", Title: lang.Text{ZH: "收支表", EN: "Statement of income and expense"}, Fund: id, Period: p}
	s.analogy()
	first, last := p.First(), p.Last()
	year := last.Year()
	var columns []filled
	if p.IsYear() {
		columns = []filled{
			fill(Column{Key: "year", Title: lang.Text{ZH: "本年数", EN: "this year"}, From: first, To: last}, at),
			fill(Column{Key: "last_year", Title: lang.Text{ZH: "上年数", EN: "last year"}, From: newYear(year - 1), To: first.DayBefore()}, at),
		}
	} else {
		columns = []filled{
			fill(Column{Key: "month", Title: lang.Text{ZH: "本月数", EN: "this month"}, From: first, To: last}, at),
			fill(Column{Key: "year_to_date", Title: lang.Text{ZH: "本年累计数", EN: "year to date"}, From: newYear(year), To: last}, at),
		}
	}
	waiting := last != newYear(year+1).DayBefore() // months 1 to 11: 待转基金 has a line
	if !waiting {
		for _, f := range columns {
			if err := splitDone(f); err != nil {
				return Statement{}, err
			}
		}
	}
	lines := append(incomeLines(id.Kind(), settings, waiting), adjustment(columns[0].closing.Opened))
	if err := s.fillIn(lines, columns, account.Expense, account.Income); err != nil {
		return Statement{}, err
	}
	s.explainCounting(columns)
	s.unknown(columns)
	return s, nil
}

// adjustment is what the balances of earlier years were adjusted by in the days: it is no
// income and no expense, but the balance at the end has it. Without an adjustment it is nil:
// splits of an earlier year only move between the parts, and the opening is left out.
func adjustment(opened fund.Date) Line {
	return Line{
		Key: "adjustment", Name: lang.Text{ZH: "年初调整：上年结余（表外）", EN: "Balance of earlier years adjusted (not on the form)"}, OffForm: true,
		Legs: []Leg{{Account: account.Balance, Counting: Net, Since: opened}},
	}
}

// explainCounting notes where a line that does not count net differs from net.
func (s *Statement) explainCounting(columns []filled) {
	for _, l := range s.Lines {
		if isItem := l.Level == 1 && (l.Key == "unsplit" || l.Key == string(l.Legs[0].Account)); !isItem || l.Legs[0].Counting == Net {
			continue // totals are explained by their items
		}
		for i, f := range columns {
			net := sum(counted(l.Legs, Net), f)
			switch {
			case l.Amounts[i] == net:
			case l.Legs[0].Counting == Closing:
				s.Notes = append(s.Notes, lang.F("%s（%s）按制度填期末余额；期间变动为 %s 元。",
					"%s (%s) shows what stands at the end, as the form says; over the period it changed by %s yuan.", l.Name, f.Title, net))
			default:
				s.Notes = append(s.Notes, lang.F("%s %s（%s）按制度只填增加方发生额；另有 %s 元冲减，未扣除。",
					"%s %s (%s) counts increases alone, as the form says; decreases of %s yuan are not taken off.", l.Key, l.Name, f.Title, l.Amounts[i].Minus(net)))
			}
		}
	}
	surplus, _ := s.Line("surplus")
	for i, f := range columns {
		net := sum(counted(surplus.Legs, Net), f)
		if difference := surplus.Amounts[i].Minus(net); !difference.IsZero() {
			s.Notes = append(s.Notes, lang.F("因此本期基金结余（%s）与基金收支净额 %s 元相差 %s 元。",
				"So the surplus (%s) is not the net income of %s yuan; the difference is %s yuan.", f.Title, net, difference))
		}
	}
}

// counted returns the legs with another counting.
func counted(legs []Leg, c Counting) []Leg {
	out := slices.Clone(legs)
	for i := range out {
		out[i].Counting = c
	}
	return out
}

// incomeLines returns the lines of the form.
//
// Source: KJ Part 4 (会社保02表 of 职工基本医疗保险基金 and of 城乡居民基本医疗保险基金).
func incomeLines(kind fund.Kind, s Settings, waiting bool) []Line {
	if kind.Has(fund.Parts) {
		return partLines(kind, s, waiting)
	}
	lines, income := group(kind, whole, account.Income, s, Line{Key: "income", Name: lang.Text{ZH: "一、基金收入", EN: "1. Income"}})
	out, expense := group(kind, whole, account.Expense, s, Line{Key: "expense", Name: lang.Text{ZH: "二、基金支出", EN: "2. Expense"}})
	lines = append(lines, out...)
	return append(lines, Line{Key: "surplus", Name: lang.Text{ZH: "三、本期基金结余", EN: "3. Surplus"}, Legs: less(income, expense)})
}

// partLines returns the lines of the form of 职工.
func partLines(kind fund.Kind, s Settings, waiting bool) []Line {
	lines, poolIn := group(kind, pool, account.Income, s, Line{Key: "pool_income", Name: lang.Text{ZH: "一、统筹基金收入", EN: "1. Income of the pool"}})
	personalLines, personalIn := group(kind, personal, account.Income, s, Line{Key: "personal_income", Name: lang.Text{ZH: "二、个人账户基金收入", EN: "2. Income of personal accounts"}})
	poolOutLines, poolOut := group(kind, pool, account.Expense, s, Line{Key: "pool_expense", Name: lang.Text{ZH: "三、统筹基金支出", EN: "3. Expense of the pool"}})
	personalOutLines, personalOut := group(kind, personal, account.Expense, s, Line{Key: "personal_expense", Name: lang.Text{ZH: "四、个人账户基金支出", EN: "4. Expense of personal accounts"}})
	lines = slices.Concat(lines, personalLines, poolOutLines, personalOutLines)

	details := []Line{
		{Key: "pool_surplus", Name: lang.Text{ZH: "统筹基金结余", EN: "surplus of the pool"}, Level: 1, Legs: less(poolIn, poolOut)},
		{Key: "personal_surplus", Name: lang.Text{ZH: "个人账户基金结余", EN: "surplus of personal accounts"}, Level: 1, Legs: less(personalIn, personalOut)},
	}
	if waiting {
		details = append(details, Line{Key: "unsplit", Name: lang.Text{ZH: "待转基金", EN: "awaiting split"}, Level: 1, Legs: []Leg{
			{Account: account.UnsplitPremiums, Counting: s.of(account.UnsplitPremiums)},
			{Account: account.UnsplitInterest, Counting: s.of(account.UnsplitInterest)},
		}})
	}
	surplus := Line{Key: "surplus", Name: lang.Text{ZH: "五、本期基金结余", EN: "5. Surplus"}}
	for _, d := range details {
		surplus.Legs = append(surplus.Legs, d.Legs...)
	}
	return slices.Concat(lines, []Line{surplus}, details)
}

// less returns the legs of income less expense.
func less(income, expense []Leg) []Leg {
	legs := slices.Clone(income)
	for _, leg := range expense {
		leg.Minus = true
		legs = append(legs, leg)
	}
	return legs
}

// group returns a total with its items, and the legs of the total. The items are
// in the order of codes, which is that of the form.
func group(kind fund.Kind, part section, e account.Element, s Settings, total Line) ([]Line, []Leg) {
	var items []Line
	for _, c := range statutory(kind, e) {
		code, ok := share(kind, c, part)
		if !ok {
			continue
		}
		a, _ := account.Find(kind, c)
		leg := Leg{Account: code, Counting: s.of(c)}
		total.Legs = append(total.Legs, leg)
		if c == account.Benefits && kind.Has(fund.Relief) {
			a.Name = lang.Text{ZH: "医疗救助支出", EN: "medical aid"}
		}
		items = append(items, Line{Key: string(code), Name: a.Name, Level: 1, Legs: []Leg{leg}})
		if c == account.Benefits {
			items = append(items, benefitLines(kind, part, leg)...)
		}
	}
	return append([]Line{total}, items...), total.Legs
}

// benefitLines returns what is within 社会保险待遇支出, by kind of care. Benefits
// whose kind of care is not known have a line off the form.
func benefitLines(kind fund.Kind, part section, of Leg) []Line {
	var lines []Line
	add := func(code account.Code, name lang.Text) {
		n := len(lines)
		number := lang.Text{ZH: "（" + string([]rune("一二三四五六")[n]) + "）", EN: "(" + string(rune('1'+n)) + ") "}
		lines = append(lines, Line{
			Key: string(code), Name: lang.F("%s%s", "%s%s", number, name), Level: 2, Legs: []Leg{{Account: code, Counting: of.Counting}},
		})
	}
	if kind.Has(fund.Relief) {
		add(account.DirectRelief, lang.Text{ZH: "直接救助", EN: "direct relief"})
		add(account.Participation, lang.Text{ZH: "资助参保", EN: "assisted participation"})
		return lines
	}
	for _, c := range fund.Cares() {
		code, ok := account.CareAccount(kind, fund.Part(part), c.Care)
		switch {
		case !ok:
		case c.Care == "":
			lines = append(lines, Line{
				Key: string(code), Name: lang.Text{ZH: "未分类待遇支出（表外）", EN: "not classified (not on the form)"},
				Level: 2, OffForm: true, Legs: []Leg{{Account: code, Counting: of.Counting}},
			})
		default:
			add(code, c.Name)
		}
	}
	return lines
}
