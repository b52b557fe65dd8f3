package bridge

import (
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/posting"
)

// line is a booked line and the event that it is of.
type line struct {
	posting.Line
	of event.Event
}

// sum returns what those lines of an event that are of income and expense in the fund sum to,
// by account; nothing if it is not of the year.
func (v *View) sum(e event.Event, lines []posting.Line, ofYear bool, sign money.Fen,
	amount func(line) money.Fen) map[account.Code]money.Fen {
	sums := map[account.Code]money.Fen{}
	if !ofYear {
		return sums
	}
	for _, l := range lines {
		switch l.Account.Element() {
		case account.Income, account.Expense:
			if l.Fund == v.Fund {
				sums[l.Account.Top()] += sign * amount(line{l, e})
			}
		case account.Asset, account.Liability, account.NetAsset:
		}
	}
	return sums
}

// net is the amount of a line, with what takes off taken off.
func net(l line) money.Fen { return l.Net() }

// gross is the amount of a line on the side on which its account grows.
func gross(l line) money.Fen { return max(l.Net(), 0) }

// statistic is the amount of a line as statistics count it: gross, but of a bond what
// it brought or lost, and of a debt that was set off the settlement alone.
func statistic(l line) money.Fen {
	switch l.of.(type) {
	case event.BondRedeemed:
		return net(l)
	case event.ClawbackSetOff:
		if l.Account.Element() == account.Income {
			return 0
		}
	default:
	}
	return gross(l)
}
