package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) recordCommand() *cobra.Command {
	var person string
	cmd := &cobra.Command{
		Use:   "record TYPE FIELD=VALUE...",
		Short: p.say("记入一条事项", "record one fact"),
		Long: p.say("记入一条事项。字段与导入文件的列相同；用 events --types TYPE 查看。",
			"Record one fact. Its fields are those of an import file; see events --types TYPE."),
		Example: "  fundledger record fund.established fund=441300.390 name=惠州市城乡居民基本医疗保险基金 document=F-1 occurred_on=2025-01-01\n" +
			"  fundledger record premium.received fund=441300.390 amount=400.00 document=P-1 occurred_on=2025-01-31",
		Args: p.arguments("TYPE", 1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			given, err := fieldsGiven(args[1:])
			if err != nil {
				return err
			}
			if err := givePerson(cmd, person, given); err != nil {
				return err
			}
			fact, err := p.fact(args[0], given)
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error { return p.recordOne(cmd.Context(), s, fact, "record") })
		},
	}
	p.personFlag(cmd, &person)
	return cmd
}

// fact returns the fact of the given fields. Error: bad input with every problem.
func (p *program) fact(wire string, given map[string]string) (event.Event, error) {
	typ, known := event.TypeOf(wire)
	if !known {
		return nil, fault.Input("没有事项类型 %s；用 events --types 查看全部", "there is no type %s; list all with events --types", wire)
	}
	if why, remedy := importer.Computed(wire); !why.IsZero() {
		return nil, fault.Input("%s；%s", "%s; %s", why, remedy)
	}
	if err := unknownFields(typ, given); err != nil {
		return nil, err
	}
	invalid := &invalidFactError{given: given}
	person := ""
	if number := given["person"]; number != "" {
		key, err := p.ReadPersonKey()
		if err != nil {
			return nil, err
		}
		pseudonym, why, remedy := importer.Person(key, number)
		if !why.IsZero() {
			invalid.problems = append(invalid.problems, event.Problem{Field: "person", Why: why, Remedy: remedy})
		}
		person = string(pseudonym)
	}
	fact, problems := event.Parse(wire, func(field string) string {
		if field == "person" {
			return person
		}
		return given[field]
	})
	for _, problem := range problems {
		if problem.Field != "person" || given["person"] == "" { // else it is told already
			invalid.problems = append(invalid.problems, problem)
		}
	}
	if len(invalid.problems) > 0 {
		return nil, invalid
	}
	return fact, nil
}

// invalidFactError is everything that is wrong with a fact by itself.
type invalidFactError struct {
	given    map[string]string
	problems []event.Problem
}

func (e *invalidFactError) Error() string { return e.In(lang.EN) }

// Kind is that it is bad input.
func (e *invalidFactError) Kind() fault.Kind { return fault.BadInput }

// In tells every problem on a line of its own.
func (e *invalidFactError) In(l lang.Lang) string {
	return fault.Unfit(e.problems, func(field string) string {
		if importer.Private(field, e.given[field]) {
			return ""
		}
		return rows.Shorten(e.given[field])
	}).In(l)
}
