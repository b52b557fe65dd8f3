package aggregates

import (
	"context"
	"testing"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
)

// A fact that earlier programs took and today's would refuse does not stand in the way
// when another of its stream is reversed.
func TestReversalBesideAnOlderFact(t *testing.T) {
	m := new(memory.Store)
	opened := event.CaseOpened{Fact: event.Fact{Document: "L-1", OccurredOn: day(2), Count: 1}, Case: "17", Region: "441300",
		Channel: event.Inspection, Subject: event.Hospital}
	must(t, m, opened)
	fine := event.FineImposed{Fact: event.Fact{Document: "F-1", OccurredOn: day(3), Count: 1}, Case: "17", Region: "441300",
		Subject: event.Hospital, Finding: "1", Amount: 100}
	older, err := Decision{Stream: StreamOf(fine), Expected: 0, Events: []event.Event{fine}}.Append(envelope)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Append(context.Background(), older); err != nil {
		t.Fatal(err)
	}
	wire, version, data, err := event.Encode(opened)
	if err != nil {
		t.Fatal(err)
	}
	must(t, m, event.FactReversed{
		Fact: event.Fact{Document: "C-1", OccurredOn: day(4)}, Of: store.EventID(StreamOf(opened), wire, version, data).String(),
		OfType: wire, OfVersion: int64(version), OfData: string(data),
	})
}
