package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// The groups of subcommands, in the order in which help lists them.
const (
	reports = "reports"
	steps   = "steps"
)

// formCommand records one type of fact about one thing.
func (p *program) formCommand(parent string, f forms.Form) *cobra.Command {
	typ := f.Type()
	use, least := f.Name, 1
	thing := strings.ToUpper(f.Key)
	if f.Key != "" {
		use, least = use+" "+thing, 2
	}
	needed, free := f.Fields()
	var person string
	cmd := &cobra.Command{
		GroupID: steps,
		Use:     use + " FIELD=VALUE...",
		Short:   typ.Title.In(p.lang),
		Long: p.say("%s（%s）：\n%s。\n必填：%s\n可以不填：%s\n各字段的写法：fundledger events --types %s",
			"%s (%s):\n%s.\nFields: %s\nMay be left out: %s\nHow each is written: fundledger events --types %s",
			typ.Title, f.Wire, typ.Effect, strings.Join(needed, " "), strings.Join(free, " "), f.Wire),
		Example: "  fundledger " + parent + " " + f.Name + " " + f.Example(),
		Args:    p.arguments(strings.TrimSpace(thing+" FIELD=VALUE"), least, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			words := args
			if f.Key != "" {
				words = args[1:]
			}
			given, err := forms.Given(words)
			if err != nil {
				return err
			}
			if f.Key != "" {
				if _, twice := given[f.Key]; twice {
					return forms.Twice(f.Key)
				}
				given[f.Key] = args[0]
			}
			if err := givePerson(cmd, person, given); err != nil {
				return err
			}
			return p.With(func(s store.Store) error {
				if err := f.Fill(cmd.Context(), s, given); err != nil {
					return err
				}
				fact, err := p.Fact(f.Wire, given)
				if err != nil {
					return f.First(err)
				}
				return p.recordOne(cmd.Context(), s, fact, parent+" "+f.Name)
			})
		},
	}
	if hasPerson(typ) {
		p.personFlag(cmd, &person)
	}
	return cmd
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
