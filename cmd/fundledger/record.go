package main

import (
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
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
			given, err := forms.Given(args[1:])
			if err != nil {
				return err
			}
			if err := givePerson(cmd, person, given); err != nil {
				return err
			}
			fact, err := p.Fact(args[0], given)
			if err != nil {
				return err
			}
			return p.With(func(s store.Store) error { return p.recordOne(cmd.Context(), s, fact, "record") })
		},
	}
	p.personFlag(cmd, &person)
	return cmd
}
