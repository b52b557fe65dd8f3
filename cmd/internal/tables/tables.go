// Package tables shows the rows of views as tables.
//
// A table is a list of columns, each declared once: its key, its heading in both
// languages, what stands in its cells, and what stands under them where several rows
// have a total. Whether people see a column in which nothing stands is said there, too.
//
// Nothing here reads a ledger, or knows who asks and how: a command, a page and a book of
// tables show the same.
package tables

import (
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/law"
	"github.com/fundledger/fundledger/ledger/money"
)

// column is one column of a table of rows R.
type column[R any] struct {
	report.Column
	cell func(R) report.Cell
	foot func([]R) report.Cell // under the cells of rows; nil: nothing

	turn  int                   // in the key of a row; 0: it is not part of it
	order func(a, b string) int // of its values

	apart lang.Text // why no facts add up to its figures; the zero Text: they do
	said  bool      // its figures stand in the document of the row
}

// col is a column of cells.
func col[R any](key, zh, en string, cell func(R) report.Cell) column[R] {
	return column[R]{Column: report.Column{Key: key, Title: lang.Text{ZH: zh, EN: en}}, cell: cell}
}

// text is a column of texts.
func text[R any, T ~string](key, zh, en string, of func(R) T) column[R] {
	return col(key, zh, en, func(r R) report.Cell { return report.Text(string(of(r))) })
}

// maybe is a column of texts that some rows do not have.
func maybe[R any, T ~string](key, zh, en string, of func(R) T) column[R] {
	return col(key, zh, en, func(r R) report.Cell { return orBlank(of(r)) })
}

// code is a column of the values of a field that has a closed list of them.
func code[R any, T ~string](key, zh, en string, of func(R) T) column[R] {
	return col(key, zh, en, func(r R) report.Cell { return word(key, of(r)) })
}

// date is a column of dates.
func date[R any](key, zh, en string, of func(R) fund.Date) column[R] {
	return col(key, zh, en, func(r R) report.Cell { return report.Date(of(r)) })
}

// amount is a column of amounts.
func amount[R any, M interface{ Sum() money.Sum }](key, zh, en string, of func(R) M) column[R] {
	return col(key, zh, en, func(r R) report.Cell { return report.Amount(of(r)) })
}

// sum is a column of amounts with their sum under them.
func sum[R any](key, zh, en string, of func(R) money.Sum) column[R] {
	c := amount(key, zh, en, of)
	c.foot = func(rows []R) report.Cell {
		var total money.Sum
		for _, r := range rows {
			total = total.Plus(of(r))
		}
		return report.Amount(total)
	}
	return c
}

// as returns the column with other cells over the same foot.
func (c column[R]) as(cell func(R) report.Cell) column[R] {
	c.cell = cell
	return c
}

// show returns the column seen by people as s says.
func (c column[R]) show(s report.Show) column[R] {
	c.Show = s
	return c
}

// id returns the column as part of the key of a row: rows are in the order of its values, after
// those of the parts with a lower turn.
func (c column[R]) id(turn int) column[R] {
	c.turn, c.order = turn, strings.Compare
	return c
}

// by returns the part of a key with another order of its values.
func (c column[R]) by(order func(a, b string) int) column[R] {
	c.order = order
	return c
}

// is returns the column as one to whose figures no facts add up, for a reason.
func (c column[R]) is(zh, en string) column[R] {
	c.apart = lang.Text{ZH: zh, EN: en}
	return c
}

// asSaid returns the column as one whose figures stand in the document of the row: nothing adds up.
func (c column[R]) asSaid() column[R] {
	c.said = true
	return c
}

// fill adds columns to a table, their cells for every row, and under several rows what
// their columns have there.
func fill[R any](t report.Table, columns []column[R], rows []R) report.Table {
	return list(t, columns, rows).Whole()
}

// headings are the columns of a table.
func headings[R any](columns []column[R]) []report.Column {
	out := make([]report.Column, len(columns))
	for i, c := range columns {
		out[i] = c.Column
	}
	return out
}

// cells are what a row has in the columns.
func cells[R any](columns []column[R], r R) []report.Cell {
	out := make([]report.Cell, len(columns), len(columns)+1) // and a key
	for i, c := range columns {
		out[i] = c.cell(r)
	}
	return out
}

// totalWords is what the row under several rows is called.
var totalWords = lang.Text{ZH: "合计", EN: "total"}

// totalOfAll is what it is called on a page.
var totalOfAll = lang.Text{ZH: "全部合计", EN: "total of all"}

// foot is what stands under the rows.
func foot[R any](columns []column[R], rows []R) []report.Cell {
	out := make([]report.Cell, len(columns))
	for i, c := range columns {
		if c.foot != nil {
			out[i] = c.foot(rows)
		}
	}
	out[0] = report.Words(totalWords)
	return out
}

// What the figures of reports count, where another report has another value for the same
// thing. Between two of them leads: fundledger bridge.
var (
	balanceBasis   = lang.Text{ZH: "业务日期；净额，退回和追回已扣减，冲销计入冲销日。收支表按记账日，年度统计为发生额；差额见 bridge", EN: "business date; net of what came back, a reversal on its own date. The statement counts by day of booking, statistics gross; see bridge"}
	statementBasis = lang.Text{ZH: "记账日；净额，注中另有说明的除外；已结账的期间不再变动。收支余额和年度统计按业务日期；差额见 bridge", EN: "day of booking; net unless a note says otherwise; a closed period never changes. Balance and statistics go by business date; see bridge"}
	bookedBasis    = lang.Text{ZH: "记账日；已结账期间的事项记入第一个未结账的日子", EN: "day of booking; what is found later of a closed period is booked on the first open day"}
	reliefBasis    = lang.Text{ZH: "业务日期；支付为发生额，净支付为支付减冲销；人次为支付的人次", EN: "business date; paid is gross, net is paid less reversed; times are those of payments"}
)

// orBlank is a cell of text; blank if there is none.
func orBlank[T ~string](s T) report.Cell {
	if s == "" {
		return report.Cell{}
	}
	return report.Text(string(s))
}

// word is a cell with a value of a closed list; blank if it is empty.
func word[T ~string](field string, value T) report.Cell {
	switch {
	case value == "":
		return report.Cell{}
	case field == "article":
		return report.Code(string(value), law.ShortName(law.Article(value)))
	}
	return report.Code(string(value), event.NameOf(field, value))
}

// when is a cell with a value, or blank.
func when(is bool, c report.Cell) report.Cell {
	if is {
		return c
	}
	return report.Cell{}
}

// unknown is a cell of what the ledger does not know: never zero.
func unknown() report.Cell { return report.Blank(lang.Text{ZH: "—", EN: "—"}) }

// notPublished stands where a fine was published as a multiple only.
func notPublished() report.Cell { return report.Blank(lang.Text{ZH: "未公布", EN: "not published"}) }

// yesNo says whether something is so; what is not stands out.
func yesNo(is bool) report.Cell {
	if is {
		return report.Code("yes", lang.Text{ZH: "是", EN: "yes"})
	}
	return report.Code("no", lang.Text{ZH: "否", EN: "NO"})
}

// age is how many days something has been open on a day; blank if nothing is.
func age(since, day fund.Date) report.Cell {
	return when(since != 0, report.Count(int64(max(0, day-since))))
}

// kindOfFact is a type of facts: its title for people, its wire name for machines.
func kindOfFact(wire string) report.Cell {
	return report.Code(wire, event.TitleOf(wire))
}

// nameOf is the full name of an account in the books of a fund.
func nameOf(id fund.ID, c account.Code) report.Cell {
	return report.Words(account.FullName(id.Kind(), c))
}

// note is a note, or none.
func note(is bool, zh, en string, args ...any) []lang.Text {
	if !is {
		return nil
	}
	return []lang.Text{lang.F(zh, en, args...)}
}

// notBefore says why a figure is blank: the books of the fund began later.
func notBefore(what lang.Text, since fund.Date) lang.Text {
	return lang.F("%s空白：账从 %s 开始，此前的数不知道，不是零。", "%s is blank: the books begin on %s; what was before is not known, which is not zero.", what, since)
}

// fact is a statement about a whole table.
func fact(key, zh, en string, value report.Cell) report.Fact {
	return report.Fact{Key: key, Title: lang.Text{ZH: zh, EN: en}, Value: value}
}

// dateOr is a date; no date in words.
func dateOr(day fund.Date, zh, en string) report.Cell {
	if day == 0 {
		return report.Blank(lang.Text{ZH: zh, EN: en})
	}
	return report.Date(day)
}

// AsOf says up to which business date facts count; 0: all.
func AsOf(day fund.Date) report.Fact {
	return fact("as_of", "截至", "as of", dateOr(day, "全部", "all dates"))
}

// KnownAt says up to which time of recording facts count; the zero time: all.
func KnownAt(t time.Time) report.Fact {
	if t.IsZero() {
		return fact("known_at", "入账时点", "known at", report.Blank(lang.Text{ZH: "现在", EN: "now"}))
	}
	return fact("known_at", "入账时点", "known at", report.Text(LocalTime(t)))
}

// daysTo says to which day a report counts days.
func daysTo(day fund.Date) report.Fact {
	return fact("days_to", "天数计至", "days counted to", report.Date(day))
}

// LocalTime is how instants are printed: Shanghai time with its offset.
func LocalTime(t time.Time) string {
	return t.In(fund.Shanghai()).Format("2006-01-02T15:04:05.000000-07:00")
}
