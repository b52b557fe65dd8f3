package main

import (
	"cmp"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) accountCommand() *cobra.Command {
	var s span
	cmd := &cobra.Command{
		Use:   "account CODE",
		Short: p.say("明细账：一个科目逐笔及余额", "account ledger: one account line by line with its balance"),
		Long: p.say("明细账：一个科目（含其明细科目）的期初余额、逐笔发生额和每笔后的余额，按记账日、再按入账次序。\n收支科目的期初余额自年初起算；以前年度的收支已转入 3001。",
			"The ledger of an account and everything below it: its opening balance, every line, and the balance after each,\nby day of booking, then in the order of recording. Income and expense open with what the year has so far; those\nof earlier years are in 3001."),
		Example: "  fundledger account 1003 --fund 441300.390 --month 2025-06\n  fundledger account 5001 --fund 441300.390 --from 2025-01-01 --to 2025-06-30\n  fundledger account 300101 --fund 441300.310 --year 2025 --format json",
		Args:    p.arguments("CODE", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			a, ok := account.Find(s.id.Kind(), account.Code(args[0]))
			if !ok {
				return fault.Input("%s 的账套没有科目 %q；用 trial 查看有发生额的科目", "the books of %s have no account %q; see those in use with trial", string(s.id), args[0])
			}
			journal := &statements.Journal{Fund: s.id, From: s.first, To: s.last, Account: a.Code}
			return p.printBooks(cmd.Context(), &s, journal, func(at statements.Books) (report.Table, error) {
				opening := statements.OpeningOf(s.first, at)
				t := ledgerTable(&s, statements.LedgerOf(a.Code, opening, journal.Lines()))
				unopened(&t, opening, s.first-1, s.last)
				return t, nil
			})
		},
	}
	s.dayFlags(p, cmd)
	return cmd
}

// unopened blanks the balance with which the days from one to another begin, and that with
// which they end, if the books began later.
func unopened(t *report.Table, book books.Book, before, last fund.Date) {
	since := cmp.Or(book.Opened, book.First)
	n := len(t.Columns) - 2 // side and balance
	if book.Unknown(before) {
		t.Rows[0] = append(t.Rows[0][:n:n], report.Cell{}, report.Cell{})
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "期初余额", EN: "The opening balance"}, since))
	}
	if book.Unknown(last) {
		t.Total = append(t.Total[:n:n], report.Cell{}, report.Cell{})
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "期末余额", EN: "The closing balance"}, since))
	}
}

// ledgerTable shows the opening balance, then one row per line.
func ledgerTable(s *span, l statements.Ledger) report.Table {
	name := account.FullName(s.id.Kind(), l.Account)
	t := report.Table{
		Key: "account", Title: lang.F("明细账  %s %s", "Account ledger  %s %s", string(l.Account), name), Basis: bookedBasis,
		Columns: append(s.entryColumns(), report.Column{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}}),
	}
	t.Columns = append(t.Columns, debitCredit("", lang.Text{})...)
	t.Columns = append(t.Columns,
		report.Column{Key: "side", Title: lang.Text{ZH: "方向", EN: "side"}},
		report.Column{Key: "balance", Title: lang.Text{ZH: "余额", EN: "balance"}})
	opening := footer(t.Columns, s.balanceCells(l.Account, l.Opening)...)
	opening[0] = report.Date(s.first)
	opening[slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == "summary" })] = report.Words(lang.Text{ZH: "期初余额", EN: "opening balance"})
	t.Rows = append(t.Rows, opening)
	for _, r := range l.Rows {
		cells := append(s.entryCells(r.JournalLine), report.Text(string(r.Account)))
		cells = append(cells, s.totalsCells(r.Totals)...)
		t.Rows = append(t.Rows, append(cells, s.balanceCells(l.Account, r.Balance)...))
	}
	t.Total = footer(t.Columns, append([]report.Cell{report.Amount(l.Turnover.Debit), report.Amount(l.Turnover.Credit)}, s.balanceCells(l.Account, l.Closing)...)...)
	return t
}

// balanceCells are the side, 借 or 贷, on which a balance stands, or 平 if it is nil, and
// the balance. For people a balance on the other side than the account's own stands
// there with its amount; for machines the side is always the account's own, and the
// amount then below zero.
func (s *span) balanceCells(c account.Code, balance money.Sum) []report.Cell {
	debit := c.Element().IsDebit()
	if s.form == report.Plain && balance.Sign() < 0 {
		debit, balance = !debit, balance.Neg()
	}
	side := lang.Text{ZH: "贷", EN: "credit"}
	switch {
	case balance.IsZero():
		side = lang.Text{ZH: "平", EN: "nil"}
	case debit:
		side = lang.Text{ZH: "借", EN: "debit"}
	}
	return []report.Cell{report.Words(side), report.Amount(balance)}
}
