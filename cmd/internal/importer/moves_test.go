package importer

import (
	"testing"

	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
)

// The row that took from an account last: of the latest day, then of the file's order;
// what only came in names none.
func TestMoves(t *testing.T) {
	const resident, aid = fund.ID("441300.390"), fund.ID("441300.610")
	fact := func(document string, day int) event.Fact {
		return event.Fact{Document: document, OccurredOn: fund.NewDate(2025, 1, day), Count: 1}
	}
	late := fact("L", 3)
	late.BookedOn = fund.NewDate(2025, 1, 9)
	m := Moves{}
	for line, e := range []event.Event{
		event.PremiumReceived{Fact: fact("P", 2), Fund: resident, Amount: 500},
		event.ReliefPaid{Fact: fact("A", 2), Fund: aid, Amount: 7},
		event.ParticipationAssisted{Fact: fact("Z", 5), AidFund: aid, Fund: resident, Amount: 30},
		event.ReliefPaid{Fact: fact("B", 4), Fund: aid, Amount: 1},
		event.ReliefPaid{Fact: fact("C", 4), Fund: aid, Amount: 2},
		event.ReliefPaid{Fact: late, Fund: aid, Amount: 100},
		event.FineImposed{Fact: fact("F", 4), Case: "1", Region: "441300", Amount: 9},
		event.SubsidyReceived{Fact: fact("S", 4), Fund: fund.ID("441300.all"), Amount: 9},
	} {
		m.add(line+2, e)
	}
	if len(m) != 2 {
		t.Errorf("%v", m)
	}
	for _, test := range []struct {
		of   fund.ID
		day  int
		want Move
	}{
		{aid, 1, Move{}},
		{aid, 2, Move{money.Fen(-7).Sum(), 3, "A"}},
		{aid, 3, Move{money.Fen(-7).Sum(), 3, "A"}},
		{aid, 4, Move{money.Fen(-10).Sum(), 6, "C"}},
		{aid, 8, Move{money.Fen(-40).Sum(), 4, "Z"}},
		{aid, 9, Move{money.Fen(-140).Sum(), 7, "L"}},
		{resident, 9, Move{Net: money.Fen(530).Sum()}},
	} {
		if got, _ := m.Until(Account{test.of, account.SpecialAccount}, fund.NewDate(2025, 1, test.day)); got != test.want {
			t.Errorf("%s until January %d: %+v, want %+v", test.of, test.day, got, test.want)
		}
	}
}
