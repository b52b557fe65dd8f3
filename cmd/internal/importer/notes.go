package importer

import (
	"encoding/binary"
	"fmt"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
)

// note is what a decision was made on: a fact, and the line of the file on which it
// stands.
type note struct {
	line   int
	fact   event.Event
	number document.Number // not in the binary form
}

// notes is the notes of the facts of an append in binary form, one after another: the
// line, and the fact itself only where the event that was decided is another, such as
// one that enters the books later. So they take some three bytes a fact.
type notes []byte

// add adds a note on a decision, which is one event. Error: *event.InvalidError.
func (n notes) add(given *note, d *aggregates.Decision) (notes, error) {
	if len(d.Events) != 1 {
		panic("importer: a fact that causes several events")
	}
	n = binary.AppendUvarint(n, uint64(given.line))
	if d.AsPrepared() || d.Events[0] == given.fact {
		return append(n, 0), nil
	}
	wire, version, data, err := event.Encode(given.fact)
	if err != nil {
		return n, err
	}
	n = append(n, 1)
	n = binary.AppendUvarint(n, uint64(version))
	for _, part := range [...]string{wire, string(data)} {
		n = append(binary.AppendUvarint(n, uint64(len(part))), part...)
	}
	return n, nil
}

// take returns the first note, on an event, and those after it.
func (n notes) take(decided event.Event) (note, notes, error) {
	line, size := binary.Uvarint(n)
	if size <= 0 || len(n) == size {
		return note{}, nil, fmt.Errorf("import: the staging area: a note is cut")
	}
	given, rest := note{line: int(line), fact: decided}, n[size:]
	own := rest[0] == 0
	if rest = rest[1:]; own {
		return given, rest, nil
	}
	version, size := binary.Uvarint(rest)
	rest = rest[max(size, 0):]
	var parts [2][]byte
	for i := range parts {
		long, size := binary.Uvarint(rest)
		if size <= 0 || long > uint64(len(rest)-size) {
			return note{}, nil, fmt.Errorf("import: the staging area: a note is cut")
		}
		parts[i], rest = rest[size:size+int(long)], rest[size+int(long):]
	}
	var err error
	given.fact, err = event.Decode(string(parts[0]), int(version), parts[1])
	return given, rest, err
}
