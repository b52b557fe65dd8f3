package importer

import (
	"errors"
	"io"
	"runtime"
	"sync"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/money"
)

// item is one row on its way from the file to the rules.
type item struct {
	row      rows.Row
	faults   []rows.Fault        // told by the reader
	wrong    []rows.Fault        // told by the parser, which sees rows without other faults only
	fact     aggregates.Prepared // if there are no faults, and the row is one
	amount   money.Fen
	hasMoney bool
	err      error
}

// parsed is some rows that follow one another.
type parsed struct {
	items []item
	read  int64 // bytes of the file up to their end
	err   error // of reading the file
}

// cut is rows that are to be parsed.
type cut struct {
	rows.Block
	err error
}

// blocks is how many blocks of rows wait to be parsed or decided on.
const blocks = 8

// parsing is the rows of a file being parsed ahead of whoever takes them.
type parsing struct {
	*ordered[cut, parsed]
	reading sync.WaitGroup
	used    chan []item // memory of blocks that were taken
}

// parse begins to parse the rows of a file: one goroutine cuts it into blocks, as
// many as there are processors make facts of them.
func parse(file *rows.Reader, key []byte) *parsing {
	p := &parsing{used: make(chan []item, blocks)}
	p.ordered = newOrdered(runtime.GOMAXPROCS(0), blocks, func() func(cut) parsed {
		parser := newParser(file, key)
		cutter := file.Cutter()
		return func(c cut) parsed {
			out := parsed{read: c.Read(), err: c.err, items: p.room(c.Rows())}
			for row, faults := range cutter.Rows(c.Block) {
				out.items = append(out.items, item{row: row, faults: faults})
				if len(faults) == 0 && row.Line > 0 {
					parser.parse(&out.items[len(out.items)-1])
				}
			}
			return out
		}
	})
	p.reading.Go(func() {
		defer p.end()
		for {
			block, err := file.NextBlock()
			if errors.Is(err, io.EOF) {
				return
			}
			if !p.give(cut{block, err}) || err != nil {
				return
			}
		}
	})
	return p
}

// room returns memory for n items.
func (p *parsing) room(n int) []item {
	select {
	case items := <-p.used:
		if cap(items) >= n {
			return items
		}
	default:
	}
	return make([]item, 0, n+n/4)
}

// done says that nothing of a result is needed any more.
func (p *parsing) done(b parsed) {
	clear(b.items)
	select {
	case p.used <- b.items[:0]:
	default:
	}
}

// close ends the parsing, whether all was taken or not.
func (p *parsing) close() {
	p.quit()
	p.reading.Wait()
	p.wait()
}
