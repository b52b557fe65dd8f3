package event

import (
	"github.com/fundledger/fundledger/ledger/budget"
	"github.com/fundledger/fundledger/ledger/event/scan"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
)

// BudgetApproved says that a line of a fund's budget of a year was approved (预算批复). Its
// document is that of the people's congress's approval.
type BudgetApproved struct {
	Fact
	Fund   fund.ID
	Year   int64
	Line   budget.Line
	Amount money.Fen // 0 is a budget of nothing; below zero only of the balance
}

// BudgetAdjusted says that a line of a budget was adjusted by procedure (预算调整): from
// OccurredOn on it is Amount. Its document is that of the approval.
type BudgetAdjusted struct {
	Fact
	Fund   fund.ID
	Year   int64
	Line   budget.Line
	Amount money.Fen // the new amount of the line, not the difference
	Cause  string    // why
}

func budgetLines() []Word { return budgetWords }

var budgetWords = func() (words []Word) {
	for _, r := range budget.All() {
		words = append(words, Word{string(r.Line), r.Name})
	}
	return words
}()

var (
	yearField  = yearOf("year")
	lineField  = oneOf("line", budgetWords)
	causeField = freeText("cause", scan.NameBytes)
)

func (f fields) year(p *int64) fields       { return whole(f, &yearField, required, p) }
func (f fields) line(p *budget.Line) fields { return text(f, &lineField, required, p) }
func (f fields) cause(p *string) fields     { return text(f, &causeField, required, p) }

var budgetApproved = define("budget.approved",
	func(e *BudgetApproved, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).year(&e.Year).line(&e.Line).opening(&e.Amount)
	},
	func(c *clash, e BudgetApproved) { c.budget(e.Fund, e.Year, e.Line, e.Amount) },
	lang.Text{ZH: "预算批复", EN: "budget approved"},
	lang.Text{ZH: "该年度该项目的预算数，不动资金", EN: "the budget of the line in the year; moves no money"},
	BudgetApproved{Fact: exampleFact(0), Fund: "441300.390", Year: 2025, Line: budget.Premiums, Amount: 282_190_000_00},
)

var budgetAdjusted = define("budget.adjusted",
	func(e *BudgetAdjusted, f fields) {
		f.entry(&e.Fact).fund(&e.Fund).year(&e.Year).line(&e.Line).opening(&e.Amount).cause(&e.Cause)
	},
	func(c *clash, e BudgetAdjusted) { c.budget(e.Fund, e.Year, e.Line, e.Amount) },
	lang.Text{ZH: "预算调整", EN: "budget adjusted"},
	lang.Text{ZH: "按程序调整后的预算数（不是差额），不动资金", EN: "the budget of the line after its adjustment, not the difference; moves no money"},
	BudgetAdjusted{Fact: exampleFact(0), Fund: "441300.390", Year: 2025, Line: budget.Premiums, Amount: 280_000_000_00, Cause: "参保人数减少"},
)

// budget: the fund's budget has the line, and it is of a year that is not over.
//
// Source: 预算法 art. 67 (a budget is adjusted while it is executed) [GK].
func (c *clash) budget(id fund.ID, year int64, l budget.Line, amount money.Fen) {
	if _, has := budget.Find(id.Kind(), l); !has {
		c.add("line", lang.F("%s（%s）的预算没有“%s”", "the budget of %s (%s) has no line “%s”", id, id.Kind().Name(), NameOf("line", l)),
			lang.F("核对基金和项目", "check the fund and the line"))
	}
	if int64(c.fact.OccurredOn.Year()) > year {
		c.add("year", lang.F("%s 时 %d 年度已经结束", "on %s the year %d was over", c.fact.OccurredOn, year), lang.F("核对年度和日期", "check the year and the date"))
	}
	if amount < 0 && l != budget.Opening {
		c.add("amount", lang.F("预算数不能小于零", "a budget is not below zero"), lang.F("只有上年结余可以小于零", "only the balance of last year may be"))
	}
}
