package tables

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/figures"
)

// TotalRow is the key of what stands under all rows.
const TotalRow = "total"

// Keyed is the list with a column explain, last: by its text and the key of a column, explain opens
// a figure of the row. of is what stands in front; people see the column if it is shown.
func (l List) Keyed(of string, shown bool) List {
	row := l.cells
	l.Columns = append(slices.Clip(l.Columns), explainColumn(shown))
	l.keys = of + "/"
	l.cells = func(i int) []report.Cell { return append(row(i), report.Text(l.keys+l.KeyOf(i))) }
	if l.Total != nil {
		l.Total = append(slices.Clip(l.Total), report.Text(l.keys+TotalRow))
	}
	return l
}

// Opened is a figure of a list.
type Opened struct {
	Row, Column string
	Name        lang.Text
	Cell        report.Cell // blank if the list has no such row
	Number      wide.Int
	Apart       lang.Text // why no facts add up to it; the zero Text: they do
	Parts       []Part    // what adds up to it, if that is not facts
	Case        string    // of whose facts it is; "": of others, too
	Person      string    // likewise
	Document    string    // in which it stands as it is; "": it is counted or summed
}

// Part is what a figure is the sum of.
type Part struct {
	Name  lang.Text
	Cell  report.Cell
	Minus bool   // it is taken off
	Row   string // the key of a row
	Key   string // by which explain opens it
}

// Open returns the figure in a column of a row, and whether the list has the column.
func (l List) Open(row, column string) (o Opened, ok bool) {
	o.Row, o.Column = row, column
	at := slices.IndexFunc(l.Columns, func(c report.Column) bool { return c.Key == column })
	if at < 0 {
		return o, false
	}
	var cells []report.Cell
	o.Name = lang.F("%s %s %s", "%s %s %s", l.Title, lang.Text{ZH: "合计", EN: "total"}, l.Columns[at].Title)
	if row == TotalRow {
		cells = l.Total
	} else if i, found := l.find(row); found {
		cells = l.cells(i)
		o.Case, o.Person = l.about(i)
		o.Name = lang.F("%s %s %s", "%s %s %s", l.Title, l.label(cells), l.Columns[at].Title)
	}
	if cells == nil {
		return o, true
	}
	o.Cell = cells[at]
	if at < len(l.said) && l.said[at] && row != TotalRow {
		o.Document = cells[slices.IndexFunc(l.Columns, func(c report.Column) bool { return c.Key == "document" })].Value()
		return o, true
	}
	var is bool
	if o.Number, is = o.Cell.Figure(); !is {
		o.Cell, o.Number = report.Cell{}, wide.Int{}
		return o, true
	}
	if at < len(l.apart) {
		o.Apart = l.apart[at]
	}
	if of := l.summed(); row == TotalRow || l.sums != nil {
		for i := range of.Len {
			if l.added != nil && !l.added(row, i) {
				continue
			}
			cells, key := of.cells(i), of.KeyOf(i)
			if n, is := cells[at].Figure(); is && n.Sign() != 0 {
				o.Parts = append(o.Parts, Part{Name: of.label(cells), Cell: cells[at], Row: key, Key: of.keys + key + "/" + column})
			}
		}
	}
	return o, true
}

// about returns the case, or the person, that a row is about; "": it is about others, too.
func (l List) about(i int) (number, person string) {
	if l.sums != nil {
		return "", ""
	}
	key := l.key(i)
	for n, part := range l.parts {
		switch part {
		case "case":
			number = key[n]
		case "person":
			person = key[n]
		}
	}
	return number, person
}

// summed is the list of which sums are sums: itself, but of a list of sums.
func (l List) summed() List {
	if l.sums == nil {
		return l
	}
	other := strings.Replace(strings.TrimSuffix(l.keys, "/"), ":total=true", "", 1) // the same report without the flag
	return l.sums.Keyed(other, false)
}

// sum returns what some rows of the list, or of that of which it has the sums, have in a column.
func (l List) sum(rows map[string]bool, column string) (sum wide.Int) {
	of := l
	if l.sums != nil {
		of = *l.sums
	}
	at := slices.IndexFunc(of.Columns, func(c report.Column) bool { return c.Key == column })
	for i := range of.Len {
		if rows[of.KeyOf(i)] {
			n, _ := of.cells(i)[at].Figure()
			sum = sum.Plus(n)
		}
	}
	return sum
}

// find returns the row with a key.
func (l List) find(row string) (int, bool) {
	for i := range l.Len {
		if l.KeyOf(i) == row {
			return i, true
		}
	}
	return 0, false
}

// label says what a row is about.
func (l List) label(cells []report.Cell) lang.Text {
	var zh, en []string
	for _, i := range l.labels {
		if w := cells[i].Words(); !w.IsZero() {
			zh, en = append(zh, w.ZH), append(en, w.EN)
		}
	}
	return lang.Text{ZH: strings.Join(zh, " "), EN: strings.Join(en, " ")}
}

// Parts shows what a figure is the sum of, each with its own key.
func Parts(facts []report.Fact, o Opened) List {
	adds := func(p Part) wide.Int {
		n, _ := p.Cell.Figure()
		if p.Minus {
			return n.Neg()
		}
		return n
	}
	columns := []column[Part]{
		col("part", "部分", "part", func(p Part) report.Cell { return report.Words(p.Name) }),
		col("figure", "数", "figure", func(p Part) report.Cell { return p.Cell }),
		col("adds", "计入", "adds", func(p Part) report.Cell { return p.Cell.With(adds(p)) }),
		text("explain", "explain", "explain", func(p Part) string { return p.Key }).id(1),
	}
	t := report.Table{Key: "parts", Title: lang.F("%s 的组成", "What %s is the sum of", o.Name), Facts: facts, Notes: []lang.Text{
		{ZH: "每一部分用 explain 再打开；--lines 直接列出全部事项或分录。", EN: "Open each part by explain in turn; --lines lists all facts or bookings at once."}}}
	t.Facts = append(t.Facts, fact("figure", "报表上的数", "figure in the report", o.Cell))
	l := list(t, columns, o.Parts)
	var sum wide.Int
	for _, p := range o.Parts {
		sum = sum.Plus(adds(p))
	}
	l.Total = foot(columns, nil)
	l.Total[2] = o.Cell.With(sum)
	return l
}

// Figure returns what says of the lists that show makes how much stands in what was opened.
func (o Opened) Figure(show func() (List, error)) func() (wide.Int, error) {
	rows := map[string]bool{}
	for _, part := range o.Parts {
		rows[part.Row] = true
	}
	if len(o.Parts) == 0 {
		rows[o.Row] = true
	}
	return func() (wide.Int, error) {
		l, err := show()
		if err != nil {
			return wide.Int{}, err
		}
		return l.sum(rows, o.Column), nil
	}
}

// Fund is the fund of the row; "": it is of none.
func (o Opened) Fund() (of fund.ID) {
	for _, part := range strings.Split(o.Row, "/") {
		if id := fund.ID(part); id.Valid() {
			of = id
		}
	}
	return of
}

// Origins shows the facts that a figure comes of, one row each, with what it adds and what that
// comes to; of a page, behind which position the next one comes. Errors: those of the facts.
func Origins(facts []report.Fact, o Opened, of iter.Seq2[figures.Origin, error], p figures.OriginPage) (Listing, error) {
	type row = figures.Origin
	columns := []column[row]{
		col("position", "序号", "position", func(r row) report.Cell { return report.Count(int64(r.Position)) }),
		date("booked_on", "记账日", "booked on", func(r row) fund.Date { return r.Event.Common().Booked() }),
		col("occurred_on", "业务日期", "occurred on", func(r row) report.Cell { return occurredOn(r.Event.Common()) }).show(report.Filled),
		text("document", "凭证号", "document", func(r row) string { return r.Event.Common().Document }),
		col("type", "类型", "type", func(r row) report.Cell { return kindOfFact(event.Wire(r.Event)) }),
		maybe("fund", "基金", "fund", func(r row) fund.ID { return event.FundOf(r.Event) }).show(report.Filled),
		maybe("institution", "机构", "institution", func(r row) fund.Institution { return event.InstitutionOf(r.Event) }).show(report.Filled),
		maybe("case", "案件", "case", func(r row) string { _, number := event.CaseOf(r.Event); return number }).show(report.Filled),
		col("amount", "计入", "adds", func(r row) report.Cell { return o.Cell.With(r.Adds) }),
		col("sum", "累计", "running sum", func(r row) report.Cell { return o.Cell.With(r.Sum) }),
	}
	t := report.Table{Key: "explain", Title: lang.F("%s 的构成", "What makes up %s", o.Name), Facts: facts, Columns: headings(columns)}
	t.Facts = append(t.Facts, fact("figure", "报表上的数", "figure in the report", o.Cell))
	t.Total = foot(columns, nil)
	t.Total[len(columns)-2], t.Total[len(columns)-1] = o.Cell, o.Cell
	if p != (figures.OriginPage{}) {
		some, more, err := p.Cut(of)
		if err != nil {
			return Listing{}, err
		}
		next := nextCell("", true)
		if more && len(some) > 0 {
			next = nextCell(strconv.FormatUint(uint64(some[len(some)-1].Position), 10), false)
		}
		t.Facts = append(t.Facts, nextPage(next))
		t.Total[0] = report.Words(totalOfAll)
		of = func(yield func(figures.Origin, error) bool) {
			for i := 0; i < len(some) && yield(some[i], nil); i++ {
			}
		}
	}
	return Listing{t, func(yield func([]report.Cell, error) bool) {
		for origin, err := range of {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(cells(columns, origin), nil) {
				return
			}
		}
	}}, nil
}

// inDays says why no facts add up to an age.
func inDays() (zh, en string) {
	return "日数，不是事项之和", "a number of days, no sum of facts"
}

// FundFact says whose books a report is of.
func FundFact(id fund.ID, name string) report.Fact {
	return fact("fund", "基金", "fund", report.Text(strings.TrimSpace(string(id)+" "+name)))
}
