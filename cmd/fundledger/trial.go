package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) trialCommand() *cobra.Command {
	var s span
	var statutory bool
	cmd := &cobra.Command{
		Use:   "trial",
		Short: p.say("试算平衡表", "trial balance"),
		Long: p.say("试算平衡表：各科目的期初余额、本期发生额、期末余额，借贷各自合计。以前年度的收支已转入 3001；本期不结转。\n--as-of 为自该年年初至该日。",
			"The trial balance: opening balance, turnover and closing balance of every account, with their totals. Income and\nexpense of earlier years are in 3001; those of the period are not. --as-of means from the beginning of its year."),
		Example: "  fundledger trial --fund 441300.390 --month 2025-06\n  fundledger trial --fund 441300.310 --from 2025-01-01 --to 2025-06-30 --statutory\n  fundledger trial --fund 441300.390 --as-of 2025-06-30 --known-at 2025-07-31",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.asOf != "" {
				if s.from+s.to+s.month+s.year != "" {
					return fault.Input("--as-of 不能与其他期间选项并用", "--as-of goes with no other option of the period")
				}
				on, err := parseDay("--as-of", s.asOf)
				if err != nil {
					return err
				}
				s.from, s.to = fund.NewDate(on.Year(), 1, 1).String(), s.asOf
			}
			if err := s.parse(p); err != nil {
				return err
			}
			return p.printBooks(cmd.Context(), &s, nil, func(at statements.Books) (report.Table, error) {
				return trialTable(&s, statements.Trial(s.id, s.first, s.last, !statutory, at)), nil
			})
		},
	}
	s.dayFlags(p, cmd)
	f := cmd.Flags()
	f.StringVar(&s.asOf, "as-of", "", p.say("截止记账日，自该年年初起", "last day of booking, from the beginning of its year"))
	f.BoolVar(&statutory, "statutory", false, p.say("只列一级科目", "statutory accounts only, without sub-accounts"))
	return cmd
}

// trialTable shows one row per account.
func trialTable(s *span, trial statements.TrialBalance) report.Table {
	t := report.Table{Key: "trial", Title: lang.Text{ZH: "试算平衡表", EN: "Trial balance"}, Basis: bookedBasis, Columns: accountColumns()}
	t.Columns = append(t.Columns, debitCredit("opening_", lang.Text{ZH: "期初", EN: "opening "})...)
	t.Columns = append(t.Columns, debitCredit("turnover_", lang.Text{ZH: "本期", EN: "turnover "})...)
	t.Columns = append(t.Columns, debitCredit("closing_", lang.Text{ZH: "期末", EN: "closing "})...)
	row := func(first, second report.Cell, r statements.TrialRow) []report.Cell {
		opening, closing := s.totalsCells(r.Opening), s.totalsCells(r.Closing)
		if trial.UnknownOpening {
			opening = make([]report.Cell, len(opening))
		}
		if trial.UnknownClosing {
			closing = make([]report.Cell, len(closing))
		}
		return append(append(append([]report.Cell{first, second}, opening...), s.totalsCells(r.Turnover)...), closing...)
	}
	for _, r := range trial.Rows {
		t.Rows = append(t.Rows, row(report.Text(string(r.Account)), report.Words(account.FullName(trial.Fund.Kind(), r.Account)), r))
	}
	t.Total = row(report.Words(lang.Text{ZH: "合计", EN: "total"}), report.Blank(lang.Text{}), trial.Total)
	if trial.UnknownOpening {
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "期初余额", EN: "The opening balance"}, trial.Since))
	}
	if trial.UnknownClosing {
		t.Notes = append(t.Notes, notBefore(lang.Text{ZH: "期末余额", EN: "The closing balance"}, trial.Since))
	}
	if !trial.Balanced() {
		t.Notes = append(t.Notes, lang.Text{ZH: "借贷不平。", EN: "Debits and credits are not equal."})
	}
	return t
}

// notBefore says why a figure is blank: the books of the fund began later.
func notBefore(what lang.Text, since fund.Date) lang.Text {
	return lang.F("%s空白：账从 %s 开始，此前的数不知道，不是零。", "%s is blank: the books begin on %s; what was before is not known, which is not zero.", what, since)
}

func accountColumns() []report.Column {
	return []report.Column{
		{Key: "account", Title: lang.Text{ZH: "科目", EN: "account"}},
		{Key: "account_name", Title: lang.Text{ZH: "科目名称", EN: "account name"}},
	}
}
