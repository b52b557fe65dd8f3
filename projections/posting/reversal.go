package posting

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
)

// corrections books a reversal. Within the year it books back every line. Of an
// earlier year income and expense are not touched any more: what the fund had
// too much becomes other expense, what it had too little other income.
//
// Source: KJ 4501 §1, 5401 (prior-year corrections), by the rule of 4001 and 5001.
func corrections(c event.Correction) []Line {
	switch r := c.(type) {
	case event.FactReversed:
		fact := r.Reversed()
		sameYear := fact.Common().Booked().Year() == r.Booked().Year()
		lines := Of(fact)
		for i := range lines {
			l := &lines[i]
			l.Debit, l.Credit = l.Credit, l.Debit
			if sameYear {
				continue
			}
			switch l.Account.Element() {
			case account.Income, account.Expense:
				correction := account.OtherIncome
				if l.Debit > 0 {
					correction = account.OtherExpense
				}
				l.Account = part(l.Fund, correction, partOf(l.Fund, l.Account))
			case account.Asset, account.Liability, account.NetAsset:
			}
		}
		return lines
	}
	panic("posting: a correction without a booking")
}

// partOf returns the part of a 职工 fund that an income or expense account
// belongs to; accounts that are not carried in parts belong to the pool, but for
// transfers.
//
// Source: KJ 3001 (closing paragraph): 4301 and 5201 close to 个人账户基金.
func partOf(id fund.ID, c account.Code) account.Part {
	switch {
	case !account.HasParts(id.Kind()):
		return ""
	case c == account.TransfersIn || c == account.TransfersOut:
		return account.Personal
	case account.Of(id.Kind(), c.Top(), account.Personal) != c.Top() && c.Within(account.Of(id.Kind(), c.Top(), account.Personal)):
		return account.Personal
	}
	return account.Pool
}
