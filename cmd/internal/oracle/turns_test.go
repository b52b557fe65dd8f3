package oracle

import (
	"math/big"
	"strings"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statements"
)

// next says one more fact, or sometimes reverses one or closes a period.
func (p *pair) next() {
	p.t.Helper()
	if p.fixes != nil && len(p.naive.facts) > 0 && p.fixes.IntN(25) == 0 {
		p.correctOne()
	}
	switch n := p.random.IntN(100); {
	case n < 9 && len(p.naive.facts) > 0:
		p.reverseOne()
	case n < 12:
		p.closeOne()
	case n < 16:
		p.thereAndBack(p.world.Next())
	default:
		p.step(p.world.Next())
	}
}

// reverseOne reverses a fact that was taken: mostly one that can be.
func (p *pair) reverseOne() {
	p.t.Helper()
	i := p.random.IntN(len(p.naive.facts))
	switch p.random.IntN(8) {
	case 0, 1:
		for k, f := range p.naive.facts { // of which there are few
			if _, gaveRoom := f.(event.ReliefReversed); gaveRoom {
				i = k
			}
		}
	case 2:
		for k, f := range p.naive.facts {
			if _, traced := f.(event.LossTraced); traced && p.naive.gone[k] == nil {
				i = k
			}
		}
	}
	r := p.reversal(i, "CX", p.naive.facts[i].Common().OccurredOn)
	switch p.random.IntN(12) {
	case 0:
		r.OccurredOn--
	case 1:
		r.Of = "bc1d7e9e-6a2b-5d6f-9f43-3f1d2f9a8f11" // another's
	case 2, 3, 4:
		r.OccurredOn = min(eventtest.Today(), r.OccurredOn+fund.Date(p.random.IntN(60)))
	}
	p.step(r)
}

// reversal returns the reversal of a fact that was taken.
func (p *pair) reversal(i int, prefix string, on fund.Date) event.FactReversed {
	wire, version, data, err := event.Encode(p.naive.stored(i))
	if err != nil {
		p.t.Fatal(err)
	}
	document := prefix + "-" + string(rune('A'+p.random.IntN(26))) + string(rune('A'+p.random.IntN(26)))
	return event.FactReversed{
		Fact: event.Fact{Document: document, OccurredOn: on}, Of: id(p.naive.stored(i)), OfType: wire, OfVersion: int64(version),
		OfData: string(data),
	}
}

// stored returns a fact as the ledger keeps it: with its warning, and with its
// day of entry, if that is not its own.
func (n *naive) stored(i int) event.Event {
	e := with(n.facts[i], 0, n.warned[i])
	if n.booked[i] != e.Common().OccurredOn {
		e = event.BookOn(e, n.booked[i])
	}
	if in := n.inBooks[i]; in != 0 {
		e = event.BookFor(e, in)
	}
	if by, ok := n.repairs[i]; ok {
		r, _ := e.(event.FactReversed)
		e = r.CorrectedBy(event.BookFor(event.BookOn(by.right, by.entry), by.rightIn))
	}
	return e
}

// id returns the id under which the ledger keeps a fact.
func id(e event.Event) string {
	wire, version, data, err := event.Encode(e)
	if err != nil {
		return "no fact"
	}
	return store.EventID(aggregates.StreamOf(e), wire, version, data).String()
}

// thereAndBack says a fact and, if it was taken, reverses it at once: then every
// view shows what it showed before. The fact does not come back when it is said
// again; corrected, under its own document, it is a new one.
func (p *pair) thereAndBack(e event.Event) {
	p.t.Helper()
	before := p.figures()
	if p.step(e) != taken {
		return
	}
	switch e := e.(type) {
	case event.FundEstablished, event.InstitutionDesignated, event.ClockAcknowledged:
		return // cannot be reversed
	case event.NumberingDeclared:
		if begun(e) <= p.naive.today {
			return
		}
	default:
	}
	r := p.reversal(len(p.naive.facts)-1, "ZB", e.Common().OccurredOn)
	if got := p.step(r); got != taken {
		_, traced := e.(event.LossTraced)
		_, cameBack := e.(event.ReliefReversed) // of a person who has more than a cap that was set since
		if got != "document-twice" && (!traced || got != "trace-recovered") && (!cameBack || got != "relief-over-cap") {
			p.t.Fatalf("step %d: %+v could not be reversed at once: %s", p.steps, e, got)
		}
		return
	}
	if now := p.figures(); now != before {
		p.t.Fatalf("step %d: %s %+v was reversed; the views show\n%s\nbefore\n%s", p.steps, event.Wire(e), e, now, before)
	}
	if got := p.step(e); got != again {
		p.t.Fatalf("step %d: %+v was reversed and came back: %s", p.steps, e, got)
	}
	if paid, ok := e.(event.PremiumReceived); ok {
		paid.Amount++
		if got := p.step(paid); got != taken {
			p.t.Fatalf("step %d: the corrected %+v: %s", p.steps, paid, got)
		}
	}
}

// closeOne closes a period of a fund: mostly the next month, mostly after
// everything was put in order.
func (p *pair) closeOne() {
	p.t.Helper()
	ids := []fund.ID{"441300.390", "441300.310", "430522.390", "441300.all", "441300.610"}
	of := ids[p.random.IntN(len(ids))]
	_, last, year := p.naive.closed(of)
	next := fund.NewDate(2024, 11, 1)
	if last != 0 {
		next = last + 1
	}
	period := event.Period(next.String()[:7])
	switch p.random.IntN(8) {
	case 0:
		period = event.Period(next.NextMonth().String()[:7])
	case 1:
		period = "2024"
	case 2:
		period = "2025"
	default:
		if last != 0 && last.Year() > year && last.String()[5:] == "12-31" {
			period = "2024"
		}
	}
	if p.random.IntN(4) > 0 {
		p.putInOrder(of, period)
	}
	p.step(event.PeriodClosed{
		Fact: event.Fact{Document: "JZ-" + string(period), OccurredOn: period.Last()}, Fund: of, Period: period, Balances: p.naive.seal(of, period),
	})
}

// putInOrder sweeps, splits and classifies, so that a period can be closed.
func (p *pair) putInOrder(of fund.ID, period event.Period) {
	p.t.Helper()
	on := period.Last()
	if !p.naive.established(of) || on > eventtest.Today() {
		return
	}
	fact := event.Fact{Document: "ZL-" + string(period) + string(rune('A'+p.random.IntN(26))), OccurredOn: on}
	for _, f := range p.naive.live() {
		c, isClassified := field[careOf](f, "Care"), true
		if c == "" && payer(f) == of && strings.HasSuffix(benefitOr(f), "99") && f.Common().OccurredOn <= on {
			isClassified = false
		}
		for i := range p.naive.facts {
			if !isClassified && p.naive.facts[i] == f {
				p.step(p.reversal(i, "FL", min(eventtest.Today(), max(on, p.naive.booked[i]))))
			}
		}
	}
	for _, from := range []account.Code{account.Cash, account.IncomeAccount, account.ExpenseAccount, account.Treasury} {
		swept := from == account.IncomeAccount || from == account.Treasury
		switch amount := p.naive.balance(of, from, on); {
		case amount > 0 && swept:
			p.step(event.MoneyMoved{Fact: fact, Fund: of, From: from, To: account.SpecialAccount, Amount: amount})
		case amount < 0:
			p.step(event.MoneyMoved{Fact: fact, Fund: of, From: account.SpecialAccount, To: from, Amount: -amount})
		}
		fact.Document += "x"
	}
	if short := -p.naive.balance(of, account.SpecialAccount, on); short > 0 {
		subsidy := fact
		subsidy.Count = 1
		p.step(event.SubsidyReceived{Fact: subsidy, Fund: of, Amount: short})
	}
	if of[7:] != "310" {
		return
	}
	if amount := p.naive.balance(of, account.UnsplitPremiums, on); amount > 0 {
		p.step(event.PremiumSplit{Fact: fact, Fund: of, Part: fund.Pool, Amount: amount})
	}
	if amount := p.naive.balance(of, account.UnsplitInterest, on); amount > 0 {
		p.step(event.InterestSplit{Fact: fact, Fund: of, Part: fund.Personal, Amount: amount})
	}
}

// benefitOr is the benefit account that a fact books on, or "".
func benefitOr(e event.Event) string {
	for _, l := range legs(e, e.Common().OccurredOn.Year()) {
		if strings.HasPrefix(l.account, "5001") {
			return l.account
		}
	}
	return ""
}

// balance is what stands on an account, on its own side.
func (n *naive) balance(of fund.ID, c account.Code, on fund.Date) money.Fen {
	name := string(of) + " " + string(c)
	all := n.books(on)
	debit, credit := new(big.Int), new(big.Int)
	if all[name+" Dr"] != nil {
		debit = all[name+" Dr"]
	}
	if all[name+" Cr"] != nil {
		credit = all[name+" Cr"]
	}
	net := new(big.Int).Sub(debit, credit)
	if c[0] != '1' && c[0] != '5' {
		net.Neg(net)
	}
	return money.Fen(net.Int64())
}

// seal returns the balances of a fund by the days of entry, as they stand once
// the years before are closed: their income and expense in 3001, each part its
// own. Of a year its own too. What awaits its split stays.
func (n *naive) seal(of fund.ID, period event.Period) event.Balances {
	on := period.Last()
	last := fund.NewDate(on.Year(), 1, 1) - 1
	if len(period) == 4 {
		last = on
	}
	net := map[account.Code]*big.Int{}
	add := func(c string, debit bool, amount *big.Int) {
		code := account.Code(c)
		if net[code] == nil {
			net[code] = new(big.Int)
		}
		if (c[0] == '1' || c[0] == '5') == debit {
			net[code].Add(net[code], amount)
		} else {
			net[code].Sub(net[code], amount)
		}
	}
	for name, amount := range n.books(on) {
		if words := strings.Fields(name); words[0] == string(of) {
			add(words[1], words[2] == "Dr", amount)
		}
	}
	for name, amount := range n.books(last) {
		words := strings.Fields(name)
		if words[0] != string(of) || words[1][0] < '4' || strings.HasPrefix(words[1], "46") {
			continue
		}
		balance := "3001"
		if of[7:] == "310" {
			balance += "01"
			if len(words[1]) > 4 && words[1][4:6] == "02" || words[1] == "4301" || words[1] == "5201" {
				balance = "300102"
			}
		}
		add(words[1], words[2] != "Dr", amount)
		add(balance, words[2] == "Dr", amount)
	}
	var list []event.Balance
	for c, amount := range net {
		list = append(list, event.Balance{Account: c, Amount: money.Fen(amount.Int64()).Sum()})
	}
	return event.SealBalances(list)
}

// sealOf returns the balances that the ledger's own books would be sealed with.
func (p *pair) sealOf(v *books.View, of fund.ID, period event.Period) event.Balances {
	p.t.Helper()
	last := fund.NewDate(period.Last().Year(), 1, 1) - 1
	if period.IsYear() {
		last = period.Last()
	}
	book := statements.Carried(v.AsOf(of, period.Last()), v.AsOf(of, last))
	var list []event.Balance
	for _, l := range book.Accounts {
		list = append(list, event.Balance{Account: l.Account, Amount: l.Balance(l.Account)})
	}
	return event.SealBalances(list)
}

// sealed checks that no closed period ever changes: its books, by the days of
// entry, are still those that were sealed; and what came in late kept its date.
func (p *pair) sealed() {
	p.t.Helper()
	v := p.views(-1)
	for i, f := range p.naive.facts {
		f, ok := f.(event.PeriodClosed)
		if !ok {
			continue
		}
		if now := p.sealOf(&v.books, f.Fund, f.Period); now != f.Balances {
			p.t.Fatalf("step %d: %s of %s, closed as fact %d, changed: sealed\n%s\nnow\n%s", p.steps, f.Period, f.Fund, i, f.Balances, now)
		}
		p.said["closed"]++
	}
	for i, f := range p.naive.facts {
		if p.naive.booked[i] != f.Common().OccurredOn {
			p.said["late"]++
		}
	}
}
