package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/aggregates/enforcement"
	"github.com/fundledger/fundledger/aggregates/institution"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/agreements"
	"github.com/fundledger/fundledger/projections/cases"
	"github.com/fundledger/fundledger/projections/posting"
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
				fact, err := p.fact(f.wire, given)
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
	var invalid *invalidFactError
	if !errors.As(err, &invalid) {
		return err
	}
	isKey := func(p event.Problem) bool {
		return p.Field == f.key || invalid.given[p.Field] != "" && (p.Field == "region" || p.Field == "fund")
	}
	if slices.ContainsFunc(invalid.problems, isKey) {
		invalid.problems = slices.DeleteFunc(invalid.problems, func(p event.Problem) bool {
			return invalid.given[p.Field] == "" && slices.Contains(f.follows, p.Field)
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
	env, err := p.envelope(causation)
	if err != nil {
		return err
	}
	env.Void = p.Voids(s)
	receipts, err := p.RecordAll(ctx, s, env, fact)
	if err != nil {
		return err
	}
	receipt := receipts[0]
	if receipt.Duplicate {
		fmt.Fprintln(p.out, p.say("此前已入账，账本没有变化", "recorded before; the ledger did not change"))
		return nil
	}
	fmt.Fprintln(p.out, p.say("已入账：%s 第 %d 条，全账第 %d 条", "recorded: %s revision %d, position %d",
		aggregates.StreamOf(fact), receipt.Last, receipt.First))
	return p.tell(ctx, s, receipt.First)
}

// tell says so if a recorded fact entered the books on another day than that on
// which it occurred, because the period of that day is closed, or has a warning.
func (p *program) tell(ctx context.Context, s store.Store, at store.Position) error {
	_, fact, err := p.at(ctx, s, at)
	if err != nil {
		return err
	}
	switch f := fact.Common(); {
	case f.BookedFor != 0:
		fmt.Fprintln(p.out, p.say("%s 所属期间已结账，差额随冲销入账", "the period of %s is closed: the reversal books the difference", f.OccurredOn))
	case f.BookedOn != 0 && len(posting.Of(fact)) > 0:
		fmt.Fprintln(p.out, p.say("%s 所属期间已结账，记入 %s 的账", "the period of %s is closed: it is booked on %s", f.OccurredOn, f.BookedOn))
	}
	if w := event.WarningOf(fact); w != "" {
		fmt.Fprintln(p.out, p.say("提示：%s；已按决定书原样入账", "warning: %s; recorded as decided", event.NameOf("warning", w)))
	}
	if event.Undated(fact) {
		fmt.Fprintln(p.out, p.say("提示：%s", "warning: %s", undatedTotal))
	}
	p.tellOverdraft(ctx, s, fact)
	return nil
}

// undatedTotal is said of a recovery of several payments whose year is not known.
var undatedTotal = lang.Text{
	ZH: "没有写明原支付年度，记其他收入；列入例外登记，查明后更正",
	EN: "it does not say the year of the payments, and is other income; it is listed as an exception until it is corrected",
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
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return fault.Input("%s 没有子命令 %s；用 fundledger %[1]s --help 查看全部", "%s has no subcommand %s; list all with: fundledger %[1]s --help", cmd.Name(), args[0])
		},
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

// unknownFields returns bad input for fields that a type does not have.
func unknownFields(typ event.Type, given map[string]string) error {
	for name := range given {
		if !slices.ContainsFunc(typ.Fields, func(f event.Field) bool { return f.Name == name }) {
			return fault.Input("%s 没有字段 %s；用 events --types %[1]s 查看", "%s has no field %s; see events --types %[1]s", typ.Wire, name)
		}
	}
	return nil
}
