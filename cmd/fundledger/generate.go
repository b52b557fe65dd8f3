package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/generate"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

func (p *program) generateCommand() *cobra.Command {
	var region, years, scale, to string
	var seed uint64
	var a axes
	cmd := &cobra.Command{
		Use:   "generate",
		Short: p.say("按公布数生成逐笔的历史，供试用和测速", "make a history of single facts that adds up to published figures"),
		Long: p.say("生成一个统筹区的逐笔历史：报销、救助、资助参保、追回、罚款、协议变更，合计与公布数分毫不差；--scale 小于 1 时按比例。\n"+
			"同样的选项每次生成同样的事项。收入未公布，按使期末结余等于公布数的原则推定。人员都是虚构的。\n"+
			"不加 --to 则以模拟的入账时间记入 --ledger 处的新账本，中断后用同样的选项可以接着做。\n加 --to 则每批写成一个导入文件，文件名即先后次序。",
			"Make the history of a region, fact by fact: reimbursements, medical aid, assisted participation, recoveries, fines,\nagreements. Its sums are the published figures to the fen; with a --scale below 1, in proportion.\n"+
				"The same flags give the same facts every time. Income was not published; it is what makes the published balance\ncome out. All persons are invented.\n"+
				"Without --to the facts go into a new ledger at --ledger, with simulated recording times; if that is interrupted, the\nsame flags complete it. With --to each batch becomes an import file; import them in the order of their names."),
		Example: "  fundledger generate --region 441300 --years 2021-2025 --scale 0.01 --ledger city\n" +
			"  fundledger generate --region 441300 --years 2021-2025 --scale 0.001 --to facts\n  fundledger import facts/*.csv",
		Args: p.arguments("", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.parse(p); err != nil {
				return err
			}
			o, err := generateOptions(region, years, scale, seed)
			if err != nil {
				return err
			}
			plan, err := planned(o)
			if err != nil {
				return err
			}
			return p.generate(cmd.Context(), &a, o, plan, to)
		},
	}
	f := cmd.Flags()
	f.StringVar(&region, "region", "441300", p.say("统筹区（行政区划代码）", "the pooling area, by its division code"))
	f.StringVar(&years, "years", "2021-2025", p.say("年份，与公布数的期间相同", "the years, as figures were published for them"))
	f.StringVar(&scale, "scale", "0.01", p.say("规模：公布数的几倍，0.0001 至 20", "size: so many times the published figures, 0.0001 to 20"))
	f.Uint64Var(&seed, "seed", 1, p.say("随机数种子", "seed of chance"))
	f.StringVar(&to, "to", "", p.say("写成该目录下的导入文件，不记账", "write import files into this directory instead of recording"))
	a.formatFlag(p, cmd)
	return cmd
}

// generateOptions reads the flags. Error: bad input.
func generateOptions(region, years, scale string, seed uint64) (generate.Options, error) {
	o := generate.Options{Region: fund.Region(region), Seed: seed}
	first, last, ranged := strings.Cut(years, "-")
	if !ranged {
		last = first
	}
	var errFirst, errLast, err error
	o.First, errFirst = strconv.Atoi(first)
	o.Last, errLast = strconv.Atoi(last)
	if errFirst != nil || errLast != nil || o.First > o.Last {
		return o, fault.Input("--years：没有年份 %s；写成 2021-2025", "--years: there are no years %s; write 2021-2025", years)
	}
	if o.Scale, err = decimal.NewFromString(scale); err != nil {
		return o, fault.Input("--scale：%s 不是数；写成 0.01", "--scale: %s is no number; write 0.01", scale)
	}
	return o, nil
}

// planned returns the plan of a history. Error: bad input.
func planned(o generate.Options) (*generate.Plan, error) {
	plan, err := generate.New(o)
	var missing *generate.NotPublishedError
	var scale *generate.ScaleError
	switch {
	case errors.As(err, &missing):
		names := listed(missing.Missing)
		if len(missing.Missing) > 3 {
			names = lang.F("%s等 %d 项", "%s and %d more", listed(missing.Missing[:3]), len(missing.Missing)-3)
		}
		return nil, fault.Input("%[1]s %[2]d-%[3]d 没有公布：%[4]s；可用的有：%[5]s", "of %[1]s %[2]d-%[3]d were not published: %[4]s; there are figures for: %[5]s",
			string(o.Region), o.First, o.Last, names, listed(missing.Available))
	case errors.As(err, &scale):
		return nil, fault.Input("--scale：%s 超出范围；用 %s 至 %s", "--scale: %s is out of range; use %s to %s", scale.Scale, generate.Least(), generate.Most())
	}
	return plan, err
}

// generate writes the facts of a plan somewhere, and shows that they add up.
func (p *program) generate(ctx context.Context, a *axes, o generate.Options, plan *generate.Plan, to string) error {
	var tally generate.Tally
	begun := p.Now()
	if err := p.Generate(ctx, by(), o, plan, to, &tally); err != nil {
		return err
	}
	table, off := tables.Generated(plan, &tally, o.Scale.String())
	if err := p.print(ctx, nil, a, tables.Listing{Table: table}); err != nil {
		return err
	}
	if a.form == report.Plain {
		fmt.Fprintln(p.out)
		fmt.Fprintln(p.out, p.say("生成 %s，用时 %s", "made %s in %s", lang.Count(int(tally.Facts), "条事项", "fact"), p.Now().Sub(begun).Round(time.Millisecond)))
	}
	return untied(off)
}
