package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
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
	p.tellOverdrafts(ctx, s, []fund.ID{id}, func(o books.Overdraft) bool { return o.Account == code }, fact.Common().Booked())
}

// tellOverdrafts tells of the days from one on on which money accounts of funds are
// below zero, of those that are asked for: it is recorded all the same, and hinders closing.
func (p *program) tellOverdrafts(ctx context.Context, s store.Store, funds []fund.ID, asked func(books.Overdraft) bool, from fund.Date) {
	v := books.View{Latest: true}
	_, err := p.rebuild(ctx, s, &axes{}, &v)
	if err != nil { // what was recorded stands
		fmt.Fprintln(p.err, p.say("没有查透支：%v", "overdrafts were not looked for: %v", err))
		return
	}
	var all []books.Overdraft
	for _, id := range funds {
		all = append(all, v.Overdrawn(id, from)...)
	}
	all = slices.DeleteFunc(all, func(o books.Overdraft) bool { return !asked(o) })
	for i, o := range all {
		if i == mostOverdrafts {
			fmt.Fprintln(p.out, p.say("提示：另有 %d 段透支；见 fundledger exceptions", "warning: %d more overdrafts; see fundledger exceptions", len(all)-i))
			break
		}
		fmt.Fprintln(p.out, p.say("提示：%s", "warning: %s", overdraft(o)))
	}
}

// overdraft says when an account is below zero.
func overdraft(o books.Overdraft) lang.Text {
	name := account.FullName(o.Fund.Kind(), o.Account)
	if o.Until == 0 {
		return lang.F("%s 的 %s %s 自 %s 起透支，最低 %s 元", "%s: %s %s is below zero since %s, %s yuan at the lowest", o.Fund, string(o.Account), name, o.Since, o.Least)
	}
	return lang.F("%s 的 %s %s 在 %s 至 %s 透支，最低 %s 元", "%s: %s %s is below zero from %s to %s, %s yuan at the lowest", o.Fund, string(o.Account), name, o.Since, o.Until, o.Least)
}
