package eventtest

import (
	"fmt"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// books returns a fact that books keep beside premiums and benefits.
func (w *World) books() event.Event {
	id := w.fund()
	switch w.random.IntN(15) {
	case 13:
		return event.BalanceAdjusted{Fact: w.single(), Fund: id, Amount: pick[money.Fen](w, -1, 1) * w.amount(), Part: w.part(id),
			Via: w.via(), Cause: "审计"}
	case 0:
		return event.OtherReceived{Fact: w.fact(), Fund: id, Amount: w.amount(), Part: w.part(id), Via: w.via()}
	case 1:
		return event.OtherPaid{Fact: w.fact(), Fund: id, Amount: w.amount(), Part: w.part(id), Via: w.via()}
	case 2, 3:
		return event.MoneyMoved{Fact: w.single(), Fund: id, From: w.moneyAccount(), To: w.moneyAccount(), Amount: w.amount()}
	case 4:
		return event.PremiumSplit{Fact: w.single(), Fund: w.employee(), Part: w.part(w.employee()), Amount: w.amount()}
	case 5:
		return event.InterestSplit{Fact: w.single(), Fund: w.employee(), Part: w.part(w.employee()), Amount: w.amount()}
	case 6:
		return event.SplitCorrected{Fact: w.single(), Fund: w.employee(), Part: w.part(w.employee()), Amount: w.amount()}
	case 7:
		return event.GrantReceived{Fact: w.fact(), Fund: id, Level: w.level(), Amount: w.amount(), Part: w.part(id), Via: w.via()}
	case 8:
		return event.GrantPaid{Fact: w.fact(), Fund: id, Level: w.level(), Amount: w.amount(), Part: w.part(id), Via: w.via()}
	case 9:
		return event.InsurerPaid{Fact: w.fact(), Fund: id, Amount: w.amount(), Via: w.via()}
	case 10:
		return event.InsurerReturned{Fact: w.fact(), Fund: id, Amount: w.amount(), Via: w.via()}
	case 11:
		return event.TransferReceived{Fact: w.fact(), Fund: w.employee(), Amount: w.amount(), Via: w.via()}
	case 12:
		return event.TransferPaid{Fact: w.fact(), Fund: w.employee(), Amount: w.amount(), Via: w.via()}
	default:
		return event.TransferReturned{Fact: w.fact(), Fund: w.employee(), Amount: w.amount(), Via: w.via()}
	}
}

// item returns the number of one of few items; each is of one fund's.
func (w *World) item() string { return fmt.Sprintf("YF-%d", w.random.IntN(5)) }

func (w *World) prepaymentPurpose() event.Purpose {
	return pick(w, event.OtherPurpose, event.OtherPurpose, event.CrossRegion)
}

func (w *World) suspensePurpose() event.Purpose {
	return pick(w, event.OtherPurpose, event.CrossRegion, event.CrossRegionClearing, event.CrossRegionPrepayment)
}

// openItem returns a fact that opens an item, or takes from one that may not be open.
func (w *World) openItem() event.Event {
	id, item := w.fund(), w.item()
	switch w.random.IntN(7) {
	case 0, 1:
		return event.PrepaymentPaid{
			Fact: w.single(), Fund: id, Item: item, Purpose: w.prepaymentPurpose(), Party: pick(w, "", "就医省"),
			Institution: w.institution(), Amount: w.amount(), Via: w.via(),
		}
	case 2, 3:
		return event.SuspenseReceived{Fact: w.single(), Fund: id, Item: item, Purpose: w.suspensePurpose(), Amount: w.amount(), Via: w.via()}
	case 4:
		return event.BondBought{Fact: w.single(), Fund: id, Item: item, Amount: w.amount(), Via: w.via()}
	case 5:
		return event.LoanReceived{Fact: w.single(), Fund: id, Item: item, Party: "市财政局", Amount: w.amount(), Via: w.via()}
	default:
		return event.LoanAssumed{Fact: w.single(), Fund: id, Item: item, Amount: w.amount()}
	}
}

// settle returns a fact that takes from a recorded item: all of it, a part, or
// too much by one fen; or the other opening balance of a fund; or what a fact of
// a case leads to. It is nil for other facts.
func (w *World) settle(past event.Event) event.Event {
	f := w.single()
	f.Document = fmt.Sprintf("U-%03d", w.random.IntN(200))
	part := w.portion
	switch e := past.(type) {
	case event.PrepaymentPaid:
		switch p, care := w.care(e.Fund); w.random.IntN(6) {
		case 0, 1:
			return event.PrepaymentRecovered{Fact: f, Fund: e.Fund, Item: e.Item, Purpose: e.Purpose, Amount: part(e.Amount), Via: w.via()}
		case 2, 3:
			return event.PrepaymentSetOff{Fact: f, Fund: e.Fund, Item: e.Item, Purpose: e.Purpose, Amount: part(e.Amount), Part: p, Care: care}
		default:
			return event.PrepaymentWrittenOff{Fact: f, Fund: e.Fund, Item: e.Item, Purpose: e.Purpose, Amount: part(e.Amount), Part: p}
		}
	case event.SuspenseReceived:
		if w.random.IntN(2) == 0 {
			return event.SuspensePaid{Fact: f, Fund: e.Fund, Item: e.Item, Purpose: e.Purpose, Amount: part(e.Amount), Via: w.via()}
		}
		return event.SuspenseForfeited{Fact: f, Fund: e.Fund, Item: e.Item, Purpose: e.Purpose, Amount: part(e.Amount), Part: w.part(e.Fund)}
	case event.BondBought:
		cost := part(e.Amount)
		return event.BondRedeemed{Fact: f, Fund: e.Fund, Item: e.Item, Amount: pick(w, cost, cost+3, cost+3, max(1, cost-1)),
			Cost: cost, Part: w.part(e.Fund), Via: w.via()}
	case event.LoanReceived:
		if w.random.IntN(3) == 0 {
			return event.LoanAssumed{Fact: f, Fund: e.Fund, Item: e.Item, Amount: part(e.Amount)}
		}
		repaid := event.LoanRepaid{Fact: f, Fund: e.Fund, Item: e.Item, Amount: part(e.Amount), Via: w.via()}
		if w.random.IntN(2) == 0 {
			repaid.Interest, repaid.Part = w.amount(), w.part(e.Fund)
		}
		return repaid
	case event.InterestReceived:
		if e.Fund != w.employee() || e.Part != "" {
			return nil
		}
		f.OccurredOn = pick(w, e.OccurredOn, e.OccurredOn, f.OccurredOn)
		return event.InterestSplit{Fact: f, Fund: e.Fund, Part: w.part(e.Fund), Amount: part(e.Amount)}
	case event.FundOpened: // the other part, of the same day or not
		f.OccurredOn = pick(w, e.OccurredOn, e.OccurredOn, e.OccurredOn-1)
		return event.FundOpened{Fact: f, Fund: e.Fund, Amount: w.amount(), Part: w.part(e.Fund)}
	default:
		return w.followUp(past)
	}
}

// opening returns what the books of a fund begin with.
func (w *World) opening(id fund.ID) event.Event {
	f := w.single()
	if w.random.IntN(3) > 0 {
		f.OccurredOn = pick(w, fund.NewDate(2024, 10, 31), fund.NewDate(2024, 10, 31), fund.NewDate(2024, 12, 31))
	}
	if w.random.IntN(3) == 0 {
		return event.AccountOpened{Fact: f, Fund: id,
			Account: pick(w, account.Cash, account.IncomeAccount, account.ExpenseAccount, account.Treasury), Amount: w.amount()}
	}
	return event.FundOpened{Fact: f, Fund: id, Amount: pick(w, w.amount()-1, w.amount()-1, -w.amount()), Part: w.part(id)}
}
