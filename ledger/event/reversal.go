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

// OfBookedOn returns the reversal with the day on which its fact entered the books.
func (e FactReversed) OfBookedOn(day fund.Date) FactReversed {
	fact := BookOn(e.Reversed(), day)
	d := definitionOf(fact)
	e.OfVersion, e.OfData = int64(d.version()), string(d.append(nil, fact))
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
