package aggregates

import (
	"context"
	"errors"

	"github.com/fundledger/fundledger/aggregates/book"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// A desk can go over what was recorded, too: would each fact have been accepted where it
// stands, knowing what stands before it and nothing else? It asks the same rules in the
// same order. One that refuses is noted and passed over, and the fact is taken as done
// whatever they say, for it stands.

// retraced is a recorded event that a desk goes over.
type retraced struct {
	event      event.Event
	at         store.Position
	objections []*refusal.Error
	written    event.Event // as the ledger would have recorded it
	anew       bool        // the state must be folded anew

	stood [1]event.Event // the event, as what was decided
}

// stands returns the event as it stands, in the place of those that were decided.
func (r *retraced) stands(decided []event.Event) []event.Event {
	if len(decided) > 0 {
		r.written = decided[0] // one fact is one event
	}
	r.stood[0] = r.event
	return r.stood[:]
}

// object returns an error, or nil after a refusal that is noted because the desk goes
// over what was recorded.
func (d *Desk) object(err error) error {
	if err == nil || d.retraced == nil {
		return err
	}
	refused := (*refusal.Error)(nil)
	if !errors.As(err, &refused) {
		return err
	}
	d.retraced.objections = append(d.retraced.objections, refused)
	return nil
}

// documentOtherwise is the rule that a number which is written in another way is no other
// number, and a name no other name, which older programs did not ask.
const documentOtherwise = "document-otherwise"

// asWritten returns what speaks against the recorded event whose document stands in its stream
// already, as refusal says: the refusal itself if it stands there as it is written, for so every
// program has compared it; another one if it stands there in another writing; nothing if all
// that stands there was reversed before. And the file of the stream, in which it looked.
// Errors: those of reading.
func (d *Desk) asWritten(ctx context.Context, p *Prepared, own document.Mark, n document.Numbering, refused error) (*file, error, error) {
	f, err := d.file(ctx, p.stream, trailed, own)
	if err != nil {
		return nil, nil, err
	}
	now := event.Unclosed(d.retraced.event)
	same, stands := false, false
	for _, e := range f.trail.stating(own.Place, n) {
		_, gone := f.trail.reversed[e]
		same = same || event.Unclosed(e) == now || n.KeyOf(e) == n.KeyOf(now) && !gone
		stands = stands || !gone
	}
	switch {
	case same:
	case !stands:
		refused = nil
	default:
		refused = &refusal.Error{
			Rule: documentOtherwise, Field: "document",
			Why: lang.F("凭证号 %s 的这一事项已以另一写法登记", "document %s states this already, written in another way", now.Common().Document),
		}
	}
	f, err = d.own(ctx, p, trailed, own)
	return f, refused, err
}

// The rules of what the ledger itself writes into a fact, which nobody can break who
// records by it.
const (
	bookedBehindClosing = "booked-behind-closing"
	bookedByHand        = "booked-by-hand"
	correctionApart     = "correction-apart"
	warningMissing      = "warning-missing/" // and which
	warningExtra        = "warning-extra/"   // and which
)

// PrepareRecorded prepares a recorded event for Retrace.
func (p *Preparer) PrepareRecorded(entry ledger.Entry) Prepared {
	_, _, line, digest := event.EncodeParsed(p.scratch[:0], entry.Event)
	p.scratch = line
	return preparedEntry(entry, digest)
}

// PrepareRead is PrepareRecorded of an entry that was read from there.
func PrepareRead(entry ledger.Entry, from *store.Recorded) Prepared {
	return preparedEntry(entry, event.DigestOfRead(entry.Event, from.Version, from.Data))
}

func preparedEntry(entry ledger.Entry, digest event.Digest) Prepared {
	fact := entry.Event
	mark, common := document.NewMark(fact, digest), fact.Common()
	if common.BookedOn != 0 {
		fact = event.Unclosed(fact) // which the ledger writes
	}
	return Prepared{fact: fact, stream: entry.Stream, mark: mark, enters: book.Enters(fact), on: common.OccurredOn}
}

// Retrace says what speaks against a recorded event where it stands; nothing, if the desk
// would have accepted it, on the day that On has set. The state of its stream moves on in
// any case. Entries are to be given in the order of the log; read (see NewDesk) must yield
// of a stream what stands before the entry. Errors: those of reading.
func (d *Desk) Retrace(ctx context.Context, entry ledger.Entry, p *Prepared) ([]*refusal.Error, error) {
	now := &d.recorded
	*now = retraced{event: entry.Event, at: entry.Position}
	d.retraced = now
	defer func() { d.retraced = nil }()
	if entry.Event.Common().BookedOn > d.today+1 {
		if err := d.object(d.notInFuture(entry.Event.Common())); err != nil {
			return nil, err
		}
	}
	_, err := d.DecidePrepared(ctx, p)
	if err != nil {
		if err = d.object(err); err != nil {
			return nil, err
		}
		now.anew = true
	}
	d.stands(entry.Event, p.enters)
	if now.anew {
		d.Forget(entry.Stream) // its state is folded anew with what stands
		d.renumber(entry.Event)
	}
	if now.written != nil && now.written != entry.Event {
		now.differs()
	}
	return now.objections, nil
}

// differs notes how the event differs from what the ledger would have written.
func (r *retraced) differs() {
	is, was := r.event.Common().BookedOn, r.written.Common().BookedOn
	switch {
	case is < was:
		r.objections = append(r.objections, &refusal.Error{
			Rule: bookedBehindClosing, Field: "booked_on",
			Why: lang.F("账在此之前已结，应记入 %s", "its period was closed before; it is to be booked on %s", was),
		})
	case is > was:
		r.objections = append(r.objections, &refusal.Error{
			Rule: bookedByHand, Field: "booked_on",
			Why: lang.F("记账日期 %s 不是账本写入的", "the day of booking, %s, was not written by the ledger", is),
		})
	}
	if !r.sameCorrection() && is == was {
		r.objections = append(r.objections, &refusal.Error{
			Rule: correctionApart, Field: "by_data",
			Why: lang.F("差额不是账本会记的", "the difference that it books is not what the ledger would have booked"),
		})
	}
	if is, was := event.WarningOf(r.event), event.WarningOf(r.written); is != was {
		r.objections = append(r.objections, otherWarning(is, was))
	}
}

// sameCorrection reports whether the event books no other difference than the ledger would
// have written.
func (r *retraced) sameCorrection() bool {
	is, isReversal := r.event.(event.FactReversed)
	was, wasReversal := r.written.(event.FactReversed)
	return !isReversal || !wasReversal || is.ByType == was.ByType && is.ByData == was.ByData
}

// otherWarning says which warning a recorded event has, or lacks.
func otherWarning(is, was event.Warning) *refusal.Error {
	name := func(w event.Warning) lang.Text { return event.NameOf("warning", w) }
	switch {
	case was == "":
		return &refusal.Error{Rule: warningExtra + string(is), Field: "warning", Why: lang.F("提示“%s”不是账本会写入的", "it has a warning that the ledger would not have written: %s", name(is))}
	case is == "":
		return &refusal.Error{Rule: warningMissing + string(was), Field: "warning", Why: lang.F("缺少账本会写入的提示“%s”", "it lacks a warning that the ledger would have written: %s", name(was))}
	}
	return &refusal.Error{Rule: warningMissing + string(was), Field: "warning", Why: lang.F("提示是“%s”，账本会写“%s”", "its warning is %s, and the ledger would have written: %s", name(is), name(was))}
}
