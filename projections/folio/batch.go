package folio

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/inorder"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/lines"
)

// batch is days that are read together, for a block has lines of many days: so it is read once for
// all of them, by several goroutines. A listing begins with a single day, block by block, for whoever
// wants no more than a page, and goes on with four times as many lines each time, up to what takes some
// tens of megabytes.
type batch struct {
	*reading
	from  lines.Place
	days  []asked
	lines uint64 // of days
	most  uint64 // lines that are read together
	begun bool   // something was read
}

// asked is where a day has lines.
type asked struct {
	on    fund.Date
	spots []spot
}

// mostLines is how many lines are read together at the most, or a few more of the last day.
const mostLines = 3 << 13

// add reads a day, together with some that were added before, or leaves it for later. Errors: those
// of reading.day.
func (b *batch) add(ctx context.Context, on fund.Date, spots []spot) error {
	b.days = append(b.days, asked{on, spots})
	for _, sp := range spots {
		b.lines += sp.count
	}
	if b.lines < b.most {
		return nil
	}
	b.most = min(4*max(b.most, b.lines), mostLines)
	return b.read(ctx)
}

// read reads the days that were left. Errors: those of reading.day.
func (b *batch) read(ctx context.Context) error {
	days, some, begun := b.days, b.lines, b.begun
	b.days, b.lines, b.begun = nil, 0, true
	if begun && (len(days) > 1 || some > b.shelf.sizes.block) {
		return b.together(ctx, days)
	}
	for _, d := range days {
		if err := b.day(ctx, d.on, d.spots, b.since(d.on)); err != nil {
			return err
		}
	}
	return nil
}

// since is the position from which on a day is wanted.
func (b *batch) since(on fund.Date) store.Position {
	if on == b.from.Day {
		return b.from.Position
	}
	return 0
}

// block is a block that has lines of some days.
type block struct {
	spot
	counts map[fund.Date]uint64
	facts  []ledger.Entry // that were read of it
}

// together reads days block by block, then hands on what they have. Errors: those of reading.day.
func (b *batch) together(ctx context.Context, days []asked) error {
	of := map[fund.Date][]ledger.Entry{}
	err := inorder.Each(ctx, slices.Values(blocksOf(days)), func(ctx context.Context, x *block) (*block, error) {
		return x, x.read(ctx, b.shelf)
	}, func(x *block) error { return b.take(x, of) })
	for _, d := range days {
		for _, e := range of[d.on] {
			if err == nil && e.Position >= b.since(d.on) {
				err = b.yield(e)
			}
		}
	}
	return err
}

// take sorts the facts of a block by day. Error: *DamagedError if they do not have the lines that
// they should have.
func (b *batch) take(x *block, of map[fund.Date][]ledger.Entry) error {
	found := map[fund.Date]uint64{}
	for _, e := range x.facts {
		booked := b.shelf.closings.Booked(e)
		on := booked.Event.Common().Booked()
		if _, is := x.counts[on]; !is {
			continue
		}
		if n := b.query.Count(booked, on); n > 0 {
			found[on] += n
			of[on] = append(of[on], booked)
		}
	}
	for on, want := range x.counts {
		if found[on] != want {
			return b.shelf.damagedBlock(x.from, on, found[on], want)
		}
	}
	return nil
}

// read reads the facts of the block that may have the lines. Errors: those of reading the log.
func (x *block) read(ctx context.Context, from *Shelf) error {
	var says saying
	for on := range x.counts {
		says.add(on)
	}
	keep := func(e ledger.Entry) error {
		x.facts = append(x.facts, e)
		return nil
	}
	if x.at == nil {
		return from.eachSaying(ctx, x.from, x.to, says, keep)
	}
	for _, at := range x.at {
		if err := from.eachSaying(ctx, at, at+1, says, keep); err != nil {
			return err
		}
	}
	return nil
}

// blocksOf are the blocks that have lines of some days, in order.
func blocksOf(days []asked) []*block {
	blocks := map[uint64]*block{}
	for _, d := range days {
		for _, sp := range d.spots {
			x, met := blocks[sp.from]
			if !met {
				x = &block{spot: spot{from: sp.from, to: sp.to, at: []uint64{}}, counts: map[fund.Date]uint64{}}
				blocks[sp.from] = x
			}
			x.counts[d.on] = sp.count
			if sp.at == nil {
				x.at = nil
			} else if x.at != nil {
				x.at = append(x.at, sp.at...)
			}
		}
	}
	for _, x := range blocks {
		slices.Sort(x.at)
		x.at = slices.Compact(x.at)
	}
	return slices.SortedFunc(maps.Values(blocks), func(a, b *block) int { return cmp.Compare(a.from, b.from) })
}
