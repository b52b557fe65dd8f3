package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// size measures everything with one size of data, with the peers if asked for.
func (b *bench) size(ctx context.Context, n int64, withPeers, full bool) error {
	d, err := b.generated(ctx, n, full)
	if err != nil {
		return err
	}
	r := &sizeResult{full: full, csvBytes: d.bytes}
	b.result.sizes = append(b.result.sizes, r)
	peers := b.peers
	if !withPeers {
		peers = nil
	}
	b.say("reading the facts, and writing them for %d other programs", len(peers))
	if err := d.read(b.dir, len(peers) > 0); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *dataset, *sizeResult, []peer) error{b.loads, b.questions, b.snapshots,
		b.replays, b.verifies} {
		if err := step(ctx, d, r, peers); err != nil {
			return err
		}
	}
	if len(peers) > 0 {
		if err := errors.Join(os.Remove(d.table), os.Remove(d.journal)); err != nil {
			return err
		}
	}
	if b.data == "" {
		return os.RemoveAll(filepath.Dir(d.files[0]))
	}
	return nil
}

// loads imports the facts into every program, turn by turn, and then has
// PostgreSQL book some by double entry. What is not wanted is done once all the
// same: the other measures need the ledger.
func (b *bench) loads(ctx context.Context, d *dataset, r *sizeResult, peers []peer) error {
	wanted := b.wants("import")
	runs := b.runs
	if r.full {
		runs = b.fullRuns
	}
	if !wanted {
		runs = 1
	}
	b.note("import", b.ours.fundledger("init"))
	b.note("import", b.ours.importing(filepath.Join(filepath.Dir(d.files[0]), "*.csv")))
	for i := range runs {
		b.say("import of %s facts, run %d of %d", number(float64(d.events)), i+1, runs)
		took, err := b.ours.load(ctx, d)
		if err != nil {
			return err
		}
		if wanted {
			r.load = append(r.load, took)
		}
		for k, p := range peers {
			own := b.result.peers[k]
			if !p.loads() {
				continue
			}
			b.say("  %s", own.name)
			if took, err = p.load(ctx, d); err != nil {
				return err
			}
			own.rows = d.events
			if wanted {
				own.load = append(own.load, took)
			}
		}
		if b.pg != nil && b.pg.running && len(peers) > 0 && b.wants("doubleentry") {
			if err := b.books(ctx); err != nil {
				return err
			}
		}
	}
	var err error
	if r.bytes, err = bytesIn(b.ours.ledger()); err != nil {
		return err
	}
	for k, p := range peers {
		if b.result.peers[k].bytes, err = p.bytes(ctx, d); err != nil {
			return err
		}
		for _, c := range p.commands(d) {
			b.note(b.result.peers[k].name, c)
		}
	}
	return nil
}

// books has PostgreSQL book facts by double entry.
func (b *bench) books(ctx context.Context) error {
	b.say("  PostgreSQL double entry")
	n, took, err := b.pg.book(ctx, b.booked)
	if err != nil {
		return err
	}
	b.result.booked = n
	b.result.booking = append(b.result.booking, took)
	b.note("PostgreSQL double entry", b.pg.sql(doubleEntry))
	b.note("PostgreSQL double entry", b.pg.post(b.booked))
	return nil
}

// questions asks every program for the yearly balances, turn by turn, and
// compares what they say. Error: a difference.
func (b *bench) questions(ctx context.Context, d *dataset, r *sizeResult, peers []peer) error {
	wanted := b.wants("balance")
	runs := b.runs
	if !wanted {
		runs, peers = 1, nil
	}
	b.note("yearly balances", b.ours.asking("--fresh"))
	for i := range runs {
		b.say("yearly balances of %s facts, run %d of %d", number(float64(d.events)), i+1, runs)
		a, took, err := b.ours.ask(ctx, d, "--fresh")
		if err != nil {
			return err
		}
		if err := d.wanted.differs("the files", a, "fundledger"); err != nil {
			return err
		}
		if wanted {
			r.ask = append(r.ask, took)
		}
		for k, p := range peers {
			own := b.result.peers[k]
			if p.slow() && i >= b.slowRuns {
				continue
			}
			b.say("  %s", own.name)
			if a, took, err = p.ask(ctx, d); err != nil {
				return err
			}
			if err := d.wanted.differs("the files", a, own.name); err != nil {
				return err
			}
			own.ask = append(own.ask, took)
		}
	}
	return nil
}

// snapshots asks for the yearly balances as a clerk does, with whatever the program
// keeps to be fast, each time in a new process; and within a process that has the
// ledger open. The first time makes the snapshot.
func (b *bench) snapshots(ctx context.Context, d *dataset, r *sizeResult, _ []peer) error {
	first, last := d.years()
	a, made, _, err := b.ours.tell(ctx, d)
	if err != nil {
		return err
	}
	if made.Events != d.events {
		return fmt.Errorf("the files have %d facts and the ledger has %d", d.events, made.Events)
	}
	r.events = made.Events
	if err := d.wanted.differs("the files", a, "fundbench answer"); err != nil || !b.wants("snapshot") {
		return err
	}
	b.note("from a snapshot", b.ours.asking())
	b.note("from a snapshot", b.ours.telling(first, last))
	b.say("yearly balances of %s facts from a snapshot", number(float64(d.events)))
	for range b.runs {
		a, took, err := b.ours.ask(ctx, d)
		if err != nil {
			return err
		}
		r.cold = append(r.cold, took)
		b, from, inside, err := b.ours.tell(ctx, d)
		if err != nil {
			return err
		}
		r.inside = append(r.inside, inside)
		r.snapshot = from.From > 0
		for _, got := range []answer{a, b} {
			if err := d.wanted.differs("the files", got, "fundledger from a snapshot"); err != nil {
				return err
			}
		}
	}
	return nil
}

// replays rebuilds all projections from the raw log.
func (b *bench) replays(ctx context.Context, d *dataset, r *sizeResult, _ []peer) error {
	if !b.wants("replay") {
		return nil
	}
	b.note("replay", b.ours.replaying())
	first := ""
	for i := range b.runs {
		b.say("replay of %s facts, run %d of %d", number(float64(d.events)), i+1, b.runs)
		if err := b.ours.forget(); err != nil {
			return err
		}
		out, took, err := run(ctx, b.ours.replaying())
		if err != nil {
			return err
		}
		if first == "" {
			first = out
		}
		if out != first {
			return fmt.Errorf("two replays of the same ledger differ; find out why before any of the times mean anything:\n%s\n%s", first, out)
		}
		r.replay = append(r.replay, took)
	}
	return nil
}

// verifies recomputes everything that the ledger says of itself.
func (b *bench) verifies(ctx context.Context, d *dataset, r *sizeResult, _ []peer) error {
	if !b.wants("verify") {
		return nil
	}
	runs := b.runs
	if r.full {
		runs = b.fullRuns
	}
	b.note("verify", b.ours.verifying())
	for i := range runs {
		b.say("verify of %s facts, run %d of %d", number(float64(d.events)), i+1, runs)
		_, took, err := run(ctx, b.ours.verifying())
		if err != nil {
			return err
		}
		r.verify = append(r.verify, took)
	}
	return nil
}
