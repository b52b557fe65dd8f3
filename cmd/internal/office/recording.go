package office

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fundledger/fundledger/aggregates"
	"github.com/fundledger/fundledger/cmd/internal/fault"
	"github.com/fundledger/fundledger/cmd/internal/importer"
	"github.com/fundledger/fundledger/cmd/internal/rows"
	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/posting"
)

// Done is a fact that was recorded, and what to tell of it.
type Done struct {
	store.Receipt
	Stream string
	Notes  []lang.Text // on which day it is booked, if not its own; warnings
}

// Record records a fact. Errors: *refusal.Error, those of the store.
func (o *Office) Record(ctx context.Context, s store.Store, by By, causation string, fact event.Event) (done Done, err error) {
	env, err := o.Envelope(by, causation)
	if err != nil {
		return done, err
	}
	env.Void = o.voids(s)
	receipts, err := o.recordAll(ctx, s, env, fact)
	if err != nil {
		return done, err
	}
	return o.done(ctx, s, fact, receipts[0])
}

// RecordTogether records facts in order: all, or none. Errors: *refusal.Error, those of the store.
func (o *Office) RecordTogether(ctx context.Context, s store.Store, by By, causation string, facts ...event.Event) error {
	env, err := o.Envelope(by, causation)
	if err != nil {
		return err
	}
	env.Void = o.voids(s)
	_, err = o.recordAll(ctx, s, env, facts...)
	return err
}

// Correction is what is wrong with a fact that stands, and what is right.
type Correction struct {
	Document, Note string            // of the reversal
	On             fund.Date         // of the reversal; 0: today, or the day of the fact that is corrected
	Changes        map[string]string // fields of the fact as it is right
}

// Reverse reverses the facts at some positions: all, or none. Of several the reversals have
// the document of c with /1, /2 and so on behind it, and are told in the same order. Errors:
// bad input, *refusal.Error, those of the store.
func (o *Office) Reverse(ctx context.Context, s store.Store, by By, positions []store.Position, c Correction) ([]Done, error) {
	env, err := o.Envelope(by, "correct "+strings.Trim(fmt.Sprint(positions), "[]"))
	if err != nil {
		return nil, err
	}
	if c.On == 0 {
		c.On = fund.DateIn(env.At)
	}
	undo := make([]event.Event, len(positions))
	for i, at := range positions {
		recorded, _, err := o.At(ctx, s, at)
		if err != nil {
			return nil, err
		}
		one := c
		if len(positions) > 1 {
			one.Document = fmt.Sprintf("%s/%d", c.Document, i+1)
		}
		undo[i] = one.of(recorded)
	}
	env.Void = o.voids(s)
	receipts, err := o.recordAll(ctx, s, env, undo...)
	if err != nil {
		return nil, err
	}
	done := make([]Done, len(undo))
	for i := range undo {
		if done[i], err = o.done(ctx, s, undo[i], receipts[i]); err != nil {
			return nil, err
		}
	}
	return done, nil
}

// of returns the reversal of what was recorded.
func (c Correction) of(recorded store.Recorded) event.FactReversed {
	return event.FactReversed{
		Fact: event.Fact{Document: c.Document, OccurredOn: c.On, Note: c.Note},
		Of:   recorded.ID().String(), OfType: recorded.Type, OfVersion: int64(recorded.Version), OfData: string(recorded.Data),
	}
}

// Correct reverses the fact at a position and records it again with the changes. Errors: bad
// input, *refusal.Error, those of the store.
func (o *Office) Correct(ctx context.Context, s store.Store, by By, at store.Position, c Correction) (reversal, right Done, err error) {
	env, err := o.Envelope(by, fmt.Sprintf("correct %d", at))
	if err != nil {
		return reversal, right, err
	}
	recorded, fact, err := o.At(ctx, s, at)
	if err != nil {
		return reversal, right, err
	}
	if c.On == 0 { // on every day either the fact counts or the corrected one, never both
		c.On = fact.Common().OccurredOn
	}
	undo := c.of(recorded)
	env.Void = o.voids(s)
	as, err := o.changed(fact, c.Changes)
	if err != nil {
		return reversal, right, err
	}
	receipts, err := o.recordCorrection(ctx, s, env, undo, as)
	if err != nil {
		return reversal, right, err
	}
	right, err = o.done(ctx, s, as, receipts[1])
	return Done{Receipt: receipts[0], Stream: aggregates.StreamOf(undo)}, right, err
}

// AcknowledgeClock records that the recording times from a position on are of a clock that was
// ahead, and tells from which, and when that was recorded. Errors: those of Envelope and of
// aggregates.AcknowledgeClock.
func (o *Office) AcknowledgeClock(ctx context.Context, s store.Store, by By, document, note string) (done store.Receipt,
	from store.Position, at time.Time, err error) {
	env, err := o.Envelope(by, "clock acknowledge")
	if err == nil {
		done, from, err = aggregates.AcknowledgeClock(ctx, s, document, note, env)
	}
	return done, from, env.At, err
}

// done tells what was recorded: whether it entered the books on another day than that on
// which it occurred, because the period of that day is closed, and what is odd about it.
func (o *Office) done(ctx context.Context, s store.Store, given event.Event, receipt store.Receipt) (Done, error) {
	done := Done{Receipt: receipt, Stream: aggregates.StreamOf(given)}
	_, fact, err := o.At(ctx, s, receipt.First)
	if err != nil || receipt.Duplicate && event.Wire(given) != "fact.reversed" {
		return done, err
	}
	note := func(zh, en string, args ...any) { done.Notes = append(done.Notes, lang.F(zh, en, args...)) }
	switch f := fact.Common(); {
	case f.BookedFor != 0:
		note("%s 所属期间已结账，差额随冲销入账", "the period of %s is closed: the reversal books the difference", f.OccurredOn)
	case f.BookedOn != 0 && len(posting.Of(fact)) > 0:
		note("%s 所属期间已结账，记入 %s 的账", "the period of %s is closed: it is booked on %s", f.OccurredOn, f.BookedOn)
	}
	if w := event.WarningOf(fact); w != "" {
		note("提示：%s；已按决定书原样入账", "warning: %s; recorded as decided", event.NameOf("warning", w))
	}
	if event.Undated(fact) {
		note("提示：%s", "warning: %s", UndatedTotal())
	}
	done.Notes = append(done.Notes, o.overdrafts(ctx, s, fact)...)
	return done, nil
}

// UndatedTotal is said of a recovery of several payments whose year is not known.
func UndatedTotal() lang.Text {
	return lang.Text{
		ZH: "没有写明原支付年度，记其他收入；列入例外登记，查明后更正",
		EN: "it does not say the year of the payments, and is other income; it is listed as an exception until it is corrected",
	}
}

// At returns the fact at a position. Error: bad input if there is none.
func (o *Office) At(ctx context.Context, s store.Store, at store.Position) (store.Recorded, event.Event, error) {
	for recorded, err := range s.All(ctx, at) {
		if err != nil {
			return store.Recorded{}, nil, err
		}
		entry, err := ledger.Read(recorded)
		recorded.Data = append([]byte(nil), recorded.Data...)
		return recorded, entry.Event, err
	}
	return store.Recorded{}, nil, fault.Input("账上没有第 %d 条；用 fundledger events 查出", "there is no position %d; look it up with fundledger events", uint64(at))
}

// changed returns the fact with other values of some fields; an empty value
// clears its field.
func (o *Office) changed(fact event.Event, changes map[string]string) (event.Event, error) {
	given := map[string]string{}
	for name, text := range event.Values(fact) {
		if !event.WrittenByLedger(name) { // is decided anew
			given[name] = text
		}
	}
	maps.Copy(given, changes)
	maps.DeleteFunc(given, func(_, value string) bool { return value == "" })
	return o.Fact(event.Wire(fact), given)
}

// Fact returns the fact of the given fields. Error: bad input with every problem.
func (o *Office) Fact(wire string, given map[string]string) (event.Event, error) {
	typ, known := event.TypeOf(wire)
	if !known {
		return nil, fault.Input("没有事项类型 %s；用 %s 查看全部", "there is no type %s; list all with %s", wire, o.called("types"))
	}
	if why, remedy := importer.Computed(wire); !why.IsZero() {
		return nil, fault.Input("%s；%s", "%s; %s", why, remedy)
	}
	if err := o.unknownFields(typ, given); err != nil {
		return nil, err
	}
	unfit := &UnfitError{Given: given}
	person := ""
	if number := given["person"]; number != "" {
		key, err := o.ReadPersonKey()
		if err != nil {
			return nil, err
		}
		pseudonym, why, remedy := importer.Person(key, number)
		if !why.IsZero() {
			unfit.Problems = append(unfit.Problems, event.Problem{Field: "person", Why: why, Remedy: remedy})
		}
		person = string(pseudonym)
	}
	fact, problems := event.Parse(wire, func(field string) string {
		if field == "person" {
			return person
		}
		return given[field]
	})
	for _, problem := range problems {
		if problem.Field != "person" || given["person"] == "" { // else it is told already
			unfit.Problems = append(unfit.Problems, problem)
		}
	}
	if len(unfit.Problems) > 0 {
		return nil, unfit
	}
	return fact, nil
}

// UnfitError is everything that is wrong with a fact by itself.
type UnfitError struct {
	Given    map[string]string
	Problems []event.Problem
}

func (e *UnfitError) Error() string { return e.In(lang.EN) }

// Kind is that it is bad input.
func (e *UnfitError) Kind() fault.Kind { return fault.BadInput }

// In tells every problem on a line of its own.
func (e *UnfitError) In(l lang.Lang) string {
	return fault.Unfit(e.Problems, func(field string) string {
		if importer.Private(field, e.Given[field]) {
			return ""
		}
		return rows.Shorten(e.Given[field])
	}).In(l)
}

// unknownFields returns bad input for fields that a type does not have.
func (o *Office) unknownFields(typ event.Type, given map[string]string) error {
	for name := range given {
		if !slices.ContainsFunc(typ.Fields, func(f event.Field) bool { return f.Name == name }) {
			return fault.Input("%[1]s 没有字段 %[2]s；用 %[3]s %[1]s 查看", "%[1]s has no field %[2]s; see %[3]s %[1]s", typ.Wire, name, o.called("types"))
		}
	}
	return nil
}
