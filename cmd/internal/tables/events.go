package tables

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// Event is a recorded fact with its fields as they are written.
type Event struct {
	ledger.Entry
	ID, Type string
	Values   map[string]string

	ReversedBy, Reverses   store.Position
	IsReversed, IsReversal bool
}

// EventOf returns a recorded fact with its fields.
func EventOf(r store.Recorded, entry ledger.Entry) Event {
	return Event{Entry: entry, ID: r.ID().String(), Type: r.Type, Values: valuesOf(entry.Event)}
}

func valuesOf(e event.Event) map[string]string {
	values := map[string]string{}
	for name, text := range event.Values(e) {
		values[name] = text
	}
	return values
}

// Events is a table of facts that is filled one by one.
type Events struct {
	report.Table
	columns []column[Event]
	limit   int // rows of a page; 0: all are shown
	last    store.Position
}

// NewEvents returns the table of facts as known at a time, without its rows: for people the
// columns that most facts have, for machines every field; a workbook has those that some fact has.
func NewEvents(known time.Time, people bool) *Events {
	columns := []column[Event]{
		col("position", "序号", "position", func(e Event) report.Cell { return report.Count(int64(e.Position)) }),
		col("recorded_at", "入账时间", "recorded at", func(e Event) report.Cell {
			short := e.RecordedAt.In(fund.Shanghai()).Format(time.DateTime)
			return report.Text(LocalTime(e.RecordedAt)).ForPeople(report.Text(short))
		}),
		col("type", "类型", "type", func(e Event) report.Cell { // by which it can be asked for
			return report.Code(e.Type, lang.Text{ZH: event.TitleOf(e.Type).ZH, EN: e.Type})
		}),
	}
	reversals := []column[Event]{
		col("reversed_by", "被第几条冲销", "reversed by", func(e Event) report.Cell { return when(e.IsReversed, report.Count(int64(e.ReversedBy))) }).show(report.Filled),
		col("reverses", "冲销第几条", "reverses", func(e Event) report.Cell { return when(e.IsReversal, report.Count(int64(e.Reverses))) }).show(report.Filled),
	}
	if people {
		columns = slices.Concat(columns, []column[Event]{
			fieldColumn("occurred_on", "业务日期", "date"), fieldColumn("fund", "基金", "fund"), fieldColumn("institution", "机构", "institution"),
			fieldColumn("amount", "金额", "amount"), fieldColumn("count", "笔数", "count"), fieldColumn("document", "凭证号", "document"),
			fieldColumn("note", "备注", "note"),
		}, reversals)
	} else {
		columns = slices.Concat(columns, []column[Event]{
			text("id", "标识", "id", func(e Event) string { return e.ID }),
			text("stream", "流", "stream", func(e Event) string { return e.Stream }),
			col("revision", "流内序号", "revision", func(e Event) report.Cell { return report.Count(int64(e.Revision)) }),
			text("actor", "记账人", "recorded by", func(e Event) string { return e.Actor }),
			text("correlation", "批次", "correlation", func(e Event) string { return e.Correlation }),
			text("causation", "来由", "cause", func(e Event) string { return e.Causation }),
		}, reversals)
		for _, name := range fieldsOf(event.Types()) {
			title := shortTitle(name)
			columns = append(columns, fieldColumn(name, title.ZH, title.EN).show(report.Filled))
		}
	}
	return &Events{columns: columns, Table: report.Table{
		Key: "events", Title: lang.Text{ZH: "事项", EN: "Facts"}, Facts: []report.Fact{KnownAt(known)}, Columns: headings(columns),
	}}
}

// Of returns the table with facts that come one by one.
func (l *Events) Of(facts iter.Seq2[Event, error]) Listing {
	return Listing{l.Table, func(yield func([]report.Cell, error) bool) {
		for e, err := range facts {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(cells(l.columns, e), nil) {
				return
			}
		}
	}}
}

// Behind says behind which position the next page begins: others stand there.
func (l *Events) Behind() {
	if len(l.Rows) > 0 {
		l.Facts[len(l.Facts)-1] = nextPage(report.Count(int64(l.last)).ForPeople(report.Text(fmt.Sprintf("--after %d", l.last))))
	}
}

// PageOf makes the table a page of so many facts: another one that is added is of the next, and
// the table says how that is asked for.
func (l *Events) PageOf(limit int) {
	l.limit = limit
	l.Facts = append(l.Facts, nextPage(report.Cell{}.ForPeople(report.Cell{})))
}

// nextPage says behind which position the next page begins; blank: there is none.
func nextPage(after report.Cell) report.Fact { return fact("next", "下一页", "next page", after) }

// Add adds a fact.
func (l *Events) Add(e Event) {
	if l.limit > 0 && len(l.Rows) == l.limit {
		l.Behind()
		return
	}
	l.Rows, l.last = append(l.Rows, cells(l.columns, e)), e.Position
}

// fieldColumn is the column of one field of facts; blank where it is not filled in.
func fieldColumn(name, zh, en string) column[Event] {
	return col(name, zh, en, func(e Event) report.Cell {
		text := e.Values[name]
		switch {
		case text == "":
			return report.Cell{}
		case name == "amount":
			return amountOf(e.Event)
		case name == "count":
			return report.Count(e.Event.Common().Count)
		}
		return report.Text(text)
	})
}

// shortTitle is what a field is called, without what is said of it beyond that.
func shortTitle(field string) lang.Text {
	title := event.Dictionary(field).Title
	title.ZH, _, _ = strings.Cut(title.ZH, "；")
	title.EN, _, _ = strings.Cut(title.EN, ";")
	return title
}

// fieldsOf returns every field name of some types, in alphabetical order.
func fieldsOf(types []event.Type) (names []string) {
	for _, t := range types {
		for _, f := range t.Fields {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// field is one field of a type of facts, with what its example has in it.
type field struct {
	event.Type
	event.Field
	example string
}

// fieldsWith are the fields of a type in their order.
func fieldsWith(t event.Type) (rows []field) {
	values := valuesOf(t.Example)
	for _, f := range t.Fields {
		rows = append(rows, field{t, f, values[f.Name]})
	}
	return rows
}

// fieldColumns document fields.
func fieldColumns() []column[field] {
	return []column[field]{
		text("column", "列", "column", func(f field) string { return f.Name }),
		col("required", "必填", "required", func(f field) report.Cell { return when(f.Required, yesNo(true)) }),
		col("meaning", "含义", "meaning", func(f field) report.Cell { return report.Words(f.Meaning().Title) }),
		maybe("example", "示例", "example", func(f field) string { return f.example }),
		col("format", "写法", "how to write it", func(f field) report.Cell { return report.Words(f.Meaning().Format) }),
	}
}

// Type documents one type of facts for a clerk.
func Type(t event.Type) report.Table {
	return fill(report.Table{
		Key: "type", Title: lang.F("%s  %s", "%s  %s", t.Wire, t.Title),
		Facts: []report.Fact{fact("effect", "影响", "effect", report.Words(t.Effect))},
	}, fieldColumns(), fieldsWith(t))
}

// Types documents the fields of types, one row each, for machines.
func Types(types []event.Type) report.Table {
	var rows []field
	for _, t := range types {
		rows = append(rows, fieldsWith(t)...)
	}
	return fill(report.Table{Key: "types", Title: lang.Text{ZH: "事项类型", EN: "Types of facts"}}, slices.Concat([]column[field]{
		text("type", "类型", "type", func(f field) string { return f.Wire }),
		col("title", "名称", "title", func(f field) report.Cell { return report.Words(f.Type.Title) }),
		col("effect", "影响", "effect", func(f field) report.Cell { return report.Words(f.Effect) }),
	}, fieldColumns()), rows)
}

// Recorded are those of some types that a clerk records; closings, reversals and wrong clocks have
// commands of their own.
func Recorded(types []event.Type) []event.Type {
	return slices.DeleteFunc(slices.Clone(types), func(t event.Type) bool {
		switch t.Example.(type) {
		case event.Closing, event.Correction, event.ClockAcknowledged:
			return true
		default:
			return false
		}
	})
}

// Template is an import file with one example row per type that a clerk records.
func Template(types []event.Type) report.Table {
	types = Recorded(types)
	columns := []column[event.Type]{text("type", "", "", func(t event.Type) string { return t.Wire })}
	for _, name := range fieldsOf(types) {
		columns = append(columns, text(name, "", "", func(t event.Type) string { return valuesOf(t.Example)[name] }))
	}
	return fill(report.Table{Key: "template"}, columns, types)
}
