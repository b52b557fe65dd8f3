package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/terms"
)

// factsAsked is what the flags of events ask for.
type factsAsked struct {
	office.FactQuery
	institution, caseNumber, person, inPersonFile, document string
}

func (p *program) eventsCommand() *cobra.Command {
	var a axes
	var types bool
	var want factsAsked
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
				want.Type = args[0]
				if _, known := event.TypeOf(want.Type); !known {
					return fault.Input("没有事项类型 %s；用 events --types 查看全部", "there is no type %s; list all with events --types", want.Type)
				}
			}
			if types {
				return p.printTypes(cmd.Context(), want.Type, &a)
			}
			want.Axes = a.Axes
			if err := p.readAsked(cmd, &want); err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				if p.drill != nil {
					return p.openFact(cmd.Context(), s, &a)
				}
				return p.printEvents(cmd.Context(), s, want.FactQuery, &a)
			})
		},
	}
	a.knownFlags(p, cmd)
	a.keysFlag(p, cmd)
	f := cmd.Flags()
	f.BoolVar(&types, "types", false, p.say("说明事项类型", "document the types of facts"))
	f.StringVar((*string)(&want.Fund), "fund", "", p.say("只列涉及该基金的", "only facts about this fund"))
	p.regionFlag(cmd, &want.Region)
	f.StringVar(&want.institution, "institution", "", p.say("只列涉及该机构的", "only facts about this institution"))
	f.StringVar(&want.caseNumber, "case", "", p.say("只列该案件的", "only facts of this case"))
	f.StringVar(&want.person, "person", "", p.say("只列该人员的：编号或假名", "only facts about this person: the number, or the pseudonym"))
	p.personFlag(cmd, &want.inPersonFile)
	f.StringVar(&want.document, "document", "", p.say("只列该凭证号的", "only facts of this document"))
	f.StringVar(&want.Stream, "stream", "", p.say("只列该流的", "only facts of this stream"))
	f.Var((*natural)(&want.Last), "last", p.say("只列最近 N 条", "only the last N"))
	p.factFlags(cmd, &want.FactQuery)
	return cmd
}

// readAsked makes of the flags what is asked for. Error: bad input.
func (p *program) readAsked(cmd *cobra.Command, want *factsAsked) error {
	switch {
	case want.Ends && (want.From > 0 || want.Last > 0):
		return errBefore
	case want.Last > 0 && (want.Limit > 0 || want.From > 0):
		return errLast
	case want.person != "" && want.inPersonFile != "":
		return forms.Twice("person")
	case want.person != "" || want.inPersonFile != "":
		person, err := p.personGiven(cmd, want.inPersonFile, []string{want.person})
		if err != nil {
			return err
		}
		want.About(terms.Person, string(person))
	}
	want.About(terms.Institution, want.institution)
	want.About(terms.Case, want.caseNumber)
	want.About(terms.Document, want.document)
	return nil
}

// eventOf returns a fact as tables show it.
func eventOf(f office.Fact) tables.Event {
	e := tables.EventOf(f.Recorded, f.Entry)
	e.ReversedBy, e.Reverses, e.IsReversed, e.IsReversal = f.ReversedBy, f.Reverses, f.IsReversed, f.IsReversal
	return e
}
