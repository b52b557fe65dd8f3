package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/ledger/store/sqlite"
)

// What was decided when the file was checked may have lost its ground when it is
// recorded: another program was faster in the same stream, or has moved what the facts
// rest on. That is no reason to give up, nor to begin anew. Where the first append does
// not fit any more, the facts from there on are taken out of the staging area and
// decided on again, on what the ledger holds now, some thousand at a time. A fact that
// the other program has recorded is nothing new then, and one that it has made wrong is
// refused with its line, while the others are recorded.

// race reports whether err says that another program was faster, or has the ledger.
func race(err error) bool {
	conflict, busy := (*store.ConflictError)(nil), (*store.BusyError)(nil)
	return errors.As(err, &conflict) || errors.As(err, &busy)
}

// mostAgain is how many facts are decided again at once; fewer when the race is lost
// again before any of them stands.
const mostAgain = 4 << 10

// again decides anew on the facts of appends that did not stand because of cause, in
// their order, and records them. It returns how many it has recorded. Errors: those of
// store.Store.Append, a conflict only at the end of patience.
func (i *run) again(ctx context.Context, rest []staged, cause error) (written int64, err error) {
	tries, limit := i.env.Patience.Tries(), mostAgain
	if busy := (*store.BusyError)(nil); errors.As(cause, &busy) {
		if err := tries.Again(ctx, cause); err != nil {
			return 0, err
		}
	}
	for len(rest) > 0 {
		stood, n, err := i.attempt(ctx, rest, limit)
		written += n
		rest = rest[stood:]
		if stood > 0 {
			tries.Progress()
			limit = min(2*limit, mostAgain)
		}
		if err == nil {
			continue
		}
		if stood == 0 {
			limit = max(limit/4, 1)
		}
		if !race(err) {
			return written, err
		}
		if err := tries.Again(ctx, err); err != nil {
			return written, err
		}
	}
	return written, nil
}

// redone is an append that was decided on again.
type redone struct {
	append  store.Append // no events: nothing is left of it
	late    int          // how many more facts enter the books later
	stood   []event.Event
	refused []refusedLate
}

// refusedLate is a fact that was accepted when the file was checked, and not any more.
type refusedLate struct {
	note
	*refusal.Error
}

// attempt decides on so many facts of appends, or on one append, and records them. It
// returns how many appends are done with and how many facts were recorded, also beside
// an error.
func (i *run) attempt(ctx context.Context, rest []staged, limit int) (done int, written int64, err error) {
	env := i.env
	if last, some, err := i.to.Last(ctx); err != nil {
		return 0, 0, err
	} else if some && last.RecordedAt.After(env.At) {
		env.At = last.RecordedAt // a long import: others have recorded since it began
	}
	var waiting []aggregates.Decision
	desk := aggregates.NewDesk(func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		return aggregates.Followed(ledger.Stream(ctx, i.to, stream), stream, waiting)
	}, fund.DateIn(env.At))
	desk.Over(func(ctx context.Context) iter.Seq2[ledger.Entry, error] {
		return aggregates.AllFollowed(ledger.All(ctx, i.to, 0), waiting)
	})
	desk.Voids(env.Void)
	if ix := i.o.Index; ix != nil {
		if err := ix.Follow(ctx); err != nil {
			return 0, 0, err
		}
		desk.Elsewhere(aggregates.Elsewhere{Number: ix.Number,
			Find: func(ctx context.Context, n document.Number) iter.Seq2[aggregates.Standing, error] {
				return aggregates.Found(ctx, ix, n, waiting)
			}})
	}
	var all []redone
	var appends []sqlite.Sealed
	var of []int // appends → all
	for facts := 0; len(all) < len(rest) && (len(all) == 0 || facts+rest[len(all)].Len() <= limit); {
		x := rest[len(all)]
		facts += x.Len()
		r, err := i.decide(ctx, desk, env, x, &waiting)
		if err != nil {
			return 0, 0, err
		}
		if len(r.append.Events) > 0 {
			sealed, err := i.stage.sealer.Seal(r.append)
			if err != nil {
				return 0, 0, err
			}
			appends, of = append(appends, sealed), append(of, len(all))
		}
		all = append(all, r)
	}
	if _, isFile := i.to.(*sqlite.Store); isFile && i.o.Index != nil && limit > 1 { // else it may stand twice, and exceptions tell
		appends = resting(appends, i.o.Index.End())
	}
	receipts, err := appendSealed(ctx, i.to, i.stage.sealer, appends)
	i.stage.owns(receipts, appends)
	done = len(all)
	if len(receipts) < len(appends) {
		done = of[len(receipts)]
	}
	for k := range receipts {
		written += int64(appends[k].Len())
	}
	for _, r := range all[:done] {
		i.settle(r)
	}
	return done, written, err
}

// decide decides again on the facts of one append.
func (i *run) decide(ctx context.Context, desk *aggregates.Desk, env aggregates.Envelope, x staged,
	waiting *[]aggregates.Decision) (redone, error) {
	var r redone
	opened, err := i.stage.sealer.Open(x.Sealed)
	if err != nil {
		return r, err
	}
	left := x.notes
	for _, e := range opened.Events {
		decided, err := event.Decode(e.Type, e.Version, e.Data)
		if err != nil {
			return r, err
		}
		var given note
		if given, left, err = left.take(decided); err != nil {
			return r, err
		}
		d, err := desk.Decide(ctx, given.fact)
		refused := (*refusal.Error)(nil)
		switch {
		case errors.As(err, &refused):
			r.refused = append(r.refused, refusedLate{given, refused})
		case err != nil:
			return r, err
		case len(d.Events) == 0:
			r.stood = append(r.stood, given.fact)
		default:
			if err := r.add(env, d); err != nil {
				return r, err
			}
			*waiting = append(*waiting, d)
			r.late += later(d.Events[0], given.fact)
		}
		r.late -= later(decided, given.fact)
	}
	return r, nil
}

// stands counts the facts of an append that another program has recorded in the very
// same place.
func (i *run) stands(x staged) error {
	opened, err := i.stage.sealer.Open(x.Sealed)
	if err != nil {
		return err
	}
	left := x.notes
	for _, e := range opened.Events {
		decided, err := event.Decode(e.Type, e.Version, e.Data)
		if err != nil {
			return err
		}
		var given note
		if given, left, err = left.take(decided); err != nil {
			return err
		}
		i.sum.found(given.fact)
		i.sum.Late -= later(decided, given.fact)
	}
	return nil
}

// later returns 1 if an event enters the books later than its fact says.
func later(e, fact event.Event) int {
	if e.Common().BookedOn != fact.Common().BookedOn {
		return 1
	}
	return 0
}

// add adds a decision to the append. All facts of it are decided on one after another,
// so what they rest on is at one revision.
func (r *redone) add(env aggregates.Envelope, d aggregates.Decision) error {
	if len(r.append.Events) == 0 {
		r.append = env.Append(d.Stream, d.Expected)
	}
	for _, read := range d.Reads {
		if !slices.Contains(r.append.Reads, read) {
			r.append.Reads = append(r.append.Reads, read)
		}
	}
	var err error
	r.append.Events, err = d.AppendEvents(r.append.Events)
	return err
}

// settle counts what became of an append that was decided on again, and tells what was
// refused.
func (i *run) settle(r redone) {
	i.sum.Late += r.late
	for _, fact := range r.stood {
		i.sum.found(fact)
	}
	for _, late := range r.refused {
		i.sum.lost(late.fact)
		f := rows.Fault{
			File: i.path, Line: late.line, Place: i.sum.Sheets.Place(late.line), Field: late.Field, Why: late.Why, Remedy: late.Advice(),
		}
		i.late++
		if i.o.Fault != nil {
			i.o.Fault(f)
		}
		if i.rejects != nil {
			i.lateRows = append(i.lateRows, f)
		}
	}
}

// rejectLate writes the rows of faults into the rejects file, for which it reads the file
// again.
func (i *run) rejectLate() error {
	if len(i.lateRows) == 0 {
		return nil
	}
	of := map[int][]rows.Fault{}
	for _, f := range i.lateRows {
		of[f.Line] = append(of[f.Line], f)
	}
	file, err := rows.Open(i.path, i.names)
	if err != nil {
		return fmt.Errorf("import: write the rejects file: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	for len(of) > 0 {
		row, _, err := file.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if faults, some := of[row.Line]; some && err == nil {
			delete(of, row.Line)
			err = i.rejects.Write(row, faults)
		}
		if err != nil {
			return fmt.Errorf("import: write the rejects file: %w", err)
		}
	}
	return nil
}

// found counts a fact as one that stands already, which was counted as new.
func (s *Summary) found(fact event.Event) {
	s.Recorded--
	s.Already++
	t := s.of(event.Wire(fact))
	t.Already++
	t.without(fact)
}

// lost counts a fact as one of a rejected row, which was counted as new.
func (s *Summary) lost(fact event.Event) {
	s.Recorded--
	s.Rejected++
	t := s.of(event.Wire(fact))
	t.Rows--
	t.without(fact)
}

// without takes the amount of a fact that was not recorded out of the sum.
func (t *TypeTotal) without(fact event.Event) {
	for name, text := range event.Values(fact) {
		if name != "amount" {
			continue
		}
		if amount, err := money.Parse(text); err == nil {
			t.Amount = t.Amount.Sub(amount)
		}
	}
}
