package tables

import (
	"math/big"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/budgets"
)

// Estimate is an amount that may not be known. One that is not known is not zero, but a sum
// goes on without it.
type Estimate struct {
	Amount money.Sum
	Known  bool
}

func (e Estimate) plus(f Estimate) Estimate {
	return Estimate{e.Amount.Plus(f.Amount), e.Known || f.Known}
}

// and is the sum of two that are not known without each other: a balance and what is added to it.
func (e Estimate) and(f Estimate) Estimate {
	return Estimate{e.Amount.Plus(f.Amount), e.Known && f.Known}
}

func (e Estimate) minus(f Estimate) Estimate {
	return Estimate{e.Amount.Minus(f.Amount), e.Known || f.Known}
}

func (e Estimate) cell() report.Cell { return known(e.Known, e.Amount) }

// BudgetLine is a line of the budget of a fund, or a total of its form.
type BudgetLine struct {
	Key    string // the code of the line, or the name of the total
	Name   lang.Text
	Side   budget.Side
	Part   bool // 其中, of the line above
	Levels bool // below the subtotal
	Total  bool

	LastYear Estimate // executed in the year before
	Approved Estimate
	Current  Estimate // as adjusted last, or as approved
	Executed Estimate // in the year, up to the last day
}

// The keys of totals.
const (
	incomeSubtotal  = "income_subtotal"
	expenseSubtotal = "expense_subtotal"
	incomeTotal     = "income_total"
	expenseTotal    = "expense_total"
	surplusTotal    = "surplus"
	closingTotal    = "closing"
	grandTotal      = "grand_total"
)

// BudgetSources is what the budget of a fund is made of.
type BudgetSources struct {
	Budgets *budgets.View
	Books   func(fund.ID, fund.Date) books.Book // what stood on the accounts of a fund at the close of a day

	// Known says which figures of the books are known, by their days; what is asked once is kept,
	// so that views that are shown single facts later are asked for the same. It may be empty.
	Known map[fund.Date]bool
}

// known reports whether anything is known of a fund up to a day: of its turnover, or of what
// it holds.
func (s *BudgetSources) known(book books.Book, on fund.Date, holds bool) bool {
	key := on
	if holds {
		key = -on
	}
	is, asked := s.Known[key]
	if !asked {
		if is = !book.UnknownFlow(on); holds {
			is = !book.Unknown(on)
		}
		if s.Known == nil {
			s.Known = map[fund.Date]bool{}
		}
		s.Known[key] = is
	}
	return is
}

// executed returns what executes a line in the days from a first to a last.
func (s *BudgetSources) executed(id fund.ID, r budget.Row, from, to fund.Date) Estimate {
	if r.Side == budget.Balance {
		day := from.DayBefore()
		book := s.Books(id, day)
		held := book.Element(account.NetAsset).Plus(book.Element(account.Income)).Minus(book.Element(account.Expense))
		return Estimate{held, s.known(book, day, true)}
	}
	if len(r.Accounts) == 0 {
		amount, ok := s.Budgets.Executed(id, r.Line, from, to)
		return Estimate{amount, ok}
	}
	until := s.Books(id, to)
	turnover := until.Less(s.Books(id, from.DayBefore()))
	var sum money.Sum
	for _, c := range r.Accounts {
		sum = sum.Plus(turnover.Balance(c))
	}
	return Estimate{sum, s.known(until, to, false)}
}

// BudgetOf returns the lines of the budget of a fund and year with its totals, in the order of
// the form: the side of income, then that of expense. It is executed up to a day.
func BudgetOf(id fund.ID, year int, to fund.Date, s *BudgetSources) []BudgetLine {
	first := fund.NewDate(year, 1, 1)
	of := map[budget.Line]budgets.Row{}
	for _, r := range s.Budgets.AsOf(id, int64(year), to) {
		of[r.Line] = r
	}
	var income, expense []BudgetLine
	var opening BudgetLine
	for _, r := range budget.Rows(id.Kind()) {
		l := BudgetLine{Key: string(r.Line), Name: r.Name, Side: r.Side, Part: r.Within != "", Levels: r.Levels}
		l.LastYear = s.executed(id, r, fund.NewDate(year-1, 1, 1), first.DayBefore())
		l.Executed = s.executed(id, r, first, to)
		if b, is := of[r.Line]; is {
			l.Approved = Estimate{b.Approved.Amount.Sum(), true}
			l.Current = Estimate{b.Current().Amount.Sum(), true}
		}
		switch r.Side {
		case budget.Income:
			income = append(income, l)
		case budget.Expense:
			expense = append(expense, l)
		case budget.Balance:
			opening = l
		}
	}
	return totals(income, expense, opening)
}

// each does the same in every column of a line.
func (l *BudgetLine) each(a, b BudgetLine, do func(Estimate, Estimate) Estimate) {
	l.LastYear, l.Approved = do(a.LastYear, b.LastYear), do(a.Approved, b.Approved)
	l.Current, l.Executed = do(a.Current, b.Current), do(a.Executed, b.Executed)
}

// totals puts the totals of the form among its lines.
func totals(income, expense []BudgetLine, opening BudgetLine) (out []BudgetLine) {
	side := func(lines []BudgetLine, of budget.Side, sub, all string, subName, allName lang.Text) (total BudgetLine) {
		subtotal := BudgetLine{Key: sub, Name: subName, Side: of, Total: true}
		total = BudgetLine{Key: all, Name: allName, Side: of, Total: true}
		for _, l := range lines {
			if l.Levels && len(out) > 0 && !out[len(out)-1].Levels && subtotal.Key != "" {
				out = append(out, subtotal)
				subtotal.Key = ""
			}
			out = append(out, l)
			if l.Part {
				continue
			}
			if !l.Levels {
				subtotal.each(subtotal, l, Estimate.plus)
			}
			total.each(total, l, Estimate.plus)
		}
		out = append(out, total)
		return total
	}
	in := side(income, budget.Income, incomeSubtotal, incomeTotal, lang.Text{ZH: "本年收入小计", EN: "income of the year, subtotal"},
		lang.Text{ZH: "本年收入合计", EN: "income of the year"})
	grand := BudgetLine{Key: grandTotal, Name: lang.Text{ZH: "总计", EN: "total"}, Side: budget.Income, Total: true}
	grand.each(in, opening, Estimate.and)
	opening.Side = budget.Income
	out = append(out, opening, grand)
	paid := side(expense, budget.Expense, expenseSubtotal, expenseTotal, lang.Text{ZH: "本年支出小计", EN: "expense of the year, subtotal"},
		lang.Text{ZH: "本年支出合计", EN: "expense of the year"})
	surplus := BudgetLine{Key: surplusTotal, Name: lang.Text{ZH: "本年收支结余", EN: "surplus of the year"}, Side: budget.Expense, Total: true}
	surplus.each(in, paid, Estimate.minus)
	closing := BudgetLine{Key: closingTotal, Name: lang.Text{ZH: "年末滚存结余", EN: "balance at the end of the year"}, Side: budget.Expense, Total: true}
	closing.each(opening, surplus, Estimate.and)
	both := BudgetLine{Key: grandTotal + "_expense", Name: grand.Name, Side: budget.Expense, Total: true}
	both.each(paid, closing, Estimate.and)
	return append(out, surplus, closing, both)
}

// most is the deviation beyond which a line is marked, in hundredths of a percent: 20 %.
//
// Source: the deviation of execution from budget that finance bureaux mark [S].
const most = 20_00

// percent returns a hundred times a quotient with two decimals, and whether it is known.
func percent(of, by Estimate) (text string, hundredths *big.Int, ok bool) {
	if !of.Known || !by.Known || by.Amount.Sign() == 0 {
		return "", nil, false
	}
	r := new(big.Rat).SetFrac(new(big.Int).Mul(wide.Int(of.Amount).Big(), big.NewInt(100)), wide.Int(by.Amount).Big())
	text = r.FloatString(2)
	exact, _ := new(big.Rat).SetString(text)
	return text, new(big.Rat).Mul(exact, big.NewRat(100, 1)).Num(), true
}

func ratio(of, by Estimate) report.Cell {
	text, _, ok := percent(of, by)
	if !ok {
		return unknown()
	}
	return report.Number(text)
}

// deviates reports whether execution deviates from the budget by more than most.
func deviates(l BudgetLine) bool {
	_, hundredths, ok := percent(l.Executed.minus(l.Current), l.Current)
	return ok && l.Executed.Known && l.Current.Known && hundredths.CmpAbs(big.NewInt(most)) > 0
}

// Budget shows the budget of a fund and year and how it is executed: of a whole year also how far
// from the budget.
func Budget(lines []BudgetLine, whole bool) List {
	type row = BudgetLine
	of := func(key, zh, en string, get func(row) Estimate) column[row] {
		return col(key, zh, en, func(l row) report.Cell { return get(l).cell() })
	}
	columns := []column[row]{
		text("line", "", "", func(l row) string { return l.Key }).id(1).by(inTurnOf(keysOfLines(lines))).show(report.Never),
		col("item", "项目", "item", func(l row) report.Cell {
			if !l.Part {
				return report.Words(l.Name)
			}
			return report.Words(l.Name).ForPeople(report.Words(lang.F("  其中：%s", "  of which: %s", l.Name)))
		}),
		of("last_year", "上年执行", "executed last year", func(l row) Estimate { return l.LastYear }),
		of("approved", "预算", "budget", func(l row) Estimate { return l.Approved }),
		of("current", "调整后预算", "budget as adjusted", func(l row) Estimate { return l.Current }).
			is("调整后的预算是最后一次调整的数，不是各次之和；见 events --type budget.adjusted", "an adjusted budget is the amount of its last adjustment and no sum; see events --type budget.adjusted"),
		of("executed", "执行", "executed", func(l row) Estimate { return l.Executed }),
		col("completed", "完成%", "completed %", func(l row) report.Cell { return ratio(l.Executed, l.Current) }).
			is("执行除以调整后预算", "executed, divided by the budget as adjusted"),
	}
	if whole {
		columns = append(columns,
			col("deviation", "偏差%", "deviation %", func(l row) report.Cell {
				if !l.Executed.Known || !l.Current.Known {
					return unknown()
				}
				return ratio(l.Executed.minus(l.Current), l.Current)
			}).is("执行减调整后预算，除以调整后预算", "executed less the budget as adjusted, divided by it"),
			col("mark", "偏差超过 20%", "more than 20 % off", func(l row) report.Cell {
				return when(deviates(l), report.Code("yes", lang.Text{ZH: "是", EN: "yes"}))
			}),
		)
	}
	return list(report.Table{
		Key: "budget", Title: lang.Text{ZH: "预算执行", EN: "Budget and its execution"}, Basis: budgetBasis,
		Notes: []lang.Text{{ZH: "“—”是不知道，不是零：没有批复的预算，或没有写明来源、用途的收入。",
			EN: "“—” is not known, which is not zero: no budget was approved, or no fact says who paid, or what for."}},
	}, columns, lines)
}

func keysOfLines(lines []BudgetLine) (keys []string) {
	for _, l := range lines {
		keys = append(keys, l.Key)
	}
	return keys
}

var budgetBasis = lang.Text{ZH: "预算按批复和调整的日期；执行按记账日，净额，与收支表相同", EN: "budgets by the day of approval and adjustment; execution by day of booking, net, as the statement of income"}

// BudgetImported shows the budget that a form states: a fact for each line.
func BudgetImported(heading string, facts []event.Event) report.Table {
	type row = event.BudgetApproved
	var rows []row
	for _, e := range facts {
		if a, ok := e.(row); ok {
			rows = append(rows, a)
		}
	}
	t := fill(report.Table{
		Key: "budget_import", Title: lang.Text{ZH: "批复的预算", EN: "The budget as approved"},
		Facts: []report.Fact{fact("heading", "读的列", "column that was read", report.Text(heading))},
	}, []column[row]{
		text("line", "", "", func(e row) budget.Line { return e.Line }).show(report.Never),
		col("item", "项目", "item", func(e row) report.Cell {
			r, _ := budget.Find(e.Fund.Kind(), e.Line)
			return report.Words(r.Name)
		}),
		amount("amount", "预算", "budget", func(e row) money.Fen { return e.Amount }),
	}, rows)
	return t
}
