package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// mostOverdrafts is how many spans are told; the register of exceptions has all.
const mostOverdrafts = 10

// takes returns the money account of a fund that a fact takes money from, as it is
// booked; false for published totals, which are no books that somebody keeps.
func takes(fact event.Event) (id fund.ID, code account.Code, ok bool) {
	if fact.Common().Since != 0 {
		return "", "", false
	}
	for _, l := range posting.Of(fact) {
		if l.Credit > 0 && l.Account < account.Prepayments && l.Fund.Kind() != fund.All {
			return l.Fund, l.Account, true
		}
	}
	return "", "", false
}

// tellOverdraft tells of the days on which the account that a recorded fact took money
// from is below zero since.
func (p *program) tellOverdraft(ctx context.Context, s store.Store, fact event.Event) {
	id, code, ok := takes(fact)
	if !ok {
		return
	}
	p.tellOverdrafts(ctx, s, []fund.ID{id}, fact.Common().Booked(), func(_ *books.View, o books.Overdraft) (lang.Text, bool) { return lang.Text{}, o.Account == code })
}

// tellOverdrafts tells of the days from one on on which money accounts of funds are
// below zero, of those that are asked for, and what made them so, if that is known: it is
// recorded all the same, and hinders closing. It costs the reading of what was recorded
// since the last snapshot of the books.
func (p *program) tellOverdrafts(ctx context.Context, s store.Store, funds []fund.ID, from fund.Date, asked func(*books.View, books.Overdraft) (madeBy lang.Text, ok bool)) {
	v := books.View{Latest: true}
	_, err := p.rebuild(ctx, s, &axes{}, &v)
	if err != nil { // what was recorded stands
		fmt.Fprintln(p.err, p.say("没有查透支：%v", "overdrafts were not looked for: %v", err))
		return
	}
	var all []lang.Text
	for _, id := range funds {
		for _, o := range v.Overdrawn(id, from) {
			if madeBy, ok := asked(&v, o); ok {
				all = append(all, lang.F("%s%s", "%s%s", overdraft(o), madeBy))
			}
		}
	}
	for i, text := range all {
		if i == mostOverdrafts {
			fmt.Fprintln(p.out, p.say("提示：另有 %d 段透支；见 fundledger exceptions", "warning: %d more overdrafts; see fundledger exceptions", len(all)-i))
			break
		}
		fmt.Fprintln(p.out, p.say("提示：%s", "warning: %s", text))
	}
}

// imported is what files recorded, one after another.
type imported []importer.Summary

// funds returns the funds whose money they moved, in the order of codes.
func (i imported) funds() []fund.ID {
	var funds []fund.ID
	for _, sum := range i {
		for a := range sum.Moves {
			funds = append(funds, a.Fund)
		}
	}
	slices.Sort(funds)
	return slices.Compact(funds)
}

// madeBy names the row of the files that took from an account last before it fell below
// zero; nothing if it would have fallen without them.
func (i imported) madeBy(v *books.View, o books.Overdraft) lang.Text {
	var net money.Sum
	var last importer.Move
	var file string
	var day fund.Date
	for _, sum := range i {
		move, on := sum.Moves.Until(importer.Account{Fund: o.Fund, Code: o.Account}, o.Since)
		net = net.Plus(move.Net)
		if move.Line > 0 && on >= day {
			last, file, day = move, sum.File, on
		}
	}
	without := standing(v.AsOf(o.Fund, o.Since), o.Account).Minus(net)
	if last.Line == 0 || without.Sign() < 0 {
		return lang.Text{}
	}
	return lang.F("；由 %s 第 %s 行所致（凭证号 %s）", "; made so by %s, line %s (document %s)", file, strconv.Itoa(last.Line), last.Document)
}

// overdraft says when an account is below zero.
func overdraft(o books.Overdraft) lang.Text {
	name := account.FullName(o.Fund.Kind(), o.Account)
	if o.Until == 0 {
		return lang.F("%s 的 %s %s 自 %s 起透支，最低 %s 元", "%s: %s %s is below zero since %s, %s yuan at the lowest", o.Fund, string(o.Account), name, o.Since, o.Least)
	}
	return lang.F("%s 的 %s %s 在 %s 至 %s 透支，最低 %s 元", "%s: %s %s is below zero from %s to %s, %s yuan at the lowest", o.Fund, string(o.Account), name, o.Since, o.Until, o.Least)
}
