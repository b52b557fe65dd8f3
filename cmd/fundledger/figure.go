package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/statements"
)

// figure is what is to be explained: accounts of a fund, or a cell of a statement.
type figure struct {
	fund  fund.ID
	codes []account.Code // of accounts
	side  countedSide
	days  period

	form, line, column string // of a statement, else ""
	period             event.Period
	settings           statements.Settings
}

// countedSide is which amounts of accounts make up a figure.
type countedSide string

const (
	ownSide    countedSide = "balance" // of the account's own side, less the other
	debitSide  countedSide = "debit"   // what was debited
	creditSide countedSide = "credit"  // what was credited
)

// leg is an account that a figure is made of, and how it counts.
type leg struct {
	account account.Code // with everything below it
	side    countedSide
	minus   bool // taken off
	days    period
}

// cell is a figure as the books have it, and the legs that must add up to it.
type cell struct {
	name   lang.Text
	amount money.Sum
	legs   []leg
	days   period // the longest of the legs

	unknown fund.Date // the books began only then, so that the amount is not zero but not known; else no date
}

// parseFigure reads FUND/CODE[+CODE…] or FUND/01/LINE[/COLUMN], where 01 and 02 are
// the two statements. Error: bad input.
func parseFigure(text string, s countedSide, days period, p event.Period) (figure, error) {
	words := strings.Split(text, "/")
	f := figure{fund: fund.ID(words[0]), side: s, days: days, period: p}
	if len(words) < 2 || len(words) > 4 || !f.fund.Valid() {
		return f, fault.Input("“%s”不是 基金/科目 或 基金/报表/行；写成 441300.390/5001 或 441300.390/02/5001", "%q is neither FUND/CODE nor FUND/STATEMENT/LINE; write 441300.390/5001 or 441300.390/02/5001", text)
	}
	if s != ownSide && s != debitSide && s != creditSide {
		return f, fault.Input("--side：不能是 %q；用 balance、debit 或 credit", "--side: cannot be %q; use balance, debit or credit", string(s))
	}
	if len(words) == 2 {
		if p != "" {
			return f, fault.Input("--month 和 --year 用于报表；科目用 --from 和 --to", "--month and --year go with a statement; with an account use --from and --to")
		}
		return f, f.parseCodes(words[1])
	}
	f.form, f.line = formOf(words[1]), words[2]
	if len(words) == 4 {
		f.column = words[3]
	}
	switch {
	case f.form == "":
		return f, fault.Input("没有报表 %q；01 或 balance-sheet 为资产负债表，02 或 income 为收支表", "there is no statement %q; 01 is balance-sheet, 02 is income", words[1])
	case p == "":
		return f, fault.Input("用 --month 或 --year 指明报表的期间", "name the period of the statement with --month or --year")
	case days != period{} || s != ownSide:
		return f, fault.Input("--from、--to、--side 用于科目；报表用 --month 或 --year", "--from, --to and --side go with an account; with a statement use --month or --year")
	}
	return f, nil
}

// The numbers of the two statements.
const (
	balanceForm = "01" // 会社保01表
	incomeForm  = "02" // 会社保02表
)

// formOf returns the number of a statement by its number or its command, or "".
func formOf(word string) string {
	switch word {
	case balanceForm, "balance-sheet":
		return balanceForm
	case incomeForm, "income":
		return incomeForm
	}
	return ""
}

// parseCodes reads CODE[+CODE…]. Error: bad input.
func (f *figure) parseCodes(text string) error {
	for _, word := range strings.Split(text, "+") {
		c := account.Code(word)
		if _, ok := account.Find(f.fund.Kind(), c); !ok {
			return fault.Input("基金 %s 的科目表没有 %q；用 trial 查看有发生额的科目", "the chart of the fund %s has no account %q; see those in use with trial", string(f.fund), word)
		}
		f.codes = append(f.codes, c)
		if first := f.codes[0]; f.side == ownSide && c.Element().IsDebit() != first.Element().IsDebit() {
			return fault.Input("科目 %s 与 %s 余额方向不同，不能相加；分别说明，或加 --side debit 或 credit",
				"accounts %s and %s have their balances on different sides and are not added up; explain each, or add --side debit or credit", string(first), word)
		}
	}
	// An account below another that is named as well counts once.
	slices.Sort(f.codes)
	kept := f.codes[:0]
	for _, c := range f.codes {
		if n := len(kept); n == 0 || !c.Within(kept[n-1]) {
			kept = append(kept, c)
		}
	}
	f.codes = kept
	return nil
}

// inBooks returns the figure as the books have it, and what it is made of.
// Errors: bad input for a line or column that is none; *refusal.Error for a
// statement that cannot be made.
func (f figure) inBooks(v *books.View) (cell, error) {
	if f.form != "" {
		return f.inStatement(v)
	}
	book := v.AsOf(f.fund, f.days.to)
	if day, ok := f.days.before(); ok {
		book = book.Less(v.AsOf(f.fund, day))
	}
	out := cell{days: f.days}
	if to := f.days.to; to != 0 && (f.days.from == 0 && book.Unknown(to) || f.days.from != 0 && book.UnknownFlow(to)) {
		out.unknown = cmp.Or(book.Opened, book.First)
	}
	var codes, zh, en []string
	for _, c := range f.codes {
		l := leg{account: c, side: f.side, days: f.days}
		out.legs = append(out.legs, l)
		out.amount = out.amount.Plus(l.of(c, book.Sum(c)))
		full := account.FullName(f.fund.Kind(), c)
		codes, zh, en = append(codes, string(c)), append(zh, full.ZH), append(en, full.EN)
	}
	code := string(f.fund) + "/" + strings.Join(codes, "+")
	out.name = lang.F("%s %s（%s）", "%s %s (%s)", code, lang.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, " and ")}, f.sideName())
	return out, nil
}

// inStatement returns a cell of a statement. Errors: as inBooks.
func (f figure) inStatement(v *books.View) (cell, error) {
	at := func(on fund.Date) books.Book { return v.AsOf(f.fund, on) }
	s, err := statements.BalanceSheet(f.fund, f.period, at)
	column := cmp.Or(f.column, "closing")
	if f.form == incomeForm {
		s, err = statements.Income(f.fund, f.period, f.settings, at)
		if f.column == "" && err == nil {
			column = s.Columns[0].Key
		}
	}
	if err != nil {
		return cell{}, refused(err)
	}
	i := slices.IndexFunc(s.Columns, func(c statements.Column) bool { return c.Key == column })
	if i < 0 {
		return cell{}, fault.Input("%s 没有 %q 栏；用 %s", "%s has no column %q; use %s", s.Form, column, keys(s.Columns, func(c statements.Column) string { return c.Key }))
	}
	line, ok := s.Line(f.line)
	if !ok || line.IsHeading() {
		figures := slices.DeleteFunc(slices.Clone(s.Lines), statements.Line.IsHeading)
		return cell{}, fault.Input("%s 没有 %q 行，或该行没有数；用 %s", "%s has no line %q with a figure; use %s", s.Form, f.line, keys(figures, func(l statements.Line) string { return l.Key }))
	}
	c := s.Columns[i]
	out := cell{amount: line.Amounts[i], days: period{c.From, c.To}}
	out.name = lang.F("%s %s %s %s（%s）%s", "%s %s %s %s (%s) %s", string(f.fund), s.Form, s.Title, line.Name, c.Title, string(f.period))
	if c.Unknown {
		book := at(c.To)
		out.unknown = cmp.Or(book.Opened, book.First)
	}
	for _, l := range line.Legs {
		days := period{c.From, c.To}
		if l.Counting == statements.Closing {
			days.from, out.days.from = 0, 0
		}
		out.legs = append(out.legs, leg{account: l.Account, side: sideOf(l), minus: l.Minus, days: days})
	}
	return out, nil
}

// sideOf is which amounts a leg of a statement counts.
func sideOf(l statements.Leg) countedSide {
	switch {
	case l.Counting != statements.Gross:
		return ownSide
	case l.Account.Element().IsDebit():
		return debitSide
	}
	return creditSide
}

func keys[T any](list []T, key func(T) string) string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = key(t)
	}
	return strings.Join(out, ", ")
}

// of returns what totals of an account add to the figure by the leg.
func (l leg) of(c account.Code, t books.Totals) money.Sum {
	amount := t.Balance(c)
	switch l.side {
	case debitSide:
		amount = t.Debit
	case creditSide:
		amount = t.Credit
	case ownSide:
	}
	if l.minus {
		return amount.Neg()
	}
	return amount
}

// adds returns what a line of a day adds to the cell, and whether any leg has it.
func (c cell) adds(l posting.Line, day fund.Date) (amount money.Sum, any bool) {
	for _, leg := range c.legs {
		if l.Account.Within(leg.account) && leg.days.has(day) {
			a := leg.of(l.Account, books.TotalsOf(l))
			amount, any = amount.Plus(a), any || !a.IsZero()
		}
	}
	return amount, any
}

// sideName says which amounts of accounts make up the figure.
func (f figure) sideName() lang.Text {
	switch f.side {
	case debitSide:
		return lang.Text{ZH: "借方发生额", EN: "debits"}
	case creditSide:
		return lang.Text{ZH: "贷方发生额", EN: "credits"}
	case ownSide:
	}
	if f.codes[0].Element().IsDebit() {
		return lang.Text{ZH: "借方减贷方", EN: "debits less credits"}
	}
	return lang.Text{ZH: "贷方减借方", EN: "credits less debits"}
}
