package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/projections/statements"
)

func (p *program) journalCommand() *cobra.Command {
	var s span
	cmd := &cobra.Command{
		Use:   "journal",
		Short: p.say("日记账：期间内的全部分录", "general journal: every booking of a period"),
		Long: p.say("日记账：期间内的全部分录，按记账日、再按入账次序。所属期间已结账的事项，记账日与业务日期不同，两者都列。",
			"The general journal: every booking of a period, by day of booking, then in the order of recording. A fact whose\nperiod was closed already is booked on another day than its own; both days are shown."),
		Example: "  fundledger journal --fund 441300.390 --month 2025-06\n  fundledger journal --fund 441300.390 --from 2025-06-01 --to 2025-06-30 --format csv > journal.csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := s.parse(p); err != nil {
				return err
			}
			journal := &statements.Journal{Fund: s.id, From: s.first, To: s.last}
			return p.printBooks(cmd.Context(), &s, journal, func(statements.Books) (report.Table, error) {
				return journalTable(&s, journal.Lines()), nil
			})
		},
	}
	s.dayFlags(p, cmd)
	return cmd
}

// journalTable shows one row per line of a booking.
func journalTable(s *span, lines []statements.JournalLine) report.Table {
	t := report.Table{Key: "journal", Title: lang.Text{ZH: "日记账", EN: "General journal"}, Basis: bookedBasis}
	t.Columns = append(s.entryColumns(), accountColumns()...)
	t.Columns = append(t.Columns, debitCredit("", lang.Text{})...)
	for _, l := range lines {
		cells := append(s.entryCells(l), report.Text(string(l.Account)), report.Words(account.FullName(s.id.Kind(), l.Account)))
		t.Rows = append(t.Rows, append(cells, s.totalsCells(l.Totals)...))
	}
	total := statements.Total(lines)
	t.Total = footer(t.Columns, report.Amount(total.Debit), report.Amount(total.Credit))
	return t
}

// entryColumns are the columns that say which event a line comes from. People read its
// type in the summary; machines have it in a column of its own.
func (s *span) entryColumns() []report.Column {
	columns := []report.Column{
		{Key: "booked_on", Title: lang.Text{ZH: "记账日", EN: "booked on"}},
		{Key: "occurred_on", Title: lang.Text{ZH: "业务日期", EN: "date"}},
		{Key: "position", Title: lang.Text{ZH: "序号", EN: "position"}},
		{Key: "document", Title: lang.Text{ZH: "凭证号", EN: "document"}},
	}
	if s.form != report.Plain {
		columns = append(columns, report.Column{Key: "type"})
	}
	return append(columns, report.Column{Key: "summary", Title: lang.Text{ZH: "摘要", EN: "summary"}})
}

// entryCells are what stands in those columns. The summary is what happened, and the
// fact's note.
func (s *span) entryCells(l statements.JournalLine) []report.Cell {
	typ, _ := event.TypeOf(l.Type)
	cells := []report.Cell{report.Date(l.Booked), report.Date(l.Occurred), report.Count(int64(l.Position)), report.Text(l.Document)}
	if s.form != report.Plain {
		cells = append(cells, report.Text(l.Type))
	}
	summary := typ.Title
	if l.Note != "" {
		summary = lang.F("%s：%s", "%s: %s", summary, l.Note)
	}
	return append(cells, report.Words(summary))
}

// footer is a foot row that says "total" and ends with the cells.
func footer(columns []report.Column, last ...report.Cell) []report.Cell {
	cells := make([]report.Cell, len(columns)-len(last), len(columns))
	cells[0] = report.Words(lang.Text{ZH: "合计", EN: "total"})
	return append(cells, last...)
}
