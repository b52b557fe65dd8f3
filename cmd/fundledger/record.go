package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) recordCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "record TYPE FIELD=VALUE...",
		Short: p.say("记入一条事项", "record one fact"),
		Long: p.say("记入一条事项。字段与导入文件的列相同；用 events --types TYPE 查看。",
			"Record one fact. Its fields are those of an import file; see events --types TYPE."),
		Example: "  fundledger record fund.established fund=441300.390 name=惠州市城乡居民基本医疗保险基金 document=F-1 occurred_on=2025-01-01\n" +
			"  fundledger record premium.received fund=441300.390 amount=400.00 document=P-1 occurred_on=2025-01-31",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			fact, err := p.fact(args[0], args[1:])
			if err != nil {
				return err
			}
			env, err := p.envelope("record")
			if err != nil {
				return err
			}
			return p.withLedger(func(s store.Store) error {
				receipt, err := aggregates.Record(cmd.Context(), s, fact, env)
				if err != nil {
					return err
				}
				if receipt.Duplicate {
					fmt.Fprintln(p.out, p.say("此前已入账，账本没有变化", "recorded before; the ledger did not change"))
					return nil
				}
				fmt.Fprintln(p.out, p.say("已入账：%s 第 %d 条，全账第 %d 条", "recorded: %s revision %d, position %d",
					aggregates.StreamOf(fact), receipt.Last, receipt.First))
				return nil
			})
		},
	}
}

// fact returns the fact given as FIELD=VALUE words. Error: bad input with every problem.
func (p *program) fact(wire string, words []string) (event.Event, error) {
	given := map[string]string{}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return nil, badInput("“%s”不是 字段=值", "%q is not FIELD=VALUE", w)
		}
		if _, twice := given[name]; twice {
			return nil, badInput("字段 %s 给了两次", "the field %s is given twice", name)
		}
		given[name] = value
	}
	invalid := &event.InvalidError{Wire: wire}
	if number := given["person"]; number != "" {
		key, err := p.readKey()
		if err != nil {
			return nil, err
		}
		person, why, remedy := importer.Person(key, number)
		if !why.IsZero() {
			invalid.Problems = append(invalid.Problems, event.Problem{Field: "person", Why: why, Remedy: remedy})
		}
		given["person"] = string(person)
	}
	asked := map[string]bool{}
	fact, problems := event.Parse(wire, func(field string) string {
		asked[field] = true
		return given[field]
	})
	invalid.Problems = append(invalid.Problems, problems...)
	if len(asked) > 0 { // the type exists
		for name := range given {
			if !asked[name] {
				return nil, badInput("%s 没有字段 %s；用 events --types %[1]s 查看", "%s has no field %s; see events --types %[1]s", wire, name)
			}
		}
	}
	if len(invalid.Problems) > 0 {
		return nil, invalid
	}
	return fact, nil
}
