package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
	"github.com/fundledger/fundledger/projections/terms"
)

// eventFilter says which facts to list.
type eventFilter struct {
	wire, fund, region, stream                              string
	institution, document, caseNumber, person, inPersonFile string
	last, limit, after                                      int
	from                                                    store.Position
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
		Example: "  fundledger events --fund 441300.390 --last 20\n" +
			"  fundledger events --institution H44130200026 --limit 50 --after 1041\n" +
			"  fundledger events --format json --document P-1\n  fundledger events --types\n" +
			"  fundledger events --types premium.received\n  fundledger events --types --format csv > template.csv",
		Args: p.arguments("TYPE", 0, 1),
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
			if want.limit > 0 && want.last > 0 {
				return fault.Input("--limit 和 --last 只能给一个", "give --limit or --last, not both")
			}
			if cmd.Flags().Changed("after") {
				want.from = store.Position(want.after) + 1
			}
			return p.printTable(&a, func(s store.Store) (report.Table, error) { return p.eventsTable(cmd, s, want, &a) })
		},
	}
	a.knownFlags(p, cmd)
	f := cmd.Flags()
	f.BoolVar(&types, "types", false, p.say("说明事项类型", "document the types of facts"))
	f.StringVar(&want.fund, "fund", "", p.say("只列涉及该基金的", "only facts about this fund"))
	p.regionFlag(cmd, &want.region)
	f.StringVar(&want.institution, "institution", "", p.say("只列涉及该机构的", "only facts about this institution"))
	f.StringVar(&want.caseNumber, "case", "", p.say("只列该案件的", "only facts of this case"))
	f.StringVar(&want.person, "person", "", p.say("只列该人员的：编号或假名", "only facts about this person: the number, or the pseudonym"))
	p.personFlag(cmd, &want.inPersonFile)
	f.StringVar(&want.document, "document", "", p.say("只列该凭证号的", "only facts of this document"))
	f.StringVar(&want.stream, "stream", "", p.say("只列该流的", "only facts of this stream"))
	f.Var((*natural)(&want.last), "last", p.say("只列最近 N 条", "only the last N"))
	f.Var((*natural)(&want.limit), "limit",
		p.say("一页 N 条；页首或 JSON 的 next 是下一页的 --after", "a page of N; its head, or next in JSON, is the --after of the next one"))
	f.Var((*natural)(&want.after), "after", p.say("从该序号之后列起", "begin behind this position"))
	return cmd
}

// termsOf returns what the facts are asked for by. Error: bad input.
func (p *program) termsOf(cmd *cobra.Command, w eventFilter) (of []terms.Term, err error) {
	if w.person != "" && w.inPersonFile != "" {
		return nil, forms.Twice("person")
	}
	if w.person != "" || w.inPersonFile != "" {
		person, err := p.personGiven(cmd, w.inPersonFile, []string{w.person})
		if err != nil {
			return nil, err
		}
		of = append(of, terms.New(terms.Person, string(person)))
	}
	for _, t := range []terms.Term{
		terms.New(terms.Institution, w.institution), terms.New(terms.Case, w.caseNumber), terms.New(terms.Document, w.document),
	} {
		if t.Text != "" {
			of = append(of, t)
		}
	}
	return of, nil
}

// wants reports whether a fact is asked for, but for its terms.
func (w eventFilter) wants(b replay.Booked) bool {
	funds := event.FundsOf(b.Event)
	return (w.wire == "" || b.Recorded.Type == w.wire) &&
		(w.fund == "" || slices.Contains(funds[:], fund.ID(w.fund))) &&
		strings.HasPrefix(string(event.RegionOf(b.Event)), w.region) &&
		(w.stream == "" || b.Entry.Stream == w.stream)
}

// eventsTable lists the facts that are wanted.
func (p *program) eventsTable(cmd *cobra.Command, s store.Store, want eventFilter, a *axes) (report.Table, error) {
	of, err := p.termsOf(cmd, want)
	if err != nil {
		return report.Table{}, err
	}
	q := office.FactQuery{Axes: office.Axes{KnownAt: a.KnownAt}, Terms: of, Wants: want.wants, From: want.from, Last: want.last}
	if want.limit > 0 {
		q.Limit = want.limit + 1 // says whether there is a next page
	}
	facts, err := p.Facts(cmd.Context(), s, q)
	if err != nil {
		return report.Table{}, err
	}
	list := tables.NewEvents(a.KnownAt, a.form == report.Plain)
	if want.limit > 0 {
		list.PageOf(want.limit)
	}
	for f, err := range facts {
		if err != nil {
			return report.Table{}, err
		}
		e := tables.EventOf(f.Recorded, f.Entry)
		e.ReversedBy, e.Reverses, e.IsReversed, e.IsReversal = f.ReversedBy, f.Reverses, f.IsReversed, f.IsReversal
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
