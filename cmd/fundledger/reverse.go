package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
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
		Use:   "reverse POSITION...",
		Short: p.say("冲销一条或几条事项", "reverse a fact, or several"),
		Long: p.say("冲销一条事项（序号见 events）。原事项和冲销都留在账上；每条只能冲销一次，冲销不能再冲销。\n本年的原样冲回；以前年度的收支记其他收入、其他支出。\n几条一起冲销：全部冲销或都不冲销，凭证号依次为 CX-1/1、CX-1/2……",
			"Reverse a fact (its position: see events). Both stay in the ledger; a fact is reversed once, and a\nreversal never. Of this year it is booked back; of an earlier year as other income or other expense.\n"+
				"Several are reversed together, all or none, under CX-1/1, CX-1/2 and so on."),
		Example: "  fundledger reverse 12 --document CX-1\n  fundledger reverse 12 13 17 --document CX-2\n  fundledger reverse 12 --document CX-1 --on 2025-07-31 --note 重复入账",
		Args:    p.arguments("POSITION", 1, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.reverse(cmd.Context(), &c, args)
		},
	}
	c.flags(p, cmd, lang.Text{ZH: "今天（北京时间）", EN: "today (Asia/Shanghai)"})
	return cmd
}

// asked returns what is asked of the facts at positions. Error: bad input.
func (c *correction) asked(positions ...string) (at []store.Position, of office.Correction, err error) {
	for _, position := range positions {
		n, err := strconv.ParseUint(position, 10, 63)
		if err != nil {
			return nil, of, fault.Input("“%s”不是序号；用 fundledger events 查出", "%q is not a position; look it up with fundledger events", position)
		}
		at = append(at, store.Position(n))
	}
	of = office.Correction{Document: c.document, Note: c.note}
	if of.On, err = parseDay("--on", c.on); err != nil {
		return nil, of, err
	}
	if c.document == "" {
		return nil, of, fault.Input("缺少冲销凭证号；加 --document", "the reversal needs a document; add --document")
	}
	return at, of, nil
}

// reverse reverses the facts at positions.
func (p *program) reverse(ctx context.Context, c *correction, positions []string) error {
	at, of, err := c.asked(positions...)
	if err != nil {
		return err
	}
	return p.With(func(s store.Store) error {
		done, err := p.Reverse(ctx, s, by(), at, of)
		for i, d := range done {
			said := p.say("已冲销第 %d 条：冲销记在第 %d 条", "reversed position %d: the reversal stands at position %d", at[i], d.First)
			if d.Duplicate {
				said = p.say("第 %d 条此前已这样冲销；未再记入", "position %d was reversed so before; nothing was recorded", at[i])
			}
			fmt.Fprintln(p.out, said)
			p.tell(d.Notes)
		}
		return err
	})
}
