package index

import (
	"context"
	"fmt"
	"runtime"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/store"
)

// partEvents is about how many events are taken at once.
const partEvents = 1 << 15

// part is the records of the appends that begin in a range of positions. One goroutine
// reads it.
type part struct {
	from, to uint64
	records  []Record
	err      error
	done     chan struct{} // gets a token when the rest is set
}

// eachPart calls take with the records of the log from a position on, part by part in
// order, up to the position end or a little more. A position is where an append begins. As many goroutines as there are
// processors read a store.Ranger. Errors: those of take and of reading the log.
func (n *numbered) eachPart(ctx context.Context, s store.Store, from, end uint64, take func([]Record) error) error {
	ranger, ok := s.(store.Ranger)
	if !ok {
		return n.eachInOrder(ctx, s, from, take)
	}
	ctx, stop := context.WithCancel(ctx)
	ordered, work := make(chan *part, 2*runtime.GOMAXPROCS(0)), make(chan *part)
	defer func() { // the caller may close the store next
		stop()
		for p := range ordered {
			<-p.done
		}
	}()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for p := range work {
				p.err = p.read(ctx, ranger, n)
				p.done <- struct{}{}
			}
		}()
	}
	go func() {
		defer close(ordered)
		defer close(work)
		for at := from; at < end; {
			p := &part{from: at, to: min((at/partEvents+1)*partEvents, end), done: make(chan struct{}, 1)}
			at = p.to
			select {
			case ordered <- p:
			case <-ctx.Done():
				return
			}
			work <- p // a worker takes it, for those before it end
		}
	}()
	for p := range ordered {
		<-p.done
		if p.err != nil {
			return p.err
		}
		if len(p.records) == 0 {
			continue // an append reaches across it
		}
		if err := follows(from, p.records[0].At); err != nil {
			return err
		}
		from += uint64(len(p.records))
		if err := take(p.records); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil { // then parts may be missing
		return fmt.Errorf("read the log: %w", err)
	}
	return nil
}

func (p *part) read(ctx context.Context, s store.Ranger, n *numbered) error {
	for r, err := range s.Range(ctx, store.Position(p.from), store.Position(p.to)) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		entry, err := ledger.Read(r)
		if err != nil {
			return err
		}
		if n := len(p.records); n > 0 {
			if err := follows(p.records[n-1].At+1, uint64(r.Position)); err != nil {
				return err
			}
		}
		record, err := n.recordOf(entry)
		if err != nil {
			return err
		}
		p.records = append(p.records, record)
	}
	return nil
}

// eachInOrder does what eachPart says with one goroutine, up to the end of the log.
func (n *numbered) eachInOrder(ctx context.Context, s store.Store, from uint64, take func([]Record) error) error {
	var records []Record
	for entry, err := range ledger.All(ctx, s, store.Position(from)) {
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		if err := follows(from, uint64(entry.Position)); err != nil {
			return err
		}
		record, err := n.recordOf(entry)
		if err != nil {
			return err
		}
		from++
		if records = append(records, record); len(records) == partEvents {
			if err := take(records); err != nil {
				return err
			}
			records = records[:0]
		}
	}
	if len(records) == 0 {
		return nil
	}
	return take(records)
}

// follows returns a *store.CorruptError if another position than the wanted one was found.
func follows(wanted, found uint64) error {
	if wanted == found {
		return nil
	}
	return &store.CorruptError{Where: fmt.Sprintf("position %d", wanted), Reason: fmt.Sprintf("position %d follows", found)}
}
