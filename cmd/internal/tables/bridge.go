package tables

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/bridge"
)

// span is what a bridge has in one row: a figure of a basis, or a fact.
type span struct {
	account, name report.Cell
	row           string       // from, fact or to
	basis         bridge.Basis // "": a fact
	sum           money.Sum
	bridge.Fact
}

// Bridge shows, as known at a time, account by account a row of the first basis, a row a fact, and
// a row of the second.
func Bridge(v *bridge.View, known time.Time) List {
	t := list(report.Table{
		Key: "bridge", Title: lang.Text{ZH: "口径之差", EN: "From one basis to another"},
		Facts: []report.Fact{
			fact("fund", "基金", "fund", report.Text(string(v.Fund))),
			fact("year", "年度", "year", report.Text(strconv.Itoa(v.Year))),
			fact("from", "自", "from", report.Code(string(v.From), v.From.Name())),
			fact("to", "至", "to", report.Code(string(v.To), v.To.Name())),
			KnownAt(known),
		},
	}, []column[span]{
		col("account", "科目", "account", func(s span) report.Cell { return s.account }).id(1).by(incomeFirst),
		col("account_name", "科目名称", "account name", func(s span) report.Cell { return s.name }),
		text("row", "", "", func(s span) string { return s.row }).id(2).by(inTurnOf([]string{"from", "fact", "to"})).show(report.Never),
		col("what", "口径或原因", "basis or reason", func(s span) report.Cell {
			if s.basis != "" {
				return report.Code(string(s.basis), s.basis.Short())
			}
			return report.Code(string(s.Reason), s.Reason.Name())
		}),
		col("position", "序号", "position", func(s span) report.Cell { return when(s.basis == "", report.Count(int64(s.Position))) }).id(3).by(byNumber),
		col("type", "类型", "type", func(s span) report.Cell { return when(s.basis == "", kindOfFact(s.Type)) }),
		col("document", "凭证号", "document", func(s span) report.Cell { return when(s.basis == "", report.Text(s.Document)) }),
		date("occurred_on", "业务日期", "date", func(s span) fund.Date { return s.Occurred }),
		date("booked_on", "记账日", "booked on", func(s span) fund.Date { return s.Booked }),
		amount("amount", "金额", "amount", func(s span) money.Sum { return s.sum }),
	}, spans(v))
	if since := v.Before(); since != 0 {
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "表", EN: "The table"}, since))
	}
	return t
}

// spans are the rows of a bridge; none if the books began later.
func spans(v *bridge.View) (rows []span) {
	if v.Before() != 0 {
		return nil
	}
	figure := func(row string, account, name report.Cell, b bridge.Basis, sum money.Sum) {
		rows = append(rows, span{account: account, name: name, row: row, basis: b, sum: sum})
	}
	sums := map[account.Element]*[2]money.Sum{account.Income: {}, account.Expense: {}}
	for _, l := range v.Lines() {
		code, name := report.Text(string(l.Account)), nameOf(v.Fund, l.Account)
		figure("from", code, name, v.From, l.From)
		for _, f := range l.Facts {
			rows = append(rows, span{account: code, name: name, row: "fact", sum: f.Amount.Sum(), Fact: f})
		}
		figure("to", code, name, v.To, l.To)
		sum := sums[l.Account.Element()]
		sum[0], sum[1] = sum[0].Plus(l.From), sum[1].Plus(l.To)
	}
	for _, e := range []struct {
		element account.Element
		key     string
		name    lang.Text
	}{
		{account.Income, "income", lang.Text{ZH: "收入合计", EN: "total income"}},
		{account.Expense, "expense", lang.Text{ZH: "支出合计", EN: "total expense"}},
	} {
		figure("from", report.Text(e.key), report.Words(e.name), v.From, sums[e.element][0])
		figure("to", report.Text(e.key), report.Words(e.name), v.To, sums[e.element][1])
	}
	return rows
}

// incomeFirst is the order of accounts, with the total of income and that of expense behind them.
func incomeFirst(a, b string) int {
	turn := func(s string) int { return slices.Index([]string{"income", "expense"}, s) }
	return cmp.Or(turn(a)-turn(b), strings.Compare(a, b))
}
