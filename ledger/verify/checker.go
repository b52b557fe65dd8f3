package verify

import (
	"errors"

	"github.com/fundledger/fundledger/ledger/clock"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
)

// checker checks batches in order.
type checker struct {
	o         Options
	kept      *merkle.Kept    // nil: the store keeps no tree
	unkept    *Fault          // the events that the kept tree lacks
	frontier  merkle.Frontier // of the complete blocks
	open      []merkle.Hash   // the leaves after the last complete block
	suspect   *Fault          // the first leaf of the block whose tag is another
	revisions map[string]*store.Revision
	stream    string          // of the event before, and
	last      *store.Revision // its entry in revisions
	course    clock.Course    // of the recording times
	result    Result
}

// size returns the number of events checked.
func (c *checker) size() int64 { return c.frontier.Size() + int64(len(c.open)) }

// head returns the size and the root of the tree of the events checked.
func (c *checker) head() merkle.Head {
	f := c.frontier
	for _, leaf := range c.open {
		f.Append(leaf)
	}
	return f.Head()
}

// batch checks the events of one batch. Of several faults the first event's is
// named; of several of one event, the one that says most.
func (c *checker) batch(b *batch) error {
	for i := range b.events {
		r := &b.events[i]
		if err := c.place(r); err != nil {
			return c.earlier(err)
		}
		if b.failed != nil && i == b.fails {
			return c.earlier(c.undecodable(r, b.failed))
		}
		if i == b.strays {
			return c.earlier(c.fault(r, lang.F("不属于这个流，应在 %s", "does not belong into its stream but into %s", b.own)))
		}
		if err := c.leaf(r, b.leaves[i], b.block); err != nil {
			return err
		}
		if c.o.Fold != nil {
			if err := c.o.Fold(b.entries[i]); err != nil {
				return c.earlier(err)
			}
		}
	}
	if c.o.Progress != nil {
		c.o.Progress(uint64(c.size()))
	}
	if err := c.o.take(b.looks); err != nil {
		return err
	}
	if b.err != nil {
		return c.earlier(damage(c.size(), b.err))
	}
	return nil
}

func (c *checker) fault(r *store.Recorded, why lang.Text) *Fault {
	return &Fault{Position: int64(r.Position), Last: int64(r.Position), Where: place(r), Why: why}
}

// earlier returns the suspect leaf of the block if it comes before another fault.
func (c *checker) earlier(err error) error {
	var f *Fault
	if c.suspect != nil && errors.As(err, &f) && c.suspect.Position < f.Position {
		return c.suspect
	}
	return err
}

// place checks where an event stands and when it was recorded.
func (c *checker) place(r *store.Recorded) error {
	if next := c.size(); int64(r.Position) != next {
		return &Fault{Position: next, Last: next, Why: lang.F("缺失；接下来是第 %d 条", "is missing; the next is event %d", r.Position)}
	}
	if c.last == nil || r.Stream != c.stream { // mostly the same, for events of one append are
		c.stream, c.last = r.Stream, c.revisions[r.Stream]
		if c.last == nil {
			c.last = new(store.Revision)
			*c.last = store.NoStream
			c.revisions[r.Stream] = c.last
		}
	}
	if r.Revision != *c.last+1 {
		return c.fault(r, lang.F("修订号不连续：前一条是 %d", "its revision does not follow the last, %d", *c.last))
	}
	*c.last = r.Revision
	if !c.course.Next(r.Position, r.RecordedAt) && !c.acknowledged(r) {
		return c.fault(r, lang.F("入账时间 %s 早于此前的 %s：时钟被拨回，或入账时间被改",
			"was recorded at %s, long before an event in front of it, %s: a clock was turned back, or the time was changed",
			r.RecordedAt.Format(store.TimeFormat), c.course.Latest().Format(store.TimeFormat)))
	}
	if r.Position == 0 {
		c.result.First = r.RecordedAt
	}
	c.result.Last = c.course.Latest()
	return nil
}

// acknowledged reports whether an event says, rightly, that the times in front of it
// are of a clock that was ahead.
func (c *checker) acknowledged(r *store.Recorded) bool {
	if r.Type != clockWire {
		return false
	}
	e, err := event.Decode(r.Type, r.Version, r.Data)
	if err != nil {
		return false // is told next
	}
	a, ok := e.(event.ClockAcknowledged)
	return ok && c.course.Acknowledge(store.Position(a.OfPosition), r.RecordedAt)
}

// undecodable returns what it means that an event cannot be decoded.
func (c *checker) undecodable(r *store.Recorded, err error) error {
	var corrupt *store.CorruptError
	if !errors.As(err, &corrupt) {
		return err // written by a newer program
	}
	return c.fault(r, lang.F("内容不是规范的事项：%s", "its content is no canonical event: %s", corrupt.Error()))
}

// leaf takes an event into the tree and compares it with the one that is kept.
// block is the hash of the block that it may complete, none if it is not known.
func (c *checker) leaf(r *store.Recorded, leaf, block merkle.Hash) error {
	at := c.size()
	c.open = append(c.open, leaf)
	if c.kept != nil && at < c.kept.Size && c.kept.Tags[at] != merkle.Tag(leaf) && c.suspect == nil {
		c.suspect = c.fault(r, lang.F("入账后被改动（与账本的校验树不符）", "was changed after it was recorded (it is not what the ledger's tree was made of)"))
	}
	for _, size := range c.o.Sizes {
		if size == at+1 {
			c.result.Roots[size] = c.head().Root
		}
	}
	complete := len(c.open) == merkle.BlockSize
	if complete && block == (merkle.Hash{}) { // it was not read as one
		block = merkle.BlockHash(c.open)
	}
	var err error
	switch first := c.frontier.Size(); {
	case c.kept == nil || at >= c.kept.Size:
	case complete:
		err = c.compare(first, at, block == c.kept.Blocks[first/merkle.BlockSize])
	case at+1 == c.kept.Size:
		err = c.compare(first, at, root(c.open) == c.kept.Open)
	}
	if complete {
		c.frontier.AppendBlock(block)
		c.open = c.open[:0]
	}
	return err
}

// root returns the root of the tree of some leaves.
func root(leaves []merkle.Hash) merkle.Hash {
	var f merkle.Frontier
	for _, leaf := range leaves {
		f.Append(leaf)
	}
	return f.Root()
}

// compare concludes on the leaves from first to last once it is known whether
// their hash is that in the kept tree.
func (c *checker) compare(first, last int64, same bool) error {
	suspect := c.suspect
	c.suspect = nil
	switch {
	case same && suspect == nil:
		return nil
	case same:
		suspect.Why = lang.F("事项无误，但账本为它保存的校验标记被改动", "is right, but what the ledger's tree keeps for it was changed")
		return suspect
	case suspect != nil:
		return suspect
	}
	return &Fault{Position: first, Last: last, Why: lang.F("入账后被改动，或账本的校验树被改动", "was changed after it was recorded, or the ledger's tree was")}
}

// finish concludes once every event was checked.
func (c *checker) finish() (Result, error) {
	size := c.size()
	if c.kept != nil {
		if size < c.kept.Size {
			return Result{}, c.earlier(&Fault{Position: size, Last: c.kept.Size - 1, Why: lang.F("缺失：账本的校验树有 %s，事项只有 %d 条，末尾被截去", "is missing: the ledger's tree has %s, the log %d: its end was cut off", lang.Count(int(c.kept.Size), "条", "event"), size)})
		}
		if c.unkept != nil {
			return Result{}, c.unkept
		}
		// Else it was compared with the last event in it. The log may have grown since.
		if at := c.kept.Size; at%merkle.BlockSize == 0 && c.kept.Open != root(nil) {
			return Result{}, &Fault{Position: at, Last: at, Why: lang.F("之后账本的校验树应为空，却被改动", "is not there yet, and the ledger's tree of what comes after the last block was changed")}
		}
	}
	if _, wanted := c.result.Roots[0]; !wanted {
		var none merkle.Frontier
		c.result.Roots[0] = none.Root()
	}
	c.result.Head, c.result.Streams = c.head(), len(c.revisions)
	return c.result, nil
}
