package aggregates

import (
	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/aggregates/reimbursement"
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
	number  document.Number
	enters  bool // it enters the books of its fund
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
	months months
	lines  []byte // canonical bytes of some facts, one after another
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
		fact: fact, stream: p.streamOf(fact), mark: document.NewMark(fact, digest), number: document.NumberOf(fact),
		enters: book.Enters(fact), on: fact.Common().OccurredOn, encoded: store.Event{Type: wire, Version: version, Data: data},
	}
}

// streamOf is StreamOf without naming the same stream again and again: most facts
// are payments, and they come month after month or day after day.
func (p *Preparer) streamOf(fact event.Event) string {
	if paid, ok := fact.(event.ReimbursementPaid); ok {
		return p.months.stream(&paid)
	}
	return StreamOf(fact)
}

// months remembers the streams of the payments of a month. They are forgotten
// when there are many, and when another month comes.
type months struct {
	from, to fund.Date // to: the first day after the month
	last     payer
	stands   string // stream of last
	names    map[payer]string
}

type payer struct {
	institution fund.Institution
	fund        fund.ID
}

// rememberedStreams bounds the memory of months.
const rememberedStreams = 4096

func (m *months) stream(e *event.ReimbursementPaid) string {
	by := payer{e.Institution, e.Fund}
	if by.institution != "" {
		by.fund = "" // the stream is that of the institution
	}
	inMonth := m.from <= e.OccurredOn && e.OccurredOn < m.to
	if inMonth && m.last == by {
		return m.stands
	}
	if !inMonth || len(m.names) >= rememberedStreams {
		m.to = e.OccurredOn.NextMonth()
		m.from = m.to.AddMonths(-1)
		m.names = map[payer]string{}
	}
	stream, known := m.names[by]
	if !known {
		stream = reimbursement.Of(*e)
		m.names[by] = stream
	}
	m.last, m.stands = by, stream
	return stream
}
