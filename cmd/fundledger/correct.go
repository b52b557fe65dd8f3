package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

func (p *program) correctCommand() *cobra.Command {
	var c correction
	cmd := &cobra.Command{
		Use:   "correct POSITION FIELD=VALUE...",
		Short: p.say("更正一条事项：冲销并登记更正后的", "correct a fact: reverse it and record it as corrected"),
		Long: p.say("更正一条事项（序号见 events）：冲销原事项，并按改正的字段重新登记，两者一起入账。\n更正前后都在已结账期间的，只有差额记入首个未结账日；以前年度的收支差额记其他收入、其他支出。",
			"Correct a fact (its position: see events): reverse it and record it again with the fields given,\nboth together. If both are dated in closed periods, only the difference enters the books, on the first\nopen day; of income and expense of an earlier year as other income or other expense."),
		Example: "  fundledger correct 12 amount=506.87 --document GZ-1\n  fundledger correct 12 occurred_on=2025-03-05 care=inpatient --document GZ-2",
		Args:    p.arguments("POSITION", 2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.correct(cmd.Context(), &c, args[0], args[1:])
		},
	}
	c.flags(p, cmd, lang.Text{ZH: "被更正事项的业务日期", EN: "the business date of the fact that is corrected"})
	return cmd
}

// correct reverses the fact at a position and records it again with words.
func (p *program) correct(ctx context.Context, c *correction, position string, words []string) error {
	at, of, err := c.asked(position)
	if err != nil {
		return err
	}
	if of.Changes, err = forms.Given(words); err != nil {
		return err
	}
	return p.With(func(s store.Store) error {
		reversal, right, err := p.Correct(ctx, s, by(), at[0], of)
		if err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.say("已冲销第 %d 条：冲销记在第 %d 条", "reversed position %d: the reversal stands at position %d", at[0], reversal.First))
		fmt.Fprintln(p.out, p.say("更正后的记在第 %d 条", "the corrected fact stands at position %d", right.First))
		p.tell(append(reversal.Notes, right.Notes...))
		return nil
	})
}
