package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/balances"
)

func (p *program) balanceCommand() *cobra.Command {
	var a axes
	var detail, yearly, total bool
	var kinds []string
	var region string
	cmd := &cobra.Command{
		Use:   "balance",
		Short: p.say("各基金的收入、支出和余额（收付实现制）", "income, expense and balance of each fund (cash basis)"),
		Long: p.say("各基金的收入、支出和余额，按收付实现制。余额自期初余额起算；没有登记期初余额的基金不列余额。罚款归国库，不在任何基金内。",
			"Income, expense and balance of each fund on the cash basis. A balance is counted from the opening\nbalance; a fund without one shows none. A fine belongs to the treasury and is in no fund."),
		Example: "  fundledger balance\n  fundledger balance --as-of 2025-06-30 --known-at 2025-07-31\n  fundledger balance --detail --unit yi\n  fundledger balance --yearly\n  fundledger balance --yearly --total --kind 310,390\n  fundledger balance --format csv > balance.csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if detail && (yearly || total) {
				return fault.Input("--detail 不和 --yearly、--total 一起用", "--detail goes without --yearly and --total")
			}
			if err := knownKinds(kinds); err != nil {
				return err
			}
			wanted := func(id fund.ID) bool {
				return strings.HasPrefix(string(id), region) && (len(kinds) == 0 || slices.Contains(kinds, string(id.Kind())))
			}
			var v balances.View
			return p.printViews(cmd.Context(), &a, func() (report.Table, error) {
				if yearly {
					return yearTable(&v, a.date, wanted, total)
				}
				rows, err := v.AsOf(a.date)
				if err != nil {
					return report.Table{}, err
				}
				rows = slices.DeleteFunc(rows, func(r balances.Row) bool { return !wanted(r.Fund) })
				if detail {
					return accountTable(rows), nil
				}
				return balanceTable(rows), nil
			}, &v)
		},
	}
	a.flags(p, cmd)
	cmd.Flags().BoolVar(&detail, "detail", false, p.say("按收支科目列示", "show the accounts of income and expense"))
	cmd.Flags().BoolVar(&yearly, "yearly", false, p.say("按年度列示", "show each year"))
	cmd.Flags().BoolVar(&total, "total", false, p.say("与 --yearly 并用：只列各年各基金合计（统计口径）", "with --yearly: only the sums over funds of each year"))
	cmd.Flags().StringSliceVar(&kinds, "kind", nil, p.say("只列这些险种，如 310,390", "only funds of these kinds, such as 310,390"))
	p.regionFlag(cmd, &region)
	return cmd
}

// knownKinds refuses a kind that no fund has. Error: bad input.
func knownKinds(kinds []string) error {
	var known []string
	for _, k := range fund.Kinds() {
		known = append(known, string(k.Kind))
	}
	for _, kind := range kinds {
		if !slices.Contains(known, kind) {
			return fault.Input("--kind：没有险种 %q；用 %s", "--kind: there is no kind %q; use %s", kind, listed(known))
		}
	}
	return nil
}

// yearTable shows one row per fund and year: income and expense of the year, and
// the balance at its end, where it is known; or only the sums of each year.
func yearTable(v *balances.View, on fund.Date, wanted func(fund.ID) bool, total bool) (report.Table, error) {
	t := report.Table{
		Key:   "balance_yearly",
		Basis: balanceBasis,
		Title: lang.Text{ZH: "基金分年度收支余额", EN: "Income, expense and balance of funds by year"},
		Columns: append(fundColumns(),
			report.Column{Key: "year", Title: lang.Text{ZH: "年度", EN: "year"}},
			report.Column{Key: "income", Title: lang.Text{ZH: "收入", EN: "income"}},
			report.Column{Key: "expense", Title: lang.Text{ZH: "支出", EN: "expense"}},
			report.Column{Key: "balance", Title: lang.Text{ZH: "年末余额", EN: "balance at the end"}}),
	}
	years, err := v.Yearly(on)
	if err != nil {
		return t, err
	}
	years = slices.DeleteFunc(years, func(y balances.Year) bool {
		begun := !y.Income.IsZero() || !y.Expense.IsZero() || y.End.Opened
		return !begun || !wanted(y.End.Fund)
	})
	if total {
		slices.SortStableFunc(years, func(a, b balances.Year) int { return cmp.Compare(a.Year, b.Year) })
		t.Notes = append(t.Notes, beginnings(years)...)
		sumYears(&t, years)
		return t, nil
	}
	t.Notes = append(t.Notes, beginnings(years)...)
	for _, y := range years {
		balance := unknown()
		if y.End.Opened && y.End.Straddling.IsZero() {
			balance = report.Amount(y.End.Balance)
		}
		income, expense := flowCells(y.Income, y.Expense, y.Unknown)
		t.Rows = append(t.Rows, []report.Cell{
			report.Text(string(y.End.Fund)), report.Text(y.End.Name), report.Text(strconv.Itoa(y.Year)), income, expense, balance,
		})
	}
	return t, nil
}

// beginnings says of funds whose income and expense of their first year are not known, or
// of a part of it only.
func beginnings(years []balances.Year) []lang.Text {
	var notes []lang.Text
	for _, y := range years {
		opened := y.End.OpenedOn
		switch {
		case y.Unknown:
			notes = append(notes, lang.F("%s 的账从期初日 %s 开始，%s 年的收支不知道，不是零。", "The books of %s begin with the opening of %s; income and expense of %s are not known, which is not zero.",
				y.End.Fund, opened, strconv.Itoa(y.Year)))
		case y.End.Opened && opened.Year() == y.Year && opened < fund.NewDate(y.Year, 12, 31):
			notes = append(notes, lang.F("%s 的账从期初日 %s 开始，%s 年不含此前的收支，除非另有登记。", "The books of %s begin with the opening of %s; %s has what was before only where it was recorded.",
				y.End.Fund, opened, strconv.Itoa(y.Year)))
		}
	}
	return notes
}

// flowCells are cells of income and expense, or of what is not known.
func flowCells(income, expense money.Sum, vague bool) (in, out report.Cell) {
	if vague {
		return unknown(), unknown()
	}
	return report.Amount(income), report.Amount(expense)
}

// unknown is a cell of what the ledger does not know: never zero.
func unknown() report.Cell { return report.Blank(lang.Text{ZH: "—", EN: "—"}) }

// totalWords is what a sum over funds is called. It is a figure for a bulletin, and
// nobody's fund.
func totalWords() lang.Text {
	return lang.Text{ZH: "合计（统计口径）", EN: "total (of no fund)"}
}

// fundSum is the sum of funds. What was published without a split by scheme is not in
// it: it holds the other funds already.
type fundSum struct {
	income, expense, balance money.Sum
	funds                    int
	vague                    bool // of some fund the balance is not known
	vagueFlows               bool // likewise income and expense
}

// add adds a fund.
func (s *fundSum) add(r balances.Row, income, expense money.Sum, known bool) {
	if r.Fund.Kind() == fund.All {
		return
	}
	s.funds++
	s.vagueFlows = s.vagueFlows || !known
	s.vague = s.vague || !r.Opened || !r.Straddling.IsZero()
	s.income, s.expense, s.balance = s.income.Plus(income), s.expense.Plus(expense), s.balance.Plus(r.Balance)
}

// cell is the sum of the balances, if it is known.
func (s *fundSum) cell() report.Cell {
	if s.vague {
		return unknown()
	}
	return report.Amount(s.balance)
}

// sumYears adds a row for each year of years, which are in that order.
func sumYears(t *report.Table, years []balances.Year) {
	var sum fundSum
	for i, y := range years {
		sum.add(y.End, y.Income, y.Expense, !y.Unknown)
		if i+1 < len(years) && years[i+1].Year == y.Year {
			continue
		}
		if sum.funds > 0 {
			income, expense := flowCells(sum.income, sum.expense, sum.vagueFlows)
			t.Rows = append(t.Rows, []report.Cell{
				report.Code("total", totalWords()), report.Blank(lang.Text{}), report.Text(strconv.Itoa(y.Year)), income, expense, sum.cell(),
			})
		}
		sum = fundSum{}
	}
}

func fundColumns() []report.Column {
	return []report.Column{
		{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}},
		{Key: "name", Title: lang.Text{ZH: "名称", EN: "name"}},
	}
}

// balanceTable shows one row per fund.
func balanceTable(rows []balances.Row) report.Table {
	t := report.Table{
		Key:   "balance",
		Basis: balanceBasis,
		Title: lang.Text{ZH: "基金收支余额", EN: "Income, expense and balance of funds"},
		Columns: append(fundColumns(),
			report.Column{Key: "income", Title: lang.Text{ZH: "收入", EN: "income"}},
			report.Column{Key: "expense", Title: lang.Text{ZH: "支出", EN: "expense"}},
			report.Column{Key: "opened_on", Title: lang.Text{ZH: "期初日", EN: "opened on"}},
			report.Column{Key: "opening", Title: lang.Text{ZH: "期初余额", EN: "opening"}},
			report.Column{Key: "income_since", Title: lang.Text{ZH: "其后收入", EN: "income since"}},
			report.Column{Key: "expense_since", Title: lang.Text{ZH: "其后支出", EN: "expense since"}},
			report.Column{Key: "balance", Title: lang.Text{ZH: "余额", EN: "balance"}}),
	}
	notes := map[string]lang.Text{}
	var sum fundSum
	for _, r := range rows {
		sum.add(r, r.Income, r.Expense, !r.NotBegun)
		income, expense := flowCells(r.Income, r.Expense, r.NotBegun)
		cells := []report.Cell{report.Text(string(r.Fund)), report.Text(r.Name), income, expense}
		if r.Opened {
			cells = append(cells, report.Date(r.OpenedOn), report.Amount(r.Opening), report.Amount(r.IncomeSince), report.Amount(r.ExpenseSince), report.Amount(r.Balance))
		} else {
			cells = append(cells, unknown(), unknown(), unknown(), unknown(), unknown())
			if r.NotBegun {
				notes["early"] = lang.Text{ZH: "收支为“—”的基金，账在截至日之后才开始，此前的数不知道，不是零。", EN: "The books of a fund whose income is “—” begin after this date; what was before is not known, which is not zero."}
			} else {
				notes["unopened"] = lang.Text{ZH: "余额为“—”的基金到截至日没有期初余额（fund.opened），只列收支。", EN: "A fund whose balance is “—” has no opening balance (fund.opened) up to this date; only its income and expense are known."}
			}
		}
		if !r.Straddling.IsZero() {
			t.Notes = append(t.Notes, lang.F("%s 有汇总数跨越期初日 %s，收减支净额 %s 元不能拆分，未计入余额。", "%s has totals that cover days on both sides of its opening on %s; their net, %s yuan, cannot be split and is not in the balance.",
				r.Fund, r.OpenedOn, r.Straddling.In(money.Yuan)))
		}
		if r.Fund.Kind() == fund.All {
			notes["all"] = lang.Text{ZH: "“all”是未分险种的公布数，不是法定基金，不能与其他行相加。", EN: "“all” is what was published without a split by scheme; it is no legal fund and must not be added to the other rows."}
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, key := range []string{"early", "unopened", "all"} {
		if note, ok := notes[key]; ok {
			t.Notes = append(t.Notes, note)
		}
	}
	if sum.funds > 1 {
		t.Total = totalRow(t.Columns, nil)
		t.Total[2], t.Total[3] = flowCells(sum.income, sum.expense, sum.vagueFlows)
		t.Total[len(t.Total)-1] = sum.cell()
		t.Total[0] = report.Words(totalWords())
	}
	return t
}

// accountTable shows one row per fund and account.
func accountTable(rows []balances.Row) report.Table {
	t := report.Table{
		Key:   "balance_detail",
		Basis: balanceBasis,
		Title: lang.Text{ZH: "基金收支明细", EN: "Income and expense of funds by account"},
		Columns: append(fundColumns(),
			report.Column{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}},
			report.Column{Key: "account_name", Title: lang.Text{ZH: "科目名称", EN: "account name"}},
			report.Column{Key: "income", Title: lang.Text{ZH: "收入", EN: "income"}},
			report.Column{Key: "expense", Title: lang.Text{ZH: "支出", EN: "expense"}}),
	}
	for _, r := range rows {
		for _, sum := range r.Accounts {
			cells := []report.Cell{report.Text(string(r.Fund)), report.Text(r.Name), report.Text(string(sum.Account)), report.Words(account.FullName(r.Fund.Kind(), sum.Account))}
			if sum.Account.Element() == account.Income {
				cells = append(cells, report.Amount(sum.Amount), report.Blank(lang.Text{}))
			} else {
				cells = append(cells, report.Blank(lang.Text{}), report.Amount(sum.Amount))
			}
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}
