package main

import (
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/bridge"
)

func (p *program) bridgeCommand() *cobra.Command {
	var a axes
	var id, year, from, to string
	var codes []string
	for _, b := range bridge.Bases() {
		codes = append(codes, string(b))
	}
	cmd := &cobra.Command{
		Use:   "bridge",
		Short: p.say("同一年度两种口径的差额，逐条说明到分", "why two reports of one year differ, fact by fact to the fen"),
		Long: p.say("一个基金一年的收支在各报表里口径不同。\n本命令逐科目列出第一种口径的数、两种口径计法不同的每一条事项、第二种口径的数；加起来分毫不差。\n",
			"Reports count the income and expense of a year on different bases. For each account this lists what the first shows,\nevery fact that the two count differently, and what the second shows; it adds up to the fen.\n") + p.bases(),
		Example: "  fundledger bridge --fund 441300.390 --year 2025 --from booked --to business\n" +
			"  fundledger bridge --fund 441300.390 --year 2025 --from booked --to statistics --format csv > bridge.csv",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			v := bridge.View{Fund: fund.ID(id), From: bridge.Basis(from), To: bridge.Basis(to)}
			if !v.Fund.Valid() {
				return fault.Input("用 --fund 指明基金，如 441300.390", "name the fund with --fund, such as 441300.390")
			}
			period := event.Period(year)
			if len(year) != len("2025") || period.First() == 0 {
				return fault.Input("用 --year 指明年度，如 2025", "name the year with --year, such as 2025")
			}
			v.Year = period.First().Year()
			for _, f := range []struct {
				flag  string
				basis bridge.Basis
			}{{"--from", v.From}, {"--to", v.To}} {
				if !slices.Contains(bridge.Bases(), f.basis) {
					return fault.Input("%s：没有口径 %q；用 %s", "%s: there is no basis %q; use %s", f.flag, string(f.basis), listed(codes))
				}
			}
			return p.With(func(s store.Store) error {
				if _, err := p.rebuild(cmd.Context(), s, &axes{known: a.known, fresh: true}, &v); err != nil {
					return err
				}
				if !v.Known() {
					return noFund(v.Fund, a.known)
				}
				t := bridgeTable(&v, a.form)
				t.Facts = append(t.Facts, a.facts()[1])
				return t.Write(p.out, a.form, a.style)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.unitFlag(p, cmd)
	f := cmd.Flags()
	f.StringVar(&id, "fund", "", p.say("基金，如 441300.390", "the fund, such as 441300.390"))
	f.StringVar(&year, "year", "", p.say("年度，如 2025", "the year, such as 2025"))
	f.StringVar(&from, "from", string(bridge.Booked), p.say("自哪种口径：%s", "the basis to begin with: %s", listed(codes)))
	f.StringVar(&to, "to", string(bridge.Business), p.say("至哪种口径：%s", "the basis to end with: %s", listed(codes)))
	return cmd
}

// bases lists every basis with what it is.
func (p *program) bases() string {
	var out string
	for _, b := range bridge.Bases() {
		out += "\n  " + string(b) + "  " + b.Name().In(p.lang)
	}
	return out
}

// bridgeTable shows, account by account, a row of the first basis, a row a fact, and
// a row of the second.
func bridgeTable(v *bridge.View, form report.Format) report.Table {
	basis := func(b bridge.Basis) report.Cell { return report.Code(string(b), b.Short()) }
	t := report.Table{
		Key: "bridge", Title: lang.Text{ZH: "口径之差", EN: "From one basis to another"},
		Facts: []report.Fact{
			{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}, Value: report.Text(string(v.Fund))},
			{Key: "year", Title: lang.Text{ZH: "年度", EN: "year"}, Value: report.Text(strconv.Itoa(v.Year))},
			{Key: "from", Title: lang.Text{ZH: "自", EN: "from"}, Value: report.Code(string(v.From), v.From.Name())},
			{Key: "to", Title: lang.Text{ZH: "至", EN: "to"}, Value: report.Code(string(v.To), v.To.Name())},
		},
		Columns: append(accountColumns(),
			report.Column{Key: "what", Title: lang.Text{ZH: "口径或原因", EN: "basis or reason"}},
			report.Column{Key: "position", Title: lang.Text{ZH: "序号", EN: "position"}},
			report.Column{Key: "type", Title: lang.Text{ZH: "类型", EN: "type"}},
			report.Column{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
			report.Column{Key: "occurred_on", Title: lang.Text{ZH: "业务日期", EN: "date"}},
			report.Column{Key: "booked_on", Title: lang.Text{ZH: "记账日", EN: "booked on"}},
			report.Column{Key: "amount", Title: lang.Text{ZH: "金额", EN: "amount"}}),
	}
	blank := report.Blank(lang.Text{})
	figure := func(cells []report.Cell, what report.Cell, amount money.Sum) {
		t.Rows = append(t.Rows, append(cells, what, blank, blank, blank, blank, blank, report.Amount(amount)))
	}
	if since := v.Before(); since != 0 {
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "表", EN: "The table"}, since))
		return t
	}
	sums := map[account.Element]*[2]money.Sum{account.Income: {}, account.Expense: {}}
	for _, l := range v.Lines() {
		figure(accountCells(v.Fund, l.Account), basis(v.From), l.From)
		for _, f := range l.Facts {
			t.Rows = append(t.Rows, append(accountCells(v.Fund, l.Account),
				report.Code(string(f.Reason), f.Reason.Name()), report.Count(int64(f.Position)), typeCell(f.Type, form), report.Text(f.Document),
				report.Date(f.Occurred), report.Date(f.Booked), report.Amount(f.Amount)))
		}
		figure(accountCells(v.Fund, l.Account), basis(v.To), l.To)
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
		for i, b := range []bridge.Basis{v.From, v.To} {
			figure([]report.Cell{report.Text(e.key), report.Words(e.name)}, basis(b), sums[e.element][i])
		}
	}
	return t
}
