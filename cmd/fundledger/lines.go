package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
)

// bookedLine is one line of a booking with the fact that caused it.
type bookedLine struct {
	posting.Line
	position   store.Position
	recordedAt time.Time
	fact       event.Fact
	wire       string
}

// bookedLines is a view of the lines that are asked for, in the order of the log.
type bookedLines struct {
	wants func(ledger.Entry, posting.Line) bool
	lines []bookedLine
}

// Name returns the name of the view.
func (b *bookedLines) Name() string { return "lines" }

// Apply takes the lines of an entry that are asked for.
func (b *bookedLines) Apply(entry ledger.Entry) error {
	for _, l := range posting.Of(entry.Event) {
		if b.wants(entry, l) {
			b.lines = append(b.lines, bookedLine{l, entry.Position, entry.RecordedAt, entry.Event.Common(), event.Wire(entry.Event)})
		}
	}
	return nil
}

// AppendState appends nothing: the view answers one question and is never kept.
func (b *bookedLines) AppendState(dst []byte) []byte { return dst }

// byDate returns the lines in the order in which they stand in the books: by the
// date on which they entered them, then as recorded.
func (b *bookedLines) byDate() []bookedLine {
	lines := slices.Clone(b.lines)
	slices.SortStableFunc(lines, func(a, c bookedLine) int { return cmp.Compare(a.fact.Booked(), c.fact.Booked()) })
	return lines
}

// period is a range of days of the books, both included; 0 is without an end.
type period struct{ from, to fund.Date }

// has reports whether a day of the books is in the period.
func (d period) has(day fund.Date) bool {
	return (d.from == 0 || day >= d.from) && (d.to == 0 || day <= d.to)
}

// before returns the day before the period, and whether there is one.
func (d period) before() (day fund.Date, ok bool) {
	if d.from == 0 {
		return 0, false
	}
	return d.from.DayBefore(), true
}

// parsePeriod reads --from and --to or --as-of. Error: bad input.
func parsePeriod(from, toFlag, to string) (period, error) {
	var d period
	for _, f := range []struct {
		flag, text string
		day        *fund.Date
	}{{"--from", from, &d.from}, {toFlag, to, &d.to}} {
		if f.text == "" {
			continue
		}
		var ok bool
		if *f.day, ok = fund.ParseDate(f.text); !ok {
			return d, badInput("%s：没有日期 %q；写成 2025-12-31", "%s: there is no date %q; write 2025-12-31", f.flag, f.text)
		}
	}
	if d.from != 0 && d.to != 0 && d.from > d.to {
		return d, badInput("--from %q 晚于 %s %q；对调或改正", "--from %q is after %s %q; swap or mend them", from, toFlag, to)
	}
	return d, nil
}

// facts are the header facts of a report of a period.
func (d period) facts() []report.Fact {
	facts := []report.Fact{
		{Key: "from", Title: lang.Text{ZH: "自", EN: "from"}, Value: report.Date(d.from)},
		{Key: "to", Title: lang.Text{ZH: "至", EN: "to"}, Value: report.Date(d.to)},
	}
	if d.from == 0 {
		facts[0].Value = report.Blank(lang.Text{ZH: "开账", EN: "the beginning"})
	}
	if d.to == 0 {
		facts[1].Value = report.Blank(lang.Text{ZH: "全部", EN: "all dates"})
	}
	return facts
}

// occurredOn is the business date of a fact; for people only where it is not the day
// on which it entered the books, which stands in a column of its own.
func occurredOn(f event.Fact, form report.Format) report.Cell {
	if form == report.Plain && f.OccurredOn == f.Booked() {
		return report.Blank(lang.Text{})
	}
	return report.Date(f.OccurredOn)
}

// wireCell is a type of facts where what is listed can be asked for by it: its wire name,
// for people in Chinese its title.
func wireCell(wire string) report.Cell {
	t, _ := event.TypeOf(wire)
	return report.Code(wire, lang.Text{ZH: t.Title.ZH, EN: wire})
}

// typeCell is a type of facts: its title for people, its wire name for machines.
func typeCell(wire string, form report.Format) report.Cell {
	if form != report.Plain {
		return report.Text(wire)
	}
	t, _ := event.TypeOf(wire)
	return report.Words(t.Title)
}

// accountCells are the code and full name of an account.
func accountCells(id fund.ID, c account.Code) []report.Cell {
	return []report.Cell{report.Text(string(c)), report.Words(account.FullName(id.Kind(), c))}
}

// withoutBlank takes the columns out of a table for people in which every row is
// blank; for machines the columns are always the same.
func withoutBlank(t report.Table, form report.Format) report.Table {
	if form != report.Plain || len(t.Rows) == 0 {
		return t
	}
	for i := len(t.Columns) - 1; i >= 0; i-- {
		if slices.ContainsFunc(t.Rows, func(row []report.Cell) bool { return row[i] != report.Cell{} }) {
			continue
		}
		t.Columns = slices.Delete(t.Columns, i, i+1)
		for r := range t.Rows {
			t.Rows[r] = slices.Delete(t.Rows[r], i, i+1)
		}
		if t.Total != nil {
			t.Total = slices.Delete(t.Total, i, i+1)
		}
	}
	return t
}
