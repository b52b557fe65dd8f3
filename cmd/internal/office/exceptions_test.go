package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/memory"
	"github.com/fundledger/fundledger/ledger/verify"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// keeping is an office that has a key of its own to seal what it keeps.
func keeping(t *testing.T) *Office {
	return &Office{Folder: t.TempDir(), UserKey: filepath.Join(t.TempDir(), "person.key"),
		Random: bytes.NewReader(bytes.Repeat([]byte{7}, 1<<12)), Now: func() time.Time { return closingEnv.At }}
}

// strange puts a fact at the end of a log, past every rule.
func strange(t *testing.T, s store.Store, e event.Event) {
	t.Helper()
	wire, version, data, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	stream, last := aggregates.StreamOf(e), store.NoStream
	for r, err := range s.Stream(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		last = r.Revision
	}
	if _, err := s.Append(t.Context(), store.Append{Stream: stream, Expected: last, RecordedAt: closingEnv.At, Actor: "clerk",
		Causation: "record", Events: []store.Event{{Type: wire, Version: version, Data: data}}}); err != nil {
		t.Fatal(err)
	}
}

// strangeFacts are facts of which most are exceptions: doubles in two months, payments of an
// institution that has no agreement, an account below zero, reversals of some of them.
func strangeFacts(n int) (facts []event.Event) {
	for i := range n {
		on := event.Fact{Document: fmt.Sprint("P-", i%7), OccurredOn: fund.NewDate(2025, time.Month(1+i%5), 1+i%20), Count: 1}
		e := event.Event(event.PremiumReceived{Fact: on, Fund: residents, Amount: 100})
		switch {
		case i%5 == 4:
			undone := facts[i/2]
			if wire := event.Wire(undone); wire != "fact.reversed" {
				name, version, data, err := event.Encode(undone)
				if err != nil {
					panic(err)
				}
				e = event.FactReversed{Fact: event.Fact{Document: fmt.Sprint("X-", i), OccurredOn: on.OccurredOn},
					Of:     store.EventID(aggregates.StreamOf(undone), name, version, data).String(),
					OfType: name, OfVersion: int64(version), OfData: string(data)}
			}
		case i%3 == 1:
			on.Document = fmt.Sprint("M-", i)
			on.Count = 0
			e = event.MoneyMoved{Fact: on, Fund: residents, From: "1004", To: "1003", Amount: 7}
		}
		facts = append(facts, e)
	}
	return facts
}

// wholeRegister is the register as it is when every rule is asked of every fact, and every number gone
// through.
func wholeRegister(t *testing.T, s store.Store) []exceptions.Row {
	t.Helper()
	o := &Office{Folder: t.TempDir(), Now: func() time.Time { return closingEnv.At }}
	numbers := o.Numbers(t.Context(), s)
	found, err := o.Recheck(t.Context(), s, nil, numbers.Along()...)
	if err = RulesOnly(err); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(numbers.NoteDoubles(t.Context(), found.Verdict.Register), numbers.Close()); err != nil {
		t.Fatal(err)
	}
	return found.Verdict.Register.Rows()
}

// Who asks again and again while facts are recorded, in a new office or in one that is open,
// finds what somebody finds who asks all rules of all facts: also after what was kept was
// deleted, cut, changed, or kept by another program.
func TestExceptions(t *testing.T) {
	ctx, s := t.Context(), new(memory.Store)
	o := keeping(t)
	live := o.Live()
	defer func() {
		if err := live.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, e := range premiums(300)[:302] { // more than a block of the tree
		if _, err := aggregates.Record(ctx, s, e, closingEnv); err != nil {
			t.Fatal(err)
		}
	}
	kinds := map[exceptions.Kind]bool{}
	for i, e := range strangeFacts(60) {
		strange(t, s, e)
		if i%3 != 0 {
			continue
		}
		want := wholeRegister(t, s)
		for _, row := range want {
			kinds[row.Kind] = true
		}
		j := o.judging(ctx, s)
		j.much = 2
		if i > 6 && i%4 == 2 && j.next < 302 {
			t.Fatalf("after %d facts: nothing was kept", i)
		}
		kept, err := j.exceptions(ctx)
		err = errors.Join(err, j.close())
		opened, errLive := live.Exceptions(ctx, s)
		if err := errors.Join(err, errLive); err != nil || !slices.Equal(kept.Rows, want) || !slices.Equal(opened.Rows, want) {
			t.Fatalf("after %d facts: %v\n%+v\nopen: %+v\nwant %+v", i, err, kept.Rows, opened.Rows, want)
		}
		if i%4 == 0 {
			harm(t, filepath.Join(o.Folder, SnapshotsFolder), i/4%3)
		}
	}
	for _, k := range []exceptions.Kind{exceptions.Double, exceptions.Overdrawn} {
		if !kinds[k] {
			t.Errorf("no %s", k)
		}
	}
}

// harm deletes, cuts or changes what is kept of the register.
func harm(t *testing.T, folder string, how int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*-"+judgedName+".snapshot"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v: %v", files, err)
	}
	if how == 0 {
		err = os.Remove(files[0])
	} else {
		var content []byte
		if content, err = os.ReadFile(files[0]); err == nil && how == 1 {
			content = content[:len(content)/2]
		}
		content[len(content)/3] ^= 4
		if err == nil {
			err = os.WriteFile(files[0], content, 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What is kept and is not what rules say is found by Recheck, though it is sealed; what another
// program has kept is nothing.
func TestForgedExceptions(t *testing.T) {
	ctx, s := t.Context(), new(memory.Store)
	o := keeping(t)
	for _, e := range append(premiums(300), strangeFacts(3)...) {
		strange(t, s, e)
	}
	ask := func() (*judged, error) {
		j := o.judging(ctx, s)
		j.much = 1
		_, err := j.exceptions(ctx)
		return j, err
	}
	j, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Recheck(ctx, s, nil); RulesOnly(err) != nil {
		t.Fatal(err)
	}
	forge := func(change func(state []byte)) {
		t.Helper()
		kept, ok := o.judgedState(ctx, s)
		if !ok {
			t.Fatal("nothing is kept")
		}
		change(kept.State)
		if err := o.Kept().Save(kept.Snapshot); err != nil {
			t.Fatal(err)
		}
	}
	fault := (*verify.Fault)(nil)
	recheckIndex := func() error {
		numbers := o.Numbers(ctx, s)
		if _, err := o.Recheck(ctx, s, nil, numbers.Along()...); RulesOnly(err) != nil {
			t.Fatal(err)
		}
		return errors.Join(o.RecheckIndex(ctx, s, numbers), numbers.Close())
	}
	if err := recheckIndex(); err != nil {
		t.Fatal(err)
	}
	forge(func(state []byte) { state[len(state)-1] ^= 1 }) // in words of a fact that stands twice
	if err := recheckIndex(); !errors.As(err, &fault) || fault.Position != verify.Beside {
		t.Errorf("it is not found: %v", err)
	}
	forge(func(state []byte) { state[80] ^= 1 })
	if _, err := o.Recheck(ctx, s, nil); !errors.As(err, &fault) || fault.Position != verify.Beside {
		t.Errorf("it is not found: %v", err)
	}
	forge(func(state []byte) { state[5] ^= 1 })
	if _, err := o.Recheck(ctx, s, nil); RulesOnly(err) != nil {
		t.Error(err)
	}
	if _, ok := o.judgedState(ctx, s); ok {
		t.Error("what another program has kept is taken")
	}
	again, err := ask()
	if err != nil || again.next != j.next {
		t.Error(err)
	}
	if err := errors.Join(j.close(), again.close()); err != nil {
		t.Error(err)
	}
}

// Whoever asks while an open office is asked by others, and facts are recorded, gets a register
// of a beginning of the log.
func TestExceptionsAtOnce(t *testing.T) {
	s := new(memory.Store)
	o := keeping(t)
	live := o.Live()
	ended := make(chan error)
	for range 3 {
		go func() {
			before := 0
			for range 30 {
				found, err := live.Exceptions(context.Background(), s)
				if err == nil && len(found.Rows) < before {
					err = fmt.Errorf("%d rows, and %d before", len(found.Rows), before)
				}
				if before = len(found.Rows); err != nil {
					ended <- err
					return
				}
			}
			ended <- nil
		}()
	}
	for _, e := range premiums(40) { // no books, so that each is an exception or breaks a rule
		on := e.Common()
		strange(t, s, event.MoneyMoved{Fact: event.Fact{Document: on.Document, OccurredOn: on.OccurredOn}, Fund: residents,
			From: "1004", To: "1003", Amount: 7})
	}
	for range 3 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if err := live.Close(); err != nil {
		t.Error(err)
	}
}
