package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
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
			return p.printTable(&a, func(s store.Store) (report.Table, error) { return p.eventsTable(cmd.Context(), s, want, &a) })
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

// wants reports whether a fact is asked for.
func (w eventFilter) wants(b replay.Booked) bool {
	funds := event.FundsOf(b.Event)
	return (w.wire == "" || b.Recorded.Type == w.wire) &&
		(w.fund == "" || slices.Contains(funds[:], fund.ID(w.fund))) &&
		(w.institution == "" || string(event.InstitutionOf(b.Event)) == w.institution) &&
		(w.document == "" || document.Normal(b.Event.Common().Document) == document.Normal(w.document)) &&
		(w.stream == "" || b.Entry.Stream == w.stream)
}

// eventsTable lists the entries that are wanted.
func (p *program) eventsTable(ctx context.Context, s store.Store, want eventFilter, a *axes) (report.Table, error) {
	reversals, facts, err := p.Facts(ctx, s, office.Axes{KnownAt: a.KnownAt}, want.last, want.wants)
	if err != nil {
		return report.Table{}, err
	}
	list := tables.NewEvents(a.KnownAt, a.form == report.Plain)
	for booked, err := range facts {
		if err != nil {
			return report.Table{}, err
		}
		e := tables.EventOf(booked.Recorded, booked.Entry)
		e.ReversedBy, e.Reverses, e.IsReversed, e.IsReversal = reversals.Mark(booked.Recorded, booked.Event)
		list.Add(e)
	}
	return list.Table, nil
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
		return tables.Template(types).Write(p.out, report.CSV, a.style)
	case report.JSON:
		return tables.Types(types).Write(p.out, report.JSON, a.style)
	case report.Plain:
	}
	for i, t := range types {
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		if err := tables.Type(t).Write(p.out, report.Plain, a.style); err != nil {
			return err
		}
	}
	return nil
}
