package aggregates

import (
	"context"

	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
)

// A fact of a closed period that is corrected moves its books by the difference only: the
// reversal carries the fact as it is right and books the difference, and that fact books
// nothing (event.Fact.BookedFor). So both are recorded together, and by nothing but a
// correction: a desk is told before it decides on the reversal.

// Corrects says as what the fact is right that the next fact reverses, which is to be
// decided on after it.
func (d *Desk) Corrects(right event.Event) { d.right = right }

// corrected returns the reversal of a fact with what it is corrected by, if only the
// difference is to be booked: if both are dated in closed periods of the same funds. It
// enters the books of the reversal's day, in an earlier year as of which both stand as of
// that year. Refusal: correction-by-hand.
func (d *Desk) corrected(ctx context.Context, r event.FactReversed) (event.FactReversed, error) {
	right := d.right
	if d.right = nil; r.ByType != "" {
		if d.retraced == nil {
			return r, byHand("by_data")
		}
		right, _ = r.By()
		d.await(right)
	}
	if right == nil {
		return r, nil
	}
	wrong, right := r.Reversed(), event.Unclosed(right)
	closed, err := d.closed(ctx, wrong, wrong.Common().OccurredOn)
	if err != nil {
		return r, err
	}
	if closed == 0 || event.FundsOf(wrong) != event.FundsOf(right) || wrong.Common().OccurredOn > closed ||
		right.Common().OccurredOn > closed {
		return r.CorrectedBy(nil), nil
	}
	year, in := r.Booked().Year(), wrong.Common().InBooks()
	if in.Year() == year || right.Common().OccurredOn.Year() == year {
		in = r.Booked()
	}
	right = event.BookOn(event.BookFor(right, in), closed.DayAfter())
	if right.Common().BookedFor == 0 { // it has no bookings
		return r.CorrectedBy(nil), nil
	}
	if d.retraced == nil {
		d.await(right)
	}
	return r.CorrectedBy(right), nil
}

// await expects the right fact of a correction.
func (d *Desk) await(right event.Event) {
	if d.awaited == nil {
		d.awaited = map[event.Digest]fund.Date{}
	}
	d.awaited[event.DigestOf(right)] = right.Common().BookedFor
}

// awaitStanding expects the right fact of a correction of which the reversal stands
// already.
func (d *Desk) awaitStanding(ctx context.Context, stream string, r event.FactReversed) error {
	if d.right = nil; d.retraced != nil {
		return nil
	}
	for entry, err := range d.read(ctx, stream) {
		if err != nil {
			return err
		}
		if stands, ok := entry.Event.(event.FactReversed); ok && stands.Of == r.Of {
			if right, ok := stands.By(); ok {
				d.await(right)
			}
		}
	}
	return nil
}

// asCorrection returns a fact with the day as of which it stands in the books, if it is
// the right one of a correction. Refusal: correction-by-hand, of one that says so itself.
func (d *Desk) asCorrection(fact event.Event, said fund.Date) (event.Event, error) {
	if d.retraced != nil {
		said = d.retraced.event.Common().BookedFor
	}
	if said == 0 && (len(d.awaited) == 0 || d.retraced != nil) {
		return fact, nil
	}
	of := event.DigestOf(fact)
	in, ok := d.awaited[of]
	if !ok || said != 0 && said != in {
		return fact, d.object(byHand("booked_for"))
	}
	delete(d.awaited, of)
	return event.BookFor(fact, in), nil
}

// stoodBefore refuses a correction by a fact that is recorded already, and so would not be
// again: it is the wrong one, or another that was reversed. Refusal: correction-again.
func stoodBefore(right event.Event) error {
	return &refusal.Error{
		Rule: "correction-again", Field: "document",
		Why:    lang.F("更正后与已入账的 %s 完全相同", "as corrected it is the same as %s, which was recorded before", right.Common().Document),
		Remedy: lang.F("写明要改的字段；要改回曾经冲销的内容，加上 note=… 或换凭证号", "give the fields that are wrong; to return to what was reversed once, add note=… or another document"),
	}
}

func byHand(field string) error {
	return &refusal.Error{
		Rule: "correction-by-hand", Field: field,
		Why:    lang.F("只记差额的更正由程序填写", "the program fills this in where a correction books no more than the difference"),
		Remedy: lang.F("不填；更正用 fundledger correct", "leave it out; correct with: fundledger correct"),
	}
}
