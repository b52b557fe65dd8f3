package aggregates

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/clock"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// ahead is how far a clock may be ahead of the last event and of the ledger's files,
// both, before its user is asked. One fact from the future would keep everybody from
// recording.
const ahead = 24 * time.Hour

// Following returns the envelope with a time that is not before that of the last
// event of a store, so that recording times never go back; what goes back in a log
// was tampered with. A clock that is a little behind gets the time of the last
// event. Errors: *refusal.Error clock-behind, for one that is far behind, clock-ahead,
// for one that may be far ahead; those of store.Store.Last.
func (e Envelope) Following(ctx context.Context, s store.Store) (Envelope, error) {
	last, ok, err := s.Last(ctx)
	if err != nil {
		return e, err
	}
	if !ok {
		return e, e.sane(time.Time{})
	}
	return e.After(last.RecordedAt)
}

// After returns the envelope with a time that is not before that of an earlier
// event, as Following does. Errors: *refusal.Error clock-behind, clock-ahead.
func (e Envelope) After(last time.Time) (Envelope, error) {
	if !e.At.Before(last) {
		return e, e.sane(last)
	}
	if last.Sub(e.At) > store.Drift {
		return e, &refusal.Error{
			Rule: "clock-behind", Field: "recorded_at",
			Why: lang.F("本机时钟是 %s，账上最后一条入账于 %s", "the clock of this machine says %s, and the last event was recorded at %s", second(e.At), second(last)),
			Remedy: lang.F("校准时钟后重试；若账上的时间才是错的，用 fundledger clock acknowledge 确认，并告诉审计人员",
				"set the clock right and try again; if it is the ledger's time that is wrong, acknowledge it with fundledger clock acknowledge, and tell the auditor"),
		}
	}
	e.At = last
	return e, nil
}

// sane refuses a clock that is far ahead of everything that the ledger knows, unless
// it is said to be right. The last event of an empty ledger is of time zero.
func (e Envelope) sane(last time.Time) error {
	if e.Sure || e.Files.IsZero() || e.At.Sub(last) <= ahead || e.At.Sub(e.Files) <= ahead {
		return nil
	}
	latest := e.Files
	if last.After(latest) {
		latest = last
	}
	return &refusal.Error{
		Rule: "clock-ahead", Field: "recorded_at",
		Why: lang.F("本机时钟是 %s，账本的最后一条和文件都不晚于 %s", "the clock of this machine says %s, and neither the last event nor a file of the ledger is later than %s", second(e.At), second(latest)),
		Remedy: lang.F("核对时钟；时钟无误（账本停用过一段时间）的，加 --clock-is-right 重试；超前的时间一旦入账，在那之前谁也不能再记账",
			"check the clock; if it is right (the ledger was not used for a while), try again with --clock-is-right; once a time that is ahead is recorded nobody can record before it"),
	}
}

func second(t time.Time) string { return t.In(fund.Shanghai()).Format("2006-01-02 15:04:05") }

// AcknowledgeClock records that the clock was ahead by which the last facts were
// recorded, so that recording times go on from the envelope's, and returns where that
// stands and the position of the first fact with a wrong time. Errors: *refusal.Error
// clock-right if there is none, those of Desk.Decide and of the store; a conflict if
// somebody else recorded meanwhile.
func AcknowledgeClock(ctx context.Context, s store.Store, document, note string,
	env Envelope) (at store.Receipt, from store.Position, err error) {
	var course clock.Course
	length := store.Position(0)
	for r, err := range s.All(ctx, 0) {
		if err != nil {
			return at, 0, err
		}
		if !course.Next(r.Position, r.RecordedAt) {
			if !acknowledges(&course, r) {
				return at, 0, fmt.Errorf("event %d: its recording time goes back: find out why with: fundledger verify", r.Position)
			}
		}
		length = r.Position + 1
	}
	from, wrong := course.Wrong(env.At)
	if !wrong {
		return at, 0, &refusal.Error{
			Rule: "clock-right", Field: "recorded_at",
			Why:    lang.F("账上没有超前于本机时钟（%s）一小时以上的入账时间", "no event was recorded more than an hour ahead of the clock of this machine (%s)", second(env.At)),
			Remedy: lang.F("不必确认", "there is nothing to acknowledge"),
		}
	}
	desk := NewDesk(func(ctx context.Context, stream string) iter.Seq2[ledger.Entry, error] {
		return ledger.Stream(ctx, s, stream)
	}, fund.DateIn(env.At))
	decision, err := desk.Decide(ctx, event.ClockAcknowledged{
		Fact: event.Fact{Document: document, OccurredOn: fund.DateIn(env.At), Note: note}, OfPosition: int64(from),
	})
	if err != nil {
		return at, from, err
	}
	if len(decision.Events) == 0 {
		return at, from, errors.New("aggregates: this document acknowledged a clock before")
	}
	a, err := decision.Append(env)
	if err != nil {
		return at, from, err
	}
	a.Length = length // what it says of the times in front of it is of these
	receipts, err := s.Append(ctx, a)
	if err != nil {
		return at, from, err
	}
	return receipts[0], from, nil
}

// acknowledges takes an event that acknowledges a wrong clock, and reports whether it
// is one and right.
func acknowledges(course *clock.Course, r store.Recorded) bool {
	e, err := ledger.Read(r)
	if err != nil {
		return false
	}
	a, ok := e.Event.(event.ClockAcknowledged)
	return ok && course.Acknowledge(store.Position(a.OfPosition), r.RecordedAt)
}
