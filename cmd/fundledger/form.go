package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates/enforcement"
	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/replay"
)

// form is a subcommand that records one type of fact about one thing: the
// thing is named first, the rest as FIELD=VALUE, as with record. What the ledger
// knows of the thing already need not be given.
type form struct {
	name, wire string
	key        string   // field that names the thing; "": none
	known      known    // nil: nothing is known
	follows    []string // fields that follow from the others and may be left out
}

// known returns the values of fields that follow from those given. Error: bad
// input, if the thing is not in the ledger.
type known func(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error)

// The groups of subcommands, in the order in which help lists them.
const (
	reports = "reports"
	steps   = "steps"
)

func (p *program) formCommand(parent string, f form) *cobra.Command {
	typ, _ := event.TypeOf(f.wire)
	use, least := f.name, 1
	thing := strings.ToUpper(f.key)
	if f.key != "" {
		use, least = use+" "+thing, 2
	}
	var person string
	cmd := &cobra.Command{
		GroupID: steps,
		Use:     use + " FIELD=VALUE...",
		Short:   typ.Title.In(p.lang),
		Long:    p.fields(typ, f),
		Example: "  fundledger " + parent + " " + f.name + exampleWords(typ, f),
		Args:    p.arguments(strings.TrimSpace(thing+" FIELD=VALUE"), least, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			words := args
			if f.key != "" {
				words = args[1:]
			}
			given, err := fieldsGiven(words)
			if err != nil {
				return err
			}
			if f.key != "" {
				if _, twice := given[f.key]; twice {
					return fault.Input("字段 %s 给了两次", "the field %s is given twice", f.key)
				}
				given[f.key] = args[0]
			}
			if err := givePerson(cmd, person, given); err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				if err := complete(cmd.Context(), s, typ, f, given); err != nil {
					return err
				}
				fact, err := p.Fact(f.wire, given)
				if err != nil {
					return f.first(err)
				}
				return p.recordOne(cmd.Context(), s, fact, parent+" "+f.name)
			})
		},
	}
	if hasPerson(typ) {
		p.personFlag(cmd, &person)
	}
	return cmd
}

// first returns the error of a fact; where the thing itself could not be looked
// up, without the fields that would have followed from it.
func (f form) first(err error) error {
	var invalid *office.UnfitError
	if !errors.As(err, &invalid) {
		return err
	}
	isKey := func(p event.Problem) bool {
		return p.Field == f.key || invalid.Given[p.Field] != "" && (p.Field == "region" || p.Field == "fund")
	}
	if slices.ContainsFunc(invalid.Problems, isKey) {
		invalid.Problems = slices.DeleteFunc(invalid.Problems, func(p event.Problem) bool {
			return invalid.Given[p.Field] == "" && slices.Contains(f.follows, p.Field)
		})
	}
	return invalid
}

// complete fills in fields of the type that are not given and that the ledger knows.
func complete(ctx context.Context, s store.Store, typ event.Type, f form, given map[string]string) error {
	if f.known == nil {
		return nil
	}
	known, err := f.known(ctx, s, given)
	if err != nil {
		return err
	}
	for _, field := range typ.Fields {
		if value := known[field.Name]; value != "" && given[field.Name] == "" {
			given[field.Name] = value
		}
	}
	return nil
}

// knownOfOpening returns what follows from the institution that a new case is
// about: the region in which it was designated, and what kind of subject it is.
func knownOfOpening(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error) {
	code := fund.Institution(given["institution"])
	if !code.Valid() {
		return nil, nil
	}
	v, err := agreementOf(ctx, s, code)
	if err != nil {
		return nil, err
	}
	subject := event.Hospital
	if event.KindOf(code) == event.KindPharmacy {
		subject = event.Pharmacy
	}
	return map[string]string{"region": string(v.Agreement(code, agreements.Latest).Region), "subject": string(subject)}, nil
}

// knownOfCase returns what the opening of a case says. The case is looked up in
// the region given, or that of the fund given; without both, in the whole ledger.
// Error: bad input if there is no such case, or several regions have one.
func knownOfCase(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error) {
	number, region := given["case"], fund.Region(given["region"])
	if region == "" {
		region = fund.ID(given["fund"]).Region()
	}
	if strings.TrimSpace(number) == "" || region != "" && !region.Valid() {
		return nil, nil // is told by the check of the fields
	}
	var v cases.View
	var err error
	if region != "" {
		err = applyStream(ctx, s, enforcement.Stream(region, number), v.Apply)
	} else {
		_, err = replay.Run(ctx, s, time.Time{}, nil, &v)
	}
	if err != nil {
		return nil, err
	}
	key, err := findCase(&v, number, string(region))
	if err != nil {
		return nil, err
	}
	d := v.Docket(key, 0)
	opened, _ := d.Opened()
	follow := map[string]string{"region": string(key.Region), "channel": string(d.Channel()), "institution": string(opened.Institution)}
	if given["institution"] == "" || given["institution"] == follow["institution"] { // else it is about somebody else
		follow["subject"] = string(opened.Subject)
	}
	return follow, nil
}

// knownOfInstitution returns the region in which an institution was designated,
// and the scope of a fact that names a department.
// Error: bad input if it was not.
func knownOfInstitution(ctx context.Context, s store.Store, given map[string]string) (map[string]string, error) {
	code := fund.Institution(given["institution"])
	if !code.Valid() {
		return nil, nil // is told by the check of the fields
	}
	v, err := agreementOf(ctx, s, code)
	if err != nil {
		return nil, err
	}
	if len(v.Steps(code)) == 0 {
		return nil, noInstitution(string(code))
	}
	follow := map[string]string{"region": string(v.Agreement(code, agreements.Latest).Region)}
	if given["department"] != "" {
		follow["scope"] = string(event.Department)
	}
	return follow, nil
}

func noInstitution(code string) error {
	return fault.Input("账上没有机构 %s；用 institution list 查看全部，新机构用 institution designate 登记",
		"there is no institution %s; see all with institution list, record a new one with institution designate", code)
}

// knownOfCap returns the one limit that there is.
func knownOfCap(context.Context, store.Store, map[string]string) (map[string]string, error) {
	return map[string]string{"limit": string(event.ReliefAnnualCap)}, nil
}

func agreementOf(ctx context.Context, s store.Store, code fund.Institution) (*agreements.View, error) {
	var v agreements.View
	err := applyStream(ctx, s, institution.Stream(code, ""), v.Apply)
	return &v, err
}

func applyStream(ctx context.Context, s store.Store, stream string, apply func(ledger.Entry) error) error {
	for entry, err := range ledger.Stream(ctx, s, stream) {
		if err != nil {
			return err
		}
		if err := apply(entry); err != nil {
			return err
		}
	}
	return nil
}

// recordOne records one fact and says where it stands, and what is unusual about it.
func (p *program) recordOne(ctx context.Context, s store.Store, fact event.Event, causation string) error {
	done, err := p.Record(ctx, s, by(), causation, fact)
	switch {
	case err != nil:
		return err
	case done.Duplicate:
		fmt.Fprintln(p.out, p.say("此前已入账，账本没有变化", "recorded before; the ledger did not change"))
		return nil
	}
	fmt.Fprintln(p.out, p.say("已入账：%s 第 %d 条，全账第 %d 条", "recorded: %s revision %d, position %d", done.Stream, done.Last, done.First))
	p.tell(done.Notes)
	return nil
}

// tell prints notes.
func (p *program) tell(notes []lang.Text) {
	for _, n := range notes {
		fmt.Fprintln(p.out, n.In(p.lang))
	}
}

// fieldsGiven returns the fields given as FIELD=VALUE words. Error: bad input.
func fieldsGiven(words []string) (map[string]string, error) {
	given := map[string]string{}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return nil, fault.Input("“%s”不是 字段=值", "%q is not FIELD=VALUE", w)
		}
		if _, twice := given[name]; twice {
			return nil, fault.Input("字段 %s 给了两次", "the field %s is given twice", name)
		}
		given[name] = value
	}
	return given, nil
}

// fields says what a form records and which fields are given to it.
func (p *program) fields(typ event.Type, f form) string {
	var needed, free []string
	for _, field := range typ.Fields {
		switch {
		case field.Name == f.key || event.WrittenByLedger(field.Name):
		case field.Required && !slices.Contains(f.follows, field.Name):
			needed = append(needed, field.Name)
		default:
			free = append(free, field.Name)
		}
	}
	return p.say("%s（%s）：\n%s。\n必填：%s\n可以不填：%s\n各字段的写法：fundledger events --types %s",
		"%s (%s):\n%s.\nFields: %s\nMay be left out: %s\nHow each is written: fundledger events --types %s",
		typ.Title, f.wire, typ.Effect, strings.Join(needed, " "), strings.Join(free, " "), f.wire)
}

// exampleWords is the example of a type as it is typed after the name of its
// form, without what the ledger knows.
func exampleWords(typ event.Type, f form) string {
	var words, last []string
	if f.key == "case" {
		words = append(words, "2025-17")
	}
	for name, value := range event.Values(typ.Example) {
		if name == "person" {
			value = "1001" // people give numbers, which become pseudonyms
		}
		if strings.ContainsAny(value, " \t") {
			value = `"` + value + `"`
		}
		switch {
		case name == "case" && f.key == name, name == "count" && value == "1", event.WrittenByLedger(name), slices.Contains(f.follows, name):
		case name == f.key:
			words = append([]string{value}, words...)
		case name == "document" || name == "occurred_on":
			last = append(last, name+"="+value)
		default:
			words = append(words, name+"="+value)
		}
	}
	return " " + strings.Join(append(words, last...), " ")
}

// groupCommand is a command that only has subcommands: reports, and forms that
// record a step each.
func (p *program) groupCommand(use string, short, long lang.Text, example string, subs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short.In(p.lang), Long: long.In(p.lang), Example: example,
		Args: noSubcommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return errors.Join(cmd.Help()) },
	}
	cmd.AddGroup(&cobra.Group{ID: reports, Title: p.say("查看：", "Look:")}, &cobra.Group{ID: steps, Title: p.say("登记：", "Record:")})
	for _, sub := range subs {
		if sub.GroupID == "" {
			sub.GroupID = reports
		}
	}
	cmd.AddCommand(subs...)
	return cmd
}

// formNames are the names of forms in their order, twelve on a line.
func formNames(forms []form) string {
	var b strings.Builder
	for i, f := range forms {
		switch {
		case i > 0 && i%12 == 0:
			b.WriteString(",\n")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(f.name)
	}
	return b.String()
}
