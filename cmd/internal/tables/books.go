package tables

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/statements"
)

// debitCredit are two columns of amounts; people do not read zeros. when says where they
// are known.
func debitCredit[R any](key, zh, en string, of func(R) books.Totals, isKnown bool) []column[R] {
	side := func(key, zh, en string, of func(R) money.Sum) column[R] {
		return sum(key, zh, en, of).as(func(r R) report.Cell {
			c := report.Amount(of(r))
			if of(r).IsZero() {
				c = c.ForPeople(report.Cell{})
			}
			return when(isKnown, c)
		})
	}
	return []column[R]{
		side(key+"debit", zh+"借方", en+"debit", func(r R) money.Sum { return of(r).Debit }),
		side(key+"credit", zh+"贷方", en+"credit", func(r R) money.Sum { return of(r).Credit }),
	}
}

// Trial shows one row per account.
func Trial(trial statements.TrialBalance) List {
	type row = statements.TrialRow
	columns := slices.Concat([]column[row]{
		text("account", "科目", "account", func(r row) account.Code { return r.Account }).id(1),
		col("account_name", "科目名称", "account name", func(r row) report.Cell { return nameOf(trial.Fund, r.Account) }),
	},
		debitCredit("opening_", "期初", "opening ", func(r row) books.Totals { return r.Opening }, !trial.UnknownOpening),
		debitCredit("turnover_", "本期", "turnover ", func(r row) books.Totals { return r.Turnover }, true),
		debitCredit("closing_", "期末", "closing ", func(r row) books.Totals { return r.Closing }, !trial.UnknownClosing))
	t := list(report.Table{Key: "trial", Title: lang.Text{ZH: "试算平衡表", EN: "Trial balance"}, Basis: bookedBasis}, columns, trial.Rows)
	t.Total = cells(columns, trial.Total)
	t.Total[0], t.Total[1] = report.Words(totalWords), report.Cell{}
	if trial.UnknownOpening {
		t.Notes = append(t.Notes, notBefore(openingBalance, trial.Since))
	}
	if trial.UnknownClosing {
		t.Notes = append(t.Notes, notBefore(closingBalance, trial.Since))
	}
	t.Notes = append(t.Notes, note(!trial.Balanced(), "借贷不平。", "Debits and credits are not equal.")...)
	return t
}

// What notes say that they are about.
var (
	openingBalance = lang.Text{ZH: "期初余额", EN: "The opening balance"}
	closingBalance = lang.Text{ZH: "期末余额", EN: "The closing balance"}
)

// entryColumns are the columns that say which event a line comes from. The summary is what
// happened, and the fact's note; people read the type in it, machines in a column of its own.
func entryColumns() []column[figures.Line] {
	type row = figures.Line
	return []column[row]{
		date("booked_on", "记账日", "booked on", func(r row) fund.Date { return r.Booked() }),
		date("occurred_on", "业务日期", "date", func(r row) fund.Date { return r.OccurredOn }),
		col("position", "序号", "position", func(r row) report.Cell { return report.Count(int64(r.Position)) }),
		text("document", "凭证号", "document", func(r row) string { return r.Document }),
		text("type", "", "", func(r row) string { return r.Wire }).show(report.Never),
		col("summary", "摘要", "summary", func(r row) report.Cell { return summaryOf(r.Wire, r.Note) }),
		text("account", "科目", "account", func(r row) account.Code { return r.Account }),
	}
}

func totalsOf(l figures.Line) books.Totals { return books.TotalsOf(l.Line) }

// summaryOf says what happened: the type of a fact, and its note.
func summaryOf(wire, note string) report.Cell {
	title := event.TitleOf(wire)
	if note != "" {
		return report.Words(lang.F("%s：%s", "%s: %s", title, note))
	}
	return report.Words(title)
}

// Journal shows one row per line of a booking of a fund.
func Journal(id fund.ID, l figures.Listed, p figures.Page) Listing {
	columns := slices.Concat(entryColumns(),
		[]column[figures.Line]{col("account_name", "科目名称", "account name", func(r figures.Line) report.Cell { return nameOf(id, r.Account) })},
		debitCredit("", "", "", totalsOf, true))
	t := report.Table{Key: "journal", Title: lang.Text{ZH: "日记账", EN: "General journal"}, Basis: bookedBasis}
	return listing(t, columns, l, p)
}

// Account shows the opening balance of an account of a fund, or what is brought forward to a
// page, then one row per line of the days from first to last, which opened with a book.
func Account(id fund.ID, c account.Code, days figures.Days, opening books.Book, l figures.Listed, p figures.Page) Listing {
	open := opening.Balance(c)
	columns := slices.Concat(entryColumns(), debitCredit("", "", "", totalsOf, true), []column[figures.Line]{
		col("side", "方向", "side", func(r figures.Line) report.Cell { return balanceSide(c, open.Plus(r.Sum)) }),
		col("balance", "余额", "balance", func(r figures.Line) report.Cell { return balanceAmount(open.Plus(r.Sum)) }),
	})
	out := listing(report.Table{
		Key: "account", Title: lang.F("明细账  %s %s", "Account ledger  %s %s", string(c), account.FullName(id.Kind(), c)), Basis: bookedBasis,
	}, columns, l, p)
	t := &out.Table
	begin := make([]report.Cell, len(columns))
	summary := slices.IndexFunc(columns, func(c column[figures.Line]) bool { return c.Key == "summary" })
	begin[0], begin[summary] = report.Date(days.From), report.Words(lang.Text{ZH: "期初余额", EN: "opening balance"})
	if l.Before.Lines > 0 {
		begin = foot(columns, nil)
		begin[0], begin[summary] = report.Cell{}, report.Words(lang.Text{ZH: "承前页", EN: "brought forward"})
		begin[summary+2], begin[summary+3] = report.Amount(l.Before.Debit), report.Amount(l.Before.Credit)
	}
	for _, at := range []struct {
		row     []report.Cell
		on      fund.Date
		what    lang.Text
		balance money.Sum
	}{{begin, days.From - 1, openingBalance, open.Plus(l.Before.Sum)}, {t.Total, days.To, closingBalance, open.Plus(l.Whole.Sum)}} {
		if opening.Unknown(at.on) {
			t.Notes = append(t.Notes, notBefore(at.what, cmp.Or(opening.Opened, opening.First)))
			continue
		}
		at.row[len(columns)-2], at.row[len(columns)-1] = balanceSide(c, at.balance), balanceAmount(at.balance)
	}
	t.Rows = [][]report.Cell{begin}
	return out
}

// balanceSide is the side, 借 or 贷, on which a balance stands, or 平 if it is nil. For people
// a balance on the other side than the account's own stands there with its amount; for
// machines the side is always the account's own, and the amount then below zero.
func balanceSide(c account.Code, balance money.Sum) report.Cell {
	side := func(debit bool) report.Cell {
		switch {
		case balance.IsZero():
			return report.Words(lang.Text{ZH: "平", EN: "nil"})
		case debit:
			return report.Words(lang.Text{ZH: "借", EN: "debit"})
		}
		return report.Words(lang.Text{ZH: "贷", EN: "credit"})
	}
	own := c.Element().IsDebit()
	return side(own).ForPeople(side(own == (balance.Sign() >= 0)))
}

// balanceAmount is the amount of a balance beside its side.
func balanceAmount(balance money.Sum) report.Cell {
	if balance.Sign() < 0 {
		return report.Amount(balance).ForPeople(report.Amount(balance.Neg()))
	}
	return report.Amount(balance)
}

// Sealed shows the balances that a closing seals, debit or credit as the books have
// them, and which of the money is on its way.
func Sealed(fact event.PeriodClosed) report.Table {
	type row = event.Balance
	list, _ := fact.Balances.List()
	t := fill(report.Table{Key: "sealed", Title: lang.F("封存余额（%s）", "sealed balances (%s)", fact.Period.Last())}, slices.Concat([]column[row]{
		text("account", "科目", "account", func(b row) account.Code { return b.Account }),
		col("name", "科目名称", "name", func(b row) report.Cell { return nameOf(fact.Fund, b.Account) }),
	}, debitCredit("", "", "", func(b row) books.Totals {
		if b.Account.Element().IsDebit() {
			return statements.OneSide(books.Totals{Debit: b.Amount})
		}
		return statements.OneSide(books.Totals{Credit: b.Amount})
	}, true), []column[row]{col("remark", "说明", "remark", func(b row) report.Cell {
		top := b.Account.Top()
		return when((top == account.IncomeAccount || top == account.Treasury) && b.Amount.Sign() > 0,
			report.Words(lang.Text{ZH: "在途，未划入财政专户", EN: "in transit, not swept to 1003 yet"}))
	})}), list)
	t.Total = nil // a closing seals balances, not their sum
	return t
}

// Statement shows a statement under a key of its own: for people as the form, for machines
// with the key of every line and the accounts that it is made of.
func Statement(key string, st statements.Statement) List {
	return statementList(key, st, statementColumns(st))
}

// statementColumns are the columns of a statement.
func statementColumns(st statements.Statement) []column[statements.Line] {
	type row = statements.Line
	columns := []column[row]{
		text("line", "", "", func(l row) string { return l.Key }).id(1).show(report.Never),
		col("level", "", "", func(l row) report.Cell { return report.Count(int64(l.Level)) }).is("行的层次", "the level of a line").show(report.Never),
		text("accounts", "", "", legs).show(report.Never),
		col("item", "项目", "item", func(l row) report.Cell {
			indent := strings.Repeat("  ", l.Level)
			return report.Words(l.Name).ForPeople(report.Words(lang.Text{ZH: indent + l.Name.ZH, EN: indent + l.Name.EN}))
		}),
	}
	for i, c := range st.Columns {
		columns = append(columns, col(c.Key, c.Title.ZH, c.Title.EN, func(l row) report.Cell {
			if l.IsHeading() || c.Unknown {
				return report.Cell{}
			}
			return report.Amount(l.Amounts[i])
		}))
	}
	return columns
}

func statementList(key string, st statements.Statement, columns []column[statements.Line]) List {
	return list(report.Table{
		Key: key, Title: st.Title, Notes: st.Notes, Basis: statementBasis,
		Facts: []report.Fact{fact("form", "表号", "form", report.Text(st.Form))},
	}, columns, st.Lines)
}

// legs writes what a line is made of, such as "4001 net; less 5001 net".
func legs(l statements.Line) string {
	texts := make([]string, len(l.Legs))
	for i, leg := range l.Legs {
		texts[i] = string(leg.Account) + " " + leg.Counting.String()
		if leg.Minus {
			texts[i] = "less " + texts[i]
		}
	}
	return strings.Join(texts, "; ")
}
