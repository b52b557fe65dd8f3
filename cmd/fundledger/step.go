package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/cmd/internal/tables"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/figures"
	"github.com/fundledger/fundledger/projections/replay"
)

// text is a step for people.
func (p *program) stepText(pace figures.Pace, s figures.Step, unit money.Unit) string {
	var b strings.Builder
	switch {
	case pace == figures.ByEvent:
		fact := s.Last.Event.Common()
		b.WriteString(p.say("第 %d 步  序号 %d  %s  %s  凭证 %q  入账于 %s", "step %d  position %d  %s  %s  document %q  recorded %s",
			s.Number, s.Last.Position, fact.Booked(), event.TitleOf(event.Wire(s.Last.Event)), fact.Document, tables.LocalTime(s.Last.RecordedAt)))
		if fact.OccurredOn != fact.Booked() {
			b.WriteString(p.say("  业务日期 %s", "  occurred on %s", fact.OccurredOn))
		}
	case pace == figures.ByDay:
		b.WriteString(p.say("第 %d 步  入账时间在 %s  事项 %d 条", "step %d  recorded on %s  facts: %d", s.Number, s.Day, s.Entries))
	default:
		b.WriteString(p.say("第 %d 步  记账日 %s  事项 %d 条", "step %d  in the books on %s  facts: %d", s.Number, s.Day, s.Entries))
	}
	b.WriteByte('\n')
	for _, m := range s.Changed {
		change, sign := m.Change.Balance(m.Account), ""
		if change.Sign() >= 0 {
			sign = "+"
		}
		fmt.Fprintf(&b, "  %20s  %20s  %s %s %s\n", sign+change.In(unit), m.After.Balance(m.Account).In(unit), m.Fund, m.Account, tables.WatchedName(m.Key).In(p.lang))
	}
	return b.String()
}

// knownUntil is the header line of a walk.
func knownUntil(p *program, known time.Time) string {
	if known.IsZero() {
		return p.say("逐步重放（至现在）", "replay step by step (known now)")
	}
	return p.say("逐步重放（至 %s）", "replay step by step (known at %s)", tables.LocalTime(known))
}

// walk walks the history. For machines all steps are rows of one report; for
// people they are printed as they come, and on a terminal each waits for Enter.
func (p *program) walk(ctx context.Context, s store.Store, w *figures.Walk, a *axes) error {
	if a.form == report.Plain {
		return p.write(a, func(out io.Writer) error {
			fmt.Fprintln(out, knownUntil(p, a.KnownAt))
			pause := p.pause(out)
			w.Show = func(s figures.Step) error {
				if _, err := io.WriteString(out, p.stepText(w.Pace, s, a.style.Unit)); err != nil {
					return err
				}
				return pause()
			}
			return p.walkAll(ctx, s, w, a)
		})
	}
	t := tables.Steps(a.KnownAt)
	return p.print(ctx, s, a, tables.Listing{Table: t, Lines: func(yield func([]report.Cell, error) bool) {
		w.Show = func(s figures.Step) error {
			for _, row := range tables.StepRows(s) {
				if !yield(row, nil) {
					return errEnough
				}
			}
			return nil
		}
		if err := p.walkAll(ctx, s, w, a); err != nil {
			yield(nil, err)
		}
	}})
}

// errEnough ends a walk before the end of the history; it is no failure.
var errEnough = errors.New("enough steps")

// walkAll replays the history into the stepper up to its end, or until enough.
func (p *program) walkAll(ctx context.Context, s store.Store, w *figures.Walk, a *axes) error {
	_, err := replay.Run(ctx, s, a.KnownAt, nil, w)
	if err == nil && !w.Met() {
		return noFund(w.Fund, a.KnownAt)
	}
	if err == nil {
		err = w.End()
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
