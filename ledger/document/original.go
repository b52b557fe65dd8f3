package document

import (
	"slices"
	"strings"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// Originals keeps the payments and receipts of one stream, and how much of each
// is left to be reversed or refunded. The zero Originals holds none. What is added or
// taken leaves it as it is. Not for use by several goroutines.
type Originals struct {
	first    versions[Place, original]
	accounts []string // that originals were booked on: a few

	// Originals under a number that stands in first already, written in another way:
	// taken before numbers were identified by what a reader sees. Mostly none.
	others versions[Place, []original]
}

type original struct {
	amount  money.Fen
	left    money.Fen
	on      fund.Date
	account int32 // in accounts: what decides its accounts; see Add
}

// Check refuses to take amount back from the original fact under key that was
// dated on and booked as account says. Refusals: original-unknown, original-date,
// original-account, original-exceeded.
func (o Originals) Check(key Key, on fund.Date, account string, amount money.Fen) error {
	all := o.under(key.Place())
	if len(all) == 0 {
		return &refusal.Error{
			Rule: "original-unknown", Field: "of",
			Why:    lang.F("没有凭证号为 %s 的原事项（%s，%s）", "there is no original %s (%s, %s)", key.Document, key.Fund, on),
			Remedy: lang.F("核对 of、fund 和 paid_on；原事项须先入账", "check of, fund and paid_on; record the original first"),
		}
	}
	first := all[max(0, slices.IndexFunc(all, func(f original) bool {
		return f.on == on && (o.accounts[f.account] == account || o.accounts[f.account] == "")
	}))]
	switch booked := o.accounts[first.account]; {
	case first.on != on:
		return &refusal.Error{
			Rule: "original-date", Field: "paid_on",
			Why:    lang.F("原事项 %s 的日期是 %s，不是 %s", "the original %s is dated %s, not %s", key.Document, first.on, on),
			Remedy: lang.F("改正 paid_on", "correct paid_on"),
		}
	case booked != account && booked != "":
		return &refusal.Error{
			Rule: "original-account", Field: "of",
			Why:    lang.F("原事项 %s 记在 %s，不是 %s", "the original %s was booked as %s, not as %s", key.Document, booked, account),
			Remedy: lang.F("part、care、aid_fund 与原事项相同", "give the part, care and aid_fund of the original"),
		}
	case amount > first.left:
		return &refusal.Error{
			Rule: "original-exceeded", Field: "amount",
			Why: lang.F("%s 元超过原事项 %s 的余额 %s 元（原金额 %s 元）", "%s yuan is more than the %[3]s yuan left of the original %[2]s (%[4]s yuan)",
				amount, key.Document, first.left, first.amount),
			Remedy: lang.F("金额不得超过余额", "take back at most what is left"),
		}
	}
	return nil
}

// Knows reports whether there is an original under key.
func (o Originals) Knows(key Key) bool { return len(o.under(key.Place())) > 0 }

// under returns the originals at a place.
func (o Originals) under(at Place) []original {
	first, some := o.first.all()[at]
	if !some {
		return nil
	}
	return append([]original{first}, o.others.all()[at]...)
}

// set returns the originals with these at a place.
func (o Originals) set(at Place, all []original) Originals {
	o.first = o.first.with(at, all[0])
	if len(all) > 1 {
		o.others = o.others.with(at, all[1:])
	}
	return o
}

// Add returns the originals with a recorded payment or receipt of that place and
// date. account says which accounts it was booked on, such as its part and care; ""
// where that is open.
func (o Originals) Add(at Place, on fund.Date, account string, amount money.Fen) Originals {
	known := slices.Index(o.accounts, account)
	if known < 0 {
		known = len(o.accounts)
		o.accounts = append(slices.Clip(o.accounts), strings.Clone(account))
	}
	return o.set(at, append(o.under(at), original{amount: amount, left: amount, on: on, account: int32(known)}))
}

// Take returns the originals after a recorded reversal or refund: of several the first
// that has so much left. One of which there is no original, or more than that, was recorded
// past the rules and leaves nothing.
func (o Originals) Take(key Key, amount money.Fen) Originals {
	at := key.Place()
	all := o.under(at)
	if len(all) == 0 {
		return o
	}
	if i := slices.IndexFunc(all, func(f original) bool { return amount <= f.left }); i >= 0 {
		all[i].left -= amount
		return o.set(at, all)
	}
	for i := range all {
		share := min(amount, all[i].left)
		all[i].left -= share
		amount -= share
	}
	return o.set(at, all)
}
