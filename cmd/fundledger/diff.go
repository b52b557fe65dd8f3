package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
	"github.com/fundledger/fundledger/projections/replay"
)

// comparison is two times at which the same period of the books is looked at.
type comparison struct {
	earlier, later time.Time
	days           period
	fund           fund.ID // "": every fund
}

func (p *program) diffCommand() *cobra.Command {
	var a axes
	var times []string
	var from, asOf, id string
	cmd := &cobra.Command{
		Use:   "diff --known-at A --known-at B",
		Short: p.say("同一期间在两个时点之间变了什么，逐笔列出", "what changed between two reports of the same period, event by event"),
		Long: p.say("同一期间的账，在 A 时点和 B 时点各看一次。每个变了的科目列出两个余额和差额，\n其下逐笔列出 A 与 B 之间入账的事项，加总正好是差额。\n"+
			"--as-of 为期间的截止日；给出 --from 则比较发生额。",
			"Look at the same period of the books at A and at B: for every account that changed, both balances and the\n"+
				"difference, and below it, fact by fact, what was recorded in between, adding up to the difference exactly.\n"+
				"--as-of is the last day of the period; with --from, turnovers are compared instead of balances."),
		Example: "  fundledger diff --known-at 2025-07-31 --known-at 2026-01-31 --as-of 2025-06-30\n" +
			"  fundledger diff --known-at \"2025-12-31 18:00:00\" --known-at 2026-01-05 --fund 441300.390 --from 2025-01-01 --as-of 2025-12-31 --format csv",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			c, err := parseComparison(times, from, asOf, fund.ID(id))
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				t, err := p.difference(cmd.Context(), s, c, &a)
				if err != nil {
					return err
				}
				return t.Write(p.out, a.form, a.style)
			})
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&times, "known-at", nil, p.say("两个时点，先早后晚：时间或日期（该日终）", "the two times, the earlier first: a time, or a date for its end"))
	f.StringVar(&id, "fund", "", p.say("只比较该基金", "this fund only"))
	f.StringVar(&from, "from", "", p.say("期间的起始日；给出则比较发生额", "first day of the period; then turnovers are compared"))
	f.StringVar(&asOf, "as-of", "", p.say("期间的截止日，默认全部", "last day of the period; default all"))
	a.formatFlag(p, cmd)
	a.unitFlag(p, cmd)
	return cmd
}

// parseComparison reads the flags. Error: bad input.
func parseComparison(times []string, from, asOf string, id fund.ID) (comparison, error) {
	c := comparison{fund: id}
	if len(times) != 2 {
		return c, fault.Input("用两个 --known-at 指明两个时点，先早后晚", "name the two times with --known-at twice, the earlier first")
	}
	var err error
	if c.earlier, err = parseInstant(times[0]); err != nil {
		return c, err
	}
	if c.later, err = parseInstant(times[1]); err != nil {
		return c, err
	}
	if c.earlier.After(c.later) {
		return c, fault.Input("第一个 --known-at %q 晚于第二个 %q；先早后晚", "the first --known-at, %q, is after the second, %q; give the earlier first", times[0], times[1])
	}
	c.days, err = parsePeriod(from, "--as-of", asOf)
	return c, err
}

// at returns the book of a fund in the period when the log ended before a position, and
// whether anything was known of the fund's books then.
func (c comparison) at(v *books.View, id fund.ID, before store.Position) (book books.Book, known bool) {
	book = v.KnownAt(id, c.days.to, before)
	known = len(book.Accounts) > 0 && (c.days.to == 0 || book.First <= c.days.to)
	if day, ok := c.days.before(); ok {
		book = book.Less(v.KnownAt(id, day, before))
	}
	return book, known
}

// difference returns the table of what changed. Errors: bad input for an unknown
// fund; an error if the entries did not add up to the differences.
func (p *program) difference(ctx context.Context, s store.Store, c comparison, a *axes) (report.Table, error) {
	var v books.View
	var cut store.Position // the first entry that was not known at the earlier time
	passed := false
	found := bookedLines{wants: func(entry ledger.Entry, l posting.Line) bool {
		return passed && (c.fund == "" || l.Fund == c.fund) && c.days.has(entry.Event.Common().Booked())
	}}
	pass := &watcher{see: func(entry ledger.Entry) {
		if !passed && entry.RecordedAt.After(c.earlier) {
			passed, cut = true, entry.Position
		}
	}}
	bar := p.progress(p.say("重放", "replay"), -1)
	result, err := replay.Run(ctx, s, c.later, bar.Set, &v, pass, &found)
	bar.Done()
	if err != nil {
		return report.Table{}, err
	}
	end := store.Position(result.Entries)
	if !passed {
		cut = end
	}
	if c.fund != "" && !hasFund(&v, c.fund) {
		return report.Table{}, noFund(c.fund, c.later)
	}
	t := c.table(found.lines, cut, end)
	funds := v.Funds()
	for _, l := range found.lines {
		if !slices.Contains(funds, l.Fund) {
			funds = append(funds, l.Fund)
		}
	}
	for _, id := range funds {
		if c.fund != "" && id != c.fund {
			continue
		}
		before, known := c.at(&v, id, cut)
		after, _ := c.at(&v, id, end)
		codes := accountsOf(found.lines, id)
		if !known && len(codes) > 0 {
			t.Notes = append(t.Notes, lang.F("%s 在 A 时没有账，不知道是多少，所以留空", "blank: at A there were no books of %s, so nothing was known", string(id)))
		}
		for _, code := range codes {
			rows, err := accountRows(id, code, before, after, found.lines, a.form)
			if err != nil {
				return t, err
			}
			if !known {
				rows[0][columnA] = report.Blank(lang.Text{})
			}
			t.Rows = append(t.Rows, rows...)
		}
	}
	return withoutBlank(t, a.form), nil
}

// table is the heading of the report.
func (c comparison) table(lines []bookedLine, cut, end store.Position) report.Table {
	return report.Table{
		Key: "diff", Title: lang.Text{ZH: "同一期间两次报告之间的变化", EN: "What changed between two reports of the same period"},
		Facts: append(c.days.facts(),
			report.Fact{Key: "known_at_a", Title: lang.Text{ZH: "时点 A", EN: "known at A"}, Value: report.Text(localTime(c.earlier))},
			report.Fact{Key: "known_at_b", Title: lang.Text{ZH: "时点 B", EN: "known at B"}, Value: report.Text(localTime(c.later))},
			report.Fact{Key: "recorded", Title: lang.Text{ZH: "其间入账事项", EN: "facts recorded in between"}, Value: report.Count(int64(end - cut))},
			report.Fact{Key: "lines", Title: lang.Text{ZH: "其中本期分录行", EN: "bookings among them in the period"}, Value: report.Count(int64(len(lines)))}),
		Columns: []report.Column{
			{Key: "row", Title: lang.Text{ZH: "行", EN: "row"}},
			{Key: "fund", Title: lang.Text{ZH: "基金", EN: "fund"}},
			{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}},
			{Key: "account_name", Title: lang.Text{ZH: "科目名称", EN: "account name"}},
			{Key: "a", Title: lang.Text{ZH: "A 时余额", EN: "at A"}},
			{Key: "b", Title: lang.Text{ZH: "B 时余额", EN: "at B"}},
			{Key: "difference", Title: lang.Text{ZH: "差额", EN: "difference"}},
			{Key: "position", Title: lang.Text{ZH: "序号", EN: "position"}},
			{Key: "recorded_at", Title: lang.Text{ZH: "入账时间", EN: "recorded at"}},
			{Key: "booked_on", Title: lang.Text{ZH: "记账日", EN: "booked on"}},
			{Key: "occurred_on", Title: lang.Text{ZH: "业务日期", EN: "occurred on"}},
			{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
			{Key: "type", Title: lang.Text{ZH: "类型", EN: "type"}},
		},
	}
}

// columnA is the column of the balances at A.
const columnA = 4

// accountsOf returns the accounts of a fund that have lines, in the order of codes.
func accountsOf(lines []bookedLine, id fund.ID) []account.Code {
	var codes []account.Code
	for _, l := range lines {
		if l.Fund == id {
			codes = append(codes, l.Account)
		}
	}
	slices.SortFunc(codes, func(a, b account.Code) int { return strings.Compare(string(a), string(b)) })
	return slices.Compact(codes)
}

// accountRows returns the row of an account and of each line below it. Error: the
// lines do not add up to the difference, which would be a fault of the program.
func accountRows(id fund.ID, c account.Code, before, after books.Book, lines []bookedLine, form report.Format) ([][]report.Cell, error) {
	none := report.Blank(lang.Text{})
	a, b := standing(before, c), standing(after, c)
	cells := accountCells(id, c)
	rows := [][]report.Cell{{report.Text("account"), report.Text(string(id)), cells[0], cells[1], report.Amount(a), report.Amount(b), report.Amount(b.Minus(a)), none, none, none, none, none, none}}
	var sum books.Totals
	for _, l := range lines {
		if l.Fund != id || l.Account != c {
			continue
		}
		t := books.TotalsOf(l.Line)
		sum = sum.Plus(t)
		row := []report.Cell{report.Text("entry"), report.Text(string(id)), cells[0], cells[1], none, none, report.Amount(t.Balance(c)),
			report.Count(int64(l.position)), report.Text(localTime(l.recordedAt)), report.Date(l.fact.Booked()), occurredOn(l.fact, form), report.Text(l.fact.Document), typeCell(l.wire, form)}
		if form == report.Plain { // it stands under its account
			row[0], row[1], row[2], row[3] = none, none, none, none
		}
		rows = append(rows, row)
	}
	if got := sum.Balance(c); got != b.Minus(a) {
		return nil, fmt.Errorf("diff %s/%s: the entries add up to %s, the balances differ by %s: this is a fault of the program", id, c, got, b.Minus(a))
	}
	if form == report.Plain {
		rows[0][0] = none
	}
	return rows, nil
}

// standing returns the balance of one account, without those below it.
func standing(b books.Book, c account.Code) money.Sum {
	for _, l := range b.Accounts {
		if l.Account == c {
			return l.Balance(c)
		}
	}
	return money.Sum{}
}

// watcher is a view that looks at every entry and keeps nothing.
type watcher struct{ see func(ledger.Entry) }

// Name returns the name of the view.
func (w *watcher) Name() string { return "watcher" }

// Apply shows the entry.
func (w *watcher) Apply(entry ledger.Entry) error {
	w.see(entry)
	return nil
}

// AppendState appends nothing.
func (w *watcher) AppendState(dst []byte) []byte { return dst }
