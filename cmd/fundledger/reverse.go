package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/forms"
	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
)

// correction is what reverse and correct have in common.
type correction struct {
	document, on, note string
}

// flags adds the flags; day says which day the reversal has unless --on is given.
func (c *correction) flags(p *program, cmd *cobra.Command, day lang.Text) {
	f := cmd.Flags()
	f.StringVar(&c.document, "document", "", p.say("冲销凭证号（必填）", "document number of the reversal (required)"))
	f.StringVar(&c.on, "on", "", p.say("冲销日期，默认%s", "date of the reversal, default %s", day))
	f.StringVar(&c.note, "note", "", p.say("备注", "remark"))
}

func (p *program) reverseCommand() *cobra.Command {
	var c correction
	cmd := &cobra.Command{
		Use:   "reverse POSITION",
		Short: p.say("冲销一条事项", "reverse a fact"),
		Long: p.say("冲销一条事项（序号见 events）。原事项和冲销都留在账上；每条只能冲销一次，冲销不能再冲销。\n本年的原样冲回；以前年度的收支记其他收入、其他支出。",
			"Reverse a fact (its position: see events). Both stay in the ledger; a fact is reversed once, and a\nreversal never. Of this year it is booked back; of an earlier year as other income or other expense."),
		Example: "  fundledger reverse 12 --document CX-1\n  fundledger reverse 12 --document CX-1 --on 2025-07-31 --note 重复入账",
		Args:    p.arguments("POSITION", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.correct(cmd.Context(), &c, args[0], nil)
		},
	}
	c.flags(p, cmd, lang.Text{ZH: "今天（北京时间）", EN: "today (Asia/Shanghai)"})
	return cmd
}

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

// correct reverses the fact at a position and, if there are words, records it
// again with them.
func (p *program) correct(ctx context.Context, c *correction, position string, words []string) error {
	at, err := strconv.ParseUint(position, 10, 63)
	if err != nil {
		return fault.Input("“%s”不是序号；用 fundledger events 查出", "%q is not a position; look it up with fundledger events", position)
	}
	on, err := parseDay("--on", c.on)
	if err != nil {
		return err
	}
	if c.document == "" {
		return fault.Input("缺少冲销凭证号；加 --document", "the reversal needs a document; add --document")
	}
	changes, err := forms.Given(words)
	if err != nil {
		return err
	}
	return p.With(func(s store.Store) error {
		reversal, right, err := p.Correct(ctx, s, by(), store.Position(at),
			office.Correction{Document: c.document, Note: c.note, On: on, Changes: changes})
		if err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.say("已冲销第 %d 条：冲销记在第 %d 条", "reversed position %d: the reversal stands at position %d", at, reversal.First))
		if len(changes) > 0 {
			fmt.Fprintln(p.out, p.say("更正后的记在第 %d 条", "the corrected fact stands at position %d", right.First))
		}
		p.tell(append(reversal.Notes, right.Notes...))
		return nil
	})
}
