package annual

import (
	"strings"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/posting"
)

// accounts says of an account in the books of a fund whether a figure is made of it.
type accounts func(id fund.ID, c account.Code) bool

// flow is what accounts of income or expense of a fund got in a span, by day of booking, net: as
// 会社保02表 has it of the same days.
func (c *compiler) flow(id fund.ID, s Span, of accounts) value {
	if v, cut := c.cut(s, func(t total) bool { return t.fund == id && t.account != "" && of(id, t.account) }); cut {
		return v
	}
	closing := c.book(id, s.To)
	turnover := closing.Less(c.book(id, s.From.DayBefore()))
	var sum money.Sum
	var tops []account.Code
	leaves, sums := map[account.Code][]string{}, map[account.Code]money.Sum{}
	for _, l := range turnover.Accounts {
		if !ofResult(l.Account) || !of(id, l.Account) || l.Debit.IsZero() && l.Credit.IsZero() {
			continue
		}
		top := l.Account.Top()
		if leaves[top] == nil {
			tops = append(tops, top)
		}
		leaves[top] = append(leaves[top], string(l.Account))
		sums[top] = sums[top].Plus(l.Balance(l.Account))
		sum = sum.Plus(l.Balance(l.Account))
	}
	begun, some := c.Facts.begins[id]
	if closing.Opened != 0 && closing.Opened < begun {
		begun = closing.Opened.DayAfter()
	}
	switch {
	case len(tops) == 0 && some && begun > s.To:
		return missing("账从 %s 开始，此前的数不知道，不是零", "the books begin on %s; what was before is not known, which is not zero", begun)
	case len(tops) == 0:
		return bare()
	}
	v := amount(sum)
	for _, top := range tops {
		a, _ := account.Find(id.Kind(), top)
		v.terms = append(v.terms, Term{Name: ofFund(c, id, a.Name), Role: Plus, Num: wide.Int(sums[top]), Den: one, Unit: Yuan,
			Opens: c.key("explain", string(id)+"/"+strings.Join(leaves[top], "+"), "from="+s.From.String(), "to="+s.To.String())})
	}
	if before, opened := c.Books.BeforeOpening(id); before > 0 && opened >= s.From {
		v.loose = true
		v.partial = lang.F("账从期初日 %s 开始，此前的只有另行登记的", "the books begin with the opening of %s; of what was before it has what happens to be recorded", opened)
	} else if monthIn(begun) > monthIn(s.From) {
		v.partial = lang.F("账从 %s 开始，只含此后的数", "the books begin on %s; it is of what came after", begun)
	}
	return v
}

// ofFund names a fund in front of what a term is, where its kind has several.
func ofFund(c *compiler, id fund.ID, name lang.Text) lang.Text {
	if len(c.funds[id.Kind()]) == 1 {
		return name
	}
	return lang.F("%s %s", "%s %s", string(id), name)
}

// cut reports whether a fact that a figure counts covers days in a span and others, and so cannot
// be split, and says which.
func (c *compiler) cut(s Span, counts func(total) bool) (value, bool) {
	t := c.first(func(t total) bool {
		across := t.first <= s.To && t.last >= s.From && (t.first < s.From || t.last > s.To)
		return across && counts(t)
	})
	if t == (total{}) {
		return value{}, false
	}
	return missing("只有 %s 至 %s 的合计数，不能拆分", "there is only a total of %s to %s, which cannot be split", t.first, t.last), true
}

// first returns the first total, in their order, of which something is so; the zero total: of none.
func (c *compiler) first(is func(total) bool) (found total) {
	for t := range c.Facts.totals {
		if is(t) && (found == (total{}) || compareTotals(t, found) < 0) {
			found = t
		}
	}
	return found
}

// ofPart reports whether an account belongs to a part of a 职工 fund. What awaits its split belongs
// to neither.
func ofPart(id fund.ID, c account.Code, p fund.Part) bool {
	return p == "" || !c.Within(account.UnsplitPremiums) && !c.Within(account.UnsplitInterest) && posting.PartOf(id, c) == p
}

// within returns the accounts below some.
func within(above ...account.Code) accounts {
	return func(_ fund.ID, c account.Code) bool {
		for _, a := range above {
			if c.Within(a) {
				return true
			}
		}
		return false
	}
}

// ofElement returns the accounts of income or of expense of a part; "": of all.
func ofElement(e account.Element, p fund.Part) accounts {
	return func(id fund.ID, c account.Code) bool { return c.Element() == e && ofPart(id, c, p) }
}

// balance is what a fund held at the close of a day: its opening balance, and all income less all
// expense behind it; as 会社保01表 has it.
func (c *compiler) balance(id fund.ID, on fund.Date, p fund.Part) value {
	book := c.book(id, on)
	switch {
	case book.Opened == 0 && len(book.Accounts) == 0 && book.First == 0:
		return bare()
	case book.Opened == 0:
		return missing("没有登记期初余额", "no opening balance is recorded")
	case book.Opened > on:
		return missing("账从期初日 %s 开始，此前的结余不知道", "the books begin with the opening of %s; what the fund held before is not known", book.Opened)
	}
	across := func(t total) bool {
		return t.fund == id && t.account != "" && (t.first <= on && on < t.last || t.first <= book.Opened && book.Opened < t.last)
	}
	if t := c.first(across); on > book.Opened && t != (total{}) {
		return missing("只有 %s 至 %s 的合计数，不能拆分", "there is only a total of %s to %s, which cannot be split", t.first, t.last)
	}
	if before, _ := c.Books.BeforeOpening(id); before > 0 {
		return c.soundBalance(id, on, p)
	}
	v := amount(money.Sum{})
	for _, of := range []struct {
		element account.Element
		role    Role
		name    lang.Text
	}{
		{account.NetAsset, Plus, lang.F("期初余额（%s）及以后的上年结余调整", "opening balance of %s, with adjustments of earlier years", book.Opened)},
		{account.Income, Plus, lang.Text{ZH: "期初以来收入", EN: "income since then"}},
		{account.Expense, Minus, lang.Text{ZH: "期初以来支出", EN: "expense since then"}},
	} {
		var sum money.Sum
		var codes []string
		for _, l := range book.Accounts {
			if l.Account.Element() == of.element && ofPart(id, l.Account, p) {
				sum, codes = sum.Plus(l.Balance(l.Account)), append(codes, string(l.Account))
			}
		}
		if len(codes) == 0 {
			continue
		}
		v.terms = append(v.terms, Term{Name: ofFund(c, id, of.name), Role: of.role, Num: wide.Int(sum), Den: one, Unit: Yuan,
			Opens: c.key("explain", string(id)+"/"+strings.Join(codes, "+"), "to="+on.String())})
		if of.role == Minus {
			sum = sum.Neg()
		}
		v.num = v.num.Plus(wide.Int(sum))
	}
	return v
}

// adjusted is by how much balances of earlier years were changed in a span, behind the opening.
func (c *compiler) adjusted(id fund.ID, s Span) value {
	closing := c.book(id, s.To)
	from := max(s.From, closing.Opened.DayAfter())
	if closing.Opened == 0 || closing.Opened >= s.To {
		return bare()
	}
	var sum money.Sum
	var codes []string
	for _, l := range closing.Less(c.book(id, from.DayBefore())).Accounts {
		if l.Account.Element() == account.NetAsset && !(l.Debit.IsZero() && l.Credit.IsZero()) {
			sum, codes = sum.Plus(l.Balance(l.Account)), append(codes, string(l.Account))
		}
	}
	if len(codes) == 0 {
		return bare()
	}
	name, _ := account.Find(id.Kind(), account.Balance)
	return amount(sum, Term{Name: ofFund(c, id, name.Name), Role: Plus, Num: wide.Int(sum), Den: one, Unit: Yuan,
		Opens: c.key("explain", string(id)+"/"+strings.Join(codes, "+"), "from="+from.String(), "to="+s.To.String())})
}

// soundBalance is the balance of a fund whose opening holds facts that are recorded too: by business
// date, without these.
func (c *compiler) soundBalance(id fund.ID, on fund.Date, p fund.Part) value {
	if p != "" {
		return missing("期初余额已含其前的收支，不能按部分列示", "the opening balance holds facts that are recorded too, and is not known by part")
	}
	rows, err := c.Balances.AsOf(on)
	for _, r := range rows {
		if err == nil && r.Fund == id && r.Opened && r.Straddling.IsZero() {
			return amount(r.Balance, Term{Name: ofFund(c, id, lang.Text{ZH: "余额", EN: "balance"}), Role: Plus, Num: wide.Int(r.Balance), Den: one, Unit: Yuan,
				Opens: c.key("balance", string(id)+"/balance", "as-of="+on.String())})
		}
	}
	return missing("期初余额与收支不能分开", "the opening balance and the facts cannot be told apart")
}
