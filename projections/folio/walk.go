package folio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/lines"
)

// Entries yields the events that have lines which a query asks for, as they are booked, in the
// order of the books: by day, then as they were recorded. They begin at a place. Errors:
// *DamagedError, I/O, those of reading the log, after which it yields nothing more.
func (s *Shelf) Entries(ctx context.Context, q lines.Query, from lines.Place) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		b := batch{reading: s.reading(&q, yield), from: from}
		err := s.walk(ctx, &q, from.Day, false, func(on fund.Date, spots []spot) error { return b.add(ctx, on, spots) })
		if err == nil {
			err = b.read(ctx)
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(ledger.Entry{}, err)
		}
	}
}

// LastPlace returns where the last n lines begin that a query asks for, or a place a little
// in front of that. Errors: *DamagedError, I/O, those of reading the log.
func (s *Shelf) LastPlace(ctx context.Context, q lines.Query, n uint64) (at lines.Place, err error) {
	err = s.walk(ctx, &q, 0, true, func(on fund.Date, spots []spot) error {
		for _, sp := range slices.Backward(spots) {
			at = lines.Place{Day: on, Position: store.Position(sp.from)}
			if sp.count >= n {
				return errEnough
			}
			n -= sp.count
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return at, err
}

// errEnough says that no more is wanted.
var errEnough = errors.New("enough")

// spot is where in the log a day has lines that are asked for.
type spot struct {
	from, to uint64   // positions of a block
	count    uint64   // of the lines
	at       []uint64 // the events that have them, in order; nil: all are looked at
}

// cursor is a sheet that a walk looks at, day by day.
type cursor struct {
	part  part
	sheet *sheet
	days  []day // in the order of the walk; read when it is opened
}

// walk calls do with each day that has lines which a query asks for, from one on, and where
// they are in the log, in its order. It goes on back from the last day if back is set. Sheets
// are read when their days come. Errors: *DamagedError, I/O, that of do.
func (s *Shelf) walk(ctx context.Context, q *lines.Query, from fund.Date, back bool, do func(fund.Date, []spot) error) error {
	parts, err := s.parts(ctx, q)
	if err != nil {
		return err
	}
	first, last := q.Days()
	if from != 0 {
		first = max(first, from)
	}
	way := fund.Date(1) // the order of days is that of day*way
	if back {
		way = -1
	}
	waiting := cursorsOf(parts, q, first, last)
	begin := func(c *cursor) fund.Date { return min(c.sheet.first*way, c.sheet.last*way) }
	slices.SortStableFunc(waiting, func(a, b *cursor) int { return cmp.Compare(begin(a), begin(b)) })
	for open := []*cursor(nil); len(open)+len(waiting) > 0; {
		next := fund.Date(math.MaxInt32)
		for _, c := range open {
			next = min(next, c.days[0].on*way)
		}
		for len(waiting) > 0 && begin(waiting[0]) <= next {
			c := waiting[0]
			waiting = waiting[1:]
			if err := c.open(first, last, back); err != nil {
				return err
			}
			if len(c.days) > 0 {
				open = append(open, c)
				next = min(next, c.days[0].on*way)
			}
		}
		if len(open) == 0 {
			continue
		}
		on := next * way
		spots := map[uint64]*spot{}
		for _, c := range open {
			if c.days[0].on != on {
				continue
			}
			if err := s.spots(c, q, spots); err != nil {
				return err
			}
			c.days = c.days[1:]
		}
		open = slices.DeleteFunc(open, func(c *cursor) bool { return len(c.days) == 0 })
		if err := do(on, inOrder(spots)); err != nil {
			return err
		}
	}
	return nil
}

// inOrder returns spots in the order of the log.
func inOrder(spots map[uint64]*spot) (all []spot) {
	for _, sp := range spots {
		slices.Sort(sp.at)
		sp.at = slices.Compact(sp.at)
		all = append(all, *sp)
	}
	slices.SortFunc(all, func(a, b spot) int { return cmp.Compare(a.from, b.from) })
	return all
}

// cursorsOf returns a cursor for each sheet that may have what a query asks for.
func cursorsOf(parts []part, q *lines.Query, first, last fund.Date) (all []*cursor) {
	for _, p := range parts {
		for i := range p.sheets {
			sh := &p.sheets[i]
			has := func(l lines.Want) bool { of := wanted(&l, sh.sums); return l.Has(sh.account) && of.count() > 0 }
			if sh.fund == q.Fund && sh.first <= last && first <= sh.last && slices.ContainsFunc(q.Lines, has) {
				all = append(all, &cursor{part: p, sheet: sh})
			}
		}
	}
	return all
}

// open reads the days of a cursor. Errors: *DamagedError, I/O.
func (c *cursor) open(first, last fund.Date, back bool) error {
	err := c.part.eachDay(c.sheet, func(d *day) error {
		if d.on >= first && d.on <= last {
			c.days = append(c.days, *d)
		}
		return nil
	})
	if back {
		slices.Reverse(c.days)
	}
	return err
}

// spots adds where the day of a cursor has lines that are asked for, by block. Error: *DamagedError.
func (s *Shelf) spots(c *cursor, q *lines.Query, into map[uint64]*spot) error {
	d := &c.days[0]
	of := lines.Want{}
	for _, l := range q.Lines {
		if l.Has(c.sheet.account) && l.On(d.on) {
			of.Debit, of.Credit = of.Debit || l.Debit, of.Credit || l.Credit
		}
	}
	return s.eachMark(c.part, d, func(m *mark) error {
		asked := wanted(&of, m.sums)
		n := asked.count()
		if n == 0 {
			return nil
		}
		begin := m.block * s.sizes.block
		sp, met := into[max(begin, c.part.first)]
		if !met {
			sp = &spot{from: max(begin, c.part.first), to: min(begin+s.sizes.block, c.part.end), at: []uint64{}}
			into[sp.from] = sp
		}
		sp.count += n
		switch {
		case sp.at == nil:
		case m.count() > s.sizes.few:
			sp.at = nil
		default:
			for _, at := range m.at {
				sp.at = append(sp.at, begin+uint64(at))
			}
		}
		return nil
	})
}

// reading reads the events of spots.
type reading struct {
	shelf *Shelf
	query *lines.Query
	yield func(ledger.Entry) error
}

// reading returns what reads them for whoever may have enough.
func (s *Shelf) reading(q *lines.Query, yield func(ledger.Entry, error) bool) *reading {
	return &reading{shelf: s, query: q, yield: func(e ledger.Entry) error {
		if !yield(e, nil) {
			return errEnough
		}
		return nil
	}}
}

// day reads the events of a day, or of any (0), from a position on. Errors: *DamagedError if they do not have
// the lines that they should have; those of reading the log, that of yield.
func (r *reading) day(ctx context.Context, on fund.Date, spots []spot, from store.Position) error {
	for _, sp := range spots {
		if sp.to <= uint64(from) {
			continue
		}
		found := uint64(0)
		take := func(e ledger.Entry) error {
			n := r.query.Count(e, on)
			if n == 0 || e.Position < from {
				found += n
				return nil
			}
			found += n
			return r.yield(e)
		}
		if err := r.spot(ctx, sp, on, take); err != nil {
			return err
		}
		if found != sp.count {
			return r.shelf.damagedBlock(sp.from, on, found, sp.count)
		}
	}
	return nil
}

// damagedBlock says that a block has other lines of a day than a volume says.
func (s *Shelf) damagedBlock(from uint64, on fund.Date, found, want uint64) error {
	return &DamagedError{s.folder.Path, fmt.Sprintf("from position %d on there are %d lines of %s, not %d", from, found, on, want)}
}

// spot calls take with the events of a spot that may be booked on a day.
func (r *reading) spot(ctx context.Context, sp spot, on fund.Date, take func(ledger.Entry) error) error {
	if sp.at == nil {
		return r.shelf.eachBooked(ctx, sp.from, sp.to, on, take)
	}
	for _, at := range sp.at {
		if err := r.shelf.eachBooked(ctx, at, at+1, on, take); err != nil {
			return err
		}
	}
	return nil
}

// eachBooked calls take with the events from one position up to another, as they are booked;
// of those that say in their bytes that it is on another day, if one is given, none.
func (s *Shelf) eachBooked(ctx context.Context, from, to uint64, on fund.Date, take func(ledger.Entry) error) error {
	var says saying
	if on != 0 {
		says.add(on)
	}
	return s.eachSaying(ctx, from, to, says, func(e ledger.Entry) error { return take(s.closings.Booked(e)) })
}

// eachSaying calls take with the events from one position up to another, as they were recorded; if
// none of the log is booked on another day than it says, only with those that say some days.
// Errors: those of reading the log, that of take.
func (s *Shelf) eachSaying(ctx context.Context, from, to uint64, says saying, take func(ledger.Entry) error) error {
	all := s.closings.SomeMoved()
	for rec, err := range store.Between(ctx, s.store, store.Position(from), store.Position(to)) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		if !all && !says.in(rec.Data) {
			continue
		}
		entry, err := ledger.Read(rec)
		if err == nil {
			err = take(entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
