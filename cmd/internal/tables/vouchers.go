package tables

import (
	"fmt"
	"slices"
	"time"

	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/account"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/merkle"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/books"
	"github.com/fundledger/fundledger/projections/posting"
)

// Voucher is a recorded fact as 记账凭证 shows it: with its bookings, and what it is proven by.
type Voucher struct {
	Event
	Leaf merkle.Hash // of the tree: the hash of its canonical line
}

// VoucherOf returns the voucher of a recorded fact.
func VoucherOf(r store.Recorded, e Event) Voucher {
	return Voucher{e, merkle.LeafHash(r.AppendLine(nil))}
}

// names returns the number of another paper that the fact names: of what it reverses, refunds
// or annuls; "": it names none.
func (v Voucher) names() string {
	if r, is := v.Entry.Event.(event.FactReversed); is {
		return r.Reversed().Common().Document
	}
	if of := v.Values["of"]; of != "" {
		return of
	}
	return v.Values["against"]
}

// voucherLine is a line of a voucher; a fact that books nothing has one without an account.
type voucherLine struct {
	*Voucher
	posting.Line
}

// lines returns what a voucher books.
func (v *Voucher) lines() (rows []voucherLine) {
	for _, l := range posting.Of(v.Entry.Event) {
		rows = append(rows, voucherLine{v, l})
	}
	return rows
}

// voucherColumns are 摘要, 科目, 借, 贷.
func voucherColumns() []column[voucherLine] {
	type row = voucherLine
	return slices.Concat([]column[row]{
		col("summary", "摘要", "summary", func(r row) report.Cell { return summaryOf(r.Type, r.Entry.Event.Common().Note) }),
		maybe("fund", "账套", "fund", func(r row) fund.ID { return r.Line.Fund }),
		maybe("account", "科目", "account", func(r row) account.Code { return r.Line.Account }),
		col("account_name", "科目名称", "account name", func(r row) report.Cell {
			return when(r.Line.Account != "", nameOf(r.Line.Fund, r.Line.Account))
		}),
	}, debitCredit("", "", "", func(r row) books.Totals { return books.TotalsOf(r.Line) }, true))
}

// table shows the voucher to people.
func (v *Voucher) table() report.Table {
	common, rows := v.Entry.Event.Common(), v.lines()
	t := report.Table{Key: "voucher", Title: lang.F("记账凭证  %s", "Voucher  %s", common.Document)}
	add := func(is bool, f report.Fact) {
		if is {
			t.Facts = append(t.Facts, f)
		}
	}
	add(true, fact("position", "序号", "position", report.Count(int64(v.Position))))
	add(true, fact("type", "类型", "type", kindOfFact(v.Type)))
	add(len(rows) > 0, fact("booked_on", "记账日", "booked on", report.Date(common.Booked())))
	add(true, fact("occurred_on", "业务日期", "date", report.Date(common.OccurredOn)))
	add(true, fact("recorded_at", "入账时间", "recorded at", report.Text(v.RecordedAt.In(fund.Shanghai()).Format(time.DateTime))))
	add(true, fact("actor", "记账人", "recorded by", report.Text(v.Actor)))
	for _, name := range []string{"institution", "person", "case"} {
		add(v.Values[name] != "", report.Fact{Key: name, Title: event.Dictionary(name).Title, Value: report.Text(v.Values[name])})
	}
	add(v.names() != "", fact("names", "所涉凭证", "about document", report.Text(v.names())))
	add(len(rows) == 0 && v.Values["amount"] != "", fact("amount", "金额", "amount", amountOf(v.Entry.Event)))
	add(v.IsReversal, fact("reverses", "冲销第几条", "reverses", report.Count(int64(v.Reverses))))
	add(v.IsReversed, fact("reversed_by", "被第几条冲销", "reversed by", report.Count(int64(v.ReversedBy))))
	add(true, fact("hash", "哈希", "hash", report.Text(v.Leaf.String())))
	add(true, fact("proof", "证明", "proof", report.Text(fmt.Sprintf("fundledger prove %d", v.Position))))
	t = fill(t, voucherColumns(), rows)
	t.Notes = append(note(common.BookedFor != 0, "差额由冲销记账。", "The reversal books the difference."),
		note(len(rows) == 0 && common.BookedFor == 0, "本事项不记账。", "This fact books nothing.")...)
	return t
}

// DocumentPage is what stands under a document number, or a page of it.
type DocumentPage struct {
	Number   string
	Known    time.Time
	Limit    int       // vouchers of a page; 0: all
	Behind   bool      // others stand behind the page
	Vouchers []Voucher // one more than that if there is a next page
}

// shown returns the vouchers of the page, and whether there is another one.
func (d *DocumentPage) shown() (vouchers []Voucher, more bool) {
	if d.Limit == 0 || len(d.Vouchers) <= d.Limit {
		return d.Vouchers, d.Behind && d.Limit > 0 && len(d.Vouchers) > 0
	}
	return d.Vouchers[:d.Limit], true
}

// Each shows people a table for each voucher.
func (d *DocumentPage) Each() (all []report.Table) {
	vouchers, more := d.shown()
	for i := range vouchers {
		all = append(all, vouchers[i].table())
	}
	if more {
		last := &all[len(all)-1]
		last.Notes = append(last.Notes, lang.F("还有后续，加 --after %d。", "There are more: add --after %d.", vouchers[len(vouchers)-1].Position))
	}
	return all
}

// Table shows machines one row a line, with the head of its voucher.
func (d *DocumentPage) Table() report.Table {
	type row = voucherLine
	var rows []row
	vouchers, more := d.shown()
	for i := range vouchers {
		if lines := vouchers[i].lines(); len(lines) > 0 {
			rows = append(rows, lines...)
		} else {
			rows = append(rows, row{Voucher: &vouchers[i]})
		}
	}
	head := []report.Fact{fact("document", "凭证号", "document", report.Text(d.Number)), KnownAt(d.Known)}
	if d.Limit > 0 {
		head = append(head, nextPage(when(more, report.Count(int64(vouchers[len(vouchers)-1].Position)))))
	}
	return fill(report.Table{
		Key: "document", Title: lang.F("凭证  %s", "Document  %s", d.Number), Facts: head, Basis: bookedBasis,
	}, slices.Concat([]column[row]{
		col("position", "", "", func(r row) report.Cell { return report.Count(int64(r.Position)) }),
		text("document", "", "", func(r row) string { return r.Entry.Event.Common().Document }),
		col("type", "", "", func(r row) report.Cell { return kindOfFact(r.Type) }),
		date("booked_on", "", "", func(r row) fund.Date { return r.Entry.Event.Common().Booked() }),
		date("occurred_on", "", "", func(r row) fund.Date { return r.Entry.Event.Common().OccurredOn }),
		text("recorded_at", "", "", func(r row) string { return LocalTime(r.RecordedAt) }),
		text("actor", "", "", func(r row) string { return r.Actor }),
		text("stream", "", "", func(r row) string { return r.Stream }),
		text("id", "", "", func(r row) string { return r.ID }),
		maybe("institution", "", "", func(r row) string { return r.Values["institution"] }),
		maybe("person", "", "", func(r row) string { return r.Values["person"] }),
		maybe("case", "", "", func(r row) string { return r.Values["case"] }),
		maybe("names", "", "", func(r row) string { return r.names() }),
		col("reverses", "", "", func(r row) report.Cell { return when(r.IsReversal, report.Count(int64(r.Reverses))) }),
		col("reversed_by", "", "", func(r row) report.Cell { return when(r.IsReversed, report.Count(int64(r.ReversedBy))) }),
		text("hash", "", "", func(r row) string { return r.Leaf.String() }),
		col("amount", "", "", func(r row) report.Cell { return amountOf(r.Entry.Event) }),
	}, voucherColumns()), rows)
}
