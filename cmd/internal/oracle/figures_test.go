package oracle

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/wide"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statistics"
)

// bookSums is what stands on every account of every fund.
func bookSums(v *books.View, on fund.Date) sums {
	out := sums{}
	for _, id := range v.Funds() {
		for _, l := range v.AsOf(id, on).Accounts {
			out.addFen(string(id)+" "+string(l.Account)+" Dr", l.Debit)
			out.addFen(string(id)+" "+string(l.Account)+" Cr", l.Credit)
		}
	}
	return out
}

func balanceSums(t *testing.T, v *balances.View, on fund.Date) sums {
	t.Helper()
	rows, err := v.AsOf(on)
	if err != nil {
		t.Fatal(err)
	}
	out := sums{}
	for _, r := range rows {
		id := string(r.Fund)
		for name, n := range map[string]money.Sum{
			" income": r.Income, " expense": r.Expense, " straddling": r.Straddling,
			" opened": money.Fen(r.OpenedOn).Sum(), " opening": r.Opening,
			" adjusted": r.Adjusted, " adjusted since": r.AdjustedSince,
			" income since": r.IncomeSince, " expense since": r.ExpenseSince,
		} {
			out.addFen(id+name, n)
		}
		if r.Name != "" {
			out.add(id+" books", big.NewInt(1))
		}
		if r.Opened {
			out.addFen(id+" balance", r.Balance)
		}
		for _, a := range r.Accounts {
			out.addFen(id+" "+string(a.Account), a.Amount)
		}
	}
	return out
}

func statisticSums(t *testing.T, v *statistics.View, on fund.Date) sums {
	t.Helper()
	rows := v.AsOf(on)
	out := sums{}
	for _, r := range rows {
		about := string(r.Fund)
		if about == "" {
			about = string(r.Region)
		}
		if r.Item == statistics.Limits {
			out.add(fmt.Sprintf("%s %s limits %s %s %s", r.Period, about, r.Detail, r.Amount, r.Document), big.NewInt(1))
			continue
		}
		if r.Item == statistics.Reported {
			out.add(fmt.Sprintf("%s %s %s %s %s %s", r.Period, about, r.Detail, r.Value, r.Unit, r.Document), big.NewInt(1))
			continue
		}
		name := fmt.Sprintf("%s %s %s %s", r.Period, about, r.Item, r.Detail)
		out.add(name+" amount", wide.Int(r.Amount).Big())
		out.add(name+" count", r.Count.Big())
		out.add(name+" vague", big.NewInt(r.Vague))
		out.add(name+" cases", r.Cases.Big())
	}
	return out
}
