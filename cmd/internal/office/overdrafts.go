package office

import (
	"context"
	"slices"
	"strconv"

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
func takes(fact event.Event) (k books.Key, ok bool) {
	if fact.Common().Since != 0 {
		return k, false
	}
	for _, l := range posting.Of(fact) {
		if l.Credit > 0 && l.Account < account.Prepayments && l.Fund.Kind() != fund.All {
			return books.Key{Fund: l.Fund, Account: l.Account}, true
		}
	}
	return k, false
}

// overdrafts tells of the days on which the account that a recorded fact took money
// from is below zero since: it is recorded all the same, and hinders closing. It costs the
// reading of what was recorded since the last snapshot of the books.
func (o *Office) overdrafts(ctx context.Context, s store.Store, fact event.Event) (told []lang.Text) {
	k, ok := takes(fact)
	if !ok {
		return nil
	}
	v, ok := o.latest(ctx, s)
	if !ok {
		return nil
	}
	for _, o := range v.Overdrawn(k.Fund, fact.Common().Booked()) {
		if o.Account == k.Account {
			told = append(told, overdraft(o))
		}
	}
	return warnings(told)
}

// importedOverdrafts tells of the days on which accounts of funds that were imported into are
// below zero, and which row made them so. whole says that nothing else stands in the
// ledger: then the log need not be read.
func (o *Office) importedOverdrafts(ctx context.Context, s store.Store, moves *books.Moves, whole bool) (told []lang.Text) {
	funds := slices.DeleteFunc(moves.Funds(), func(id fund.ID) bool { return id.Kind() == fund.All })
	if len(funds) == 0 {
		return nil
	}
	overdrawn := moves.Overdrawn
	holds := func(k books.Key, on fund.Date) money.Sum { net, _ := moves.Until(k, on); return net }
	if !whole {
		v, ok := o.latest(ctx, s)
		if !ok {
			return nil
		}
		overdrawn = func(id fund.ID) []books.Overdraft { return v.Overdrawn(id, 0) }
		holds = func(k books.Key, on fund.Date) money.Sum { return v.AsOf(k.Fund, on).Standing(k.Account) }
	}
	for _, id := range funds {
		for _, o := range overdrawn(id) {
			k := books.Key{Fund: o.Fund, Account: o.Account}
			net, last := moves.Until(k, o.Since)
			text := overdraft(o)
			if without := holds(k, o.Since).Minus(net); last.Line > 0 && without.Sign() >= 0 {
				text = lang.F("%s；由 %s 第 %s 行所致（凭证号 %s）", "%s; made so by %s, line %s (document %s)", text, last.File, strconv.Itoa(last.Line), last.Document)
			}
			told = append(told, text)
		}
	}
	return warnings(told)
}

// latest returns the books as they are now, or tells that they cannot be read: what was
// recorded stands.
func (o *Office) latest(ctx context.Context, s store.Store) (v books.View, ok bool) {
	if _, err := o.Rebuild(ctx, s, Axes{}, &v); err != nil {
		o.warn("没有查透支：%v", "overdrafts were not looked for: %v", err)
		return v, false
	}
	return v, true
}

// warnings are the first of overdrafts, as warnings.
func warnings(all []lang.Text) (told []lang.Text) {
	for i, text := range all {
		if i == mostOverdrafts {
			return append(told, lang.F("提示：另有 %s；见 fundledger exceptions", "warning: %s; see fundledger exceptions", lang.Count(len(all)-i, "段透支", "more overdraft")))
		}
		told = append(told, lang.F("提示：%s", "warning: %s", text))
	}
	return told
}

// overdraft says when an account is below zero.
func overdraft(o books.Overdraft) lang.Text {
	name := account.FullName(o.Fund.Kind(), o.Account)
	if o.Until == 0 {
		return lang.F("%s 的 %s %s 自 %s 起透支，最低 %s 元", "%s: %s %s is below zero since %s, %s yuan at the lowest", o.Fund, string(o.Account), name, o.Since, o.Least)
	}
	return lang.F("%s 的 %s %s 在 %s 至 %s 透支，最低 %s 元", "%s: %s %s is below zero from %s to %s, %s yuan at the lowest", o.Fund, string(o.Account), name, o.Since, o.Until, o.Least)
}
