package aggregates

import (
	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
)

// Prepared is a fact with everything about it that depends on no other: it is
// valid, it belongs to a stream, it has canonical bytes and hashes. To prepare
// facts is most of the work of deciding on them.
type Prepared struct {
	fact    event.Event
	stream  string
	mark    document.Mark
	number  document.Number // of what is to be recorded
	enters  bool            // it enters the books of its fund
	on      fund.Date
	encoded store.Event
}

// Number returns the number of the fact.
func (p Prepared) Number() document.Number { return p.number }

// Fact returns the fact that was prepared.
func (p Prepared) Fact() event.Event { return p.fact }

// Type returns the wire name of the fact.
func (p Prepared) Type() string { return p.encoded.Type }

// Preparer prepares facts. Every goroutine needs one of its own. The zero Preparer
// is ready.
type Preparer struct {
	lines   []byte // canonical bytes of some facts, one after another
	scratch []byte // canonical bytes of one that was recorded
}

// Room for the canonical bytes of a fact, mostly, and of about a hundred.
const (
	lineBytes  = 512
	linesBytes = 16 << 10
)

// Prepare makes a fact ready for Desk.DecidePrepared. Error: *event.InvalidError.
func (p *Preparer) Prepare(fact event.Event) (Prepared, error) {
	p.room()
	wire, version, lines, digest, err := event.EncodeTo(p.lines, fact)
	if err != nil {
		return Prepared{}, err
	}
	return p.prepared(fact, wire, version, lines, digest), nil
}

// PrepareParsed is Prepare of a fact that event.Parse has returned.
func (p *Preparer) PrepareParsed(fact event.Event) Prepared {
	p.room()
	wire, version, lines, digest := event.EncodeParsed(p.lines, fact)
	return p.prepared(fact, wire, version, lines, digest)
}

// room makes room for the canonical bytes of a fact.
func (p *Preparer) room() {
	if cap(p.lines)-len(p.lines) < lineBytes {
		p.lines = make([]byte, 0, min(max(lineBytes, 2*cap(p.lines)), linesBytes))
	}
}

func (p *Preparer) prepared(fact event.Event, wire string, version int, lines []byte, digest event.Digest) Prepared {
	data := lines[len(p.lines):len(lines):len(lines)]
	p.lines = lines
	return Prepared{
		fact: fact, stream: StreamOf(fact), mark: document.NewMark(fact, digest), number: document.NumberOf(fact),
		enters: book.Enters(fact), on: fact.Common().OccurredOn, encoded: store.Event{Type: wire, Version: version, Data: data},
	}
}
