package recoveries_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/projtest"
	"github.com/fundledger/fundledger/projections/recoveries"
	"github.com/fundledger/fundledger/projections/replay"
)

func TestView(t *testing.T) {
	projtest.Run(t, func() replay.View { return new(recoveries.View) }, projtest.History(), "../../testdata/projections/recoveries.txt")
}

func view(t *testing.T, history []ledger.Entry) *recoveries.View {
	t.Helper()
	v := new(recoveries.View)
	for _, entry := range history {
		if err := v.Apply(entry); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// The figures of the history, added up by hand. Money that came back without an
// order (80 yuan of the pharmacy) reduces nothing outstanding; what was
// prevented is never added to what was received.
func TestAsOf(t *testing.T) {
	v := view(t, projtest.History())
	const yuan = 100
	hospital, pharmacy := fund.Institution("H44130200026"), fund.Institution("P44130200007")
	row := func(id fund.ID, i fund.Institution, c event.Channel, ordered, received, outstanding, prevented money.Fen) recoveries.Row {
		return recoveries.Row{Key: recoveries.Key{Fund: id, Institution: i, Channel: c}, Ordered: ordered, Received: received, Outstanding: outstanding, Prevented: prevented}
	}
	for _, test := range []struct {
		name string
		on   fund.Date
		by   recoveries.By
		want []recoveries.Row
	}{
		{"by institution", 0, recoveries.ByInstitution, []recoveries.Row{
			row("441300.310", hospital, "", 827_73, 100*yuan, 727_73, 0),
			row("441300.390", hospital, "", 2_000*yuan, 1_100*yuan, 900*yuan, 30*yuan),
			row("441300.390", pharmacy, "", 0, 80*yuan, 0, 12*yuan),
		}},
		{"by channel", 0, recoveries.ByChannel, []recoveries.Row{
			row("441300.310", "", event.Inspection, 827_73, 100*yuan, 727_73, 0),
			row("441300.390", "", recoveries.Reminder, 0, 0, 0, 12*yuan),
			row("441300.390", "", event.SmartAudit, 0, 0, 0, 30*yuan),
			row("441300.390", "", event.Inspection, 2_000*yuan, 1_100*yuan, 900*yuan, 0),
			row("441300.390", "", event.SelfCheck, 0, 80*yuan, 0, 0),
		}},
		{"by both", 0, recoveries.ByBoth, []recoveries.Row{
			row("441300.310", hospital, event.Inspection, 827_73, 100*yuan, 727_73, 0),
			row("441300.390", hospital, event.SmartAudit, 0, 0, 0, 30*yuan),
			row("441300.390", hospital, event.Inspection, 2_000*yuan, 1_100*yuan, 900*yuan, 0),
			row("441300.390", pharmacy, recoveries.Reminder, 0, 0, 0, 12*yuan),
			row("441300.390", pharmacy, event.SelfCheck, 0, 80*yuan, 0, 0),
		}},
		{"on the day of the order", fund.NewDate(2025, 5, 1), recoveries.ByInstitution, []recoveries.Row{
			row("441300.310", hospital, "", 827_73, 0, 827_73, 0),
			row("441300.390", hospital, "", 2_000*yuan, 0, 2_000*yuan, 30*yuan),
			row("441300.390", pharmacy, "", 0, 80*yuan, 0, 12*yuan),
		}},
		{"before anything", fund.NewDate(2025, 3, 4), recoveries.ByInstitution, nil},
	} {
		got, err := v.AsOf(test.on, test.by)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v\n%+v\nwant\n%+v", test.name, err, got, test.want)
		}
	}
}

func TestOverflow(t *testing.T) {
	denied := ledger.Entry{Event: event.ClaimDenied{
		Fact: event.Fact{Document: "R", OccurredOn: fund.NewDate(2025, 1, 1), Count: 1}, Fund: "441300.390", Channel: event.SmartAudit, Amount: math.MaxInt64,
	}}
	v := view(t, []ledger.Entry{denied})
	if err := v.Apply(denied); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("on one day: %v", err)
	}
}

func TestEveryChannelHasAName(t *testing.T) {
	for _, w := range append(event.Channels(), event.Word{Code: string(recoveries.Reminder)}) {
		if name := recoveries.ChannelName(event.Channel(w.Code)); name.ZH == w.Code || name.ZH == "" || name.EN == "" {
			t.Errorf("%s: %+v", w.Code, name)
		}
	}
}
