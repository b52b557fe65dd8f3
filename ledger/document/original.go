package document

import (
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/rule"
)

// Originals keeps the payments and receipts of one stream, and how much of each
// is left to be reversed or refunded. The zero Originals holds none.
type Originals struct{ left map[place]original }

type original struct {
	account string // what decides its accounts; see Add
	on      fund.Date
	amount  money.Fen
	left    money.Fen
}

// Check refuses to take amount back from the original fact under key that was
// dated on and booked as account says. Refusals: original-unknown, original-date,
// original-account, original-exceeded.
func (o Originals) Check(key Key, on fund.Date, account string, amount money.Fen) error {
	first, found := o.left[key.place()]
	switch {
	case !found:
		return &rule.Refusal{
			Rule: "original-unknown", Field: "of",
			Why:    lang.F("没有凭证号为 %s 的原事项（%s，%s）", "there is no original %s (%s, %s)", key.Document, key.Fund, on),
			Remedy: lang.F("核对 of、fund 和 paid_on；原事项须先入账", "check of, fund and paid_on; record the original first"),
		}
	case first.on != on:
		return &rule.Refusal{
			Rule: "original-date", Field: "paid_on",
			Why:    lang.F("原事项 %s 的日期是 %s，不是 %s", "the original %s is dated %s, not %s", key.Document, first.on, on),
			Remedy: lang.F("改正 paid_on", "correct paid_on"),
		}
	case first.account != account && first.account != "":
		return &rule.Refusal{
			Rule: "original-account", Field: "of",
			Why:    lang.F("原事项 %s 记在 %s，不是 %s", "the original %s was booked as %s, not as %s", key.Document, first.account, account),
			Remedy: lang.F("part、care 与原事项相同", "give the part and care of the original"),
		}
	case amount > first.left:
		return &rule.Refusal{
			Rule: "original-exceeded", Field: "amount",
			Why: lang.F("%s 元超过原事项 %s 的余额 %s 元（原金额 %s 元）", "%s yuan is more than the %[3]s yuan left of the original %[2]s (%[4]s yuan)",
				amount, key.Document, first.left, first.amount),
			Remedy: lang.F("金额不得超过余额", "take back at most what is left"),
		}
	}
	return nil
}

// Add returns the originals with a recorded payment or receipt. account says which
// accounts it was booked on, such as its part and care; "" where that is open.
func (o Originals) Add(e event.Event, account string, amount money.Fen) Originals {
	if o.left == nil {
		o.left = map[place]original{}
	}
	o.left[KeyOf(e).place()] = original{account: account, on: e.Common().OccurredOn, amount: amount, left: amount}
	return o
}

// Take returns the originals after a recorded reversal or refund.
func (o Originals) Take(key Key, amount money.Fen) Originals {
	first, found := o.left[key.place()]
	if !found || amount > first.left {
		panic("document: a recorded reversal has no original")
	}
	first.left -= amount
	o.left[key.place()] = first
	return o
}
