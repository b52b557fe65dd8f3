package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
)

func (p *program) exceptionsCommand() *cobra.Command {
	var a axes
	var id string
	cmd := &cobra.Command{
		Use:   "exceptions",
		Short: p.say("例外登记：已在账上、但今天的规则不会接受的事项", "the register of exceptions: what stands although it would not be recorded so today"),
		Long: p.say("列出已在账上、但要有人处理的事项，每条写明怎么办：\n"+
			"旧版程序登记两次的凭证，协议终止后或暂停期间的付款，超过限额的救助，未写明原支付年度的追回，\n"+
			"货币资金科目透支的日子，抵扣的结算尚未登记，作废的结账，等等。已冲销的不再列出。\n规则只对上次之后入账的事项重判；第一次逐条重判，与 verify 一样久。",
			"List what stands in the ledger and needs somebody's attention, and what to do about each: documents that an older\n"+
				"program recorded twice, payments after the end of an agreement or while it was suspended, aid above the cap, recoveries\n"+
				"without the year of their payment, days on which a money account is below zero, set-offs against a settlement that is not\n"+
				"recorded, closings that are void, and so on. What was reversed is not listed. Rules are asked of what was recorded\n"+
				"since it was asked for last; the first time of all facts, so that it takes as long as verify does."),
		Example: "  fundledger exceptions\n  fundledger exceptions --fund 441300.390 --format csv > exceptions.csv",
		Args:    p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			if id != "" && !fund.ID(id).Valid() {
				return fault.Input("--fund：%q 不是基金代码；写成统筹区.险种，如 441300.390", "--fund: %q is not a fund; write region.kind, such as 441300.390", id)
			}
			return p.With(func(s store.Store) error {
				found, err := p.Exceptions(cmd.Context(), s)
				if err != nil {
					return err
				}
				if found.NoDoubles != nil {
					p.tellNoDoubles(found.NoDoubles)
				}
				if n := found.Breaches; n > 0 {
					fmt.Fprintln(p.err, p.say("另有 %s", "%s", lang.Number(n, "处违反规则，不在此列；用 fundledger verify 查看", "broken rule is not listed here; see it with: fundledger verify", "broken rules are not listed here; see them with: fundledger verify")))
				}
				rows := slices.DeleteFunc(found.Rows, func(r exceptions.Row) bool { return id != "" && string(r.Fund) != id })
				return p.writeList(cmd, s, &a, tables.Exceptions(rows), nil, nil)
			})
		},
	}
	cmd.Flags().StringVar(&id, "fund", "", p.say("只列这个基金，如 441300.390", "only this fund, such as 441300.390"))
	a.unitFlag(p, cmd)
	a.formatFlag(p, cmd)
	a.listFlags(p, cmd)
	return cmd
}

// tellNoDoubles says that facts which stand twice are not listed, and why.
func (p *program) tellNoDoubles(err error) {
	fmt.Fprintln(p.err, p.say("没有查重：凭证索引打不开：%v", "doubles are not listed, for the index of documents cannot be opened: %v", err))
}

// tellExceptions says how many exceptions of each kind there are, and where they are
// listed.
func (p *program) tellExceptions(r *exceptions.Register) {
	if r.Len() == 0 {
		return
	}
	list := lang.Text{}
	for _, k := range exceptions.Kinds() {
		if n := r.Count(k); n > 0 {
			one := lang.F("%s %d", "%s %d", k.Of().Name, n)
			if list.IsZero() {
				list = one
			} else {
				list = lang.F("%s；%s", "%s; %s", list, one)
			}
		}
	}
	fmt.Fprintln(p.out, p.say("例外 %d 条（%s）；逐条及处理办法见 fundledger exceptions", "exceptions: %d (%s); each with what to do: fundledger exceptions", r.Len(), list))
}
