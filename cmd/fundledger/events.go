package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// eventFilter says which facts to list.
type eventFilter struct {
	wire, fund, institution, document, stream string
	last                                      int
}

func (p *program) eventsCommand() *cobra.Command {
	var a axes
	var types bool
	var want eventFilter
	cmd := &cobra.Command{
		Use:   "events [TYPE]",
		Short: p.say("列示已入账的事项；--types 说明全部事项类型", "list the recorded facts; --types documents every type"),
		Long: p.say("按入账次序列示事项。加 --types 则说明每种事项：含义、对基金的影响、各列的写法和示例；\n--types --format csv 给出可直接填写的导入文件模板。",
			"List the facts in the order in which they were recorded. With --types, document every type: its meaning,\nwhat it does to which fund, its columns and an example; --types --format csv is an import file to fill in."),
		Example: "  fundledger events --fund 441300.390 --last 20\n  fundledger events --format json --document P-1\n  fundledger events --types\n  fundledger events --types premium.received\n  fundledger events --types --format csv > template.csv",
		Args:    p.arguments("TYPE", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if len(args) == 1 {
				want.wire = args[0]
				if _, known := event.TypeOf(want.wire); !known {
					return fault.Input("没有事项类型 %s；用 events --types 查看全部", "there is no type %s; list all with events --types", want.wire)
				}
			}
			if types {
				return p.printTypes(want.wire, &a)
			}
			return p.With(func(s store.Store) error {
				t, err := p.eventTable(cmd.Context(), s, want, &a)
				if err != nil {
					return err
				}
				return t.Write(p.out, a.form, a.style)
			})
		},
	}
	a.knownFlags(p, cmd)
	f := cmd.Flags()
	f.BoolVar(&types, "types", false, p.say("说明事项类型", "document the types of facts"))
	f.StringVar(&want.fund, "fund", "", p.say("只列涉及该基金的", "only facts about this fund"))
	f.StringVar(&want.institution, "institution", "", p.say("只列涉及该机构的", "only facts about this institution"))
	f.StringVar(&want.document, "document", "", p.say("只列该凭证号的", "only facts of this document"))
	f.StringVar(&want.stream, "stream", "", p.say("只列该流的", "only facts of this stream"))
	f.Var((*natural)(&want.last), "last", p.say("只列最近 N 条", "only the last N"))
	return cmd
}

// wants reports whether an entry is asked for.
func (w eventFilter) wants(entry ledger.Entry, wire string, values map[string]string) bool {
	return (w.wire == "" || wire == w.wire) &&
		(w.fund == "" || values["fund"] == w.fund || values["aid_fund"] == w.fund) &&
		(w.institution == "" || values["institution"] == w.institution) &&
		(w.document == "" || document.Normal(values["document"]) == document.Normal(w.document)) &&
		(w.stream == "" || entry.Stream == w.stream)
}

// eventTable lists entries: for people the columns that most facts have, for
// machines every field.
func (p *program) eventTable(ctx context.Context, s store.Store, want eventFilter, a *axes) (report.Table, error) {
	t := report.Table{
		Key: "events", Title: lang.Text{ZH: "事项", EN: "Facts"}, Facts: a.facts()[1:],
		Columns: []report.Column{
			{Key: "position", Title: lang.Text{ZH: "序号", EN: "position"}},
			{Key: "recorded_at", Title: lang.Text{ZH: "入账时间", EN: "recorded at"}},
			{Key: "type", Title: lang.Text{ZH: "类型", EN: "type"}},
		},
	}
	fields := []string{"occurred_on", "fund", "institution", "amount", "count", "document", "note"}
	if a.form != report.Plain {
		fields = allFields()
		t.Columns = append(t.Columns,
			report.Column{Key: "id", Title: lang.Text{ZH: "标识", EN: "id"}},
			report.Column{Key: "stream", Title: lang.Text{ZH: "流", EN: "stream"}},
			report.Column{Key: "revision", Title: lang.Text{ZH: "流内序号", EN: "revision"}},
			report.Column{Key: "actor", Title: lang.Text{ZH: "记账人", EN: "actor"}},
			report.Column{Key: "correlation", Title: lang.Text{ZH: "批次", EN: "correlation"}},
			report.Column{Key: "causation", Title: lang.Text{ZH: "来源", EN: "causation"}})
		t.Columns = append(t.Columns, reversalColumns()...)
	}
	for _, name := range fields {
		t.Columns = append(t.Columns, report.Column{Key: name, Title: event.Dictionary(name).Title})
	}
	if a.form == report.Plain {
		t.Columns = append(t.Columns, reversalColumns()...)
		short := map[string]lang.Text{"occurred_on": {ZH: "业务日期", EN: "date"}, "count": {ZH: "笔数", EN: "count"}, "note": {ZH: "备注", EN: "note"}, "document": {ZH: "凭证号", EN: "document"}, "institution": {ZH: "机构", EN: "institution"}}
		for i, c := range t.Columns {
			if title, ok := short[c.Key]; ok {
				t.Columns[i].Title = title
			}
		}
	}
	reversals, err := ledger.FindReversals(ctx, s, a.known)
	if err != nil {
		return t, err
	}
	for booked, err := range replay.Entries(ctx, s) {
		if err != nil {
			return t, err
		}
		recorded, entry := booked.Recorded, booked.Entry
		values := map[string]string{}
		for name, text := range event.Values(entry.Event) {
			values[name] = text
		}
		by, of, isReversed, reverses := reversals.Mark(recorded, entry.Event)
		if !want.wants(entry, recorded.Type, values) || !a.known.IsZero() && entry.RecordedAt.After(a.known) {
			continue
		}
		at := localTime(entry.RecordedAt)
		if a.form == report.Plain {
			at = entry.RecordedAt.In(fund.Shanghai()).Format(time.DateTime)
		}
		cells := []report.Cell{report.Count(int64(entry.Position)), report.Text(at), wireCell(recorded.Type)}
		if a.form != report.Plain {
			cells = append(cells, report.Text(recorded.ID().String()), report.Text(entry.Stream), report.Count(int64(entry.Revision)),
				report.Text(entry.Actor), report.Text(entry.Correlation), report.Text(entry.Causation), positionCell(by, isReversed), positionCell(of, reverses))
		}
		for _, name := range fields {
			cells = append(cells, fieldCell(name, values[name], entry.Event))
		}
		if a.form == report.Plain {
			cells = append(cells, positionCell(by, isReversed), positionCell(of, reverses))
		}
		t.Rows = append(t.Rows, cells)
		if want.last > 0 && len(t.Rows) > want.last {
			t.Rows = slices.Delete(t.Rows, 0, 1)
		}
	}
	return withoutEmpty(t, a.form, "reversed_by", "reverses"), nil
}

// reversalColumns say what was reversed by which entry, and what a reversal reverses.
func reversalColumns() []report.Column {
	return []report.Column{
		{Key: "reversed_by", Title: lang.Text{ZH: "被第几条冲销", EN: "reversed by"}},
		{Key: "reverses", Title: lang.Text{ZH: "冲销第几条", EN: "reverses"}},
	}
}

// positionCell is a position; blank if there is none.
func positionCell(p store.Position, some bool) report.Cell {
	if !some {
		return report.Blank(lang.Text{})
	}
	return report.Count(int64(p))
}

// fieldCell is the cell of one field of a fact; blank if it is not filled in.
func fieldCell(name, text string, e event.Event) report.Cell {
	switch {
	case text == "":
		return report.Blank(lang.Text{})
	case name == "amount":
		amount, err := money.Parse(text)
		if err != nil {
			panic("fundledger: a recorded amount is none: " + err.Error())
		}
		return report.Amount(amount)
	case name == "count":
		return report.Count(e.Common().Count)
	}
	return report.Text(text)
}

// allFields returns every field name of any type, in alphabetical order.
func allFields() []string {
	var names []string
	for _, t := range event.Types() {
		for _, f := range t.Fields {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// printTypes documents one type, or all.
func (p *program) printTypes(wire string, a *axes) error {
	types := event.Types()
	if wire != "" {
		t, _ := event.TypeOf(wire)
		types = []event.Type{t}
	}
	switch a.form {
	case report.CSV:
		return templateTable(types).Write(p.out, report.CSV, a.style)
	case report.JSON:
		return typesTable(types).Write(p.out, report.JSON, a.style)
	case report.Plain:
	}
	for i, t := range types {
		if i > 0 {
			if _, err := p.out.Write([]byte("\n")); err != nil {
				return err
			}
		}
		if err := typeTable(t).Write(p.out, report.Plain, a.style); err != nil {
			return err
		}
	}
	return nil
}

// typeTable documents one type for a clerk.
func typeTable(t event.Type) report.Table {
	table := report.Table{
		Key: "type", Title: lang.F("%s  %s", "%s  %s", t.Wire, t.Title),
		Facts: []report.Fact{{Key: "effect", Title: lang.Text{ZH: "影响", EN: "effect"}, Value: report.Words(t.Effect)}},
		Columns: []report.Column{
			{Key: "column", Title: lang.Text{ZH: "列", EN: "column"}},
			{Key: "required", Title: lang.Text{ZH: "必填", EN: "required"}},
			{Key: "meaning", Title: lang.Text{ZH: "含义", EN: "meaning"}},
			{Key: "example", Title: lang.Text{ZH: "示例", EN: "example"}},
			{Key: "format", Title: lang.Text{ZH: "写法", EN: "how to write it"}},
		},
	}
	values := exampleOf(t)
	for _, f := range t.Fields {
		required := report.Blank(lang.Text{})
		if f.Required {
			required = report.Code("yes", lang.Text{ZH: "是", EN: "yes"})
		}
		m := f.Meaning()
		example := report.Blank(lang.Text{})
		if values[f.Name] != "" {
			example = report.Text(values[f.Name])
		}
		table.Rows = append(table.Rows, []report.Cell{report.Text(f.Name), required, report.Words(m.Title), example, report.Words(m.Format)})
	}
	return table
}

// exampleOf returns the filled-in fields of a type's example.
func exampleOf(t event.Type) map[string]string {
	values := map[string]string{}
	for name, text := range event.Values(t.Example) {
		values[name] = text
	}
	return values
}

// typesTable documents the columns of all types, one row each, for machines.
func typesTable(types []event.Type) report.Table {
	all := report.Table{Key: "types"}
	for _, t := range types {
		one := typeTable(t)
		all.Columns = append([]report.Column{{Key: "type"}, {Key: "title"}, {Key: "effect"}}, one.Columns...)
		for _, row := range one.Rows {
			all.Rows = append(all.Rows, append([]report.Cell{report.Text(t.Wire), report.Words(t.Title), report.Words(t.Effect)}, row...))
		}
	}
	return all
}

// templateTable is an import file with one example row per type that a
// clerk records; closings, reversals and wrong clocks have commands of their own.
func templateTable(types []event.Type) report.Table {
	types = slices.DeleteFunc(slices.Clone(types), func(t event.Type) bool {
		switch t.Example.(type) {
		case event.Closing, event.Correction, event.ClockAcknowledged:
			return true
		default:
			return false
		}
	})
	t := report.Table{Key: "template", Columns: []report.Column{{Key: "type"}}}
	var names []string
	for _, typ := range types {
		for _, f := range typ.Fields {
			names = append(names, f.Name)
		}
	}
	slices.SortFunc(names, strings.Compare)
	names = slices.Compact(names)
	for _, name := range names {
		t.Columns = append(t.Columns, report.Column{Key: name})
	}
	for _, typ := range types {
		values := exampleOf(typ)
		cells := []report.Cell{report.Text(typ.Wire)}
		for _, name := range names {
			cells = append(cells, report.Text(values[name]))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
