package tables

import (
	"slices"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
)

// ofDays are the header facts of a report of some days.
func ofDays(d figures.Days) []report.Fact {
	return []report.Fact{
		fact("from", "自", "from", dateOr(d.From, "开账", "the beginning")),
		fact("to", "至", "to", dateOr(d.To, "全部", "all dates")),
	}
}

// occurredOn is the business date of a fact; for people only where it is not the day
// on which it entered the books, which stands in a column of its own.
func occurredOn(f event.Fact) report.Cell {
	c := report.Date(f.OccurredOn)
	if f.OccurredOn == f.Booked() {
		c = c.ForPeople(report.Cell{})
	}
	return c
}

// Explain shows a figure of a fund as known at a time: one row per line that it is made of.
func Explain(id fund.ID, name string, known time.Time, c figures.Cell, l figures.Listed, p figures.Page) Listing {
	type row = figures.Line
	columns := []column[row]{
		col("position", "序号", "position", func(l row) report.Cell { return report.Count(int64(l.Position)) }),
		date("booked_on", "记账日", "booked on", func(l row) fund.Date { return l.Booked() }),
		col("occurred_on", "业务日期", "occurred on", func(l row) report.Cell { return occurredOn(l.Fact) }).show(report.Filled),
		text("document", "凭证号", "document", func(l row) string { return l.Document }),
		col("type", "类型", "type", func(l row) report.Cell { return kindOfFact(l.Wire) }),
		text("account", "科目", "account", func(l row) account.Code { return l.Account }),
		col("account_name", "科目名称", "account name", func(l row) report.Cell { return nameOf(l.Line.Fund, l.Account) }),
		sum("debit", "借方", "debit", func(l row) money.Sum { return l.Debit.Sum() }).
			as(func(l row) report.Cell { return when(l.Debit != 0, report.Amount(l.Debit)) }).show(report.Filled),
		sum("credit", "贷方", "credit", func(l row) money.Sum { return l.Credit.Sum() }).
			as(func(l row) report.Cell { return when(l.Credit != 0, report.Amount(l.Credit)) }).show(report.Filled),
		sum("amount", "计入", "adds", func(l row) money.Sum { return l.Adds }),
		amount("sum", "累计", "running sum", func(l row) money.Sum { return l.Sum }),
	}
	facts := slices.Concat([]report.Fact{
		fact("fund", "基金", "fund", report.Text(string(id))),
		fact("name", "名称", "name", report.Text(name)),
	}, ofDays(c.Days), []report.Fact{KnownAt(known), fact("figure", "账上的数", "figure in the books", report.Amount(c.Amount))})
	title := lang.F("%s 的构成", "What makes up %s", c.Name)
	if c.Unknown != 0 && l.Whole.Lines == 0 {
		facts[len(facts)-1].Value = report.Cell{}
		t := fill(report.Table{Key: "explain", Title: title, Facts: facts}, columns, nil)
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "这个数", EN: "The figure"}, c.Unknown))
		return Listing{Table: t, Lines: func(func([]report.Cell, error) bool) {}}
	}
	out := listing(report.Table{Key: "explain", Title: title, Facts: facts}, columns, l, p)
	out.Total[len(columns)-2], out.Total[len(columns)-1] = report.Amount(l.Whole.Sum), report.Amount(c.Amount)
	return out
}

// changed is a row of a difference: an account, or one of the lines below it.
type changed struct {
	figures.Change
	line   figures.Line
	isLine bool
}

// Difference shows what changed up to a later time: every account that did with both
// balances, and below it the lines that changed it; of a page so many lines as it has, and which
// line the next page comes behind.
func Difference(d *figures.Difference, later time.Time, changes []figures.Change, isPage bool, next figures.Spot) Listing {
	facts, lines := d.Recorded()
	t := report.Table{
		Key: "diff", Title: lang.Text{ZH: "同一期间两次报告之间的变化", EN: "What changed between two reports of the same period"},
		Facts: append(ofDays(d.Days),
			fact("known_at_a", "时点 A", "known at A", report.Text(LocalTime(d.Earlier))),
			fact("known_at_b", "时点 B", "known at B", report.Text(LocalTime(later))),
			fact("recorded", "其间入账事项", "facts recorded in between", report.Count(facts)),
			fact("lines", "其中本期分录行", "bookings among them in the period", report.Count(lines))),
	}
	if isPage {
		t.Facts = append(t.Facts, nextPage(nextCell(next.String(), next == figures.Spot{})))
	}
	before := report.Never
	for i, c := range changes {
		if c.Known {
			before = report.Always
		}
		if !c.Known && (i == 0 || changes[i-1].Fund != c.Fund) {
			t.Notes = append(t.Notes, lang.F("%s 在 A 时没有账，不知道是多少，所以留空", "blank: at A there were no books of %s, so nothing was known", string(c.Fund)))
		}
	}
	if len(changes) == 0 {
		before = report.Always
	}
	columns := differenceColumns(before)
	t.Columns = headings(columns)
	return Listing{t, func(yield func([]report.Cell, error) bool) {
		for _, c := range changes {
			if !yield(cells(columns, changed{Change: c}), nil) {
				return
			}
			for l, err := range c.Lines {
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(cells(columns, changed{c, l, true}), nil) {
					return
				}
			}
		}
	}}
}

// differenceColumns are the columns of accounts and of lines below them. People read the
// account once, and see the balances before as is said.
func differenceColumns(before report.Show) []column[changed] {
	once := func(key, zh, en string, of func(changed) report.Cell) column[changed] {
		return col(key, zh, en, func(c changed) report.Cell {
			if c.isLine {
				return of(c).ForPeople(report.Cell{})
			}
			return of(c)
		})
	}
	return []column[changed]{
		col("row", "行", "row", func(c changed) report.Cell {
			what := "account"
			if c.isLine {
				what = "entry"
			}
			return report.Text(what).ForPeople(report.Cell{})
		}).show(report.Filled),
		once("fund", "基金", "fund", func(c changed) report.Cell { return report.Text(string(c.Fund)) }),
		once("account", "科目", "account", func(c changed) report.Cell { return report.Text(string(c.Account)) }),
		once("account_name", "科目名称", "account name", func(c changed) report.Cell { return nameOf(c.Fund, c.Account) }),
		col("a", "A 时余额", "at A", func(c changed) report.Cell { return when(c.Known && !c.isLine, report.Amount(c.Before)) }).show(before),
		col("b", "B 时余额", "at B", func(c changed) report.Cell { return when(!c.isLine, report.Amount(c.After)) }),
		amount("difference", "差额", "difference", func(c changed) money.Sum {
			if c.isLine {
				return books.TotalsOf(c.line.Line).Balance(c.Account)
			}
			return c.After.Minus(c.Before)
		}),
		col("position", "序号", "position", func(c changed) report.Cell { return when(c.isLine, report.Count(int64(c.line.Position))) }),
		col("recorded_at", "入账时间", "recorded at", func(c changed) report.Cell {
			return when(c.isLine, report.Text(LocalTime(c.line.RecordedAt)))
		}),
		date("booked_on", "记账日", "booked on", func(c changed) fund.Date { return c.line.Booked() }),
		col("occurred_on", "业务日期", "occurred on", func(c changed) report.Cell { return occurredOn(c.line.Fact) }).show(report.Filled),
		col("document", "凭证号", "document", func(c changed) report.Cell { return when(c.isLine, report.Text(c.line.Document)) }),
		col("type", "类型", "type", func(c changed) report.Cell { return when(c.isLine, kindOfFact(c.line.Wire)) }),
	}
}

// stepRow is a step and a watched account that it changed, or none.
type stepRow struct {
	figures.Step
	books.Key
	fact                event.Fact // of a step of one
	wire                string
	name, change, after report.Cell
}

// stepColumns are the columns of steps, for machines and workbooks. Position, times, dates, type and
// document are those of its fact; blank if it has several.
func stepColumns() []column[stepRow] {
	type row = stepRow
	return []column[row]{
		col("step", "步", "step", func(r row) report.Cell { return report.Count(int64(r.Number)) }),
		date("day", "日", "day", func(r row) fund.Date { return r.Day }),
		col("facts", "事项条数", "facts", func(r row) report.Cell { return report.Count(int64(r.Entries)) }),
		col("position", "序号", "position", func(r row) report.Cell { return when(r.wire != "", report.Count(int64(r.Last.Position))) }),
		col("recorded_at", "入账时间", "recorded at", func(r row) report.Cell { return when(r.wire != "", report.Text(LocalTime(r.Last.RecordedAt))) }),
		date("booked_on", "记账日", "booked on", func(r row) fund.Date { return r.fact.Booked() }),
		date("occurred_on", "业务日期", "occurred on", func(r row) fund.Date { return r.fact.OccurredOn }),
		maybe("type", "类型", "type", func(r row) string { return r.wire }),
		maybe("document", "凭证号", "document", func(r row) string { return r.fact.Document }),
		maybe("fund", "基金", "fund", func(r row) fund.ID { return r.Fund }),
		maybe("account", "科目", "account", func(r row) account.Code { return r.Account }),
		col("account_name", "科目名称", "account name", func(r row) report.Cell { return r.name }),
		col("change", "变动", "change", func(r row) report.Cell { return r.change }),
		col("balance", "余额", "balance", func(r row) report.Cell { return r.after }),
	}
}

// Steps is the table of a walk as known at a time, without its rows, which StepRows makes
// of each step.
func Steps(known time.Time) report.Table {
	return report.Table{Key: "steps", Title: lang.Text{ZH: "逐步重放", EN: "Replay step by step"}, Facts: []report.Fact{KnownAt(known)}, Columns: headings(stepColumns())}
}

// StepRows are the rows of a step: one for each watched account that it changed, or one
// without an account.
func StepRows(s figures.Step) (rows [][]report.Cell) {
	columns, r := stepColumns(), stepRow{Step: s}
	if s.Entries == 1 {
		r.fact, r.wire = s.Last.Event.Common(), event.Wire(s.Last.Event)
	}
	for _, m := range s.Changed {
		r.Key, r.name = m.Key, report.Words(WatchedName(m.Key))
		r.change, r.after = report.Amount(m.Change.Balance(m.Account)), report.Amount(m.After.Balance(m.Account))
		rows = append(rows, cells(columns, r))
	}
	if len(rows) == 0 {
		rows = append(rows, cells(columns, r))
	}
	return rows
}

// WatchedName is the name of a watched account, or of an element.
func WatchedName(k books.Key) lang.Text {
	if len(k.Account) == 1 {
		return k.Account.Element().Name()
	}
	return account.FullName(k.Fund.Kind(), k.Account)
}
