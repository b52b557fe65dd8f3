package tables

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/balances"
)

// known is an amount, or says that it is not known.
func known(is bool, m money.Sum) report.Cell {
	if is {
		return report.Amount(m)
	}
	return unknown()
}

// ofAllFunds is the sum of funds, and of how many: a figure for a bulletin, and nobody's
// fund. What was published without a split by scheme is not in it: it holds the other
// funds already. What is not known of one fund is not known of the sum.
func ofAllFunds(rows []balances.Row) (sum balances.Row, funds int) {
	sum.Opened = true
	for _, r := range rows {
		if r.Fund.Kind() == fund.All {
			continue
		}
		funds++
		sum.NotBegun = sum.NotBegun || r.NotBegun
		sum.Opened = sum.Opened && r.Opened && r.Straddling.IsZero()
		sum.Income, sum.Expense, sum.Balance = sum.Income.Plus(r.Income), sum.Expense.Plus(r.Expense), sum.Balance.Plus(r.Balance)
	}
	return sum, funds
}

// totalOfFunds is what such a sum is called.
var totalOfFunds = lang.Text{ZH: "合计（统计口径）", EN: "total (of no fund)"}

// The columns of funds that several tables have.
func fundColumn(r balances.Row) report.Cell    { return report.Text(string(r.Fund)) }
func nameColumn(r balances.Row) report.Cell    { return report.Text(r.Name) }
func incomeColumn(r balances.Row) report.Cell  { return known(!r.NotBegun, r.Income) }
func expenseColumn(r balances.Row) report.Cell { return known(!r.NotBegun, r.Expense) }

// Balance shows one row per fund.
func Balance(rows []balances.Row) List {
	since := func(key, zh, en string, of func(balances.Row) report.Cell) column[balances.Row] {
		return col(key, zh, en, func(r balances.Row) report.Cell {
			if !r.Opened {
				return unknown()
			}
			return of(r)
		})
	}
	columns := []column[balances.Row]{
		col("fund", "基金", "fund", fundColumn).id(1),
		col("name", "名称", "name", nameColumn),
		col("income", "收入", "income", incomeColumn),
		col("expense", "支出", "expense", expenseColumn),
		since("opened_on", "期初日", "opened on", func(r balances.Row) report.Cell { return report.Date(r.OpenedOn) }),
		since("opening", "期初余额", "opening", func(r balances.Row) report.Cell { return report.Amount(r.Opening) }),
		since("income_since", "其后收入", "income since", func(r balances.Row) report.Cell { return report.Amount(r.IncomeSince) }),
		since("expense_since", "其后支出", "expense since", func(r balances.Row) report.Cell { return report.Amount(r.ExpenseSince) }),
		since("balance", "余额", "balance", func(r balances.Row) report.Cell { return report.Amount(r.Balance) }),
	}
	adjusted := slices.ContainsFunc(rows, func(r balances.Row) bool { return r.Opened && !r.AdjustedSince.IsZero() })
	if adjusted { // nil where nothing is: most books have none
		columns = slices.Insert(columns, len(columns)-1, since("adjusted_since", "其后调整上年结余", "balances of earlier years adjusted since",
			func(r balances.Row) report.Cell { return report.Amount(r.AdjustedSince) }))
	}
	t := list(report.Table{Key: "balance", Title: lang.Text{ZH: "基金收支余额", EN: "Income, expense and balance of funds"}, Basis: balanceBasis}, columns, rows)
	t.Notes = balanceNotes(rows)
	t.added = func(_ string, i int) bool { return rows[i].Fund.Kind() != fund.All }
	if sum, funds := ofAllFunds(rows); funds > 1 {
		t.Total = make([]report.Cell, len(columns))
		t.Total[0], t.Total[2], t.Total[3] = report.Words(totalOfFunds), incomeColumn(sum), expenseColumn(sum)
		t.Total[len(columns)-1] = known(sum.Opened, sum.Balance)
	}
	return t
}

// balanceNotes say what of the balances of funds is not known.
func balanceNotes(rows []balances.Row) (notes []lang.Text) {
	early, unopened, all := false, false, false
	for _, r := range rows {
		early = early || !r.Opened && r.NotBegun
		unopened = unopened || !r.Opened && !r.NotBegun
		all = all || r.Fund.Kind() == fund.All
		if !r.Straddling.IsZero() {
			notes = append(notes, lang.F("%s 有汇总数跨越期初日 %s，收减支净额 %s 元不能拆分，未计入余额。", "%s has totals that cover days on both sides of its opening on %s; their net, %s yuan, cannot be split and is not in the balance.",
				r.Fund, r.OpenedOn, r.Straddling.In(money.Yuan)))
		}
	}
	return slices.Concat(notes,
		note(early, "收支为“—”的基金，账在截至日之后才开始，此前的数不知道，不是零。",
			"The books of a fund whose income is “—” begin after this date; what was before is not known, which is not zero."),
		note(unopened, "余额为“—”的基金到截至日没有期初余额（fund.opened），只列收支。",
			"A fund whose balance is “—” has no opening balance (fund.opened) up to this date; only its income and expense are known."),
		note(all, "“all”是未分险种的公布数，不是法定基金，不能与其他行相加。",
			"“all” is what was published without a split by scheme; it is no legal fund and must not be added to the other rows."))
}

// yearly is a fund in a year, or the sum of funds, which has no code.
type yearly struct {
	balances.Row
	year     int
	adjusted money.Sum // in the year
}

// BalanceByYear shows one row per fund and year: income and expense of the year, and
// the balance at its end, where it is known; or only the sums of each year.
func BalanceByYear(years []balances.Year, total bool) List {
	var rows []yearly
	for _, y := range years {
		r := y.End
		r.Income, r.Expense, r.NotBegun = y.Income, y.Expense, y.Unknown
		rows = append(rows, yearly{r, y.Year, y.Adjusted})
	}
	if total {
		slices.SortStableFunc(rows, func(a, b yearly) int { return cmp.Compare(a.year, b.year) })
	}
	t := report.Table{
		Key: "balance_yearly", Title: lang.Text{ZH: "基金分年度收支余额", EN: "Income, expense and balance of funds by year"},
		Basis: balanceBasis, Notes: beginnings(rows),
	}
	columns := []column[yearly]{
		col("fund", "基金", "fund", func(y yearly) report.Cell {
			if y.Fund == "" {
				return report.Code("total", totalOfFunds)
			}
			return fundColumn(y.Row)
		}).id(1),
		col("name", "名称", "name", func(y yearly) report.Cell { return when(y.Fund != "", nameColumn(y.Row)) }),
		text("year", "年度", "year", func(y yearly) string { return strconv.Itoa(y.year) }).id(2),
		col("income", "收入", "income", func(y yearly) report.Cell { return incomeColumn(y.Row) }),
		col("expense", "支出", "expense", func(y yearly) report.Cell { return expenseColumn(y.Row) }),
		col("balance", "年末余额", "balance at the end", func(y yearly) report.Cell { return known(y.Opened && y.Straddling.IsZero(), y.Balance) }),
	}
	if slices.ContainsFunc(rows, func(y yearly) bool { return !y.adjusted.IsZero() }) {
		columns = slices.Insert(columns, len(columns)-1, col("adjusted", "上年结余调整", "balances of earlier years adjusted",
			func(y yearly) report.Cell { return report.Amount(y.adjusted) }))
	}
	of := list(t, columns, rows)
	if !total {
		return of
	}
	out := list(t, columns, sumsOfYears(rows))
	out.sums, out.added = &of, func(row string, i int) bool {
		return row == "total/"+strconv.Itoa(rows[i].year) && rows[i].Fund.Kind() != fund.All
	}
	return out
}

// sumsOfYears returns a row for each year of rows, which are in that order.
func sumsOfYears(rows []yearly) (sums []yearly) {
	var of []balances.Row
	var adjusted money.Sum
	for i, y := range rows {
		if y.Fund.Kind() != fund.All {
			adjusted = adjusted.Plus(y.adjusted)
		}
		if of = append(of, y.Row); i+1 < len(rows) && rows[i+1].year == y.year {
			continue
		}
		if sum, funds := ofAllFunds(of); funds > 0 {
			sums = append(sums, yearly{sum, y.year, adjusted})
		}
		of, adjusted = nil, money.Sum{}
	}
	return sums
}

// beginnings says of funds whose income and expense of their first year are not known, or
// of a part of it only.
func beginnings(rows []yearly) (notes []lang.Text) {
	for _, y := range rows {
		switch {
		case y.NotBegun:
			notes = append(notes, lang.F("%s 的账从期初日 %s 开始，%s 年的收支不知道，不是零。", "The books of %s begin with the opening of %s; income and expense of %s are not known, which is not zero.",
				y.Fund, y.OpenedOn, strconv.Itoa(y.year)))
		case y.Opened && y.OpenedOn.Year() == y.year && y.OpenedOn < fund.NewDate(y.year, 12, 31):
			notes = append(notes, lang.F("%s 的账从期初日 %s 开始，%s 年不含此前的收支，除非另有登记。", "The books of %s begin with the opening of %s; %s has what was before only where it was recorded.",
				y.Fund, y.OpenedOn, strconv.Itoa(y.year)))
		}
	}
	return notes
}

// BalanceByAccount shows one row per fund and account.
func BalanceByAccount(rows []balances.Row) List {
	type detail struct {
		balances.Row
		balances.AccountSum
	}
	var details []detail
	for _, r := range rows {
		for _, sum := range r.Accounts {
			details = append(details, detail{r, sum})
		}
	}
	side := func(key, zh, en string, income bool) column[detail] {
		return col(key, zh, en, func(d detail) report.Cell {
			return when(d.Account.Element() == account.Income == income, report.Amount(d.Amount))
		})
	}
	t := report.Table{Key: "balance_detail", Title: lang.Text{ZH: "基金收支明细", EN: "Income and expense of funds by account"}, Basis: balanceBasis}
	return list(t, []column[detail]{
		col("fund", "基金", "fund", func(d detail) report.Cell { return fundColumn(d.Row) }).id(1),
		col("name", "名称", "name", func(d detail) report.Cell { return nameColumn(d.Row) }),
		text("account", "科目", "account", func(d detail) account.Code { return d.Account }).id(2),
		col("account_name", "科目名称", "account name", func(d detail) report.Cell { return nameOf(d.Fund, d.Account) }),
		side("income", "收入", "income", true),
		side("expense", "支出", "expense", false),
	}, details)
}
