package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
)

// hold takes the file for writing, as another program might, until release.
func hold(t *testing.T, s *Store) (release func()) {
	t.Helper()
	other, err := s.read.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	run := func(statements ...string) {
		t.Helper()
		for _, statement := range statements {
			if _, err := other.ExecContext(context.Background(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	run(`PRAGMA query_only = 0`, `BEGIN IMMEDIATE`)
	return func() {
		t.Helper()
		run(`ROLLBACK`, `PRAGMA query_only = 1`)
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// untilWaiting returns when n calls of Append wait in s and one of them leads.
func untilWaiting(s *Store, n int) {
	for waiting := 0; waiting < n || len(s.turn) == 0; runtime.Gosched() {
		s.mu.Lock()
		waiting = len(s.waiting)
		s.mu.Unlock()
	}
}

// TestGroupCommit holds the file until 64 callers wait, and lets go: one
// transaction serves them all, each with its own outcome.
func TestGroupCommit(t *testing.T) {
	const callers = 64
	s := newStore(t, BusyTimeout(time.Hour))
	var commits atomic.Int64
	if _, err := s.Append(context.Background(), to("shared-1", store.NoStream, `{}`)); err != nil {
		t.Fatal(err)
	}
	onCommit(t, s, func() int32 { commits.Add(1); return 0 })
	release := hold(t, s)
	var all sync.WaitGroup
	receipts, outcomes := make([][]store.Receipt, callers), make([]error, callers)
	for i := range callers {
		all.Go(func() {
			receipts[i], outcomes[i] = s.Append(context.Background(),
				to(fmt.Sprint("own-", i), store.NoStream, fmt.Sprintf(`{"a":%d}`, i), `{}`),
				to("shared-1", 0, fmt.Sprintf(`{"b":%d}`, i)), // one of all wins
				to(fmt.Sprint("own-", i), 1, fmt.Sprintf(`{"c":%d}`, i)))
		})
	}
	untilWaiting(s, callers)
	release()
	all.Wait()
	if n := commits.Load(); n != 1 {
		t.Errorf("%d commits, want 1", n)
	}
	got := data(t, s)
	winners, taken := 0, map[store.Position]bool{0: true}
	for i := range callers {
		want := []string{fmt.Sprintf(`{"a":%d}`, i), fmt.Sprintf(`{"b":%d}`, i), fmt.Sprintf(`{"c":%d}`, i)}
		var conflict *store.ConflictError
		switch {
		case outcomes[i] == nil && len(receipts[i]) == 3:
			winners++
		case errors.As(outcomes[i], &conflict) && conflict.Stream == "shared-1" && len(receipts[i]) == 1:
			want = want[:1]
		default:
			t.Fatalf("caller %d: %v, %v", i, receipts[i], outcomes[i])
		}
		for j, w := range want {
			p := receipts[i][j].First
			if got[p] != w || taken[p] || receipts[i][j].Duplicate {
				t.Errorf("caller %d: %s stands at %d, want %s", i, got[p], p, w)
			}
			taken[p] = true
		}
	}
	if winners != 1 || len(got) != 1+2*callers+2 {
		t.Errorf("%d winners, %d events", winners, len(got))
	}
}

// TestImpatient: a caller whose context ends while another program writes
// leaves at once, whether it leads or follows, and those who wait with it go on
// waiting. What it wanted is not written.
func TestImpatient(t *testing.T) {
	s := newStore(t, BusyTimeout(time.Hour))
	release := hold(t, s)
	var all sync.WaitGroup
	contexts, outcomes := make([]context.Context, 4), make([]error, 4)
	cancels := make([]context.CancelFunc, 4)
	for i := range contexts {
		contexts[i], cancels[i] = context.WithCancel(context.Background())
		defer cancels[i]()
	}
	gone := make(chan int, len(contexts))
	for i := range contexts {
		all.Go(func() {
			_, outcomes[i] = s.Append(contexts[i], to(fmt.Sprint("fund-", i), store.NoStream, fmt.Sprintf(`{"n":%d}`, i)))
			gone <- i
		})
		untilWaiting(s, i+1) // so the first leads
	}
	for _, i := range []int{1, 0, 3} { // a follower, the leader, another follower
		cancels[i]()
		if who := <-gone; who != i || !errors.Is(outcomes[i], context.Canceled) {
			t.Errorf("caller %d left with %v when %d was cancelled", who, outcomes[who], i)
		}
	}
	release()
	all.Wait()
	if outcomes[2] != nil {
		t.Errorf("the patient caller: %v", outcomes[2])
	}
	if got := data(t, s); len(got) != 1 || got[0] != `{"n":2}` {
		t.Errorf("holds %v", got)
	}
}

// TestBusyTogether: callers that wait together are told together that the
// other program takes too long.
func TestBusyTogether(t *testing.T) {
	s := newStore(t, BusyTimeout(0))
	release := hold(t, s)
	var all sync.WaitGroup
	outcomes := make([]error, 8)
	for i := range outcomes {
		all.Go(func() {
			_, outcomes[i] = s.Append(context.Background(), to(fmt.Sprint("fund-", i), store.NoStream, `{}`))
		})
	}
	all.Wait()
	for i, err := range outcomes {
		var busy *store.BusyError
		if !errors.As(err, &busy) {
			t.Errorf("caller %d: %v", i, err)
		}
	}
	release()
	if _, err := s.Append(context.Background(), to("fund-1", store.NoStream, `{}`)); err != nil {
		t.Error(err)
	}
	if got := data(t, s); len(got) != 1 {
		t.Errorf("holds %v", got)
	}
}

// TestFullForOne: of callers that share a transaction, the one whose append has
// no room fails alone.
func TestFullForOne(t *testing.T) {
	s := newStore(t, BusyTimeout(time.Hour), MaxPages(60))
	release := hold(t, s)
	huge := to("fund-huge", store.NoStream)
	random := rand.New(rand.NewPCG(1, 1)) // for data that does not compress to nothing
	for range store.MaxEvents {
		huge.Events = append(huge.Events, store.Event{
			Type: "test.happened", Version: 1,
			Data: fmt.Appendf(nil, `{"n":"%016x%016x%016x%016x"}`, random.Uint64(), random.Uint64(), random.Uint64(), random.Uint64()),
		})
	}
	appends := []store.Append{to("fund-1", store.NoStream, `{"n":1}`), huge, to("fund-2", store.NoStream, `{"n":2}`)}
	outcomes := make([]error, len(appends))
	var all sync.WaitGroup
	for i, a := range appends {
		all.Go(func() { _, outcomes[i] = s.Append(context.Background(), a) })
		untilWaiting(s, i+1)
	}
	release()
	all.Wait()
	var full *FullError
	if outcomes[0] != nil || !errors.As(outcomes[1], &full) || outcomes[2] != nil {
		t.Errorf("outcomes %v", outcomes)
	}
	if got := data(t, s); len(got) != 2 || got[0] != `{"n":1}` || got[1] != `{"n":2}` {
		t.Errorf("holds %d events", len(got))
	}
}
