// Package issues is the view of the reports that were issued: their editions by region, span
// and language.
package issues

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/snapshot"
)

// Issue is one edition of a report.
type Issue struct {
	event.ReportIssued
	Position   store.Position
	RecordedAt time.Time
}

// View is the fold. The zero View has seen nothing.
type View struct{ issued []Issue } // in the order of the log

// Name returns the name of the view and of its state's form.
func (v *View) Name() string { return "issues.v1" }

// Clear makes the view one that has seen nothing.
func (v *View) Clear() { *v = View{} }

// Apply folds one entry in. It does not fail.
func (v *View) Apply(entry ledger.Entry) error {
	switch e := entry.Event.(type) {
	case event.ReportIssued:
		v.issued = append(v.issued, Issue{e, entry.Position, entry.RecordedAt})
	case event.FactReversed:
		if was, ok := e.Reversed().(event.ReportIssued); ok {
			if i := slices.IndexFunc(v.issued, func(i Issue) bool { return i.ReportIssued == was }); i >= 0 {
				v.issued = slices.Delete(v.issued, i, i+1)
			}
		}
	default:
	}
	return nil
}

// All returns every edition, in the order of regions, spans, languages and editions.
func (v *View) All() []Issue {
	all := slices.Clone(v.issued)
	slices.SortStableFunc(all, func(a, b Issue) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Span, b.Span), cmp.Compare(a.Language, b.Language),
			cmp.Compare(a.Edition, b.Edition))
	})
	return all
}

// Of returns the editions of one region, span and language, the first first.
func (v *View) Of(r fund.Region, span string, l event.Language) []Issue {
	return slices.DeleteFunc(v.All(), func(i Issue) bool { return i.Region != r || i.Span != span || i.Language != l })
}

// AppendState appends the whole state to dst: equal histories give equal bytes.
func (v *View) AppendState(dst []byte) []byte {
	for _, i := range v.All() {
		dst = fmt.Appendf(dst, "%s %s %s %d at %d %s %q %q %s %s %s %s %s %q\n", i.Region, i.Span, i.Language, i.Edition, i.FrozenAt, i.Root,
			i.Checkpoint, i.Template, i.OccurredOn, i.HTML, i.PDF, i.XLSX, i.Markdown, i.Document)
	}
	return dst
}

// Sums reports that the view keeps nothing of single payments.
func (v *View) Sums() bool { return true }

// ApplySum leaves payments out. It does not fail.
func (v *View) ApplySum(event.Event, int) error { return nil }

// AppendSnapshot appends all that Restore needs to dst.
func (v *View) AppendSnapshot(dst []byte) []byte {
	w := snapshot.Writer{Bytes: dst}
	w.Len(len(v.issued))
	for _, i := range v.issued {
		w.Event(i.ReportIssued)
		w.Int(int64(i.Position))
		w.Int(i.RecordedAt.UnixMicro())
	}
	return w.Bytes
}

// Restore makes a view that has seen nothing what the one was whose snapshot this is.
func (v *View) Restore(state []byte) error {
	r := snapshot.NewReader(state)
	for range r.Len() {
		e, ok := r.Event().(event.ReportIssued)
		if !ok {
			r.Refuse()
			break
		}
		v.issued = append(v.issued, Issue{e, store.Position(r.Int()), time.UnixMicro(r.Int()).UTC()})
	}
	return r.Err()
}
