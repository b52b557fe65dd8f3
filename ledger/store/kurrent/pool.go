package kurrent

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// idleClients is how many clients wait for work at most.
const idleClients = 16

// pool lends clients, each to one call at a time.
//
// That one rule is what makes the client of v4.2.0 safe. It answers its callers
// through one goroutine that dies when no node is found, and leaves those that
// come at the same moment waiting for ever; it forgets the connection that it had
// when it looks for another node; it panics if it is closed while a call fails. A
// client that serves one call, is thrown away after the first failure, and is
// closed when its call has returned, does none of that.
//
// Every call runs in a goroutine of its own, so that its caller never waits longer
// than its context lasts, whatever the client does.
type pool struct {
	where   string
	config  esdb.Configuration
	attempt time.Duration

	mu     sync.Mutex
	idle   []*esdb.Client
	closed bool
	counts Counts
	calls  sync.WaitGroup // also of those that nobody waits for
}

// Counts says what a store has done with its connections.
type Counts struct {
	Clients  int // connections made
	Dropped  int // of them, thrown away after a failure
	Running  int // calls that are under way
	Stranded int // of them, those whose caller has gone
}

var errClosed = errors.New("the store is closed")

// call has f do something with a client, and returns what f returned. Errors:
// *UnreachableError if no node was found, which says that f was not called; the
// error of ctx as soon as it ends, or context.DeadlineExceeded when the attempt took
// too long, after which f may go on for nobody; what f returned.
func call[T any](ctx context.Context, p *pool, f func(context.Context, *esdb.Client) (T, error)) (T, error) {
	return lend(ctx, p, p.attempt, f)
}

// lend is call with another time for the attempt.
func lend[T any](ctx context.Context, p *pool, attempt time.Duration, f func(context.Context, *esdb.Client) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	client, proven, err := p.take()
	if err != nil {
		return none, err
	}
	inner, cancel := context.WithTimeout(ctx, attempt)
	answers := make(chan answer)
	stranded := make(chan struct{})
	go func() {
		defer p.calls.Done()
		defer cancel()
		a := answer{err: guard(func() error { return p.prove(client, proven) })}
		healthy := a.err == nil
		if healthy && inner.Err() == nil {
			a.err = guard(func() (err error) { a.value, err = f(inner, client); return err })
			healthy = p.survives(client, a.err)
		} else if healthy { // who asked has gone while a node was looked for; the next one finds it
			a.err = inner.Err()
		}
		p.giveBack(client, healthy, ctx.Err() == nil)
		select {
		case answers <- a:
		case <-stranded:
			p.count(func(c *Counts) { c.Stranded-- })
		}
	}()
	select {
	case a := <-answers:
		if a.err != nil {
			return a.value, ended(ctx, a.err)
		}
		return a.value, nil
	case <-inner.Done():
		p.count(func(c *Counts) { c.Stranded++ })
		close(stranded)
		return none, ended(ctx, inner.Err())
	}
}

// guard turns a panic of the client into an error: the client panics when it is
// used after it was closed.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the client failed: %v", r)
		}
	}()
	return f()
}

// take returns a client that nobody uses, and whether it has found a node before. The
// caller's call counts as under way from here on.
func (p *pool) take() (client *esdb.Client, proven bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, false, errClosed
	}
	if n := len(p.idle); n > 0 {
		client, proven = p.idle[n-1], true
		p.idle = p.idle[:n-1]
	} else {
		config := p.config // the client keeps the pointer
		if client, err = esdb.NewClient(&config); err != nil {
			return nil, false, err
		}
		p.counts.Clients++
	}
	p.counts.Running++
	p.calls.Add(1) // with the lock, so that close waits for it
	return client, proven, nil
}

// prove has a new client find a node, so that its failure is known to have sent
// nothing.
func (p *pool) prove(client *esdb.Client, proven bool) error {
	if proven {
		return nil
	}
	if _, err := client.GetServerVersion(); err != nil {
		if number := (*strconv.NumError)(nil); errors.As(err, &number) {
			return &VersionError{Where: p.where, Part: number.Num}
		}
		return &UnreachableError{Where: p.where, Cause: err}
	}
	return nil
}

// survives reports whether a client can be used again after its call ended with err.
// One that was told of another leader connects to it now.
func (p *pool) survives(client *esdb.Client, err error) bool {
	if err == nil {
		return true
	}
	switch outcomeOf(err) {
	case wrongVersion, missing, deleted, denied:
		return true
	case notLeader:
		return guard(func() error { return p.prove(client, false) }) == nil
	}
	return false
}

// giveBack takes a client back after a call. One that is not healthy is thrown away,
// and if its answer was still wanted those that are idle too: they have a connection
// to the same node, and would fail one by one.
func (p *pool) giveBack(client *esdb.Client, healthy, wanted bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts.Running--
	if healthy && !p.closed && len(p.idle) < idleClients {
		p.idle = append(p.idle, client)
		return
	}
	_ = client.Close() // never fails
	if healthy {
		return
	}
	p.counts.Dropped++
	if wanted {
		p.counts.Dropped += len(p.idle)
		p.closeIdle()
	}
}

// renew has the next calls look for the leader again: the nodes that the idle clients
// have found lag behind.
func (p *pool) renew() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts.Dropped += len(p.idle)
	p.closeIdle()
}

// closeIdle closes the clients that nobody uses. The caller holds the lock.
func (p *pool) closeIdle() {
	for _, client := range p.idle {
		_ = client.Close() // never fails
	}
	p.idle = nil
}

func (p *pool) count(change func(*Counts)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.counts)
}

// abandon closes the pool and waits for nothing: a call that nobody waits for may
// look for a node for some seconds yet.
func (p *pool) abandon() { go p.close() }

// close closes the clients once every call has returned.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.calls.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closeIdle()
}
