package kurrent_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/kurrent"
)

// writer is somebody with a store of his own who appends and reads.
type writer struct {
	*run
	name  string
	rand  *rand.Rand
	store *kurrent.Store
	index string
	turn  int

	heads    map[string]store.Revision // where he thinks that streams end
	acked    map[string]store.Revision // what this store has acknowledged
	furthest int                       // the last position that it has acknowledged or told, -1 for none
	commands []*command
	sights   []sight
	glances  []glance
}

func newWriter(r *run, i int) *writer {
	w := &writer{
		run: r, name: fmt.Sprintf("writer %d", i), rand: rand.New(rand.NewPCG(r.seed, uint64(1+i))),
		index: filepath.Join(r.dir, fmt.Sprintf("index-%d.json", i)), heads: map[string]store.Revision{},
	}
	for _, name := range r.streams {
		w.heads[name] = store.NoStream
	}
	return w
}

// work makes some calls.
func (w *writer) work(calls int) {
	for range calls {
		if w.store == nil && !w.open() {
			continue
		}
		switch n := w.rand.IntN(20); {
		case n < 9:
			w.append()
		case n < 12:
			w.again()
		case n < 15:
			w.all()
		case n < 17:
			w.stream(w.streams[w.rand.IntN(len(w.streams))])
		case n < 18:
			w.last()
		default:
			w.close()
		}
	}
	w.close()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.record.commands = append(w.record.commands, w.commands...)
	w.record.sights = append(w.record.sights, w.sights...)
	w.record.glances = append(w.record.glances, w.glances...)
}

func (w *writer) open() bool {
	o := w.options
	o.Index = w.index
	ctx, done := w.context(w.rand)
	s, err := kurrent.Open(ctx, o)
	done("Open")
	if err != nil {
		w.explained("Open", err)
		return false
	}
	w.store, w.acked, w.furthest = s, map[string]store.Revision{}, -1
	return true
}

func (w *writer) close() {
	if w.store == nil {
		return
	}
	if err := w.store.Close(); err != nil {
		w.fail("%s: Close: %v", w.name, err)
	}
	if c := w.store.Counts(); c.Running != 0 || c.Stranded != 0 {
		w.fail("%s: after Close: %+v", w.name, c)
	}
	w.store = nil
}

// explained reports whether err says nothing that the faults do not explain.
func (w *writer) explained(what string, err error) bool {
	var (
		unknown     *store.UnknownOutcomeError
		conflict    *store.ConflictError
		unreachable *kurrent.UnreachableError
		missing     *kurrent.NotFoundError
	)
	switch {
	case err == nil, errors.Is(err, context.DeadlineExceeded), errors.As(err, &unreachable):
	case what == "Append" && (errors.As(err, &unknown) || errors.As(err, &conflict)):
	case what == "Open" && len(w.cluster.Addresses()) > 1 && errors.As(err, &missing): // of a node that lags behind
	default:
		w.fail("%s: %s: %v", w.name, what, err)
		return false
	}
	return true
}

// event returns one that is like no other.
func (w *writer) event(i int) store.Event {
	filler := strings.Repeat("x", w.rand.IntN(3)*w.rand.IntN(200))
	return store.Event{
		Type: []string{"fund.opened", "fund.paid"}[w.rand.IntN(2)], Version: 1 + w.rand.IntN(2),
		Data: fmt.Appendf(nil, `{"by":%q,"event":%d,"filler":%q,"turn":%d}`, w.name, i, filler, w.turn),
	}
}

// append appends something new, at the end of a stream as he knows it.
func (w *writer) append() {
	var commands []*command
	n := 1
	if w.rand.IntN(4) == 0 {
		n = 2 + w.rand.IntN(2)
	}
	heads := map[string]store.Revision{}
	for range n {
		w.turn++
		name := w.streams[w.rand.IntN(len(w.streams))]
		if _, some := heads[name]; !some {
			heads[name] = w.heads[name]
		}
		a := store.Append{
			Stream: name, Expected: heads[name], RecordedAt: time.Date(2025, 1, 1, 0, 0, w.turn, 0, time.UTC),
			Actor: w.name, Causation: fmt.Sprint(w.turn),
		}
		if w.rand.IntN(12) == 0 {
			a.Expected += store.Revision(w.rand.IntN(5) - 2)
			a.Expected = max(a.Expected, store.NoStream)
		}
		for i := range 1 + w.rand.IntN(3)*w.rand.IntN(4) {
			a.Events = append(a.Events, w.event(i))
		}
		heads[name] = a.Expected + store.Revision(len(a.Events))
		commands = append(commands, &command{a: a})
	}
	w.commands = append(w.commands, commands...)
	w.send(commands)
}

// send sends commands in one Append.
func (w *writer) send(commands []*command) {
	var appends []store.Append
	for _, c := range commands {
		c.attempts++
		appends = append(appends, c.a)
	}
	ctx, done := w.context(w.rand)
	receipts, err := w.store.Append(ctx, appends...)
	done("Append")
	w.explained("Append", err)
	if wrong := outcome(commands, receipts, err); wrong != nil {
		w.fail("%s: %v", w.name, wrong)
	}
	for i, r := range receipts {
		name := commands[i].a.Stream
		w.heads[name] = max(w.heads[name], r.Last)
		w.furthest = max(w.furthest, int(r.First))
		if known, some := w.acked[name]; !some || known < r.Last {
			w.acked[name] = r.Last
		}
	}
	if conflict := (*store.ConflictError)(nil); errors.As(err, &conflict) {
		w.stream(conflict.Stream)
	}
}

// again sends an append again that was sent before, sometimes as somebody else.
func (w *writer) again() {
	if len(w.commands) == 0 {
		return
	}
	c := w.commands[w.rand.IntN(len(w.commands))]
	for _, other := range w.commands { // rather one whose outcome is not known
		if other.unknown && !other.acked {
			c = other
		}
	}
	if !c.acked && !c.unknown {
		return // he gave it up: where it was refused, something else may stand now
	}
	if w.rand.IntN(4) > 0 {
		w.send([]*command{c})
		return
	}
	foreign := *c
	foreign.a.Actor = "somebody else"
	foreign.a.RecordedAt = foreign.a.RecordedAt.Add(time.Minute)
	w.send([]*command{&foreign})
	c.acked, c.unknown, c.receipt = foreign.acked, c.unknown || foreign.unknown, foreign.receipt
}

// all reads the log.
func (w *writer) all() {
	s := sight{who: w.name, least: 0}
	if w.rand.IntN(2) == 0 {
		s.from = store.Position(w.rand.IntN(w.furthest + 3))
	}
	least, must := store.Position(max(w.furthest, 0)), w.furthest >= 0
	stop := -1
	if w.rand.IntN(4) == 0 {
		stop = w.rand.IntN(10)
	}
	ctx, done := w.context(w.rand)
	s.ended = true
	for e, err := range w.store.All(ctx, s.from) {
		if err != nil {
			s.ended = false
			w.explained("All", err)
			break
		}
		if e.Position != s.from+store.Position(len(s.lines)) {
			w.fail("%s: position %d after %d events from %d on", w.name, e.Position, len(s.lines), s.from)
		}
		s.lines = append(s.lines, line(e))
		w.furthest = max(w.furthest, int(e.Position))
		if len(s.lines) == stop {
			s.ended = false
			break
		}
	}
	done("All")
	if must {
		s.least = least
	} else {
		s.least, s.ended = 0, false
	}
	w.sights = append(w.sights, s)
}

// stream reads a stream.
func (w *writer) stream(name string) {
	if w.store == nil {
		return
	}
	g := glance{who: w.name, stream: name, ended: true, least: store.NoStream}
	if known, some := w.acked[name]; some {
		g.least = known
	}
	if w.rand.IntN(3) == 0 {
		g.from = store.Revision(w.rand.IntN(int(w.heads[name]) + 3))
	}
	head := g.from - 1
	ctx, done := w.context(w.rand)
	for e, err := range w.store.Stream(ctx, name, g.from) {
		if err != nil {
			g.ended = false
			w.explained("Stream", err)
			break
		}
		head = e.Revision
		g.lines = append(g.lines, line(e))
	}
	done("Stream")
	if g.ended && (len(g.lines) > 0 || g.from == 0) {
		w.heads[name] = head
	}
	w.glances = append(w.glances, g)
}

// last reads the last event.
func (w *writer) last() {
	ctx, done := w.context(w.rand)
	e, some, err := w.store.Last(ctx)
	done("Last")
	switch {
	case err != nil:
		w.explained("Last", err)
	case !some && w.furthest >= 0 || some && int(e.Position) < w.furthest:
		w.fail("%s: the last event is %v %d; %d was there", w.name, some, e.Position, w.furthest)
	case some:
		w.furthest = int(e.Position)
		w.sights = append(w.sights, sight{who: w.name + " (Last)", from: e.Position, lines: []string{line(e)}, ended: true, least: e.Position})
	}
}

// follower is a live view: it follows the log, and begins again where it was when it
// is told an error.
type follower struct {
	*run
	name   string
	rand   *rand.Rand
	ctx    context.Context //nolint:containedctx // its life
	cancel context.CancelFunc
	news   chan struct{}
	done   chan struct{}

	lock  sync.Mutex
	lines []string
	err   error // the last one
}

func newFollower(r *run, i int) *follower {
	f := &follower{
		run: r, name: fmt.Sprintf("follower %d", i), rand: rand.New(rand.NewPCG(r.seed, uint64(100+i))),
		news: make(chan struct{}, 1), done: make(chan struct{}),
	}
	f.ctx, f.cancel = context.WithCancel(context.Background())
	return f
}

func (f *follower) work() {
	defer close(f.done)
	for f.ctx.Err() == nil {
		o := f.options
		o.Index = filepath.Join(f.dir, strings.ReplaceAll(f.name, " ", "-")+".json")
		s, err := kurrent.Open(f.ctx, o)
		if err != nil {
			f.noted(err)
			continue // the cluster is not there
		}
		f.follow(s)
		if err := s.Close(); err != nil {
			f.fail("%s: Close: %v", f.name, err)
		}
		if c := s.Counts(); c.Running != 0 || c.Stranded != 0 {
			f.fail("%s: after Close: %+v", f.name, c)
		}
	}
}

func (f *follower) noted(err error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.err = err
}

func (f *follower) follow(s *kurrent.Store) {
	for told, err := range s.Follow(f.ctx, store.Position(len(f.lines))) {
		if err != nil {
			f.noted(err)
		}
		unreachable := (*kurrent.UnreachableError)(nil)
		switch {
		case errors.As(err, &unreachable), f.ctx.Err() != nil:
			return
		case err != nil:
			f.fail("%s: %v", f.name, err)
			return
		case told.Live || told.Behind:
			if f.rand.IntN(16) == 0 {
				return // and begin again
			}
			continue
		}
		f.lock.Lock()
		if told.Position != store.Position(len(f.lines)) {
			f.fail("%s: position %d after %d events", f.name, told.Position, len(f.lines))
		}
		f.lines = append(f.lines, line(told.Recorded))
		f.lock.Unlock()
		select {
		case f.news <- struct{}{}:
		default:
		}
	}
}

// finish waits until so many events were told, and ends.
func (f *follower) finish(events int) {
	timer := time.NewTimer(30 * time.Second)
	defer timer.Stop()
	for waiting := true; waiting; {
		f.lock.Lock()
		told := len(f.lines)
		f.lock.Unlock()
		if told >= events {
			break
		}
		select {
		case <-f.news:
		case <-timer.C:
			f.fail("%s: was told %d of %d events; the last error was %v; its run:\n%s", f.name, told, events, f.err, goroutines(f.label))
			waiting = false
		}
	}
	f.cancel()
	<-f.done
	f.told += len(f.lines)
	f.record.sights = append(f.record.sights, sight{who: f.name, lines: f.lines})
}
