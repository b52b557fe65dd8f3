package judge_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/judge"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/verify"
)

// entriesOf returns the entries of a log.
func entriesOf(t *testing.T, s store.Store) (all []ledger.Entry) {
	t.Helper()
	for e, err := range ledger.All(context.Background(), s, 0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// judged judges entries, from what was kept on if there is something, and returns the verdict
// and what is kept then.
func judged(t *testing.T, s store.Store, from *judge.Kept, entries []ledger.Entry) (judge.Verdict, judge.Kept, bool) {
	t.Helper()
	j := judge.New(context.Background(), s, now, true)
	if from != nil {
		if err := j.Resume(*from); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range entries {
		if err := j.Fold(e); err != nil {
			t.Fatal(err)
		}
	}
	v, err := j.Verdict()
	if err != nil {
		t.Fatal(err)
	}
	kept, ok := j.State()
	if _, err := j.End(); err != nil {
		t.Fatal(err)
	}
	return v, kept, ok
}

// resumed judges a log up to each of some positions, and goes on with what is kept there: it
// finds what one judge finds who sees all, and keeps the same. It reports how often something
// was kept.
func resumed(t *testing.T, s store.Store, cuts []int) (times int) {
	t.Helper()
	all := entriesOf(t, s)
	want, end, _ := judged(t, s, nil, all)
	rows := want.Register.Rows()
	for _, cut := range cuts {
		_, kept, ok := judged(t, s, nil, all[:cut])
		if !ok {
			continue
		}
		times++
		got, again, _ := judged(t, s, &kept, all[cut:])
		found := got.Register.Rows()
		if !slices.Equal(found, rows) || got.Breaches != want.Breaches || !reflect.DeepEqual(got.Closings, want.Closings) {
			t.Fatalf("from position %d on: %d broken rules, %v, %+v\nwant %d, %v, %+v", cut, got.Breaches, got.Closings, found, want.Breaches, want.Closings, rows)
		}
		if !bytes.Equal(again.State, end.State) {
			t.Fatalf("from position %d on another state is kept: %d and %d bytes", cut, len(again.State), len(end.State))
		}
		forged := kept
		forged.State = slices.Clone(kept.State)
		forged.State[len(forged.State)/2] ^= 1
		for _, k := range []judge.Kept{kept, forged} {
			_, v, err := judge.Log(context.Background(), s, now, verify.Options{}, &k)
			if is := !bytes.Equal(k.State, kept.State); err == nil && v.Forged != is {
				t.Fatalf("what was kept at %d is found forged: %t, want %t", cut, v.Forged, is)
			}
		}
	}
	return times
}

// Whoever goes on behind any part of a log finds what somebody finds who has seen all of it: of
// facts at random, which no rule has kept out, with reversals, doubles and set-offs among them.
func TestResume(t *testing.T) {
	for seed := range uint64(6) {
		random, world := rand.New(rand.NewPCG(seed, 23)), eventtest.NewWorld(seed)
		s, next := &memory.Store{}, map[string]store.Revision{}
		var taken []event.Event
		for step := range 400 {
			e := world.Next()
			if old := len(taken); old > 0 && step%9 == 0 {
				if past := taken[random.IntN(old)]; !strings.HasPrefix(event.Wire(past), "fact.") {
					e = undo(t, fmt.Sprint("X-", step), past)
				}
			}
			if set, ok := e.(event.ClawbackSetOff); ok && random.IntN(2) == 0 {
				for _, past := range taken {
					if paid, is := past.(event.ReimbursementPaid); is && paid.Institution != "" && paid.OccurredOn <= set.OccurredOn {
						set.Institution, set.Against, set.Fund = paid.Institution, paid.Document, paid.Fund
					}
				}
				e = set
			}
			if len(event.Check(e)) > 0 {
				continue
			}
			wire, version, data, err := event.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			stream := aggregates.StreamOf(e)
			if _, err := s.Append(context.Background(), store.Append{Stream: stream, Expected: next[stream] - 1, RecordedAt: now,
				Actor: "clerk", Causation: "record", Events: []store.Event{{Type: wire, Version: version, Data: data}}}); err != nil {
				continue // an id that stands
			}
			next[stream]++
			taken = append(taken, e)
			world.Recorded(e)
		}
		cuts := []int{1, len(taken)}
		for range 4 {
			cuts = append(cuts, 1+random.IntN(len(taken)))
		}
		if times := resumed(t, s, cuts); times != len(cuts) {
			t.Errorf("seed %d: of %d times %d were kept", seed, len(cuts), times)
		}
	}
}

// What money was kept from is recorded before it, behind it, twice, and reversed.
func TestResumeAmongSettlements(t *testing.T) {
	const setOff = "occurred_on=2025-05-05 fund=441300.390 case=17 institution=H44130200026 subject=hospital channel=inspection paid_year=2025 care=inpatient settled_care=inpatient amount=10.00 "
	const paid = "occurred_on=2025-05-06 fund=441300.390 institution=H44130200026 care=inpatient amount=300.00 "
	f := honest(t)
	f.insert("C-2", "clawback.set_off", setOff+"document=C-3 against=R-2")
	f.insert("C-3", "clawback.set_off", setOff+"document=C-4 against=R-3")
	f.insert("C-4", "reimbursement.paid", paid+"document=R-3")
	f.put("R-3", undo(t, "X-1", fact(t, "reimbursement.paid", paid+"document=R-3")))
	f.insert("X-1", "reimbursement.paid", paid+"document=R-3 note=again")
	if got := said(t, f.log()); strings.Contains(got, "set_off_open") {
		t.Error(got)
	}
	f.put("", undo(t, "X-2", fact(t, "reimbursement.paid", paid+"document=R-3 note=again")))
	if got := said(t, f.log()); strings.Count(got, "(set_off_open at 16)") != 1 {
		t.Error(got)
	}
}

// undo returns the reversal of a fact.
func undo(t *testing.T, document string, e event.Event) event.Event {
	t.Helper()
	wire, version, data, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	return event.FactReversed{Fact: event.Fact{Document: document, OccurredOn: e.Common().OccurredOn},
		Of:     store.EventID(aggregates.StreamOf(e), wire, version, data).String(),
		OfType: wire, OfVersion: int64(version), OfData: string(data)}
}

// A state that is cut, or of which something was changed, is refused or is another one: it never
// makes a judge fail.
func TestResumeFromRubbish(t *testing.T) {
	s := honest(t).log()
	_, kept, ok := judged(t, s, nil, entriesOf(t, s))
	if !ok {
		t.Fatal("nothing is kept")
	}
	for i := range kept.State {
		j := judge.New(context.Background(), s, now, true)
		if err := j.Resume(judge.Kept{At: kept.At, State: kept.State[:i]}); err == nil {
			t.Errorf("%d of %d bytes are taken", i, len(kept.State))
		}
		j.Stop()
		_, _ = j.End()
		flipped := slices.Clone(kept.State)
		flipped[i] ^= 0x11
		j = judge.New(context.Background(), s, now, true)
		_ = j.Resume(judge.Kept{At: kept.At, State: flipped})
		j.Stop()
		_, _ = j.End()
	}
}
