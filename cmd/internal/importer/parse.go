package importer

import (
	"errors"
	"io"
	"io/fs"
	"runtime"
	"sync"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger/inorder"
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
	again    bool // it waited for another row
	total    bool // it sums up rows above it, and is no fact
	foreign
	err error
}

// parsed is some rows of a file that follow one another.
type parsed struct {
	file  *rows.Reader // nil: it could not be opened
	items []item
	read  int64 // bytes of the file up to their end
	err   error // of opening or reading the file; io.EOF after its last row
}

// cut is rows that are to be parsed.
type cut struct {
	file *rows.Reader
	rows.Block
	err error
}

// blocks is how many blocks of rows wait to be parsed or decided on: so many that
// there is work while a file of some ten thousand rows is recorded.
const blocks = 24

// parsing is the rows of files being parsed ahead of whoever takes them.
type parsing struct {
	*inorder.Line[cut, parsed]
	reading sync.WaitGroup
	used    chan []item // memory of blocks that were taken
	names   rows.Names
}

// parse begins to parse the rows of the files to come, one file after another up to one that
// cannot be read: one goroutine cuts them into blocks, as many as there are processors
// make facts of them. Of each file that is opened there are results up to one with an
// error.
func (x *Series) parse() *parsing {
	p := &parsing{used: make(chan []item, blocks), names: x.names}
	paths, foreign := x.paths, x.o.Foreign
	p.Line = inorder.NewLine(runtime.GOMAXPROCS(0), blocks, func() func(cut) parsed {
		parser := newParser(x.words, x.o.PersonKey)
		var mapper *mapper
		var of *rows.Reader
		var cutter *rows.Cutter
		return func(c cut) parsed {
			out := parsed{file: c.file, read: c.Read(), err: c.err}
			if c.err != nil {
				return out
			}
			if of != c.file {
				of, cutter = c.file, c.file.Cutter()
			}
			out.items = p.room(c.Rows())
			for row, faults := range cutter.Rows(c.Block) {
				out.items = append(out.items, item{row: row, faults: faults})
				switch {
				case row.Line == 0:
				case foreign != nil:
					mapper = foreign.under(mapper, c.file, row.Head(), x.o.PersonKey)
					out.items = mapper.parse(&parser.preparer, out.items)
				case len(faults) > 0:
				default:
					parser.parse(&out.items[len(out.items)-1])
				}
			}
			return out
		}
	})
	p.reading.Go(func() {
		defer p.End()
		for _, path := range paths {
			if !p.read(path) {
				return
			}
		}
	})
	return p
}

// read has a file parsed, and reports whether to go on with the next one.
func (p *parsing) read(path string) bool {
	file, err := rows.Open(path, p.names)
	if err != nil {
		p.Give(cut{err: &fs.PathError{Op: "import", Path: path, Err: err}})
		return false
	}
	defer file.Close() //nolint:errcheck // read only
	for {
		block, err := file.NextBlock()
		if !p.Give(cut{file, block, err}) {
			return false
		}
		if err != nil {
			return errors.Is(err, io.EOF)
		}
	}
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
	p.Quit()
	p.reading.Wait()
	p.Wait()
}
