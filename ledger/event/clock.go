package event

import "github.com/fundledger/fundledger/ledger/lang"

// ClockAcknowledged says that the recording times from a position on, up to this event,
// are of a clock that was ahead; behind it they go on from its own. It moves no money.
// See package clock.
type ClockAcknowledged struct {
	Fact
	OfPosition int64 // in the log, of the first event with a wrong time
}

// ClockStream is the stream of all acknowledgements.
const ClockStream = "report-clock"

var clockAcknowledged = define("clock.acknowledged",
	func(e *ClockAcknowledged, f fields) { f.fact(&e.Fact).ofPosition(&e.OfPosition) },
	nil,
	lang.Text{ZH: "确认时钟曾超前", EN: "a clock was ahead"},
	lang.Text{ZH: "自该序号起的入账时间取自超前的时钟；其后的入账时间从本条算起；不动资金", EN: "recording times from that position on are of a clock that was ahead, and go on from this fact's; moves no money"},
	ClockAcknowledged{Fact: exampleFact(0), OfPosition: 1234},
)
