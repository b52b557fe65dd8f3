package judge

import (
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/exceptions"
)

// recordedInFuture is the rule that nothing is recorded at a time that has not come. It
// is broken only as long as nobody acknowledges that the clock was wrong.
const recordedInFuture = "recorded-in-future"

// ahead is how far the clock of another machine may be ahead.
const ahead = 24 * time.Hour

// early is entries in a row that were recorded at times which have not come.
type early struct {
	first ledger.Entry
	end   store.Position // behind the last
}

// clocked takes note of an entry that was recorded at a time which has not come, and of
// the acknowledgement that the clock was wrong: what it is about is an exception.
func (j *Judge) clocked(e ledger.Entry) {
	a, isAcknowledgement := e.Event.(event.ClockAcknowledged)
	from := store.Position(a.OfPosition)
	switch {
	case !isAcknowledgement:
		j.course.Next(e.Position, e.RecordedAt) // that none goes back is checked with the form
	case !j.course.Acknowledge(from, e.RecordedAt):
		j.object(e, &refusal.Error{Rule: "clock-right", Field: "of_position", Why: lang.F("第 %d 条起的入账时间没有超前", "no clock was ahead from event %d on", from)})
	default:
		for n := len(j.early); n > 0 && j.early[n-1].end > from; n = len(j.early) {
			last := &j.early[n-1]
			if last.first.Position < from {
				last.end = from
				break
			}
			j.early = j.early[:n-1]
		}
		j.verdict.Register.NoteFact(exceptions.ClockAhead, e, lang.F("自第 %d 条起入账时间有误", "recording times are wrong from event %d on", from))
	}
	if !e.RecordedAt.After(j.now.Add(ahead)) {
		return
	}
	if n := len(j.early); n > 0 && j.early[n-1].end == e.Position {
		j.early[n-1].end++
		return
	}
	j.early = append(j.early, early{e, e.Position + 1})
}

// tooEarly objects to what was recorded at times that have not come and that nobody
// acknowledged.
func (j *Judge) tooEarly(v *Verdict) {
	for _, s := range j.early {
		e := s.first
		v.broken(e, &refusal.Error{
			Rule: recordedInFuture, Field: "recorded_at",
			Why:    lang.F("入账时间 %s 还没有到（连续 %d 条）", "it was recorded at %s, which has not come yet (%d in a row)", e.RecordedAt.In(fund.Shanghai()).Format(time.DateTime), int64(s.end-e.Position)),
			Remedy: lang.F("时钟曾经超前的，确认后继续记账：fundledger clock acknowledge", "if a clock was ahead, acknowledge it and go on: fundledger clock acknowledge"),
		})
	}
}
