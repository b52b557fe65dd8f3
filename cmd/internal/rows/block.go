package rows

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"math"
	"sync"
	"unicode/utf8"
)

// Block is some hundred rows of a file that follow one another. Most are cut
// from the file without being looked at, so that other goroutines can read them;
// see Cutter.
type Block struct {
	text  []byte // whole lines of which each is a row; nil: taken
	first int    // the number of the first line of text
	lines int    // of text
	taken []taken
	end   int64
}

// taken is one answer of Reader.Next.
type taken struct {
	row    Row
	faults []Fault
}

// Read returns how many bytes of the file end with the block.
func (b Block) Read() int64 { return b.end }

// Rows returns how many rows the block has at most.
func (b Block) Rows() int { return b.lines + len(b.taken) }

const (
	blockBytes = 32 << 10 // of a block
	blockLines = 1024     // of a block: a faulty row takes a hundred times the room of a short line
	takenRows  = 64       // rows of a block that could not be cut
)

// NextBlock returns the rows that Next would return one by one. Both may be
// called in turn. Errors: those of Next.
func (r *Reader) NextBlock() (Block, error) {
	if text := r.cut(); len(text) > 0 {
		b := Block{text: text, first: r.lines.number + 1, lines: bytes.Count(text, []byte("\n"))}
		r.lines.number += b.lines
		r.lines.read += int64(len(text))
		b.end = r.lines.read
		return b, nil
	}
	var b Block
	for len(b.taken) < takenRows {
		row, faults, err := r.Next()
		if errors.Is(err, io.EOF) && len(b.taken) > 0 {
			break
		}
		if err != nil {
			return Block{}, err
		}
		b.taken = append(b.taken, taken{row, faults})
	}
	b.end = r.lines.read
	if r.book != nil {
		b.end = r.book.read(r.size)
	}
	return b, nil
}

// cut takes whole lines from the file of which each is a row of its own,
// whatever it says. It returns none if the next line may not be, or is the last
// of a file without a line break at its end.
func (r *Reader) cut() []byte {
	if len(r.pending) > 0 || r.rows == nil || r.book != nil || r.headless || len(r.lines.pending) > 0 {
		return nil
	}
	text, _ := r.lines.r.Peek(r.block) // an error comes again with Next
	if r.src.format == csvFormat {
		if quote := bytes.IndexByte(text, '"'); quote >= 0 {
			text = text[:quote] // a row may go on after a line break in quotes
		}
	}
	text = firstLines(text, blockLines)
	if len(text) == 0 {
		return nil
	}
	room, _ := r.texts.Get().(*[]byte)
	if room == nil {
		room = new([]byte)
	}
	taken := append((*room)[:0], text...)
	_, _ = r.lines.r.Discard(len(text)) // what was peeked at is there
	return taken
}

// firstLines returns the whole lines of a text, but no more than so many.
func firstLines(text []byte, most int) []byte {
	if last := bytes.LastIndexByte(text, '\n') + 1; last <= most { // each line has a byte at least
		return text[:last]
	}
	end := 0
	for range most {
		next := bytes.IndexByte(text[end:], '\n')
		if next < 0 {
			break
		}
		end += next + 1
	}
	return text[:end]
}

// Cutter reads the rows of blocks. Each goroutine needs one of its own.
type Cutter struct {
	csv   *csvRows
	json  *jsonRows
	texts *sync.Pool // see Reader
}

// Cutter returns a Cutter for the blocks of r.
func (r *Reader) Cutter() *Cutter {
	lines := newLines(r.src.file, nil, r.lines.encoding)
	c := &Cutter{texts: &r.texts}
	switch own := r.rows.(type) {
	case *csvRows:
		c.csv = &csvRows{src: r.src, lines: lines, width: own.width}
	case *jsonRows:
		c.json = &jsonRows{src: r.src, lines: lines}
	}
	return c
}

// Rows yields what Next would have returned for the rows of the block, in order.
// It gives the memory of the block to one that is cut later, so it can be asked once.
func (c *Cutter) Rows(b Block) iter.Seq2[Row, []Fault] {
	return func(yield func(Row, []Fault) bool) {
		if b.text != nil {
			defer c.texts.Put(&b.text)
		}
		for _, t := range b.taken {
			if !yield(t.row, t.faults) {
				return
			}
		}
		var plain plainRows
		if c.csv != nil {
			plain = c.csv.plain(b)
		}
		text := b.text
		for number := b.first; len(text) > 0; number++ {
			end := bytes.IndexByte(text, '\n')
			raw := text[:end+1]
			text = text[end+1:]
			row, faults := plain.row(raw, number), []Fault(nil)
			if row.Line == 0 {
				var says bool
				if row, faults, says = c.general(raw, number); !says {
					continue
				}
			}
			if !yield(row, faults) {
				return
			}
		}
	}
}

// general returns the row of one line as Next does, if it says anything.
func (c *Cutter) general(raw []byte, number int) (row Row, faults []Fault, says bool) {
	if c.json != nil {
		return c.json.read(c.json.lines.line(raw, number))
	}
	row, faults, says, err := c.csv.read(c.csv.lines.line(raw, number))
	if err != nil {
		panic("rows: a line without quotes has gone on: " + err.Error())
	}
	return row, faults, says
}

// plainRows splits the lines of a block in which nothing is unusual.
type plainRows struct {
	src   *Head // nil: something is unusual
	width int
	ends  []uint16 // of cells; the memory of all rows
}

// plain looks for what is unusual in the lines of a block: any other encoding
// than UTF-8, carriage returns that are not part of line breaks, damage.
func (c *csvRows) plain(b Block) plainRows {
	text := b.text
	returns := bytes.Count(text, []byte("\r"))
	if c.lines.encoding != UTF8 || c.src.faultAt >= 0 || c.width == 0 || !utf8.Valid(text) ||
		returns > 0 && returns != bytes.Count(text, []byte("\r\n")) ||
		bytes.IndexByte(text, 0) >= 0 || bytes.IndexByte(text, endMark) >= 0 || bytes.Contains(text, []byte(replacement)) {
		return plainRows{}
	}
	return plainRows{src: c.src, width: c.width, ends: make([]uint16, 0, c.width*b.lines)}
}

// row returns the row of a line that ends in a line feed, or the zero Row if it
// must be looked at more closely: of another number of cells, too long, or one
// whose first cell is empty and so perhaps all of them.
func (p *plainRows) row(raw []byte, number int) Row {
	if p.src == nil {
		return Row{}
	}
	raw = raw[:len(raw)-1]
	if n := len(raw); n > 0 && raw[n-1] == '\r' {
		raw = raw[:n-1]
	}
	if len(raw) == 0 || len(raw) > math.MaxUint16 || raw[0] <= ' ' || raw[0] == p.src.sep {
		return Row{}
	}
	before := len(p.ends)
	for from := 0; ; {
		length := bytes.IndexByte(raw[from:], p.src.sep)
		if length < 0 {
			break
		}
		p.ends = append(p.ends, uint16(from+length))
		from += length + 1
	}
	p.ends = append(p.ends, uint16(len(raw)))
	ends := p.ends[before:len(p.ends):len(p.ends)]
	if len(ends) != p.width {
		p.ends = p.ends[:before]
		return Row{}
	}
	row := Row{Line: number, src: p.src, text: string(raw), ends: ends}
	if raw[0] >= utf8.RuneSelf && row.isEmpty() { // ideographic spaces
		return Row{}
	}
	return row
}
