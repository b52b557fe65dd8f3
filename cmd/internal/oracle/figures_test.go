package oracle

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/statistics"
)

// bookSums is what stands on every account of every fund.
func bookSums(v *books.View, on fund.Date) sums {
	out := sums{}
	for _, id := range v.Funds() {
		for _, l := range v.AsOf(id, on).Accounts {
			out.add(string(id)+" "+string(l.Account)+" Dr", big.NewInt(int64(l.Debit)))
			out.add(string(id)+" "+string(l.Account)+" Cr", big.NewInt(int64(l.Credit)))
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
		for name, n := range map[string]int64{
			" income": int64(r.Income), " expense": int64(r.Expense), " straddling": int64(r.Straddling),
			" opened": int64(r.OpenedOn), " opening": int64(r.Opening),
			" income since": int64(r.IncomeSince), " expense since": int64(r.ExpenseSince),
		} {
			out.add(id+name, big.NewInt(n))
		}
		if r.Name != "" {
			out.add(id+" books", big.NewInt(1))
		}
		if r.Opened {
			out.add(id+" balance", big.NewInt(int64(r.Balance)))
		}
		for _, a := range r.Accounts {
			out.add(id+" "+string(a.Account), big.NewInt(int64(a.Amount)))
		}
	}
	return out
}

func statisticSums(t *testing.T, v *statistics.View, on fund.Date) sums {
	t.Helper()
	rows, err := v.AsOf(on)
	if err != nil {
		t.Fatal(err)
	}
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
		out.add(name+" amount", big.NewInt(int64(r.Amount)))
		out.add(name+" count", big.NewInt(r.Count))
		out.add(name+" vague", big.NewInt(r.Vague))
		out.add(name+" cases", big.NewInt(r.Cases))
	}
	return out
}
