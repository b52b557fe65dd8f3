package aggregates

import (
	"context"
	"iter"
	"strings"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/document"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/refusal"
	"github.com/fundledger/fundledger/ledger/store"
)

// Standing is a fact that stands in the ledger, or waits to be recorded.
type Standing struct {
	ledger.Entry
	Line int // of a file, if it waits to be recorded with it
}

// Elsewhere is where a desk asks whether a document stands in another stream.
type Elsewhere struct {
	// Find yields the facts that have a number, recorded or decided on before; also others.
	Find func(context.Context, document.Number) iter.Seq2[Standing, error]
	// Number returns the number under which Find finds a fact of which plain is the one
	// without a period; nil: that one.
	Number func(fact event.Event, plain document.Number) document.Number
	// Doubtful reports whether a number need be asked for; nil: every one.
	Doubtful func(document.Number) bool
}

// Index finds facts of a log by their numbers, such as index.Index.
type Index interface {
	// Follow brings it up to date with the log.
	Follow(context.Context) error
	// Number returns the number under which a fact is found, of which plain is the one
	// without a period. It may tell fewer facts apart than what is declared now.
	Number(fact event.Event, plain document.Number) document.Number
	// End returns how much of the log it knows.
	End() store.Position
	// Find yields the entries of the log that have a number; also others.
	Find(context.Context, document.Number) iter.Seq2[ledger.Entry, error]
}

// Elsewhere has the desk refuse facts whose document stands in another stream. Nothing
// is refused for that if it is not called.
func (d *Desk) Elsewhere(e Elsewhere) { d.elsewhere = e }

// once refuses a fact that stands in another stream, whatever it says there. The number
// of what was reversed is free. Refusal: document-elsewhere.
func (d *Desk) once(ctx context.Context, p *Prepared, n document.Numbering) error {
	if d.elsewhere.Find == nil {
		return nil
	}
	number := p.number
	if d.retraced != nil {
		number = document.NumberOf(p.fact)
	}
	if d.elsewhere.Number != nil {
		number = d.elsewhere.Number(p.fact, number)
	}
	if d.elsewhere.Doubtful != nil && !d.elsewhere.Doubtful(number) {
		return nil
	}
	return d.onceIn(ctx, p, number, n)
}

// onceIn is once of a fact that may stand elsewhere under a number.
func (d *Desk) onceIn(ctx context.Context, p *Prepared, number document.Number, n document.Numbering) error {
	id, ok := n.IdentityOf(p.fact)
	if !ok {
		return nil
	}
	for other, err := range d.elsewhere.Find(ctx, number) {
		if err != nil {
			return err
		}
		if other.Stream == p.stream {
			continue // was compared
		}
		if its, ok := n.IdentityOf(other.Event); !ok || its != id {
			continue
		}
		gone, err := d.wasReversed(ctx, other.Entry)
		if err != nil {
			return err
		}
		if !gone {
			return standsElsewhere(p.fact, other)
		}
	}
	return nil
}

// wasReversed reports whether an entry was reversed.
func (d *Desk) wasReversed(ctx context.Context, entry ledger.Entry) (bool, error) {
	wire, version, data, err := event.Encode(entry.Event)
	if err != nil {
		return false, err
	}
	id := store.EventID(entry.Stream, wire, version, data).String()
	for other, err := range d.elsewhere.Find(ctx, document.Reversal(id)) {
		if err != nil {
			return false, err
		}
		if r, ok := other.Event.(event.FactReversed); ok && r.Of == id {
			return true, nil
		}
	}
	return false, nil
}

func standsElsewhere(fact event.Event, other Standing) error {
	number, of := other.Event.Common().Document, other.Event.Common()
	at := lang.F("全账第 %d 条", "position %d", other.Position)
	if other.Line > 0 {
		at = lang.F("本文件第 %d 行", "line %d of this file", other.Line)
	} else if other.Position == store.Unplaced {
		at = lang.F("与它一起登记", "recorded with it")
	}
	return &refusal.Error{
		Rule: "document-elsewhere", Field: "document",
		Why: lang.F("凭证号 %s 的这一事项已经登记，日期 %s（%s，%s）", "document %s states this already, dated %s (%s, %s)", number, of.OccurredOn, placeInWords(fact, other.Event), at),
		Remedy: lang.F("核对凭证号和日期，同一笔不再登记；确为另一笔的，用其自己的凭证号（如 %s/2）；那一条有误的先冲销；凭证号按年或按月重新起编的，先登记 numbering.declared",
			"check number and date, and do not record it twice; if it is another fact, give it a number of its own (such as %s/2); if that one is wrong, reverse it first; if numbers begin again each year or month, record numbering.declared first",
			strings.TrimSpace(number)),
	}
}

// placeInWords says of what another fact is, where that is not what this one is of.
func placeInWords(fact, other event.Event) lang.Text {
	if _, number := event.CaseOf(other); number != "" {
		if _, own := event.CaseOf(fact); own != number {
			return lang.F("案件 %s", "case %s", number)
		}
	}
	if e, ok := other.(event.OpenItem); ok {
		return lang.F("往来编号 %s", "item %s", itemOf(e))
	}
	if e, ok := other.(event.ReliefPaid); ok {
		if own, ok := fact.(event.ReliefPaid); ok && own.Person != e.Person {
			return lang.Text{ZH: "另一人的", EN: "of another person"}
		}
	}
	if e, ok := other.(event.ReliefReversed); ok {
		if own, ok := fact.(event.ReliefReversed); ok && own.Person != e.Person {
			return lang.Text{ZH: "另一人的", EN: "of another person"}
		}
	}
	on, own := other.Common().OccurredOn.String(), fact.Common().OccurredOn.String()
	if year := on[:4]; year != own[:4] {
		return lang.F("%s 年度", "in the year %s", year)
	}
	return lang.F("%s 月份", "in the month %s", on[:7])
}

// itemOf returns the number of the item that a fact belongs to.
func itemOf(e event.OpenItem) string {
	for name, value := range event.Values(e) {
		if name == "item" {
			return value
		}
	}
	return ""
}
