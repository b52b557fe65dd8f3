package event

import (
	"github.com/google/uuid"

	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
)

// FactReversed says that another fact of the same stream was wrong and counts no
// more (冲销). It carries that fact whole, so that whoever reads it needs no other.
type FactReversed struct {
	Fact
	Of        string // id of the reversed event
	OfType    string // wire name
	OfVersion int64
	OfData    string // canonical bytes

	// The fact as it is right, if both are dated in closed periods: then the reversal
	// books no more than the difference, and that fact nothing (Fact.BookedFor).
	ByType    string // wire name; "": none
	ByVersion int64
	ByData    string // canonical bytes; a warning of the ledger may come on top
}

// Reversed returns the fact that is reversed. It panics for a FactReversed that
// Check refuses.
func (e FactReversed) Reversed() Event {
	fact, err := Decode(e.OfType, int(e.OfVersion), []byte(e.OfData))
	if err != nil {
		panic("event: a reversal of what is no event: " + err.Error())
	}
	return fact
}

// By returns the fact as it is right, and whether the reversal books the difference to
// it. It panics for a FactReversed that Check refuses.
func (e FactReversed) By() (fact Event, ok bool) {
	if e.ByType == "" {
		return nil, false
	}
	fact, err := Decode(e.ByType, int(e.ByVersion), []byte(e.ByData))
	if err != nil {
		panic("event: a correction by what is no event: " + err.Error())
	}
	return fact, true
}

// CorrectedBy returns the reversal of a fact that is right in another way; nil: of one
// that is just wrong.
func (e FactReversed) CorrectedBy(fact Event) FactReversed {
	if e.ByType, e.ByVersion, e.ByData = "", 0, ""; fact != nil {
		d := fact.definition()
		e.ByType, e.ByVersion, e.ByData = d.wire, int64(d.version()), string(d.append(nil, fact))
	}
	return e
}

// OfBookedOn returns the reversal with the day on which its fact entered the books.
func (e FactReversed) OfBookedOn(day fund.Date) FactReversed {
	was := e.Reversed()
	fact := BookOn(was, day)
	if was.Common().BookedFor != 0 {
		fact = BookFor(was, day)
	}
	d := fact.definition()
	e.OfVersion, e.OfData = int64(d.version()), string(d.append(nil, fact))
	if by, ok := e.By(); ok && by.Common().BookedFor == was.Common().InBooks() {
		e = e.CorrectedBy(BookFor(by, day))
	}
	return e
}

func (e FactReversed) wire() string { return factReversed.wire }

// checkID takes a UUID in its canonical form.
func checkID(text string) *Problem {
	id, err := uuid.Parse(text)
	if err != nil || id.String() != text {
		return problem(lang.F("不是事项标识", "this is not the id of a fact"), lang.F("用 fundledger reverse 冲销", "reverse with: fundledger reverse"))
	}
	return nil
}

// checkData takes the canonical bytes of another event, as text.
func checkData(text string) *Problem {
	if len(text) > 1<<14 {
		return problem(lang.F("内容过长", "the content is too long"), lang.F("用 fundledger reverse 冲销", "reverse with: fundledger reverse"))
	}
	return nil
}
