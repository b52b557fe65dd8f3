package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// askedKind is what one kind of question took.
type askedKind struct {
	kind
	process      series
	office, peer []float64 // seconds
	rows         int       // the most that an answer had
}

// askAll asks the questions, kind by kind, and closes the open office.
func (a *asking) askAll(ctx context.Context) (err error) {
	a.say("opening the office")
	if a.office, err = a.ours.openOffice(ctx); err != nil {
		return err
	}
	err = a.askKinds(ctx)
	memory, ended := a.office.close()
	a.result.memory = memory
	if a.peer != nil {
		ended = errors.Join(ended, a.peer.close())
	}
	return errors.Join(err, ended)
}

func (a *asking) askKinds(ctx context.Context) error {
	byKind := map[string][]query{}
	for _, q := range a.drawn.Questions {
		byKind[q.Kind] = append(byKind[q.Kind], q)
	}
	for _, k := range kinds() {
		if !strings.Contains(k.name, a.only) {
			continue
		}
		if len(byKind[k.name]) == 0 {
			a.skip("%s: not asked, for the ledger has nothing of the kind", k.name)
			continue
		}
		a.say("%s", k.name)
		r := &askedKind{kind: k}
		a.result.kinds = append(a.result.kinds, r)
		began := time.Now()
		if err := a.warm(ctx, k, byKind[k.name][0]); err != nil {
			return fmt.Errorf("%s: %w", k.shell(byKind[k.name][0]), err)
		}
		for i, q := range byKind[k.name] {
			if i >= 1 && time.Since(began) > a.patience {
				a.say("  the rest would take too long: asked %d", i)
				break
			}
			if err := a.ask(ctx, r, q); err != nil {
				return fmt.Errorf("%s: %w", k.shell(q), err)
			}
		}
	}
	return nil
}

// warm asks a question once that is not counted: who asks first may have to make what others
// find, and reads from the disk.
func (a *asking) warm(ctx context.Context, k kind, q query) error {
	return a.ask(ctx, &askedKind{kind: k}, q)
}

// ask asks a question of everybody and compares the answers. Error: a difference.
func (a *asking) ask(ctx context.Context, r *askedKind, q query) error {
	out, took, err := run(ctx, a.ours.fundledger(append(r.args(q), "--format", "json")...))
	if err != nil {
		return err
	}
	ours, err := r.replyOf([]byte(out))
	if err != nil {
		return err
	}
	r.process, r.rows = append(r.process, took), max(r.rows, len(ours))
	if r.table != nil || r.page != nil {
		text, took, err := a.office.ask(q)
		if err != nil {
			return err
		}
		open, err := r.replyOf(text)
		if err != nil {
			return err
		}
		if err := ours.differs("a new process", open, "the open office"); err != nil {
			return err
		}
		r.office = append(r.office, took.Seconds())
	}
	if r.sql == nil || a.peer == nil {
		return nil
	}
	statement := r.statement(q)
	peer, lasted, err := a.peer.ask(statement)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, statement)
	}
	if err := ours.differs("fundledger", peer, "PostgreSQL"); err != nil {
		return fmt.Errorf("%w\n%s", err, statement)
	}
	r.peer = append(r.peer, lasted.Seconds())
	return nil
}

// replyOf reads a report as it is compared. An answer of the same kind may be empty.
func (k kind) replyOf(text []byte) (reply, error) {
	s, err := readSheet(text)
	if err != nil {
		return nil, err
	}
	return k.read(s), nil
}
